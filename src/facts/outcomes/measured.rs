//! Cues of outcomes as trials and clinics measure them: shares of responders, rates and risks that fell, what stayed
//! stable, returned to normal, or was needed by nobody; columns as in `good`.

use super::{Meaning, cue};
use crate::facts::cues::Cue;

/// Cues of measured outcomes.
pub(super) const MEASURED: &[Cue<Meaning>] = &[
    cue(
        "response|remission",
        r"\b(?P<what>responses?|remissions?) (?:(?:was|were) (?:seen|observed|recorded|noted|documented|attained|reached|achieved) (?:in|by)|occurred in) (?:(?:about|almost|nearly|more than|over|only) )?(?:[0-9]|\N|all|half|most)",
        "response",
        "{what}",
        Some(("failure", "no response")),
    ),
    cue(
        "negative",
        r"\b(?:antibod(?:y|ies)|titers?|titres?|PCR|MRD|serology|cultures?|biops(?:y|ies)|ANCA|anti-[a-z0-9-]+) (?:was|were|became|turned|remained) (?:[a-z]+ )?negative (?:by|at|after|from|within|since) (?:week|month|day|year|[0-9]|\N)",
        "remission",
        "no longer detectable",
        None,
    ),
    cue(
        "negativ",
        r"\b(?:[a-zäöüß0-9-]*antikörper|PCR|MRD|titer|kulturen?|ANCA) (?:war|waren|wurden?|blieb(?:en)?) (?:nach|ab|seit) [^.;,]{3,25} negativ\b",
        "remission",
        "no longer detectable",
        None,
    ),
    cue(
        "stable",
        r"\b(?P<what>[a-z0-9-]+) (?:has |have |had )?(?:remained|remains|stayed|stays) (?:[a-z]+ )?stable\b",
        "stable",
        "stable",
        None,
    ),
    cue(
        " clear",
        r"\bskin (?:was|is|has been|became|remained) (?:(?:completely|almost|nearly|entirely|largely) )?clear\b|\bclear or almost clear(?: skin)?\b",
        "remission",
        "skin clear",
        None,
    ),
    cue(
        "erscheinungsfrei|haut frei|abgeheilt",
        r"\berscheinungsfrei(?:e[rn]?)?\b|\bhaut (?:war |ist )?(?:[a-zäöüß]+ ){0,2}abgeheilt\b",
        "remission",
        "skin clear",
        None,
    ),
    cue(
        " gone",
        r"\b(?P<what>pustules|symptoms|lesions|pains?|rash|plaques|swelling|fever|bleeding|blisters|spots|stiffness|weakness|cough|itching|antibodies|inflammation) (?:had|have|has|was|were|is|are) (?:all |now |completely |entirely )*gone\b",
        "recovery",
        "symptoms resolved",
        None,
    ),
    cue(
        "rate fell|rates fell|rate dropped|rates dropped|rate declined|rates declined|rate decreased|rates decreased|rate was reduced|rate was lower",
        r"\b(?P<what>relapse|attack|bleeding|flare|exacerbation|infection|event|hospitali[sz]ation|mortality) rates? (?:fell|dropped|declined|decreased|was reduced|was lower(?:ed)?) (?:[a-z]+ly )?(?:to|by|than|from|with)\b",
        "improvement",
        "{what} rate decreased",
        None,
    ),
    cue(
        "change|reduction|decrease|improvement|difference|increase",
        r"\b(?:mean|median|average|least-squares mean|adjusted mean|relative) (?:absolute |percentage |relative )?(?:change|reduction|decrease|improvement|increase) (?:from baseline )?in (?:the )?(?:[a-z0-9/-]+ ){0,3}?(?P<what>[a-z0-9/-]+)(?: \([^()]{2,24}\))? (?:(?:from baseline|at [^.;,]{3,20}|after [^.;,]{3,20}|by [^.;,]{3,20}) ?){0,2}(?:was|were|of) [-−–+]?[0-9]",
        "improvement",
        "{what} changed",
        None,
    ),
    cue(
        "veränderung|abnahme|verringerung|senkung|rückgang",
        r"\b(?:mittlere|mediane|durchschnittliche)[rn]? (?:veränderung|abnahme|verringerung|senkung|rückgang) (?:der |des |im )(?:[a-zäöüß-]+ ){0,2}?(?P<what>[a-zäöüß0-9-]+)(?: [^.;]{0,30}?)? (?:betrug|lag bei|um|von) [-−–]?[0-9]",
        "improvement",
        "{what} changed",
        None,
    ),
    cue(
        "returned to|returning to",
        r"\b(?P<what>vision|acuity|sight|function|strength|hearing|speech|gait|levels?|counts?|values?|creatinine|enzymes|tests|proteinuria|albumin|ferritin|pressure|temperature|complement|platelets|neutrophils|h[a]?emoglobin)(?: in [a-z ]{3,20})? (?:has |had |have )?returned to (?:normal|baseline|the normal|20/[0-9]|[0-9]|pre-?treatment)",
        "recovery",
        "{what} back to normal",
        Some(("failure", "not recovered")),
    ),
    cue(
        "risk of",
        r"\brisk of [^.;,]{3,60}? (?:fell|dropped|declined|decreased|was (?:reduced|cut|lowered|lower|halved)) (?:by|to|with|in)\b",
        "improvement",
        "risk reduced",
        None,
    ),
    cue(
        "risiko ",
        r"\brisiko (?:für|eines|einer|von|zu) [^.;,]{3,60}? (?:(?:verringerte|reduzierte|halbierte) sich|sank|war [^.;,]{0,30}(?:geringer|niedriger)|(?:wurde|konnte) [^.;,]{0,40}(?:gesenkt|reduziert|verringert))\b",
        "improvement",
        "risk reduced",
        None,
    ),
    cue(
        "no patient|no participant|no child|none required|none needed|no one",
        r"\b(?:no (?:patients?|participants?|child|children|one)|none)(?: of (?:them|the [a-z]+))?(?: in [^.;,]{3,30})? (?:needed|required|received) (?:an? )?(?:[a-z-]+ )?(?P<what>dialysis|transfusions?|ventilation|intubation|surgery|amputation|transplantation|transplant|rescue (?:medication|therapy|treatment)|steroids|hospitali[sz]ation|intensive care|re-?treatment)\b",
        "symptom-free",
        "no {what}",
        None,
    ),
    cue(
        "benötigte|brauchte|benötigten|brauchten",
        r"\b(?:kein (?:patient|kind|teilnehmer)|keine (?:patientin|teilnehmerin)|niemand|keine?r?) (?:(?:der|von) [a-zäöüß]+ )?(?:benötigte|brauchte)n? (?:eine? )?(?:[a-zäöüß]+ )?(?P<what>dialyse|transfusionen|transfusion|beatmung|operation|amputation|transplantation|steroide)\b",
        "symptom-free",
        "no {what}",
        None,
    ),
    cue(
        "schübe traten|anfälle traten|attacken traten|krisen traten|blutungen traten|flares occurred|attacks occurred|exacerbations occurred|flare occurred",
        r"\b(?P<what>schübe|anfälle|attacken|krisen|blutungen) traten (?:nur |noch |lediglich )*bei (?:[0-9]|\N)|\b(?P<w2>flares?|attacks|exacerbations) occurred in (?:only |about )?(?:[0-9]|\N)",
        "relapse",
        "{what}",
        None,
    ),
    cue(
        "reduced to|tapered to|lowered to|cut to|reduced from|tapered from|lowered from|cut from",
        r"\b(?P<what>predniso(?:lo)?ne|steroids?|glucocorticoids?|corticosteroids?|(?:steroid|glucocorticoid|predniso(?:lo)?ne) dose|immunosuppression)(?: dose| dosage)?[^.;,]{0,25} (?:was|were|could be|had been|has been) (?:[a-z]+ly )?(?:tapered|reduced|lowered|cut) (?:from [^.;,]{2,25} )?to [0-9]",
        "improvement",
        "{what} reduced",
        None,
    ),
    cue(
        "gesenkt|reduziert|verringert| aus",
        r"\b(?P<what>steroiddosis|kortisondosis|cortisondosis|prednisolondosis|prednisolon|kortison|cortison|steroide|glukokortikoide|dosis)[^.;,]{0,30} auf [0-9][^.;]{0,18}? (?:gesenkt|reduziert|verringert)\b|\b(?:kommt|kommen|kam) [^.;,]{0,25}mit [0-9][0-9,.]* ?(?:mg|milligramm) (?P<w2>[a-zäöüß]+)(?: täglich| am tag| pro tag)? aus\b",
        "improvement",
        "{what} reduced",
        None,
    ),
];
