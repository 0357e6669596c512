//! Rules that are refused, each with its place and never with a value.

use greffe_retention::Rule;
use greffe_terms::Lang;

#[test]
fn a_rule_that_contradicts_itself_is_refused_with_its_place() {
    for (text, expected) in REFUSED {
        let error = Rule::from_toml(text).expect_err(text);
        assert_eq!(error.to_string(), *expected, "in\n{text}");
    }
}

#[test]
fn every_message_exists_in_french() {
    for (text, english) in REFUSED {
        let document = greffe_document::Document::from_toml(text).unwrap();
        let mut faults = greffe_document::Faults::new();
        assert!(Rule::read(document.root(), &mut faults).is_none());
        let french = document.locate(faults).unwrap_err().in_language(Lang::Fr);
        assert!(french.starts_with("ligne "), "{french}");
        assert_ne!(french, *english);
    }
}

#[test]
fn no_error_repeats_what_was_written() {
    const MARKER: &str = "marie.dupont-secret";
    for text in [
        format!("keep = \"{MARKER}\"\nafter = \"recorded\""),
        format!("keep = \"P1Y\"\nafter = \"{MARKER} x\""),
        format!("keep = \"P1Y\"\nafter = \"recorded\"\n\"{MARKER}\" = 1"),
        format!("keep = \"P1Y\"\nafter = \"recorded\"\nthen = \"{MARKER}\""),
        format!("keep = \"P1Y\"\nafter = \"recorded\"\neffect = [\"{MARKER}\"]"),
        format!("keep = \"P1Y\"\nafter = \"recorded\"\nbackups = {{ \"{MARKER} x\" = \"P1Y\" }}"),
        format!("keep = {{ default = \"{MARKER}\", set_by = \"{MARKER}\" }}\nafter = \"recorded\""),
        MARKER.to_owned(),
    ] {
        let error = Rule::from_toml(&text).expect_err(&text);
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(MARKER), "{shown}");
        let json = format!(r#"{{ "keep": {text:?}, "after": 3 }}"#);
        let error = serde_json::from_str::<Rule>(&json).expect_err(&json);
        assert!(!error.to_string().contains(MARKER), "{error}");
    }
}

#[test]
fn what_is_wrong_comes_out_all_together() {
    let error = Rule::from_toml("keep = \"10 years\"\nafter = 3\nthen = \"delete\"").unwrap_err();
    assert_eq!(error.to_string().lines().count(), 3, "{error}");
}

#[test]
fn combinations_in_one_another_have_an_end() {
    let nested = |depth: usize| {
        let (open, close) = ("{ latest = [".repeat(depth), "] }".repeat(depth));
        Rule::from_json(&format!(
            "{{ \"keep\": \"P1Y\", \"after\": {}\"recorded\"{} }}",
            open.replace("latest =", "\"latest\":"),
            close
        ))
    };
    assert!(nested(5).is_ok());
    let error = nested(20).unwrap_err().to_string();
    assert!(
        error.contains("too many combinations in one another"),
        "{error}"
    );
}

/// Six lists in tables with a table in the innermost list: twelve in all, and not one more.
#[test]
fn twelve_lists_and_tables_in_one_another_are_the_most() {
    let nested = |lists: usize, limit: &str, key: &str, innermost: &str| {
        let (open, close) = (format!("{{ {key} = [").repeat(lists), "] }".repeat(lists));
        Rule::from_toml(&format!("{limit} = {open}{innermost}{close}"))
    };
    let keep = "keep = \"P1Y\"\nafter";
    let disputes = r#""withdrawal", { if_opened = "dispute", then = "dispute_settled" }"#;
    for (limit, key, table, text) in [
        (keep, "latest", r#"{ event = "recorded" }"#, r#""recorded""#),
        (
            keep,
            "earliest",
            r#"{ event = "recorded" }"#,
            r#""recorded""#,
        ),
        ("until", "all", disputes, r#""withdrawal""#),
        (
            "until",
            "any",
            r#""withdrawal", { all = ["recorded"] }"#,
            r#""withdrawal""#,
        ),
    ] {
        let deepest = nested(6 - usize::from(key == "any"), limit, key, table);
        assert!(deepest.is_ok(), "{key}: {deepest:?}");
        for too_deep in [table, text] {
            let error = nested(7, limit, key, too_deep).unwrap_err().to_string();
            let why = "too many combinations in one another";
            assert!(error.contains(why), "{key}: {error}");
        }
    }
}

/// Nobody promises to delete in the year 3000.
#[test]
fn a_period_leads_no_further_than_the_year_2999() {
    let kept = |years: u32| {
        let text = format!("keep = \"P{years}Y\"\nafter = \"recorded\"");
        Rule::from_toml(&text).is_ok()
    };
    // Counted from the days of the years up to 2027.
    assert!(kept(972) && !kept(973));
}

const REFUSED: &[(&str, &str)] = &[
    (
        "keep = \"P1Y\"\nafter = { latest = [\"recorded\", \"recorded\"] }",
        "line 2, column 9: `after`: the same thing stands twice",
    ),
    (
        "keep = \"P1Y\"\nafter = { latest = [\"collected\", { earliest = [\"recorded\", \"recorded\"] }] }",
        "line 2, column 9: `after`: the same thing stands twice",
    ),
    (
        "keep = \"P1Y\"\nafter = \"recorded\"\nthen = { move_to = \"disk\" }",
        "line 3, column 8: `then`: the key `keep` is missing",
    ),
    (
        "keep = \"P1Y\"",
        "line 1, column 1: the key `after` is missing",
    ),
    (
        "within = \"P1Y\"",
        "line 1, column 1: the key `after` is missing",
    ),
    (
        "after = \"recorded\"",
        "line 1, column 1: a stage says keep, until, within or latest",
    ),
    (
        "keep = \"P1Y\"\nwithin = \"P1Y\"\nafter = \"recorded\"",
        "line 2, column 10: `within`: what must be gone within this period is still to be kept then: no day is left to dispose of it",
    ),
    (
        "keep = \"P1Y\"\nuntil = \"withdrawal\"\nafter = \"recorded\"",
        "line 1, column 1: a stage has one limit only: keep, until or latest; within may stand with keep or until",
    ),
    (
        "keep = \"P30D\"\nwithin = \"P1M\"\nafter = \"recorded\"",
        "line 2, column 10: `within`: what must be gone within this period is still to be kept then: no day is left to dispose of it",
    ),
    (
        "keep = { default = \"P1Y\", set_by = \"customer\" }\nwithin = \"P2Y\"\nafter = \"recorded\"",
        "line 1, column 8: `keep`: beside `within`, a period that somebody sets needs `max`",
    ),
    (
        "until = \"withdrawal\"\nwithin = \"P2Y\"",
        "line 2, column 10: `within`: say what this period runs from: within = { period = \"P3M\", after = \"…\" }",
    ),
    (
        "stages = [{ keep = \"P5Y\", after = \"contract_end\", then = \"archive\" }, { within = \"P3Y\", after = \"contract_end\" }]",
        "line 1, column 1: what must be gone within this period is still to be kept then: no day is left to dispose of it",
    ),
    (
        "keep = \"P1Y\"\nafter = \"last_contact\"",
        "line 1, column 1: `contact` must say which events count as contact",
    ),
    (
        "keep = \"P1Y\"\nafter = \"recorded\"\ncontact = [\"link_clicked\"]",
        "line 3, column 11: `contact`: `contact` has no use unless the rule counts the last contact",
    ),
    (
        "keep = \"P1Y\"\nafter = \"last_contact\"\ncontact = []",
        "line 3, column 11: `contact`: the list is empty",
    ),
    (
        "keep = { default = \"P25D\", set_by = \"customer\", min = \"P90D\", max = \"P1D\" }\nafter = \"recorded\"",
        "line 1, column 8: `keep`: min is not always below max: no period fits",
    ),
    (
        "keep = { default = \"P30D\", set_by = \"customer\", max = \"P1M\" }\nafter = \"recorded\"",
        "line 1, column 8: `keep`: the default lies outside the bounds",
    ),
    (
        "latest = 0\nper = \"api_key\"",
        "line 1, column 10: `latest`: `latest = 0` keeps nothing",
    ),
    ("latest = 25", "line 1, column 1: the key `per` is missing"),
    (
        "keep = \"P1Y\"\nafter = \"recorded\"\nper = \"api_key\"",
        "line 3, column 7: `per`: `per` goes with `latest` only",
    ),
    (
        "until = \"withdrawal\"\nafter = \"recorded\"",
        "line 2, column 9: `after`: `after` goes with `keep` or `within` only",
    ),
    (
        "until = { if_opened = \"dispute\", then = \"dispute_settled\" }",
        "line 1, column 9: `until`: if nothing was opened, nothing is left to wait for",
    ),
    (
        "until = { any = [] }",
        "line 1, column 17: `until.any`: the list is empty",
    ),
    (
        "until = { any = [\"withdrawal\", \"withdrawal\"] }",
        "line 1, column 9: `until`: the same thing stands twice",
    ),
    (
        "until = { all = [\"withdrawal\"], any = [\"recorded\"] }",
        "line 1, column 9: `until`: an event, or all, any, or if_opened with then is expected",
    ),
    (
        "keep = \"P1Y\"\nafter = { latest = [] }",
        "line 2, column 20: `after.latest`: the list is empty",
    ),
    (
        "keep = \"P1Y\"\nafter = { event = \"recorded\", from = \"calendar_year\" }",
        "line 2, column 38: `after.from`: `from` goes with `fiscal_close` only",
    ),
    (
        "keep = \"P1Y\"\nafter = { event = \"recorded\", fiscal_close = \"recorded\" }",
        "line 2, column 9: `after`: an event, or one key only of event, fiscal_close, latest and earliest is expected",
    ),
    (
        "keep = \"P1Y\"\nafter = \"recorded\"\nthen = \"archive\"",
        "line 3, column 8: `then`: no stage follows the archive",
    ),
    (
        "stages = []",
        "line 1, column 10: `stages`: the list is empty",
    ),
    (
        "stages = [{ keep = \"P1Y\", after = \"recorded\" }, { keep = \"P2Y\", after = \"recorded\" }]",
        "line 1, column 11: `stages[1]`: a stage that others follow ends with `then = \"archive\"`",
    ),
    (
        "stages = [{ within = \"P1Y\", after = \"recorded\", then = \"archive\" }, { keep = \"P2Y\", after = \"recorded\" }]",
        "line 1, column 22: `stages[1].within`: `within` makes sense in the last stage only",
    ),
    (
        "stages = [{ keep = \"P1Y\", after = \"recorded\", then = \"archive\" }, { latest = 3, per = \"k\" }]",
        "line 1, column 78: `stages[2].latest`: `latest` makes sense only in a rule of one stage",
    ),
    (
        "stages = [{ keep = \"P1Y\", after = \"recorded\" }]\nkeep = \"P1Y\"",
        "line 2, column 1: `keep`: unknown key `keep`",
    ),
    (
        "keep = \"P9999Y\"\nafter = \"recorded\"",
        "line 1, column 8: `keep`: a period that the calendar can count is expected",
    ),
    (
        "keep = \"P1Y\"\nafter = \"recorded\"\nextend = true",
        "line 3, column 10: `extend`: a text is expected",
    ),
    (
        "keep = \"P1Y\"\nafter = \"recorded\"\nkeeep = 1",
        "line 3, column 1: `keeep`: unknown key `keeep`; did you mean `keep`?",
    ),
];
