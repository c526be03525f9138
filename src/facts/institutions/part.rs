//! What institutions and companies do in a document, by its place and the words around their names: issue it, treat,
//! manufacture, provide, sponsor, fund, develop, work together.

use std::sync::LazyLock;

use super::super::cues::{self, Gate};
use super::super::finds::add_function;
use super::super::pattern::Pattern;
use super::super::{Assertion, Fact, FactKind, Page};
use crate::document::ZoneKind;
use crate::text::Span;

/// Words one of which is in every phrase that tells a part.
pub(in super::super) static WORDS: Gate = Gate::new(&[
    "behandel",
    "treat",
    "infus",
    "transplant",
    "versorgt",
    "betreut",
    "operiert",
    "hergestellt",
    "hersteller",
    "stellt",
    "produzi",
    "gefertigt",
    "manufactur",
    "made by",
    "makes",
    "maker",
    "produc",
    "verfügung",
    "bereit",
    "provide",
    "supplie",
    "sponsor",
    "herausgeb",
    "herausgegeben",
    "issue",
    "entwickel",
    "develop",
    "zusammenarbeit",
    "kooperation",
    "collaborat",
    "partner",
    "finanziert",
    "gefördert",
    "fördert",
    "getragen",
    "funded",
    "support",
    "financed",
]);

/// What tells a part from the text on both sides of a name; an empty side does not matter.
struct Frame {
    before: &'static str,
    after: &'static str,
    part: &'static str,
}

const FRAMES: &[Frame] = &[
    Frame {
        before: r"\b(?:manufactured|made|produced)(?: [\w-]+){0,3} by (?:the |der |die |das |dem |den )?$",
        after: "",
        part: "manufacturer",
    },
    Frame {
        before: r"\b(?:hergestellt|produziert|gefertigt)[^.;]{0,40} (?:von|vom|durch) (?:the |der |die |das |dem |den )?$",
        after: "",
        part: "manufacturer",
    },
    Frame {
        before: r"\b(?:von|vom|durch) (?:the |der |die |das |dem |den )?$",
        after: r"^[^.;]{0,60}\b(?:hergestellt|produziert|gefertigt)\b",
        part: "manufacturer",
    },
    Frame {
        before: r"\b(?:hersteller|herstellerin|herstellerfirma|manufacturer|maker)(?::| is| ist| war)? $",
        after: "",
        part: "manufacturer",
    },
    Frame {
        before: r"\bstell(?:t|te|en|ten) (?:das |die |der )?$",
        after: r"^[^.;]{0,80} her\b",
        part: "manufacturer",
    },
    Frame { before: "", after: r"^ stell(?:t|te|en|ten) [^.;]{0,80} her\b", part: "manufacturer" },
    Frame {
        before: "",
        after: r"^,? (?:manufactures|manufactured|makes|produces|produced|produziert|produzierte)\b",
        part: "manufacturer",
    },
    Frame {
        before: "",
        after: r"^, (?:the |der |die |das )?(?:[\p{L}-]+ )?(?:manufacturer|maker|hersteller|herstellerin)\b",
        part: "manufacturer",
    },
    Frame {
        before: r"\b(?:provided|supplied|donated)(?: [\w-]+){0,3} by (?:the |der |die |das |dem |den )?$",
        after: "",
        part: "provider",
    },
    Frame {
        before: r"(?:zur verfügung gestellt|bereitgestellt)[^.;]{0,30} (?:von|vom|durch) (?:the |der |die |das |dem |den )?$",
        after: "",
        part: "provider",
    },
    Frame { before: "", after: r"^[^.;]{0,80}\b(?:zur verfügung|bereitgestellt|bereitstell)", part: "provider" },
    Frame {
        before: "",
        after: r"^ (?:has |have |had |is |was )?(?:provided|provides|providing|supplied|supplies|supplying)\b",
        part: "provider",
    },
    Frame { before: r"\bsponsor(?:in)?(?::| is| ist| war| was) (?:the |die |das |der )?$", after: "", part: "sponsor" },
    Frame { before: r"\bsponsored by (?:the |der |die |das |dem |den )?$", after: "", part: "sponsor" },
    Frame {
        before: "",
        after: r"^ (?:sponsored|sponsors|is sponsoring|is the sponsor|ist sponsor)\b",
        part: "sponsor",
    },
    Frame {
        before: r"\b(?:herausgeber|herausgeberin|issuer|issued by|herausgegeben von|herausgegeben vom):? (?:the |die |das |der )?$",
        after: "",
        part: "issuer",
    },
    Frame {
        before: r"\b(?:finanziert|gefördert|getragen|funded|financed|supported)(?: [\w-]+){0,3} (?:by|von|vom|durch) (?:the |der |die |das |dem |den )?$",
        after: "",
        part: "funder",
    },
    Frame {
        before: r"\b(?:von|vom|durch) (?:der |die |das |dem |den )?$",
        after: r"^[^.;]{0,60}\b(?:finanziert|gefördert|getragen)\b",
        part: "funder",
    },
    Frame {
        before: "",
        after: r"^ (?:fördert|finanziert|förderte|finanzierte|funds|funded|supported|supports) ",
        part: "funder",
    },
    Frame {
        before: r"\b(?:developed|entwickelt)(?: [\w-]+){0,4} (?:by|at|von|vom|durch|am|an) (?:the |der |die |das |dem |den )?$",
        after: "",
        part: "developing",
    },
    Frame {
        before: r"\b(?:von|vom|durch|am|an der|im) (?:der |die |das |dem |den )?$",
        after: r"^[^.;]{0,60}\bentwickelt",
        part: "developing",
    },
    Frame {
        before: "",
        after: r"^ (?:develops|developed|is developing|has developed|entwickelt|entwickelte|hat [^.;]{0,60} entwickelt)\b",
        part: "developing",
    },
    Frame {
        before: r"\b(?:zusammenarbeit|kooperation|partnerschaft) mit (?:[^.;]{0,80}(?:, | und |, und ))?(?:der |dem |den )?$",
        after: "",
        part: "partner",
    },
    Frame {
        before: r"\b(?:collaboration|partnership|collaborated|collaborating|partnered) with (?:[^.;]{0,80}(?:, | and |, and ))?(?:the )?$",
        after: "",
        part: "partner",
    },
    Frame {
        before: r"\b(?:treated|infused|transplanted|cared for|admitted)\b[^;]{0,80}\b(?:at|by|in) (?:the )?$",
        after: "",
        part: "treating",
    },
    Frame {
        before: r"\b(?:at|by) (?:the )?$",
        after: r"^[^.;]{0,100}\b(?:was|were|been|has|have) (?:successfully |first )?(?:treated|infused)\b",
        part: "treating",
    },
    Frame {
        before: r"\b(?:doctors|physicians|clinicians|specialists|team|researchers) (?:at|of|from) (?:the )?$",
        after: r"^[^.;]{0,60}\b(?:treated|infused)\b",
        part: "treating",
    },
    Frame {
        before: r"\b(?:behandelt|operiert|transplantiert|versorgt|behandelten?|betreut)\b[^.;]{0,80}\b(?:am|im|an der|in der|vom|von der|von dem|durch das|durch die|des|der) $",
        after: "",
        part: "treating",
    },
    Frame {
        before: r"\b(?:am|im|an der|in der|vom|von der|durch das|durch die|des|der) $",
        after: r"^[^.;]{0,140}\b(?:behandel(?:t|te|ten)|operiert|transplantiert|versorgt|betreut)\b",
        part: "treating",
    },
    Frame {
        before: r"(?:^|[.!?] )(?:das |die |der |the )?$",
        after: r"^ (?:treated|has treated|behandelte|behandelten|behandelt|hat [^.;]{0,100} behandelt)\b",
        part: "treating",
    },
];

/// How far around a name its part is told, in bytes.
const REACH: usize = 150;
/// Places of one name that are looked at.
const PLACES: usize = 40;

/// Gives the institutions and companies of a document their parts.
pub(in super::super) fn settle(page: &Page<'_>, facts: &mut [Fact]) {
    static READY: LazyLock<Vec<(Option<Pattern>, Option<Pattern>)>> = LazyLock::new(|| {
        let compile = |source: &'static str| (!source.is_empty()).then(|| Pattern::new(source));
        FRAMES.iter().map(|frame| (compile(frame.before), compile(frame.after))).collect()
    });
    let told = WORDS.stands(page);
    for fact in facts.iter_mut().filter(|fact| is_body(fact) && fact.assertion == Assertion::Affirmed) {
        let mut parts: Vec<&str> = Vec::new();
        for place in fact.evidence.iter().take(PLACES) {
            let name = &place.surface;
            match page.document.zone_at(name.start) {
                Some(ZoneKind::Masthead) => parts.push("issuer"),
                Some(ZoneKind::Caption) => parts.push("picture credit"),
                None if told => {
                    let sentence = page.sentence_at(name.start);
                    if !WORDS.within(page, &sentence) {
                        continue;
                    }
                    let before = cues::before(&page.lower, sentence.start.min(name.start), name.start, REACH);
                    let before = without_noun(before);
                    let after = cues::after(&page.lower, name.end, sentence.end.max(name.end), REACH);
                    let frames = FRAMES.iter().zip(READY.iter()).filter(|(_, (left, right))| {
                        left.as_ref().is_none_or(|left| left.is_match(before))
                            && right.as_ref().is_none_or(|right| right.is_match(after))
                    });
                    // The first one that fits: who makes something also treats with it.
                    parts.extend(frames.map(|(frame, _)| frame.part).next());
                }
                _ => {}
            }
        }
        for part in parts {
            let company = fact.kind == FactKind::Company;
            if !(company && matches!(part, "treating" | "picture credit")) {
                add_function(fact, part);
            }
        }
    }
    issuer(page, facts);
}

/// What stands before a name without what it is called: "von der Firma", "by the Swiss company".
fn without_noun(before: &str) -> &str {
    const NOUNS: &[&str] = &[
        "company",
        "firm",
        "manufacturer",
        "hersteller",
        "herstellers",
        "firma",
        "unternehmen",
        "unternehmens",
        "konzern",
        "start-up",
    ];
    let Some((rest, noun)) = before.strip_suffix(' ').and_then(|before| before.rsplit_once(' ')) else { return before };
    let agent = [" by", " von", " vom", " durch"].iter().find_map(|agent| {
        let at = rest.rfind(agent)? + agent.len();
        // An article and an adjective stand between.
        (rest[at..].split_whitespace().count() <= 2 && !rest[at..].starts_with(char::is_alphabetic)).then_some(at)
    });
    match agent {
        Some(at) if NOUNS.iter().any(|known| noun.ends_with(known)) => &before[..=at],
        _ => before,
    }
}

fn is_body(fact: &Fact) -> bool {
    matches!(fact.kind, FactKind::Institution | FactKind::Company)
}

/// Who issues a press release that does not say so above its title: whom it describes at its end, else the first
/// institution of the contact.
fn issuer(page: &Page<'_>, facts: &mut [Fact]) {
    let release = facts.iter().any(|fact| fact.kind == FactKind::DocType && fact.value == "press release");
    let has = |fact: &Fact| fact.function.as_deref().is_some_and(|part| part.split(", ").any(|part| part == "issuer"));
    if !release || facts.iter().any(|fact| is_body(fact) && has(fact)) {
        return;
    }
    let described = |name: &Span| {
        let before = cues::before(&page.lower, 0, name.start, 40);
        let line = before.rsplit('\n').next().unwrap_or_default().trim_start_matches(['#', '*', ' ']);
        ["über ", "about "].iter().any(|label| {
            line.strip_prefix(label)
                .is_some_and(|rest| matches!(rest.trim_end(), "" | "das" | "die" | "der" | "den" | "the"))
        })
    };
    let contact = |name: &Span| page.document.zone_at(name.start) == Some(ZoneKind::Contact);
    let department = |fact: &Fact| fact.function.as_deref() == Some("department");
    let first = |facts: &[Fact], stands: &dyn Fn(&Span) -> bool| {
        let place = |fact: &Fact| {
            fact.evidence.iter().map(|place| &place.surface).find(|name| stands(name)).map(|name| name.start)
        };
        (0..facts.len())
            .filter(|&at| is_body(&facts[at]) && !department(&facts[at]))
            .filter_map(|at| Some((place(&facts[at])?, at)))
            .min()
            .map(|(_, at)| at)
    };
    if let Some(at) = first(facts, &described).or_else(|| first(facts, &contact)) {
        add_function(&mut facts[at], "issuer");
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::finds::testing::{document, values};
    use super::*;
    use crate::vocabulary::Vocabulary;

    /// The institutions and companies of a text with what they do in it.
    fn parts(pieces: &[(Option<ZoneKind>, &str)]) -> Vec<String> {
        let document = document(pieces);
        let vocabulary = Vocabulary::default();
        let page = Page::new(&document, &vocabulary);
        let mut facts = Vec::new();
        super::super::find(&page, &mut facts);
        settle(&page, &mut facts);
        let mut out = values(&facts, FactKind::Institution);
        out.extend(values(&facts, FactKind::Company));
        out
    }

    #[test]
    fn the_words_around_a_name_tell_its_part() {
        for (text, part) in [
            ("The cells were manufactured by Acme Pharma.", "Acme Pharma | manufacturer"),
            ("The drug is made by Acme Pharma; others wait.", "Acme Pharma | manufacturer"),
            ("Die Zellen wurden von der Firma Acme Pharma hergestellt.", "Acme Pharma | manufacturer"),
            ("Hergestellt wurden die Zellen vom Unternehmen Acme Pharma.", "Acme Pharma | manufacturer"),
            ("Acme Pharma stellt die Zellen in Kiel her.", "Acme Pharma | manufacturer"),
            ("Acme Pharma, the maker of the drug, agreed.", "Acme Pharma | manufacturer"),
            ("die das Unternehmen Acme Pharma kostenlos zur Verfügung stellt", "Acme Pharma | provider"),
            ("Acme Pharma supplied the vector.", "Acme Pharma | provider"),
            ("Sponsor: Acme Pharma", "Acme Pharma | sponsor"),
            ("Acme Pharma sponsored the trial.", "Acme Pharma | sponsor"),
            ("Acme Pharma develops AP-101.", "Acme Pharma | developing"),
            ("Herausgeber: Universitätsmedizin Jena", "Universitätsmedizin Jena | issuer"),
            ("Behandelt wurde die Frau am Universitätsklinikum Jena.", "Universitätsklinikum Jena | treating"),
            (
                "Am Universitätsklinikum Jena ist eine Frau mit Lupus behandelt worden.",
                "Universitätsklinikum Jena | treating",
            ),
            ("The woman was treated at Foo Valley Hospital.", "Foo Valley Hospital | treating"),
            ("She was treated by Dr. Amy Roe at Foo Valley Hospital.", "Foo Valley Hospital | treating"),
            ("Doctors at the Foo Valley Hospital treated her.", "Foo Valley Hospital | treating"),
            ("in Zusammenarbeit mit dem Universitätsklinikum Jena", "Universitätsklinikum Jena | partner"),
            // None of them.
            ("Acme Pharma provoked a treatment debate.", "Acme Pharma"),
            ("Patients are treated with a drug of Acme Pharma.", "Acme Pharma"),
            ("Foo Valley Hospital says that treatment is made elsewhere.", "Foo Valley Hospital"),
        ] {
            assert_eq!(parts(&[(None, text)]), [part], "{text}");
        }
        let masthead = (Some(ZoneKind::Masthead), "Universitätsmedizin Jena");
        assert_eq!(parts(&[masthead]), ["Universitätsmedizin Jena | issuer"]);
    }
}
