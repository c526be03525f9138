//! The words and patterns by which [`super`] tells what a span of time is.

use std::sync::LazyLock;

use crate::facts::pattern::Pattern;

/// Lead of a time at which or for which a patient was seen.
pub(super) static FOLLOWED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)(?:\blast (?:visit|seen|contact|examination)|\bletzten? (?:visite|untersuchung|vorstellung|kontrolle)|\b(?:live[ds]?|survive[ds]?|alive|lebte?|überlebte?)(?: [a-z]+)? ?(?:for|with)?|\b(?:efficacy|safety|wirksamkeit|sicherheit)\b[^.;,]{0,40} (?:over|über)|follow(?:ed)?[ -]?up|followed|watched|observed|observation(?: time| period)?|monitored|nachbeobachtung(?:szeit|szeitraum|sdauer)?|nachbeobachtet|beobachtungszeit(?:raum)?|nachsorge(?:zeit)?)\b(?: [a-zäöü]+){0,4},?[ (:=]*$",
    )
});

/// Lead of "over 84 weeks" where it tells how long patients were seen.
pub(super) static EFFICACY: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)\b(?:efficacy|safety|wirksamkeit|sicherheit|verträglichkeit)\b[^.;]{0,60}$"));

/// What follows a time that is a follow-up: "12-month follow-up", "5 months of follow-up".
pub(super) static FOLLOW_UP: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^[ -](?:(?:of |later at |clinical |of post-[a-z]+ )?(?:follow[ -]?up|nachbeobacht|beobachtung)|since(?: (?:the|his|her|their|then)\b|[,.;])|after (?:the |his |her )?last |on study\b|(?:results|data|mark|outcomes)\b|(?:nach|after) (?:der |dem |the |his |her |their )?(?:[a-zäöüß-]*infusion|[a-zäöüß-]*behandlung|[a-zäöüß-]*therapie|therapiebeginn|behandlungsbeginn|[a-zäöüß-]*transplantation|gabe|operation|treatment|dosing|[a-z]*transplant|surgery|[a-z]+ therapy),? (?:lag|lagen|betrug|betrugen|ist|sind|war|waren|was|were|is|are|remains?|remained|lebt|leben|geht|hat|haben) |(?:ist|geht|sind|hat|haben)[^.;,]{0,25}\b(?:anders|besser|gut|wieder|ohne)\b)",
    )
});

/// Doses, cycles and points on a calendar.
pub(super) static NO_SPAN_BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)(?:\bevery|\beach|\bper|\balle|\bjede[nrs]?|\bpro|/|\bday|\btag|\bq|times a|times in|once a|twice a|(?:from|von) [0-9.,]+ (?:to|auf)|\bage(?: of)?|\baged|\balter(?: von)?|in den letzten|in recent|\bdoses|[0-9] ?(?:mg|g|ml|x)) ?$",
    )
});
pub(super) static NO_SPAN_AFTER: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?:[ -](?:old|gehtest|walk|of age|alte?[rsnm]?\b|jung\b|intervals?|abstand|ago\b.{0,20}published|survival rate|overlebens|überlebensrate|gestation|schwangerschaft)|[- ]cycle)",
    )
});

/// What lasted: the illness before it was treated.
pub(super) static ILLNESS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?:[ -](?:long )?(?:history|anamnese|vorgeschichte)|['’]? (?:history|of (?:symptoms|disease|illness|complaints|worsening|progressive)|duration\b|prior to (?:presentation|admission)|before (?:presentation|admission))|[^.;]{0,60}\b(?:leide[nt]|litt|erkrankt|bekannt|bestehen|bestand))",
    )
});
pub(super) static ILL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)(?:suffer\w*|symptoms|disease duration|krankheitsdauer|erkrankungsdauer|history of|leide[nt]|litt|symptomatik|beschwerden|present|complain\w*|diagnosed)\b[^.;]{0,50}\b(?:for|since|over|of|seit|von|was|über|past|last)(?: the| past| last| den letzten)* ?$",
    )
});

/// That somebody was ill, or lived with a disease, so long.
pub(super) static ILL_SO_LONG: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:liv(?:e|es|ed|ing) with|lebte?n?\b[^.;,]{0,20} mit|ill|sick|unwell|affected|krank|erkrankt)\b[^.;]{0,60}$",
    )
});
pub(super) static LIVED: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)^ (?:lebte?n?|leide[nt]) [^.;]{0,30}\b(?:mit|unter|an)\b"));

/// What lasted: a treatment.
pub(super) static TREATED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:treat(?:ed|ment)|therap(?:y|ies|ie|ien)|behandelt|behandlung|course|regimen|medi[ck]ament\w*|erhielt(?:en)?|erhalten|bekam(?:en)?|[a-zäöü]*therapie|administered|received|receiving|dosing|injections?|infusions?|placebo|immunosuppress\w*)\b",
    )
});
pub(super) static FAILED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)erfolglos|ohne erfolg|vergeblich|unsuccessful|without success|failed|refract|versag|vorbehandel|previous|prior|zuvor",
    )
});

/// A noun of time with the word "median" that is no follow-up.
pub(super) static LASTING: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)(?P<what>duration of response|response duration|progression-free survival|event-free survival|relapse-free survival|overall survival|median survival|gesamtüberleben|progressionsfreie[sn]? überleben|ereignisfreie[sn]? überleben|ansprechdauer|\bPFS\b|\bOS\b|time to (?P<event>[a-z-]+(?: [a-z]+)?)|zeit bis (?:zu |zum |zur |zu einem |zu einer |zum ersten )(?P<bis>[a-zäöüß-]+)|hospital stay|hospitali[sz]ation|krankenhausaufenthalt)(?:[^.;[0-9]]|\b[a-z]{1,3}\.){0,70}$",
    )
});

/// What a "time to" or a "Zeit bis zum" leads to, in English where it is known, without the verb behind it.
pub(super) fn named_event(written: &str) -> String {
    const VERBS: &[&str] = &[
        "was", "were", "is", "in", "of", "for", "from", "with", "at", "after", "did", "had", "and", "or", "by", "did",
    ];
    const EVENTS: &[(&str, &str)] = &[
        ("ansprechen", "response"),
        ("wirkeintritt", "response"),
        ("progress", "progression"),
        ("fortschreiten", "progression"),
        ("remission", "remission"),
        ("rückfall", "relapse"),
        ("rezidiv", "relapse"),
        ("tod", "death"),
        ("erholung", "recovery"),
        ("genesung", "recovery"),
        ("besserung", "improvement"),
        ("engraftment", "engraftment"),
        ("anwachsen", "engraftment"),
    ];
    let lower = written.to_lowercase();
    if let Some((_, event)) = EVENTS.iter().find(|(german, _)| lower.starts_with(german)) {
        return (*event).to_owned();
    }
    let mut words = written.split(' ');
    let first = words.next().unwrap_or_default();
    match words.next().filter(|second| !VERBS.contains(&second.to_lowercase().as_str())) {
        Some(second) => format!("{first} {second}"),
        None => first.to_owned(),
    }
}

/// What of [`LASTING`] is a time to an event, as written, and what it is called.
pub(super) const SURVIVAL: &[(&str, &str)] = &[
    ("progression-free survival", "progression-free survival"),
    ("event-free survival", "event-free survival"),
    ("relapse-free survival", "relapse-free survival"),
    ("overall survival", "overall survival"),
    ("median survival", "overall survival"),
    ("gesamtüberleben", "overall survival"),
    ("progressionsfreies überleben", "progression-free survival"),
    ("progressionsfreien überleben", "progression-free survival"),
    ("progressionsfreie überleben", "progression-free survival"),
    ("ereignisfreies überleben", "event-free survival"),
    ("ereignisfreien überleben", "event-free survival"),
    ("ereignisfreie überleben", "event-free survival"),
    ("pfs", "progression-free survival"),
    ("os", "overall survival"),
];

/// What follows a time that measures it: "14.7 months overall survival".
pub(super) static MEASURED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^ (?:of )?(?:median )?(?P<what>(?i:overall survival|progression-free survival|event-free survival)|OS|PFS)\b",
    )
});

/// What stands between a time and the one of another group that it is compared with: "and 9.6 months in".
pub(super) static OTHER_GROUP: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:and|vs\.?|versus|compared (?:with|to)|und|gegenüber|verglichen mit)(?: only| just| nur)? ?$",
    )
});

/// That a state goes on.
pub(super) static GOES_ON: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:still|remains?|remained|ongoing|continues?|continued|maintained|persist\w*|weiterhin|anhaltend\w*|unverändert|noch immer|bestehen|besteht|blieb(?:en)?|bleibt|hält|hielt)\b",
    )
});

/// That a treatment ended, before the time it had lasted.
pub(super) static ENDED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:stopped|withdrawn|discontinued|tapered(?: off)?|abgesetzt|beendet) (?:after|nach)(?: [a-zäöü]+){0,2} ?$",
    )
});

/// Events that are no outcomes of the table but end a span of time.
pub(super) static OTHER_EVENT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?i)\b(?:(?P<discharge>discharged|entlassen)|(?P<onset>onset|beginn der symptome|first symptoms))\b")
});

/// Behind a time: the treatment that it is counted from, or that it is later and how it is now.
pub(super) static SINCE_TREATMENT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^ (?:(?:nach|after|post|since|seit) (?:(?:der|dem|the|his|her|their|ihrer|seiner|einer|this|dieser|a single|single) )?(?:[a-zäöü]+ )?(?:[a-zäöüß-]*(?:infusion|behandlung|therapie|transplantation|therapiebeginn|behandlungsbeginn|gabe|transplant|treatment|dosing|injection|injektion|surgery|operation))|(?:after|since|nachdem) (?:they|he|she|sie|er|patients) (?:had |were |was )?(?:received|treated|got|given|infused|transplanted|behandelt|erhielt)|(?:later|on|später),? [^.;]{0,80}\b(?:is|are|remains?|still|lives?|ist|sind|lebt|leben|geht|hat|haben)\b)",
    )
});

/// Behind a time: how somebody is, told in the present, so that the time is how long ago it began.
pub(super) static NOW: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?: (?:later|after|post|since|from|nach)\b[^.;]{0,50}?)?,? (?:(?:he|she|they|both|all|(?:the|her|his) [a-z]+) (?:all |now |both |still )?(?:is|are|remains?|takes?|walks?|works?|lives?|needs?|continues?)|(?:ist|sind|lebt|leben|bleibt|bleiben|geht|läuft|braucht|nimmt|legt|benötigt|arbeitet|besucht|kommt|fühlt) (?:er|sie|die|der|das|es|beide|alle)) ",
    )
});

/// Before a time: that it is a median, of whatever patients were seen.
pub(super) static MEDIAN: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:after|at|over|nach|über|with) (?:an? |im |einem |einer )?(?:median|mean|mittel|average)(?: of| von)?(?: [a-z]+)? ?$",
    )
});

/// How patients are who were seen for a time that is told with "seit" or "for".
pub(super) static STATE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:ohne|keine[nr]?|frei|stabil|gut|wieder|nicht mehr|without|free|stable|well|no longer|off)\b",
    )
});
