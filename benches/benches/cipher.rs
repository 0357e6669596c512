//! An IBAN through its column.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use greffe::cipher::{Context, FieldCipher, Iban, IndexBits, KeyId, Keyring, MasterKey, Sealed};

/// Values of a batch.
const BATCH: u64 = 64;

fn keyring() -> Keyring {
    let id = KeyId::new(7).unwrap();
    Keyring::single(id, 1_750_000_000, MasterKey::from_bytes([1; 32]))
}

fn context() -> Context {
    Context::new("customers", "iban").tenant("atelier")
}

fn cipher() -> FieldCipher {
    keyring().cipher(context()).unwrap()
}

fn value() -> Iban {
    greffe_benches::iban(42).parse().unwrap()
}

fn one(c: &mut Criterion) {
    let (text, value) = (greffe_benches::iban(42), value());
    let cipher = cipher();
    let column = cipher.deterministic::<Iban>();
    let committing = cipher.deterministic_committing::<Iban>();
    let sealed = column.seal(&value);
    let token = sealed.to_text();

    let mut group = c.benchmark_group("cipher");
    group.bench_function("parse", |b| {
        b.iter(|| black_box(&text).parse::<Iban>().unwrap());
    });
    group.bench_function("mask", |b| b.iter(|| black_box(&value).mask()));
    group.bench_function("seal", |b| b.iter(|| column.seal(black_box(&value))));
    group.bench_function("seal_committing", |b| {
        b.iter(|| committing.seal(black_box(&value)));
    });
    group.bench_function("open", |b| {
        b.iter(|| column.open(black_box(&sealed)).unwrap())
    });
    group.bench_function("token_to_text", |b| b.iter(|| black_box(&sealed).to_text()));
    group.bench_function("token_from_text", |b| {
        b.iter(|| black_box(&token).parse::<Sealed<Iban>>().unwrap());
    });
    // Once a column, not once a value.
    group.bench_function("derive_a_column", |b| {
        b.iter(|| {
            keyring()
                .cipher(black_box(context()))
                .unwrap()
                .deterministic::<Iban>()
        });
    });
    group.finish();
}

fn batch(c: &mut Criterion) {
    let texts: Vec<_> = (1..=BATCH).map(greffe_benches::iban).collect();
    let values: Vec<Iban> = texts.iter().map(|text| text.parse().unwrap()).collect();
    let column = cipher().deterministic::<Iban>();
    let sealed = column.seal_all(&values);

    let mut group = c.benchmark_group("cipher_batch");
    group.throughput(Throughput::Elements(BATCH));
    group.bench_function("parse", |b| {
        b.iter(|| {
            let parsed = black_box(&texts).iter().map(|text| text.parse::<Iban>());
            parsed.collect::<Result<Vec<_>, _>>().unwrap()
        });
    });
    group.bench_function("seal_all", |b| {
        b.iter(|| column.seal_all(black_box(&values)))
    });
    group.bench_function("open_all", |b| {
        b.iter(|| column.open_all(black_box(&sealed)))
    });
    group.finish();
}

/// Under one key, and in the middle of a rotation.
fn search(c: &mut Criterion) {
    let value = value();
    let mut rotating = keyring();
    let next = KeyId::new(8).unwrap();
    let master = MasterKey::from_bytes([2; 32]);
    rotating.import(next, 1_760_000_000, master).unwrap();
    rotating.promote(next).unwrap();

    let mut group = c.benchmark_group("cipher_search");
    for (name, keyring) in [("one_key", keyring()), ("two_keys", rotating)] {
        let cipher = keyring.cipher(context()).unwrap();
        let column = cipher.deterministic::<Iban>();
        let index = cipher.index::<Iban>("by_iban", IndexBits::FULL).unwrap();
        group.bench_function(format!("lookup_{name}"), |b| {
            b.iter(|| column.lookup(black_box(&value)));
        });
        group.bench_function(format!("index_lookup_{name}"), |b| {
            b.iter(|| index.lookup(black_box(&value)));
        });
    }
    group.finish();
}

criterion_group!(benches, one, batch, search);
criterion_main!(benches);
