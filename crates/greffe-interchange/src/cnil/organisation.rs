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

/// The data-protection officer.
pub(super) fn officer(block: &impl Texts) -> Option<Value> {
    let (name, company) = (
        joined(&[block.text("prenom"), block.text("nom")], " "),
        block.text("societe"),
    );
    let is_external = Said::by(&company) == Said::Text;
    let shown_company = if is_external && company != EXTERNAL {
        company.clone()
    } else {
        String::new()
    };
    let others = [
        full_address(block),
        block.text("telephone"),
        block.text("adresse mel"),
    ];
    let others = joined(&others, ", ");
    if company.is_empty() && others.is_empty() {
        if name.is_empty() {
            return None;
        }
        if let Some(absence) = Said::by(&name).absence() {
            return Some(Value::from(absence));
        }
    }
    let contact = stated(&joined(&[name, shown_company, others], ", "));
    let mut officer = Map::new();
    let kind = if is_external { "external" } else { "internal" };
    _ = officer.insert("kind".to_owned(), json!(kind));
    if let Some(contact) = contact {
        _ = officer.insert("contact".to_owned(), contact);
    }
    Some(Value::Object(officer))
}

/// The cells of the officer's block, by the words of their labels.
pub(super) fn officer_cells(officer: Option<&Value>) -> Vec<(&'static str, String)> {
    let (mut name, mut company, mut contact) = (String::new(), String::new(), String::new());
    match officer {
        Some(Value::String(word)) => name = said::of_absence(word).unwrap_or_default().to_owned(),
        Some(officer) => {
            let is_external = french_at(officer, "kind") == Some("external");
            company = if is_external { EXTERNAL } else { "N/A" }.to_owned();
            contact = stated_cell(officer.get("contact"));
        }
        None => {}
    }
    let mut cells = vec![
        ("nom", name),
        ("societe", company),
        ("adresse mel", contact),
    ];
    let unused = ["prenom", "adresse", "code postal", "ville", "telephone"];
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
