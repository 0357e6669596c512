//! Ctrl-C in the middle of a write: what has its name is whole, and the same command goes on.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::workplace::Workplace;

/// Runs the line, and stops it (SIGINT) once it writes, or has ended.
fn stop(place: &Workplace, line: &str, begun: &Path) {
    let mut shell = place.shell(&format!("exec {line}"));
    let mut child = shell
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while !begun.exists() && child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < Duration::from_secs(60), "{line}");
        sleep(Duration::from_millis(1));
    }
    place.run(&format!("kill -INT {}", child.id()));
    child.wait().unwrap();
}

/// All octets below a path, by name.
fn content(path: &Path) -> Vec<(String, Vec<u8>)> {
    if path.is_file() {
        return vec![(String::new(), fs::read(path).unwrap())];
    }
    let mut entries: Vec<_> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let named = |entry: &std::path::PathBuf| {
        let name = entry.file_name().unwrap().to_str().unwrap().to_owned();
        content(entry)
            .into_iter()
            .map(move |(below, octets)| (format!("{name}/{below}"), octets))
            .collect::<Vec<_>>()
    };
    entries.iter().flat_map(named).collect()
}

#[test]
fn a_command_that_is_stopped_leaves_nothing_half_written() {
    let place = Workplace::of("export open");
    let record = "{\"email\":\"ada@exemple.example\",\"balance\":\"7\",\"tags\":[]}\n";
    place.put("export/customers.ndjson", &record.repeat(4_000));
    let build = "greffe export build --request R-2026-17.json --sources export/ --register register.toml --dated 2026-11-26 --sign key.pem --letter L --out";
    let build = |out: &str| build.replace(" L ", &format!(" {out}.txt ")) + " " + out;
    place.done(&build("whole.zip"));
    place.done("greffe export open whole.zip --out whole");
    place
        .done("greffe register convert --to ods --form blank.ods --output whole.ods register.toml");
    for (line, out, begun, like) in [
        (build("a.zip"), "a.zip", "a.zip.staging", "whole.zip"),
        (build("b.zip"), "b.zip", "b.zip.part", "whole.zip"),
        (
            "greffe export open whole.zip --out c".to_owned(),
            "c",
            "c.part",
            "whole",
        ),
        (
            "greffe register convert --to ods --form blank.ods --output d.ods register.toml"
                .to_owned(),
            "d.ods",
            "d.ods.part",
            "whole.ods",
        ),
    ] {
        stop(&place, &line, &place.path(begun));
        let out = place.path(out);
        if out.exists() {
            assert_eq!(content(&out), content(&place.path(like)), "{line}");
        } else {
            place.done(&line);
            assert_eq!(content(&out), content(&place.path(like)), "{line}");
        }
        assert!(!place.path(begun).exists(), "{line}");
    }
}

#[test]
fn what_a_stopped_run_left_is_no_obstacle() {
    let place = Workplace::of("export open");
    place.put("out.part/.greffe-part", "");
    place.put("out.part/unpacked/data/half.csv", "half");
    place.done("greffe export open R-2026-17.zip --out out");
    place.done("greffe export verify out");
    assert!(!place.path("out.part").exists() && !place.path("out/data/half.csv").exists());
    // A folder that is there and empty is taken; one with something in it is not.
    fs::create_dir(place.path("empty")).unwrap();
    place.done("greffe export open R-2026-17.zip --out empty");
    let again = place.run("greffe export open R-2026-17.zip --out empty");
    assert_eq!(again.status.code(), Some(2));
    place.put("letter.txt.part/.greffe-part", "");
    place.put("letter.txt.part/letter", "half");
    place.done("greffe export build --request R-2026-17.json --sources export/ --register register.toml --letter letter.txt --out new.zip");
    assert!(!place.path("letter.txt.part").exists() && place.path("letter.txt").exists());
}

#[test]
fn what_is_beside_and_was_not_made_by_greffe_is_left_alone() {
    let place = Workplace::of("export open");
    let build = "greffe export build --request R-2026-17.json --sources export/ --register register.toml --dated 2026-11-26 --sign key.pem --letter l.txt --out new.zip";
    for (theirs, line) in [
        (
            "opened.part/draft.txt",
            "greffe export open R-2026-17.zip --out opened",
        ),
        (
            "empty.part/draft.txt",
            "greffe export open R-2026-17.zip --out empty/",
        ),
        ("new.zip.part", build),
        ("l.txt.part", &build.replace("new.zip", "other.zip")),
        (
            "r.json.part",
            "greffe register convert --to dpv --output r.json register.toml",
        ),
    ] {
        fs::create_dir_all(place.path("empty")).unwrap();
        place.put(theirs, "mine");
        let refused = place.run(line);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{line}: {said}");
        let named = theirs.split('/').next().unwrap();
        assert!(
            said.contains(&format!("{named}: was not made by greffe")),
            "{said}"
        );
        assert_eq!(fs::read_to_string(place.path(theirs)).unwrap(), "mine");
    }
    // Moved away, the same command goes on.
    for theirs in ["new.zip.part", "l.txt.part"] {
        fs::rename(place.path(theirs), place.path(&format!("kept-{theirs}"))).unwrap();
    }
    place.done(build);
}

/// What is still written to is not taken for what a stopped run left.
#[test]
fn two_commands_of_one_output_do_not_take_each_others_files() {
    let place = Workplace::of("export open");
    let build = "greffe export build --request R-2026-17.json --sources export/ --register register.toml --dated 2026-11-26 --sign key.pem --letter l.txt --out new.zip";
    for (part, line) in [
        ("out.part", "greffe export open R-2026-17.zip --out out"),
        ("new.zip.part", build),
        (
            "r.json.part",
            "greffe register convert --to dpv --output r.json register.toml",
        ),
    ] {
        place.put(&format!("{part}/.greffe-part"), "");
        place.put(&format!("{part}/archive"), "half");
        let mark = fs::File::open(place.path(&format!("{part}/.greffe-part"))).unwrap();
        mark.try_lock().unwrap();
        let refused = place.run(line);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{line}: {said}");
        let words = format!("{part}: another greffe command writes there");
        assert!(said.contains(&words), "{said}");
        let half = fs::read_to_string(place.path(&format!("{part}/archive")));
        assert_eq!(half.unwrap(), "half");
        drop(mark);
        place.done(line);
        assert!(!place.path(part).exists());
    }
}

#[test]
fn a_folder_that_is_mistyped_is_not_made() {
    let place = Workplace::of("export open");
    let build = "greffe export build --request R-2026-17.json --sources export/ --register register.toml --dated 2026-11-26 --sign key.pem";
    for line in [
        "greffe register convert --to dpv --output typo/r.json register.toml",
        "greffe export open R-2026-17.zip --out typo/opened",
        &format!("{build} --out typo/new.zip"),
        &format!("{build} --letter typo/l.txt --out new.zip"),
    ] {
        assert_eq!(place.run(line).status.code(), Some(2), "{line}");
        assert!(!place.path("typo").exists(), "{line}");
        // Nothing is left that would be in the way of the same command with its folder right.
        assert!(!place.path("new.zip").exists(), "{line}");
    }
}

#[test]
fn a_key_file_that_is_stopped_on_its_way_is_the_one_before_or_the_one_after() {
    let place = Workplace::new();
    for _ in 0..8 {
        let mut shell = place.shell("exec greffe key add --keyring keys.json --kek-file kek");
        let mut child = shell
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(8));
        place.run(&format!("kill -INT {}", child.id()));
        child.wait().unwrap();
        place.done("greffe key check --keyring keys.json --kek-file kek");
    }
}
