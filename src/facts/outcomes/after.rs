//! Cues of how somebody is afterwards: at home and at work, off machines and transfusions, with a graft that took or
//! was lost, without a trace of germ or tumour, alive; columns as in `good`.

use super::{Meaning, cue};
use crate::facts::cues::Cue;

const NOT_CURED: Option<(&str, &str)> = Some(("failure", "not cured"));

/// Cues of a state after the treatment.
pub(super) const AFTER: &[Cue<Meaning>] = &[
    // Cured, well, back.
    cue(
        "cured|geheilt",
        r"\b(?:considered|regarded as|declared|functionally|deemed|pronounced|apparently) cured\b|\b(?:gilt|galt|gelten) als geheilt\b|\bals geheilt (?:gilt|galt|gelten|betrachtet)\b",
        "recovery",
        "cured",
        NOT_CURED,
    ),
    cue(
        "is well|was well|are well|were well|remains well|remained well|wohlauf|geht es gut|geht es ihm gut|geht es ihr gut|gehe es gut",
        r"\b(?:he|she|they|patients?|who|and|boy|girl|child|man|woman|now|both|all) (?:is|was|are|were|remains|remained) (?:very |clinically |generally )?well(?: (?:at|after|with|without|on|and|now|in)\b|[.,;])|\bwohlauf\b|\bgeht es (?:ihm |ihr |ihnen |dem (?:kind|mann|jungen|patienten) |der (?:frau|patientin) )?(?:heute |wieder |inzwischen |seither |seitdem )*(?:sehr )?gut\b",
        "stable",
        "doing well",
        Some(("failure", "not doing well")),
    ),
    cue(
        "returned to|return to|gone back|went back|back to|back at|works again|working again|arbeitet|arbeiten|schule|kindergarten|studium",
        r"\b(?:returned|return|gone back|went back|back) (?:full[- ]time )?(?:to|at) (?:full[- ]time |normal |her |his |their )?(?:work|school|college|job|studies)\b|\b(?:works|working) again\b|\barbeitet (?:er |sie )?(?:wieder|erneut)\b|\b(?:kann|konnte) (?:er |sie )?wieder (?:[a-zäöüß]+ ){0,3}(?:arbeiten|zur schule)\b|\bbesucht (?:er |sie )?wieder (?:die|den|das) (?:schule|kindergarten|studium)\b",
        "improvement",
        "back at work or school",
        None,
    ),
    cue(
        "at home|zu hause|nach hause",
        r"\b(?:lived|lives|living) (?:independently )?at home\b|\bdischarged home\b|\blebt (?:er |sie )?(?:wieder |selbstständig )*zu hause\b|\bnach hause entlassen\b",
        "improvement",
        "at home",
        None,
    ),
    cue(
        "weight|zugenommen",
        r"\b(?:gained|regained) (?:[0-9]+(?:\.[0-9]+)? ?(?:kg|pounds|kilograms)|weight)\b|\b[0-9]+(?:,[0-9]+)? (?:kg|kilo|kilogramm)(?: an gewicht)? zugenommen\b",
        "improvement",
        "gained weight",
        None,
    ),
    cue(
        "follow commands|regained|wiedererlangt",
        r"\b(?:began|started|able) to follow commands\b|\bregained (?:consciousness|full |normal |strength|function|vision|speech|the ability|independen\w+|mobility)|\b(?:bewusstsein|sehkraft|sprache|kraft|gehfähigkeit)[^.;,]{0,20} wiedererlangt\b",
        "improvement",
        "improvement",
        None,
    ),
    cue(
        "both|beide",
        r"\bboth (?:[a-z]+ )?(?:fully |completely |later |have |had |patients |children |women |men |boys |girls )*(?:recovered|improved|responded|survived)\b|\bbeide (?:[a-zäöüß]+ )?(?:erholten sich|überlebten|genasen)\b",
        "recovery",
        "recovery",
        Some(("failure", "no recovery")),
    ),
    // What ceased, and what stays behind.
    cue(
        "sistiert|ceased|subsided|abated|klang",
        r"\bsistierten?\b|\b(?:diarrh?o?ea|fever|symptoms|bleeding|seizures|pain|attacks|cough|vomiting|h[a]?emolysis) (?:had |has |have |gradually |quickly |rapidly )*(?:ceased|subsided|abated|vanished)\b|\bklang(?:en)? (?:[a-zäöüß]+ ){0,2}ab\b|\brasch abklang\b",
        "recovery",
        "symptoms resolved",
        None,
    ),
    cue(
        "vanished|disappeared",
        r"\b(?:lesions?|tumou?rs?|metastas[ei]s|nodules?|infiltrates?|crystals?|deposits|mass) (?:had |has |have )?(?:completely |entirely )?(?:vanished|disappeared)\b",
        "remission",
        "lesions gone",
        None,
    ),
    cue(
        "zurückgebildet|fully resolve|completely resolve|persists|residual",
        r"\bnicht (?:vollständig|ganz|komplett) zurückgebildet\b|\bnot (?:fully|completely|entirely) resolved?\b|\b(?:a|an) (?:mild|slight|moderate|minor) (?:[a-z-]+ ){0,3}persists\b|\b(?:mild|slight|moderate|minor) residual [a-z]+\b",
        "improvement",
        "incomplete recovery",
        None,
    ),
    // Off machines, transfusions and drugs.
    cue(
        "dialys",
        r"\b(?:came|come|is|was|were|been|remained|remains|taken) off (?:h[a]?emo)?dialysis\b|\b(?:has|have|had)(?:n['’]t| not) (?:needed|required) (?:any )?(?:more |further )?(?:h[a]?emo)?dialysis\b|\bdialysis (?:could be |was )(?:stopped|discontinued|ended)\b|\bdialysis[- ](?:independent|free)\b|\bdialyse(?:frei|unabhängig)\w*|\bdialyse (?:konnte|wurde)[^.;,]{0,20} (?:beendet|eingestellt)\b",
        "treatment-free",
        "off dialysis",
        Some(("failure", "still on dialysis")),
    ),
    cue(
        "dialys",
        r"\b(?:returned to|back on|dependent on|required) (?:chronic |permanent |long-term )?(?:h[a]?emo)?dialysis (?:again|since|because)\b|\breturned to dialysis\b|\bwieder [^.;]{0,20}(?:auf die )?dialyse(?:pflichtig| angewiesen)\b",
        "failure",
        "back on dialysis",
        None,
    ),
    cue(
        "extubat|extubiert|ventilat|beatm|weaned",
        r"\b(?:was|were|could be|been) (?:successfully )?extubated\b|\b(?:weaned|came|taken) (?:off|from) (?:the |mechanical )?ventilat(?:or|ion)\b|\b(?:wurde|konnte)[^.;,]{0,40} extubiert\b|\bvon der beatmung entwöhnt\b|\bohne beatmung\b",
        "improvement",
        "off the ventilator",
        None,
    ),
    cue(
        "transfusion",
        r"\btransfusion[- ]independen(?:t|ce)\b|\bindependent of transfusions?\b|\btransfusion-free\b|\btransfusions(?:frei|unabhängig)\w*",
        "treatment-free",
        "no longer needs transfusions",
        Some(("failure", "transfusions still needed")),
    ),
    cue(
        "remain off|remains off|remained off|stayed off|stay off",
        r"\b(?:remain|remains|remained|stayed|stay) off (?:(?:oral|all|regular|systemic|daily) )*(?P<what>[a-z]+)\b",
        "treatment-free",
        "no longer needs {what}",
        None,
    ),
    cue(
        "attack-free|seizure-free|bleed-free|flare-free|crisis-free|event-free|rejection-free|pain-free|steroid-free|attack free|seizure free|pain free|free of|anfallsfrei|schubfrei|blutungsfrei|attackenfrei|schmerzfrei|rezidivfrei|krisenfrei",
        r"\b(?:were|was|is|are|remained|remains|been|became) (?:completely |entirely )?(?:attack|seizure|bleed|flare|crisis|event|rejection|pain|steroid)[- ]free\b|\b(?:anfalls|schub|blutungs|attacken|schmerz|rezidiv|krisen)frei(?:e[rsnm]?)?\b|\bfree of (?:seizures|attacks|flares|bleeds|crises|pain)\b",
        "symptom-free",
        "symptom-free",
        Some(("failure", "not symptom-free")),
    ),
    cue(
        "-medikamente|-therapie|-medikation",
        r"\b(?:lebt|leben|kommt|kommen|bleibt)\b[^.;,]{0,40} ohne [a-zäöüß]+-(?:medikamente|therapie|medikation)\b",
        "treatment-free",
        "off all medication",
        None,
    ),
    // Without a trace.
    cue(
        "detectable|detection|nachweis|gefunden|finden",
        r"\b(?:virus|viral load|dna|rna|tumou?r|antibod(?:y|ies)|inhibitors?|b cells|titers?|titres?|clone|disease|blasts|transcripts?)\b[^.;]{0,50} (?:no longer |un|below the )(?:detectable|detection|limit of detection)|\bundetectable (?:in|by|at|after)\b|\b(?:no|without) (?:detectable|measurable) (?:virus|tumou?r|disease|residual|inhibitor)\w*|\bbelow the (?:limit of detection|detection limit)\b",
        "remission",
        "no longer detectable",
        None,
    ),
    cue(
        "nachweisbar|nachweisen|finden|gefunden|nachgewiesen",
        r"\b(?:virus|viren|viruslast|tumor|antikörper|inhibitor(?:en)?|zellen|resterkrankung|erreger|klon|krankheit)\b[^.;]{0,90} nicht mehr (?:nachweisbar|nachweisen|nachgewiesen|zu finden|finden)\b|\bkeine?n? (?:[a-zäöüß-]+ )?(?:virus|viren|resterkrankung|erreger|tumorzellen|antikörper)\b[^.;]{0,50} (?:gefunden|mehr finden|nachweisbar|nachweisen|nachgewiesen|mehr nachweisbar)\b|\bohne nachweisbare[nrs]? (?:tumor|krankheit|virus|erreger|resterkrankung)\b|\bunter (?:die|der) nachweisgrenze\b",
        "remission",
        "no longer detectable",
        None,
    ),
    cue(
        "negativ",
        r"\b(?:became|turned|was again|remained) (?:pcr[- ])?negative\b|\bwurden? (?:wieder |dauerhaft )?negativ(?:$|[.,;)]| und\b| nach\b)|\bkontrolle[^.;]{0,40} negativ\b",
        "remission",
        "no longer detectable",
        None,
    ),
    // Grafts.
    cue(
        "engraft",
        r"\b(?:neutrophils?|platelets?|the graft|cells) (?:and platelets? )?engraft(?:ed|ment)\b|\bengraftment (?:occurred|was (?:achieved|seen|documented)|took place|on day)\b|\b(?:full|complete|100 ?%) donor chim[a]?erism\b",
        "response",
        "engraftment",
        Some(("failure", "no engraftment")),
    ),
    cue(
        "chimärismus|anwachsen|engraftment",
        r"\b(?:voller|vollständiger|kompletter) (?:spender)?chimärismus\b|\b(?:das )?(?:engraftment|anwachsen) (?:erfolgte|trat|gelang)\b",
        "response",
        "engraftment",
        None,
    ),
    cue(
        "lost|losing|graft loss|graft failure|verlor|transplantatverlust",
        r"\b(?:lost|losing) (?:the|their|his|her) (?:graft|transplant|allograft|kidney)s?\b|\bgraft (?:loss|failure) (?:occurred|was)\b|\bverlor(?:en)? (?:das|ihr|sein|ihre|die) (?:transplantat|neue niere|organ)e?\b|\btransplantatverlust\b",
        "failure",
        "graft lost",
        Some(("response", "no graft lost")),
    ),
    // Relapse and death.
    cue(
        "fort",
        r"\bschritt(?:en)? (?:die |der |das )?(?:grund)?(?:erkrankung|krankheit|tumor|leukämie|myelom|lymphom)s?[^.;,]{0,20} fort\b",
        "progression",
        "progression",
        Some(("stable", "no progression")),
    ),
    cue(
        "zurückgekommen|zurückgekehrt|wiedergekommen",
        r"\b(?:leukämie|krankheit|erkrankung|krebs|tumor|symptome|beschwerden|lymphom|myelom|virus)\b[^.;,]{0,40} (?:zurückgekommen|zurückgekehrt|wiedergekommen)\b",
        "relapse",
        "relapse",
        Some(("remission", "no relapse")),
    ),
    cue(
        "died|to die|death",
        r"\b(?:boy|girl|man|woman|child|teenager|participant|infant|baby|volunteer)s? (?:had |has |have )?(?:later |subsequently )?died\b|\b(?:participant|patient|person|child|boy|girl|teenager|volunteer) to die\b|\b(?:one|[0-9]+) deaths? in the\b",
        "death",
        "death",
        Some(("survival", "no deaths")),
    ),
    cue(
        "longer|länger|prolonged survival|verlängerte",
        r"\b(?:lived|survived) (?:[a-z]+ )?longer\b|\bprolonged survival\b|\blebten? (?:[a-zäöüß]+ )?länger\b|\büberlebten (?:[a-zäöüß]+ )?länger\b|\bverlängerten?[^.;,]{0,30} (?:überleben|überlebenszeit)\b",
        "survival",
        "longer survival",
        None,
    ),
    cue(
        "effects |effect |benefit|responses |response |wirkung hielt|wirkung blieb|effekt hielt|effekt blieb",
        r"\b(?:the |this )?(?:effects?|benefits?|responses?) (?:persisted|lasted|was (?:maintained|sustained)|were (?:maintained|sustained)|endured)\b|\b(?:wirkung|effekt) (?:hielt|blieb)[^.;,]{0,40} (?:an|erhalten)\b",
        "response",
        "lasting effect",
        None,
    ),
    cue(
        "strategy failed|treatment failed|therapy failed|transplant failed",
        r"\b(?:strategy|treatment|therapy|approach) failed\b",
        "failure",
        "treatment failure",
        None,
    ),
];
