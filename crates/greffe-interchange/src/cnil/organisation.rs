//! Who keeps the register: the blocks above the list.

use serde_json::{Map, Value, json};

use super::json::{self, french_at};
use super::said::{self, Said};

/// What the block of the officer says when nobody says who runs the service.
const EXTERNAL: &str = "externe";

/// The texts of a block, by the words of their labels.
pub(super) trait Texts {
    /// The text; empty where the label is missing or the cell blank.
    fn text(&self, label: &str) -> String;
}

impl<F: Fn(&str) -> String> Texts for F {
    fn text(&self, label: &str) -> String {
        self(label)
    }
}

/// The name: first name and name, or the organisation's alone.
pub(super) fn name(block: &impl Texts) -> Option<Value> {
    let name = joined(&[block.text("prenom"), block.text("nom")], " ");
    (!name.is_empty()).then(|| json::text(&name))
}

/// The address, which may state an absence.
pub(super) fn address(block: &impl Texts) -> Option<Value> {
    stated(&full_address(block))
}

/// Where to write: the e-mail address and the telephone.
pub(super) fn contact(block: &impl Texts) -> Option<Value> {
    stated(&joined(
        &[block.text("adresse mel"), block.text("telephone")],
        ", ",
    ))
}

/// The data-protection officer. A house for the officer, or a yes, says that the officer is external, no house that the officer is not; a blank cell says
/// neither. Without a house, no name says that there is no officer.
pub(super) fn officer(block: &impl Texts) -> Option<Value> {
    let company = block.text("societe");
    let said = Said::by(&company);
    let kind = match said {
        Said::Blank => None,
        Said::Text | Said::Yes => Some("external"),
        Said::None | Said::NotApplicable | Said::No => Some("internal"),
    };
    let shown_company = if said == Said::Text && company != EXTERNAL {
        company.as_str()
    } else {
        ""
    };
    let mut officer = match person(block, shown_company) {
        Value::Object(officer) => officer,
        absence if kind != Some("external") => return Some(absence),
        // The house has nobody to name.
        absence => Map::from_iter([("name".to_owned(), absence)]),
    };
    if let Some(kind) = kind {
        _ = officer.insert("kind".to_owned(), json!(kind));
    }
    (!officer.is_empty()).then_some(Value::Object(officer))
}

/// The representative in the Union.
pub(super) fn representative(block: &impl Texts) -> Option<Value> {
    let company = block.text("societe");
    let company = match Said::by(&company) {
        Said::Text => company,
        _ => String::new(),
    };
    match person(block, &company) {
        Value::Object(found) if found.is_empty() => None,
        // A register names its representative.
        Value::Object(mut found) if !found.contains_key("name") => {
            let name = found.remove("contact")?;
            _ = found.insert("name".to_owned(), name);
            Some(Value::Object(found))
        }
        found => Some(found),
    }
}

/// Name and contact, or the absence that stands for the name. An empty table where every cell is blank.
fn person(block: &impl Texts, company: &str) -> Value {
    let name = joined(&[block.text("prenom"), block.text("nom")], " ");
    let others = [
        company.to_owned(),
        full_address(block),
        block.text("telephone"),
        block.text("adresse mel"),
    ];
    let others = joined(&others, ", ");
    if others.is_empty()
        && let Some(absence) = Said::by(&name).absence()
    {
        return Value::from(absence);
    }
    let mut found = Map::new();
    if let Some(name) = stated(&name) {
        _ = found.insert("name".to_owned(), name);
    }
    if let Some(contact) = stated(&others) {
        _ = found.insert("contact".to_owned(), contact);
    }
    Value::Object(found)
}

/// The cells of the officer's block, by the words of their labels.
pub(super) fn officer_cells(officer: Option<&Value>) -> Vec<(&'static str, String)> {
    let company = match officer.and_then(|officer| french_at(officer, "kind")) {
        Some("external") => EXTERNAL,
        Some(_) => "N/A",
        None => "",
    };
    let mut cells = representative_cells(officer);
    cells.retain(|(label, _)| *label != "societe");
    cells.push(("societe", company.to_owned()));
    cells
}

/// The cells of the representative's block, by the words of their labels.
pub(super) fn representative_cells(person: Option<&Value>) -> Vec<(&'static str, String)> {
    let (mut name, mut contact) = (String::new(), String::new());
    match person {
        Some(Value::String(word)) => name = said::of_absence(word).unwrap_or_default().to_owned(),
        Some(person) => {
            name = stated_cell(person.get("name"));
            contact = stated_cell(person.get("contact"));
        }
        None => {}
    }
    let mut cells = vec![("nom", name), ("adresse mel", contact)];
    let unused = [
        "prenom",
        "societe",
        "adresse",
        "code postal",
        "ville",
        "telephone",
    ];
    cells.extend(unused.map(|label| (label, String::new())));
    cells
}

/// The cell of a text that may state an absence.
pub(super) fn stated_cell(value: Option<&Value>) -> String {
    let absence = value.and_then(Value::as_str).and_then(said::of_absence);
    absence
        .or_else(|| value.and_then(json::french))
        .unwrap_or_default()
        .to_owned()
}

/// A text that may state an absence.
pub(super) fn stated(text: &str) -> Option<Value> {
    match Said::by(text) {
        Said::Blank => None,
        said => Some(said.absence().map_or_else(|| json::text(text), Value::from)),
    }
}

fn full_address(block: &impl Texts) -> String {
    let town = joined(&[block.text("code postal"), block.text("ville")], " ");
    joined(&[block.text("adresse"), town], ", ")
}

fn joined(texts: &[String], between: &str) -> String {
    let texts: Vec<&str> = texts
        .iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    texts.join(between)
}
