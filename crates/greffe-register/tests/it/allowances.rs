//! `[[allow]]`: findings that the organisation accepts, each with its reason.

use greffe_register::lint::{Findings, Severity};
use greffe_register::{Document, Register};
use greffe_terms::Lang;

use super::lint::CLEAN;

/// The clean register without the role and the days of its record.
fn allowing(lines: &str) -> String {
    let text = CLEAN
        .replace("role = \"controller\"\n", "")
        .replace("updated = 2024-01-01\n", "");
    format!("{text}{lines}")
}

fn findings(lines: &str) -> Findings {
    Register::from_toml(&allowing(lines)).unwrap().lint()
}

fn ids(findings: &Findings) -> Vec<&'static str> {
    findings.iter().map(|f| f.check().id()).collect()
}

fn allowed(findings: &Findings) -> Vec<(&'static str, &str)> {
    let allowed = findings.allowed().iter();
    allowed
        .map(|a| (a.finding().check().id(), a.reason().in_language(Lang::En)))
        .collect()
}

const ROLE: &str = "[[allow]]\ncheck = \"GRF-R010\"\nreason = \"Lawyers are looking\"\n";

#[test]
fn what_is_allowed_stands_apart_with_its_reason() {
    assert_eq!(ids(&findings("")), ["GRF-R010", "GRF-R011"]);
    let findings = findings(ROLE);
    assert_eq!(ids(&findings), ["GRF-R011"]);
    assert_eq!(allowed(&findings), [("GRF-R010", "Lawyers are looking")]);
    assert_eq!(findings.worst(), Some(Severity::Info));
    assert!(
        findings
            .in_language(Lang::Fr)
            .ends_with("\n1 constat(s) admis avec un motif")
    );
    assert!(
        findings
            .in_language(Lang::En)
            .ends_with("\n1 finding(s) allowed with a reason")
    );
}

#[test]
fn the_path_of_an_allowance_is_a_whole_one_or_the_beginning_of_one() {
    let at = |path: &str| {
        let findings = findings(&format!("{ROLE}at = \"{path}\"\n"));
        ids(&findings)
    };
    for around in ["processing", "processing[A]", "processing[A].role"] {
        assert_eq!(at(around), ["GRF-R011"], "{around}");
    }
    for elsewhere in [
        "proc",
        "processing[A",
        "processing[B]",
        "processing[A].rol",
        "role",
    ] {
        assert_eq!(
            at(elsewhere),
            ["GRF-R010", "GRF-R011", "GRF-R190"],
            "{elsewhere}"
        );
    }
}

#[test]
fn an_allowance_counts_through_its_last_day() {
    let text = allowing(&format!("{ROLE}until = 2025-01-31\n"));
    let register = Register::from_toml(&text).unwrap();
    let on = |day: &str| ids(&register.lint_at(day.parse().unwrap()));
    assert_eq!(on("2025-01-31"), ["GRF-R011"]);
    assert_eq!(on("2025-02-01"), ["GRF-R010", "GRF-R011", "GRF-R191"]);
    // Without a day none has lapsed.
    assert_eq!(ids(&register.lint()), ["GRF-R011"]);
}

#[test]
fn an_allowance_of_a_check_that_needs_the_day_is_not_called_unused_without_one() {
    let overdue = ROLE.replace("R010", "R015");
    assert_eq!(ids(&findings(&overdue)), ["GRF-R010", "GRF-R011"]);
    let register = Register::from_toml(&allowing(&overdue)).unwrap();
    let on_the_day = ids(&register.lint_at("2025-01-01".parse().unwrap()));
    assert_eq!(on_the_day, ["GRF-R010", "GRF-R011", "GRF-R190"]);
}

#[test]
fn two_allowances_of_one_finding_are_both_used_and_the_first_gives_the_reason() {
    let twice = format!("{ROLE}{}", ROLE.replace("Lawyers", "Others"));
    let findings = findings(&twice);
    assert_eq!(ids(&findings), ["GRF-R011"]);
    assert_eq!(allowed(&findings), [("GRF-R010", "Lawyers are looking")]);
}

#[test]
fn an_allowance_takes_out_what_it_covers_and_nothing_else() {
    let whole = findings("");
    let role = whole.iter().next().unwrap();
    assert!(role.path().starts_with("processing[") && role.path().ends_with(".role"));
    for end in 1..=role.path().len() {
        let at = role.path().get(..end).unwrap();
        let lines = format!("{ROLE}at = \"{at}\"\n");
        let Ok(register) = Register::from_toml(&allowing(&lines)) else {
            continue;
        };
        let is_covered = register.allowances()[0].covers(role.check(), role.path());
        let expected = if is_covered {
            vec!["GRF-R011"]
        } else {
            vec!["GRF-R010", "GRF-R011", "GRF-R190"]
        };
        assert_eq!(ids(&register.lint()), expected, "{at}");
    }
}

#[test]
fn an_allowed_finding_has_its_line_too() {
    let document = Document::from_toml(&allowing(ROLE)).unwrap();
    let findings = Register::from_document(&document).unwrap().lint();
    let findings = findings.located_in(&document);
    assert!(findings.allowed()[0].finding().line_and_column().is_some());
}

#[test]
fn neither_allowance_nor_finding_shows_the_reason_in_debug() {
    let register = Register::from_toml(&allowing(ROLE)).unwrap();
    let said = format!("{:?} {:?}", register.allowances(), register.lint());
    assert!(said.contains("Allowance(..)") && said.contains("GRF-R010"));
    assert!(!said.contains("Lawyers"));
}

#[track_caller]
fn refused(lines: &str, en: &str, fr: &str) {
    let head = "organisation = { name = \"A\" }\n";
    let error = Register::from_toml(&format!("{head}{lines}")).unwrap_err();
    assert_eq!(error.in_language(Lang::En), en);
    assert_eq!(error.in_language(Lang::Fr), fr);
}

#[test]
fn an_allowance_without_a_reason() {
    refused(
        "[[allow]]\ncheck = \"GRF-R010\"",
        "line 2, column 1: `allow[1]`: the key `reason` is missing",
        "ligne 2, colonne 1\u{a0}: `allow[1]`\u{a0}: la clé `reason` manque",
    );
}

#[test]
fn an_allowance_with_a_blank_reason() {
    refused(
        "[[allow]]\ncheck = \"GRF-R010\"\nreason = \" \"",
        "line 4, column 10: `allow[1].reason`: a text that is not blank is expected",
        "ligne 4, colonne 10\u{a0}: `allow[1].reason`\u{a0}: on attend un texte qui n’est pas vide",
    );
}

#[test]
fn an_allowance_of_a_check_that_does_not_exist() {
    refused(
        "[[allow]]\ncheck = \"GRF-R999\"\nreason = \"x\"",
        "line 3, column 9: `allow[1].check`: the id of a check, such as GRF-R021 or GRF-D002 is expected",
        "ligne 3, colonne 9\u{a0}: `allow[1].check`\u{a0}: on attend l’identifiant d’un contrôle, tel que GRF-R021 ou GRF-D002",
    );
}

#[test]
fn an_allowance_of_the_checks_of_allowances() {
    for id in ["GRF-R190", "GRF-R191"] {
        refused(
            &format!("[[allow]]\ncheck = \"{id}\"\nreason = \"x\""),
            "line 3, column 9: `allow[1].check`: this check judges allowances themselves and cannot be allowed",
            "ligne 3, colonne 9\u{a0}: `allow[1].check`\u{a0}: ce contrôle porte sur les admissions elles-mêmes et ne peut être admis",
        );
    }
}

#[test]
fn the_first_of_several_allowances_gives_the_reason_and_all_of_them_are_used() {
    let allow = |reason: &str, at: &str| {
        format!("[[allow]]\ncheck = \"GRF-R010\"\nreason = \"{reason}\"\n{at}")
    };
    let lines = [
        allow("narrow", "at = \"processing[A].role\"\n"),
        allow("wide", ""),
        allow("again", "at = \"processing[A].role\"\n"),
        allow("elsewhere", "at = \"processing[A].rol\"\n"),
    ];
    let found = findings(&lines.concat());
    assert_eq!(allowed(&found), [("GRF-R010", "narrow")]);
    let unused: Vec<_> = found
        .iter()
        .filter(|f| f.check().id() == "GRF-R190")
        .collect();
    assert_eq!(unused.len(), 1);
    assert_eq!(unused[0].path(), "allow[4]");
    let reversed: String = lines.iter().rev().map(String::as_str).collect();
    assert_eq!(allowed(&findings(&reversed)), [("GRF-R010", "again")]);
}

#[test]
fn many_allowances_and_many_findings_are_sorted_out_in_time() {
    let mut text = String::from("organisation = { name = \"A\" }\n");
    for n in 0..20_000 {
        text.push_str(&format!("[[processing]]\nref = \"P{n}\"\nname = \"P\"\n"));
    }
    for n in 0..20_000 {
        text.push_str(&format!(
            "[[allow]]\ncheck = \"GRF-R010\"\nat = \"processing[P{n}]\"\nreason = \"x\"\n"
        ));
    }
    let register = Register::from_toml(&text).unwrap();
    let start = std::time::Instant::now();
    assert_eq!(register.lint().allowed().len(), 20_000);
    // Each of some hundred thousand findings held against each allowance would be billions of comparisons.
    assert!(start.elapsed().as_secs() < 10);
}
