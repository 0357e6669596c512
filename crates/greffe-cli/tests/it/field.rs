//! `greffe field …`: values and tokens of a column, line by line, through the real binary.

use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::shell::{MARKER, greffe, json, text, words};

const IBAN: &str = "FR1420041010050500013M02606";

/// A folder with a keyring.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.key("create --new-kek {kek} --at 2025-06-15T12:00:00Z");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn arguments(&self, line: &str) -> Vec<String> {
        let in_folder = |word: &str| {
            let name = word.strip_prefix('{')?.strip_suffix('}')?;
            Some(self.path(name).to_str().unwrap().to_owned())
        };
        line.split_whitespace()
            .map(|word| in_folder(word).unwrap_or_else(|| word.to_owned()))
            .collect()
    }

    fn run(&self, line: &str, input: &str) -> Output {
        let arguments = self.arguments(line);
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        greffe(&arguments, input)
    }

    #[track_caller]
    fn key(&self, line: &str) -> String {
        words(&self.run(&format!("key {line} --keyring {{keys}}"), ""), 0)
    }

    /// `greffe field COMMAND` on the column `customers`/`field`.
    fn field(&self, command: &str, input: &str) -> Output {
        let column = "--keyring {keys} --kek-file {kek} --table customers --column field";
        self.run(&format!("field {command} {column}"), input)
    }

    /// The id of its one key.
    #[track_caller]
    fn key_id(&self) -> String {
        let shown = self.run(
            "key show --keyring {keys} --kek-file {kek} --format json",
            "",
        );
        json(&shown, 0)["keys"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    #[track_caller]
    fn lines(&self, command: &str, input: &str) -> Vec<String> {
        let said = words(&self.field(command, input), 0);
        said.lines().map(str::to_owned).collect()
    }
}

#[test]
fn every_type_and_suite_goes_there_and_back() {
    let place = Place::new();
    let typed = [
        ("iban", "fr14 2004 1010 0505 0001 3m02 606", IBAN),
        ("email", "Ana@Example.org", "Ana@example.org"),
        ("phone", "+33 1 99 00 12 34", "+33199001234"),
        ("fax", "0033 1 99 00 12 34", "+33199001234"),
        ("name", " Ana   Lima ", "Ana Lima"),
        ("card", "4111 1111 1111 1111", "4111111111111111"),
        ("bytes", "ref 12/4", "ref 12/4"),
    ];
    for (kind, input, canonical) in typed {
        for suite in ["det", "det-commit", "rnd"] {
            let options = format!("--type {kind} --suite {suite}");
            let sealed = place.lines(&format!("seal {options}"), &format!("{input}\n"));
            let [token] = sealed.as_slice() else {
                panic!("one line for one line: {sealed:?}")
            };
            assert!(token.starts_with("~gf1.") && !token.contains(canonical));
            let opened = place.lines(&format!("open {options}"), &format!("{token}\n"));
            assert_eq!(opened, [canonical], "{options}");
            let rotated = place.lines(&format!("rotate {options}"), &format!("{token}\n"));
            assert_eq!(&rotated, &sealed, "nothing is stale");
        }
    }
}

#[test]
fn a_bad_line_keeps_its_place_empty_and_is_named_without_its_content() {
    let place = Place::new();
    let input = format!("{IBAN}\n{MARKER}1\n\n{IBAN}\n");
    let output = place.field("seal --type iban", &input);
    let said = words(&output, 1);
    let lines: Vec<_> = said.split('\n').collect();
    assert_eq!(
        lines.len(),
        5,
        "one line each, and the last line end: {said}"
    );
    assert!(lines[0].starts_with("~gf1.") && lines[0] == lines[3]);
    assert_eq!((lines[1], lines[2]), ("", ""));
    let errors = text(&output.stderr);
    assert!(
        errors.contains("line 2: ") && errors.contains("line 3: ") && !errors.contains("line 4")
    );
    assert!(!errors.contains(MARKER) && !said.contains(MARKER));
    let french = text(&place.field("seal --type iban --lang fr", "x\n").stderr);
    assert!(
        french.starts_with("ligne 1\u{a0}: IBAN non valide"),
        "{french}"
    );
}

#[test]
fn the_last_line_needs_no_end_and_lines_of_other_systems_are_read() {
    let place = Place::new();
    let [a, b, c] =
        ["\n", "\r\n", ""].map(|end| place.lines("seal --type iban", &format!("{IBAN}{end}")));
    assert!(a == b && b == c);
    assert!(
        place.lines("seal --type iban", "").is_empty(),
        "nothing in, nothing out"
    );
}

#[test]
fn a_line_without_end_does_not_fill_the_memory() {
    let place = Place::new();
    let endless = format!("{}\n{IBAN}\n", "1".repeat(300_000));
    let output = place.field("seal --type iban", &endless);
    let said = words(&output, 1);
    assert_eq!(said.lines().count(), 2);
    assert!(said.lines().nth(1).unwrap().starts_with("~gf1."));
    assert!(text(&output.stderr).contains("line 1: the line is 256 KiB long"));
}

#[test]
fn lookups_find_rows_of_every_live_key_and_rotation_ends_them() {
    let place = Place::new();
    let old = place.lines("seal --type iban", &format!("{IBAN}\n"));
    place.key("add --kek-file {kek}");
    let shown: Value =
        serde_json::from_str(&place.key("show --kek-file {kek} --format json")).unwrap();
    let keys = shown["keys"].as_array().unwrap();
    let standby = keys.iter().find(|key| key["state"] == "standby").unwrap();
    let (id, generation) = (standby["id"].as_str().unwrap(), &shown["generation"]);
    place.key(&format!(
        "promote {id} --seen-everywhere {generation} --kek-file {{kek}}"
    ));

    let looked = place.lines("lookup --type iban", &format!("{IBAN}\n"));
    let tokens: Vec<_> = looked[0].split('\t').collect();
    assert_eq!(tokens.len(), 2);
    assert!(tokens.contains(&old[0].as_str()));
    let new = place.lines("rotate --type iban", &format!("{}\n", old[0]));
    assert_eq!(new, [tokens[0]], "that of today first");
    assert_eq!(
        place.lines("open --type iban", &format!("{}\n", old[0])),
        [IBAN]
    );

    // A row stores the token of today's key; a search asks for those of every key that reads.
    let index = "--type iban --index by_iban --bits 20";
    let stored = place.lines(&format!("index {index}"), &format!("{IBAN}\n"));
    let searched = place.lines(&format!("lookup {index}"), &format!("{IBAN}\n"));
    let searched: Vec<_> = searched[0].split('\t').collect();
    assert_eq!((searched.len(), searched[0]), (2, stored[0].as_str()));

    let column = format!("{}\n{}\n\n", old[0], new[0]);
    let report = json(&place.field("audit --type iban --format json", &column), 0);
    assert_eq!(
        (
            &report["stale"],
            &report["column"]["rows"],
            &report["column"]["nulls"]
        ),
        (&1.into(), &3.into(), &1.into())
    );
}

#[test]
fn indexes_store_one_token_or_a_set_and_are_searched_by_all() {
    let place = Place::new();
    let index = "--type iban --index by_iban --bits 20";
    let stored = place.lines(&format!("index {index}"), &format!("{IBAN}\n"));
    assert!(stored[0].starts_with("~gfi1.") && !stored[0].contains('\t'));
    assert_eq!(
        place.lines(&format!("lookup {index}"), &format!("{IBAN}\n")),
        stored
    );
    let named = place.lines("index --type iban --index by_field", &format!("{IBAN}\n"));
    assert_eq!(
        place.lines("index --type iban", &format!("{IBAN}\n")),
        named
    );
    let shown: Value =
        serde_json::from_str(&place.key("show --kek-file {kek} --format json")).unwrap();
    let key = shown["keys"][0]["id"].as_str().unwrap();
    let unique = place.lines(
        &format!("index --type iban --index u --kind unique --key {key}"),
        &format!("{IBAN}\n{IBAN}\n"),
    );
    assert_eq!(unique[0], unique[1]);

    let options = "--type name --accept-equality-leakage DPIA-7 --index words --kind name-words";
    let set = place.lines(&format!("index {options}"), "Ana María Lima\n");
    assert_eq!(set[0].split('\t').count(), 3);
    let word = place.lines(&format!("lookup {options}"), "maria\n");
    assert!(set[0].split('\t').any(|token| token == word[0]));
    let several = place.field(&format!("lookup {options}"), "ana lima\n");
    assert!(words(&several, 1).trim().is_empty());
    let options = "--type name --accept-equality-leakage DPIA-7 --index begins --kind name-prefixes --prefix 3";
    let set = place.lines(&format!("index {options}"), "Ana Lima\n");
    let begin = place.lines(&format!("lookup {options}"), "LIM\n");
    assert!(set[0].split('\t').any(|token| token == begin[0]));
}

#[test]
fn who_makes_equal_tokens_of_names_by_hand_is_reminded_and_who_says_why_is_not() {
    let place = Place::new();
    let output = place.field("seal --type name", "Ana Lima\n");
    assert!(text(&output.stderr).contains("--accept-equality-leakage"));
    words(&output, 0);
    for quiet in [
        "--type name --accept-equality-leakage DPIA-7",
        "--type name --suite rnd",
        "--type iban",
    ] {
        let input = if quiet.contains("iban") {
            IBAN
        } else {
            "Ana Lima"
        };
        assert!(
            text(&place.field(&format!("seal {quiet}"), input).stderr).is_empty(),
            "{quiet}"
        );
    }
}

#[test]
fn masks_need_a_keyring_for_tokens_only() {
    let place = Place::new();
    let bare = place.run("field mask --type iban", &format!("{IBAN}\nno iban\n"));
    assert_eq!(words(&bare, 1), "FR•• •••• 2606\n\n");
    let sealed = place.lines("seal --type iban", IBAN);
    let closed = place.run("field mask --type iban", &format!("{}\n", sealed[0]));
    assert_eq!(words(&closed, 1), "\n");
    assert!(text(&closed.stderr).contains("line 1: a token: --keyring"));
    assert_eq!(
        place.lines("mask --type iban", &format!("{}\n", sealed[0])),
        ["FR•• •••• 2606"]
    );
}

#[test]
fn a_token_bound_to_its_row_opens_in_no_other() {
    let place = Place::new();
    let options = "--type iban --suite rnd --bound int";
    let token = place
        .lines(&format!("seal {options}"), &format!("17\t{IBAN}\n"))
        .remove(0);
    assert_eq!(
        place.lines(&format!("open {options}"), &format!("17\t{token}\n")),
        [IBAN]
    );
    for (row, token) in [("18", token.as_str()), ("x", token.as_str())] {
        let moved = place.field(&format!("open {options}"), &format!("{row}\t{token}\n"));
        assert_eq!(words(&moved, 1), "\n");
    }
    let missing = place.field(&format!("open {options}"), &format!("{token}\n"));
    assert!(text(&missing.stderr).contains("no tab"));
    let useless = place.field("seal --type iban --bound int", "17\tx\n");
    assert_eq!(useless.status.code(), Some(2));
}

#[test]
fn the_values_of_a_person_go_with_the_lines_of_its_key() {
    let place = Place::new();
    let keys = words(
        &place.run("key subject --keyring {keys} --kek-file {kek}", "ana\nbo\n"),
        0,
    );
    assert_eq!(keys.lines().count(), 2);
    std::fs::write(place.path("persons"), &keys).unwrap();
    let options = "--type bytes --suite subject --subject-keys {persons}";
    let sealed = place.lines(&format!("seal {options}"), "ana\tallergic\nbo\tnone\n");
    let back = |options: &str| {
        let rows = format!("ana\t{}\nbo\t{}\n", sealed[0], sealed[1]);
        place.field(&format!("open {options}"), &rows)
    };
    assert_eq!(words(&back(options), 0), "allergic\nnone\n");

    // The master rotates: the keys are wrapped anew, and no sealed row changes.
    place.key("add --kek-file {kek}");
    let again = words(
        &place.run(
            "key subject --rewrap --keyring {keys} --kek-file {kek}",
            &keys,
        ),
        0,
    );
    assert_eq!(again, keys, "a standby key wraps nothing");
    let next = words(
        &place.run(
            "key subject --next --keyring {keys} --kek-file {kek}",
            &keys,
        ),
        0,
    );
    std::fs::write(place.path("both"), format!("{keys}{next}")).unwrap();
    assert_eq!(
        words(&back(&options.replace("persons", "both")), 0),
        "allergic\nnone\n"
    );

    // Forgotten: her lines are gone, his are not.
    let left: String = keys
        .lines()
        .filter(|line| line.starts_with("bo"))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(place.path("left"), left).unwrap();
    let output = back(&options.replace("persons", "left"));
    assert_eq!(words(&output, 1), "\nnone\n");
    assert!(!text(&output.stderr).contains("ana"));
    let one = place.lines(&format!("seal {options} --subject ana"), "allergic\n");
    assert_eq!(
        place.lines(
            &format!("open {options} --subject ana"),
            &format!("{}\n", one[0])
        ),
        ["allergic"]
    );
}

/// Rows from before overseas numbers had their own calling code hold them under +33: a lookup finds these too.
#[test]
fn an_overseas_number_is_looked_up_under_its_former_form_too() {
    let place = Place::new();
    let key = place.key_id();
    for kind in ["phone", "fax"] {
        let options = format!("--type {kind}");
        let unique = format!("{options} --kind unique --key {key}");
        for (store, search) in [
            (format!("seal {options}"), format!("lookup {options}")),
            (
                format!("index {options}"),
                format!("lookup {options} --index by_field"),
            ),
            (format!("index {unique}"), format!("lookup {unique}")),
        ] {
            let stored = place.lines(&store, "+596696123456\n+33696123456\n");
            for typed in ["0696 12 34 56", "+596 696 12 34 56"] {
                let looked = place.lines(&format!("{search} --region FR"), &format!("{typed}\n"));
                let tokens: Vec<_> = looked[0].split('\t').collect();
                assert_eq!(tokens, stored, "{search} {typed}");
            }
            // Nobody else's number has a former form, nor has the former one; what is stored is one token.
            for typed in ["+33696123456", "+33199001234"] {
                let looked = place.lines(&search, &format!("{typed}\n"));
                assert_eq!(looked[0].split('\t').count(), 1, "{search} {typed}");
            }
            assert!(stored.iter().all(|token| !token.contains('\t')));
        }
    }
}

#[test]
fn national_numbers_need_their_region() {
    let place = Place::new();
    assert_eq!(
        words(&place.field("seal --type phone", "01 99 00 12 34\n"), 1),
        "\n"
    );
    let sealed = place.lines("seal --type phone --region FR", "01 99 00 12 34\n");
    assert_eq!(
        place.lines("open --type phone", &format!("{}\n", sealed[0])),
        ["+33199001234"]
    );
}

#[test]
fn octets_that_are_no_line_are_written_as_hex() {
    let place = Place::new();
    let sealed = place.lines(
        "seal --type bytes --encoding hex --accept-equality-leakage test",
        "610a62\n\nzz\n".replace("zz\n", "").as_str(),
    );
    let raw = place.field(
        "open --type bytes",
        &format!("{}\n{}\n", sealed[0], sealed[1]),
    );
    assert_eq!(
        words(&raw, 1),
        "\n\n",
        "a line end cannot be shown; an empty value is an empty line"
    );
    assert!(text(&raw.stderr).contains("line 1: the value holds a line end"));
    let hex = place.lines(
        "open --type bytes --encoding hex",
        &format!("{}\n", sealed[0]),
    );
    assert_eq!(hex, ["610a62"]);
}

#[test]
fn what_is_missing_or_not_understood_is_said_by_option() {
    let place = Place::new();
    let missing = place.run("field seal --type iban", "");
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        text(&missing.stderr).contains("--table"),
        "{}",
        text(&missing.stderr)
    );
    for (wrong, option) in [
        ("index --type iban --index Wrong", "--index"),
        ("index --type iban --index a --bits 3", "--bits"),
        ("index --type iban --index a --kind name-words", "--kind"),
        ("lookup --type iban --suite rnd", "--suite"),
        ("index --type iban --index a --kind unique", "--key"),
        (
            "index --type iban --index a --kind unique --key 00000000",
            "--key",
        ),
        ("seal --type bytes --suite subject", "--subject-keys"),
    ] {
        let output = place.field(wrong, "");
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        assert!(
            text(&output.stderr).contains(option),
            "{wrong}: {}",
            text(&output.stderr)
        );
    }
}
