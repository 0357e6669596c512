//! Laws of anonymised copies: what the record says is what the copy holds, and a copy whose test fails does not exist.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use greffe_export::{
    Anonymisation, Anonymised, AnonymisedCopy, AnonymityTest, CopyError, Criterion, Field,
    Generalisation, InTenThousand, Kind, MemorySink, Persons, Provenance, Record, Records, Role,
    Thresholds, Value, verify_bag,
};
use greffe_terms::Lang;
use proptest::prelude::*;

use crate::fixture::{day, field, json, lines, text};

fn of_kind(name: &str, kind: Kind) -> Field {
    field(name, kind, Provenance::Provided, "account")
}

fn fields() -> Vec<Field> {
    vec![
        of_kind("name", Kind::Text),
        of_kind("born", Kind::Date),
        of_kind("postcode", Kind::Text),
        of_kind("plan", Kind::Text),
    ]
}

fn kept() -> Generalisation {
    Generalisation::Kept {
        reason: "few values".into(),
    }
}

fn roles() -> [(&'static str, Role); 4] {
    let age = Generalisation::AgeBand {
        years: 20.try_into().unwrap(),
        on: day(11, 26),
        top: 80,
    };
    [
        ("name", Role::Dropped),
        ("born", Role::QuasiIdentifier(age)),
        (
            "postcode",
            Role::QuasiIdentifier(Generalisation::Prefix {
                letters: 2.try_into().unwrap(),
            }),
        ),
        ("plan", Role::Sensitive(kept())),
    ]
}

/// Nothing is asked for but that a record is left.
const LAX: Thresholds = Thresholds {
    persons: 1,
    values: 1,
    known_fields: 3,
    singled_out: InTenThousand(10_000),
    linked: InTenThousand(10_000),
    determined: InTenThousand(10_000),
    distance: InTenThousand(10_000),
};

fn records(rows: &[(i32, usize, usize)]) -> Vec<Record> {
    let record = |(place, (born, town, plan)): (usize, &(i32, usize, usize))| {
        vec![
            Value::from(format!("zq-person-{place}")),
            Value::Date(NaiveDate::from_epoch_days(*born).unwrap()),
            Value::from(["35000", "35700", "44000", "75011"][*town]),
            Value::from(["monthly", "yearly", "none"][*plan]),
        ]
    };
    rows.iter().enumerate().map(record).collect()
}

fn rows() -> impl Strategy<Value = Vec<(i32, usize, usize)>> {
    prop::collection::vec((-10_000_i32..20_000, 0..4_usize, 0..3_usize), 1..120)
}

fn written(records: Vec<Record>, thresholds: Thresholds) -> (MemorySink, Anonymisation) {
    let mut bag = MemorySink::new();
    let source = Records::whole("customers", fields(), records);
    let copy = AnonymisedCopy::new(source, roles(), Persons::OnePerRecord, day(11, 26))
        .thresholds(thresholds);
    let done = copy.write_folder(&mut bag).unwrap();
    (bag, done)
}

fn passed(done: Anonymisation) -> Anonymised {
    match done {
        Anonymisation::Anonymised(done) => done,
        Anonymisation::Failed(test) => panic!("{}", test.in_language(Lang::En)),
    }
}

fn test_of(done: &Anonymisation) -> &AnonymityTest {
    match done {
        Anonymisation::Anonymised(done) => done.test(),
        Anonymisation::Failed(test) => test,
    }
}

/// The copy's groups, counted from its bytes: for each combination of quasi-identifiers, its sensitive values.
fn groups(bag: &MemorySink) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines(bag, "data/anonymised/customers.ndjson") {
        found
            .entry(format!("{} {}", line["born"], line["postcode"]))
            .or_default()
            .push(line["plan"].to_string());
    }
    found
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn share(part: usize, whole: usize) -> InTenThousand {
    InTenThousand(u32::try_from((part * 10_000).div_ceil(whole)).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_record_says_what_a_recount_of_the_copy_finds(rows in rows(), persons in 1_u64..6, values in 1_u64..3) {
        let (bag, done) = written(records(&rows), Thresholds { persons, values, ..LAX });
        let test = test_of(&done).clone();
        prop_assert_eq!(test.read(), rows.len() as u64);
        prop_assert_eq!(test.suppressed() + test.records(), test.read());
        if test.records() == 0 {
            prop_assert!(matches!(done, Anonymisation::Failed(_)));
            return Ok(());
        }
        prop_assert!(matches!(done, Anonymisation::Anonymised(_)));
        prop_assert!(verify_bag(&mut bag.clone()).unwrap().is_intact());
        let groups = groups(&bag);
        let all: usize = groups.values().map(Vec::len).sum();
        prop_assert_eq!(all as u64, test.records());
        let smallest = groups.values().map(Vec::len).min().unwrap();
        prop_assert_eq!(test.smallest_group(), smallest as u64);
        prop_assert!(test.smallest_group() >= persons);
        prop_assert_eq!(test.linked(), share(1, smallest));

        let different = |plans: &Vec<String>| plans.iter().collect::<BTreeSet<_>>().len();
        let determined: usize = groups.values().filter(|plans| different(plans) == 1).map(Vec::len).sum();
        let (poorest, given_away, distance) = test.inference("plan").unwrap();
        prop_assert_eq!(poorest, groups.values().map(different).min().unwrap() as u64);
        prop_assert_eq!(given_away, share(determined, all));
        let everyone: Vec<String> = groups.values().flatten().cloned().collect();
        let of = |plans: &[String], plan: &String| float(plans.iter().filter(|one| *one == plan).count()) / float(plans.len());
        let plans: BTreeSet<&String> = everyone.iter().collect();
        let farthest = groups.values().map(|group| plans.iter().map(|plan| (of(group, plan) - of(&everyone, plan)).abs()).sum::<f64>() / 2.0).fold(0.0, f64::max);
        prop_assert!((f64::from(distance.0) - farthest * 10_000.0).abs() <= 1.0, "{:?} {}", distance, farthest);
    }

    #[test]
    fn of_two_sensitive_fields_each_must_differ_in_each_group(rows in rows(), paid in prop::collection::vec(0..2_usize, 120), persons in 1_u64..4) {
        let strict = Thresholds { persons, values: 2, ..LAX };
        let copied = |thresholds| {
            let pay = |(record, paid): (Record, &usize)| {
                let mut record = record;
                record.push(Value::from(["paid", "due"][*paid]));
                record
            };
            let records: Vec<Record> = records(&rows).into_iter().zip(&paid).map(pay).collect();
            let fields = fields().into_iter().chain([of_kind("bill", Kind::Text)]);
            let roles = roles().into_iter().chain([("bill", Role::Sensitive(kept()))]);
            let source = Records::whole("customers", fields.collect(), records);
            let copy = AnonymisedCopy::new(source, roles, Persons::OnePerRecord, day(11, 26)).thresholds(thresholds);
            let mut bag = MemorySink::new();
            let _ = copy.write_folder(&mut bag).unwrap();
            let mut groups: BTreeMap<String, Vec<[String; 2]>> = BTreeMap::new();
            for line in lines(&bag, "data/anonymised/customers.ndjson") {
                let group = groups.entry(format!("{} {}", line["born"], line["postcode"])).or_default();
                group.push([line["plan"].to_string(), line["bill"].to_string()]);
            }
            groups.values_mut().for_each(|group| group.sort());
            groups
        };
        // What a recount of the copy of everybody would let through.
        let differs = |group: &[[String; 2]], field: usize| group.iter().any(|row| row[field] != group[0][field]);
        let mut expected = copied(LAX);
        expected.retain(|_, group| group.len() as u64 >= persons && differs(group, 0) && differs(group, 1));
        prop_assert_eq!(copied(strict), expected);
    }

    #[test]
    fn known_fields_single_out_whom_a_recount_finds(rows in rows()) {
        let (bag, done) = written(records(&rows), LAX);
        let found = lines(&bag, "data/anonymised/customers.ndjson");
        let alone = |columns: &[&str]| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for line in &found {
                *counts.entry(columns.iter().map(|one| line[*one].to_string()).collect()).or_default() += 1;
            }
            share(counts.values().filter(|count| **count == 1).count(), found.len())
        };
        let worst = |choices: &[&[&str]]| choices.iter().map(|columns| alone(columns)).max().unwrap();
        prop_assert_eq!(test_of(&done).singled_out(), [
            worst(&[&["born"], &["postcode"], &["plan"]]),
            worst(&[&["born", "postcode"], &["born", "plan"], &["postcode", "plan"]]),
            worst(&[&["born", "postcode", "plan"]]),
        ]);
    }

    #[test]
    fn suppression_never_lowers_the_smallest_group(rows in rows(), persons in 1_u64..20) {
        let (_, done) = written(records(&rows), Thresholds { persons, ..LAX });
        let test = test_of(&done);
        prop_assert!(test.records() == 0 || test.smallest_group() >= test.smallest_group_before().max(persons));
    }

    #[test]
    fn the_order_of_the_source_tells_nothing(rows in rows(), turn in any::<prop::sample::Index>()) {
        let (bag, _) = written(records(&rows), LAX);
        let mut turned = rows.clone();
        turned.rotate_left(turn.index(rows.len()));
        turned.reverse();
        let (other, _) = written(records(&turned), LAX);
        prop_assert!(bag == other);
        for (path, bytes) in bag.files() {
            prop_assert!(!String::from_utf8_lossy(bytes).contains("zq-person"), "{}", path);
        }
    }

    #[test]
    fn nothing_is_written_where_the_test_fails(rows in rows()) {
        let (bag, done) = written(records(&rows), Thresholds::default());
        match done {
            Anonymisation::Failed(test) => {
                prop_assert_eq!(bag.files().count(), 0);
                prop_assert!(!test.is_passed());
            }
            Anonymisation::Anonymised(done) => {
                prop_assert!(done.test().is_passed());
                prop_assert!(groups(&bag).values().all(|group| group.len() >= 11));
            }
        }
    }

    #[test]
    fn counts_and_rows_say_the_same(rows in rows()) {
        let (bag, _) = written(records(&rows), LAX);
        let mut counted = MemorySink::new();
        let source = Records::whole("customers", fields(), records(&rows));
        let copy = AnonymisedCopy::new(source, roles(), Persons::OnePerRecord, day(11, 26)).thresholds(LAX).as_counts();
        let _ = passed(copy.write_folder(&mut counted).unwrap());
        let mut spread = Vec::new();
        for line in lines(&counted, "data/anonymised/customers.ndjson") {
            let mut record = line.as_object().unwrap().clone();
            let count = record.remove("greffe:count").unwrap().as_u64().unwrap();
            spread.extend((0..count).map(|_| serde_json::Value::Object(record.clone())));
        }
        prop_assert_eq!(spread, lines(&bag, "data/anonymised/customers.ndjson"));
    }

    #[test]
    fn a_coarse_value_is_no_finer_when_it_is_made_coarse_again(text in "\\PC{0,8}", number in any::<i64>()) {
        let prefix = Generalisation::Prefix { letters: 2.try_into().unwrap() };
        let once = prefix.of(&Value::from(text)).unwrap();
        prop_assert_eq!(prefix.of(&Value::from(once.as_str())), Some(once.clone()));
        let band = Generalisation::Band { width: 7.try_into().unwrap(), lowest: -20, highest: 100 };
        let coarse = band.of(&Value::Integer(number)).unwrap();
        if let Some((low, _)) = coarse.split_once('-').filter(|(low, _)| !["", "<"].contains(low)) {
            prop_assert_eq!(band.of(&Value::Integer(low.parse().unwrap())), Some(coarse));
        }
    }
}

/// Twelve customers of each plan in each of two towns.
fn well_mixed() -> Vec<Record> {
    let rows: Vec<_> = (0..48)
        .map(|n| {
            (
                0,
                if n % 2 == 0 { 0 } else { 2 },
                if n % 4 < 2 { 0 } else { 1 },
            )
        })
        .collect();
    records(&rows)
}

#[test]
fn a_copy_that_passes_says_by_which_test_and_when() {
    let (bag, done) = written(well_mixed(), Thresholds::default());
    let done = passed(done);
    assert_eq!(
        done.test().in_language(Lang::En),
        "anonymised copy, tested on 2026-11-26"
    );
    assert_eq!(done.manifest_sha256().len(), 64);
    let described = json(&bag, "data/datapackage.json");
    assert_eq!(described["greffe:copy"], "anonymised");
    assert_eq!(described["greffe:personal_data"], false);
    assert_eq!(described["greffe:test"], "anonymity-test.json");
    assert!(bag.file("PERSONAL-DATA.txt").is_none());
    assert!(text(&bag, "ANONYMISED.txt").contains("Opinion\n05/2014"));
    let record = json(&bag, "data/anonymity-test.json");
    assert_eq!(record["passed"], true);
    assert_eq!(record["tested_on"], "2026-11-26");
    assert_eq!(record["singling_out"]["smallest_group"], 24);
    assert_eq!(record["thresholds"]["persons"], 11);
    assert_eq!(
        lines(&bag, "data/anonymised/customers.ndjson")[0],
        serde_json::json!({"born": "40-59", "postcode": "35", "plan": "monthly"})
    );
}

#[test]
fn each_criterion_fails_by_itself_and_is_named() {
    let failing = |thresholds: Thresholds| {
        let (bag, done) = written(well_mixed(), thresholds);
        assert_eq!(bag.files().count(), 0);
        let Anonymisation::Failed(test) = done else {
            panic!("passed")
        };
        let json: serde_json::Value = serde_json::from_slice(&test.to_json()).unwrap();
        assert_eq!(json["passed"], false);
        let failed: Vec<Criterion> = Criterion::ALL
            .into_iter()
            .filter(|one| test.fails(*one))
            .collect();
        assert_eq!(json["failed"].as_array().unwrap().len(), failed.len());
        (failed, test.in_language(Lang::Fr))
    };
    let usual = Thresholds::default();
    let (failed, words) = failing(Thresholds {
        linked: InTenThousand(100),
        ..usual
    });
    assert_eq!(
        (failed, words.as_str()),
        (
            vec![Criterion::Linkage],
            "la copie n’est pas anonymisée\u{a0}: corrélation"
        )
    );
    // More persons than there are: every group is suppressed, and nothing is left.
    let (_, words) = failing(Thresholds {
        persons: 100,
        ..usual
    });
    assert_eq!(
        words,
        "la copie n’est pas anonymisée\u{a0}: il n’en reste aucun enregistrement"
    );
    let (_, words) = failing(Thresholds { values: 3, ..usual });
    assert!(words.contains("aucun"));

    // Two towns, and each almost gives the plan away.
    let rows: Vec<_> = (0..80)
        .map(|n| {
            (
                0,
                if n < 40 { 0 } else { 2 },
                usize::from(n < 40) ^ usize::from(n % 40 == 0),
            )
        })
        .collect();
    let (_, done) = written(
        records(&rows),
        Thresholds {
            distance: InTenThousand(4_000),
            singled_out: InTenThousand(10_000),
            ..usual
        },
    );
    let test = test_of(&done);
    assert!(test.fails(Criterion::Inference) && !test.fails(Criterion::SinglingOut));
    // The one in each town with the other plan stands alone for who knows town and plan.
    let (_, done) = written(
        records(&rows),
        Thresholds {
            distance: InTenThousand(10_000),
            ..usual
        },
    );
    assert!(test_of(&done).fails(Criterion::SinglingOut));
}

#[test]
fn many_records_of_one_person_are_a_group_of_one() {
    let orders = |persons: usize| {
        let mut bag = MemorySink::new();
        let rows = (0..60).map(move |n| {
            vec![
                Value::from(format!("c{}", n % persons)),
                Value::from("35"),
                Value::from(["a", "b"][n % 2]),
            ]
        });
        let fields = vec![
            of_kind("customer", Kind::Text),
            of_kind("town", Kind::Text),
            of_kind("article", Kind::Text),
        ];
        let roles = [
            ("customer", Role::Dropped),
            ("town", Role::QuasiIdentifier(kept())),
            ("article", Role::Sensitive(kept())),
        ];
        AnonymisedCopy::new(
            Records::whole("orders", fields, rows),
            roles,
            Persons::InField("customer".into()),
            day(11, 26),
        )
        .write_folder(&mut bag)
        .unwrap()
    };
    let few = orders(3);
    assert!(matches!(few, Anonymisation::Failed(_)));
    assert_eq!(test_of(&few).smallest_group_before(), 3);
    assert_eq!(passed(orders(30)).test().smallest_group(), 30);
}

#[test]
fn a_value_that_everyone_of_a_group_has_is_told_however_many_others_one_of_them_has() {
    // Whoever is known to be of the town is known to have the illness: each of its persons has, and one has a second one.
    let visits = |ill: usize| {
        let fields = vec![
            of_kind("patient", Kind::Integer),
            of_kind("town", Kind::Text),
            of_kind("illness", Kind::Text),
        ];
        let visit = |patient: i64, illness: &str| {
            vec![Value::from(patient), Value::from("R"), Value::from(illness)]
        };
        let mut rows: Vec<Record> = (0..12)
            .map(|n| {
                visit(
                    n,
                    if usize::try_from(n).unwrap() < ill {
                        "a"
                    } else {
                        "b"
                    },
                )
            })
            .collect();
        rows.extend((0..12).map(|_| visit(0, "b")));
        let roles = [
            ("patient", Role::Dropped),
            ("town", Role::QuasiIdentifier(kept())),
            ("illness", Role::Sensitive(kept())),
        ];
        let copy = AnonymisedCopy::new(
            Records::whole("visits", fields, rows),
            roles,
            Persons::InField("patient".into()),
            day(11, 26),
        );
        copy.write_folder(&mut MemorySink::new()).unwrap()
    };
    assert!(matches!(visits(12), Anonymisation::Failed(_)));
    let fewer = passed(visits(6));
    assert_eq!(fewer.test().records(), 24);
}

#[test]
fn a_field_without_a_role_stops_the_copy() {
    let refused = |roles: Vec<(&str, Role)>, persons| {
        let mut bag = MemorySink::new();
        let error = AnonymisedCopy::new(
            Records::whole("customers", fields(), well_mixed()),
            roles,
            persons,
            day(11, 26),
        )
        .write_folder(&mut bag)
        .unwrap_err();
        assert_eq!(bag.files().count(), 0);
        error
    };
    let all = || roles().to_vec();
    let source = || "customers".to_owned();
    assert_eq!(
        refused(all()[1..].to_vec(), Persons::OnePerRecord),
        CopyError::Untreated {
            source: source(),
            field: "name".into()
        }
    );
    assert_eq!(
        refused([all(), all()].concat(), Persons::OnePerRecord),
        CopyError::TreatedTwice {
            source: source(),
            field: "name".into()
        }
    );
    assert_eq!(
        refused(all(), Persons::InField("nobody".into())),
        CopyError::NoSuchField {
            source: source(),
            field: "nobody".into()
        }
    );
    // Who a person is can never be in the copy.
    assert_eq!(
        refused(all(), Persons::InField("postcode".into())),
        CopyError::Unfit {
            source: source(),
            field: "postcode".into()
        }
    );
    let mut unfit = all();
    unfit[3].1 = Role::Sensitive(Generalisation::Month);
    assert_eq!(
        refused(unfit, Persons::OnePerRecord),
        CopyError::Unfit {
            source: source(),
            field: "plan".into()
        }
    );
    let mut fine = all();
    fine[0].1 = Role::Sensitive(kept());
    let copy = AnonymisedCopy::new(
        Records::whole("customers", fields(), well_mixed()),
        fine,
        Persons::OnePerRecord,
        day(11, 26),
    );
    let error = copy
        .different_at_most(20)
        .write_folder(&mut MemorySink::new())
        .unwrap_err();
    assert_eq!(
        error,
        CopyError::TooManyDifferent {
            source: source(),
            limit: 20
        }
    );
    assert!(
        error
            .in_language(Lang::Fr)
            .contains("plus de 20 enregistrements différents\u{a0}: généraliser")
    );
}

#[test]
fn bands_are_top_coded_and_what_has_no_band_is_null() {
    let age = Generalisation::AgeBand {
        years: 10.try_into().unwrap(),
        on: day(11, 26),
        top: 85,
    };
    let born = |year| Value::Date(NaiveDate::from_ymd_opt(year, 11, 27).unwrap());
    let found: Vec<_> = [2026, 1990, 1945, 1941, 1940, 1900]
        .map(|year| age.of(&born(year)))
        .into();
    let wanted = [
        None,
        Some("30-39"),
        Some("80-84"),
        Some("80-84"),
        Some("85+"),
        Some("85+"),
    ];
    assert_eq!(found, wanted.map(|band| band.map(str::to_owned)));
    assert_eq!(
        Generalisation::Month.of(&Value::Date(day(3, 9))).as_deref(),
        Some("2026-03")
    );
    assert_eq!(
        Generalisation::Year.of(&Value::Date(day(3, 9))).as_deref(),
        Some("2026")
    );
    assert_eq!(Generalisation::Month.of(&Value::Null), None);
    let band = Generalisation::Band {
        width: 30.try_into().unwrap(),
        lowest: 0,
        highest: 100,
    };
    let decimal = |text: &str| band.of(&Value::Decimal(text.parse().unwrap()));
    assert_eq!(decimal("99.99").as_deref(), Some("90-99"));
    assert_eq!(decimal("-0.01").as_deref(), Some("<0"));
    assert_eq!(decimal(&"9".repeat(60)), None);
}
