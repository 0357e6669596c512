//! Series of backups have names that the register chooses, and an order.

use greffe_register::Register;
use greffe_register::diff::Patch;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

type Series = Vec<(String, Value)>;

fn register(series: &Series) -> Register {
    // An object of `serde_json` has no order of its own.
    let series = series
        .iter()
        .map(|(name, one)| format!("\"{name}\": {one}"));
    let series = series.collect::<Vec<_>>().join(", ");
    let document = format!(r#"{{ "organisation": {{ "name": "A" }}, "backups": {{ {series} }} }}"#);
    Register::from_json(&document).unwrap()
}

fn named<const N: usize>(series: [(&str, Value); N]) -> Register {
    register(&series.map(|(name, one)| (name.to_owned(), one)).into())
}

#[test]
fn series_that_are_called_as_languages_are_series() {
    let kept = |period: &str| {
        let (fr, en) = (json!({ "keep": period }), json!({ "keep": "P1Y" }));
        named([("fr", fr), ("en", en)])
    };
    let (old, new) = (kept("P1Y"), kept("P2Y"));
    let changes = new.changes_since(&old);
    let paths: Vec<_> = changes.iter().map(|change| change.path()).collect();
    assert_eq!(paths, ["backups.fr.keep"]);
    let patch = Patch::between(&old, &new);
    assert_eq!(
        patch.to_json(),
        r#"[{"path":["backups","fr","keep"],"before":"P1Y","after":"P2Y"}]"#
    );
    assert!(patch.apply(&old).unwrap() == new);
    let written = new.to_toml();
    let lines = "[backups]\nfr = { keep = \"P2Y\" }\nen = { keep = \"P1Y\" }\n";
    assert!(written.contains(lines), "{written}");
}

#[test]
fn a_long_series_before_a_short_one_stays_before_it_in_toml() {
    let long = json!({ "every": "P1Y2M3DT4H", "keep": "P1Y2M3DT4H" });
    let short = json!({ "keep": "P1Y" });
    let register = named([(&"z".repeat(60), long), ("daily", short)]);
    let written = register.to_toml();
    assert!(
        Register::from_toml(&written).unwrap() == register,
        "{written}"
    );
    let last = "\n[backups.daily]\nkeep = \"P1Y\"\n";
    assert!(written.ends_with(last), "{written}");
}

fn series() -> impl Strategy<Value = Series> {
    let names = vec![
        "fr".to_owned(),
        "en".to_owned(),
        "daily".to_owned(),
        "daily.noon".to_owned(),
        "a".repeat(60),
        "b".repeat(64),
    ];
    let one = select(vec![
        json!({}),
        json!({ "keep": "P1Y" }),
        json!({ "every": "P1Y2M3DT4H", "keep": "P1Y2M3DT4H" }),
    ]);
    let names = subsequence(names, 1..=6).prop_shuffle();
    (names, proptest::collection::vec(one, 6))
        .prop_map(|(names, series)| names.into_iter().zip(series).collect())
}

proptest! {
    #[test]
    fn series_come_back_from_toml_in_their_order(series in series()) {
        let register = register(&series);
        let written = register.to_toml();
        prop_assert!(Register::from_toml(&written).unwrap() == register, "{}", written);
    }

    #[test]
    fn a_patch_leads_from_some_series_to_others(old in series(), new in series()) {
        let (old, new) = (register(&old), register(&new));
        let patched = Patch::between(&old, &new).apply(&old).unwrap();
        prop_assert!(patched == new);
    }
}
