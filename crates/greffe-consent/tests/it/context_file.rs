//! What is known of a person, read from a file.

use greffe_calendar::zone;
use greffe_consent::{ContextFileError, PersonContext};
use greffe_terms::Lang;

use crate::fixture::{at, day, id};

const WHOLE: &str = r#"
born = 2012-05-01
residence = "FR"
zone = "America/Martinique"
holders = 2
professional = false
informed = true
contract = false
suppressed = true
opposition_list = { checked = 2026-07-01T10:00:00+02:00, listed = false }
calls = [2026-06-30T14:00:00+02:00, "2026-07-02T14:00:00+02:00"]
refusals = [2026-05-30T14:00:00Z]
guardian = false
proxy = true
directives = ["archive", "survey"]
"#;

fn built() -> PersonContext {
    PersonContext::new()
        .born(day("2012-05-01"))
        .residing_in("FR".parse().unwrap())
        .in_zone(zone::parse("America/Martinique").unwrap())
        .with_holders(2)
        .acting_as_professional(false)
        .told_of_marketing(true)
        .with_ongoing_contract(false)
        .on_suppression_list(true)
        .opposition_list(at("2026-07-01T08:00:00Z"), false)
        .calls_made([at("2026-06-30T12:00:00Z"), at("2026-07-02T12:00:00Z")])
        .refused_calls([at("2026-05-30T14:00:00Z")])
        .with_guardian(false)
        .with_proxy(true)
        .with_directives([id("archive"), id("survey")])
}

#[test]
fn a_file_says_all_that_code_can_say() {
    assert_eq!(PersonContext::from_toml(WHOLE).unwrap(), built());
    // Whatever a context can be told, the comparison above tells.
    let told = include_str!("context_file.rs");
    for source in [
        include_str!("../../src/context/reach.rs"),
        include_str!("../../src/context/who.rs"),
    ] {
        for declared in source.split("    pub ").skip(1) {
            let declared = declared.trim_start_matches("const ");
            let name = declared
                .strip_prefix("fn ")
                .unwrap()
                .split('(')
                .next()
                .unwrap();
            assert!(told.contains(&format!(".{name}(")), "{name}");
        }
    }
}

#[test]
fn the_same_as_json() {
    let json = r#"{
        "born": "2012-05-01", "residence": "FR", "zone": "America/Martinique", "holders": 2,
        "professional": false, "informed": true, "contract": false, "suppressed": true, "guardian": false, "proxy": true,
        "opposition_list": { "checked": "2026-07-01T10:00:00+02:00", "listed": false },
        "calls": ["2026-06-30T14:00:00+02:00", "2026-07-02T14:00:00+02:00"],
        "refusals": ["2026-05-30T14:00:00Z"], "directives": ["archive", "survey"]
    }"#;
    assert_eq!(PersonContext::from_json(json).unwrap(), built());
}

#[test]
fn what_is_not_there_is_unknown() {
    assert_eq!(PersonContext::from_toml("").unwrap(), PersonContext::new());
    let none = PersonContext::from_toml("calls = []").unwrap();
    assert_eq!(none, PersonContext::new().calls_made([]));
    assert_ne!(none, PersonContext::new());
    assert!(PersonContext::from_json(r#"{ "born": null }"#).is_err());
}

#[test]
fn every_slip_is_told_with_its_place_and_without_the_value() {
    for (right, wrong, path) in [
        ("2012-05-01", "2012-05-01T10:00:00Z", "born"),
        ("2012-05-01", "\"1977-13-41\"", "born"),
        ("\"FR\"", "\"Marker\"", "residence"),
        ("America/Martinique", "America/Marker", "zone"),
        ("holders = 2", "holders = 1977", "holders"),
        (
            "professional = false",
            "professional = \"Marker\"",
            "professional",
        ),
        ("informed = true", "informed = 1977", "informed"),
        ("contract = false", "contract = \"Marker\"", "contract"),
        (
            "checked = 2026-07-01T10:00:00+02:00, ",
            "",
            "opposition_list",
        ),
        (
            "listed = false",
            "listed = \"Marker\"",
            "opposition_list.listed",
        ),
        (
            "\"2026-07-02T14:00:00+02:00\"",
            "\"1977-07-02T14:00:00\"",
            "calls[2]",
        ),
        ("2026-05-30T14:00:00Z", "1977-05-30", "refusals[1]"),
        ("guardian = false", "guardian = \"Marker\"", "guardian"),
        ("proxy = true", "proxy = \"Marker\"", "proxy"),
        ("\"survey\"", "\"Marker of Jeanne\"", "directives[2]"),
        ("proxy = true", "proxy = true\nname = \"Marker\"", "name"),
    ] {
        let text = WHOLE.replacen(right, wrong, 1);
        assert_ne!(text, WHOLE, "{right}");
        let error = PersonContext::from_toml(&text).unwrap_err();
        let ContextFileError::Keys(report) = &error else {
            panic!("{right}: {error}");
        };
        let places: Vec<_> = report
            .faults()
            .iter()
            .map(|fault| fault.place().path())
            .collect();
        assert_eq!(places, [path], "{right}");
        for lang in Lang::ALL {
            for said in [error.in_language(lang), format!("{error:?}")] {
                assert!(!said.contains("Marker") && !said.contains("1977"), "{said}");
            }
        }
    }
    let broken = PersonContext::from_toml("born = 1977-Marker").unwrap_err();
    for lang in Lang::ALL {
        assert!(!broken.in_language(lang).contains("1977"));
    }
    assert!(matches!(broken, ContextFileError::Document(_)));
}
