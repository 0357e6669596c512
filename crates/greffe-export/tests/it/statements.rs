//! What is stated of sources, fields, files and decisions, and that it is what is there.

use std::collections::BTreeSet;
use std::io::{self, Cursor, ErrorKind, Read, Write};

use greffe_export::{
    Attachment, AttachmentSource, Attachments, Contact, CsvRows, Field, Kind, MemorySink, Package,
    Pages, Provenance, PurposeInformation, Record, Records, Redaction, Right, Source,
    SourceFailure, SourceOutcome, Stated, Tree, Value,
};
use greffe_terms::{Citation, DataCategory, Lang, LegalBasis, Text};
use serde_json::json;

use crate::fixture::{both, day, field, information, json, lines, package, request, text, texts};

fn written<'a>(package: Package<'a>) -> (MemorySink, greffe_export::Done) {
    let mut bag = MemorySink::new();
    let done = package.write_folder(&mut bag).unwrap();
    (bag, done)
}

fn decision(id: &str, source: &str, name: &str) -> Redaction<'static> {
    let reason = Text::plain("others");
    Redaction::new(id, source, name, reason, day(3, 5), "DPO")
}

#[test]
fn every_file_that_is_stated_is_there_and_no_other() {
    let request = both();
    let sample = package(&request)
        .source(texts("a", &["x"]))
        .source(texts("empty", &[]))
        .source(texts("B c", &["y", "z"]));
    let (bag, done) = written(sample);
    let sources = done.completeness().sources().iter();
    let files = sources.flat_map(|source| source.files());
    let stated: Vec<(Tree, String)> = files
        .map(|file| (file.tree(), format!("data/{}", file.path())))
        .collect();
    for (tree, path) in &stated {
        assert!(
            path.starts_with(&format!("data/{}/", tree.folder())),
            "{path}"
        );
    }
    let stated: BTreeSet<String> = stated.into_iter().map(|(_, path)| path).collect();
    let payload: Vec<&str> = bag
        .files()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("data/"))
        .collect();
    let is_tree =
        |path: &&str| path.starts_with("data/access/") || path.starts_with("data/portability/");
    let there: BTreeSet<String> = payload
        .iter()
        .copied()
        .filter(is_tree)
        .map(str::to_owned)
        .collect();
    assert_eq!(stated, there);
    assert_eq!(
        stated.len(),
        8,
        "two sources with data, in two packages and two formats"
    );
    assert_eq!(done.payload_files(), payload.len() as u64);
}

#[test]
fn a_decision_is_stated_with_its_law_its_day_and_how_much_it_hid() {
    let request = both();
    let law = Citation::from_static("C. com. L151-1");
    let sample = package(&request)
        .source(texts("a", &["x", "y"]))
        .redacted(decision("r1", "a", "text").citing(law.clone()))
        .redacted(decision("r2", "a", "text"));
    let (bag, done) = written(sample);
    let found: Vec<(&str, u64)> = done
        .completeness()
        .redactions()
        .iter()
        .map(|one| (one.id(), one.count()))
        .collect();
    assert_eq!(found, [("r1", 2), ("r2", 0)]);
    let stated = json(&bag, "data/completeness.json");
    assert_eq!(
        stated["redactions"][0],
        json!({
            "id": "r1", "source": "a", "field": "text", "reason": "others", "citation": "C. com. L151-1",
            "decided_on": "2026-03-05", "decided_by": "DPO", "count": 2,
        })
    );
    assert_eq!(stated["redactions"][1]["citation"], "GDPR 15(4)");
    assert_eq!(
        decision("r1", "a", "text").citing(law.clone()).citation(),
        &law
    );
}

/// The rights of others limit the copy by Art. 15(4) and portable data by Art. 20(4).
#[test]
fn a_decision_for_the_rights_of_others_is_stated_with_the_article_of_what_is_handed_over() {
    let (access, portable) = (Right::Access, Right::Portability);
    for (rights, cited, law) in [
        (&[access][..], None, "GDPR 15(4)"),
        (&[access, portable], None, "GDPR 15(4)"),
        (&[portable], None, "GDPR 20(4)"),
        (&[portable], Some("GDPR 15(4)"), "GDPR 20(4)"),
        (&[portable], Some("RGPD, art. 15(4)"), "GDPR 20(4)"),
        (&[access], Some("RGPD, art. 15(4)"), "RGPD, art. 15(4)"),
        (&[portable], Some("GDPR 15(3)"), "GDPR 15(3)"),
        (&[portable], Some("C. com. L151-1"), "C. com. L151-1"),
        (&[portable], Some("GDPR 20(4)"), "GDPR 20(4)"),
    ] {
        let request = request(rights);
        let decision = match cited {
            Some(law) => decision("r1", "a", "text").citing(Citation::from_static(law)),
            None => decision("r1", "a", "text"),
        };
        let sample = package(&request).source(texts("a", &["x"]));
        let (bag, _) = written(sample.redacted(decision));
        let stated = json(&bag, "data/completeness.json");
        let stated = &stated["redactions"][0]["citation"];
        assert_eq!(stated, law, "{rights:?} {cited:?}");
    }
}

#[test]
fn what_a_source_says_of_a_field_is_stated_of_it() {
    let request = both();
    let fields: Vec<Field> = Provenance::ALL
        .into_iter()
        .map(|provenance| {
            let name = format!("{provenance:?}");
            let field = Field::new(
                name,
                DataCategory::Other,
                provenance,
                "account".parse().unwrap(),
            );
            field.labelled(
                &format!("Donnée {provenance:?}"),
                &format!("Data {provenance:?}"),
            )
        })
        .collect();
    let of_others = fields[3]
        .clone()
        .about_someone_else()
        .from_origin(Text::plain("Banque du Port"));
    assert!(of_others.is_about_someone_else() && !fields[3].is_about_someone_else());
    assert_eq!(of_others.origin(), Some(&Text::plain("Banque du Port")));
    assert_eq!(fields[3].origin(), None);
    let mut fields = fields;
    fields[3] = of_others;
    let row: Record = vec![Value::Null; 4];
    let (bag, _) = written(package(&request).source(Records::whole("a", fields, [row])));
    let stated = &json(&bag, "data/completeness.json")["sources"][0]["fields"];
    let described = &json(&bag, "data/datapackage.json")["resources"][0]["schema"]["fields"];
    let codes = ["provided", "observed", "inferred", "third_party"];
    for (place, (provenance, code)) in Provenance::ALL.into_iter().zip(codes).enumerate() {
        assert_eq!(provenance.code(), code);
        let label = json!(format!("Donnée {provenance:?}"));
        for said in [&stated[place], &described[place]] {
            assert_eq!(said["name"], json!(format!("{provenance:?}")));
        }
        assert_eq!(stated[place]["label"], label);
        assert_eq!(described[place]["title"], label);
        assert_eq!(stated[place]["provenance"], code);
        assert_eq!(described[place]["greffe:provenance"], code);
        assert_eq!(stated[place]["about_someone_else"], place == 3);
    }
    assert_eq!(stated[3]["origin"], "Banque du Port");
    assert!(stated[0]["origin"].is_null());
}

#[test]
fn every_provenance_has_words_of_its_own_in_both_languages() {
    let mut said = BTreeSet::new();
    for lang in Lang::ALL {
        for provenance in Provenance::ALL {
            let words = provenance.label(lang);
            assert!(
                words.len() > 10 && said.insert(words),
                "{provenance:?} {words}"
            );
        }
    }
    assert_eq!(Provenance::Provided.label(Lang::En), "Provided by you");
}

/// The descriptor of one file.
fn resource(bag: &MemorySink, path: &str) -> serde_json::Value {
    let package = json(bag, "data/datapackage.json");
    let resources = package["resources"].as_array().unwrap();
    let found = resources.iter().find(|one| one["path"] == path);
    found.unwrap_or_else(|| panic!("{path}")).clone()
}

/// Names and types of the fields of a descriptor.
fn columns(resource: &serde_json::Value) -> Vec<(String, String)> {
    let fields = resource["schema"]["fields"].as_array().unwrap().iter();
    let word = |json: &serde_json::Value| json.as_str().unwrap().to_owned();
    fields
        .map(|one| (word(&one["name"]), word(&one["type"])))
        .collect()
}

#[test]
fn a_file_is_described_by_the_columns_and_the_types_that_it_has() {
    let request = both();
    let fields = vec![
        field("=name", Kind::Text, Provenance::Provided, "account"),
        field("score", Kind::Integer, Provenance::Inferred, "account"),
        field("age", Kind::Integer, Provenance::Provided, "account"),
    ];
    let row = vec![Value::from("x"), Value::from(1), Value::from(2)];
    let sample = package(&request)
        .source(Records::whole("a", fields, [row]))
        .source(texts("b", &["y"]))
        .redacted(decision("r1", "a", "age"))
        .redacted(decision("r2", "b", "text"));
    let (bag, _) = written(sample);
    let typed = |path: &str| columns(&resource(&bag, path));
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned()))
            .collect()
    };
    // A hidden value is an object in NDJSON; what nothing hides keeps its type. The header of a CSV file has its guard.
    assert_eq!(
        typed("access/a.ndjson"),
        pairs(&[("=name", "string"), ("score", "integer"), ("age", "any")])
    );
    assert_eq!(
        typed("access/a.csv"),
        pairs(&[
            ("'=name", "string"),
            ("score", "integer"),
            ("age", "integer")
        ])
    );
    assert_eq!(
        typed("portability/a.ndjson"),
        pairs(&[("=name", "string"), ("age", "any")])
    );
    assert_eq!(
        typed("portability/a.csv"),
        pairs(&[("'=name", "string"), ("age", "integer")])
    );
    let missing = |path: &str| resource(&bag, path)["schema"]["missingValues"].clone();
    assert_eq!(missing("access/a.csv"), json!(["", "[redacted r1]"]));
    assert_eq!(missing("portability/b.csv"), json!(["", "[redacted r2]"]));
    assert_eq!(missing("access/a.ndjson"), json!([]));
    for (path, text) in [
        ("access/a.csv", "'=name,score,age\r\nx,1,[redacted r1]\r\n"),
        ("portability/b.csv", "text\r\n[redacted r2]\r\n"),
    ] {
        assert_eq!(crate::fixture::text(&bag, &format!("data/{path}")), text);
    }
}

/// A host's own source, which says no more than it has to.
struct Plain(Vec<Field>, bool);

impl Source for Plain {
    fn name(&self) -> &str {
        "plain"
    }

    fn fields(&self) -> &[Field] {
        &self.0
    }

    fn next_record(&mut self) -> Option<Result<Record, SourceFailure>> {
        std::mem::take(&mut self.1).then(|| Ok(vec![Value::from("x")]))
    }
}

/// A host's own source of files, likewise.
struct Scans(Field, bool);

impl AttachmentSource for Scans {
    fn name(&self) -> &str {
        "scans"
    }

    fn content(&self) -> &Field {
        &self.0
    }

    fn next_file(&mut self) -> Option<Result<Attachment<'_>, SourceFailure>> {
        let file = || Ok(Attachment::of_bytes("a.txt", "text/plain", b"x"));
        std::mem::take(&mut self.1).then(file)
    }
}

#[test]
fn a_source_that_says_nothing_of_it_is_kept_by_machine() {
    let request = both();
    let provided = || field("text", Kind::Text, Provenance::Provided, "account");
    let scans: Box<dyn AttachmentSource> = Box::new(Scans(provided(), true));
    let sample = package(&request)
        .source(Plain(vec![provided()], true))
        .attachments(scans);
    let (bag, _) = written(sample);
    let stated = json(&bag, "data/completeness.json");
    for (place, name) in ["plain", "scans"].into_iter().enumerate() {
        let source = &stated["sources"][place];
        assert_eq!(source["label"], name, "labelled by its name");
        assert_eq!(source["fields"][0]["portability"], "portable", "{name}");
        assert_eq!(
            lines(&bag, &format!("data/portability/{name}.ndjson")).len(),
            1
        );
    }
}

#[test]
fn a_source_of_pages_has_its_words() {
    let fields = vec![field("text", Kind::Text, Provenance::Provided, "account")];
    let pages = Pages::new("notes", fields, []).labelled("Vos notes", "Your notes");
    assert_eq!(pages.label().in_language(Lang::Fr), "Vos notes");
    assert_eq!(pages.label().in_language(Lang::En), "Your notes");
}

#[test]
fn an_error_of_the_system_is_the_failure_that_the_table_says() {
    for (kind, failure) in [
        (ErrorKind::PermissionDenied, SourceFailure::AccessDenied),
        (ErrorKind::TimedOut, SourceFailure::TimedOut),
        (ErrorKind::NotFound, SourceFailure::Unavailable),
        (ErrorKind::ConnectionRefused, SourceFailure::Unavailable),
        (ErrorKind::ConnectionReset, SourceFailure::Unavailable),
        (ErrorKind::ConnectionAborted, SourceFailure::Unavailable),
        (ErrorKind::NotConnected, SourceFailure::Unavailable),
        (ErrorKind::HostUnreachable, SourceFailure::Unavailable),
        (ErrorKind::NetworkUnreachable, SourceFailure::Unavailable),
        (ErrorKind::NetworkDown, SourceFailure::Unavailable),
        (ErrorKind::InvalidData, SourceFailure::Unreadable),
        (ErrorKind::Other, SourceFailure::Unreadable),
    ] {
        assert_eq!(
            SourceFailure::from(io::Error::from(kind)),
            failure,
            "{kind:?}"
        );
    }
}

#[test]
fn a_stated_list_grows_and_a_stated_nothing_gives_way() {
    for mut stated in [Stated::Unstated, Stated::Nothing, Stated::These(Vec::new())] {
        stated.push(1);
        stated.push(2);
        assert_eq!(stated, Stated::These(vec![1, 2]));
    }
}

#[test]
fn a_purpose_is_found_by_its_id_and_by_no_other() {
    let found = |id: &str| {
        let information = information();
        let purpose = information.purpose(&id.parse().unwrap());
        purpose.map(|one| one.name.in_language(Lang::Fr).to_owned())
    };
    assert_eq!(found("news").as_deref(), Some("news"));
    assert_eq!(found("account").as_deref(), Some("account"));
    assert_eq!(found("nothing"), None);
}

/// Takes so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self
            .0
            .checked_sub(bytes.len())
            .ok_or(ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn rows_that_cannot_be_written_say_why() {
    let mut rows = CsvRows::new(["text"], Full(100)).unwrap();
    let long = [Value::from("x".repeat(100_000))];
    let error = rows.write(&long).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
    let mut rows = CsvRows::new(["text"], Full(0)).unwrap();
    rows.write(&[Value::from("x")]).unwrap();
    let error = rows.into_inner().err().unwrap();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
}

/// Interrupted before each portion of what it has.
struct Interrupted(Cursor<Vec<u8>>, bool);

impl Read for Interrupted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(ErrorKind::Interrupted.into());
        }
        self.0.read(into)
    }
}

#[test]
fn a_file_that_comes_in_portions_or_is_interrupted_is_whole() {
    let request = request(&[Right::Access]);
    let bytes: Vec<u8> = (0..200_000_u32).map(|place| (place % 251) as u8).collect();
    let streams: [Box<dyn Read>; 2] = [
        Box::new(Cursor::new(bytes.clone())),
        Box::new(Interrupted(Cursor::new(bytes.clone()), false)),
    ];
    let content = field("scan", Kind::Text, Provenance::Provided, "account");
    let files = streams.into_iter().enumerate().flat_map(|(place, stream)| {
        let file = Attachment::new(format!("{place}.bin"), "application/octet-stream", stream);
        [Ok(file.of_length(200_000))]
    });
    let (bag, done) =
        written(package(&request).attachments(Attachments::new("scans", content, files)));
    assert_eq!(
        *done.completeness().sources()[0].outcome(),
        SourceOutcome::Included
    );
    for place in 0..2 {
        let found = bag.file(&format!("data/files/scans/{place}.bin")).unwrap();
        assert!(found == bytes, "{place}");
    }
    let listed = lines(&bag, "data/access/scans.ndjson");
    assert_eq!(listed[1]["bytes"], 200_000);
}

#[test]
fn the_controller_of_the_information_is_the_one_of_the_package() {
    let request = both();
    let mut stated = greffe_export::Art15Information::new(Contact {
        name: Text::plain("Atelier Hélianthe"),
        address: None,
    });
    let id = "account".parse().unwrap();
    stated.purposes.push(PurposeInformation::new(
        id,
        Text::plain("account"),
        Some(LegalBasis::Contract),
    ));
    let (bag, _) = written(Package::for_request(&request, stated).dated(day(3, 16)));
    assert_eq!(
        json(&bag, "data/datapackage.json")["title"],
        "Atelier Hélianthe"
    );
    assert!(
        text(&bag, "LISEZMOI.txt").starts_with("Vos données personnelles – Atelier Hélianthe\n")
    );
}
