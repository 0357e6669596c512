//! The comparison with peers, on small inputs: its parts run, its contestants agree, and its report says what it should.
//!
//! Without the feature `peers` chrono is the only peer; with it jiff takes part as well.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use greffe_benches::compare::{AREAS, Contest, Effort, Target, json, table};

#[test]
fn every_area_agrees_with_its_peers() {
    for area in AREAS {
        let measured = (area.measure)(Effort::SMOKE).unwrap();
        assert!(!measured.is_empty(), "{}", area.name);
        for contest in &measured {
            let names: Vec<_> = contest.standings.iter().map(|s| s.name).collect();
            assert_eq!(names[..2], ["greffe", "chrono"], "{}", contest.name);
            for standing in &contest.standings {
                assert!(standing.time.median > 0.0, "{}", contest.name);
            }
        }
        let text = table(&[(area.name, measured)]);
        assert_eq!(text.contains("jiff"), cfg!(feature = "peers"), "{text}");
    }
}

#[test]
fn an_answer_that_tells_all_or_nothing_would_prove_nothing() {
    for contest in (AREAS[0].measure)(Effort::SMOKE).unwrap() {
        let all = u64::from(contest.items);
        let counts = contest.name != "one date and its months";
        assert!(contest.answer > 0, "{}", contest.name);
        assert!(!counts || contest.answer < all, "{}", contest.name);
    }
}

#[test]
fn contestants_who_disagree_are_not_measured() {
    let contest = Contest::new("sums", 1, |_| 4).against("peer", |_| 5);
    let error = contest.measure(Effort::SMOKE).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the answers to \"sums\" differ: greffe 4 peer 5"
    );
}

#[test]
fn a_target_is_met_or_missed() {
    let slow = |passes: u32| {
        (0..u64::from(passes) * 20_000).for_each(|step| {
            std::hint::black_box(step);
        });
        0
    };
    let fast = |_: u32| 0;
    let contest = |target| {
        Contest::new("loops", 1, slow)
            .against("peer", fast)
            .aims_at(target)
    };
    let missed = contest(Target::AtMost(3.0)).measure(Effort::SMOKE).unwrap();
    assert_eq!(missed.is_met(), Some(false));
    let text = table(&[("area", vec![missed.clone()])]);
    assert!(text.contains("at most 3x missed"), "{text}");
    let json = json(&[("area", vec![missed])]);
    assert_eq!(json["area"][0]["met"], false);
    assert_eq!(json["area"][0]["target"], "at most 3x");

    let contest = Contest::new("loops", 1, fast).against("peer", slow);
    let met = contest
        .aims_at(Target::Faster(2.0))
        .measure(Effort::SMOKE)
        .unwrap();
    assert_eq!(met.is_met(), Some(true));
}
