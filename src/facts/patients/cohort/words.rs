//! The words and patterns by which [`super`] tells those who were treated from other people that are counted.

use std::sync::LazyLock;

use crate::facts::cues::Gate;
use crate::facts::pattern::Pattern;

pub(in crate::facts) static GATE: Gate = Gate::new(&[
    "patient",
    "participant",
    "subjects",
    "volunteers",
    "women",
    " men ",
    "children",
    "infants",
    "adults",
    "individuals",
    "proband",
    "teilnehme",
    "personen",
    "betroffene",
    "erkrankte",
    "frauen",
    "männer",
    "kinder",
    "erwachsene",
    "jungen",
    "mädchen",
    " males",
    " females",
    " boys",
    " girls",
    " people",
    "menschen",
    "transplantierte",
    "behandelte",
    "kranke",
    "siblings",
    "brothers",
    "sisters",
    " twins",
    "geschwister",
    "brüder",
    "schwestern",
    "zwilling",
    "n =",
    "n=",
]);

/// What counts, as the last word of the noun phrase; the first group is written with German compounds.
pub(super) static HEAD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?:[ \u{a0}-](?:of the |der |von )?)(?:[\w'’/+-]+,? ){0,4}?(?:(?:[\w-]*patient(?:en|innen)?(?:\s?[:*/_]-?innen)?|patients|[\w-]*probanden|probandinnen|[\w-]*teilnehmer(?:n|innen)?|[\w-]*teilnehmenden?|(?P<noun>behandelten?|kranken?)|betroffenen?|erkrankten?|[\w-]*transplantierten?|participants|subjects|volunteers)|(?P<people>women|men|children|adults|adolescents|infants|individuals|boys|girls|frauen|männern?|kindern?|personen|erwachsenen?|mädchen|jungen)|(?P<kin>siblings|brothers|sisters|twins|geschwistern?|brüdern?|schwestern|zwillingen?)|(?P<any>people|menschen))\b",
    )
});

/// Words one of which is in whatever [`HEAD`] finds.
pub(in crate::facts) static HEADS: Gate = Gate::new(&[
    "patient",
    "proband",
    "teilnehme",
    "behandelte",
    "kranke",
    "betroffene",
    "erkrankte",
    "participants",
    "subjects",
    "volunteers",
    "women",
    " men",
    "-men",
    "\u{a0}men",
    "children",
    "adults",
    "adolescents",
    "infants",
    "individuals",
    "frauen",
    "männer",
    "kinder",
    "personen",
    "erwachsene",
    "boys",
    "girls",
    "people",
    "menschen",
    "mädchen",
    "jungen",
    "transplantierte",
    "siblings",
    "brothers",
    "sisters",
    " twins",
    "geschwister",
    "brüder",
    "schwestern",
    "zwilling",
]);

/// Beside "people": that they are the patients of a study. Before the count or behind it.
pub(super) static PEOPLE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:enroll?(?:ed|s)|included|recruited|treated|randomi[sz]ed|infused|dosed|nahmen|umfasste|behandelten|erhielten|bekamen|schloss(?:en)?)(?: [\w-]+){0,2} [\w.,]+ (?:[\w-]+ ){0,3}(?:people|menschen)$|\b(?:trial|study|studie|cohort|series|experiment)(?: [\w-]+){0,2} (?:of|in|with|involving|on|mit|an) [\w.,]+ (?:[\w-]+ ){0,3}(?:people|menschen)$|^[^.;]{0,100}?\b(?:(?:were|have been|had been) (?:enroll?ed|treated|randomi[sz]ed|included|recruited|infused|dosed|given)|(?:have |had )?received|wurden (?:behandelt|eingeschlossen|rekrutiert)|teilgenommen|erhielten|verabreicht|infundiert|transplantiert)\b",
    )
});

/// That somebody reports on those who are counted.
pub(super) static REPORTED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:we (?:\w+ )?(?:report|describe|present|treated|studied)|(?:report|case|cases) of|wir berichten|berichten wir|wir beschreiben|beschrieben wir|wir stellen|fallbericht)\b",
    )
});

/// Before a count: that they were only looked at.
pub(super) static SCREENING: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)\b(?:screened|screening of|assessed the eligibility of) $"));

/// Behind a count: that they were only looked at before some were taken into the study.
pub(super) static SCREENED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^ (?:who )?(?:were |was |had been |have been |wurden )?(?:[\w-]+ ){0,2}?(?:screened|gescreent|assessed for eligibility|auf (?:ihre )?eignung)\b",
    )
});

/// What makes a number of people no cohort.
pub(super) static OTHERS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)worldwide|weltweit|bundesweit|landesweit|nationwide|global(?:ly)? |\bestimate|schätzung|geschätzt|\bper year|\ba year\b|every year|each year|annual|pro jahr|jährlich|jedes jahr|im jahr behandel|prevalence|prävalenz|incidence|inzidenz|in germany alone|in deutschland|in the united states|in europe\b|live with|living with|leben mit|employ|mitarbeit|beschäftigt|\bbeds\b|betten|affects|betrifft",
    )
});

/// Words one of which is in whatever [`OTHERS`] finds.
pub(in crate::facts) static OTHERS_GATE: Gate = Gate::new(&[
    "worldwide",
    "weltweit",
    "bundesweit",
    "landesweit",
    "nationwide",
    "global",
    "estimate",
    "schätz",
    " year",
    "annual",
    "pro jahr",
    "jährlich",
    "jedes jahr",
    "im jahr behandel",
    "prevalence",
    "prävalenz",
    "incidence",
    "inzidenz",
    "in germany alone",
    "in deutschland",
    "in the united states",
    "in europe",
    "live with",
    "living with",
    "leben mit",
    "employ",
    "mitarbeit",
    "beschäftigt",
    "beds",
    "betten",
    "affects",
    "betrifft",
]);

/// What makes a number of people those of a study that is still to come.
pub(super) static PLANNED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\bplan(?:s|ned)? to\b|\bwill (?:be )?(?:enrol|includ|recruit|treat|test|receive|take part)|\b(?:is|are) (?:expected|planned|set) to\b|aims? to enrol|\bto enroll\b|\b(?:is|are) (?:due|scheduled|slated) to\b|\bwill (?:begin|start|open)\b|\bdue to (?:open|start|begin|launch|enrol)|\bintends? to\b|\bsoll(?:en)?\b|\bgeplant|\bvorgesehen\b|\bplanen\b|estimated enrol",
    )
});

/// Words one of which is in whatever [`PLANNED`] finds.
pub(in crate::facts) static PLANNED_GATE: Gate = Gate::new(&[
    "plan",
    "will ",
    "expected to",
    "set to",
    "due to",
    "scheduled to",
    "slated to",
    "intend",
    "vorgesehen",
    "to enrol",
    "soll",
    "estimated enrol",
]);

/// What stands before the number of those to whom something happened: "occurred in 36", "trat bei drei".
pub(super) static HAPPENED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:occur(?:red|s|ring)?|(?:was|were|been) (?:reported|observed|seen|detected|noted|found|achieved|present|diagnosed|documented)|achieved|resolved|developed|traten?|kam es|beobachtet|erreicht|gab es|zeigten? sich)\b[^.;]{0,40}\b(?:in|by|bei)(?: (?:only|about|all|nur|etwa))? ?$",
    )
});

/// Before a count: that it is a part of others, or of whom something is told ("the remaining two", "bei denen").
pub(super) static PART_BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:(?:übrigen|restlichen|remaining|other|rest of the)(?: of the)?|(?:der|die|das|denen|which|whom) bei) $",
    )
});

/// Before a count: that it is the whole, of which a number stands before ("12 of 15 patients").
pub(super) static WHOLE_BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:[0-9]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|ein(?:er|e|em)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)(?: \([^()]{1,12}\))? (?:of(?: the)?|out of(?: the)?|von(?: den)?|der) $",
    )
});

/// Before a count: that it is of all.
pub(super) static ALL_BEFORE: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)\b(?:all(?: of the)?|alle[nr]?|sämtliche[nr]?) $"));

/// Before a count at the beginning of a clause: in whom the rest tells that something was seen.
pub(super) static SEEN_IN: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"(?i)(?:^|[.;,:] )(?:in|bei) $"));

/// What follows such a count.
pub(super) static SEEN: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^(?:, | (?:blieb(?:en)?|kam es|traten?|zeigten? sich|fand(?:en)? sich|mussten?|entwickelten?|bestand|verschwand(?:en)?|besserten?|antibod[a-z]*|symptoms|the [a-z]+|there was|it|they) )",
    )
});

/// That people who "had" something had a treatment: they are treated, no part of those treated.
pub(super) static HAD_TREATMENT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^[ ,]*(?:who |that )?(?:\([^)]{0,60}\)[ ,]*)?(?:had|have) (?:previously |already |all )?(?:received|been|undergone|started|relapsed or|failed)\b",
    )
});

/// "seven women and one man", "5 male, 3 female": the sexes of a cohort.
pub(super) static SEXES: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^ (?:(?:of them|patients) )?(?:were |waren )?(?P<one>women|men|females?|males?|woman|man|frauen|männer|frau|mann|patientinnen)(?: patients)?(?:,| and| und|, and)? (?P<n>[a-zäöüß]+|[0-9]+) (?P<two>women|men|females?|males?|woman|man|frauen|männern?|frau|mann|patienten)\b",
    )
});

/// Behind a number that is the size of a study: "the 64-patient phase 3 trial".
pub(super) static STUDY_OF: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?i)^-(?:patient|participant|person)\b[^.;,]{0,40}\b(?:trial|study|cohort|series|analysis)\b")
});

/// What makes a number of people the cohort of this document.
pub(in crate::facts) static TREATED: Gate = Gate::new(&[
    "enrol",
    "includ",
    "recruit",
    "randomis",
    "randomiz",
    "study",
    "studied",
    "analys",
    "analyz",
    "receiv",
    "underwent",
    "evaluat",
    "examin",
    "investigat",
    "treated",
    "infused",
    "dosed",
    "evaluable",
    "sample of",
    "samples of",
    "sample from",
    "samples from",
    "cohort",
    "case series",
    "series of",
    "trial",
    "screened",
    "eligible",
    "assessed",
    "reviewed",
    "report",
    "describe",
    "involv",
    "compris",
    "tested",
    "followed",
    "untersuch",
    "behandelt",
    "eingeschlossen",
    "rekrutiert",
    "begleitet",
    "nachverfolgt",
    "teilgenommen",
    "nahmen",
    "nehmen",
    "erhielten",
    "erhalten",
    "proben von",
    "analysiert",
    "studie",
    "ausgewertet",
    "befragt",
    "wurden",
    "therapie",
    "bei ",
]);

/// What follows a number of people who are a part of the cohort.
pub(super) static PART: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^[ ,]*(?:\([^)]{0,60}\)[ ,]*)?(?:who |have |had |has |then |also |in (?:the|each) |of whom|\w+ly )*(?:had\b|develop|experienc|died|achiev|respond|relaps|show|discontinu|withdr|progress|remain|complet|report|needed|required|suffered|were (?:lost|excluded|in |alive|free)|did not|in (?:the|each) |per group|in complete|entwickelt|starb|verstarb|erreicht|sprachen|zeigten|brachen|erlitt|hatten)",
    )
});

/// Words of the numbers of patients that a record has as fields.
pub(in crate::facts) static SHARES: Gate =
    Gate::new(&["women", " men", "male", "frauen", "männer", "männlich", "weiblich"]);

pub(in crate::facts) static FIELDS: Gate =
    Gate::new(&["rollment:", "rolment:", "ollment (", "sample size", "number of", "zahl:"]);

/// Words of the sexes that a record lets in.
pub(in crate::facts) static ELIGIBLE_SEXES: Gate =
    Gate::new(&["sexes eligible", "sexes:", "sex eligible", "sex:", "gender:", "genders eligible", "geschlecht:"]);

/// The number of patients as a field of a record.
pub(super) static FIELD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?im)^\W{0,3}(?:(?P<planned>estimated |target |planned |geplante )|actual )?(?:enrol?lment|sample size|number of (?:patients|participants|subjects)|fallzahl|patientenzahl|teilnehmerzahl)(?: \([a-z]+\))?: ?(?P<n>[0-9][0-9.,]*)(?P<mark> ?\((?:estimated|anticipated|geplant)\))?",
    )
});

/// A single patient whose case is told: "a 39-year-old patient", "wurde ein Patient ... behandelt".
pub(super) static SINGLE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?P<who>(?:an?|one|the first|a single|first|ein|eine|einen|einem|einer|erste[rn]?|unsere?n?)(?: [\wäöüß-]+){0,3}? (?:patient(?:in|en)?|case))\b",
    )
});

/// What is said of the single patient when the case is told and not supposed.
pub(super) static TOLD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:was (?:treated|admitted|referred|diagnosed|successfully)|has been (?:treated|successfully)|have treated|treated an?\b|presented|we (?:report|describe|present|treated)|successfully treat|case of|wurde|konnte|erhielt|berichten|behandelten|haben)\b",
    )
});
