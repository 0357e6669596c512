//! A decision over a person's history.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use chrono::{DateTime, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use greffe::calendar::zone;
use greffe::consent::{Ledger, Notice, PersonKey, Policy, Purpose, Question};
use greffe::terms::{Channel, LegalBasis, PurposeId};

/// Other persons of the ledger, of whom nothing is asked.
const OTHERS: u64 = 1_000;

fn decide(c: &mut Criterion) {
    let newsletter: PurposeId = "newsletter".parse().unwrap();
    let notice = Notice::new("letter".parse().unwrap(), 1, [newsletter.clone()]);
    let purpose = Purpose::new(newsletter, [LegalBasis::Consent])
        .marketing()
        .channels([Channel::Email]);
    let paris = zone::parse("Europe/Paris").unwrap();
    let policy = Policy::in_zone(paris)
        .purpose(purpose)
        .notice(notice)
        .build()
        .unwrap();

    let lines = greffe_benches::eight_events();
    let one = Ledger::from_event_lines(&lines).unwrap();
    let mut crowd = one.clone();
    for number in 1..=OTHERS {
        let event = lines.lines().next().unwrap();
        let event = event.replace(&format!("{:032}", 0), &format!("{number:032}"));
        let event = event.replace(&format!("{:032}", 1), &format!("{:032}", number + 100));
        crowd
            .append(greffe::consent::Event::from_json_line(&event).unwrap())
            .unwrap();
    }
    let person = PersonKey::from_bytes([0; 16]);
    let question = Question::about("newsletter")
        .by(Channel::Email)
        .for_person(person);
    let now: DateTime<Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
    assert!(policy.decide(&one, question, now).is_allowed());

    let mut group = c.benchmark_group("consent");
    group.bench_function("decide_over_8_events", |b| {
        b.iter(|| policy.decide(black_box(&one), question, black_box(now)));
    });
    group.bench_function("decide_over_8_events_of_1008", |b| {
        b.iter(|| policy.decide(black_box(&crowd), question, black_box(now)));
    });
    group.finish();
}

criterion_group!(benches, decide);
criterion_main!(benches);
