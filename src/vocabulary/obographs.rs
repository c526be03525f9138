//! OBO Graphs as JSON: nodes with labels, synonyms and cross-references, `is_a` edges.

use std::collections::HashMap;

use serde::Deserialize;

use super::source::{Entries, Entry, Named};
use super::{Usage, ids};

#[derive(Deserialize)]
struct File {
    graphs: Vec<Graph>,
}

#[derive(Deserialize)]
struct Graph {
    #[serde(default)]
    nodes: Vec<Node>,
    #[serde(default)]
    edges: Vec<Edge>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    lbl: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Meta {
    synonyms: Vec<Property>,
    xrefs: Vec<Xref>,
    basic_property_values: Vec<Property>,
    deprecated: bool,
}

#[derive(Deserialize)]
struct Property {
    pred: String,
    val: String,
}

#[derive(Deserialize)]
struct Xref {
    val: String,
}

#[derive(Deserialize)]
struct Edge {
    sub: String,
    pred: String,
    obj: String,
}

/// Whether a text is JSON.
pub(super) fn is(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// The classes that are not deprecated.
pub(super) fn read(text: &str) -> Result<Entries, String> {
    let file: File = serde_json::from_str(text).map_err(|error| format!("it is no OBO Graphs JSON: {error}"))?;
    let mut found = Entries { ontology: true, ..Entries::default() };
    let mut places = HashMap::new();
    for graph in file.graphs {
        for node in graph.nodes {
            let class = node.kind.is_none_or(|kind| kind == "CLASS");
            if class
                && !node.meta.deprecated
                && let Some(id) = ids::canonical(&node.id)
            {
                places.insert(id.clone(), found.list.len());
                found.list.push(entry(id, node.lbl, node.meta));
            }
        }
        for edge in graph.edges.iter().filter(|edge| edge.pred == "is_a") {
            let child = ids::canonical(&edge.sub).and_then(|id| places.get(&id));
            if let (Some(&child), Some(parent)) = (child, ids::canonical(&edge.obj)) {
                found.list[child].parents.push(parent);
            }
        }
    }
    Ok(found)
}

fn entry(id: String, label: Option<String>, meta: Meta) -> Entry {
    let names = meta.synonyms.into_iter().filter_map(|synonym| {
        let usage = match synonym.pred.as_str() {
            "hasExactSynonym" => Usage::Plain,
            "hasRelatedSynonym" => Usage::Related,
            _ => return None,
        };
        Some(Named { text: synonym.val, usage: Some(usage), german: false })
    });
    let others = meta.basic_property_values.iter();
    let others = others.filter(|property| property.pred.ends_with("hasAlternativeId")).map(|property| &property.val);
    let xrefs = meta.xrefs.iter().map(|xref| &xref.val).chain(others);
    Entry {
        id,
        preferred: label.unwrap_or_default(),
        names: names.collect(),
        xrefs: xrefs.filter_map(|xref| ids::canonical(xref)).collect(),
        ..Entry::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::source;

    #[test]
    fn nodes_and_edges_give_concepts() {
        let bytes = include_bytes!("../../tests/data/vocabulary/small.obographs.json");
        let source = source::read(bytes, None).expect("read");
        assert_eq!(source.format, "OBO Graphs");
        let rows: Vec<&str> = source.text.lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "disease\tDOID:900001\tsea fever\tmal de mer|sailors' ague [related]\t\tMESH:D900001|DOID:900009\tDOID:900002\t",
                "disease\tDOID:900002\tmarine disease\t\t\t\t\t",
            ]
        );
    }
}
