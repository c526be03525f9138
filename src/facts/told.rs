//! Whom a document tells of, as rows of a table: each patient and the group, with what is said of age, sex, disease,
//! therapy, outcome and follow-up. Every cell is a list of facts, so that each has its evidence.

use super::{Assertion, Fact, FactKind, Role, Subject};
use crate::document::Document;
use crate::wording::Text;

/// What a row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each name says it")]
pub enum Column {
    Number,
    Age,
    Sex,
    Disease,
    Therapy,
    Prior,
    Outcome,
    FollowUp,
}

/// All columns in order.
pub const COLUMNS: [Column; 8] = [
    Column::Number,
    Column::Age,
    Column::Sex,
    Column::Disease,
    Column::Therapy,
    Column::Prior,
    Column::Outcome,
    Column::FollowUp,
];

impl Column {
    /// Its name in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "n",
            Self::Age => "age",
            Self::Sex => "sex",
            Self::Disease => "disease",
            Self::Therapy => "therapy",
            Self::Prior => "prior_therapy",
            Self::Outcome => "outcome",
            Self::FollowUp => "follow_up",
        }
    }

    /// Its heading.
    pub fn label(self) -> Text {
        match self {
            Self::Number => Text::new("n", "n"),
            Self::Therapy => Text::new("Therapy, product", "Therapie, Produkt"),
            Self::Age => FactKind::PatientAge.entry().label,
            Self::Sex => FactKind::PatientSex.entry().label,
            Self::Disease => FactKind::Disease.entry().label,
            Self::Prior => FactKind::PriorTherapy.entry().label,
            Self::Outcome => FactKind::Outcome.entry().label,
            Self::FollowUp => FactKind::FollowUp.entry().label,
        }
    }

    /// The column of a kind, if it has one.
    fn of(kind: FactKind) -> Option<Self> {
        Some(match kind {
            FactKind::CohortSize => Self::Number,
            FactKind::PatientAge => Self::Age,
            FactKind::PatientSex => Self::Sex,
            FactKind::Disease => Self::Disease,
            FactKind::Product | FactKind::Therapy | FactKind::Drug => Self::Therapy,
            FactKind::PriorTherapy => Self::Prior,
            FactKind::Outcome => Self::Outcome,
            FactKind::FollowUp => Self::FollowUp,
            _ => return None,
        })
    }
}

/// A patient or the group, with the facts of each column by their place in the facts of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Who it is.
    pub subject: Subject,
    /// For each of [`COLUMNS`] the facts, the most telling first.
    pub cells: [Vec<usize>; COLUMNS.len()],
}

/// The patients and the group of a document, in the order they are introduced.
///
/// What is said of the document belongs to its only subject. Of several it is the one last introduced in the same
/// paragraph, else the one the document begins with, to whom what the document is about belongs too.
pub fn told(document: &Document, facts: &[Fact]) -> Vec<Told> {
    let introductions = introductions(facts);
    let mut subjects: Vec<Subject> = Vec::new();
    for (_, subject) in &introductions {
        if !subjects.contains(subject) {
            subjects.push(*subject);
        }
    }
    let mut rows: Vec<Told> =
        subjects.iter().map(|&subject| Told { subject, cells: std::array::from_fn(|_| Vec::new()) }).collect();
    for (index, fact) in facts.iter().enumerate().filter(|(_, fact)| fact.assertion == Assertion::Affirmed) {
        let Some(column) = Column::of(fact.kind) else { continue };
        let at = COLUMNS.iter().position(|known| *known == column).unwrap_or_default();
        let studied = matches!(fact.role, Role::Primary | Role::Specific | Role::Studied | Role::None);
        if fact.subject != Subject::Document {
            if let Some(row) = rows.iter_mut().find(|row| row.subject == fact.subject) {
                row.cells[at].push(index);
            }
            continue;
        }
        let concept = matches!(column, Column::Disease | Column::Therapy);
        // A concept belongs to everybody it is named beside, an event to one.
        let mut owners: Vec<Option<Subject>> =
            fact.evidence.iter().map(|found| owner(document, &introductions, found.surface.start)).collect();
        if !concept {
            owners.truncate(1);
        }
        for (number, row) in rows.iter_mut().enumerate() {
            let main = number == 0;
            let named = owners.contains(&Some(row.subject));
            let belongs = match (subjects.len(), concept) {
                (1, true) => studied,
                (1, false) => true,
                (_, true) => named || (main && studied && fact.role != Role::Studied),
                (_, false) => named || (main && owners == [None]),
            };
            if belongs {
                row.cells[at].push(index);
            }
        }
    }
    for row in &mut rows {
        // A product says more than its class, what the document is about more than what is beside it.
        row.cells[4].sort_by_key(|&index| (facts[index].kind != FactKind::Product, facts[index].role));
        row.cells[3].sort_by_key(|&index| facts[index].role);
    }
    rows
}

/// What a document that tells of nobody says: its diseases, therapies and outcomes.
pub fn whole(facts: &[Fact]) -> Told {
    let mut row = Told { subject: Subject::Document, cells: std::array::from_fn(|_| Vec::new()) };
    for (index, fact) in facts.iter().enumerate() {
        if let Some(column) = Column::of(fact.kind)
            && fact.assertion == Assertion::Affirmed
            && matches!(fact.role, Role::Primary | Role::Specific | Role::None)
        {
            row.cells[COLUMNS.iter().position(|known| *known == column).unwrap_or_default()].push(index);
        }
    }
    row
}

/// Where patients and the group are spoken of, in order of the text.
fn introductions(facts: &[Fact]) -> Vec<(usize, Subject)> {
    let who = |fact: &&Fact| {
        matches!(fact.kind, FactKind::CohortSize | FactKind::PatientAge | FactKind::PatientSex)
            && fact.assertion == Assertion::Affirmed
            && fact.subject != Subject::Document
    };
    let mut found: Vec<(usize, Subject)> = facts
        .iter()
        .filter(who)
        .flat_map(|fact| fact.evidence.iter().map(|found| (found.surface.start, fact.subject)))
        .collect();
    found.sort_by_key(|(at, _)| *at);
    found
}

/// Who is spoken of at an offset: the last one introduced before it in its paragraph, else the first one in there.
fn owner(document: &Document, introductions: &[(usize, Subject)], at: usize) -> Option<Subject> {
    let next = document.blocks.partition_point(|block| block.range.end <= at);
    let block = document.blocks.get(next).map_or(0..document.text.len(), |block| block.range.clone());
    let from = introductions.partition_point(|(place, _)| *place < block.start);
    let to = introductions.partition_point(|(place, _)| *place < block.end);
    let inside = &introductions[from..to];
    let before = inside.partition_point(|(place, _)| *place <= at);
    inside[..before].last().or(inside.first()).map(|(_, subject)| *subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind};
    use crate::facts::{Data, Evidence};

    /// A document with a block for each paragraph.
    fn page(text: &str) -> Document {
        let mut start = 0;
        let blocks = text.split("\n\n").map(|part| {
            let range = start..start + part.len();
            start = range.end + 2;
            Block::new(range, BlockKind::Paragraph)
        });
        let blocks = blocks.collect();
        Document { text: text.into(), blocks, ..Document::default() }
    }

    fn fact(document: &Document, kind: FactKind, quote: &str, subject: Subject, role: Role) -> Fact {
        let at = document.text.find(quote).unwrap();
        let span = at..at + quote.len();
        Fact {
            kind,
            value: quote.to_owned(),
            concept: None,
            role,
            function: None,
            assertion: Assertion::Affirmed,
            subject,
            data: Data::None,
            evidence: vec![Evidence { quote: span.clone(), surface: span }],
            rule: "test/rule",
            why: Vec::new(),
        }
    }

    fn shown(rows: &[Told], facts: &[Fact], column: Column) -> Vec<Vec<String>> {
        let at = COLUMNS.iter().position(|known| *known == column).unwrap();
        rows.iter().map(|row| row.cells[at].iter().map(|&index| facts[index].value.clone()).collect()).collect()
    }

    #[test]
    fn what_a_document_says_belongs_to_its_only_patient() {
        let document =
            page("A woman of 45 had lupus.\n\nAfter rituximab she was in remission. Cancer is another thing.");
        let facts = [
            fact(&document, FactKind::PatientAge, "45", Subject::Patient(1), Role::None),
            fact(&document, FactKind::Disease, "lupus", Subject::Document, Role::Primary),
            fact(&document, FactKind::Disease, "Cancer", Subject::Document, Role::Mentioned),
            fact(&document, FactKind::Drug, "rituximab", Subject::Document, Role::Primary),
            fact(&document, FactKind::Outcome, "remission", Subject::Document, Role::None),
        ];
        let rows = told(&document, &facts);
        assert_eq!(shown(&rows, &facts, Column::Disease), [["lupus"]]);
        assert_eq!(shown(&rows, &facts, Column::Therapy), [["rituximab"]]);
        assert_eq!(shown(&rows, &facts, Column::Outcome), [["remission"]]);
    }

    #[test]
    fn of_two_patients_each_has_the_events_of_the_paragraph() {
        let document = page(
            "A patient of 45 with myositis was in remission.\n\nA relapse came later.\n\n\
             Another man, 35, had vasculitis and recovered.",
        );
        let facts = [
            fact(&document, FactKind::PatientAge, "45", Subject::Patient(1), Role::None),
            fact(&document, FactKind::PatientAge, "35", Subject::Patient(2), Role::None),
            fact(&document, FactKind::Disease, "myositis", Subject::Document, Role::Primary),
            fact(&document, FactKind::Disease, "vasculitis", Subject::Document, Role::Mentioned),
            fact(&document, FactKind::Outcome, "remission", Subject::Document, Role::None),
            fact(&document, FactKind::Outcome, "relapse", Subject::Document, Role::None),
            fact(&document, FactKind::Outcome, "recovered", Subject::Document, Role::None),
        ];
        let rows = told(&document, &facts);
        assert_eq!(shown(&rows, &facts, Column::Outcome), [vec!["remission", "relapse"], vec!["recovered"]]);
        assert_eq!(shown(&rows, &facts, Column::Disease), [["myositis"], ["vasculitis"]]);
    }

    #[test]
    fn a_group_is_a_row_and_nobody_is_none() {
        let document = page("In 24 patients with lupus a remission was seen.");
        let size = fact(&document, FactKind::CohortSize, "24 patients", Subject::Cohort, Role::None);
        let outcome = fact(&document, FactKind::Outcome, "remission", Subject::Document, Role::None);
        let facts = [size, outcome];
        let rows = told(&document, &facts);
        assert_eq!((rows.len(), rows[0].subject), (1, Subject::Cohort));
        assert_eq!(shown(&rows, &facts, Column::Number), [["24 patients"]]);
        assert_eq!(told(&document, &facts[1..]), []);
    }
}
