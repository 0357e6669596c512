//! A large register.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use greffe::register::Register;
use greffe::register::render::Html;
use greffe::terms::Lang;

/// Records of the register.
const RECORDS: usize = 1_000;

fn register(c: &mut Criterion) {
    let text = greffe_benches::register_toml(RECORDS);
    let register = Register::from_toml(&text).unwrap();
    assert!(
        register.lint().is_empty(),
        "the generated register is a sound one"
    );

    let mut group = c.benchmark_group("register/1000_records");
    group
        .sample_size(20)
        .throughput(Throughput::Bytes(u64::try_from(text.len()).unwrap()));
    group.bench_function("read", |b| {
        b.iter(|| Register::from_toml(black_box(&text)).unwrap())
    });
    group.bench_function("lint", |b| b.iter(|| black_box(&register).lint()));
    group.bench_function("render", |b| {
        b.iter(|| Html::new(Lang::Fr).render(black_box(&register)));
    });
    group.bench_function("read_lint_render", |b| {
        b.iter(|| {
            let register = Register::from_toml(black_box(&text)).unwrap();
            (
                register.lint().len(),
                Html::new(Lang::Fr).render(&register).len(),
            )
        });
    });
    group.finish();
}

criterion_group!(benches, register);
criterion_main!(benches);
