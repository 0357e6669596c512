//! An IBAN through its column.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use greffe::cipher::{Context, Iban, KeyId, Keyring, MasterKey};

fn iban(c: &mut Criterion) {
    let text = greffe_benches::iban(42);
    let value: Iban = text.parse().unwrap();
    let id = KeyId::new(7).unwrap();
    let keyring = Keyring::single(id, 1_750_000_000, MasterKey::from_bytes([1; 32]));
    let context = Context::new("customers", "iban").tenant("atelier");
    let cipher = keyring.cipher(context.clone()).unwrap();
    let column = cipher.deterministic::<Iban>();
    let committing = cipher.deterministic_committing::<Iban>();
    let sealed = column.seal(&value);
    let token = sealed.to_text();

    let mut group = c.benchmark_group("cipher");
    group.bench_function("parse", |b| {
        b.iter(|| black_box(&text).parse::<Iban>().unwrap());
    });
    group.bench_function("seal", |b| b.iter(|| column.seal(black_box(&value))));
    group.bench_function("seal_committing", |b| {
        b.iter(|| committing.seal(black_box(&value)));
    });
    group.bench_function("open", |b| {
        b.iter(|| column.open(black_box(&sealed)).unwrap())
    });
    group.bench_function("lookup", |b| b.iter(|| column.lookup(black_box(&value))));
    group.bench_function("token_from_text", |b| {
        b.iter(|| {
            black_box(&token)
                .parse::<greffe::cipher::Sealed<Iban>>()
                .unwrap()
        });
    });
    // Once a column, not once a value.
    group.bench_function("derive_a_column", |b| {
        b.iter(|| {
            keyring
                .cipher(black_box(&context).clone())
                .unwrap()
                .deterministic::<Iban>()
        });
    });
    group.finish();
}

criterion_group!(benches, iban);
criterion_main!(benches);
