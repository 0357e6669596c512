//! What holds of all commands: an example that runs, an answer that is written whole or not at all, quiet in pipes.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs::File;
use std::process::Stdio;

use crate::shell::{line, text};
use crate::workplace::Workplace;

/// Every command that has none below it, with its help: what `--help` lists, followed down.
fn commands() -> BTreeMap<String, String> {
    let mut leaves = BTreeMap::new();
    let mut open = vec![String::new()];
    while let Some(command) = open.pop() {
        let output = line(&format!("{command} --help"));
        assert_eq!(output.status.code(), Some(0), "{command}");
        let help = text(&output.stdout);
        let Some((_, list)) = help.split_once("\nCommands:\n") else {
            leaves.insert(command, help);
            continue;
        };
        let list = list.lines().take_while(|line| line.starts_with("  "));
        let names = list.map(|line| line.split_whitespace().next().unwrap());
        let below = names.filter(|name| *name != "help");
        open.extend(below.map(|name| format!("{command} {name}").trim().to_owned()));
    }
    leaves
}

/// The lines of a shell that the end of a help shows.
fn examples(help: &str) -> Vec<String> {
    let (_, shown) = help.split_once("\nExample").expect(help);
    let shown = shown.trim_start_matches('s').trim_start_matches(": ");
    let shown = shown.replace("\\\n", " ");
    let mut lines = shown.lines();
    let first = lines.next().unwrap().trim().to_owned();
    let more = lines.take_while(|line| line.starts_with("  "));
    std::iter::once(first)
        .chain(more.map(|line| line.trim().to_owned()))
        .collect()
}

/// The same without the file that its answer goes to.
fn on_stdout(example: &str) -> String {
    let before = example.split(" > ").next().unwrap_or(example);
    before.split(" >> ").next().unwrap_or(before).to_owned()
}

/// Each example with the command that shows it.
fn all() -> Vec<(String, String)> {
    let commands = commands();
    let of = |(command, help): (&String, &String)| {
        let lines = examples(help);
        lines
            .into_iter()
            .map(|line| (command.clone(), line))
            .collect::<Vec<_>>()
    };
    let more = [
        (
            "register check",
            "greffe register check --format json old.toml new.toml",
        ),
        (
            "register check",
            "greffe register check --format sarif register.toml",
        ),
        (
            "register diff",
            "greffe register diff --format json old.toml new.toml",
        ),
        (
            "retention due",
            "greffe retention due --register register.toml --rule LOG-01/connection --facts bad.jsonl",
        ),
        (
            "deadline breach",
            "greffe deadline breach --aware 2020-12-22T12:17:00+01:00 --format json",
        ),
        (
            "export verify",
            "greffe export verify R-2026-17.zip --format json",
        ),
    ];
    let more = more.map(|(command, line)| (command.to_owned(), line.to_owned()));
    commands.iter().flat_map(of).chain(more).collect()
}

#[test]
fn the_commands_are_those_that_the_design_names() {
    let commands = commands();
    for (group, names) in [
        ("register", "check render diff convert schema"),
        ("retention", "due explain plan simulate"),
        ("deadline", "request breach period"),
        ("field", "seal open lookup index mask rotate audit"),
        ("key", "rotate check reactivate"),
        ("consent", "decide verify audience receipt"),
        ("export", "build verify"),
    ] {
        for name in names.split(' ') {
            assert!(
                commands.contains_key(&format!("{group} {name}")),
                "{group} {name}"
            );
        }
    }
    // Under a second name too.
    let help = text(&line("key --help").stdout);
    assert!(
        help.contains("[alias: new]") && help.contains("[alias: list]"),
        "{help}"
    );
    assert_eq!(
        line("key new --help").stdout,
        line("key create --help").stdout
    );
    assert_eq!(
        line("key list --help").stdout,
        line("key show --help").stdout
    );
}

#[test]
fn every_help_has_an_example_of_its_command_that_runs_and_the_options_that_all_have() {
    for (command, help) in commands() {
        for example in examples(&help) {
            assert!(example.contains(&format!("greffe {command}")), "{example}");
            let output = Workplace::of(&command).run(&example);
            let said = text(&output.stderr);
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{example}: {said}"
            );
        }
        for option in ["--lang", "--quiet", "--no-progress"] {
            assert!(help.contains(option), "{command}: {option}");
        }
    }
}

#[test]
fn in_a_pipe_nothing_is_drawn_and_quiet_ends_with_the_same_status() {
    for (command, example) in all() {
        let output = Workplace::of(&command).run(&example);
        let said = text(&output.stderr);
        assert!(!said.contains(['\r', '\u{1b}']), "{example}: {said}");
        let quiet = example.replacen(
            &format!("greffe {command}"),
            &format!("greffe {command} --quiet"),
            1,
        );
        let quiet = Workplace::of(&command).run(&quiet);
        assert_eq!(quiet.status.code(), output.status.code(), "{example}");
    }
}

#[test]
fn a_full_disk_is_an_error_and_no_panic() {
    let mut written = 0;
    for (command, example) in all() {
        let example = on_stdout(&example);
        if Workplace::of(&command).run(&example).stdout.is_empty() {
            continue;
        }
        for (lang, said) in [
            (
                "en",
                "stdout: the answer is not written whole (no space left)",
            ),
            (
                "fr",
                "stdout\u{a0}: la réponse n’est pas écrite en entier (le disque est plein)",
            ),
        ] {
            let place = Workplace::of(&command);
            let full = File::options().write(true).open("/dev/full").unwrap();
            let example = example.replace(" --lang fr", "");
            let lang = format!("greffe {command} --lang {lang}");
            let example = example.replacen(&format!("greffe {command}"), &lang, 1);
            let output = place.shell(&example).stdout(full).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{example}");
            let stderr = text(&output.stderr);
            assert!(
                stderr.lines().any(|line| line == said),
                "{example}: {stderr}"
            );
        }
        written += 1;
    }
    assert!(written > 40, "{written}");
    let full = File::options().write(true).open("/dev/full").unwrap();
    let help = Workplace::new()
        .shell("greffe key --help")
        .stdout(full)
        .status();
    assert_eq!(help.unwrap().code(), Some(2));
}

#[test]
fn a_reader_that_went_away_is_no_error_and_changes_no_status() {
    for (command, example) in all() {
        let example = on_stdout(&example);
        let usual = Workplace::of(&command).run(&example);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let place = Workplace::of(&command);
        let mut shell = place.shell(&example);
        let output = shell.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let output = output.wait_with_output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(
            output.status.code(),
            usual.status.code(),
            "{example}: {said}"
        );
        assert!(
            !said.contains("panicked") && !said.contains("stdout"),
            "{example}: {said}"
        );
    }
}

#[test]
fn a_reader_that_has_read_enough_ends_an_endless_run() {
    let place = Workplace::new();
    for (endless, command, status) in [
        ("yes DE89370400440532013000", "field mask --type iban", 0),
        (
            "yes '{\"key\":1,\"events\":{\"recorded\":\"2024-11-22\"}}'",
            "retention due --register register.toml --rule LOG-01/connection",
            0,
        ),
        ("yes 17", "key subject --keyring keys.json", 0),
        (
            "(echo none; yes DE89370400440532013000)",
            "field mask --type iban",
            1,
        ),
    ] {
        // The status of the command itself, which the shell's pipe would hide.
        let line =
            format!("{endless} 2> /dev/null | (greffe {command}; echo $? > status) | head -n 1");
        let output = place.run(&line);
        assert_eq!(text(&output.stdout).lines().count(), 1, "{line}");
        let ended = std::fs::read_to_string(place.path("status")).unwrap();
        assert_eq!(
            ended.trim(),
            status.to_string(),
            "{line}: {}",
            text(&output.stderr)
        );
    }
}

#[test]
fn every_help_is_in_french_too_with_the_same_options_and_examples() {
    for (command, english) in commands() {
        let french = text(&line(&format!("--lang fr {command} --help")).stdout);
        assert_eq!(
            text(&line(&format!("{command} --help --lang fr")).stdout),
            french
        );
        assert!(
            french.contains(&format!("\nUsage\u{a0}: greffe {command}")),
            "{french}"
        );
        assert!(
            french.contains("\nExemple\u{a0}: ") || french.contains("\nExemples\u{a0}: "),
            "{french}"
        );
        for left in [
            "Print help",
            "[default",
            "possible values",
            "Possible values",
            "Example:",
            "Usage:",
        ] {
            assert!(!french.contains(left), "{left}: {french}");
        }
        let options = |help: &str| {
            let words =
                help.split(|letter: char| letter.is_whitespace() || ",;()[]`".contains(letter));
            let options = words.filter(|word| word.starts_with("--"));
            options
                .map(|word| word.trim_end_matches(['.', ':']).to_owned())
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(options(&english), options(&french), "{command}");
    }
    let groups = text(&line("--lang fr --help").stdout);
    assert!(
        groups.contains("\nCommandes:\n") && groups.contains("Statut de sortie\u{a0}: 0"),
        "{groups}"
    );
}

#[test]
fn a_command_that_is_mistyped_is_asked_back_without_being_repeated() {
    for (lang, said) in [
        ("en", "the command is not known; did you mean rotate?"),
        (
            "fr",
            "la commande n’est pas connue\u{a0}; vouliez-vous dire rotate\u{a0}?",
        ),
    ] {
        let output = line(&format!("key rotat --lang {lang}"));
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(text(&output.stderr).lines().next(), Some(said));
    }
}
