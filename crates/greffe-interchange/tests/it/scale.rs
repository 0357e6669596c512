//! Many records.

use std::time::{Duration, Instant};

use greffe_document::Limits;
use greffe_interchange::{Extent, dpv, fides};
use greffe_register::Register;
use greffe_terms::Lang;

#[test]
fn many_records_take_time_in_proportion() {
    let record = |number: usize| {
        format!(
            "[[processing]]\nref = \"P-{number}\"\nname = \"Record {number}\"\nsubjects = [\"customers\", \"Group {number}\"]\n\
             purpose = [{{ id = \"p-{number}\", basis = \"contract\" }}]\n\
             data = [{{ category = \"economic\", held_in = [\"t\"], fields = [\"iban\"], retention = {{ keep = \"P10Y\", after = \"relation_end\" }} }}]\n"
        )
    };
    let of = |count: usize| {
        let records: String = (0..count).map(record).collect();
        Register::from_toml(&format!("organisation = {{ name = \"A\" }}\n{records}")).unwrap()
    };
    let time = |register: &Register| {
        let start = Instant::now();
        let (yaml, _) = fides::export(register, Lang::En, Extent::Whole).unwrap();
        assert!(fides::import(yaml.as_bytes(), Limits::default()).unwrap().0 == *register);
        let fides = start.elapsed();
        let start = Instant::now();
        let (json, _) = dpv::export(register, Extent::Whole).unwrap();
        assert!(dpv::import(json.as_bytes(), Limits::default()).unwrap().0 == *register);
        [fides, start.elapsed()]
    };
    let (small, large) = (time(&of(100)), time(&of(1_000)));
    // Ten times the records: a pass in square time would take a hundred times as long.
    for (small, large) in small.into_iter().zip(large) {
        assert!(
            large < small * 40 + Duration::from_secs(1),
            "{small:?}, {large:?}"
        );
    }
}
