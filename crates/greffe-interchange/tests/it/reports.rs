//! Reports of more losses than anybody reads.

use greffe_interchange::{Loss, LossKind, LossReport, dpv, fides};
use greffe_terms::{Lang, Text};

#[test]
fn what_is_not_listed_is_counted_and_told() {
    let count = LossReport::MOST + 2_345;
    let keys: String = (0..count).map(|n| format!("\"k{n}\":0,")).collect();
    let json = format!("[{{{keys}\"@type\":\"https://w3id.org/dpv#DataController\"}}]");
    let keys: String = (0..count).map(|n| format!("k{n}: 0\n")).collect();
    let yaml = format!("{keys}organization:\n- name: A\n");
    let (_, of_dpv) = dpv::import(json.as_bytes(), Default::default()).unwrap();
    let (_, of_fides) = fides::import(yaml.as_bytes(), Default::default()).unwrap();
    for (report, others) in [(of_dpv, 1), (of_fides, 0)] {
        assert_eq!(report.losses().len(), LossReport::MOST);
        assert_eq!(report.len(), count + others);
        assert_eq!(report.count(LossKind::Dropped), count);
        let more = report.more();
        assert_eq!(more, 2_345 + others);
        for (lang, last) in [
            (Lang::Fr, format!("et {more} autre(s) valeur(s)")),
            (Lang::En, format!("and {more} more value(s)")),
        ] {
            let told = report.in_language(lang);
            assert_eq!(told.lines().last(), Some(last.as_str()));
        }
    }
}

#[test]
fn reports_of_two_steps_make_one_with_both_counts() {
    let report = |kind, count| {
        let mut report = LossReport::new();
        for number in 0..count {
            report.note(Loss::new(kind, number.to_string(), Text::plain("x")));
        }
        report
    };
    let mut whole = report(LossKind::Assumed, LossReport::MOST - 1);
    whole.append(report(LossKind::Dropped, LossReport::MOST + 3));
    assert_eq!(whole.losses().len(), LossReport::MOST);
    assert_eq!(whole.count(LossKind::Assumed), LossReport::MOST - 1);
    assert_eq!(whole.count(LossKind::Dropped), LossReport::MOST + 3);
    assert_eq!(whole.count(LossKind::Reshaped), 0);
    assert_eq!(whole.len(), 2 * LossReport::MOST + 2);
}
