//! `greffe completions` and `greffe manual`: what a shell and `man` make of the commands.
#![cfg(unix)]

use std::process::Command;

use crate::shell::{line, text};
use crate::workplace::Workplace;

/// What a real bash offers where that line is typed so far.
fn offered(words: &[&str]) -> Vec<String> {
    let place = Workplace::new();
    place.done("greffe completions bash > greffe.bash");
    let typed = words
        .iter()
        .map(|word| format!("'{word}'"))
        .collect::<Vec<_>>()
        .join(" ");
    let script = format!(
        ". ./greffe.bash
        COMP_WORDS=({typed})
        COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        $(complete -p greffe | sed 's/.*-F \\([^ ]*\\) .*/\\1/') greffe '{}' '{}'
        printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words[words.len() - 1],
        words[words.len() - 2],
    );
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-c", &script])
        .current_dir(place.path(""));
    let output = bash.output().unwrap();
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn a_real_bash_completes_commands_options_and_values() {
    assert_eq!(offered(&["greffe", "ret"]), ["retention"]);
    assert_eq!(offered(&["greffe", "retention", "ex"]), ["explain"]);
    assert_eq!(offered(&["greffe", "key", "rea"]), ["reactivate"]);
    assert_eq!(
        offered(&["greffe", "key", "rotate", "--seen"]),
        ["--seen-everywhere"]
    );
    assert_eq!(
        offered(&["greffe", "register", "check", "--lang", ""]),
        ["fr", "en"]
    );
    let fields = offered(&["greffe", "field", ""]);
    for name in ["seal", "open", "lookup", "index", "mask", "rotate", "audit"] {
        assert!(
            fields.iter().any(|field| field == name),
            "{name}: {fields:?}"
        );
    }
}

#[test]
fn every_shell_has_its_script() {
    for (shell, part) in [
        ("bash", "complete -F _greffe"),
        ("zsh", "#compdef greffe"),
        ("fish", "complete -c greffe"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion:arg-completer[greffe]"),
    ] {
        let output = line(&format!("completions {shell}"));
        assert_eq!(output.status.code(), Some(0));
        let script = text(&output.stdout);
        assert!(script.contains(part), "{shell}");
        assert!(
            script.contains("simulate") && script.contains("no-progress"),
            "{shell}"
        );
    }
    assert_eq!(line("completions tcsh").status.code(), Some(2));
}

#[test]
fn a_manual_has_a_page_a_command_with_its_example() {
    let place = Workplace::new();
    let names = place.done("greffe manual man1");
    for (name, part) in [
        ("greffe.1", "greffe\\-register(1)"),
        ("greffe-key-rotate.1", "greffe key rotate"),
        ("greffe-field-lookup.1", "greffe field lookup"),
    ] {
        assert!(names.lines().any(|line| line == name), "{names}");
        let page = std::fs::read_to_string(place.path("man1").join(name)).unwrap();
        let page_plain = page.replace("\\-", "-");
        assert!(
            page.contains(part) || page_plain.contains(part),
            "{name}: {page}"
        );
    }
    // Again, over what is there.
    assert_eq!(place.done("greffe manual man1"), names);
    place.put("taken", "");
    let output = place.run("greffe manual taken --lang fr");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("taken\u{a0}: écriture impossible"));
}
