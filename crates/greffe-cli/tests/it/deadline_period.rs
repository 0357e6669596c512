//! `greffe deadline period` against the worked cases of the design.

use serde_json::json;

use crate::shell::{json, line, words};

fn last_day(from: &str, add: &str, convention: &str, place: &str) -> String {
    let output = line(&format!(
        "deadline period --from {from} --add {add} --convention {convention} --place {place} --format json"
    ));
    json(&output, 0)["last_day"].as_str().unwrap().to_owned()
}

fn ends_at(from: &str, add: &str, convention: &str) -> String {
    let output = line(&format!(
        "deadline period --from {from} --add {add} --convention {convention} --format json"
    ));
    json(&output, 0)["ends_at"].as_str().unwrap().to_owned()
}

#[test]
fn the_worked_cases_of_the_design() {
    for (from, add, convention, place, last) in [
        ("2024-01-31", "P1M", "retention", "fr", "2024-02-29"),
        ("2026-01-31", "P1M", "retention", "fr", "2026-02-28"),
        ("2026-01-31", "P1M", "eec-1182-71", "fr", "2026-03-02"),
        ("2026-03-05", "P1M", "eec-1182-71", "fr", "2026-04-07"),
        ("2021-08-31", "P1M", "eec-1182-71", "fr", "2021-09-30"),
        ("2024-11-26", "P1M", "eec-1182-71", "fr", "2024-12-26"),
        (
            "2024-11-26",
            "P1M",
            "eec-1182-71",
            "fr-alsace-moselle",
            "2024-12-27",
        ),
        (
            "2026-03-03",
            "P1M",
            "eec-1182-71",
            "fr-alsace-moselle",
            "2026-04-03",
        ),
        (
            "2026-03-03",
            "P1M",
            "eec-1182-71",
            "fr-alsace-moselle-good-friday",
            "2026-04-07",
        ),
        (
            "2023-03-06",
            "P1M",
            "eec-1182-71",
            "eu-institutions",
            "2023-04-11",
        ),
        ("1998-03-12", "P3W", "eec-1182-71", "fr", "1998-04-02"),
        ("2017-02-12", "P1M15D", "fr-cpc", "fr", "2017-03-27"),
        ("2024-02-29", "P1Y1M", "retention", "fr", "2025-03-29"),
    ] {
        let found = last_day(from, add, convention, place);
        assert_eq!(found, last, "{from} {add} {convention} {place}");
    }
}

#[test]
fn instants_end_on_the_clocks_of_the_zone() {
    for (from, add, convention, end) in [
        (
            "2020-12-22T12:17:00+01:00",
            "PT72H",
            "eec-1182-71",
            "2020-12-25T13:00:00+01:00",
        ),
        // Over the change to summer time, and back.
        (
            "2026-03-28T12:00:00+01:00",
            "PT24H",
            "retention",
            "2026-03-29T13:00:00+02:00",
        ),
        (
            "2026-10-24T12:00:00+02:00",
            "PT24H",
            "retention",
            "2026-10-25T11:00:00+01:00",
        ),
        (
            "2026-01-31T09:30:00+01:00",
            "P1M",
            "eec-1182-71",
            "2026-03-03T00:00:00+01:00",
        ),
        (
            "2026-01-31T23:30:00Z",
            "P1M",
            "retention",
            "2026-03-02T00:00:00+01:00",
        ),
    ] {
        assert_eq!(
            ends_at(from, add, convention),
            end,
            "{from} {add} {convention}"
        );
    }
    let output = line(
        "deadline period --from 2026-01-31T23:30:00Z --add P1M --convention retention --zone UTC --format json",
    );
    assert_eq!(json(&output, 0)["ends_at"], "2026-03-01T00:00:00+00:00");
}

#[test]
fn every_step_has_a_date_a_sentence_and_its_articles() {
    let command = "deadline period --from 2024-11-26 --add P1M --convention eec-1182-71 --place fr-alsace-moselle --format json --lang";
    let english = json(&line(&format!("{command} en")), 0);
    assert_eq!(
        english["trace"][2],
        json!({
            "text": "not a working day (St Stephen's Day), moved to Friday 27 December 2024",
            "date": "2024-12-27",
            "citations": ["Regulation 1182/71 3(4)", "C. trav. L3134-13"],
        })
    );
    let french = json(&line(&format!("{command} fr")), 0);
    assert_eq!(
        french["trace"][2]["text"],
        "jour non ouvrable (Saint-Étienne), report\u{a0}: vendredi 27 décembre 2024"
    );
    let hours = json(
        &line(
            "deadline period --from 2020-12-22T12:17:00+01:00 --add PT72H --convention eec-1182-71 --format json",
        ),
        0,
    );
    assert_eq!(hours["trace"][1]["instant"], "2020-12-22T13:00:00+01:00");
    assert_eq!(hours["trace"][1]["date"], json!(null));
}

#[test]
fn people_read_the_day_and_the_steps_beneath_it() {
    let command = "deadline period --from 2026-01-31 --add P1M --convention eec-1182-71";
    assert_eq!(
        words(&line(command), 0),
        "Last day: Monday 2 March 2026\n  \
         event: Saturday 31 January 2026, not counted itself (Regulation 1182/71, Art. 3(1))\n  \
         plus 1 month: Saturday 28 February 2026 (Regulation 1182/71, Art. 3(2)(c))\n  \
         no such day, last of the month: Saturday 28 February 2026 (Regulation 1182/71, Art. 3(2)(c))\n  \
         not a working day (a Saturday), moved to Monday 2 March 2026 (Regulation 1182/71, Art. 3(4))\n"
    );
    let french = words(&line(&format!("{command} --lang fr")), 0);
    assert!(
        french.starts_with(
            "Dernier jour\u{a0}: lundi 2 mars 2026\n  événement\u{a0}: samedi 31 janvier 2026"
        ),
        "{french}"
    );
    let end = words(
        &line(
            "deadline period --from 2026-01-31T09:30:00+01:00 --add P1M --convention retention --lang fr",
        ),
        0,
    );
    assert!(
        end.starts_with("Fin\u{a0}: dimanche 1er mars 2026 à 0 h 00 (UTC+01:00)\n"),
        "{end}"
    );
}
