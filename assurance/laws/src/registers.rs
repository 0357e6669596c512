//! Registers.

use greffe::RegisterExt;
use greffe::document::{Document, Limits};
use greffe::register::lint::Findings;
use greffe::register::render::{Csv, Html, Markdown};
use greffe::register::{Register, RegisterError, breach};
use greffe::terms::Lang;
use serde_json::Value;

/// A register comes back out of its JSON; its findings and its page are the same every time, and refusals say where.
pub fn register(data: &[u8]) {
    let Ok(document) = Document::from_toml_bytes(data, Limits::default()) else {
        return;
    };
    let register = match Register::from_document(&document) {
        Ok(register) => register,
        Err(RegisterError::Faults(report)) => {
            assert!(!report.faults().is_empty());
            for fault in report.faults() {
                assert!(fault.place().line_and_column().is_some());
                assert_ne!(fault.in_language(Lang::Fr), fault.in_language(Lang::En));
            }
            return;
        }
        Err(other) => panic!("a document that was read is no register without a fault: {other}"),
    };
    let json = register.to_json();
    let again = Register::from_json(&json).expect("what was written is read");
    assert!(again == register, "another register came back");
    assert_eq!(again.to_json(), json);

    let toml = register.to_toml();
    let from_toml = Register::from_toml(&toml).expect("what was written is read");
    assert!(from_toml == register, "another register came back");
    assert_eq!(from_toml.to_toml(), toml);

    let findings = register.lint();
    assert_eq!(
        findings,
        again.lint(),
        "the findings depend on more than the register"
    );
    for finding in findings.clone().located_in(&document).iter() {
        assert!(finding.line_and_column().is_some());
        assert_ne!(finding.in_language(Lang::Fr), finding.in_language(Lang::En));
    }
    let on_a_day = chrono::NaiveDate::from_ymd_opt(2026, 7, 1).map(|day| register.lint_at(day));
    for findings in on_a_day.iter().chain([&findings]) {
        of_findings(findings);
    }
    of_pages(&register, &again);
    of_extract(&register);
    for (address, _, _, rule) in register.rules() {
        assert_eq!(
            register.retention(&address.to_string()).ok(),
            rule,
            "another rule at {address}"
        );
    }
    of_breaches(&register);
    // Whatever the register leaves open, asking it is no accident.
    let references: Vec<&str> = register
        .processings()
        .iter()
        .map(|p| p.reference.as_str())
        .collect();
    let _ = register.art15_information(&references);
}

/// Findings in a file are as many as there are, each with its rule and a place that is text.
fn of_findings(findings: &Findings) {
    for lang in Lang::ALL {
        let all = findings.len() + findings.allowed().len();
        let json: Value = serde_json::from_str(&findings.to_json(lang)).expect("JSON");
        let listed = ["findings", "allowed"].map(|key| json[key].as_array().map_or(0, Vec::len));
        assert_eq!(listed, [findings.len(), findings.allowed().len()]);
        let log = findings.to_sarif(lang, "a b#c/regist:re.toml");
        let log: Value = serde_json::from_str(&log).expect("JSON");
        let run = &log["runs"][0];
        assert_eq!(
            run["artifacts"][0]["location"]["uri"],
            "a%20b%23c/regist%3Are.toml"
        );
        let results = run["results"].as_array().expect("a list of results");
        assert_eq!(results.len(), all);
        for result in results {
            let rule = result["ruleIndex"]
                .as_u64()
                .and_then(|at| usize::try_from(at).ok());
            let rule = &run["tool"]["driver"]["rules"][rule.expect("a rule")];
            assert_eq!(rule["id"], result["ruleId"]);
        }
    }
}

/// Pages are the same every time, hold no markup but their own, and lead to places within themselves.
fn of_pages(register: &Register, again: &Register) {
    for lang in Lang::ALL {
        let page = Html::new(lang).render(register);
        assert_eq!(page, Html::new(lang).render(again));
        for active in [
            "<script",
            "<img",
            "<iframe",
            "<link",
            "javascript:\"",
            " src=",
            " onload=",
        ] {
            assert!(!has_markup(&page, active), "{active} in a page");
        }
        let page = Markdown::new(lang).render(register);
        assert_eq!(page, Markdown::new(lang).render(again));
        let table = Csv::new(lang).render(register);
        assert_eq!(table, Csv::new(lang).render(again));
        assert!(cells(&table).all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    }
}

/// Whether something stands within a tag: between a `<` and the next `>`, for no text of a page holds either.
fn has_markup(page: &str, what: &str) -> bool {
    let tags = page.split('<').skip(1);
    let mut tags = tags.filter_map(|rest| rest.split('>').next());
    tags.any(|tag| {
        // Values of attributes are quoted, and hold whatever the register says.
        let outside: String = tag.split('"').step_by(2).collect();
        format!("<{outside}").contains(what)
    })
}

/// The cells of a table in CSV, without their quotes.
fn cells(table: &str) -> impl Iterator<Item = String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for character in table.trim_start_matches('\u{feff}').chars() {
        match character {
            '"' => is_quoted = !is_quoted,
            ',' | ';' | '\r' | '\n' if !is_quoted => cells.push(String::new()),
            _ => cells.last_mut().expect("a cell").push(character),
        }
    }
    cells.into_iter()
}

/// What is for the public is a register of its own, from which nothing more is left out.
fn of_extract(register: &Register) {
    let extract = register.public_extract();
    assert!(
        extract.public_extract() == extract,
        "an extract of an extract"
    );
    let again = Register::from_json(&extract.to_json()).expect("an extract is read");
    assert!(again == extract, "another extract came back");
    assert!(extract.processings().iter().all(|one| one.public));
    let page = Html::new(Lang::Fr).public_extract().render(register);
    assert_eq!(page, Html::new(Lang::Fr).public_extract().render(&extract));
}

/// The tools answer whatever a record leaves open, and a notice has lines of the program only.
fn of_breaches(register: &Register) {
    for record in register.breaches().items() {
        if let Some(aware) = record.aware {
            // Before the regulation applied there are no hours.
            let _ = breach::notification_status(register, record, aware.into());
        }
        if let Some(inputs) = &record.severity {
            let severity = breach::severity(inputs);
            assert!(severity.lowest() <= severity.highest());
        }
        assert!(!breach::persons_notice(record).reasons().is_empty());
        for lang in Lang::ALL {
            let draft =
                breach::notification_draft(register, record, breach::NoticeKind::First, lang);
            let is_fixed = |line: &str| line.is_empty() || line.starts_with(['#', '-']);
            assert!(draft.lines().all(is_fixed));
        }
    }
}
