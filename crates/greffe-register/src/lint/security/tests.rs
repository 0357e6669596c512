//! The checks that need to know the day.

use chrono::NaiveDate;

use super::run_at;
use crate::Register;

fn found(measure: &str, assessed: &str, today: Option<&str>) -> Vec<(&'static str, String)> {
    let register = Register::from_toml(&format!(
        "breaches = \"none\"\norganisation = {{ name = \"A\" }}\n\
         security = {{ framework = \"F\", assessed = {assessed}, sheets = [[{measure}]] }}"
    ))
    .unwrap();
    let today = today.map(|day| day.parse::<NaiveDate>().unwrap());
    let mut found = Vec::new();
    run_at(&register, today, &mut found);
    found
        .iter()
        .map(|f| (f.check().id(), f.path().to_owned()))
        .collect()
}

#[test]
fn a_measure_is_late_from_the_day_after_it_was_due() {
    let late = [("GRF-R104", "security.sheets[1][1]".to_owned())];
    for status in ["setting_up", "optimising"] {
        let measure = format!("{{ status = \"{status}\", owner = \"IT\", due = 2026-06-30 }}");
        assert_eq!(found(&measure, "2026-01-01", Some("2026-06-30")), []);
        assert_eq!(found(&measure, "2026-01-01", Some("2026-07-01")), late);
        assert_eq!(found(&measure, "2026-01-01", None), []);
    }
    let done = "{ status = \"done\", due = 2026-06-30 }";
    assert_eq!(found(done, "2026-01-01", Some("2026-07-01")), []);
}

#[test]
fn an_assessment_is_old_after_a_year() {
    let old = [("GRF-R105", "security.assessed".to_owned())];
    assert_eq!(found("\"done\"", "2025-03-01", Some("2026-03-01")), []);
    assert_eq!(found("\"done\"", "2025-03-01", Some("2026-03-02")), old);
    assert_eq!(found("\"done\"", "2025-03-01", None), []);
}
