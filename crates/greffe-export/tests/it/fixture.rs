//! What the other files build their packages from.

use chrono::NaiveDate;
use greffe_export::{
    Art15Information, Contact, Field, Kind, MemorySink, Package, Provenance, PurposeInformation,
    Records, Request, Right, Source, Value,
};
use greffe_terms::{DataCategory, LegalBasis, Text};

pub(crate) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// A scoped request for these rights.
pub(crate) fn request(rights: &[Right]) -> Request {
    let (first, others) = rights.split_first().unwrap();
    let request = Request::received("R-1".parse().unwrap(), *first, day(3, 2));
    let mut request = others
        .iter()
        .fold(request, |request, right| request.also(*right));
    request.scope(day(3, 3)).unwrap();
    request
}

pub(crate) fn both() -> Request {
    request(&[Right::Access, Right::Portability])
}

/// `account` rests on contract, `news` on consent, `invoicing` on law.
pub(crate) fn information() -> Art15Information {
    let mut information = Art15Information::new(Contact {
        name: Text::plain("Atelier Hélianthe"),
        address: Some("dpo@helianthe.example".to_owned()),
    });
    for (id, basis) in [
        ("account", Some(LegalBasis::Contract)),
        ("news", Some(LegalBasis::Consent)),
        ("invoicing", Some(LegalBasis::LegalObligation)),
        ("unclear", None),
    ] {
        information.purposes.push(PurposeInformation::new(
            id.parse().unwrap(),
            Text::plain(id),
            basis,
        ));
    }
    information
}

pub(crate) fn field(name: &str, kind: Kind, provenance: Provenance, purpose: &str) -> Field {
    Field::new(
        name,
        DataCategory::Identity,
        provenance,
        purpose.parse().unwrap(),
    )
    .of_kind(kind)
}

/// A source of one text field that the person provided under contract.
pub(crate) fn texts(name: &str, texts: &[&str]) -> impl Source + use<> {
    let fields = vec![field("text", Kind::Text, Provenance::Provided, "account")];
    let records: Vec<_> = texts.iter().map(|text| vec![Value::from(*text)]).collect();
    Records::whole(name, fields, records)
}

pub(crate) fn package(request: &Request) -> Package<'_> {
    Package::for_request(request, information()).dated(day(3, 16))
}

pub(crate) fn text(bag: &MemorySink, path: &str) -> String {
    String::from_utf8(
        bag.file(path)
            .unwrap_or_else(|| panic!("{path} is not there"))
            .to_vec(),
    )
    .unwrap()
}

pub(crate) fn json(bag: &MemorySink, path: &str) -> serde_json::Value {
    serde_json::from_str(&text(bag, path)).unwrap()
}

/// The lines of an NDJSON file; none where the file was not written.
pub(crate) fn lines(bag: &MemorySink, path: &str) -> Vec<serde_json::Value> {
    let text = bag.file(path).unwrap_or_default();
    let lines = text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

/// A CSV file as rows of cells, header included, read by the `csv` crate's reader.
pub(crate) fn cells(bag: &MemorySink, path: &str) -> Vec<Vec<String>> {
    let bytes = bag.file(path).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}
