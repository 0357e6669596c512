//! The comparison with peers, on small inputs: its parts run, its contestants agree, and its report says what it should.
//!
//! Without the feature `peers` chrono is the only peer there is.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    missing_docs
)]

use std::hint::black_box;

use greffe_benches::compare::{
    AREAS, Beside, Contest, Effort, FORM, Measured, RELEASE, Report, Setting, Target,
};

/// Every contest of an area, with ours first, the reference second where there is one without `peers`, and who joins with that feature.
type Expected = (
    &'static str,
    &'static [(&'static str, &'static [&'static str])],
    &'static [&'static [&'static str]],
);

const OURS: &[&str] = &["greffe"];
const DATES: &[&str] = &["greffe", "chrono"];
const SEALERS: &[&str] = &["aes-siv", "aes-gcm-siv + hmac", "tink-daead", "aws-lc-rs"];

const LANGUAGES: &[&str] = &["cedar-policy", "regorus"];

const EXPECTED: &[Expected] = &[
    (
        "retention",
        &[
            ("one date and its months", DATES),
            ("a simple rule over ready facts", DATES),
            ("a rule from a fiscal close", DATES),
            ("its explanation, when asked for", DATES),
            ("a column through the cutoff", DATES),
        ],
        &[&["jiff"], &["jiff"], &["jiff"], &[], &["jiff"]],
    ),
    (
        "cipher",
        &[
            ("seal, one at a time", OURS),
            ("seal, a batch of 64", OURS),
            ("open", &["greffe", "greffe, seal"]),
            ("parse a valid IBAN", OURS),
        ],
        &[SEALERS, SEALERS, SEALERS, &["iban_validate"]],
    ),
    (
        "register",
        &[
            ("read, lint and render", OURS),
            ("read a register", OURS),
            ("read a register, and its form", OURS),
            ("lint a register", OURS),
            ("render a register as HTML", OURS),
            ("compare two registers", OURS),
        ],
        &[
            &[],
            &["toml"],
            &["serde_json + jsonschema"],
            &[],
            &[],
            &["json-patch"],
        ],
    ),
    (
        "consent",
        &[
            ("a decision over 8 events", OURS),
            ("a verdict over 8 events", OURS),
            ("a verdict, folded for peers", OURS),
            ("filter persons by 4 purposes", OURS),
        ],
        &[LANGUAGES, LANGUAGES, LANGUAGES, &[]],
    ),
    (
        "export",
        &[
            ("rows of NDJSON", OURS),
            ("rows of CSV", OURS),
            ("a stored and hashed ZIP, 64 KiB an item", OURS),
        ],
        &[
            &["serde_json, a struct", "serde_json, a map"],
            &["csv, cell by cell", "csv, a struct"],
            &["sha2 alone", "greffe, by a spool"],
        ],
    ),
];

#[test]
fn every_area_agrees_with_its_peers() {
    let names: Vec<_> = AREAS.iter().map(|area| area.name).collect();
    let expected: Vec<_> = EXPECTED.iter().map(|(area, ..)| *area).collect();
    assert_eq!(names, expected);
    for (area, (_, contests, peers)) in AREAS.iter().zip(EXPECTED) {
        let measured = smoke(area.name);
        let found: Vec<(&str, Vec<&str>)> = measured
            .iter()
            .map(|contest| {
                let standings = contest.standings.iter();
                (contest.name, standings.map(|s| s.name).collect())
            })
            .collect();
        let wanted: Vec<(&str, Vec<&str>)> = contests
            .iter()
            .zip(*peers)
            .map(|((name, always), peers)| {
                let peers = if cfg!(feature = "peers") { *peers } else { &[] };
                (*name, [*always, peers].concat())
            })
            .collect();
        assert_eq!(found, wanted);
        for contest in &measured {
            for standing in &contest.standings {
                assert!(standing.time.median > 0.0, "{}", contest.name);
                // Who stands on the table bears the version that it was built with.
                let packages = Setting::packages_in(standing.name);
                assert!(!packages.is_empty(), "{}", standing.name);
            }
        }
        let text = Report::new(vec![(area.name, measured)]).table();
        for (name, standings) in found {
            assert!(text.contains(name), "{text}");
            for standing in standings {
                assert!(text.contains(&format!("\n    {standing} ")), "{text}");
            }
        }
    }
}

/// Cedar refuses what goes too deep for the stack it has; unoptimised, eight unrolled events are too deep for that of a test.
const STACK: usize = 64 << 20;

fn smoke(area: &str) -> Vec<Measured> {
    let area = AREAS.iter().find(|known| known.name == area).unwrap();
    let measure = area.measure;
    let thread = std::thread::Builder::new().stack_size(STACK);
    let measured = move || measure(Effort::SMOKE).map_err(|failure| failure.to_string());
    thread.spawn(measured).unwrap().join().unwrap().unwrap()
}

#[test]
fn an_answer_that_tells_all_or_nothing_would_prove_nothing() {
    for contest in smoke("retention") {
        let all = u64::from(contest.items);
        let counts = contest.name != "one date and its months";
        assert!(contest.answer > 0, "{}", contest.name);
        assert!(!counts || contest.answer < all, "{}", contest.name);
    }
    for contest in smoke("consent") {
        let all = u64::from(contest.items);
        // Neither nearly all nor nearly none: every rule has something to say.
        assert!(contest.answer > all / 8, "{}", contest.name);
        assert!(contest.answer < all - all / 8, "{}", contest.name);
    }
}

/// The answer is made of what comes back out of the tokens; here it is computed from the texts alone.
#[test]
fn what_was_sealed_and_parsed_is_what_was_given() {
    let numbers = (1..=64).map(|number| greffe_benches::iban(number * 7919));
    let digits: Vec<u64> = numbers.map(|iban| iban[2..4].parse().unwrap()).collect();
    assert!(digits.iter().any(|number| *number != digits[0]));
    for contest in smoke("cipher") {
        assert_eq!(
            contest.answer,
            digits.iter().sum::<u64>(),
            "{}",
            contest.name
        );
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

fn slow(passes: u32) -> u64 {
    (0..u64::from(passes) * 20_000).for_each(|step| {
        black_box(step);
    });
    0
}

fn fast(_: u32) -> u64 {
    0
}

fn loops(target: Target) -> Measured {
    let contest = Contest::new("loops", 1, slow).against("peer", fast);
    contest.aims_at(target).measure(Effort::SMOKE).unwrap()
}

#[test]
fn a_target_is_met_or_missed() {
    let missed = loops(Target::AtMost(3.0));
    assert_eq!(missed.is_met(), Some(false));
    let report = Report::new(vec![("area", vec![missed])]);
    let text = report.table();
    assert!(text.contains("at most 3x missed"), "{text}");
    let json = report.json();
    assert_eq!(json["area"][0]["met"], false);
    assert_eq!(json["area"][0]["target"], "at most 3x");

    let contest = Contest::new("loops", 1, fast).against("peer", slow);
    let met = contest
        .aims_at(Target::Faster(2.0))
        .measure(Effort::SMOKE)
        .unwrap();
    assert_eq!(met.is_met(), Some(true));
}

#[test]
fn a_target_in_nanoseconds_needs_no_peer_and_a_ratio_does() {
    let alone = |target| {
        let contest = Contest::new("loops", 1, slow).aims_at(target);
        contest.measure(Effort::SMOKE).unwrap()
    };
    assert_eq!(alone(Target::Under(1.0)).is_met(), Some(false));
    assert_eq!(alone(Target::Under(1e12)).is_met(), Some(true));
    assert_eq!(alone(Target::AtMost(3.0)).is_met(), None);
    assert_eq!(alone(Target::Faster(3.0)).is_met(), None);
    let text = Report::new(vec![("area", vec![alone(Target::Under(1.0))])]).table();
    assert!(text.contains("under 1 ns missed"), "{text}");
}

#[test]
fn a_target_may_have_two_parts_or_be_about_all_items() {
    let both = |nanoseconds, times| {
        let contest = Contest::new("loops", 1, fast).against("peer", slow);
        let contest = contest.aims_at(Target::UnderAndFaster(nanoseconds, times));
        contest.measure(Effort::SMOKE).unwrap()
    };
    assert_eq!(both(1e12, 2.0).is_met(), Some(true));
    assert_eq!(both(1e-12, 2.0).is_met(), Some(false));
    assert_eq!(both(1e12, 1e12).is_met(), Some(false));
    assert_eq!(
        both(1e12, 2.0).target.unwrap().to_string(),
        "under 1000000000000 ns, 2x faster"
    );

    let alone = |target| {
        let contest = Contest::new("loops", 1, slow).aims_at(target);
        contest.measure(Effort::SMOKE).unwrap()
    };
    assert_eq!(alone(Target::UnderAndFaster(1e12, 2.0)).is_met(), None);
    assert_eq!(alone(Target::Within(60.0)).is_met(), Some(true));
    let missed = alone(Target::Within(1e-12));
    assert_eq!(missed.is_met(), Some(false));
    let text = Report::new(vec![("area", vec![missed])]).table();
    assert!(text.contains("s missed: 0.0"), "{text}");
}

#[test]
fn what_contestants_are_given_stands_under_the_name() {
    let given = "something that was made beforehand";
    let contest = Contest::new("loops", 1, fast).given(given);
    let report = Report::new(vec![(
        "area",
        vec![contest.measure(Effort::SMOKE).unwrap()],
    )]);
    let text = report.table();
    assert!(
        text.contains("answer 0)\n    something that was made"),
        "{text}"
    );
    assert_eq!(report.json()["area"][0]["given"], given);
}

#[test]
fn the_setting_comes_first_in_both_forms() {
    let setting = Setting::of_this_run();
    // This test is built by `cargo test`, and says so.
    assert_eq!((setting.profile, setting.opt_level), ("dev", "0"));
    assert!(!setting.target_features.is_empty());
    let report = Report::new(vec![("area", vec![loops(Target::AtMost(3.0))])]);
    let text = report.table();
    assert!(text.contains("\nrustc 1."), "{text}");
    let (_, packages) = text.split_once("\nby the lock file: ").unwrap();
    let own = concat!("greffe ", env!("CARGO_PKG_VERSION"));
    assert_eq!(packages.lines().next(), Some(own), "{text}");
    assert!(
        text.starts_with("profile dev: opt-level 0, lto default, codegen-units default\n"),
        "{text}"
    );
    assert!(text.find("found at run time:") < text.find("loops"));
    let json = report.json();
    assert_eq!(json["form"], FORM);
    assert_eq!(json["setting"]["profile"], "dev");
    let greffe = &json["area"][0]["standings"][0];
    assert_eq!(greffe["packages"][0]["name"], "greffe");
}

/// The lock file read another way than by the build script.
#[test]
fn versions_are_those_of_the_lock_file() {
    let lock = include_str!("../../Cargo.lock");
    let chrono = Setting::packages_in("chrono");
    let [("chrono", version)] = chrono[..] else {
        panic!("{chrono:?}")
    };
    let entry = format!("name = \"chrono\"\nversion = \"{version}\"\n");
    assert_eq!(lock.matches(&entry).count(), 1);
    // Several versions of this one are locked; ours is the one that the benches ask for.
    let hmac = Setting::packages_in("aes-gcm-siv + hmac");
    let names: Vec<_> = hmac.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["aes-gcm-siv", "hmac"]);
    assert!(hmac[1].1.starts_with("0.13."), "{hmac:?}");
}

#[test]
fn a_contestant_alone_has_no_ratio() {
    let contest = Contest::new("loops", 1, fast);
    let measured = contest.measure(Effort::SMOKE).unwrap();
    let text = Report::new(vec![("area", vec![measured])]).table();
    let line = text.lines().last().unwrap();
    assert!(line.contains(" greffe ") && line.ends_with(" -"), "{text}");
}

/// As another run would say it.
fn said(profile: &str, figures: &str) -> String {
    format!(
        r#"{{"setting": {{"profile": "{profile}", "opt_level": "3", "lto": "default", "codegen_units": "default"}},
            "area": [{{"name": "loops", "standings": [
                {{"name": "greffe", "median_ns": 111.0, "low_ns": 110.0, "high_ns": 112.0, "ratio": 7.5}}, {figures}]}}]}}"#
    )
}

const PEER: &str =
    r#"{"name": "peer", "median_ns": 14.8, "low_ns": 14.7, "high_ns": 14.9, "ratio": 1.0}"#;

#[test]
fn figures_of_the_other_profile_stand_beside() {
    let other = Beside::read(&said(RELEASE, PEER)).unwrap();
    let report = Report::new(vec![("area", vec![loops(Target::AtMost(3.0))])]);
    let report = report.beside(&["area"], other).unwrap();
    let text = report.table();
    assert!(
        text.contains("\nbeside it, profile release: opt-level 3,"),
        "{text}"
    );
    let of = |name: &str| {
        let name = format!("    {name} ");
        let mut lines = text.lines();
        lines.find(|line| line.starts_with(&name)).unwrap()
    };
    assert!(text.contains("release ns"), "{text}");
    assert!(
        of("greffe").contains("111    7.50x  at most 3x missed"),
        "{text}"
    );
    assert!(of("peer").ends_with("14.8    1.00x"), "{text}");
    let json = report.json();
    assert_eq!(json["area"][0]["standings"][1]["release"]["low_ns"], 14.7);
    assert_eq!(json["setting_beside"]["profile"], RELEASE);
}

#[test]
fn another_run_that_does_not_say_all_is_refused() {
    let report = || Report::new(vec![("area", vec![loops(Target::AtMost(3.0))])]);
    let refused = |other: &str| {
        let other = Beside::read(other).unwrap();
        report().beside(&["area"], other).unwrap_err().to_string()
    };
    let without = r#"the other profile has no figures of "loops" by peer"#;
    assert_eq!(refused(&said(RELEASE, r#"{"name": "someone"}"#)), without);
    assert_eq!(
        refused(&said(RELEASE, r#"{"name": "peer", "median_ns": 1.0}"#)),
        without
    );
    assert!(Beside::read(&said("bench", PEER)).is_err());
    assert!(Beside::read("error: no such package").is_err());
}
