//! Over any sources, failing ones too, any decisions and any rights: every field is in the package or in a stated refusal, what is portable is in
//! what is accessed, and a value is missing only by a recorded decision.

use std::collections::BTreeMap;
use std::io::{self, Read};

use greffe_export::{
    Attachment, Attachments, Field, Kind, MemorySink, Provenance, Record, Records, Redaction,
    Right, SourceFailure, Value, verify_bag,
};
use greffe_terms::{Citation, Lang, Text};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::fixture::{cells, day, field, json, lines, package, request, text};
use crate::properties::{KINDS, expected, read_cell, value};

/// How a source ends before its end.
#[derive(Debug, Clone, Copy)]
enum Break {
    Fails(SourceFailure),
    Shorter,
    OfAnotherKind,
}

#[derive(Debug, Clone)]
struct Table {
    name: &'static str,
    fields: Vec<Field>,
    /// The first value of each is its place.
    rows: Vec<Record>,
    broken: Option<(usize, Break)>,
    automated: bool,
}

impl Table {
    /// The records that come before the break.
    fn given(&self) -> &[Record] {
        let end = self
            .broken
            .map_or(self.rows.len(), |(at, _)| at.min(self.rows.len()));
        &self.rows[..end]
    }

    fn records(&self) -> Vec<Result<Record, SourceFailure>> {
        let mut records: Vec<_> = self.given().iter().cloned().map(Ok).collect();
        match self.broken {
            None => {}
            Some((_, Break::Fails(failure))) => records.push(Err(failure)),
            Some((_, Break::Shorter)) => records.push(Ok(Vec::new())),
            Some((_, Break::OfAnotherKind)) => {
                let mut record: Record = vec![Value::Null; self.fields.len()];
                record[0] = Value::text("no number");
                records.push(Ok(record));
            }
        }
        // What follows a failure is never asked for.
        records.extend(self.rows[self.given().len()..].iter().cloned().map(Ok));
        records
    }

    /// Art. 20(1), written once more.
    fn is_portable(&self, field: &Field) -> bool {
        self.automated
            && matches!(
                field.provenance(),
                Provenance::Provided | Provenance::Observed
            )
            && matches!(field.purposes()[0].as_str(), "account" | "news")
    }
}

/// A file of a source: its content, or after how many bytes it cannot be read on.
#[derive(Debug, Clone)]
struct File {
    content: Vec<u8>,
    fails: bool,
}

struct Failing<'c>(&'c [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(io::ErrorKind::BrokenPipe.into()),
            read => Ok(read),
        }
    }
}

/// A decision: of which table and field (by their places, folded), and of which records (a bit each).
#[derive(Debug, Clone, Copy)]
struct Decided {
    table: usize,
    field: usize,
    records: u8,
}

#[derive(Debug, Clone)]
struct Case {
    rights: &'static [Right],
    tables: Vec<Table>,
    files: Option<Vec<File>>,
    decisions: Vec<Decided>,
    refused: Vec<&'static str>,
    missing: Vec<&'static str>,
}

// Twins but for case, composition or what a file name cannot hold.
const NAMES: [&str; 6] = [
    "customers",
    "Customers",
    "../customers",
    "\u{e9}t\u{e9}",
    "e\u{301}te\u{301}",
    "CON",
];
const ABSENT: [&str; 3] = ["reports", "calls", "\u{e9}t\u{e9}s"];

fn broken() -> impl Strategy<Value = Option<(usize, Break)>> {
    let how = prop_oneof![
        Just(Break::Fails(SourceFailure::Unavailable)),
        Just(Break::Fails(SourceFailure::TimedOut)),
        Just(Break::Fails(SourceFailure::MissingPage { page: 3 })),
        Just(Break::Shorter),
        Just(Break::OfAnotherKind),
    ];
    prop::option::weighted(0.3, (0..5_usize, how))
}

fn table(name: &'static str) -> impl Strategy<Value = Table> {
    let purposes = prop::sample::select(vec!["account", "news", "invoicing", "unclear", "unknown"]);
    let column = (0..KINDS.len(), 0..4_usize, purposes);
    let columns = prop::collection::vec(column, 0..4);
    (columns, broken(), prop::bool::weighted(0.8)).prop_flat_map(
        move |(columns, broken, automated)| {
            let number = field("n", Kind::Integer, Provenance::Inferred, "account");
            let fields = columns
                .iter()
                .enumerate()
                .map(|(place, (kind, provenance, purpose))| {
                    field(
                        &format!("f{place}"),
                        KINDS[*kind],
                        Provenance::ALL[*provenance],
                        purpose,
                    )
                });
            let fields: Vec<Field> = std::iter::once(number).chain(fields).collect();
            let row: Vec<_> = columns
                .iter()
                .map(|(kind, ..)| value(KINDS[*kind]))
                .collect();
            prop::collection::vec(row, 0..5).prop_map(move |rows| {
                let numbered = rows
                    .into_iter()
                    .zip(0_i64..)
                    .map(|(row, place)| std::iter::once(Value::from(place)).chain(row).collect());
                Table {
                    name,
                    fields: fields.clone(),
                    rows: numbered.collect(),
                    broken,
                    automated,
                }
            })
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let tables = prop::sample::subsequence(NAMES.to_vec(), 1..4).prop_flat_map(|names| {
        names
            .into_iter()
            .map(|name| table(name).boxed())
            .collect::<Vec<_>>()
    });
    let file = (
        prop::collection::vec(any::<u8>(), 0..40),
        prop::bool::weighted(0.2),
    );
    let file = file.prop_map(|(content, fails)| File { content, fails });
    let decided = (any::<usize>(), any::<usize>(), any::<u8>());
    let decided = decided.prop_map(|(table, field, records)| Decided {
        table,
        field,
        records,
    });
    let rights: Vec<&'static [Right]> = vec![
        &[Right::Access],
        &[Right::Portability],
        &[Right::Access, Right::Portability],
    ];
    (
        prop::sample::select(rights),
        tables,
        prop::option::of(prop::collection::vec(file, 0..3)),
        prop::collection::vec(decided, 0..4),
        prop::sample::subsequence(ABSENT[..2].to_vec(), 0..=2),
        prop::sample::subsequence(ABSENT[1..].to_vec(), 0..=2),
    )
        .prop_map(
            |(rights, tables, files, decisions, refused, missing)| Case {
                rights,
                tables,
                files,
                decisions,
                missing: missing
                    .into_iter()
                    .filter(|name| !refused.contains(name))
                    .collect(),
                refused,
            },
        )
}

impl Case {
    fn decision(&self, place: usize) -> (&Table, &Field, u8) {
        let decided = self.decisions[place];
        let table = &self.tables[decided.table % self.tables.len()];
        (
            table,
            &table.fields[decided.field % table.fields.len()],
            decided.records,
        )
    }

    /// The decision that hides a value, by the first that is about it.
    fn hidden(&self, table: &Table, field: &Field, record: usize) -> Option<String> {
        let place = (0..self.decisions.len()).find(|place| {
            let (of, which, records) = self.decision(*place);
            of.name == table.name && which.name() == field.name() && records >> record & 1 == 1
        });
        place.map(|place| format!("r{place}"))
    }

    fn written(&self) -> MemorySink {
        let request = request(self.rights);
        let mut package = package(&request)
            .language(Lang::En)
            .expected(self.tables.iter().map(|table| table.name))
            .expected(self.missing.iter().copied());
        for table in &self.tables {
            let source = Records::new(table.name, table.fields.clone(), table.records());
            package = package.source(if table.automated {
                source
            } else {
                source.not_automated()
            });
        }
        if let Some(files) = &self.files {
            let given = files.iter().enumerate().map(|(place, file)| {
                let content: Box<dyn Read> = match file.fails {
                    true => Box::new(Failing(&file.content)),
                    false => Box::new(file.content.as_slice()),
                };
                Ok(Attachment::new(
                    format!("{place}.bin"),
                    "application/octet-stream",
                    content,
                ))
            });
            let content = field("file", Kind::Text, Provenance::Observed, "account");
            package = package.attachments(Attachments::new("files", content, given));
        }
        for name in &self.refused {
            package = package.refused(
                *name,
                Text::plain("it is a secret"),
                Citation::from_static("GDPR 15(4)"),
            );
        }
        for place in 0..self.decisions.len() {
            let (table, field, records) = self.decision(place);
            let about = move |record: &[Value]| matches!(record[0], Value::Integer(number) if records >> number & 1 == 1);
            let reason = Text::plain("it names someone else");
            let decision = Redaction::new(
                format!("r{place}"),
                table.name,
                field.name(),
                reason,
                day(3, 5),
                "DPO",
            );
            package = package.redacted(decision.where_record(about));
        }
        let mut bag = MemorySink::new();
        let _ = package.write_folder(&mut bag).unwrap();
        assert!(verify_bag(&mut bag).unwrap().is_intact());
        bag
    }
}

/// What the package states of each source, by its name; no source twice.
fn statements(bag: &MemorySink) -> BTreeMap<String, Json> {
    let stated = json(bag, "data/completeness.json");
    let sources = stated["sources"].as_array().unwrap();
    let by_name: BTreeMap<String, Json> = sources
        .iter()
        .map(|source| (source["name"].as_str().unwrap().to_owned(), source.clone()))
        .collect();
    assert_eq!(by_name.len(), sources.len(), "a source is stated twice");
    by_name
}

fn trees(case: &Case) -> Vec<&'static str> {
    let named = [
        (Right::Access, "access"),
        (Right::Portability, "portability"),
    ];
    let asked = named
        .into_iter()
        .filter(|(right, _)| case.rights.contains(right));
    asked.map(|(_, tree)| tree).collect()
}

fn rows_of(bag: &MemorySink, tree: &str, statement: &Json) -> Vec<Json> {
    let stem = statement["written_as"].as_str().unwrap_or_default();
    lines(bag, &format!("data/{tree}/{stem}.ndjson"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn every_field_of_every_source_is_in_the_package_or_in_a_stated_refusal(case in case()) {
        let bag = case.written();
        let stated = statements(&bag);
        let whole = json(&bag, "data/completeness.json");
        let page = text(&bag, "data/index.html");
        let mut complete = true;
        for table in &case.tables {
            let statement = &stated[table.name];
            // Every field is named, whatever became of the source.
            let named: Vec<_> = statement["fields"].as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect();
            prop_assert_eq!(&named, &table.fields.iter().map(Field::name).collect::<Vec<_>>());
            let goes = |tree: &str, field: &Field| tree == "access" || table.is_portable(field);
            let nothing_goes = trees(&case).iter().all(|tree| !table.fields.iter().any(|field| goes(tree, field)));
            let outcome = match (nothing_goes, table.broken, table.rows.len()) {
                (true, ..) => "not_portable",
                (_, Some(_), _) => "failed",
                (.., 0) => "empty",
                _ => "included",
            };
            for (field, said) in table.fields.iter().zip(statement["fields"].as_array().unwrap()) {
                prop_assert_eq!(said["portability"] == "portable", table.is_portable(field), "{}", said);
                // A source that was read and had nothing owes nothing.
                let basis = outcome != "empty" && matches!(field.provenance(), Provenance::Provided | Provenance::Observed) && matches!(field.purposes()[0].as_str(), "unclear" | "unknown");
                let undecided = whole["undecided"].as_array().unwrap().iter().any(|one| one["source"] == table.name && one["field"] == field.name());
                if case.rights.contains(&Right::Portability) {
                    prop_assert_eq!(undecided, basis && table.automated);
                    complete &= !undecided;
                }
            }
            prop_assert_eq!(&statement["outcome"], outcome);
            complete &= outcome != "failed";
            let given = if nothing_goes { &[] } else { table.given() };
            prop_assert_eq!(&statement["records"], given.len());
            // And its values are in every tree that it goes into, record by record, up to where the source failed.
            for tree in trees(&case) {
                let keys: Vec<&str> = table.fields.iter().filter(|field| goes(tree, field)).map(Field::name).collect();
                let rows = rows_of(&bag, tree, statement);
                prop_assert_eq!(rows.len(), if keys.is_empty() { 0 } else { given.len() });
                for row in &rows {
                    let found: Vec<_> = row.as_object().unwrap().keys().map(String::as_str).collect();
                    let mut wanted = keys.clone();
                    wanted.sort_unstable();
                    prop_assert_eq!(found, wanted);
                }
            }
        }
        if let Some(files) = &case.files {
            let statement = &stated["files"];
            let failed = files.iter().any(|file| file.fails);
            prop_assert_eq!(&statement["outcome"], if failed { "failed" } else if files.is_empty() { "empty" } else { "included" });
            complete &= !failed;
            for tree in trees(&case) {
                let rows = rows_of(&bag, tree, statement);
                prop_assert_eq!(rows.len(), files.len());
                for ((place, file), row) in files.iter().enumerate().zip(&rows) {
                    prop_assert_eq!(&row["name"], &format!("{place}.bin"));
                    match row["path"].as_str() {
                        Some(path) => prop_assert_eq!(bag.file(&format!("data/{path}")), Some(file.content.as_slice())),
                        None => prop_assert!(file.fails),
                    }
                }
            }
        }
        for name in &case.refused {
            prop_assert_eq!(&stated[*name]["outcome"], "refused");
            prop_assert_eq!(&stated[*name]["reason"], "it is a secret");
            prop_assert_eq!(&stated[*name]["citation"], "GDPR 15(4)");
            prop_assert!(page.contains(*name));
        }
        for name in &case.missing {
            prop_assert_eq!(&stated[*name]["outcome"], "missing");
            prop_assert!(page.contains(*name));
            complete = false;
        }
        let sources = case.tables.len() + usize::from(case.files.is_some()) + case.refused.len() + case.missing.len();
        prop_assert_eq!(stated.len(), sources, "a source that nobody knows");
        prop_assert_eq!(&whole["complete"], complete);
    }

    #[test]
    fn whatever_is_portable_is_accessed_field_by_field(case in case()) {
        let case = Case { rights: &[Right::Access, Right::Portability], ..case };
        let bag = case.written();
        let stated = statements(&bag);
        for (name, statement) in &stated {
            let (all, some) = (rows_of(&bag, "access", statement), rows_of(&bag, "portability", statement));
            prop_assert!(some.is_empty() || some.len() == all.len(), "{}: records went", name);
            for (all, some) in all.iter().zip(&some) {
                for (key, value) in some.as_object().unwrap() {
                    // Hidden here as there: one right is no way around a decision on the other.
                    prop_assert_eq!(all.get(key), Some(value), "{} {}", name, key);
                }
            }
            let stem = statement["written_as"].as_str().unwrap_or_default();
            let (all, some) = (cells(&bag, &format!("data/access/{stem}.csv")), cells(&bag, &format!("data/portability/{stem}.csv")));
            if let (Some(head), Some(of)) = (some.first(), all.first()) {
                for (column, key) in head.iter().enumerate() {
                    let there = of.iter().position(|one| one == key);
                    prop_assert!(there.is_some(), "{} {}", name, key);
                    for (row, all) in some.iter().zip(&all) {
                        prop_assert_eq!(&row[column], &all[there.unwrap()]);
                    }
                }
            }
        }
        // Nothing lies in the one that the other has no file for.
        for (path, _) in bag.files() {
            if let Some(rest) = path.strip_prefix("data/portability/") {
                prop_assert!(bag.file(&format!("data/access/{rest}")).is_some(), "{}", rest);
            }
        }
    }

    #[test]
    fn of_many_sources_a_value_is_missing_only_by_a_recorded_decision(case in case()) {
        let bag = case.written();
        let stated = statements(&bag);
        let decisions = json(&bag, "data/completeness.json")["redactions"].clone();
        prop_assert_eq!(decisions.as_array().unwrap().len(), case.decisions.len());
        let tree = trees(&case)[0];
        let mut hidden: BTreeMap<String, u64> = BTreeMap::new();
        for table in &case.tables {
            let statement = &stated[table.name];
            let stem = statement["written_as"].as_str().unwrap_or_default();
            let csv = cells(&bag, &format!("data/{tree}/{stem}.csv"));
            for (place, row) in rows_of(&bag, tree, statement).iter().enumerate() {
                for (column, field) in table.fields.iter().enumerate() {
                    let decision = case.hidden(table, field, place);
                    let Some(found) = row.get(field.name()) else {
                        // What is not in the package is not hidden in it: a decision counts its markers.
                        continue;
                    };
                    let at = csv[0].iter().position(|name| name == field.name()).unwrap();
                    let cell = &csv[place + 1][at];
                    match decision {
                        Some(id) => {
                            prop_assert_eq!(found, &json!({ "$redacted": id }));
                            prop_assert_eq!(cell, &format!("[redacted {id}]"));
                            *hidden.entry(id).or_default() += 1;
                        }
                        None => {
                            let wanted = expected(&table.rows[place][column]);
                            prop_assert_eq!(found, &wanted);
                            prop_assert_eq!(read_cell(cell, field.kind()), wanted);
                        }
                    }
                }
            }
        }
        let law = match tree {
            "portability" => "GDPR 20(4)",
            _ => "GDPR 15(4)",
        };
        for (place, said) in decisions.as_array().unwrap().iter().enumerate() {
            let (table, field, _) = case.decision(place);
            let id = format!("r{place}");
            let whole = json!({
                "id": id, "source": table.name, "field": field.name(), "reason": "it names someone else", "citation": law,
                "decided_on": "2026-03-05", "decided_by": "DPO", "count": hidden.get(&id).copied().unwrap_or(0),
            });
            prop_assert_eq!(said, &whole);
        }
    }
}
