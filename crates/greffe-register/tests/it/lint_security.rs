//! Checks of the security assessment. Those that need to know the day stand beside their source.

use greffe_register::lint::Finding;
use greffe_register::{Register, guide};
use greffe_terms::Lang;

use super::lint::{CLEAN, lint};

const SHEETS: &str =
    "sheets = [[\"done\", { status = \"setting_up\", owner = \"IT\", due = 2030-01-01 }]]";

/// The clean register with one thing changed finds this, at this path.
pub(super) const TRIGGERS: &[(&str, &str, &str, &str)] = &[
    (
        "GRF-R102",
        "framework = \"Guide\"",
        "framework = \"CNIL security guide 2024\"",
        "security.sheets",
    ),
    ("GRF-R103", ", owner = \"IT\"", "", "security.sheets[1][2]"),
    (
        "GRF-R103",
        ", due = 2030-01-01",
        "",
        "security.sheets[1][2]",
    ),
    (
        "GRF-R106",
        "status = \"setting_up\"",
        "status = \"not_applicable\"",
        "security.sheets[1][2]",
    ),
    (
        "GRF-R107",
        "{ access = true }",
        "{ backup = true }",
        "security.sheets[17]",
    ),
    (
        "GRF-R108",
        "assessed = 2026-01-01\n",
        "",
        "security.assessed",
    ),
];

/// The clean register assessed against the guide, every measure done but those of one sheet.
fn guided(sheet: usize, status: &str) -> String {
    let sheets: Vec<_> = guide::sheets()
        .map(|known| {
            let status = if known.number() == sheet {
                status
            } else {
                "done"
            };
            let measures = vec![format!("\"{status}\""); known.measures()];
            format!("[{}]", measures.join(", "))
        })
        .collect();
    CLEAN
        .replace(SHEETS, &format!("sheets = [{}]", sheets.join(", ")))
        .replace("\"Guide\"", "\"CNIL security guide 2024\"")
        .replace("sealed = [\"email\"]\n", "")
}

#[test]
fn one_change_triggers_one_check() {
    for (id, from, to, path) in TRIGGERS {
        let clean = match *id {
            "GRF-R107" => guided(17, "not_applicable"),
            _ => CLEAN.to_owned(),
        };
        assert_eq!(lint(&clean), [], "{id}");
        assert_eq!(clean.matches(from).count(), 1, "{id}: {from:?} stands once");
        let found = lint(&clean.replace(from, to));
        assert_eq!(found, [(*id, (*path).to_owned())], "{id}");
    }
}

#[test]
fn an_assessment_that_answers_the_whole_guide_has_no_finding() {
    assert_eq!(lint(&guided(1, "done")), []);
    let told = CLEAN.replace(
        "status = \"setting_up\"",
        "note = \"No fax\", status = \"not_applicable\"",
    );
    assert_eq!(lint(&told), []);
    // A bare status leaves no room for a reason.
    assert_eq!(
        lint(&CLEAN.replace(SHEETS, "sheets = [[\"not_applicable\"]]")),
        []
    );
}

#[test]
fn a_sheet_with_another_number_of_measures_is_found_with_both_numbers() {
    let text = guided(1, "done").replacen("sheets = [[\"done\", ", "sheets = [[", 1);
    let findings = Register::from_toml(&text).unwrap().lint();
    let found = findings.iter().next().unwrap();
    assert_eq!(
        (findings.len(), found.check().id(), found.path()),
        (1, "GRF-R102", "security.sheets[1]")
    );
    assert!(found.message(Lang::Fr).ends_with("\u{a0}: 1 au lieu de 2"));
    assert!(found.message(Lang::En).ends_with(": 1 in place of 2"));
}

#[test]
fn sealed_fields_are_encryption_whatever_the_assessment_says() {
    let with_sealed = |status: &str| {
        let text = guided(21, status).replace(
            "fields = [\"email\"]",
            "fields = [\"email\"]\nsealed = [\"email\"]",
        );
        lint(&text)
            .into_iter()
            .filter(|(id, _)| *id == "GRF-R107")
            .count()
    };
    assert_eq!(with_sealed("blank"), 1);
    assert_eq!(with_sealed("not_applicable"), 1);
    assert_eq!(with_sealed("setting_up"), 0);
}

fn on_a_day(measure: &str, assessed: &str, today: Option<&str>) -> Vec<(&'static str, String)> {
    let register = Register::from_toml(&format!(
        "breaches = \"none\"\norganisation = {{ name = \"A\" }}\n\
         security = {{ framework = \"F\", assessed = {assessed}, sheets = [[{measure}]] }}"
    ))
    .unwrap();
    let findings = match today {
        Some(day) => register.lint_at(day.parse().unwrap()),
        None => register.lint(),
    };
    let of_the_day = |f: &&Finding| matches!(f.check().id(), "GRF-R104" | "GRF-R105");
    findings
        .iter()
        .filter(of_the_day)
        .map(|f| (f.check().id(), f.path().to_owned()))
        .collect()
}

#[test]
fn a_measure_is_late_from_the_day_after_it_was_due() {
    let late = [("GRF-R104", "security.sheets[1][1]".to_owned())];
    for status in ["setting_up", "optimising"] {
        let measure = format!("{{ status = \"{status}\", owner = \"IT\", due = 2026-06-30 }}");
        assert_eq!(on_a_day(&measure, "2026-01-01", Some("2026-06-30")), []);
        assert_eq!(on_a_day(&measure, "2026-01-01", Some("2026-07-01")), late);
        assert_eq!(on_a_day(&measure, "2026-01-01", None), []);
    }
    let done = "{ status = \"done\", due = 2026-06-30 }";
    assert_eq!(on_a_day(done, "2026-01-01", Some("2026-07-01")), []);
}

#[test]
fn an_assessment_is_old_after_a_year() {
    let old = [("GRF-R105", "security.assessed".to_owned())];
    assert_eq!(on_a_day("\"done\"", "2025-03-01", Some("2026-03-01")), []);
    assert_eq!(on_a_day("\"done\"", "2025-03-01", Some("2026-03-02")), old);
    assert_eq!(on_a_day("\"done\"", "2025-03-01", None), []);
}
