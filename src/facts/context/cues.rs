//! The cue phrases of `context`, English and German, in lower case. A phrase that ends in `*` may go on within its word,
//! one that ends in `$` stands at the end of a clause. They follow the trigger lists that `NegEx` and `ConText` publish.

use std::sync::LazyLock;

use super::Assertion;

/// On which side of a mention a cue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The cue comes first.
    Before,
    /// The mention comes first.
    After,
}

/// What a phrase says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Says {
    /// How a mention on its other side is asserted.
    Assertion(Side, Assertion),
    /// Nothing, though it looks like a cue.
    Nothing,
    /// That what follows is another clause.
    End,
}

impl Says {
    /// Whether it matters for cues on this side of a mention.
    pub(super) fn on(self, side: Side) -> bool {
        match self {
            Self::Assertion(own, _) => own == side,
            Self::Nothing | Self::End => true,
        }
    }
}

/// A phrase that says how something is asserted.
#[derive(Debug)]
pub(super) struct Cue {
    /// The phrase without its mark.
    pub(super) text: &'static str,
    /// What follows it.
    end: End,
    /// What it says.
    pub(super) says: Says,
    /// Words it reaches over.
    pub(super) words: u8,
    /// Whether its reach ends at a comma.
    pub(super) to_comma: bool,
}

/// What follows a phrase.
#[derive(Debug, Clone, Copy)]
enum End {
    /// The end of a word.
    Word,
    /// Anything.
    Open,
    /// The end of a clause.
    Clause,
}

/// A list of phrases with what they say, for mentions on one side.
struct Group {
    says: Says,
    words: u8,
    to_comma: bool,
    /// Parted by `|`.
    phrases: &'static str,
}

/// Words that a cue reaches over.
const FAR: u8 = 14;

/// Words that a cue reaches over that says in whom all of a sentence was seen.
pub(super) const SENTENCE: u8 = 60;

/// Words that a cue for what is right beside it reaches over.
const NEAR: u8 = 3;

use Assertion::{Background, Comparison, GeneralRisk, Hypothetical, Negated, Planned, Preclinical};

/// All phrases.
const GROUPS: &[Group] = &[
    Group {
        says: Says::Assertion(Side::Before, Negated),
        words: FAR,
        to_comma: false,
        phrases: "no|not|none of|without|denie*|deny|denying|absence of|negative for|never had|never developed|\
                  never|free of|ruled out|rules out|ruled out for|ruled him out for|ruled her out for|\
                  ruled the patient out for|fails to reveal|failed to reveal|neither|nor|cannot|lack of|lacked|kein|\
                  keine|keinen|keiner|keinem|keinerlei|ohne|weder|ausschluss einer|ausschluss eines|frei von|\
                  which excluded|which ruled out|thereby excluding|ruling out|sprach gegen|sprachen gegen|spricht gegen",
    },
    Group {
        says: Says::Assertion(Side::Before, Hypothetical),
        words: FAR,
        to_comma: false,
        phrases: "rule out|possible|possibly|probable|suspected|suspicion of|suspicious for|may have|might have|\
                  could have|could be|may be|might be|could potentially|potentially|could lead to|aims to|if|verdacht auf|vermutete*|möglicherweise|\
                  könnte|könnten|potenzial der",
    },
    Group { says: Says::Assertion(Side::Before, Negated), words: NEAR, to_comma: true, phrases: "nicht" },
    Group {
        says: Says::Assertion(Side::Before, Comparison),
        words: FAR,
        to_comma: true,
        phrases: "unlike|differ from|differs from|unterscheiden sich von|unterscheidet sich von|in contrast to|in contrast with|as opposed to|\
                  anders als|im gegensatz zu*|im unterschied zu*",
    },
    // Of others, or what it was taken for before.
    Group {
        says: Says::Assertion(Side::Before, Background),
        words: FAR,
        to_comma: false,
        phrases: "in the series of|in the series by|in der serie von|in an earlier|in a previous study|in a previous trial|\
                  in previous studies|in earlier studies|previous studies have|earlier studies have|in einer früheren|\
                  in früheren studien|misdiagnosed as|misdiagnosed with|initially diagnosed as|\
                  initially diagnosed elsewhere as|initially thought to have|initially labelled as|fehldiagnose|\
                  fälschlich als|fälschlicherweise als|auswärts war|auswärts wurde|vermeintliche*|\
                  transformed the treatment of|changed the treatment of|mehr zum thema|lesen sie auch|read more",
    },
    // What is compared stands right behind; further on the sentence says in whom it was.
    Group {
        says: Says::Assertion(Side::Before, Comparison),
        words: NEAR,
        to_comma: true,
        phrases: "outside|outside of|außerhalb|außerhalb von|compared with|compared to|than for|than in|than with|verglichen mit|im vergleich zu*|versus|vs|mimic of|mimics of|mimicking|mimics|resembling",
    },
    Group {
        says: Says::Assertion(Side::Before, Hypothetical),
        words: NEAR,
        to_comma: true,
        phrases: "screening for|screened for|tested for|evaluated for|assessed for|listed for|awaiting|waitlisted for|\
                  untersucht auf|getestet auf|abklärung auf|gelistet für",
    },
    Group {
        says: Says::Assertion(Side::Before, Background),
        words: FAR,
        to_comma: true,
        phrases: "family history|familienanamnese|mother had|mother has|mother died|mother suffer*|father had|\
                  father has|father died|father suffer*|sister had|sister has|sister died|brother had|brother has|\
                  brother died|parents had|grandmother had|grandfather had|aunt had|uncle had|mutter hatte|\
                  mutter litt|mutter starb|mutter verstarb|mutter erkrankte|vater hatte|vater litt|vater starb|\
                  vater verstarb|vater erkrankte|schwester hatte|schwester litt|bruder hatte|bruder litt|\
                  vater war an|vater ist an|mutter war an|mutter ist an|schwester war an|bruder war an|tante hatte|\
                  onkel hatte|tante litt|onkel litt|großmutter hatte|großvater hatte",
    },
    Group {
        says: Says::Assertion(Side::Before, Background),
        words: FAR,
        to_comma: true,
        phrases: "originally|initially developed|first developed|first devised|previously used|mainly used|long used|\
                  already established|already approved|revolutionized the treatment of|\
                  revolutionised the treatment of|ursprünglich|bislang vor allem|bisher vor allem|\
                  bislang hauptsächlich|bisher hauptsächlich|bislang nur|bisher nur|bereits etabliert*|\
                  bereits zugelassen*",
    },
    Group {
        says: Says::Assertion(Side::Before, GeneralRisk),
        words: FAR,
        to_comma: false,
        phrases: "risks such as|risks, such as|risks remain|risks exist|there are risks|es bestehen risiken|risks like|risk of|side effects such as|side effects like|\
                  complications such as|can cause|may cause|can lead to|may lead to|minimize possible|\
                  minimise possible|minimize potential|risiken wie|risiko von|risiko eine*|risiko für|\
                  nebenwirkungen wie|komplikationen wie|gefahr eine*|kann zu|können zu",
    },
    Group {
        says: Says::Assertion(Side::Before, Planned),
        words: FAR,
        to_comma: false,
        phrases: "plan to|plan a|plans to|are planning|is planning|planned|planning|will be tested|will investigate|will evaluate|will enrol|will enroll|will recruit|\
                  planen|plant|geplant*|soll nun|sollen nun|nächster schritt|nächster schritt:|next step:",
    },
    Group { says: Says::Assertion(Side::Before, Hypothetical), words: NEAR, to_comma: true, phrases: "mögliche*" },
    Group {
        says: Says::Assertion(Side::Before, Preclinical),
        words: SENTENCE,
        to_comma: false,
        phrases: "mice|mouse|murine|rats|xenograft*|in vitro|cell line*|animal model*|in animals|treated animals|\
                  untreated animals|mäuse*|tiermodell*|zelllinie*|unbehandelte tiere|behandelte tiere|die tiere|\
                  der tiere|im reagenzglas",
    },
    Group {
        says: Says::Assertion(Side::After, Negated),
        words: FAR,
        to_comma: false,
        phrases: "were excluded|have been excluded|has been excluded|was ruled out|were ruled out|is ruled out|has been ruled out|have been ruled out|was excluded|\
                  was not|were not|did not occur|not seen|not observed|not present|not identified|not detected|\
                  not demonstrated|is absent|are absent|was absent|were absent|unlikely|wurde ausgeschlossen|\
                  wurden ausgeschlossen|ausgeschlossen|nicht vor$|nicht auf$|nicht nachweisbar|nicht nachgewiesen|\
                  nicht festgestellt|nicht beobachtet|nicht gefunden|nicht gesehen|nicht bestätigt|\
                  gab es nicht|ergab sich nicht|ergaben sich nicht|fand sich nicht|fanden sich nicht|zeigte sich nicht|\
                  zeigten sich nicht|traten nicht|trat nicht|bestand nicht|bestanden nicht|besteht nicht|bestehen nicht|nicht bekannt|nicht erinnerlich|\
                  nicht vorhanden|blieb aus|blieben aus|wurde verneint|wurden verneint|werden verneint|wird verneint|\
                  blieb negativ|blieben negativ",
    },
    Group { says: Says::Assertion(Side::After, Negated), words: NEAR, to_comma: true, phrases: "negative" },
    Group {
        says: Says::Assertion(Side::Before, Background),
        words: FAR,
        to_comma: false,
        phrases: "bislang dient|bisher dient|bislang wird|bisher wird",
    },
    Group {
        says: Says::Assertion(Side::After, Planned),
        words: FAR,
        to_comma: false,
        phrases: "soll starten|soll beginnen|sollen beginnen|soll folgen|soll im|soll in|soll ab|wäre nun der nächste|wäre der nächste schritt|ist geplant|sind geplant|is planned|are planned|\
                  would be the next step",
    },
    Group {
        says: Says::Assertion(Side::After, Hypothetical),
        words: NEAR,
        to_comma: true,
        phrases: "are needed|are warranted|are required|sind nötig|sind notwendig|sind erforderlich",
    },
    Group {
        says: Says::Assertion(Side::After, Background),
        words: FAR,
        to_comma: true,
        phrases: "revolutioniert|eine revolution",
    },
    Group {
        says: Says::Assertion(Side::After, Background),
        words: FAR,
        to_comma: false,
        phrases: "was the original purpose|is the original purpose|the purpose for which|bereits vielfach|bereits viele male|bereits oft|schon seit jahren",
    },
    Group {
        says: Says::Assertion(Side::After, GeneralRisk),
        words: FAR,
        to_comma: false,
        phrases: "can occur|may occur|could occur|can arise|können auftreten|kann auftreten|können vorkommen|\
                  auftreten können|auftreten kann|which are possible|are possible|is possible",
    },
    Group {
        says: Says::Assertion(Side::After, Hypothetical),
        words: NEAR,
        to_comma: true,
        phrases: "is suspected|möglich",
    },
    Group {
        says: Says::Assertion(Side::After, Preclinical),
        words: NEAR,
        to_comma: true,
        phrases: "xenograft*|mice|mouse model*|cell line*|zelllinie*",
    },
    Group {
        says: Says::Assertion(Side::After, Preclinical),
        words: FAR,
        to_comma: false,
        phrases: "in mice|in vitro|bei mäusen|in mäusen|an mäusen|im mausmodell",
    },
    Group {
        says: Says::Nothing,
        words: 0,
        to_comma: false,
        phrases: "thus far|not for|not all|not by|nicht für|nicht alle|no increase|no change|no significant change|no interval change|no further|no longer|\
                  no improvement|no response|no response to|no cure|no relation|no doubt|not only|not just|\
                  not necessarily|not certain|not cause|not drain|not respond|not responding|not improve|\
                  not dependent on|without difficulty|without further|without improvement|without response|\
                  gram negative|if any|as if|nicht nur|nicht allein|nicht mehr auf|nicht auf die|nicht ausreichend|\
                  nicht genug|nicht länger|keine besserung|keiner besserung|keine wirkung|kein ansprechen|ohne limit|ohne erfolg|\
                  not reached|was not reached|were not reached|not been reached|nicht erreicht|not eligible|not suitable|\
                  not yet known|without recurrence of|no recurrence of|without relapse of|no relapse of|\
                  no deaths|not approved|nicht zugelassen",
    },
    Group {
        says: Says::End,
        words: 0,
        to_comma: false,
        phrases: "but|however|although|though|except|nevertheless|yet|which|who|because|since|as the cause|\
                  secondary to|due to|apart from|aside from|other than|now|is now|are now|presents with|\
                  presented with|so that|therefore|thus|hence|was added|were added|was given|were given|sodass|so dass|weshalb|\
                  woraufhin|worauf|deshalb|daher|daraufhin|aber|jedoch|sondern|allerdings|dennoch|obwohl|außer|während|wegen|weil|jetzt|\
                  inzwischen|mittlerweile",
    },
];

/// The phrases by the three bytes that they begin with.
static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table =
        Table { phrases: Vec::new(), some: Box::new([0; 1 << 10]), by_beginning: vec![Vec::new(); 1 << 12] };
    for group in GROUPS {
        for phrase in group.phrases.split('|') {
            let (text, end) = match phrase.as_bytes().last() {
                Some(b'*') => (&phrase[..phrase.len() - 1], End::Open),
                Some(b'$') => (&phrase[..phrase.len() - 1], End::Clause),
                _ => (phrase, End::Word),
            };
            // Behind a phrase of two letters stands no third one.
            let third = |byte: &u8| text.as_bytes().get(2).map_or(!byte.is_ascii_alphanumeric(), |third| third == byte);
            for third in (0..=u8::MAX).filter(third) {
                let at = beginning([text.as_bytes()[0], text.as_bytes()[1], third]);
                table.some[at / 64] |= 1 << (at % 64);
                table.by_beginning[at >> 4].push(table.phrases.len() as u16);
            }
            table.phrases.push(Cue { text, end, says: group.says, words: group.words, to_comma: group.to_comma });
        }
    }
    table
});

struct Table {
    phrases: Vec<Cue>,
    /// One bit for each beginning that some have.
    some: Box<[u64; 1 << 10]>,
    /// Numbers of phrases that begin so, by the upper bits; some others share their place.
    by_beginning: Vec<Vec<u16>>,
}

/// A number of 16 bits for three bytes.
fn beginning([one, two, three]: [u8; 3]) -> usize {
    (u32::from_le_bytes([one, two, three, 0]).wrapping_mul(0x9e37_79b1) >> 16) as usize
}

/// Whether a phrase may begin like `text` does.
pub(super) fn may_start(text: &str) -> bool {
    let at = beginning_of(text);
    TABLE.some[at / 64] >> (at % 64) & 1 != 0
}

fn beginning_of(text: &str) -> usize {
    let byte = |at| text.as_bytes().get(at).copied().unwrap_or(b' ');
    beginning([byte(0), byte(1), byte(2)])
}

/// The phrases that `text` begins with.
pub(super) fn starting(text: &str) -> impl Iterator<Item = &'static Cue> {
    let table = &*TABLE;
    let alike = &table.by_beginning[beginning_of(text) >> 4];
    alike.iter().map(|&at| &table.phrases[usize::from(at)]).filter(|cue| begins(text, cue))
}

fn begins(text: &str, cue: &Cue) -> bool {
    text.strip_prefix(cue.text).is_some_and(|rest| match cue.end {
        End::Word => !rest.starts_with(char::is_alphanumeric),
        End::Open => true,
        End::Clause => rest.trim_start().is_empty() || rest.starts_with(['.', ',', ';', '!', '?', ')']),
    })
}
