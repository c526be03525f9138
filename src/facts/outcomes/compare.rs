//! Cues of what a trial measures: against a control, at its endpoints, in shares of its patients; columns as in `good`.

use super::{Meaning, cue};
use crate::facts::cues::Cue;

/// Cues of compared and counted outcomes.
pub(super) const COMPARE: &[Cue<Meaning>] = &[
    // No difference.
    cue(
        "differ",
        r"\b(?:did|do|does) not (?:significantly |statistically |meaningfully |clinically )?differ\b|\b(?:no|without) (?:[a-z]+ )?(?:[a-z]+ly )?(?:significant |relevant |meaningful |clear |detectable )*differences? (?:between|among|in|was|were)\b",
        "failure",
        "no difference",
        None,
    ),
    cue(
        "unterschied",
        r"\bunterschieden? sich[^.;]{0,60} nicht\b|\bunterschied sich[^.;]{0,60} nicht\b|\bkeine?n? (?:[a-zäöüß]+ ){0,2}unterschiede?\b",
        "failure",
        "no difference",
        None,
    ),
    cue(
        "gleich|similar in|comparable in|similar between|comparable between|the same in",
        r"\bin (?:beiden|allen) (?:gruppen|armen)[^.;,]{0,25} (?:gleich|vergleichbar|ähnlich)\b|\b(?:was|were|remained) (?:[a-z]+ly )?(?:similar|comparable|the same) (?:in|between|across) (?:both|the (?:two|three))\b",
        "failure",
        "no difference",
        None,
    ),
    // No better than a control.
    cue(
        "superior|better than|besser als|überlegen|stärker|wirksamer als",
        r"\b(?:was|were|is|proved|did) (?:not|no) (?:[a-z]+ ){0,3}?(?:superior|better than|more effective than)\b|\b(?:nicht|keineswegs) (?:[a-zäöüß]+ ){0,2}?(?:überlegen|besser als|stärker [a-zäöüß]+ als|wirksamer als)\b",
        "failure",
        "no better than control",
        None,
    ),
    cue(
        "inferior|unterlegen",
        r"\b(?:was|were|is|are) non-?inferior\b|\bnot (?:associated with )?(?:inferior|worse)\b|\bnicht unterlegen\b",
        "response",
        "non-inferior",
        None,
    ),
    cue(
        "did not slow|did not prevent|did not delay|did not prolong|did not reduce|did not halt|did not alter|did not improve|failed to slow|failed to prevent|failed to reduce|failed to show|failed to improve",
        r"\b(?:did not|failed to) (?:[a-z]+ly )?(?:slow|prevent|delay|prolong|reduce|halt|alter|show|improve) (?:[a-z]+ ){0,3}?(?:decline|progression|disease|mortality|survival|rates?|risk|course|function\w*|outcomes?|symptoms|effect|efficacy|benefit|relapses?)\b",
        "failure",
        "no effect",
        None,
    ),
    cue(
        "no benefit|no effect|ohne wirkung|keine wirkung|kein nutzen|keinen nutzen|keinen effekt",
        r"\b(?:brought|had|showed|produced|yielded) no (?:[a-z]+ )?benefit\b|\bhad no (?:[a-z]+ )?effect on (?:[a-z]+ ){0,2}?(?:survival|mortality|symptoms|disease|outcomes?|progression|relapses?)\b|\b(?:brachten?|hatten?|zeigten?|ergab(?:en)?)[^.;,]{0,40} (?:keinen nutzen|keinen effekt|keine wirkung)\b|\b(?:blieb(?:en)?|war(?:en)?) ohne wirkung\b",
        "failure",
        "no effect",
        None,
    ),
    // Endpoints.
    cue(
        "endpoint|end point",
        r"\b(?:primary|co-primary|secondary)\b[^.;]{0,40} end ?points? (?:was |were |have been |had been )?(?:all )?met\b|\bmet (?:its|the|their|both|all) (?:[a-z]+ )*end ?points?\b|\b(?:reached|achieved) (?:its|the) primary end ?point\b",
        "response",
        "endpoint met",
        Some(("failure", "endpoint not met")),
    ),
    cue(
        "endpoint|end point",
        r"\b(?:missed|failed (?:to meet|on|to reach)) (?:its|the|their) (?:[a-z]+ )*end ?points?\b|\bend ?points? (?:was|were) (?:missed|not (?:met|reached))\b|\bdid not (?:meet|reach) (?:its|the|their) (?:[a-z]+ )*end ?points?\b",
        "failure",
        "endpoint not met",
        None,
    ),
    cue(
        "endpunkt",
        r"\bendpunkte?s? [^.;,]{0,30}(?:erreicht|erfüllt)\b|\berreichte[^.;]{0,30} (?:primären|wichtigsten) endpunkte?\b",
        "response",
        "endpoint met",
        Some(("failure", "endpoint not met")),
    ),
    cue(
        "endpunkt",
        r"\b(?:verfehlte|verfehlt)\b[^.;]{0,30} endpunkte?\b|\bendpunkt[^.;,]{0,30} verfehlt\b",
        "failure",
        "endpoint not met",
        None,
    ),
    // Shares.
    cue(
        "survival",
        r"\b(?P<cue>(?:overall|progression-free|event-free|relapse-free|disease-free|leuk[a]?emia-free|failure-free|graft|patient)(?:,? (?:and|or) [a-z-]+)? survival(?: rates?)?(?: \([A-Z]{2,4}\))?(?: at [^.;,]{3,20})? (?:was|were|of|reached|rate)\b[^.;]{0,30}?(?P<n>[0-9]{1,3}(?:\.[0-9]+)?) ?(?:%|percent|per cent))",
        "survival",
        "survival {n} %",
        None,
    ),
    cue(
        "mortality",
        r"\bmortality (?:rate )?(?:at [^.;,]{3,20} |rate )?(?:was|of) (?P<n>[0-9]{1,3}(?:\.[0-9]+)?) ?(?:%|percent|per cent)",
        "death",
        "mortality {n} %",
        None,
    ),
    cue(
        "exceeded|rose above|rose to|recovered to|stieg",
        r"\b(?:platelets?|platelet counts?|thrombozyten|neutrophils?|h[a]?emoglobin|hämoglobin) (?:had |has |have )?(?:exceeded|rose above|rose to|recovered to|stiegen (?:auf|über)|stieg (?:auf|über)) [0-9]",
        "improvement",
        "counts recovered",
        None,
    ),
    cue(
        "überleben",
        r"\b(?:gesamt|progressionsfreie[sn]? |ereignisfreie[sn]? |rückfallfreie[sn]? |krankheitsfreie[sn]? )überleben(?:srate)?\b[^.;0-9]{0,50}\b(?:bei|betrug|von|lag|erreichte)\b[^.;0-9]{0,12}(?P<n>[0-9]{1,3}(?:,[0-9]+)?) ?(?:%|prozent)",
        "survival",
        "survival {n} %",
        None,
    ),
    cue(
        "leben nach|leben noch|überlebten",
        r"\b(?:alle|[a-zäöüß]+ von [a-zäöüß]+|[0-9]+ (?:prozent|von [0-9]+|der [0-9]+))[^.;,]{0,30} (?:überlebten|leben noch|leben nach)\b",
        "survival",
        "alive",
        None,
    ),
    cue(
        "% lower|% fewer|% less|% reduction|% relative|cent lower|cent fewer|cent less|cent reduction|lowered|reduced|cut |fell|declined|dropped|decreased",
        r"\b(?:was|were|by|of|to|around|about|an?) (?:[a-z]+ )?(?P<n>[0-9]{1,3}(?:\.[0-9]+)?) ?(?:%|percent|per cent) (?:lower|fewer|less|reduction|relative reduction)\b|\b(?:lowered|reduced|cut|fell|declined|dropped|decreased)\b[^.;,]{0,45} by (?:[a-z]+ ){0,2}?(?P<w2>[0-9]{1,3}(?:\.[0-9]+)?) ?(?:%|percent|per cent)",
        "improvement",
        "reduced by {n} %",
        None,
    ),
    cue(
        "sank|fiel |fielen|ging |gingen|senkte|verringerte|reduziert|weniger|niedriger|geringer|gesunken|gesenkt",
        r"\b(?:sank|sanken|fiel|fielen|ging|gingen|senkte|senkten|verringerte|reduzierte)\b[^.;,]{0,70} um (?:[a-zäöüß]+ ){0,3}?(?P<n>[0-9]{1,3}(?:,[0-9]+)?) ?(?:%|prozent)|\bum (?:[a-zäöüß]+ ){0,2}?(?P<w2>[0-9]{1,3}(?:,[0-9]+)?) ?(?:%|prozent) (?:weniger|niedriger|geringer|gesunken|gesenkt|reduziert)\b",
        "improvement",
        "reduced by {n} %",
        None,
    ),
    cue("sprach", r"\b(?:sprachen|sprach)\b[^.;]{0,60} an\b", "response", "response", Some(("failure", "no response"))),
    cue(
        "respond",
        r"\b(?:[0-9]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|most|all) (?:of (?:the |them|all )?)?(?:[0-9]+ |[a-z]+ )?(?:patients |participants |children |women |men )?(?:\([^)]{1,12}\) )?responded\b",
        "response",
        "response",
        Some(("failure", "no response")),
    ),
    // What went from one value to another.
    cue(
        " fell|dropped|declined|decreased|sank| fiel|reduced|lowered",
        r"\b(?P<what>[a-zäöüß0-9-]*(?:score|scores|titers?|titres?|proteinuria|loads?|rates?|wert|werte|score-wert|rate|titer|last))\b[^.;]{0,75}? (?:fell|dropped|declined|decreased|sank|sanken|fiel|fielen|reduced|lowered)\b[^.;]{0,50}? (?:from|von) (?:[a-zäöüß]+ ){0,3}?[0-9][^.;]{0,30}? (?:to|auf) [0-9]",
        "improvement",
        "{what} decreased",
        None,
    ),
    cue(
        "reduced|lowered|decreased|cut ",
        r"\b(?:reduced|lowered|decreased|cut) (?:[a-z-]+ ){0,3}?(?P<what>titers?|titres?|scores?|levels?|counts?|rates?|load|proteinuria)\b[^.;]{0,30}? from [0-9][^.;]{0,20}? to [0-9]",
        "improvement",
        "{what} decreased",
        None,
    ),
    cue(
        "fell to|dropped to|declined to|decreased to|sank auf|sanken auf|fiel auf|fielen auf",
        r"\b(?P<what>[a-zäöüß0-9-]*(?:scores?|titers?|titres?|load|proteinuria|last)) (?:had |has |have )?(?:[a-z]+ly )?(?:fell|fallen|dropped|declined|decreased|sank|sanken|fiel|fielen) (?:to|auf) (?:[a-zäöüß]+ )?[0-9<]",
        "improvement",
        "{what} decreased",
        None,
    ),
    cue(
        "in all|in every|bei allen",
        r"\b(?:improved|resolved|disappeared) in (?:all|every|each)\b|\b(?:besserte|besserten|ging|gingen)\b[^.;,]{0,30} bei allen\b",
        "improvement",
        "improvement in all",
        None,
    ),
    cue(
        "measurably change|not change|unchanged|unverändert|stable or improved|stabil oder",
        r"\b(?:did|has|have) not (?:[a-z]+ly )?changed?\b|\b(?:was|were|remained) (?:unchanged|stable or improved)\b|\bblieb(?:en)? (?:[a-zäöüß]+ )?unverändert\b",
        "stable",
        "stable",
        None,
    ),
];
