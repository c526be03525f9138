//! Cues of what stays away, what is no longer needed, and what is measured to have changed; columns as in `good`.

use super::{Meaning, cue};
use crate::facts::cues::Cue;

/// Cues of freedom and of measured change.
pub(super) const CHANGE: &[Cue<Meaning>] = &[
    // What used to come and stays away.
    cue(
        "crises|crisis|bleed|attack|flare|seizure|transfusion|exacerbation|relapse|episodes",
        r"\b(?:no|not had a|without|never had|free of|free from|freedom from|zero|none had)(?: (?:single|further|more|any|new|severe|spontaneous|other|clinical|joint|a|treated|vaso-occlusive|pain|bleeding|acute|subsequent))* (?P<what>crises|crisis|bleeds?|bleeding episodes?|bleeding events?|bleedings|attacks?|flares?|seizures?|exacerbations?|episodes?)\b",
        "symptom-free",
        "no {what}",
        None,
    ),
    cue(
        "kris|blutung|schüb|schub|anfäll|anfall|attacke",
        r"\b(?:keine[nr]?|ohne|frei von)(?: (?:einzige[nr]?|weitere[nr]?|neue[nr]?|schwere[nr]?|akute[nr]?|erneute[nr]?))* (?P<what>[a-zäöü-]*(?:krisen?|blutung(?:en)?|schüben?|schübe|schub|anfälle?n?|anfall|attacken?|episoden?))\b",
        "symptom-free",
        "no {what}",
        None,
    ),
    cue(
        "frei von",
        r"\bfrei von (?:jeglichen |allen )?(?:symptomen|beschwerden)\b|\b(?:symptome|beschwerden) (?:sind |waren )?(?:vollständig |komplett )?verschwunden\b",
        "symptom-free",
        "symptom-free",
        None,
    ),
    // What is no longer needed.
    cue(
        "no longer|any more|anymore|any longer",
        r"\b(?:no longer (?:needs?|needed|requires?|required|depends? on|has to take|takes?)(?: (?:any|regular|weekly|daily|monthly|further|to take))* (?P<what>injections?|infusions?|transfusions?|steroids?|glucocorticoids?|corticosteroids?|prednisolone|prednisone|insulin|oxygen|dialysis|ventilation|immunosuppressants?|prophylaxis)|none (?:of them )?(?:needed|required|took) (?P<w2>[a-z]+) any ?(?:more|longer))\b",
        "treatment-free",
        "no longer needs {what}",
        None,
    ),
    cue(
        "keine ",
        r"\b(?:braucht|brauchte|brauchten|brauchen|benötigt|benötigte|benötigten|benötigen)\b[^.;]{0,30}\bkeine (?:regelmäßigen |weiteren )?(?P<what>[a-zäöü-]*(?:transfusionen|infusionen|injektionen|spritzen|steroide|kortikosteroide|glukokortikoide|dialyse))\b",
        "treatment-free",
        "no longer needs {what}",
        None,
    ),
    cue(
        "discontinu|tapered|stopped|withdrawn",
        r"\b(?:immunosuppressive (?:therapy|treatment|drugs)(?:, [a-z ]{3,40},)?|steroids?|glucocorticoids?|corticosteroids?|predniso(?:lo)?ne|immunosuppress\w+|all (?:drugs|medications?)) (?:could be|was|were|had been|have been) (?:successfully |completely |gradually )?(?:discontinued|tapered off|stopped|withdrawn)\b",
        "treatment-free",
        "off all medication",
        Some(("failure", "drugs still needed")),
    ),
    cue(
        "absetzen|verzichten",
        r"\b(?:medikamente|medikation|immunsuppressiva|immunsuppression|kortison)\b[^.;,]{0,30}\b(?:absetzen|verzichten)\b",
        "treatment-free",
        "off all medication",
        None,
    ),
    cue(
        "response rate|remission rate",
        r"\b(?P<n>[0-9]{1,3}(?:\.[0-9]+)?) ?(?:%|percent|per cent) (?:overall |objective |complete )?(?:response|remission) rates?\b",
        "response",
        "response rate {n} %",
        None,
    ),
    // Antibodies, residual disease, counts.
    cue(
        "antibod|antikörper",
        r"\b(?:auto)?antibodies (?:simply |completely |rapidly )?(?:disappeared|vanished|cleared|became negative|were gone)\b|\bdisappearance of (?:auto)?antibodies\b|\bseroconver(?:sion|ted)\b[^.;]{0,30}\bantibod\w+|\b(?:auto)?antikörper (?:[a-zäöü]+ )?(?:verschwanden|verschwunden|waren nicht mehr|ließen sich nicht mehr)\b",
        "response",
        "antibodies gone",
        None,
    ),
    cue(
        "minimal residual|measurable residual|mrd",
        r"\b(?:undetectable (?:minimal |measurable )residual disease|undetectable MRD|uMRD|MRD[- ]negativ(?:e|ity|ität)?|negative (?:minimal |measurable )residual disease)\b",
        "remission",
        "MRD negative",
        None,
    ),
    cue(
        "from 0|from 1|from 2|from 3|from 4|from 5|from 6|from 7|from 8|from 9",
        r"\b(?P<what>[a-z0-9α-ωA-Z-]*(?:score|index|proteinuria|creatinine|ferritin|troponin|level|levels|titer|titre|ratio|rate))(?: \([A-Za-z0-9-]+\))? (?:had |has |was |were )?(?:decreased|fell|fallen|dropped|declined|improved|reduced|went down) (?:[a-z]+ )?from [0-9]",
        "improvement",
        "{what} decreased",
        None,
    ),
    cue(
        "rose from|increased from|risen from|stieg",
        r"\b(?P<what>platelets?|h[a]?emoglobin|thrombozyten|hämoglobin|neutrophils|strength|FVC|LVEF)(?: (?:count|counts|level|levels))? (?:had |has )?(?:rose|increased|risen|improved) (?:[a-z]+ )?from [0-9]",
        "improvement",
        "{what} increased",
        None,
    ),
    cue(
        "walk|gehen|laufen",
        r"\b(?:can|could|able to|was able to|is able to) (?:now )?walk (?:again|unaided|without|independently)\b|\b(?:kann|konnte)\b[^.;]{0,30}\b(?:wieder|ohne (?:[a-zäöü]*hilfe|rollator|rollstuhl))\b[^.;]{0,30}\b(?:gehen|laufen)\b",
        "improvement",
        "walks again",
        None,
    ),
    cue(
        "remained stable|remains stable|stabil",
        r"\b(?:function|disease|condition|scores?|counts?|erkrankung|funktion) (?:has )?(?:remained|remains|blieb|ist) stab(?:le|il)\b|\bblieb(?:en)?\b[^.;,]{0,40}\bstabil\b",
        "stable",
        "stable",
        None,
    ),
    cue(
        "gesunken|zurückgegangen|sank",
        r"\b(?P<what>[a-zäöüß-]*(?:rate|zahl|wert|werte|spiegel|score|index|konzentration|titer|menge))\b[^.;]{0,40}\b(?:um|von|auf) [0-9][^.;]{0,40}\b(?:gesunken|zurückgegangen|gefallen)\b|\b(?P<w2>[a-zäöüß-]*(?:rate|zahl|wert|werte|spiegel|score|index|titer)) (?:sank|sanken|fiel|fielen)\b|\b(?:zahl|menge|konzentration) (?:der|des) (?P<w3>[a-zäöüß -]{3,30})[^.;,]{0,40}\b(?:gesunken|zurückgegangen)\b",
        "improvement",
        "{what} decreased",
        None,
    ),
    cue(
        "sprachen|responded",
        r"\bsprachen\b[^.;]{0,40}\bauf (?:die|das) [a-zäöü-]+(?: [a-zäöü-]+)? an\b",
        "response",
        "response",
        Some(("failure", "no response")),
    ),
    cue(
        "remission",
        r"\b(?:had|were in|showed|reached|achieved) (?:[A-Za-z0-9-]{2,14} ){1,2}remission\b",
        "remission",
        "remission",
        Some(("failure", "no remission")),
    ),
    cue(
        "relapsed|rezidiv|progressed",
        r"\bpatient [0-9]{1,2} (?:had )?relapsed\b|\b(?:danach|dann|erneut|anschließend|später) (?:ein )?(?:[a-zäöü]*rezidiv)\b",
        "relapse",
        "relapse",
        Some(("remission", "no relapse")),
    ),
    // Counts of those who recovered or died.
    cue(
        "recovered",
        r"\b(?:they|animals|mice|all|women|men|children|participants) (?:had |have )?(?:all |fully |completely )?recovered\b",
        "recovery",
        "recovery",
        Some(("failure", "no recovery")),
    ),
    cue(
        "died|deaths",
        r"\b(?:[0-9]+|one|two|three|four|five|six|seven|eight|nine|ten) (?:pts|patients?|participants?|women|men|of them|subjects)(?: \([0-9.,]+ ?%\))? (?:had )?died\b|\b(?:[0-9]+|one|two|three|four|five) (?:treatment-related )?deaths? (?:occurred|was|were)\b",
        "death",
        "death",
        Some(("survival", "no deaths")),
    ),
    cue(
        "death|todesf",
        r"\b(?:no (?:treatment-related )?deaths|keine (?:[a-zäöü-]+ )?todesfälle)\b|\btodesfälle (?:gab es|traten) nicht\b",
        "survival",
        "no deaths",
        None,
    ),
];
