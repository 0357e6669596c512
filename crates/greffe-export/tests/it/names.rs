//! File names: safe on every system, and never two of one name.

use std::collections::HashSet;

use greffe_export::{MemorySink, SafeNames};
use proptest::prelude::*;

use crate::fixture::{both, json, package, texts};

/// The rules, written again without looking at the implementation.
fn assert_safe(name: &str) {
    assert!(
        !name.is_empty() && name.len() <= 110,
        "{} bytes",
        name.len()
    );
    assert!(
        name.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)),
        "{name}"
    );
    assert!(
        !name.starts_with(['.', '-']) && !name.ends_with('.') && !name.contains(".."),
        "{name}"
    );
    let stem = name.split('.').next().unwrap().to_ascii_uppercase();
    let devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    assert!(!devices.contains(&stem.as_str()), "{name}");
    let port = (stem.starts_with("COM") || stem.starts_with("LPT"))
        && stem.len() == 4
        && stem.ends_with(|c: char| c.is_ascii_digit());
    assert!(!port, "{name}");
}

#[test]
fn hostile_names_are_made_safe() {
    let long = "x".repeat(5000);
    for name in [
        "../../etc/passwd",
        "..",
        ".",
        "",
        "/",
        "/etc/shadow",
        "C:\\Windows\\win.ini",
        "a\0b",
        "NUL",
        "nul.txt",
        "com1",
        "LPT9.csv",
        "COM¹",
        "CON .txt",
        "name.",
        "name ",
        "-rf",
        "~",
        "a/b",
        "a\\b",
        "\u{202e}gpj.exe",
        "日本語",
        "🎻",
        long.as_str(),
        "CONIN$",
    ] {
        assert_safe(&SafeNames::new().claim(name));
    }
}

#[test]
fn however_long_a_name_is_it_keeps_its_ending() {
    for letters in [10, 80, 81, 320, 321, 5000] {
        let name = SafeNames::new().claim(&format!("{}.pdf", "x".repeat(letters)));
        assert!(name.ends_with("x.pdf") && name.len() <= 84, "{name}");
    }
}

#[test]
fn twins_get_different_names() {
    let mut folder = SafeNames::new();
    let composed = folder.claim("\u{e9}t\u{e9}.txt");
    let decomposed = folder.claim("e\u{301}te\u{301}.txt");
    let upper = folder.claim("ETE.TXT");
    assert_eq!(
        [composed.as_str(), decomposed.as_str(), upper.as_str()],
        ["ete.txt", "ete-2.txt", "ETE-3.TXT"]
    );
}

#[test]
fn a_number_never_lands_on_a_name_that_is_taken() {
    let mut folder = SafeNames::new();
    let names: Vec<String> = ["a-2", "a", "a", "A-2"]
        .iter()
        .map(|name| folder.claim(name))
        .collect();
    assert_eq!(names, ["a-2", "a", "a-3", "A-2-2"]);
}

#[test]
fn twenty_thousand_equal_names_are_numbered_at_once() {
    use std::time::{Duration, Instant};
    let mut folder = SafeNames::new();
    folder.claim("photo-3.jpg");
    let begun = Instant::now();
    for expected in 1..=20_000_u32 {
        let given = if expected % 2 == 0 {
            "Photo.JPG"
        } else {
            "photo.jpg"
        };
        let (stem, ending) = given.split_once('.').unwrap();
        // 3 is taken, so that every number from there on is one higher.
        let name = match expected {
            1 => given.to_owned(),
            2 => format!("{stem}-2.{ending}"),
            more => format!("{stem}-{}.{ending}", more + 1),
        };
        assert_eq!(folder.claim(given), name);
    }
    // Trying each number from 2 on would take 200 million.
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn hostile_and_equal_source_names_overwrite_nothing_and_are_mapped() {
    let request = both();
    let mut bag = MemorySink::new();
    let done = package(&request)
        .source(texts("../../x", &["one"]))
        .source(texts("X", &["two"]))
        .source(texts("x", &["three"]))
        .write_folder(&mut bag)
        .unwrap();
    assert!(done.completeness().is_complete());
    let statement = json(&bag, "data/completeness.json");
    let sources = statement["sources"].as_array().unwrap();
    let written: Vec<&str> = sources
        .iter()
        .map(|source| source["written_as"].as_str().unwrap())
        .collect();
    assert_eq!(written, ["x", "X-2", "x-3"]);
    assert_eq!(sources[0]["name"], "../../x");
    for (stem, value) in [("x", "one"), ("X-2", "two"), ("x-3", "three")] {
        assert!(
            bag.file(&format!("data/access/{stem}.ndjson"))
                .unwrap()
                .windows(value.len())
                .any(|part| part == value.as_bytes())
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_names_become_safe_and_distinct(names in prop::collection::vec(any::<String>(), 1..12)) {
        let mut folder = SafeNames::new();
        let mut seen = HashSet::new();
        for name in &names {
            let safe = folder.claim(name);
            assert_safe(&safe);
            prop_assert!(seen.insert(safe.to_lowercase()), "{} twice", safe);
        }
    }

    #[test]
    fn close_names_become_safe_and_distinct(names in prop::collection::vec("[aA.é\u{301}/\\-2]{0,5}(con|NUL|com1)?(\\.txt)?", 1..16)) {
        let mut folder = SafeNames::new();
        let mut seen = HashSet::new();
        for name in &names {
            let safe = folder.claim(name);
            assert_safe(&safe);
            prop_assert!(seen.insert(safe.to_lowercase()), "{} twice", safe);
        }
    }
}

#[test]
fn a_long_ending_is_none_and_a_number_stands_before_a_short_one() {
    for (given, second) in [
        ("report.pdf", "report-2.pdf"),
        // Twelve bytes with the point, and thirteen.
        ("report.abcdefghijk", "report-2.abcdefghijk"),
        ("report.abcdefghijkl", "report.abcdefghijkl-2"),
        ("report", "report-2"),
    ] {
        let mut folder = SafeNames::new();
        assert_eq!(folder.claim(given), given);
        assert_eq!(folder.claim(given), second);
    }
    let long = format!("a.{}", "b".repeat(200));
    assert_eq!(SafeNames::new().claim(&long), long[..80]);
}

/// Windows has the ports 0 to 9, whatever follows the first point.
#[test]
fn names_that_are_near_a_device_are_left_alone() {
    for (given, safe) in [
        ("com1.txt", "_com1.txt"),
        ("LPT0", "_LPT0"),
        ("com.txt", "com.txt"),
        ("COM12.txt", "COM12.txt"),
        ("COMA", "COMA"),
        ("lptx.csv", "lptx.csv"),
        ("comet1", "comet1"),
        ("console", "console"),
    ] {
        assert_eq!(SafeNames::new().claim(given), safe);
    }
}

/// What is trimmed, and what is kept of the end, does not depend on how much stands before it.
#[test]
fn however_much_surrounds_a_name_its_start_and_its_ending_are_kept() {
    for many in [0, 1, 79, 80, 81, 640, 641, 5_000] {
        let around = "-".repeat(many);
        let inside = "x".repeat(many);
        let given = format!("{around}letter{inside}.pdf{around}");
        let safe = SafeNames::new().claim(&given);
        let expected = format!("letter{}.pdf", "x".repeat(many.min(70)));
        assert_eq!(safe, expected, "{many}");
    }
}
