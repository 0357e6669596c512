//! Rules over records.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use chrono::{Days, Months, NaiveDate};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use greffe::calendar::FiscalYears;
use greffe::retention::{Event, Facts, Rule};

/// Rows of the column.
const ROWS: u64 = 100_000;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2016, 1, 1).unwrap() + Days::new(number)
}

fn one_record(c: &mut Criterion) {
    let mut group = c.benchmark_group("retention/one_record");
    let years = FiscalYears::regular("06-30".parse().unwrap());
    let (recorded, as_of) = (day(40), day(3000));

    // What the arithmetic alone costs: the floor of every rule.
    group.bench_function("chrono_checked_add_months", |b| {
        b.iter(|| black_box(recorded).checked_add_months(black_box(Months::new(60))));
    });
    let simple = Rule::from_toml("keep = \"P5Y\"\nafter = \"recorded\"").unwrap();
    let facts = Facts::new().on(Event::Recorded, recorded);
    group.bench_function("simple_rule", |b| {
        b.iter(|| simple.evaluate(black_box(&facts), &years, black_box(as_of)));
    });
    let fiscal = Rule::from_toml(
        "keep = \"P10Y\"\nafter = { latest = [\"relation_end\", { fiscal_close = \"last_operation\" }] }",
    )
    .unwrap();
    let facts = Facts::new()
        .on(Event::LastOperation, recorded)
        .on(Event::RelationEnd, day(400));
    group.bench_function("fiscal_rule", |b| {
        b.iter(|| fiscal.evaluate(black_box(&facts), &years, black_box(as_of)));
    });
    group.finish();
}

fn a_column(c: &mut Criterion) {
    let mut group = c.benchmark_group("retention/column");
    group.throughput(Throughput::Elements(ROWS));
    let years = FiscalYears::regular("12-31".parse().unwrap());
    let rule = Rule::from_toml("keep = \"P5Y\"\nafter = \"recorded\"").unwrap();
    let as_of = day(3000);
    // One row in seventeen has no date.
    let column: Vec<Option<NaiveDate>> = (0..ROWS)
        .map(|row| (row % 17 != 0).then(|| day(row * 7919 % 4000)))
        .collect();

    group.bench_function("forward_evaluation", |b| {
        b.iter(|| {
            let mut facts = Facts::new();
            let mut due = 0;
            for recorded in &column {
                facts.clear();
                facts = facts.on_maybe(Event::Recorded, *recorded);
                due += usize::from(rule.evaluate(&facts, &years, as_of).may_dispose());
            }
            due
        });
    });
    let cutoff = rule.cutoff(&years, as_of).unwrap();
    let (_, days) = cutoff.single().unwrap();
    let mut selected = vec![false; column.len()];
    group.bench_function("cutoff", |b| {
        b.iter(|| days.select(black_box(&column), &mut selected));
    });
    group.bench_function("compiling_the_cutoff", |b| {
        b.iter(|| rule.cutoff(&years, black_box(as_of)).unwrap());
    });
    group.finish();
}

criterion_group!(benches, one_record, a_column);
criterion_main!(benches);
