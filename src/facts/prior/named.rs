//! Drugs and procedures that were tried before, by name: lists behind a cue ("refractory to rituximab and
//! eltrombopag"), before one ("mycophenolate and tacrolimus had failed"), inside one ("hatten bereits Rituximab
//! erhalten"), or in the sentence before one ("She was given heparin. Despite this she deteriorated").

use std::collections::HashSet;

use crate::facts::cues::{self, Cue, Cues, Gathered, Hit};
use crate::facts::{Fact, FactKind, Mention, Page};
use crate::text::Span;
use crate::vocabulary::ConceptKind;

use super::BEFORE;

pub(in crate::facts) static LISTED: Cues<Says> = Cues::new(TABLE);

/// What a cue says of the names around it.
#[derive(Debug)]
pub(in crate::facts) struct Says {
    place: Place,
    /// Whether what is named did not help.
    failed: bool,
}

/// Where the names stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Behind the cue.
    Behind,
    /// Behind the cue, the first one right there.
    Next,
    /// Behind the cue, if its sentence tells of what was before.
    Examples,
    /// Before the cue.
    Ahead,
    /// In its group `list`, and behind the cue where the list goes on.
    Inside,
    /// Behind the cue, if the rest of its paragraph says that it did not last.
    Begun,
    /// In the sentence before, which tells how somebody was treated.
    SentenceBefore,
}

/// Finds them, each once: one that is said to have failed failed wherever else it is named.
pub(super) fn find(page: &Page<'_>, facts: &mut Gathered) {
    let mut all = Vec::new();
    let found = &mut all;
    for hit in LISTED.find(page) {
        let sentence = page.sentence_at(hit.span.start);
        if kept_out(page, &sentence, &hit.span) {
            continue;
        }
        match hit.meaning.place {
            Place::Examples if !BEFORE.is_match(page.str(&sentence)) => {}
            Place::Begun if !did_not_last(page, sentence.end) => {}
            Place::Next if !is_next(page, hit.span.end, sentence.end) => {}
            Place::Behind | Place::Next | Place::Examples | Place::Begun => behind(page, &hit, sentence.end, found),
            Place::Ahead => ahead(page, &hit, sentence.start, found),
            Place::Inside => {
                let list = hit.groups.name("list").or_else(|| hit.groups.name("w2"));
                let list = list.map_or(hit.span.clone(), |list| list.range());
                for mention in page.mentions_in(&list) {
                    add(page, mention, &hit, found);
                }
                behind(page, &hit, sentence.end, found);
            }
            Place::SentenceBefore if hit.span.start > sentence.start => {}
            Place::SentenceBefore => {
                for mention in treated(page, &sentence) {
                    add(page, mention, &hit, found);
                }
            }
        }
    }
    let failed: HashSet<String> = all.iter().filter(|f| f.function.is_some()).map(|f| f.value.clone()).collect();
    for mut fact in all {
        if failed.contains(&fact.value) {
            fact.function = Some(FAILED.to_owned());
        }
        facts.add(fact);
    }
}

/// Whether the first name behind a cue follows it as the next word.
fn is_next(page: &Page<'_>, at: usize, end: usize) -> bool {
    page.mentions_in(&(at..end.max(at))).first().is_some_and(|first| first.surface.start == at + 1)
}

/// What a therapy did that did not help.
const FAILED: &str = "failed";

/// Whether the sentence says that it was not so, that whom it was so for are not in the study, or what germs stand.
fn kept_out(page: &Page<'_>, sentence: &Span, cue: &Span) -> bool {
    const OUT: &[&str] = &[
        "not eligible",
        "ineligible",
        "were excluded",
        "was excluded",
        "ausgeschlossen",
        "must not have",
        // Germs.
        "isolate",
        "susceptib",
        "strain",
        "sensitive to",
        "sensibel",
        "klebsiell",
        "nicht eingeschlossen",
    ];
    const NOT: &[&str] = &["not ", "never ", "n't ", "nicht ", "nie ", "no ", "keine ", "kein ", "keiner "];
    let lower = &page.lower[sentence.start..sentence.end.max(cue.end)];
    let lead = cues::before(&page.lower, sentence.start, cue.start, 12);
    OUT.iter().any(|phrase| lower.contains(phrase)) || NOT.iter().any(|word| lead.ends_with(word))
}

/// Whether what follows in the paragraph says that a treatment was changed, or that the disease went on.
fn did_not_last(page: &Page<'_>, at: usize) -> bool {
    const CHANGED: &[&str] = &[
        "relaps",
        "recurred",
        "deteriorat",
        "worsen",
        "progress",
        "second stroke",
        "no improvement",
        "no response",
        "did not improve",
        "did not respond",
        "switched",
        "replaced",
        "rezidiv",
        "rückfall",
        "verschlechter",
        "keine besserung",
        "fortschreit",
        "umgestellt",
        "abgesetzt",
    ];
    let rest = cues::after(&page.lower, at, page.lower.len(), 400);
    let rest = rest.split('\n').next().unwrap_or(rest);
    CHANGED.iter().any(|word| rest.contains(word))
}

/// Adds the list that begins right behind a cue.
fn behind(page: &Page<'_>, hit: &Hit<'_, Says>, end: usize, found: &mut Vec<Fact>) {
    let mut at = hit.span.end;
    for mention in page.mentions_in(&(at..end.max(at))) {
        if !joins(page.str(&(at..mention.surface.start.max(at)))) {
            break;
        }
        at = mention.surface.end;
        add(page, mention, hit, found);
    }
}

/// Adds the list that ends right before a cue.
fn ahead(page: &Page<'_>, hit: &Hit<'_, Says>, start: usize, found: &mut Vec<Fact>) {
    let mut at = hit.span.start;
    for mention in page.mentions_in(&(start.min(at)..at)).iter().rev() {
        if !joins(page.str(&(mention.surface.end.min(at)..at))) {
            break;
        }
        at = mention.surface.start;
        add(page, mention, hit, found);
    }
}

/// What the sentence before `sentence` says somebody was treated with.
fn treated<'p>(page: &'p Page<'_>, sentence: &Span) -> &'p [Mention] {
    const TREATED: &[&str] =
        &["treated with", "received", "was given", "started on", "behandelt", "erhielt", "bekam", "verabreicht"];
    let Some(before) = page.sentence_number(sentence.start).checked_sub(1).and_then(|at| page.sentences.get(at)) else {
        return &[];
    };
    let told = &page.lower[before.clone()];
    let apart = page.lower[before.end..sentence.start].contains('\n');
    match TREATED.iter().find_map(|verb| Some((verb, told.find(verb)?))) {
        Some((verb, at)) if !apart => {
            // German has its verb at the end.
            let from = if verb.is_ascii() && !matches!(*verb, "behandelt" | "verabreicht") { at } else { 0 };
            page.mentions_in(&(before.start + from..before.end))
        }
        _ => &[],
    }
}

fn add(page: &Page<'_>, mention: &Mention, hit: &Hit<'_, Says>, found: &mut Vec<Fact>) {
    let concept = mention.concepts.iter().map(|index| page.vocabulary.get(*index)).find(|concept| {
        matches!(concept.kind, ConceptKind::Drug | ConceptKind::Therapy | ConceptKind::Product) && !concept.silent
    });
    if let Some(concept) = concept {
        found.push(Fact {
            concept: Some(concept.id.to_owned()),
            function: hit.meaning.failed.then(|| FAILED.to_owned()),
            why: vec![page.str(&hit.span).to_owned()],
            ..cues::fact(page, FactKind::PriorTherapy, concept.preferred.to_owned(), &mention.surface, "prior/named")
        });
    }
}

/// Words of more than four letters that may stand between two names of a list.
const BETWEEN: &[&str] = &[
    "again",
    "after",
    "also",
    "anschließend",
    "as well as",
    "autologe",
    "autologen",
    "bekommen",
    "course",
    "courses",
    "cycle",
    "cycles",
    "days",
    "different",
    "doses",
    "einer",
    "either",
    "erhalten",
    "finally",
    "followed",
    "further",
    "gaben",
    "high",
    "hoch",
    "hochdosiert",
    "hochdosierte",
    "including",
    "infusions",
    "intravenous",
    "intravenöse",
    "intravenöses",
    "later",
    "least",
    "months",
    "monate",
    "multiple",
    "mehrere",
    "mehreren",
    "nachfolgend",
    "orale",
    "orales",
    "previous",
    "prior",
    "received",
    "repeated",
    "schließlich",
    "several",
    "seven",
    "three",
    "sessions",
    "sowie",
    "spätere",
    "später",
    "subsequently",
    "systemic",
    "therapy",
    "topical",
    "treatment",
    "weekly",
    "weeks",
    "wochen",
    "years",
    "zuletzt",
    "zyklen",
    "zyklus",
];

/// Short words after which something else is told.
const ENDS: &[&str] = &[
    "was", "were", "had", "who", "but", "then", "aber", "wird", "ging", "kam", "now", "led", "als", "than", "she", "he",
];

/// Whether what stands between two names keeps them one list: commas, conjunctions, doses, small words.
fn joins(between: &str) -> bool {
    between.len() <= 60
        && !between.contains(['.', ';', ':'])
        && between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
            let lower = word.to_lowercase();
            (word.chars().count() <= 4 && !ENDS.contains(&lower.as_str()))
                || word.starts_with(|c: char| c.is_ascii_digit())
                || BETWEEN.contains(&lower.as_str())
        })
}

const fn cue(stems: &'static str, pattern: &'static str, place: Place, failed: bool) -> Cue<Says> {
    Cue { stems, pattern, meaning: Says { place, failed } }
}

const TABLE: &[Cue<Says>] = &[
    // Examples of something counted.
    cue(
        "including|such as|among them|darunter|einschließlich|unter anderem",
        r"\b(?:drugs|therapies|treatments|medications|lines(?: of (?:therapy|treatment))?|immunosuppressants|agents|regimens|biologics|medikament\w*|[a-zäöü]*therapien|behandlungen|wirkstoffe?n?|präparate?n?|immunsuppressiva|biologika)\b[^.;:]{0,40}?[,(]? ?(?:including|such as|among them|darunter|einschließlich|unter anderem)\b",
        Place::Examples,
        false,
    ),
    // What went on or came back under it.
    cue(
        "despite|trotz",
        r"\b(?:progress\w*|active|persist\w*|relaps\w*|worsen\w*|uncontrolled|flares?|inadequate\w*|refractory|deteriorat\w*|fortschr\w*|aktiv\w*|verschlechter\w*|rezidiv\w*|schübe\w*)\b[^.;]{0,40}\b(?:despite|trotz)(?: (?:prior |previous |ongoing |intensive |aggressive )?(?:treatment|therapy|behandlung|therapie)(?: with| mit)?)?",
        Place::Behind,
        true,
    ),
    cue(
        "progressed|had relapsed|relapsing|who relapse",
        r"\b(?:(?:had|have|has|having) (?:all |each |also )?progressed (?:on|under|despite|through|after|following)|(?:had|have|has) relapsed (?:after|following|on|under)|who (?:have |had )?relapsed? (?:after|following|on)|relapsing (?:after|on|under))\b",
        Place::Behind,
        true,
    ),
    // What did not help.
    cue(
        "refractory to|resistant to|unresponsive to|not respond|no response to|failed |failing|failure of|failure with|failure to",
        r"\b(?:refractory to|resistant to|unresponsive to|(?:did|had|does|has|have) not respond(?:ed)? (?:adequately |sufficiently |clinically )?to|no response to|fail(?:ed|ure|ing) to (?:improve|respond) (?:with|on|under|to|despite|after)|failed (?:treatment with |therapy with |on )?|failing|(?:after |following )?failure (?:of|with))\b",
        Place::Behind,
        true,
    ),
    cue(
        "not improve|not benefit|no improvement|no benefit|no lasting|no sustained|no sufficient|no clear|no clinical|no relevant",
        r"\b(?:did|had|has|have) not (?:improved?|benefit(?:ed|ted)?)(?: [a-z]+ly)? (?:with|on|under|from|despite|after)\b|\bno (?:lasting |sustained |sufficient |clear |clinical |relevant )?(?:improvement|benefit) (?:with|on|under|from|after|despite)\b",
        Place::Behind,
        true,
    ),
    cue(
        "refra|versag|anges|ansprech|erfolglos|resistent",
        r"\b(?:refraktär|resistent) (?:auf|gegen(?:über)?|zu)\b|\b(?:nach )?(?:dem )?(?:therapie)?versagen (?:von|der|des|einer)\b|\bnicht auf\b|\berfolglos(?:e[rn]?)? (?:behandlung |therapie |mit |vorbehandelt )*mit\b|\b(?:kein(?:e|em)?|ohne|fehlende[nms]?) (?:ausreichende[sn]? )?ansprechen auf\b|\bnichtansprechen auf\b",
        Place::Behind,
        true,
    ),
    cue(
        "besserung|besserte|verschlechter|fortschr|progre",
        r"\b(?:unter|trotz|mit|nach|auf)(?P<list> [^.;:]{3,120}?)\b(?:(?:kam es|zeigte sich|trat|war|ließ sich|wurde|ergab sich)[^.;,]{0,25} (?:zu )?(?:nur |lediglich )?(?:k?eine[rn]?|nur) (?:geringe[nr]?|vorübergehende[nr]?|kurzzeitige[nr]?|ausreichende[nr]?|wesentliche[nr]?|anhaltende[nr]?|klinische[nr]?|deutliche[nr]? )? ?besserung|(?:besserte|besserten)[^.;,]{0,40} (?:nicht|kaum|nur vorübergehend)|(?:verschlechterte|verschlechterten) sich|(?:schritt|schreitet)[^.;,]{0,30} fort)\b",
        Place::Inside,
        true,
    ),
    cue(
        "keine besserung|kein effekt|keine wirkung|ohne besserung|ohne erfolg|ohne effekt|ohne wirkung|ohne ansprechen",
        r"\b(?:unter|mit|auf)(?P<list> [^.;:]{3,120}?)\b(?:keine? (?:wesentliche |klinische |ausreichende )?(?:besserung|effekt|wirkung)|ohne (?:wesentliche[nr]? |ausreichende[ns]? )?(?:besserung|erfolg|effekt|wirkung|ansprechen))\b",
        Place::Inside,
        true,
    ),
    cue(
        "angesprochen|ansprach|sprach|refraktär|resistent",
        r"\b(?:auf|gegen|gegenüber|zu)(?P<list> [^.;:]{3,120}?)\b(?:nicht (?:mehr |ausreichend |ansprach|angesprochen)|nicht an|refraktär|resistent)\b",
        Place::Inside,
        true,
    ),
    // What was given up.
    cue(
        "versag|wirkungslos|erfolglos|half|wirkte|ohne erfolg|fehlende|mangelnde|unzureichende",
        r" (?:(?:hatten?|haben) (?:nicht geholfen|versagt|keine wirkung)|versagten?|(?:waren?|blieben?) (?:wirkungslos|erfolglos|ohne (?:erfolg|wirkung|effekt))|(?:half|halfen|wirkten?) nicht|wurden?[^.;]{0,50} wegen (?:fehlende[rn]?|mangelnde[rn]?|unzureichende[rn]?) (?:wirkung|wirksamkeit|ansprechens?)[^.;]{0,20} (?:beendet|abgesetzt|abgebrochen|umgestellt))\b",
        Place::Ahead,
        true,
    ),
    cue(
        "failed|ineffective|no effect|without effect|lack of|no improvement|without success|unsuccessful|inefficacy",
        r" (?:(?:had |have |all |both )+failed|(?:was|were|proved|proved to be|had been) (?:all |both )?(?:ineffective|unsuccessful|without (?:effect|success|benefit))|(?:had|brought|produced|led to|resulted in) (?:no|little) (?:effect|improvement|response)|(?:was|were|had been)[^.;]{0,40} (?:discontinued|stopped|abandoned|withdrawn) (?:because of|owing to|due to|for) (?:lack|loss|absence) of (?:effect|efficacy|response|benefit))\b",
        Place::Ahead,
        true,
    ),
    cue(
        "half |halfen |wirkte |wirkten |brachte",
        r" (?:(?:half|halfen|wirkten?) (?:jeweils |immer |auch )?(?:nur|kaum|lediglich|wenig)|brachten? (?:ebenfalls |auch |jeweils )?(?:kaum|nur|lediglich|keinen?)(?: [a-zäöüß]+){0,2} (?:wende|besserung|linderung|wirkung|effekt|erfolg|ansprechen|remission))\b",
        Place::Ahead,
        true,
    ),
    cue(
        "weder |neither ",
        r"\bweder(?P<list> [^.;:]{3,90}?) (?:hatten?|brachten?|zeigten?|führten?|half|halfen|wirkten?)\b[^.;]{0,60}\b(?:erfolg|wirkung|besserung|ansprechen|linderung|effekt|geholfen|remission)\b|\bneither(?P<w2> [^.;:]{3,90}?) (?:(?:had|brought|produced|led to|resulted in|induced)[^.;]{0,40} (?:effect|improvement|response|remission|benefit)|(?:helped|worked|controlled))\b",
        Place::Inside,
        true,
    ),
    cue(
        "little effect|no lasting|only transient|transient effect|transient improvement|of only",
        r" (?:had|brought|produced|gave|led to) (?:only )?(?:little|no lasting|(?:an? )?(?:transient|brief|short-lived|partial|modest)) (?:effect|improvement|response|remission|benefit)s?(?: of only)?\b",
        Place::Ahead,
        true,
    ),
    // What was changed for something else, or had to end before.
    cue(
        "switched|changed from|replaced|umgestellt|ersetzt",
        r"\b(?:switched|changed|converted) from\b",
        Place::Behind,
        false,
    ),
    cue(
        "replaced|ersetzt",
        r" (?:was|were|had been|wurden?) (?:then |later |subsequently |dann |später |schließlich )?(?:replaced (?:by|with)|durch [^.;,]{3,60} ersetzt)\b",
        Place::Ahead,
        false,
    ),
    cue(
        "umgestellt|umstellung|wechsel",
        r"\bvon(?P<list> [^.;:,]{3,60}?) auf [^.;:,]{3,60}? (?:umgestellt|gewechselt)\b|\b(?:umstellung|wechsel) von(?P<w2> [^.;:,]{3,60}?) auf\b",
        Place::Inside,
        false,
    ),
    cue(
        "before|prior to",
        r"\b(?:stop|stopped|discontinue|discontinued|withdraw|pause|paused) (?P<list>[^.;:]{3,70}?) (?:[^.;,]{1,25} )?(?:before|prior to) (?:the |their |study |first )*(?:infusion|screening|enrol\w+|randomi[sz]ation|transplant\w*|treatment|dose|dosing|injection|entry)\b",
        Place::Inside,
        false,
    ),
    cue(
        "before|prior to",
        r" (?:had to be|was|were|had been|must be) (?:discontinued|stopped|withdrawn|paused)[^.;,]{0,30} (?:before|prior to)\b",
        Place::Ahead,
        false,
    ),
    // What came before.
    cue(
        "treated with|treatment with|treatment included|received|undergone|therapy with|exposure to|exposed to|first-line|initial",
        r"\b(?:previous(?:ly)?|prior|earlier|pre-?)\W?(?:treated with|treatment with|therapy with|treatment included|received|undergone|exposure to|exposed to)\b|\bpre-?treated with\b|\bhad (?:previously |already |also |all |earlier |formerly |each )+(?:received|been treated with|undergone|been given|been exposed to)\b|\bhad been treated (?:elsewhere |initially |previously |unsuccessfully )?with\b|\b(?:he|she|the (?:patient|boy|girl|man|woman|child)) had (?:undergone|received)\b|\bthe patient,[^.;]{3,100}, had undergone\b|\b(?:initially|at first) (?:been )?treated with\b|\b(?:initial|first-line|second-line) (?:treatment|therapy) (?:with|had been|included|consisted of|was)\b",
        Place::Behind,
        false,
    ),
    cue(
        "prior|previous|vorherige|vorangegangene",
        r"\b(?:prior|previous|vorherige[rnms]?|vorangegangene[rnms]?)\b",
        Place::Next,
        false,
    ),
    cue("had been exposed", r"\bhad been exposed to\b", Place::Behind, false),
    cue("versuchte|probierte", r"\b(?:versuchten?|probierten?)\b[^.;:]{0,40} mit\b", Place::Behind, false),
    cue(
        "behandelt worden",
        r"\bwar(?:en)?\b[^.;:]{0,100}?\bmit(?P<list> [^.;:]{3,110}?) (?:vor)?behandelt worden\b",
        Place::Inside,
        false,
    ),
    cue(
        "years on|months on|had been on|had been taking",
        r"\b(?:(?:had spent|spent|after) [^.;,]{2,30}(?:years|months) on|had been (?:on|taking|maintained on))\b",
        Place::Behind,
        false,
    ),
    cue(
        "had been tried|were tried|was tried|had been attempted|behind them|behind her|behind him",
        r" (?:had (?:all |both |also )?been (?:tried|attempted)|(?:was|were) tried|behind (?:them|her|him))\b",
        Place::Ahead,
        true,
    ),
    cue(
        "behandelt|vortherapie|vorbehandlung|therapie mit|linie",
        r"\bvortherapien?(?::| mit| waren| umfassten?)|\bvorbehandlung(?:en)?(?::| mit| waren| umfassten?)|\bvorbehandelt mit\b|\b(?:zuvor|bereits|vorher|zunächst|initial|anfangs) mit\b|\b(?:erst|zweit)linientherapie mit\b",
        Place::Behind,
        false,
    ),
    cue(
        "erhalten|bekommen|behandelt|hinter sich|versucht|durchgemacht|unterzogen",
        r"\b(?:zuvor|vorher|bereits|schon|früher|zudem|außerdem|auch|erfolglos|vergeblich)\b(?P<list> [^.;:]{3,110}?) (?:erhalten|bekommen|vorbehandelt|hinter sich|versucht|ausprobiert|durchgemacht|unterzogen)\b|\bhatten?(?P<w2> [^.;:]{3,110}?) hinter sich\b",
        Place::Inside,
        false,
    ),
    cue(
        "begun with|started with|initiated with|commenced with|begun on|begonnen|eingeleitet",
        r"\b(?:treatment|therapy|immunosuppression)\b[^.;]{0,60} (?:begun|started|initiated|commenced) with\b",
        Place::Begun,
        false,
    ),
    cue(
        "came back|returned|relapsed|recurred|progressed|kam zurück|kehrte zurück",
        r"\b(?P<list>[^.;:]{3,80}), (?:but|yet|doch|aber) (?:then )?(?:the |his |her |der |die |das )?(?:cancer|disease|leuk[a]?emia|tumou?r|lymphoma|myeloma|krebs|leukämie|krankheit|tumor|erkrankung|lymphom|myelom) (?:then |later |soon |had )?(?:came back|returned|relapsed|recurred|progressed|kam zurück|kehrte zurück)\b",
        Place::Inside,
        true,
    ),
    cue(
        "autologe|erfolglose|vergebliche|autologous|unsuccessful|failed",
        r"\b(?:nach|after) (?:zwei|drei|vier|fünf|mehreren|zahlreichen|two|three|four|several) (?:autologen|erfolglosen|vergeblichen|autologous|unsuccessful|failed)",
        Place::Behind,
        false,
    ),
    // It did not help, says the next sentence.
    cue(
        "despite|trotz|dennoch|darunter|hierunter|nevertheless|no improvement|without improvement",
        r"\b(?:despite (?:this|these|that)\b|despite treatment\b|nevertheless, |trotzdem\b|trotz dessen\b|trotz dieser\b|dennoch\b|darunter\b|hierunter\b|unter dieser (?:therapie|behandlung)\b|there was no (?:improvement|response)\b|without improvement\b)[^.;]{0,90}\b(?:deteriorat\w+|worsen\w*|progress\w*|persist\w*|declin\w+|no (?:improvement|response)|did not (?:improve|respond)|required|needed|relaps\w+|verschlechter\w*|fortschr\w*|keine[rn]? (?:wesentliche[rn]? )?besserung|nicht|rezidiv\w*|wurde)\b|\bthere was no (?:improvement|response)\b",
        Place::SentenceBefore,
        true,
    ),
];

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::facts::Page;
    use crate::vocabulary::Vocabulary;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document { text: text.into(), ..Document::default() };
        let vocabulary = Vocabulary::bundled();
        let page = Page::new(&document, &vocabulary);
        let mut found = crate::facts::cues::Gathered::default();
        super::find(&page, &mut found);
        let found: Vec<String> = found.finish().iter().map(|fact| fact.value.clone()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lists_behind_what_says_that_it_failed() {
        check("His disease had progressed despite rituximab.", &["rituximab"]);
        check(
            "The boy failed to improve with oral prednisone, three courses of rituximab, and infliximab.",
            &["prednisone", "rituximab", "infliximab"],
        );
        check("They had not responded adequately to methotrexate or to infliximab.", &["methotrexate", "infliximab"]);
        check("All four had progressed on azathioprine.", &["azathioprine"]);
        check("Nach Versagen von Azathioprin und Infliximab kam sie.", &["azathioprine", "infliximab"]);
    }

    #[test]
    fn lists_before_and_inside_what_says_so() {
        check("Infliximab und Rituximab blieben wirkungslos.", &["rituximab", "infliximab"]);
        check("Methotrexate and rituximab were ineffective.", &["rituximab", "methotrexate"]);
        check("Sie hatte bereits Azathioprin und Rituximab erhalten.", &["azathioprine", "rituximab"]);
        check("Drei Frauen waren gegen Rituximab und Bortezomib refraktär.", &["rituximab", "bortezomib"]);
        check("Unter Azathioprin zeigte sich nur eine geringe Besserung.", &["azathioprine"]);
        check(
            "Treatment was started with azathioprine and prednisone. A year later he relapsed.",
            &["azathioprine", "prednisone"],
        );
        check("Treatment was started with azathioprine. He went home.", &[]);
        check("Die Chemotherapie half, doch der Krebs kehrte zurück.", &["chemotherapy"]);
        check("Adults had to stop tacrolimus four weeks before the infusion.", &["tacrolimus"]);
    }

    #[test]
    fn little_may_have_come_of_it() {
        check(
            "Azathioprin wirkte kaum, auch Infliximab brachte nur eine kurze Besserung.",
            &["azathioprine", "infliximab"],
        );
        check("Weder Azathioprin noch Infliximab brachten eine Besserung.", &["azathioprine", "infliximab"]);
        check("Neither azathioprine nor infliximab had any lasting effect.", &["azathioprine", "infliximab"]);
        check("Methotrexate brought only transient improvement.", &["methotrexate"]);
        check("Neither rituximab nor heparin was given.", &[]);
    }

    #[test]
    fn what_is_called_prior_was_before() {
        check("Half of them had prior rituximab, and nine prior methotrexate.", &["rituximab", "methotrexate"]);
        check("Bloods were taken prior to rituximab.", &[]);
        check("In a previous study of rituximab nobody fell ill.", &[]);
        check("All but one had been exposed to rituximab.", &["rituximab"]);
        check(
            "Zwei Jahre lang versuchten es die Ärzte mit Methotrexat und Infliximab.",
            &["methotrexate", "infliximab"],
        );
        check(
            "Das Kind war auswärts mit Methotrexat sowie Infliximab behandelt worden.",
            &["methotrexate", "infliximab"],
        );
        check("Seither sind vierzig Menschen mit Rituximab behandelt worden.", &[]);
    }

    #[test]
    fn the_next_sentence_may_say_that_it_failed() {
        check(
            "He was treated with heparin and methylprednisolone. Despite this he deteriorated.",
            &["heparin", "methylprednisolone"],
        );
        check("Er erhielt Heparin. Trotzdem verschlechterte sich der Zustand.", &["heparin"]);
        check("He was treated with heparin. He went home.", &[]);
    }

    #[test]
    fn what_was_given_to_others_or_not_at_all_is_no_history() {
        check("As of May, 90 patients had received rituximab.", &[]);
        check("She had not previously received rituximab.", &[]);
        check("Patients who had previously received rituximab were not eligible.", &[]);
    }
}
