//! `greffe deadline breach` against the worked cases of the design.

use crate::shell::{json, line, words};

#[test]
fn the_worked_cases_of_the_design() {
    for (aware, zone, strict, regulation, lenient) in [
        (
            "2020-12-22T12:17:00+01:00",
            "Europe/Paris",
            "2020-12-25T12:17:00+01:00",
            "2020-12-25T13:00:00+01:00",
            "2020-12-25T13:00:00+01:00",
        ),
        (
            "2026-06-12T12:17:00+02:00",
            "Europe/Paris",
            "2026-06-15T12:17:00+02:00",
            "2026-06-15T13:00:00+02:00",
            "2026-06-16T13:00:00+02:00",
        ),
        // Over the change to summer time; in the hour that comes twice, both passages.
        (
            "2026-03-27T12:30:00+01:00",
            "Europe/Paris",
            "2026-03-30T13:30:00+02:00",
            "2026-03-30T14:00:00+02:00",
            "2026-03-31T13:00:00+02:00",
        ),
        (
            "2026-10-25T02:30:00+02:00",
            "Europe/Paris",
            "2026-10-28T01:30:00+01:00",
            "2026-10-28T02:00:00+01:00",
            "2026-10-28T02:00:00+01:00",
        ),
        (
            "2026-10-25T02:30:00+01:00",
            "Europe/Paris",
            "2026-10-28T02:30:00+01:00",
            "2026-10-28T03:00:00+01:00",
            "2026-10-28T03:00:00+01:00",
        ),
        // The instant may be written with any offset.
        (
            "2026-06-09T04:35:00Z",
            "Asia/Kathmandu",
            "2026-06-12T10:20:00+05:45",
            "2026-06-12T11:00:00+05:45",
            "2026-06-12T11:00:00+05:45",
        ),
    ] {
        let output = line(&format!(
            "deadline breach --aware {aware} --zone {zone} --place fr --format json"
        ));
        let answer = json(&output, 0);
        assert_eq!(answer["strict"], strict, "{aware}");
        assert_eq!(answer["regulation"], regulation, "{aware}");
        assert_eq!(answer["lenient"], lenient, "{aware}");
        for reading in ["strict", "regulation", "lenient"] {
            let mut trace = answer["trace"].as_array().unwrap().iter();
            let last = trace.rfind(|step| step["reading"] == reading).unwrap();
            assert_eq!(last["instant"], answer[reading], "{aware} {reading}");
        }
    }
}

#[test]
fn the_disputed_step_is_in_the_lenient_reading_alone() {
    let answer = json(
        &line("deadline breach --aware 2026-06-12T12:17:00+02:00 --format json"),
        0,
    );
    let disputed: Vec<_> = answer["trace"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|step| step["citations"][0] == "Regulation 1182/71 3(5)")
        .collect();
    assert_eq!(disputed.len(), 1);
    assert_eq!(disputed[0]["reading"], "lenient");
}

#[test]
fn people_read_three_instants() {
    let command = "deadline breach --aware 2026-06-12T12:17:00+02:00";
    let english = words(&line(command), 0);
    for words in [
        "Strict: Monday 15 June 2026 at 12:17 (UTC+02:00)\n  runs from",
        "Regulation 1182/71: Monday 15 June 2026 at 13:00 (UTC+02:00)\n",
        "Lenient: Tuesday 16 June 2026 at 13:00 (UTC+02:00)\n",
    ] {
        assert!(english.contains(words), "{english}");
    }
    let french = words(&line(&format!("{command} --lang fr")), 0);
    for words in [
        "Au plus strict\u{a0}: lundi 15 juin 2026 à 12 h 17 (UTC+02:00)\n  point de départ",
        "Règlement 1182/71\u{a0}: lundi 15 juin 2026 à 13 h 00 (UTC+02:00)\n",
        "Au plus souple\u{a0}: mardi 16 juin 2026 à 13 h 00 (UTC+02:00)\n",
    ] {
        assert!(french.contains(words), "{french}");
    }
}
