//! How long the hosting company's cookies live.

use chrono::DateTime;
use greffe_calendar::{Calendar, Convention, Place};
use greffe_register::Lifetime;
use greffe_retention::Event;

use super::promise::register;

promises! { "hosting";

    fn f004_024_the_session_cookie_ends_with_the_session(rule: "tracker[PHPSESSID]") {
        rule.given("session_end=2024-02-29").kept_through("2024-02-29").due_on("2024-03-01");
        rule.given("session_end=open").open_on("2050-01-01", Event::SessionEnd);
    }

    fn f004_025_the_cookie_for_statistics_lives_two_years(rule: "tracker[_ga]") {
        rule.given("recorded=2024-02-29").kept_through("2026-02-28").due_on("2026-03-01");
    }

    /// In whole days on the safe side: it may have been set in the last minute of its day.
    fn f004_026_the_second_cookie_for_statistics_lives_24_hours(rule: "tracker[_gid]") {
        rule.given("recorded=2024-02-28").kept_through("2024-02-29").due_on("2024-03-01");
    }

    fn f004_027_the_language_of_the_widget_ends_with_the_session(rule: "tracker[lang]") {
        rule.given("session_end=2025-12-31").kept_through("2025-12-31").due_on("2026-01-01");
        rule.given("session_end=open").open_on("2050-01-01", Event::SessionEnd);
    }

    fn f004_028_the_cookie_of_the_document_viewer_lives_six_months(rule: "tracker[NID]") {
        rule.given("recorded=2025-08-31").kept_through("2026-02-28").due_on("2026-03-01");
        rule.given("recorded=2023-08-31").kept_through("2024-02-29").due_on("2024-03-01");
    }
}

/// By the clock, the 24 hours are elapsed ones: in the night in which an hour is skipped, they end an hour later on the wall.
#[test]
fn the_24_hours_of_a_cookie_end_to_the_minute() {
    let hosting = register("hosting");
    let mut trackers = hosting.trackers().iter();
    let cookie = trackers.find(|tracker| tracker.name == "_gid").unwrap();
    let Some(Lifetime::Fixed(period)) = cookie.lifetime else {
        panic!("no period");
    };
    let instant = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
    for (set, ends) in [
        ("2026-11-25T10:15:00+01:00", "2026-11-26T10:15:00+01:00"),
        ("2026-03-28T10:15:00+01:00", "2026-03-29T11:15:00+02:00"),
    ] {
        let calendar = Calendar::of(Place::France);
        let end = Convention::Retention.ends_at(instant(set), period, hosting.zone(), &calendar);
        assert_eq!(end.unwrap(), instant(ends));
    }
}

#[test]
fn f004_029_and_f004_030_two_sites_set_no_cookie() {
    let hosting = register("hosting");
    for name in [
        "messagerie.garrigue-reseaux.example",
        "www.envoi-pro.example",
    ] {
        let site = hosting.sites().iter().find(|site| site.name == name);
        assert!(site.unwrap().says_no_tracker, "{name}");
        assert!(
            hosting
                .trackers()
                .iter()
                .all(|tracker| tracker.site != name)
        );
    }
}
