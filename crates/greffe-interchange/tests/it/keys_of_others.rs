//! A key of a document may be a person's: neither a report nor an error repeats it.

use greffe_interchange::{LossReport, dpv, fides};
use greffe_terms::Lang;

const MARKER: &str = "jeanne@perle.example";

fn silent(losses: &LossReport) {
    assert!(!losses.is_empty());
    for lang in Lang::ALL {
        assert!(!losses.in_language(lang).contains(MARKER));
    }
    assert!(!format!("{losses:?}").contains(MARKER));
}

#[test]
fn a_key_of_a_manifest_is_not_repeated() {
    let text = format!("organization:\n- fides_key: a\n  name: A\n  {MARKER}: 1\n{MARKER}: 1\n");
    let (_, losses) = fides::import(text.as_bytes(), Default::default()).unwrap();
    silent(&losses);
}

#[test]
fn a_property_of_a_graph_is_not_repeated() {
    let text = format!("{{ \"@id\": \"urn:greffe:organisation\", \"{MARKER}\": [\"x\"] }}");
    let (_, losses) = dpv::import(text.as_bytes(), Default::default()).unwrap();
    silent(&losses);
    let text =
        format!("{{ \"@graph\": [{{ \"@id\": \"urn:greffe:organisation\" }}], \"{MARKER}\": 1 }}");
    let (_, losses) = dpv::import(text.as_bytes(), Default::default()).unwrap();
    silent(&losses);
    // A value of a wrong type inside it is an error with a place.
    let text = format!("{{ \"{MARKER}\": [{{ \"@id\": 5 }}] }}");
    if let Err(error) = dpv::import(text.as_bytes(), Default::default()) {
        assert!(!format!("{error} {error:?}").contains(MARKER), "{error}");
    }
}
