//! A package of many records.
#![allow(clippy::unwrap_used, missing_docs)]

use chrono::{Days, NaiveDate};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use greffe::export::{
    Art15Information, Contact, Field, Kind, MemorySink, Package, Provenance, PurposeInformation,
    Record, Records, Request, Right, Value,
};
use greffe::terms::{DataCategory, Lang, LegalBasis, Text};

/// Records of the source.
const RECORDS: i64 = 10_000;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + Days::new(number)
}

fn fields() -> Vec<Field> {
    let field = |name: &str, kind| {
        let purpose = "account".parse().unwrap();
        Field::new(name, DataCategory::Identity, Provenance::Provided, purpose).of_kind(kind)
    };
    vec![
        field("number", Kind::Integer),
        field("day", Kind::Date),
        field("subject", Kind::Text),
        field("body", Kind::Text),
    ]
}

fn record(number: i64) -> Record {
    vec![
        Value::Integer(number),
        Value::Date(day(number.unsigned_abs() % 365)),
        Value::text(format!("Message {number}")),
        Value::text("-- Bonjour, \"voici\" le document demandé ; merci de votre retour."),
    ]
}

fn package(c: &mut Criterion) {
    let id = "R-2026-17".parse().unwrap();
    let mut request = Request::received(id, Right::Access, day(0)).also(Right::Portability);
    request.scope(day(1)).unwrap();
    let name = Text::plain("Atelier Hélianthe");
    let mut information = Art15Information::new(Contact {
        name: name.clone(),
        address: None,
    });
    let account = "account".parse().unwrap();
    let purpose = PurposeInformation::new(account, name, Some(LegalBasis::Contract));
    information.purposes.push(purpose);

    let mut group = c.benchmark_group("export/10000_records");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(RECORDS.unsigned_abs()));
    let package = || {
        Package::for_request(&request, information.clone())
            .source(Records::whole(
                "messages",
                fields(),
                (0..RECORDS).map(record),
            ))
            .language(Lang::Fr)
            .dated(day(14))
    };
    group.bench_function("making_the_records_only", |b| {
        b.iter(|| {
            (0..RECORDS)
                .map(record)
                .map(|record| record.len())
                .sum::<usize>()
        });
    });
    group.bench_function("folder", |b| {
        b.iter(|| {
            let done = package().write_folder(&mut MemorySink::new()).unwrap();
            assert!(done.completeness().is_complete());
            done.payload_bytes()
        });
    });
    group.bench_function("zip", |b| {
        b.iter(|| {
            let mut bytes = std::io::Cursor::new(Vec::new());
            let done = package().write_zip(&mut bytes).unwrap();
            assert!(done.completeness().is_complete());
            bytes.into_inner().len()
        });
    });
    group.finish();
}

criterion_group!(benches, package);
criterion_main!(benches);
