//! Lines as other systems write them, and lines that cannot be read: the same of every command that takes lines.
#![cfg(unix)]

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::process::Output;

use crate::consent::{ANNE, given};
use crate::shell::{MARKER, text};
use crate::workplace::{IBANS, Workplace};

const COLUMN: &str = "--keyring keys.json --table customers --column iban --type iban";
const RULE: &str = "--register register.toml --rule LOG-01/connection --at 2026-11-26";
const RECORD: &str = "{\"key\": 1, \"events\": {\"recorded\": \"2024-11-22\"}}";

/// A command that answers for each line, a line that it can read, and whether a line is text to it (a person's id is octets).
fn commands(token: &str) -> Vec<(String, String, bool)> {
    let iban = IBANS.lines().next().unwrap();
    let mut all = Vec::new();
    for (command, good) in [
        ("seal", iban),
        ("lookup", iban),
        ("index", iban),
        ("mask", iban),
        ("open", token),
        ("rotate", token),
    ] {
        all.push((format!("field {command} {COLUMN}"), good.to_owned(), true));
    }
    for command in ["due", "explain", "plan"] {
        all.push((
            format!("retention {command} {RULE}"),
            RECORD.to_owned(),
            true,
        ));
    }
    all.push((
        format!("retention simulate {RULE} --against proposed.toml"),
        RECORD.to_owned(),
        true,
    ));
    let audience = "consent audience --policy consent.toml --events events.jsonl --purpose newsletter --at 2026-05-01T00:00:00Z --persons -";
    all.push((audience.to_owned(), ANNE.to_owned(), true));
    all.push((
        "key subject --keyring keys.json --rewrap".to_owned(),
        "person".to_owned(),
        false,
    ));
    all
}

struct Desk {
    place: Workplace,
    token: String,
}

impl Desk {
    fn new() -> Self {
        let place = Workplace::of("field open");
        let tokens = std::fs::read_to_string(place.path("tokens.txt")).unwrap();
        let token = tokens.lines().next().unwrap().to_owned();
        Self { place, token }
    }

    fn commands(&self) -> Vec<(String, String, bool)> {
        let wrapped = self
            .place
            .done("echo 17 | greffe key subject --keyring keys.json");
        let mut all = commands(&self.token);
        all.last_mut().unwrap().1 = wrapped.trim_end().to_owned();
        all
    }

    fn run(&self, command: &str, input: &[u8]) -> Output {
        std::fs::write(self.place.path("in"), input).unwrap();
        self.place.run(&format!("greffe {command} < in"))
    }
}

#[test]
fn marks_and_line_ends_of_other_systems_change_nothing() {
    let desk = Desk::new();
    for (command, good, _) in desk.commands() {
        let usual = desk.run(&command, format!("{good}\n{good}\n").as_bytes());
        let said = text(&usual.stderr);
        assert_eq!(usual.status.code(), Some(0), "{command}: {said}");
        for input in [
            format!("{good}\n{good}"),
            format!("{good}\r\n{good}\r\n"),
            format!("\u{feff}{good}\n{good}\n"),
        ] {
            let output = desk.run(&command, input.as_bytes());
            assert_eq!(output.status.code(), Some(0), "{command}: {input:?}");
            assert_eq!(text(&output.stderr), said, "{command}: {input:?}");
            // What is wrapped anew differs each time.
            if !command.starts_with("key ") {
                assert_eq!(
                    text(&output.stdout),
                    text(&usual.stdout),
                    "{command}: {input:?}"
                );
            }
        }
    }
}

#[test]
fn a_bad_line_has_its_number_is_not_repeated_and_does_not_end_the_run() {
    let desk = Desk::new();
    for (command, good, is_text) in desk.commands() {
        let marked = format!("{MARKER}x");
        let mut bad: Vec<&[u8]> = vec![marked.as_bytes()];
        if is_text {
            bad.extend([
                &b"\xff\xfe\xfa"[..],
                b"\0\0",
                b"a\0b",
                "\u{feff}\u{feff}x".as_bytes(),
            ]);
        }
        for bad in bad {
            let input = [good.as_bytes(), b"\n", bad, b"\n", good.as_bytes(), b"\n"].concat();
            for (lang, number, count, total) in [
                ("en", "line 2: ", "bad lines: 1", "lines: 3; "),
                (
                    "fr",
                    "ligne 2\u{a0}: ",
                    "en défaut\u{a0}: 1",
                    "lignes\u{a0}: 3\u{a0}; ",
                ),
            ] {
                let output = desk.run(&format!("{command} --lang {lang}"), &input);
                let said = text(&output.stderr);
                assert_eq!(output.status.code(), Some(1), "{command} {bad:?}: {said}");
                assert_eq!(said.matches(number).count(), 1, "{command} {bad:?}: {said}");
                let totals = said.lines().find(|line| line.starts_with(total));
                assert!(
                    totals.is_some_and(|line| line.ends_with(count)),
                    "{command}: {said}"
                );
                let answer = String::from_utf8_lossy(&output.stdout);
                assert!(
                    !said.contains(MARKER) && !answer.contains(MARKER),
                    "{command}: {said}"
                );
                if command.starts_with("field ") {
                    assert_eq!(answer.lines().nth(1), Some(""), "{command}");
                    assert_eq!(answer.lines().count(), 3, "{command}");
                }
            }
            // Totals are a remark, what is wrong with a line is not.
            let quiet = text(&desk.run(&format!("{command} --quiet"), &input).stderr);
            assert_eq!(quiet.lines().count(), 1, "{command}: {quiet}");
        }
    }
}

/// 100 MB without a line end, between two good lines, in less address space than that.
#[cfg(target_os = "linux")]
#[test]
fn a_line_of_100_mb_is_a_bad_line_and_takes_no_memory() {
    let desk = Desk::new();
    for (command, good, _) in desk.commands() {
        let mut file = File::create(desk.place.path("in")).unwrap();
        file.write_all(format!("{good}\n").as_bytes()).unwrap();
        file.seek(SeekFrom::Current(100_000_000)).unwrap();
        file.write_all(format!("\n{good}\n").as_bytes()).unwrap();
        let line = format!("ulimit -v 65536; greffe {command} < in");
        let output = desk.place.run(&line);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{command}: {said}");
        assert!(said.contains("line 2: "), "{command}: {said}");
        assert!(
            said.contains("lines: 3; ") && said.contains("bad lines: 1"),
            "{command}: {said}"
        );
    }
}

#[test]
fn what_must_be_whole_is_refused_at_its_line() {
    let desk = Desk::new();
    let events = given(1, ANNE);
    let command = "consent decide --policy consent.toml --events - --purpose newsletter --at 2026-05-01T00:00:00Z";
    for input in [
        format!("\u{feff}{events}"),
        events.replace('\n', "\r\n"),
        events.trim_end().to_owned(),
    ] {
        let output = desk.run(command, input.as_bytes());
        assert_eq!(
            output.status.code(),
            Some(0),
            "{input:?}: {}",
            text(&output.stderr)
        );
    }
    let long = " ".repeat(2 << 20);
    for bad in [MARKER.as_bytes(), b"\xff\xfe", b"\0", long.as_bytes()] {
        let input = [events.as_bytes(), bad, b"\n"].concat();
        for (lang, number) in [
            ("en", "stdin: line 2: "),
            ("fr", "stdin\u{a0}: ligne 2\u{a0}: "),
        ] {
            let output = desk.run(&format!("{command} --lang {lang}"), &input);
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.starts_with(number) && !said.contains(MARKER), "{said}");
        }
    }
    // The keys of persons too: without them every line of theirs would be a bad one.
    let place = &desk.place;
    place.done("greffe key subject --keyring keys.json < persons.txt > keys.tsv");
    let keys = std::fs::read_to_string(place.path("keys.tsv")).unwrap();
    place.put(
        "keys.tsv",
        &format!("\u{feff}{}{MARKER}\r\n", keys.replace('\n', "\r\n")),
    );
    let subject = format!("field seal {COLUMN} --suite subject --subject-keys keys.tsv");
    let output = desk.run(&subject, b"");
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said.starts_with("--subject-keys: line 3: this line is not a person")
            && !said.contains(MARKER),
        "{said}"
    );
}

#[test]
fn a_mark_before_octets_is_one_of_them() {
    let desk = Desk::new();
    let column = "--keyring keys.json --table customers --column scan --type bytes --accept-equality-leakage test";
    let sealed = desk
        .run(&format!("field seal {column}"), "\u{feff}a\n".as_bytes())
        .stdout;
    let opened = desk.run(&format!("field open {column}"), &sealed).stdout;
    assert_eq!(text(&opened), "\u{feff}a\n");
}
