//! From a register to the form and back: what is said to be carried comes back, and what does not come back was said.

use std::collections::BTreeSet;

use greffe_interchange::{LossKind, LossReport, cnil, ods::OdsLimits};
use greffe_register::Register;
use greffe_terms::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::sheet_form::{entries, form};

/// The five registers of the project.
const EXAMPLES: [&str; 5] = [
    "bank-communication",
    "call-tracking",
    "hosting",
    "paperless-assemblies",
    "software-support",
];

fn example(name: &str) -> Register {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/registers");
    let text = std::fs::read_to_string(format!("{folder}/{name}.toml")).unwrap();
    Register::from_toml(&text).unwrap()
}

fn there_and_back(register: &Register) -> (Register, LossReport, Vec<u8>) {
    let (bytes, losses) = cnil::fill(&form(), register, OdsLimits::default()).unwrap();
    let (back, _) = cnil::import(&bytes, OdsLimits::default()).unwrap();
    (back, losses, bytes)
}

/// Every value of a register with its path; texts by language as their French.
fn leaves(register: &Register) -> Vec<(String, String)> {
    let mut out = Vec::new();
    walk("", &serde_json::to_value(register).unwrap(), &mut out);
    out
}

fn walk(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(entries) => {
            let is_text =
                !entries.is_empty() && entries.keys().all(|key| key == "fr" || key == "en");
            if let (true, Some(text)) = (is_text, entries.get("fr").or_else(|| entries.get("en"))) {
                out.push((path.to_owned(), text.to_string()));
                return;
            }
            for (key, value) in entries {
                walk(
                    &if path.is_empty() {
                        key.clone()
                    } else {
                        format!("{path}.{key}")
                    },
                    value,
                    out,
                );
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let name = ["ref", "id"].iter().find_map(|key| item.get(key)?.as_str());
                let name = name.filter(|name| name.parse::<usize>().is_err());
                let label = name.map_or_else(|| (index + 1).to_string(), str::to_owned);
                walk(&format!("{path}[{label}]"), item, out);
            }
        }
        other => out.push((path.to_owned(), other.to_string())),
    }
}

/// The values of a register without regard to ids, numbers and the order of rows: what stands where, as `key=value`.
fn facts(register: &Register, is_lost: impl Fn(&str) -> bool) -> Vec<String> {
    let mut facts: Vec<String> = leaves(register)
        .into_iter()
        .filter(|(path, _)| !is_lost(path))
        .map(|(path, value)| format!("{}={value}", without_labels(&path)))
        .collect();
    facts.sort();
    facts
}

/// `processing[FAC-01].data[2].category` without what is in brackets, but for the processing itself.
fn without_labels(path: &str) -> String {
    let mut out = String::new();
    let mut inside = 0;
    let first = path.find(']').unwrap_or(0);
    for (at, character) in path.char_indices() {
        match character {
            '[' => inside += 1,
            ']' => inside -= 1,
            _ if inside == 0 || at < first => out.push(character),
            _ => {}
        }
    }
    out
}

/// Whether a path is reported, itself or with what it belongs to.
fn reported(losses: &LossReport) -> impl Fn(&str) -> bool {
    let places: BTreeSet<String> = losses
        .losses()
        .iter()
        .map(|loss| loss.place().to_owned())
        .collect();
    move |path| {
        let ends = path.match_indices(['.', '[']).map(|(end, _)| &path[..end]);
        ends.chain([path]).any(|above| places.contains(above))
    }
}

/// What was carried, as it has to come back: neither dropped, nor told in other words, nor invented by reading.
fn check(register: &Register) {
    let (back, losses, bytes) = there_and_back(register);
    let is_reported = reported(&losses);
    let wanted = facts(register, |path| path == "format" || is_reported(path));
    // What was told in other words, and the numbers that purposes and entries get, come back as something else.
    let found = facts(&back, |path| path == "format");
    let mut left = found.clone();
    for fact in &wanted {
        let place = left.iter().position(|other| other == fact);
        let place = place.unwrap_or_else(|| {
            panic!("not carried and not reported: {fact}\n{losses}\n{found:#?}")
        });
        _ = left.remove(place);
    }
    // Nothing was made up: what is left over is where something was reshaped, or an id.
    let reshaped: Vec<String> = losses
        .losses()
        .iter()
        .map(|loss| without_labels(loss.place()))
        .collect();
    for fact in left {
        let path = fact.split('=').next().unwrap();
        let is_known = path.ends_with(".id")
            // A purpose without a name shows its id.
            || path.ends_with("purpose.name") && reshaped.iter().any(|place| place.ends_with("purpose.id"))
            || reshaped.iter().any(|place| path == place || path.starts_with(&format!("{place}.")))
            || reshaped.iter().any(|place| place.starts_with(&format!("{path}.")));
        assert!(is_known, "made up: {fact}\n{losses}");
    }
    // A form that says what the register says is left alone.
    let (again, _) = cnil::update(&bytes, &back, OdsLimits::default()).unwrap();
    assert_same(&again, &bytes);
    let (again, losses_again) = cnil::update(&bytes, register, OdsLimits::default()).unwrap();
    assert_eq!(losses_again, losses);
    assert_same(&again, &bytes);
}

/// Whether two files are the same; else where they differ.
fn assert_same(left: &[u8], right: &[u8]) {
    if left != right {
        let [left, right] = [left, right].map(|bytes| entries(bytes)["content.xml"].clone());
        let at = left
            .iter()
            .zip(&right)
            .position(|(left, right)| left != right)
            .unwrap_or(0);
        let shown = |bytes: &[u8]| {
            String::from_utf8_lossy(&bytes[at.saturating_sub(300)..(at + 200).min(bytes.len())])
                .into_owned()
        };
        panic!(
            "an update without a difference edits:\n{}\n{}",
            shown(&left),
            shown(&right)
        );
    }
}

#[test]
fn every_value_of_the_five_registers_is_in_the_form_or_in_the_report() {
    for name in EXAMPLES {
        let register = example(name);
        check(&register);
        let (_, losses, _) = there_and_back(&register);
        let is_reported = reported(&losses);
        let all = leaves(&register);
        let carried = all.iter().filter(|(path, _)| !is_reported(path)).count();
        assert!(
            carried > 20 && carried < all.len(),
            "{name}: {carried} of {}",
            all.len()
        );
        // Both languages, and never a value.
        let text = losses.in_language(Lang::Fr) + &losses.in_language(Lang::En);
        assert!(
            losses
                .losses()
                .iter()
                .all(|loss| text.contains(loss.place()))
        );
        assert!(losses.of_kind(LossKind::Dropped).next().is_some());
    }
}

/// Texts that cells have to hold, some of which look like something else.
fn text() -> BoxedStrategy<Value> {
    let line = || {
        proptest::sample::select(vec![
            "Facturation",
            "Été comme hiver",
            "a \"quoted\" <b>word</b> & more",
            "two\nlines\ttabbed",
            "日本語 🦀",
            "2018-02-31",
            "trailing ",
            "Aucun",
            "N/A",
            "Oui",
            "Non",
            "Clients",
            "none",
            "customers",
            "Note : rien",
            "3 ans après le dernier contact",
            "a  b",
            "\u{1}control",
            "Sélectionnez un élément dans cette liste déroulante ►",
            "Base légale : Consentement",
            "x : y",
        ])
    };
    prop_oneof![
        line().prop_map(Value::from),
        line().prop_map(|fr| json!({ "fr": fr })),
        line().prop_map(|en| json!({ "en": en })),
        (line(), line()).prop_map(|(fr, en)| json!({ "fr": fr, "en": en })),
    ]
    .boxed()
}

fn maybe(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    proptest::option::of(value).boxed()
}

fn stated(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    prop_oneof![
        Just(None),
        Just(Some(json!("none"))),
        Just(Some(json!("not_applicable"))),
        value.prop_map(Some),
    ]
    .boxed()
}

fn list(item: impl Strategy<Value = Value> + 'static, most: usize) -> BoxedStrategy<Value> {
    proptest::collection::vec(item, 1..=most)
        .prop_map(Value::Array)
        .boxed()
}

fn code(codes: &'static [&'static str]) -> BoxedStrategy<Value> {
    proptest::sample::select(codes)
        .prop_map(Value::from)
        .boxed()
}

fn object(fields: Vec<(&'static str, BoxedStrategy<Option<Value>>)>) -> BoxedStrategy<Value> {
    let (keys, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    values
        .prop_map(move |values| {
            let entries = keys
                .iter()
                .zip(values)
                .filter_map(|(key, value)| Some(((*key).to_owned(), value?)));
            Value::Object(entries.collect())
        })
        .boxed()
}

fn always(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    value.prop_map(Some).boxed()
}

fn recipients() -> BoxedStrategy<Option<Value>> {
    let recipient = || {
        object(vec![
            ("name", always(text())),
            ("what", maybe(text())),
            ("how_often", maybe(text())),
            ("country", maybe(code(&["FR", "CH", "ZZ"]))),
            ("note", maybe(text())),
        ])
    };
    maybe(object(
        [
            "internal",
            "external",
            "processor",
            "partner",
            "third_country",
        ]
        .map(|kind| (kind, stated(list(recipient(), 2))))
        .to_vec(),
    ))
}

fn data() -> BoxedStrategy<Value> {
    let rule = prop_oneof![
        Just(json!("unstated")),
        Just(json!({"keep": "P3Y", "after": "last_contact", "contact": ["last_contact"]})),
        Just(json!({"keep": "P3Y", "after": "last_contact", "contact": ["link_clicked"]})),
        Just(json!({"keep": "P10Y", "after": {"fiscal_close": "last_operation"}})),
        Just(json!({"until": "relation_end"})),
        Just(json!({"until": {"any": ["withdrawal", "relation_end"]}})),
        Just(
            json!({"keep": "P2Y", "after": "recorded", "note": {"fr": "Depuis la demande", "en": "From the request"}})
        ),
        Just(json!({"keep": "P2M", "after": "collected", "law": ["GDPR 5(1)(e)"]})),
        Just(json!({"within": "P3M", "after": "contract_end"})),
        text().prop_map(|note| json!({"keep": "unstated", "note": note})),
    ];
    object(vec![
        (
            "category",
            always(code(&["identity", "economic", "internet", "nir", "other"])),
        ),
        ("detail", stated(text())),
        ("retention", maybe(rule)),
        ("mandatory", maybe(any::<bool>().prop_map(Value::from))),
    ])
}

fn processing() -> BoxedStrategy<Value> {
    let purpose = object(vec![
        ("name", maybe(text())),
        (
            "basis",
            stated(list(code(&["consent", "contract", "legal_obligation"]), 2)),
        ),
        ("justification", maybe(text())),
    ]);
    let transfer = object(vec![
        ("recipient", maybe(text())),
        ("country", maybe(code(&["US", "TN", "QQ"]))),
        ("tool", maybe(code(&["scc", "adequacy", "legal_claims"]))),
        ("document", maybe(text())),
        ("assessment", maybe(text())),
    ]);
    let subject = prop_oneof![text(), code(&["customers", "callers", "employees"])];
    let sensitive = object(vec![
        ("category", always(code(&["health", "union"]))),
        (
            "condition",
            maybe(code(&["explicit_consent", "employment"])),
        ),
    ]);
    let measure = prop_oneof![Just(json!(true)), list(text(), 2)];
    object(vec![
        ("name", always(text())),
        (
            "role",
            maybe(code(&["controller", "joint_controller", "processor"])),
        ),
        ("created", maybe(code(&["2018-05-10", "2024-02-29"]))),
        ("updated", maybe(code(&["2019-12-31"]))),
        ("responsible", stated(text())),
        ("software", stated(list(text(), 2))),
        ("purpose", maybe(list(purpose, 6))),
        ("subjects", stated(list(subject, 4))),
        ("recipients", recipients()),
        ("transfers", stated(list(transfer, 6))),
        ("sensitive", stated(list(sensitive, 2))),
        (
            "measures",
            maybe(object(vec![
                ("access", maybe(measure.clone())),
                ("other", maybe(measure)),
            ])),
        ),
        ("data", maybe(list(data(), 5))),
        (
            "not_processed",
            maybe(list(
                code(&["location", "professional_life", "identity"]),
                2,
            )),
        ),
    ])
}

fn registers() -> impl Strategy<Value = Register> {
    let officer = object(vec![
        ("kind", always(code(&["internal", "external"]))),
        ("contact", stated(text())),
    ]);
    let organisation = object(vec![
        ("name", always(text())),
        ("address", stated(text())),
        ("contact", stated(text())),
        ("website", stated(text())),
        ("dpo", stated(officer)),
    ]);
    (organisation, proptest::collection::vec(processing(), 0..3)).prop_map(
        |(organisation, mut processings)| {
            for (index, processing) in processings.iter_mut().enumerate() {
                processing["ref"] = json!(format!("P-{index}"));
                for (key, prefix) in [("purpose", "purpose"), ("data", "entry")] {
                    for (number, item) in processing
                        .get_mut(key)
                        .and_then(Value::as_array_mut)
                        .into_iter()
                        .flatten()
                        .enumerate()
                    {
                        if prefix == "purpose" || number > 0 {
                            item["id"] = json!(format!("{prefix}-{index}.{number}"));
                        }
                    }
                }
            }
            let document = json!({ "organisation": organisation, "processing": processings });
            Register::from_json(&document.to_string()).unwrap()
        },
    )
}

/// The words with which the form asks for a choice are no detail of a measure. Found by the property below.
#[test]
fn details_that_no_cell_can_tell_leave_the_family_s_name_once() {
    let prompt = "Sélectionnez un élément dans cette liste déroulante ►";
    for details in [json!([prompt, prompt]), json!([prompt, "Badges", prompt])] {
        let record =
            json!({ "ref": "P-0", "name": "Facturation", "measures": { "access": details } });
        let register = json!({ "organisation": { "name": "Atelier" }, "processing": [record] });
        check(&Register::from_json(&register.to_string()).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn what_is_carried_comes_back_and_everything_else_is_reported(register in registers()) {
        check(&register);
    }
}
