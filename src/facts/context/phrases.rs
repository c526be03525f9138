//! The phrases themselves, English and German, in lower case. One that ends in `*` may go on within its word, one that ends
//! in `$` stands at the end of a clause. They follow the trigger lists that `NegEx` and `ConText` publish.

use super::cues::{Says, Side};
use crate::facts::Assertion::{self, Background, Comparison, GeneralRisk, Hypothetical, Negated, Planned, Preclinical};

/// A list of phrases with what they say, for mentions on one side.
pub(super) struct Group {
    pub(super) says: Says,
    pub(super) words: u8,
    pub(super) to_comma: bool,
    /// Parted by `|`.
    pub(super) phrases: &'static str,
}

/// Words that a cue reaches over.
pub(super) const FAR: u8 = 14;

/// Words that a cue reaches over that says in whom all of a sentence was seen.
pub(in super::super) const SENTENCE: u8 = 60;

/// Words that a cue for what is right beside it reaches over.
const NEAR: u8 = 3;

/// All phrases.
pub(super) const GROUPS: &[Group] = &[
    Group {
        says: Says::Assertion(Side::Before, Negated),
        words: FAR,
        to_comma: false,
        phrases: "no|not|none of|without|denie*|deny|denying|absence of|negative for|never had|never developed|\
                  never|free of|ruled out|rules out|ruled out for|ruled him out for|ruled her out for|\
                  ruled the patient out for|fails to reveal|failed to reveal|excluded|excludes|excluding|neither|\
                  nor|cannot|lack of|lacked|kein|\
                  keine|keinen|keiner|keinem|keinerlei|ohne|weder|ausschluss einer|ausschluss eines|frei von|\
                  which excluded|which ruled out|thereby excluding|ruling out|sprach gegen|sprachen gegen|\
                  spricht gegen|ineligible for|unfit for|she declined|\
                  he declined|patient declined|patients declined|she refused|he refused|patient refused|\
                  patients refused",
    },
    Group {
        says: Says::Assertion(Side::Before, Hypothetical),
        words: FAR,
        to_comma: false,
        phrases: "rule out|possible|possibly|probable|suspected|suspicion of|suspicious for|may have|might have|\
                  could have|could be|may be|might be|could potentially|potentially|could lead to|aims to|if|\
                  verdacht auf|vermutete*|möglicherweise|\
                  könnte|könnten|potenzial der|whether|ob|one day|hope to|hopes to|hoped to|eines tages|ließe sich|\
                  ließen sich|denkbar|vorstellbar|hoffen|hofft|could also|could help|could benefit|might help|\
                  might benefit|may help|hope that|hopes that|sollte es|sollte ein|sollte eine",
    },
    Group { says: Says::Assertion(Side::Before, Negated), words: NEAR, to_comma: true, phrases: "nicht" },
    Group {
        says: Says::Assertion(Side::Before, Comparison),
        words: FAR,
        to_comma: true,
        phrases: "unlike|differ from|differs from|unterscheiden sich von|unterscheidet sich von|in contrast to|\
                  in contrast with|as opposed to|\
                  anders als|während bei|as in|ähnlich wie bei|similar to|similar results|ähnliche ergebnisse|\
                  im gegensatz zu*|im unterschied zu*",
    },
    // Of others, or what it was taken for before.
    Group {
        says: Says::Assertion(Side::Before, Background),
        words: FAR,
        to_comma: false,
        phrases: "in the series of|in the series by|in der serie von|in an earlier|in a previous study|\
                  in a previous trial|\
                  in previous studies|in earlier studies|previous studies have|earlier studies have|\
                  in einer früheren|\
                  in früheren studien|misdiagnosed as|misdiagnosed with|initially diagnosed as|\
                  initially diagnosed elsewhere as|initially thought to have|initially labelled as|fehldiagnose|\
                  fälschlich als|fälschlicherweise als|auswärts war|auswärts wurde|vermeintliche*|\
                  transformed the treatment of|changed the treatment of|in einer anderen studie|in another study|\
                  in another trial|first thought to have|initially thought to be|initially suspected|\
                  initially suspected to have|\
                  first suspected|mehr zum thema|lesen sie auch|read more",
    },
    // What is compared stands right behind; further on the sentence says in whom it was.
    Group {
        says: Says::Assertion(Side::Before, Comparison),
        words: NEAR,
        to_comma: true,
        phrases: "inactive in|ineffective in|wie man sie von|wie man sie bei|wie man es von|wie sie bei|known from|\
                  as known from|outside|outside of|außerhalb|außerhalb von|compared with|compared to|than for|than in|than with|\
                  verglichen mit|im vergleich zu*|versus|vs|mimic of|mimics of|mimicking|mimics|resembling",
    },
    Group {
        says: Says::Assertion(Side::Before, Hypothetical),
        words: NEAR,
        to_comma: true,
        phrases: "screening for|screened for|tested for|evaluated for|assessed for|listed for|awaiting|\
                  waitlisted for|\
                  untersucht auf|getestet auf|abklärung auf|gelistet für",
    },
    Group {
        says: Says::Assertion(Side::Before, Background),
        words: FAR,
        to_comma: true,
        phrases: "family history|family history:|familienanamnese|familienanamnese:|in der familie|in the family|\
                  % had|\
                  % has|% have|%, who had|%, who has|% died|% suffer*|% was affected|% were affected|& hat|& hatte*|\
                  & haben|& leide*|& litt*|&, die an|&, der an|& starb*|& verstarb*|& war an|& ist an|& waren an|\
                  & erkrank*",
    },
    Group {
        says: Says::Assertion(Side::Before, Background),
        words: FAR,
        to_comma: true,
        phrases: "originally|initially developed|first developed|first devised|first used|first used to treat|\
                  pioneered in|long established in|established in|are approved for|\
                  are already approved for|transformed the care of|previously used|mainly used|long used|\
                  already established|already approved|revolutionized the treatment of|\
                  revolutionised the treatment of|ursprünglich|bislang vor allem|bisher vor allem|\
                  bislang hauptsächlich|bisher hauptsächlich|bislang nur|bisher nur|bereits etabliert*|\
                  bereits zugelassen*",
    },
    Group {
        says: Says::Assertion(Side::Before, GeneralRisk),
        words: FAR,
        to_comma: false,
        phrases: "risks such as|risks, such as|risks remain|risks exist|there are risks|es bestehen risiken|\
                  risks like|risk of|side effects such as|side effects like|\
                  complications such as|possible side effects|can include|may include|known risks|most feared|\
                  feared complication|gefürchtet*|\
                  can trigger|may trigger|can induce|may induce|potential side effects|mögliche nebenwirkungen|\
                  can cause|may cause|can lead to|may lead to|minimize possible|\
                  minimise possible|minimize potential|risiken wie|risiko von|risiko eine*|risiko für|\
                  nebenwirkungen wie|komplikationen wie|gefahr eine*|kann zu|können zu",
    },
    Group {
        says: Says::Assertion(Side::Before, Planned),
        words: FAR,
        to_comma: false,
        phrases: "plan to|plan a|plans to|are planning|is planning|planned|planning|will be tested|will investigate|\
                  will evaluate|will enrol|will enroll|will recruit|\
                  planen|plant|geplant*|intend to|intends to|is preparing|are preparing|now preparing|als nächstes|\
                  startet*|wird untersucht|soll nun|sollen nun|nächster schritt|nächster schritt:|next step:",
    },
    Group { says: Says::Assertion(Side::Before, Hypothetical), words: NEAR, to_comma: true, phrases: "mögliche*" },
    Group {
        says: Says::Assertion(Side::Before, Preclinical),
        words: SENTENCE,
        to_comma: false,
        phrases: "mice|mouse|murine|rats|xenograft*|in vitro|cell line*|animal model*|in animals|cell culture|\
                  in cultured|treated animals|\
                  untreated animals|mäuse*|tiermodell*|zelllinie*|unbehandelte tiere|behandelte tiere|die tiere|\
                  der tiere|im reagenzglas|zellkultur*|mausmodell*|mausversuch*|tierversuch*|ratten",
    },
    Group {
        says: Says::Assertion(Side::After, Negated),
        words: FAR,
        to_comma: false,
        phrases: "verneinte|verneinten|verworfen|nicht berücksichtigt|nicht eingeschlossen|waren nicht zugelassen|\
                  war nicht zugelassen|nicht gegenstand|galt als ausschlusskriterium|galten als ausschlusskriterium|\
                  war ein ausschlusskriterium|waren ein ausschlusskriterium|durfte nicht|durften nicht|\
                  nicht mehr empfohlen|nicht empfohlen|no longer recommended|not recommended|was withheld|\
                  were withheld|unterblieb|unterblieben|not included|\
                  had been excluded|is excluded|are excluded|never recorded|never observed|never seen|never occurred|\
                  were ineligible|was ineligible|are ineligible|verneint|did not develop|did not appear|\
                  did not arise|has not occurred|\
                  have not occurred|had not occurred|not been seen|not been observed|not been detected|\
                  not been reported|\
                  was declined|were declined|was refused|were refused|wurde abgelehnt|abgelehnt|nicht infrage|\
                  nicht in frage|\
                  were excluded|have been excluded|has been excluded|was ruled out|were ruled out|is ruled out|\
                  has been ruled out|have been ruled out|was excluded|\
                  was not|were not|did not occur|not seen|not observed|not present|not identified|not detected|\
                  not demonstrated|is absent|are absent|was absent|were absent|unlikely|wurde ausgeschlossen|\
                  wurden ausgeschlossen|ausgeschlossen|nicht vor$|nicht auf$|nicht nachweisbar|nicht nachgewiesen|\
                  nicht festgestellt|nicht beobachtet|nicht gefunden|nicht gesehen|nicht bestätigt|\
                  gab es nicht|ergab sich nicht|ergaben sich nicht|fand sich nicht|fanden sich nicht|\
                  zeigte sich nicht|\
                  zeigten sich nicht|traten nicht|trat nicht|bestand nicht|bestanden nicht|besteht nicht|\
                  bestehen nicht|nicht bekannt|nicht erinnerlich|\
                  nicht vorhanden|blieb aus|blieben aus|wurde verneint|wurden verneint|werden verneint|wird verneint|\
                  blieb negativ|blieben negativ",
    },
    Group { says: Says::Assertion(Side::After, Negated), words: NEAR, to_comma: true, phrases: "negative" },
    Group {
        says: Says::Assertion(Side::After, Negated),
        words: NEAR,
        to_comma: false,
        phrases: "which have not been|which has not been|which did not|which were not seen|which was not seen",
    },
    Group {
        says: Says::Assertion(Side::After, Comparison),
        words: FAR,
        to_comma: true,
        phrases: "nicht übertragen|nicht übertragbar",
    },
    Group {
        says: Says::Assertion(Side::After, Hypothetical),
        words: NEAR,
        to_comma: true,
        phrases: "könnte künftig|könnten künftig|könnte eine alternative|könnten eine alternative|könnte eine option|\
                  könnten eine option|might have been an|could have been an|may become|might become|could become|\
                  was considered$|were considered$|was discussed$|were discussed$|wurde erwogen|wurden erwogen|\
                  wurde diskutiert|wurden diskutiert|wurde erörtert|must be ruled out|should be ruled out|\
                  must be excluded|should be excluded|auszuschließen|remain an option|remains an option|\
                  bleibt eine option|bleiben eine option",
    },
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
        phrases: "soll starten|soll beginnen|sollen beginnen|soll folgen|soll im|soll in|soll ab|\
                  wäre nun der nächste|wäre der nächste schritt|ist geplant|sind geplant|is planned|are planned|\
                  would be the next step|expected to start|expected to begin|expected to open|will open|will start|\
                  will begin|will follow|begins next|starts next|\
                  in vorbereitung|in planung|beginnt im|startet im|begin im|beginnen im",
    },
    Group {
        says: Says::Assertion(Side::After, Hypothetical),
        words: NEAR,
        to_comma: true,
        phrases: "are needed|are warranted|are required|sind nötig|sind notwendig|sind erforderlich",
    },
    Group {
        says: Says::Assertion(Side::After, Hypothetical),
        words: FAR,
        to_comma: false,
        phrases: "would have been|wäre infrage gekommen|wäre eine alternative|wäre eine option|wäre denkbar|droht|\
                  drohen",
    },
    Group {
        says: Says::Assertion(Side::After, Background),
        words: FAR,
        to_comma: true,
        phrases: "revolutioniert|eine revolution|schon standard|bereits standard|längst standard|schon routine|\
                  bereits routine|längst routine",
    },
    Group {
        says: Says::Assertion(Side::After, Background),
        words: FAR,
        to_comma: false,
        phrases: "was the original purpose|is the original purpose|the purpose for which|bereits vielfach|\
                  bereits viele male|bereits oft|schon seit jahren",
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
        phrases: "not rule out|nicht ausgeschlossen werden|nicht ausschließen|not effective|keinem anderen|\
                  keiner anderen|no other|no new|\
                  keine neuen|no flare of|no flares of|without treatment|without therapy|ohne behandlung|\
                  ohne therapie|\
                  keine beschwerden|no standard|no effective|no approved|no established|no curative|no specific|\
                  keine wirksame|keine zugelassene|keine etablierte|keine spezifische|keine heilung|no cure for|\
                  if untreated|\
                  if left untreated|thus far|not for|not all|not by|nicht für|nicht alle|no increase|no change|\
                  no significant change|no interval change|no further|no longer|\
                  no improvement|no response|no response to|no cure|no relation|no doubt|not only|not just|\
                  not necessarily|not certain|not cause|not drain|not respond|not responding|not improve|\
                  not dependent on|without difficulty|without further|without improvement|without response|\
                  gram negative|if any|as if|nicht nur|nicht allein|nicht mehr auf|nicht auf die|nicht ausreichend|\
                  nicht genug|nicht länger|keine besserung|keiner besserung|keine wirkung|kein ansprechen|\
                  ohne limit|ohne erfolg|\
                  not reached|was not reached|were not reached|not been reached|nicht erreicht|not eligible|\
                  not suitable|\
                  not yet known|without recurrence of|no recurrence of|without relapse of|no relapse of|\
                  no deaths|not approved|nicht zugelassen",
    },
    Group {
        says: Says::End,
        words: 0,
        to_comma: false,
        phrases: "but|however|although|though|except|nevertheless|yet|which|who|because|since|as the cause|\
                  secondary to|due to|apart from|aside from|other than|now|is now|are now|presents with|\
                  presented with|so that|therefore|thus|hence|was added|were added|was given|were given|sodass|\
                  so dass|weshalb|\
                  woraufhin|worauf|deshalb|daher|daraufhin|aber|jedoch|sondern|allerdings|dennoch|obwohl|außer|\
                  während|wegen|weil|jetzt|\
                  inzwischen|mittlerweile",
    },
];

/// A cue of two parts in one clause, and what it says of what is named there.
pub(super) struct Pair {
    pub(super) says: Assertion,
    /// Parted by `|`, both.
    pub(super) firsts: &'static str,
    pub(super) seconds: &'static str,
}

/// All pairs.
pub(super) const PAIRS: &[Pair] = &[
    // What was looked for and is not there, with the verb in the second place of the clause or at its end.
    Pair {
        says: Negated,
        firsts: "beobachte*|sah|sahen|stellte|stellten|fand|fanden|trat|traten|bestand|bestanden|bestätigte*|erlitt|\
                 erlitten|gab es|kam es|zeigte sich|zeigten sich|ergab sich|ergaben sich|verzeichnete*|registrierte*|\
                 entdeckte*|bemerkte*|dokumentierte*|ließ sich|ließen sich|konnte|konnten|wurde|wurden|sprach",
        seconds: "nicht fest$|nicht auf$|nicht$|nie$|nie auf$|keine$|keinen$|keiner$|in keinem*|in keiner*|bei keinem*|\
                  bei keiner*|bei niemandem|nicht nachweisen|nicht finden|nicht erhärten|nicht bestätigen|\
                  nicht beobachtet|nicht festgestellt|nicht gesehen|nicht gefunden|nichts$|zu keinem zeitpunkt|\
                  zu keiner zeit",
    },
    Pair {
        says: Negated,
        firsts: "nicht|nie|zu keinem zeitpunkt|zu keiner zeit|bei keinem*|bei keiner*|in keinem*|in keiner*",
        seconds: "beobachtet|gesehen|festgestellt|nachgewiesen|gefunden|aufgetreten|bestätigt|verzeichnet|registriert|\
                  erlitten|entdeckt|dokumentiert",
    },
    Pair {
        says: Negated,
        firsts: "occurred|occurs|seen|observed|developed|reported|noted|detected|found|recorded|documented",
        seconds: "in none|in no|by none|by no patient|with none",
    },
    // Verbs of which one part stands at the end of the clause.
    Pair {
        says: Negated,
        firsts: "schloss|schlossen|schließt|schließen|blieb|blieben|bleibt|bleiben",
        seconds: "aus$",
    },
    Pair { says: Negated, firsts: "lehnte|lehnten|lehnt|lehnen", seconds: "ab$" },
    Pair { says: Negated, firsts: "auf", seconds: "verzichtet|verzichteten|verzichtete|verzichten" },
    Pair { says: Negated, firsts: "kam|kamen|kommt|kommen", seconds: "nicht infrage|nicht in frage|nicht in betracht" },
    // What it was taken for first.
    Pair {
        says: Background,
        firsts: "zunächst|zuerst|anfangs|anfänglich|ursprünglich",
        seconds: "vermute*|getippt|gedacht|angenommen|gehalten|verdächtigt|tippte*|dachte*|ausgegangen",
    },
    Pair {
        says: Background,
        firsts: "seit|längst|bereits|schon|bekannt",
        seconds: "zugelassen|etabliert|erprobt|aus der behandlung von|von der behandlung",
    },
    Pair {
        says: Planned,
        firsts: "wollen|will|möchten|möchte|sollen|soll",
        seconds: "behandeln|untersuchen|prüfen|testen|erproben|untersucht werden|geprüft werden|getestet werden|\
                  behandelt werden",
    },
    Pair {
        says: Background,
        firsts: "seit jahren|seit langem|schon lange|seit längerem|for years|long",
        seconds: "eingesetzt|verwendet|used|been used",
    },
    Pair { says: Background, firsts: "auch bei|auch für|also", seconds: "zugelassen|approved for|licensed for" },
    Pair { says: Comparison, firsts: "die man|das man|den man|wie man sie", seconds: "kennt" },
    // The illness of a relative.
    Pair {
        says: Background,
        firsts: "seine mutter|ihre mutter|sein vater|ihr vater|seine schwester|ihre schwester|sein bruder|ihr bruder|\
                 deren mutter|dessen mutter|die großmutter|der großvater|his mother|her mother|his father|her father|\
                 his sister|her sister|his brother|her brother",
        seconds: "verstorben|gestorben|verstarb|starb|erkrankt|erkrankte|leidet|litt|gelitten|died of|suffered from",
    },
    Pair { says: Planned, firsts: "ist|sind|wird|werden", seconds: "geplant|vorbereitet|in vorbereitung" },
    Pair { says: Planned, firsts: "soll|sollen", seconds: "starten|beginnen|folgen|anlaufen" },
    Pair {
        says: GeneralRisk,
        firsts: "kann|können|can|may",
        seconds: "auftreten|vorkommen|entstehen|auslösen|verursachen|hervorrufen|occur|arise|develop",
    },
    Pair {
        says: GeneralRisk,
        firsts: "zu den risiken|zu den nebenwirkungen|zu den möglichen nebenwirkungen|zu den bekannten nebenwirkungen|\
                 zu den typischen nebenwirkungen|zu den komplikationen|zu den möglichen komplikationen|als nebenwirkung",
        seconds: "zählen|gehören|zählt|gehört|droht|drohen",
    },
];

/// Whose illness is not that of a patient; `%` of a phrase stands for each.
const RELATIVES: &[&str] = &[
    "mother",
    "father",
    "parents",
    "sister",
    "sisters",
    "brother",
    "brothers",
    "sibling",
    "siblings",
    "grandmother",
    "grandfather",
    "grandparents",
    "aunt",
    "aunts",
    "uncle",
    "uncles",
    "cousin",
    "cousins",
    "relative",
    "relatives",
];

/// The same in German, where it may be said whose they are; `&` of a phrase stands for each.
const VERWANDTE: &[&str] = &[
    "mutter",
    "vater",
    "eltern",
    "schwester",
    "schwestern",
    "bruder",
    "brüder",
    "geschwister",
    "großmutter",
    "großvater",
    "großeltern",
    "oma",
    "opa",
    "tante",
    "onkel",
    "cousine",
    "vetter",
    "verwandte",
    "angehörige",
];

/// Those of a phrase of a group: itself, or one for each relative.
pub(super) fn expanded(phrase: &'static str) -> Vec<&'static str> {
    let all: Vec<String> = match (phrase.strip_prefix('%'), phrase.strip_prefix('&')) {
        (Some(rest), _) => RELATIVES.iter().map(|relative| format!("{relative}{rest}")).collect(),
        (_, Some(rest)) => {
            let whose = ["", " der patientin", " des patienten", " des kindes"];
            VERWANDTE.iter().flat_map(|one| whose.iter().map(move |whose| format!("{one}{whose}{rest}"))).collect()
        }
        _ => return vec![phrase],
    };
    all.into_iter().map(|phrase| &*phrase.leak()).collect()
}
