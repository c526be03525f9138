//! Findings that are named by a part of the body and what befell it: "cardiac dysfunction", "white matter lesions". In
//! the training parts of NCBI Disease, BC5CDR and `BioRED` more than nine of ten such pairs are marked, with both words; no list
//! of names has them all.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Words for a part of the body or a function, with the disease class that a finding in it belongs to.
const ORGANS: &[(&str, &str)] = &[
    ("MONDO:0005267", "cardiac heart myocardial ventricular atrial valvular valve systolic diastolic"),
    ("MONDO:0004995", "cardiovascular"),
    ("MONDO:0005385", "vascular arterial artery venous vein aortic coronary endothelial microvascular carotid"),
    ("MONDO:0005240", "renal kidney glomerular tubular tubulointerstitial nephron"),
    ("MONDO:0002118", "urinary bladder urethral ureteral genitourinary urogenital"),
    ("MONDO:0005154", "hepatic liver hepatobiliary"),
    ("MONDO:0002887", "biliary"),
    ("MONDO:0002356", "pancreatic"),
    ("MONDO:0002332", "splenic"),
    ("MONDO:0005275", "pulmonary lung alveolar"),
    ("MONDO:0005087", "respiratory bronchial airway pleural tracheal laryngeal nasal"),
    ("MONDO:0005560", "brain cerebral cerebellar cortical hippocampal striatal cerebrovascular brainstem"),
    (
        "MONDO:0005071",
        "neuronal neural neurological neurologic axonal nerve neuropathic neurovascular cns spinal cord cranial \
         dopaminergic motor sensory autonomic extrapyramidal psychomotor matter nervous system",
    ),
    ("MESH:D060825", "cognitive neurocognitive memory learning intellectual"),
    ("MONDO:0002025", "psychiatric psychological emotional behavioral behavioural"),
    ("MONDO:0005328", "ocular eye retinal macular optic corneal lens lenticular iris choroidal visual vision"),
    ("MONDO:0021205", "hearing auditory cochlear vestibular"),
    ("MONDO:0004298", "gastric stomach"),
    ("MONDO:0005020", "intestinal bowel colonic rectal colorectal"),
    ("MONDO:0004335", "gastrointestinal gi esophageal oesophageal"),
    ("MONDO:0006858", "oral dental tooth jaw palate"),
    ("MONDO:0005093", "skin cutaneous dermatologic dermatological mucosal"),
    ("MONDO:0003939", "muscle muscular"),
    ("MONDO:0005381", "bone skeletal vertebral craniofacial"),
    ("MONDO:0006816", "joint cartilage"),
    ("MONDO:0003240", "thyroid"),
    ("MONDO:0005151", "endocrine adrenal pituitary hormonal parathyroid"),
    ("MONDO:0005039", "gonadal testicular ovarian uterine endometrial cervical vaginal genital penile"),
    ("MONDO:0002657", "breast mammary"),
    ("MONDO:0003150", "prostate prostatic"),
    ("MONDO:0005570", "hematologic haematologic hematological haematological platelet"),
    ("MONDO:0005046", "immune immunologic immunological thymic lymphatic lymphoid"),
    ("MONDO:0044970", "mitochondrial"),
    ("MONDO:0005066", "metabolic electrolyte peroxisomal lysosomal"),
    ("MONDO:0003847", "genetic chromosomal"),
    ("MONDO:0000839", "fetal embryonic developmental limb facial"),
];

/// Words for what befell it, in the singular; they say too little alone.
const HEADS: &[&str] = &[
    "abnormality",
    "anomaly",
    "arrest",
    "atrophy",
    "block",
    "calcification",
    "complication",
    "damage",
    "decline",
    "defect",
    "deficit",
    "degeneration",
    "deterioration",
    "dilatation",
    "dilation",
    "disability",
    "disturbance",
    "dysfunction",
    "enlargement",
    "failure",
    "hyperplasia",
    "hypertrophy",
    "hypoplasia",
    "impairment",
    "insufficiency",
    "lesion",
    "loss",
    "malformation",
    "retardation",
    "spasm",
];

static ORGAN_OF: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    ORGANS.iter().flat_map(|(class, words)| words.split_whitespace().map(|word| (word, *class))).collect()
});

/// Most bytes of a word in [`ORGANS`].
const LONGEST: usize = 20;

/// The disease class of findings in what a word names; none if it names no part of the body.
pub(super) fn class(word: &str) -> Option<&'static str> {
    if word.len() > LONGEST {
        return None;
    }
    ORGAN_OF.get(word.to_ascii_lowercase().as_str()).copied()
}

/// Words that tell parts of an organ apart, each with how the organ goes on.
const SIDES: &[(&str, &str)] = &[
    ("central", "nervous"),
    ("color", "vision"),
    ("colour", "vision"),
    ("gray", "matter"),
    ("grey", "matter"),
    ("left", "atri"),
    ("left", "ventric"),
    ("lower", "limb"),
    ("peripheral", "nerv"),
    ("right", "atri"),
    ("right", "ventric"),
    ("upper", "limb"),
    ("white", "matter"),
];

/// Whether a word tells apart which part of the organ after it is meant: "left" before "ventricular".
pub(super) fn is_side(word: &str, organ: &str) -> bool {
    SIDES.iter().any(|(side, start)| {
        word.eq_ignore_ascii_case(side)
            && organ.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    })
}

/// How the words of [`HEADS`] begin in both numbers.
pub(super) fn stems() -> impl Iterator<Item = &'static str> {
    HEADS.iter().map(|head| head.strip_suffix('y').unwrap_or(head))
}

/// Whether a word is one of [`HEADS`], in either number.
pub(super) fn is_head(word: &str) -> bool {
    let bytes = word.as_bytes();
    HEADS.iter().any(|head| {
        let (head, plural) = match head.strip_suffix('y') {
            _ if bytes.len() <= head.len() => (*head, ""),
            Some(stem) => (stem, "ies"),
            None => (*head, "s"),
        };
        bytes.len() == head.len() + plural.len()
            && bytes[..head.len()].eq_ignore_ascii_case(head.as_bytes())
            && bytes[head.len()..].eq_ignore_ascii_case(plural.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn organs_and_heads_are_known_in_any_case_and_number() {
        assert_eq!(class("Renal"), class("kidney"));
        assert_eq!(class("table"), None);
        for word in ["Lesions", "abnormalities", "loss", "damage"] {
            assert!(is_head(word), "{word}");
        }
        for word in ["lesional", "functions", "s", "abnormalitys"] {
            assert!(!is_head(word), "{word}");
        }
    }

    #[test]
    fn each_class_is_bundled() {
        let vocabulary = Vocabulary::bundled();
        for (class, _) in ORGANS {
            assert!(vocabulary.by_id(class).is_some(), "{class}");
        }
    }
}
