//! A bar where somebody watches, and nowhere else. The terminal is a pair of the system's own pseudo-terminals.
#![cfg(unix)]

use std::fs::File;
use std::io::{Read, Write};
use std::process::Stdio;
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::shell::text;
use crate::workplace::Workplace;

/// What is drawn on a terminal until everybody has closed it, and the end to draw on.
fn terminal() -> (JoinHandle<String>, File) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap().into_string().unwrap();
    let theirs = File::options().read(true).write(true).open(name).unwrap();
    let size = Winsize {
        ws_row: 24,
        ws_col: 100,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&theirs, size).unwrap();
    let drawn = thread::spawn(|| {
        let mut drawn = Vec::new();
        // Linux says EIO where the other end is closed.
        let _ended = File::from(ours).read_to_end(&mut drawn);
        String::from_utf8_lossy(&drawn).into_owned()
    });
    (drawn, theirs)
}

/// What a run of more than a second draws on its terminal, and its answer. Lines of standard input come in two parts.
fn watched(place: &Workplace, line: &str, parts: [&str; 2]) -> (String, String) {
    let (drawn, theirs) = terminal();
    let mut shell = place.shell(&format!("exec {line}"));
    let shell = shell.env("TERM", "xterm").env_remove("NO_COLOR");
    let mut child = shell
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(theirs)
        .spawn()
        .unwrap();
    // The command keeps the other end open for as long as it runs.
    shell.stderr(Stdio::null());
    let mut input = child.stdin.take().unwrap();
    let [first, second] = parts;
    input.write_all(first.as_bytes()).unwrap();
    sleep(Duration::from_millis(1_200));
    input.write_all(second.as_bytes()).unwrap_or_default();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{line}");
    (drawn.join().unwrap(), text(&output.stdout))
}

const MASK: &str = "greffe field mask --type iban";
const FIRST: &str = "FR1420041010050500013M02606\nnone\n";
const SECOND: &str = "DE89370400440532013000\n";

#[test]
fn long_work_shows_a_bar_on_a_terminal_and_the_answer_is_the_same() {
    let place = Workplace::new();
    let many = SECOND.repeat(600);
    place.put("in", &format!("{FIRST}{many}"));
    let piped = place.run(&format!("{MASK} < in"));
    assert_eq!(text(&piped.stderr).lines().count(), 2);
    for (lang, part) in [
        ("en", "13.8 kB read in 1s"),
        ("fr", "13,8\u{a0}ko lus en 1s"),
    ] {
        let line = format!("{MASK} --lang {lang}");
        let (drawn, answer) = watched(&place, &line, [FIRST, &many]);
        assert!(drawn.contains(part), "{drawn:?}");
        assert_eq!(answer, text(&piped.stdout));
        // The bar goes before the end, and what is said stands whole on a line of its own.
        let said = lang_line(lang);
        assert!(drawn.contains(&format!("{said}\r\n")), "{drawn:?}");
        assert!(
            !drawn.contains("\u{1b}[3") && !drawn.contains("\u{1b}[9"),
            "a colour: {drawn:?}"
        );
    }
}

fn lang_line(lang: &str) -> &'static str {
    match lang {
        "fr" => "lignes\u{a0}: 602\u{a0}; en défaut\u{a0}: 1",
        _ => "lines: 602; bad lines: 1",
    }
}

#[test]
fn who_wants_no_bar_has_none() {
    let place = Workplace::new();
    for line in [
        format!("{MASK} --no-progress"),
        format!("{MASK} --quiet"),
        format!("{MASK} -q"),
        format!(
            "env TERM=dumb {}/greffe field mask --type iban",
            place_of_command()
        ),
    ] {
        let (drawn, answer) = watched(&place, &line, [FIRST, SECOND]);
        assert!(drawn.starts_with("line 2: "), "{line}: {drawn:?}");
        assert!(
            !drawn.contains("kB") && !drawn.contains('\u{1b}'),
            "{line}: {drawn:?}"
        );
        assert_eq!(answer.lines().count(), 3, "{line}");
    }
    // Short work is over before anybody wonders.
    let (drawn, theirs) = terminal();
    place.put("in", SECOND);
    let status = place
        .shell(&format!("{MASK} < in > out"))
        .env("TERM", "xterm")
        .stderr(theirs)
        .status();
    assert_eq!(status.unwrap().code(), Some(0));
    assert_eq!(drawn.join().unwrap(), "");
}

fn place_of_command() -> String {
    let command = std::path::Path::new(env!("CARGO_BIN_EXE_greffe"));
    command.parent().unwrap().display().to_string()
}

/// What a command draws over as many lines as it takes for its work to be long on this machine. `line` puts them where it reads them.
fn drawn_over_long_work(place: &Workplace, line: &str, mut put: impl FnMut(usize)) -> String {
    let mut lines = 30_000;
    loop {
        put(lines);
        let (drawn, theirs) = terminal();
        let mut shell = place.shell(&format!("exec {line}"));
        let started = Instant::now();
        let child = shell
            .env("TERM", "xterm")
            .stderr(theirs)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // The command keeps the other end open for as long as it runs.
        shell.stderr(Stdio::null());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}");
        let drawn = drawn.join().unwrap();
        if started.elapsed() > Duration::from_secs(2) {
            return drawn;
        }
        lines *= 2;
    }
}

#[test]
fn where_the_length_is_known_a_part_of_it_is_shown() {
    let place = Workplace::new();
    let line = "greffe retention explain --register register.toml --rule LOG-01/connection --facts facts.jsonl > out";
    let mut written = 0;
    let drawn = drawn_over_long_work(&place, line, |lines| {
        let fact = "{ \"key\": 1, \"events\": { \"recorded\": \"2024-11-22\" } }\n";
        place.put("facts.jsonl", &fact.repeat(lines));
        written = lines;
    });
    assert!(
        drawn.contains("% [=") && drawn.contains(" left"),
        "{drawn:?}"
    );
    assert!(drawn.contains(&format!("lines: {written}; ")), "{drawn:?}");
}

#[test]
fn ledgers_and_exports_show_one_too() {
    let place = Workplace::of("export verify");
    let record = "{\"email\":\"ada@exemple.example\",\"balance\":\"7\",\"tags\":[]}\n";
    let build = "greffe export build --request R-2026-17.json --sources export/ --register register.toml --out long.zip --format json";
    let drawn = drawn_over_long_work(&place, build, |lines| {
        let _from_a_shorter_run = std::fs::remove_file(place.path("long.zip"));
        place.put("export/customers.ndjson", &record.repeat(lines));
    });
    assert!(drawn.contains("% ["), "{drawn:?}");
    // What is verified is read at the speed of a digest: its bar may never be seen, and the answer is the same.
    let answer = place.run("greffe export verify long.zip --format json");
    assert_eq!(answer.status.code(), Some(0));
    assert!(text(&answer.stdout).starts_with('{'));
}
