//! Cues of relapse, death, failure and resistance, and of what the disease left behind; columns as in `good`.

use super::{Meaning, cue};
use crate::facts::cues::Cue;

const NO_RELAPSE: Option<(&str, &str)> = Some(("remission", "no relapse"));
const NO_PROGRESSION: Option<(&str, &str)> = Some(("stable", "no progression"));
const NO_DEATH: Option<(&str, &str)> = Some(("survival", "no deaths"));

/// Cues of outcomes that are feared, and of how long patients live.
pub(super) const BAD: &[Cue<Meaning>] = &[
    // Relapse and progression.
    cue(
        "were back|was back|are back|is back|wiederkehr|kehrt wieder",
        r"\b(?:symptoms|disease|cancer|leuk[a]?emia|lymphoma|bleeding|AML) (?:were|was|are|is) back\b|\b(?:AML|leukämie|krankheit|erkrankung|krebs|tumor|symptome|beschwerden|lymphom|myelom)\b[^.;,]{0,30}\bwiederkehr(?:t|te|ten|en)\b",
        "relapse",
        "relapse",
        NO_RELAPSE,
    ),
    cue(
        "relapse|recurren",
        r"\b(?:disease |tumou?r |clinical |local )?(?:relapses?|recurrences?)\b (?:occurred|was (?:seen|observed|noted|diagnosed|detected|confirmed)|were|after|at [0-9]|within|in [0-9])",
        "relapse",
        "relapse",
        NO_RELAPSE,
    ),
    cue(
        "relapse|recurren",
        r"\b(?:(?:no|without|free (?:of|from)|absence of|never had)(?: (?:any|a|further|evidence of|signs? of|disease|clinical|local|tumou?r|subsequent))* (?:relapses?|recurrences?))\b|\b(?:relapse|recurrence)-free\b",
        "remission",
        "no relapse",
        None,
    ),
    cue(
        "relapse|recurren",
        r"\b(?:experienced|suffered|had|developed|with|led to|followed by) (?:an? )?(?:[a-z]+ )?(?:relapses?|recurrences?)\b",
        "relapse",
        "relapse",
        NO_RELAPSE,
    ),
    cue(
        "relapsed|recurred",
        r"\b(?:patients?|he|she|who|disease|leuk[a]?emia|lymphoma|cancer|tumou?r|symptoms|bleeding|and|eventually|then|subsequently|had|has|have) (?:relapsed|recurred)\b",
        "relapse",
        "relapse",
        NO_RELAPSE,
    ),
    cue(
        "return",
        r"\b(?:symptoms?|disease|cancer|tumou?r|leuk[a]?emia|lymphoma|complaints|bleeding|AML|pain)\b(?: [a-z]+){0,2} (?:returned|returns|came back|comes back)\b",
        "relapse",
        "relapse",
        NO_RELAPSE,
    ),
    cue(
        "rückf|rezidiv",
        r"\b(?:ohne|kein(?:e[nr]?)?)(?: (?:weitere[nr]?|erneute[nr]?|hinweis auf(?: ein(?:en)?)?|anhalt für(?: ein(?:en)?)?))? (?:rückf[aä]ll(?:e|s|en)?|[a-zäöü]*rezidivs?|rezidive)\b|\b(?:rezidiv|rückfall)frei(?:e[rsnm]?)?\b",
        "remission",
        "no relapse",
        None,
    ),
    cue(
        "rückf|rezidiv",
        r"\b(?:erlitt(?:en)?|erleiden|einem|einen|zu|zum|ein|erneutes|erneuter)(?: [a-zäöü]+)? (?:rückf[aä]ll(?:en?)?|rezidiv|rezidiven?)\b",
        "relapse",
        "relapse",
        NO_RELAPSE,
    ),
    cue(
        "zurück",
        r"\bkehr(?:t|te|ten|en)\b[^.;]{0,60}\b(?:AML|leukämie|krankheit|erkrankung|krebs|tumor|symptome|beschwerden|lymphom|myelom)\b[^.;]{0,20}\bzurück\b|\b(?:AML|leukämie|krankheit|erkrankung|krebs|tumor|symptome|beschwerden|lymphom|myelom)\b[^.;,]{0,40}\bzurück(?:kehr(?:t|te|ten|en)|kommt|kam)\b",
        "relapse",
        "relapse",
        NO_RELAPSE,
    ),
    cue(
        "progress",
        r"\b(?:disease|tumou?r) (?:had |has )?progress(?:ion|ed)\b|\bprogressive disease\b|\bprogressed to\b|\bkrankheitsprogress(?:ion)?\b|\btumorprogress(?:ion)?\b",
        "progression",
        "progression",
        NO_PROGRESSION,
    ),
    cue(
        "stable|stabil",
        r"\bstable disease\b|\b(?:remained|remains|is|was|been) (?:clinically |haemodynamically )?stable (?:for|at|after|since|during)\b|\bstabile[rn]? (?:krankheits)?(?:erkrankung|verlauf)\b|\b(?:langfristig |klinisch )?stabil (?:bleibt|blieb|geblieben)\b",
        "stable",
        "stable",
        None,
    ),
    cue(
        "doing well",
        r"\b(?:is|was|continues|continued|remains|remained|been|currently) (?:to (?:do|be) )?(?:doing )?(?:very )?well\b(?: (?:at|after|with|without|on))?",
        "stable",
        "doing well",
        Some(("failure", "not doing well")),
    ),
    // Death.
    cue(
        "died|death|expired|succumb|passed away|fatal",
        r"\b(?:patients?|he|she|who|and|subsequently|eventually|later|have|had|has|ultimately) (?:has |had |have )?(?:subsequently |eventually |later )?(?:died|expired|succumbed|passed away)\b|\b(?:leading to|led to|resulted in|resulting in|until|caused) (?:the |his |her )?(?:patient['’]s )?death\b|\bsuccumbed to\b|\bfatal outcome\b",
        "death",
        "death",
        NO_DEATH,
    ),
    cue(
        "starb|storben|versterb",
        r"\b(?:ver)?starb(?:en)?\b|\bverstorben(?:e[rn]?)? (?:ist|war|sind)\b|\b(?:ist|sind|war|waren)\b[^.;]{0,50}\b(?:verstorben|gestorben)\b",
        "death",
        "death",
        NO_DEATH,
    ),
    cue(
        "survival",
        r"\b(?:median )?(?:overall|progression-free|event-free) survival\b[^.;[0-9]]{0,30}[0-9]+(?:\.[0-9]+)? (?:months|years|weeks)\b",
        "survival",
        "survival",
        None,
    ),
    cue(
        "alive",
        r"\b(?:is|was|are|were|remains|remained) (?:still )?alive\b",
        "survival",
        "alive",
        Some(("death", "death")),
    ),
    // Failure and resistance.
    cue(
        "versag",
        r"\b(?:therapien?|behandlung(?:en)?)\b[^.;,]{0,60}\bversag(?:t|en|te|ten)\b",
        "failure",
        "treatment failure",
        None,
    ),
    cue(
        "wirkung verl|wirksamkeit verl|zu wenig|nicht genug",
        r"\ban wirkung verlier(?:t|en)\b|\bwirkung verlier(?:t|en)\b",
        "resistance",
        "loss of effect",
        None,
    ),
    cue(
        "zu wenig|nicht genug",
        r"\b(?:zu wenig|nicht genug) (?:hilft|helfen|wirkt|wirken)\b",
        "failure",
        "insufficient effect",
        None,
    ),
    cue(
        "resisten",
        r"\b(?:und|sie|zellen|können) resistent (?:werden|wird|wurden?)\b|\bresistenz gegen(?:über)? [A-ZÄÖÜa-zäöü-]+\b",
        "resistance",
        "resistance",
        None,
    ),
    cue(
        "therapieversagen|behandlungsversagen|treatment failure",
        r"\b(?:therapie|behandlungs)versagens?\b|\btreatment failure\b",
        "failure",
        "treatment failure",
        None,
    ),
    cue(
        "wirk",
        r"\b(?:nicht|kaum) (?:ausreichend|langfristig|mehr)(?: mehr)? (?:wirkt|wirken|wirkte|wirksam)\b",
        "failure",
        "insufficient effect",
        None,
    ),
    cue(
        "wirksamkeit",
        r"\bwirksamkeit (?:verlier(?:t|en)|verlor(?:en)?)\b|\bverlier(?:t|en)[^.;]{0,40}\bwirksamkeit\b",
        "resistance",
        "loss of effect",
        None,
    ),
    cue(
        "resisten",
        r"\bresistent gegen (?:den |die |das )?[a-zäöü-]+ (?:werden|wird|wurden?)\b|\b(?:therapie|[a-z]{5,}-)resistenz\b|\bin einen resistenten zustand\b|\b(?:became|become|becoming) resistant\b|\b[a-z]{5,} resistance\b (?:developed|emerged|occurred)",
        "resistance",
        "resistance",
        None,
    ),
    cue(
        "wirksamer|effective than",
        r"\b(?:deutlich |signifikant |wesentlich )?wirksamer (?:sind |waren )?als\b|\b(?:significantly |markedly |much )?more effective than\b",
        "response",
        "more effective than standard",
        Some(("failure", "not more effective")),
    ),
    cue(
        "antikörper|antibodies ",
        r"\bkeine (?:krankmachenden |pathogenen )?(?:auto)?antikörper mehr\b|\b(?:auto)?antikörper[^.;]{0,40}nicht mehr nachweisbar\b|\b(?:auto)?antibodies (?:were |became )?(?:no longer|un)[ -]?detectable\b",
        "response",
        "no pathogenic antibodies",
        None,
    ),
    cue(
        "antibodies reduced|antibodies was reduced|antibodies were reduced",
        r"\b(?:amount|level|titers?|titres?) of (?:harmful |pathogenic )?(?:auto)?antibodies (?:was |were )?(?:reduced|decreased|fell)\b",
        "response",
        "antibodies reduced",
        None,
    ),
    cue(
        "success",
        r"\b(?:initial|first|early|great|treatment) success(?:es)?\b",
        "response",
        "initial success",
        Some(("failure", "no success")),
    ),
];
