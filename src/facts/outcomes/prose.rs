//! Cues of outcomes as stories and abstracts tell them in passing: what came no more, what was stopped, what a value went
//! to, in how many something was reached; columns as in `good`.

use super::{Meaning, cue};
use crate::facts::cues::Cue;

const NO_IMPROVEMENT: Option<(&str, &str)> = Some(("failure", "no improvement"));

/// Cues of outcomes in free prose.
pub(super) const PROSE: &[Cue<Meaning>] = &[
    // What came no more.
    cue(
        "no further|no more",
        r"\bno (?:further|more) (?:[a-z]+ )?(?P<what>bleeding|bleeds?|bleedings|thrombos[ie]s|strokes?|fever|infections?|seizures?|attacks?|flares?|relapses?|transfusions?|haemorrhages?|hemorrhages?|symptoms|pain|events?) (?:ensued|occurred|followed|developed|returned|appeared|was|were|has|have|had|needed|required)\b",
        "symptom-free",
        "no {what}",
        None,
    ),
    cue(
        "weitere|mehr auf",
        r"\b(?:keine|keinen|keiner) weiteren? (?P<what>[a-zäöüß-]*(?:blutung(?:en)?|thrombosen?|infektion(?:en)?|schübe|transfusion(?:en)?|anfälle|ereignisse|krisen))\b|\b(?P<w2>[a-zäöüß-]*(?:blutungen|thrombosen|schübe|anfälle|krisen)) traten (?:seither |seitdem |danach )?nicht (?:mehr|wieder) auf\b",
        "symptom-free",
        "no {what}",
        None,
    ),
    cue("frei von", r"\bfrei von (?P<what>[a-zäöüß-]{5,})\b", "symptom-free", "no {what}", None),
    cue(
        "did not have a",
        r"\bdid not have (?:a single|a|any|another|any further) (?P<what>bleeds?|attacks?|flares?|seizures?|crisis|relapse|episodes?)\b",
        "symptom-free",
        "no {what}",
        None,
    ),
    // What was stopped or is needed no more.
    cue(
        " off ",
        r"\b(?:were|was|is|are|remains?|remained|stayed|came) (?:all |both |now |still |completely |entirely )?off (?:(?:all|oral|regular|daily|systemic|any) )*(?P<what>glucocorticoids?|corticosteroids?|steroids?|predniso(?:lo)?ne|immunosuppress[a-z]+|treatment|therapy|medications?|drugs|prophylaxis|insulin|oxygen|transfusions)\b",
        "treatment-free",
        "no longer needs {what}",
        Some(("failure", "drugs still needed")),
    ),
    cue(
        "ausgeschlichen|abgesetzt|absetzen",
        r"\b(?P<what>predniso(?:lo)?n|kortison|cortison|steroide?|glukokortikoide?|kortikosteroide?|immunsuppressiva|immunsuppression|medikamente|medikation|tacrolimus|emicizumab)\b[^.;:]{0,45} (?:ausgeschlichen|abgesetzt)\b",
        "treatment-free",
        "{what} stopped",
        Some(("failure", "drugs still needed")),
    ),
    cue(
        "stopped|tapered|discontinued|withdrawn|weaned",
        r"\b(?P<what>predniso(?:lo)?ne|(?:gluco)?corticosteroids?|steroids?|bypassing agents|transfusions|infusions|emicizumab|eculizumab|insulin|tacrolimus) (?:could be|was|were|had been) (?:then |gradually |fully |completely |successfully |subsequently )?(?:stopped|tapered(?: off)?|withdrawn|discontinued|weaned(?: off)?)\b",
        "treatment-free",
        "{what} stopped",
        Some(("failure", "drugs still needed")),
    ),
    cue(
        "kommen ohne|kommt ohne|kamen ohne|kam ohne|ohne regelmäßige",
        r"\bk(?:omm|am)(?:e|en|t)? (?:seither |seitdem |inzwischen |heute |weiterhin |jetzt )?ohne (?:(?:regelmäßige|weitere|jede|dauerhafte|die) )?(?P<what>[a-zäöüß-]+)(?: [a-zäöüß-]+)?(?: aus\b| zurecht\b)",
        "treatment-free",
        "no longer needs {what}",
        None,
    ),
    cue(
        "ohne transfusion|ohne bluttransfusion|ohne blutung|ohne schub|ohne schübe|ohne anfall|ohne anfälle",
        r"\bseit [^.;,]{3,25} (?:jahren?|monaten?|wochen) ohne (?:weitere |jede |jeden )?(?P<what>(?:blut)?transfusion(?:en)?|blutung(?:en)?|schub|schübe|anfall|anfälle)\b",
        "symptom-free",
        "no {what}",
        None,
    ),
    cue(
        "keine mehr",
        r"\b(?P<what>medikamente|tabletten|spritzen|transfusionen|infusionen|immunsuppressiva) (?:nimmt|nehmen|braucht|brauchen|benötigt|benötigen|bekommt|erhält)\b[^.;,]{0,25} keine mehr\b",
        "treatment-free",
        "off all medication",
        None,
    ),
    cue(
        "resumed|returned to|went back on|are back on|is back on",
        r"\b(?:resumed|returned to|went back on|are back on|is back on) (?:regular )?(?:prophylaxis|injections|treatment|infusions|immunosuppress[a-z]+)\b",
        "failure",
        "treatment resumed",
        None,
    ),
    // A value that went down or up, with both numbers.
    cue(
        "from 1|from 2|from 3|from 4|from 5|from 6|from 7|from 8|from 9|from a m|from an a|von 1|von 2|von 3|von 4|von 5|von 6|von 7|von 8|von 9|von im m",
        r"\b(?P<what>[a-zäöüß0-9-]*(?:activity|score|index|scores|proteinuria|ferritin|crp|ck|titers?|titres?|antibodies|sledai(?:-2k)?|das28(?:-crp)?|edss|basdai|easi|mrss|inhibitor|transfusions|attacks|bleeds|seizures|aktivität|wert|werte|titer|anfälle|schübe|antikörper))(?: \([^()]{2,20}\))? (?:had |has |have |was |were |sank |sanken |fiel |fielen |ging |gingen )?(?:[a-z]+ly )?(?:(?:decreased|dropped|fallen|fell|declined|reduced|improved|lowered|zurück|im median|im mittel) )?(?:from|von) (?:an? )?(?:mean of |median of |average of |im mittel |median )?[0-9](?:[^.;]|\.[0-9]){0,20}? (?:to|auf) (?:an? )?(?:mean of |median of |average of )?[0-9]",
        "improvement",
        "{what} decreased",
        None,
    ),
    cue(
        "überleben von",
        r"\b(?:verlängerten?|verlängerte sich)\b[^.;]{0,80} überleben (?:im mittel |im median )?von [0-9]",
        "survival",
        "longer survival",
        None,
    ),
    // How many reached something.
    cue(
        "attained|achieved|reached|erreicht|met the",
        r"\b(?:(?:composite |stringent |clinical |confirmed )?(?P<what>complete remissions?|complete responses?|partial responses?|remissions?|responses?|CRc|CRi|CR|PR|VGPR)) (?:was|were|wurden?) (?:also )?(?:attained|achieved|reached|erreicht|erzielt) (?:by|in|bei|von) (?:[0-9]|[a-z]+ )",
        "remission",
        "{what}",
        Some(("failure", "no {what}")),
    ),
    cue(
        "definition of|criteria for|definition for",
        r"\bmet (?:the )?(?:[a-z]+ )?(?:definition|criteria) (?:of|for) (?:[a-z]+ )?remission\b",
        "remission",
        "remission",
        Some(("failure", "no remission")),
    ),
    cue(
        "attained|complete|partial",
        r"\battained (?:a )?(?:complete|partial)(?: and [a-z]+ a [a-z]+)?(?: [a-z]+)? (?:response|remission)s?\b",
        "response",
        "response",
        Some(("failure", "no response")),
    ),
    cue(
        "progression-free|relapse-free|event-free|disease-free|were alive|flare-free",
        r"\b(?P<n>[0-9]{1,3}(?:\.[0-9]+)?) ?(?:%|percent|per cent)(?: of [a-z ]{3,30})? (?:were|remained|was|are) (?:still )?(?:progression|relapse|event|disease|flare)-free\b",
        "survival",
        "progression-free {n} %",
        None,
    ),
    cue(
        "risk of|risiko",
        r"\b(?:reduc|lower|cut|halv)[a-z]*(?: by [^.;,]{2,20})? the risk of (?P<what>relapse|death|progression|flares?|stroke|bleeding|attacks)\b|\b(?:senkte|verringerte|halbierte)[^.;,]{0,20} das risiko (?:für|eines|einer|von) (?:einen? )?(?P<w2>[a-zäöüß]+)\b",
        "improvement",
        "risk of {what} reduced",
        None,
    ),
    cue(
        "um 1|um 2|um 3|um 4|um 5|um 6|um 7|um 8|um 9|um mehr als|um etwa|um rund|um bis zu",
        r"\b(?:senkte|senkten|verringerte|reduzierte)[nt]?\b[^.;,]{0,140} um (?:[a-zäöüß]+ ){0,2}?(?P<n>[0-9]{1,3}(?:,[0-9]+)?) ?(?:%|prozent)",
        "improvement",
        "reduced by {n} %",
        None,
    ),
    // Shrunk, gone, back to normal.
    cue(
        "shrank|shrunk|schrumpf|rückläufig|zurückgebildet|zurück",
        r"\b(?P<what>tumou?rs?|lesions?|infiltrates?|lymph nodes?|nodes|spleen|masses) (?:had |have |has )?(?:shrank|shrunk|regressed)\b|\b(?P<w2>[a-zäöüß-]*(?:tumor|tumoren|metastasen|herde|läsionen|infiltrate|knoten|lymphknoten|milz|ödeme|ergüsse)) (?:schrumpften?|(?:war|waren|sind) (?:deutlich |vollständig |weitgehend )?rückläufig|bildeten? sich [^.;,]{0,25}zurück|ging(?:en)? [^.;,]{0,20}zurück)\b",
        "improvement",
        "{what} regressed",
        None,
    ),
    cue(
        "verschwand",
        r"\bverschwand(?:en)? (?:die |der |das |alle |auch |sämtliche )*(?P<what>blutung(?:en)?|symptome|beschwerden|läsionen|herde|schmerzen|hautveränderungen|ausschlag|antikörper|lähmungen|schwäche)\b|\b(?P<w2>blutung(?:en)?|symptome|beschwerden|läsionen|herde|schmerzen|hautveränderungen|lähmungen) verschwanden?\b",
        "recovery",
        "symptoms resolved",
        None,
    ),
    cue(
        "normalised|normalized|normalisiert",
        r"\b(?:CK|CRP|LDH|ALT|AST|C3|troponin|ferritin|creatinine|creatine kinase|liver enzymes|h[a]?emoglobin|complement|proteinuria|bilirubin|leberwerte|kreatinin|komplement|hämoglobin|entzündungswerte) (?:had |has |have |levels? )?(?:completely |fully |rapidly )?normali(?:[sz]ed|sierten?(?: sich)?)\b",
        "response",
        "values normalised",
        None,
    ),
    cue(
        "eradicated|eradiziert",
        r"\b(?:the )?(?:inhibitors?|clones?|virus|infection|autoantibodies|antibodies) (?:was|were|had been|could be) (?:completely |fully |successfully )?eradicated\b|\b(?:hemmkörper|inhibitor|virus)\b[^.;,]{0,30} eradiziert\b",
        "remission",
        "no longer detectable",
        None,
    ),
    cue(
        "tumorzellen|tumor mehr|tumour cells|tumor cells",
        r"\bkein(?:e[nr]?)? (?:vitalen? |lebenden |vitaler )?(?:tumorzellen|tumor|tumorgewebe)(?: mehr)?(?: (?:nachweisen|nachweisbar|finden|gefunden|zu sehen|erkennbar))?\b|\bno (?:viable|residual) tumou?r(?: cells)?\b",
        "remission",
        "no longer detectable",
        None,
    ),
    // Able again.
    cue(
        "treppe|stairs|steps",
        r"\btreppen?\b[^.;]{0,45} hinauf[a-zäöü]*\b|\bwieder [^.;,]{0,30}treppen? (?:steigen|gehen|laufen)\b|\b(?:climbs?|climbed|climbing|walks? up|walked up) (?:the |up )?(?:[a-z]+ )?(?:stairs|steps) (?:again|unaided|unassisted|without)\b|\bagain (?:climb|walk up) (?:the )?(?:stairs|steps)\b",
        "improvement",
        "able again",
        Some(("failure", "not able")),
    ),
    cue(
        " again",
        r"\b(?:can|could|able to|is able to) (?:now |once )?(?:more )?(?:dress|eat|swallow|speak|drive|ride|swim|run|see|play|stand|dance|cook|breathe|cycle)\b[^.;,]{0,40} (?:again|unaided|unassisted)\b",
        "improvement",
        "able again",
        Some(("failure", "not able")),
    ),
    cue(
        "kann wieder|konnte wieder|können wieder|konnten wieder|wieder selbst|kann sie wieder|kann er wieder",
        r"\b(?:kann|konnte|können|konnten) (?:sie |er )?wieder (?:[a-zäöüß-]+ ){0,4}?(?:sehen|sprechen|schlucken|essen|fahren|schwimmen|laufen|spielen|stehen|tanzen|kochen|atmen|greifen|reiten|rennen|sport treiben|anziehen)\b",
        "improvement",
        "able again",
        None,
    ),
    cue(
        "healthy|gesund",
        r"\b(?:is|are|was|were) (?:now|again|completely|fully|once again|today) (?:completely )?healthy\b|\b(?:ist|sind|war|gilt) (?:sie |er )?(?:heute|wieder|jetzt|inzwischen|vollständig|völlig|als) (?:völlig |wieder )?gesund\b",
        "recovery",
        "healthy again",
        Some(("failure", "not cured")),
    ),
    // Relapse, death, failure.
    cue(
        "flare",
        r"\b(?:have|had|has|patients?|participants?|they|one|two|three|four|five|six) (?:have |had |has )?(?:already |since )?flared\b|\b(?:experienced|suffered|developed) (?:an? |one |two )?(?:[a-z]+ )?flares?\b",
        "relapse",
        "flare",
        Some(("symptom-free", "no flare")),
    ),
    cue(
        "schritt",
        r"\b(?:erkrankung|krankheit|tumor|leukämie|myelom|lymphom|krebs) schritt(?:en)?\b[^.;,]{0,30} fort\b",
        "progression",
        "progression",
        Some(("stable", "no progression")),
    ),
    cue(
        "erlag|todesfälle wurden|one death|two deaths|three deaths|ein todesfall|zwei todesfälle",
        r"\berlag(?:en)? (?:einem|einer|ihrer|seiner|dem|der)\b|\btodesfälle wurden (?:[a-zäöüß]+|[0-9]+) (?:mitgeteilt|berichtet|beobachtet|gemeldet)\b|\b(?:there (?:was|were) )?(?:one|two|three) deaths?\b|\b(?:ein todesfall|zwei todesfälle)\b",
        "death",
        "death",
        Some(("survival", "no deaths")),
    ),
    cue(
        "leben ",
        r"\b(?:leben|lebten) (?:noch |heute )?[0-9]+ (?:der|von) (?:den )?[0-9]+\b",
        "survival",
        "alive",
        None,
    ),
    cue(
        "nothing|not benefit|wirkungslos|schlug|schlugen|little effect|no avail",
        r"\bachieved nothing\b|\bto no avail\b|\b(?:had|showed|brought) little effect\b|\b(?:did|does|do|had|have) not (?:clearly )?benefit(?:ed)?\b|\bblieb(?:en)? (?:[a-zäöüß]+ ){0,2}wirkungslos\b|\bschlug(?:en)?\b[^.;,]{0,40} nicht an\b",
        "failure",
        "no effect",
        None,
    ),
    cue(
        "rezidivfreiheit|schubfreiheit|anfallsfreiheit|beschwerdefreiheit",
        r"\b(?:rezidiv|schub|anfalls|beschwerde)freiheit\b",
        "symptom-free",
        "symptom-free",
        None,
    ),
    // Whatever it was, it went.
    cue(
        "resolved|subsided|disappeared|remitted|regressed|healed|abated|vanished",
        r"\b(?:[a-z]+ )(?:had |has |have |then |all |both |also |completely |fully |rapidly |gradually |subsequently |promptly )*(?:resolved|subsided|disappeared|remitted|regressed|healed|abated|vanished)\b",
        "recovery",
        "resolved",
        Some(("failure", "not resolved")),
    ),
    cue(
        "improved|stabilised|stabilized",
        r"\b[a-z]+ (?:had |has |have |then |also |[a-z]+ly )*(?:improved|stabili[sz]ed)(?: [a-z]+ly)?(?:$|[.,;:)]| (?:with|after|within|over|during|and|on|under|following|by|from|at|so|to)\b)",
        "improvement",
        "improvement",
        NO_IMPROVEMENT,
    ),
    cue(
        "besserte|normalisierte|stabilisierte|bildete|klang|heilte|ging |gingen ",
        r"\b(?:ver)?besserten? sich\b|\b(?:normalisierten?|stabilisierten?) sich\b|\bbildeten? sich\b[^.;,]{0,50} zurück\b|\bklang(?:en)?\b[^.;,]{0,50} ab\b|\bheilten?\b[^.;,]{0,40} ab\b|\bging(?:en)? (?:[a-zäöüß]+ ){0,4}zurück(?:$|[.,;:)]| und)",
        "improvement",
        "improvement",
        NO_IMPROVEMENT,
    ),
    cue(
        "gebessert|verbessert|stabilisiert|abgeklungen|abgeheilt|zurückgegangen|rückläufig",
        r"\bsich\b[^.;,]{0,50} (?:gebessert|verbessert|stabilisiert)\b|\b(?:ist|sind|war|waren|vollständig|weitgehend|deutlich) (?:[a-zäöüß]+ ){0,3}(?:abgeklungen|abgeheilt|zurückgegangen|rückläufig)\b",
        "improvement",
        "improvement",
        NO_IMPROVEMENT,
    ),
    // Shares and comparisons.
    cue(
        "achieved|reached|attained|maintained|erreichten",
        r"\b(?P<n>[0-9]{1,3}(?:[.,][0-9]+)?) ?(?:%|percent|per cent|prozent) (?:of|der) [^.;,]{3,50} (?:achieved|reached|attained|maintained|erreichten)\b",
        "response",
        "response {n} %",
        None,
    ),
    cue(
        "hazard ratio|hr 0|hr, 0|hr = 0|hr=0|hr: 0",
        r"\b(?:hazard ratio|HR)(?:,| was| of| =|=|:)? ?(?:\[[A-Z]+\],? )?(?P<n>0[.·,][0-9]+)\b",
        "response",
        "hazard ratio {n}",
        None,
    ),
    cue(
        "significantly|signifikant|markedly lower|markedly higher",
        r"\b(?:was|were|is|war|waren|blieb|blieben|had|showed|hatten|zeigten)\b[^.;]{0,40} (?:significantly|signifikant|markedly) (?:lower|higher|better|greater|longer|shorter|fewer|less|reduced|improved|weniger|seltener|länger|kürzer|höher|niedriger|besser|geringer|häufiger)\b",
        "response",
        "significant difference",
        Some(("failure", "no difference")),
    ),
];
