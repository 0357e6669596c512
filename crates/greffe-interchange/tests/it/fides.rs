//! fides manifests.

use greffe_interchange::{Extent, fides};
use greffe_terms::Lang;

use crate::fixtures;

#[test]
fn each_example_comes_back_the_same_with_what_is_kept_beside_the_terms() {
    for (name, register) in fixtures::registers() {
        for lang in Lang::ALL {
            let (yaml, _) = fides::export(&register, lang, Extent::Whole).unwrap();
            let (back, losses) = fides::import(yaml.as_bytes(), Default::default()).unwrap();
            assert_eq!(
                fixtures::leaves(&back),
                fixtures::leaves(&register),
                "{name}"
            );
            assert!(back == register, "{name}");
            assert_eq!(losses.to_string(), "", "{name}");
        }
    }
}

#[test]
fn no_value_of_the_examples_vanishes_without_a_word() {
    for (name, register) in fixtures::registers() {
        for lang in Lang::ALL {
            let (yaml, losses) = fides::export(&register, lang, Extent::Terms).unwrap();
            let (back, _) = fides::import(yaml.as_bytes(), Default::default()).unwrap();
            fixtures::assert_nothing_vanished(name, &register, &back, &losses);
        }
    }
}
#[test]
fn dump() {
    for (name, register) in fixtures::registers() {
        let (yaml, losses) = fides::export(&register, Lang::En, Extent::Whole).unwrap();
        std::fs::write(format!("/tmp/fv/{name}.yml"), yaml).unwrap();
        std::fs::write(format!("/tmp/fv/{name}.losses"), losses.to_string()).unwrap();
    }
}
