//! What is read with serde: no error of any type repeats what it read.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use greffe::calendar::{Closing, Convention, FiscalYear, FiscalYears, Period, Place};
use greffe::cipher::{
    Context, Iban, IndexBits, IndexToken, KeyId, Keyring, MasterKey, Progress, Sealed, TokenSet,
};
use greffe::register::diff::Patch;
use greffe::retention::{
    AnonymityTest, Certificate, Counts, Digest, Event, Facts, FateKind, Hold, HoldReason,
    JournalEntry, Missing, Plan, Planner, RowKey, Rule, Selected, Tombstone, VerdictKind,
};
use greffe::terms::{
    Channel, Citation, DataCategory, EventKind, Force, Lang, LegalBasis, MeasureFamily,
    ProcessingRef, PurposeId, RecipientKind, Role, SensitiveCategory, SpecialCondition, Text,
    TransferTool,
};
use serde::de::{DeserializeOwned, IntoDeserializer, value};
use serde_json::{Map, Value, json};

/// A person's number and name, as no file of the project holds them.
const NUMBER: u64 = 33_612_345_678;
const NAME: &str = "Zq7x Marker9Jw";

/// What might stand somewhere by mistake.
fn others() -> Vec<Value> {
    vec![
        json!(NAME),
        json!(NUMBER),
        json!(-33_612_345_678_i64),
        json!(33_612_345_678.5),
        json!([NAME]),
        json!([NUMBER, NAME]),
        json!({ NAME: NUMBER }),
        json!({ NAME: null }),
        json!(true),
        Value::Null,
    ]
}

/// A value with something else at each of its places in turn, and under other keys.
fn mistakes(value: &Value) -> Vec<Value> {
    let mut all = others();
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                for other in mistakes(item) {
                    let mut items = items.clone();
                    items[index] = other;
                    all.push(Value::Array(items));
                }
            }
        }
        Value::Object(entries) => {
            let mut further = entries.clone();
            further.insert(NAME.to_owned(), json!(NUMBER));
            all.push(Value::Object(further));
            for (key, item) in entries {
                let without = || -> Map<_, _> {
                    let rest = entries.iter().filter(|(other, _)| *other != key);
                    rest.map(|(key, item)| (key.clone(), item.clone()))
                        .collect()
                };
                all.push(Value::Object(without()));
                let mut renamed = without();
                renamed.insert(NAME.to_owned(), item.clone());
                all.push(Value::Object(renamed));
                for other in mistakes(item) {
                    let mut changed = without();
                    changed.insert(key.clone(), other);
                    all.push(Value::Object(changed));
                }
            }
        }
        _ => {}
    }
    all
}

/// The types that were tried.
#[derive(Default)]
struct Tried(BTreeSet<String>);

impl Tried {
    /// A type by its name, and values that it reads.
    fn of<T: DeserializeOwned>(&mut self, name: &'static str, examples: &[Value]) {
        let mut refused = 0;
        for example in examples {
            if let Err(error) = serde_json::from_value::<T>(example.clone()) {
                panic!("{name} does not read {example}: {error}");
            }
            for mistake in mistakes(example) {
                let text = mistake.to_string();
                let errors = [
                    serde_json::from_value::<T>(mistake).err(),
                    serde_json::from_str::<T>(&text).err(),
                ];
                for error in errors.into_iter().flatten() {
                    refused += 1;
                    is_silent(name, &text, &error);
                }
            }
        }
        // What JSON does not hold, and other forms do.
        let beyond = i128::from(NUMBER) << 64;
        let errors = [
            T::deserialize(beyond.into_deserializer()).err(),
            T::deserialize(beyond.unsigned_abs().into_deserializer()).err(),
        ];
        for error in errors.into_iter().flatten() {
            let error: value::Error = error;
            is_silent(name, "a number of 128 bits", &error);
        }
        assert!(refused > 0, "{name} refuses nothing");
        self.0.insert(name.to_owned());
    }
}

fn is_silent(name: &str, text: &str, error: &(impl Display + Debug)) {
    let told = format!("{error} {error:?}");
    let beyond = (i128::from(NUMBER) << 64).to_string();
    let repeats = [
        "Zq7x",
        "Marker9Jw",
        "33612345678",
        "33_612_345_678",
        &beyond,
    ];
    assert!(
        !repeats.iter().any(|part| told.contains(part)),
        "{name}: {text}: {told}"
    );
}

fn plan() -> Value {
    let rule = Rule::from_toml("keep = \"P1Y\"\nafter = \"recorded\"").unwrap();
    let years = FiscalYears::regular("12-31".parse().unwrap());
    let day = |year| NaiveDate::from_ymd_opt(year, 11, 22).unwrap();
    let mut planner = Planner::new("LOG-01/connection", &rule, &years, day(2026)).over("logs");
    let _ = planner.row(1, &Facts::new().on(Event::Recorded, day(2020)));
    let _ = planner.row("two", &Facts::new().on(Event::Recorded, day(2026)));
    let _ = planner.row(3, &Facts::new());
    serde_json::to_value(planner.finish()).unwrap()
}

fn proofs(tried: &mut Tried) {
    let digest = "0123456789abcdef".repeat(4);
    let plan = plan();
    tried.of::<Digest>("Digest", &[json!(digest)]);
    tried.of::<RowKey>(
        "RowKey",
        &[json!(1), json!("one"), json!({ "bytes": "00ff" })],
    );
    tried.of::<Plan>("Plan", std::slice::from_ref(&plan));
    tried.of::<Selected>("Selected", &[plan["selected"][0].clone()]);
    tried.of::<Counts>("Counts", &[plan["counts"].clone()]);
    let test = json!({
        "tested": "2026-11-27", "reference": "A-1",
        "resists_singling_out": true, "resists_linkage": false, "resists_inference": true,
    });
    tried.of::<Certificate>(
        "Certificate",
        &[json!({
            "number": 1, "rule": "LOG-01", "table": "logs", "policy": digest, "plan": digest, "as_of": "2026-11-22",
            "executed": "2026-11-23", "fate": "erase", "disposed": 1, "gone": 0, "spared": 0, "keys": digest,
            "in_backups_until": "2027-01-01", "anonymity": test.clone(), "previous": digest, "hash": digest,
        })],
    );
    tried.of::<AnonymityTest>("AnonymityTest", &[test]);
    tried.of::<JournalEntry>(
        "JournalEntry",
        &[json!({ "plan": digest, "batch": 0, "disposed": 1, "gone": 0, "spared": 0, "keys": digest })],
    );
    tried.of::<Tombstone>(
        "Tombstone",
        &[json!({
            "row": digest, "secret": digest, "fate": "erase", "disposed": "2026-11-23", "until": "2027-01-01",
        })],
    );
}

fn tokens(tried: &mut Tried) {
    let keyring = Keyring::single(
        KeyId::new(7).unwrap(),
        1_750_000_000,
        MasterKey::from_bytes([1; 32]),
    );
    let cipher = keyring.cipher(Context::new("customers", "iban")).unwrap();
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let token = cipher.deterministic::<Iban>().seal(&iban);
    tried.of::<Sealed<Iban>>("Sealed", &[json!(token)]);
    let index = cipher.index::<Iban>("by_iban", IndexBits::FULL).unwrap();
    let index = index.lookup(&iban).remove(0);
    tried.of::<IndexToken>("IndexToken", &[json!(index)]);
    tried.of::<TokenSet>("TokenSet", &[json!([index])]);
    let progress = json!({ "after": 5, "converted": 1, "current": 2, "failed": 0 });
    tried.of::<Progress<u64>>("Progress", &[progress]);
}

#[test]
fn no_error_of_a_type_that_is_read_repeats_what_it_read() {
    let mut tried = Tried::default();
    macro_rules! tried {
        ($($type:ident: $($example:tt),+;)+) => {$(
            tried.of::<$type>(stringify!($type), &[$(json!($example)),+]);
        )+};
    }
    tried! {
        LegalBasis: "contract";
        SpecialCondition: "explicit_consent";
        DataCategory: "identity";
        SensitiveCategory: "health";
        RecipientKind: "internal";
        MeasureFamily: "other";
        Role: "controller";
        Channel: "email";
        TransferTool: "adequacy";
        PurposeId: "newsletter";
        ProcessingRef: "FAC-01";
        EventKind: "contract_end";
        Citation: "GDPR 17";
        Force: "law", "case_law", "authority", "practice";
        Lang: "fr", "en";
        Text: { "fr": "un" }, { "fr": "un", "en": "one" };
        Place: "fr", "fr-guadeloupe";
        FiscalYear: "2026-01-01/2026-12-31";
        Convention: "eec-1182-71";
        Closing: "12-31";
        Period: "P3Y";
        Event: "last_contact";
        FateKind: "erase", "move_to";
        HoldReason: "dispute", "another_purpose";
        VerdictKind: "keep", "undetermined";
        Missing: "rank", { "event": "last_contact" }, { "contact": { "counted": ["last_contact"] } },
            { "allowed_period": { "set_by": "A" } }, { "setting": "a" };
        Hold: { "reason": "dispute", "from": "2026-01-01" },
            { "reason": "accuracy_contested", "from": "2026-01-01", "until": "2026-02-01", "informed": "2026-01-20" };
        Rule: { "keep": "P1Y", "after": "recorded", "law": ["GDPR 5(1)(e)"] };
        Patch: [
            { "path": ["organisation", "name"], "before": "A", "after": "B" },
            { "path": ["processing", { "item": "A" }, "data"], "order": [{ "item": "a", "nth": 2 }] }
        ];
    }
    proofs(&mut tried);
    tokens(&mut tried);
    assert_eq!(tried.0, types_that_are_read());
}

/// The types of all crates that are read with serde: those that implement it by themselves, and those of the lists of terms and identifiers.
/// Public types must not derive it, for derived readers repeat what they did not expect.
fn types_that_are_read() -> BTreeSet<String> {
    let mut types = BTreeSet::new();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")) {
        let text = fs::read_to_string(&path).unwrap();
        for rest in text.split("Deserialize<'de> for ").skip(1) {
            types.insert(word(rest));
        }
        for rest in text.split("\nterms! {").skip(1) {
            let name = rest
                .lines()
                .find(|line| line.starts_with("    ") && line.ends_with(", {"));
            types.insert(word(name.unwrap().trim()));
        }
        for rest in text.split("\nidentifier! {").skip(1) {
            let (body, _) = rest.split_once("\n}").unwrap();
            types.insert(word(body.lines().next_back().unwrap().trim()));
        }
        for rest in text.split("#[derive(").skip(1) {
            let (derived, item) = rest.split_once(")]").unwrap();
            let item = item
                .lines()
                .find(|line| !line.is_empty() && !line.starts_with('#'));
            let is_public = item.unwrap().starts_with("pub ");
            assert!(
                !is_public || !derived.contains("Deserialize"),
                "{}: {item:?}",
                path.display()
            );
        }
    }
    // `$name` of the macros, and trees that take whatever stands there.
    for other in ["", "Node", "Content", "Object", "Json"] {
        assert!(types.remove(other), "{other}");
    }
    types
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_ascii_alphanumeric())
        .collect()
}

/// All Rust files in the folders `src` below a folder of crates.
fn sources(crates: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| {
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
    };
    let mut folders: Vec<_> = entries(crates).map(|path| path.join("src")).collect();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}
