//! `greffe deadline request` against the worked cases of the design.

use serde_json::{Value, json};

use crate::shell::{json, line, words};

fn request(options: &str) -> Value {
    json(
        &line(&format!("deadline request {options} --format json")),
        0,
    )
}

/// Every reading's day, the earliest first.
fn days(options: &str) -> Vec<String> {
    let answer = request(options);
    let readings = answer["readings"].as_array().unwrap();
    let days: Vec<_> = readings
        .iter()
        .map(|reading| reading["date"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(answer["strict"].as_str(), days.first().map(String::as_str));
    assert_eq!(answer["lenient"].as_str(), days.last().map(String::as_str));
    days
}

#[test]
fn the_worked_cases_of_the_design() {
    for (options, expected) in [
        ("--received 2024-03-05", "2024-04-05 2024-04-05"),
        ("--received 2026-01-31", "2026-03-02 2026-03-02"),
        (
            "--received 2026-01-31 --extended",
            "2026-04-28 2026-04-30 2026-05-04",
        ),
        (
            "--received 2026-01-31 --extended-on 2026-02-10",
            "2026-04-28 2026-04-30 2026-05-04",
        ),
        (
            "--received 2026-01-31 --extended-on 2026-03-02",
            "2026-03-02 2026-04-30 2026-05-04",
        ),
        (
            "--received 2026-01-31 --extended-on 2026-03-03",
            "2026-03-02 2026-03-02",
        ),
        (
            "--received 2026-01-31 --extended --refused",
            "2026-03-02 2026-03-02",
        ),
        (
            "--received 2024-11-26 --place fr-alsace-moselle",
            "2024-12-26 2024-12-27",
        ),
        (
            "--received 2026-06-10 --postmark 2026-06-08",
            "2026-07-08 2026-07-10",
        ),
        (
            "--received 2026-06-01 --suspended 2026-06-05..2026-06-15",
            "2026-07-13 2026-07-15",
        ),
        (
            "--received 2026-06-01 --suspended 2026-07-02..",
            "2026-07-01 2026-07-01",
        ),
        (
            "--received 2026-06-01 --suspended 2026-06-05..2026-06-15 --suspended 2026-07-14..",
            "2026-07-13 2026-07-15",
        ),
    ] {
        assert_eq!(days(options).join(" "), expected, "{options}");
    }
}

#[test]
fn readings_say_how_they_count_and_steps_to_which_they_belong() {
    let answer = request("--received 2026-01-31 --extended");
    let methods: Vec<_> = answer["readings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            (
                r["reading"].as_str().unwrap(),
                r["method"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        methods,
        [
            ("strict", "moved_once"),
            ("between", "single_period"),
            ("lenient", "moved_each_time")
        ]
    );
    let trace = answer["trace"].as_array().unwrap();
    for (name, day) in [
        ("strict", "2026-04-28"),
        ("between", "2026-04-30"),
        ("lenient", "2026-05-04"),
    ] {
        let last = trace.iter().rfind(|step| step["reading"] == name).unwrap();
        assert_eq!(last["date"], day);
    }
    assert_eq!(trace[0]["citations"], json!(["GDPR 12(3)"]));
}

#[test]
fn an_extension_says_by_when_it_is_announced() {
    let limits = json!({ "strict": "2026-02-28", "lenient": "2026-03-02" });
    for option in ["--extended", "--extended-on 2026-03-03"] {
        let answer = request(&format!("--received 2026-01-31 {option}"));
        assert_eq!(answer["extension_to_announce"], limits, "{option}");
    }
    for option in ["", "--extended --refused"] {
        let answer = request(&format!("--received 2026-01-31 {option}"));
        assert_eq!(answer["extension_to_announce"], json!(null), "{option}");
    }
}

#[test]
fn while_the_person_is_asked_there_is_no_date() {
    let command = "deadline request --received 2026-06-01 --suspended 2026-06-05..";
    let answer = json(&line(&format!("{command} --format json")), 1);
    assert_eq!(answer["suspended_since"], "2026-06-05");
    assert!(answer["undetermined"].is_string());
    assert_eq!(
        words(&line(&format!("{command} --lang fr")), 1),
        "Le délai est suspendu depuis le vendredi 5 juin 2026\u{a0}: pas de date avant la réponse de la personne\n"
    );
}

#[test]
fn a_suspension_cites_the_guidelines() {
    let answer = request("--received 2026-06-01 --suspended 2026-06-05..2026-06-15");
    let cited = answer["trace"].as_array().unwrap().iter().any(|step| {
        step["reading"] == "strict" && step["citations"] == json!(["EDPB 01/2022 §159"])
    });
    assert!(cited, "{answer}");
}

#[test]
fn people_read_each_reading_or_the_one_there_is() {
    let english = words(
        &line("deadline request --received 2026-01-31 --extended"),
        0,
    );
    for words in [
        "Strict: Tuesday 28 April 2026 (one period after the other, moved once at the end)\n  runs from",
        "Between: Thursday 30 April 2026 (a single period from receipt)\n",
        "Lenient: Monday 4 May 2026 (moved at each period's end, anew after each answer)\n",
        "The extension is to be announced by Saturday 28 February 2026 (strict), Monday 2 March 2026 (lenient)\n",
    ] {
        assert!(english.contains(words), "{english}");
    }
    let french = words(
        &line("deadline request --received 2026-01-31 --extended --lang fr"),
        0,
    );
    for words in [
        "Au plus strict\u{a0}: mardi 28 avril 2026 (",
        "Entre les deux\u{a0}: jeudi 30 avril 2026 (",
        "Au plus souple\u{a0}: lundi 4 mai 2026 (",
        "Prolongation à annoncer jusqu’au samedi 28 février 2026 (au plus strict), lundi 2 mars 2026 (au plus souple)\n",
    ] {
        assert!(french.contains(words), "{french}");
    }
    let one = words(&line("deadline request --received 2026-01-31 --lang fr"), 0);
    assert!(
        one.starts_with("Dernier jour\u{a0}: lundi 2 mars 2026\n  point de départ"),
        "{one}"
    );
}
