use greffe_document::Document;
use proptest::prelude::*;

proptest! {
    #[test]
    fn the_path_of_a_place_finds_the_value_again(refs in prop::collection::btree_set("[A-Z]{2}-[0-9]{1,3}", 1..6), n in 0usize..6) {
        let text: String = refs.iter().map(|r| format!("[[p]]\nref = \"{r}\"\nd = [ {{ id = \"x\", v = 1 }}, {{ v = 2 }} ]\n")).collect();
        let document = Document::from_toml(&text).unwrap();
        let wanted = refs.iter().nth(n % refs.len()).unwrap();
        for inner in ["d[x].v", "d[2].v", "d", "ref"] {
            let node = document.find(&format!("p[{wanted}].{inner}")).unwrap();
            let place = document.place_of(node);
            prop_assert!(std::ptr::eq(document.find(place.path()).unwrap(), node), "{}", place.path());
        }
    }
}

#[test]
fn a_path_that_leads_nowhere_finds_nothing() {
    let document = Document::from_toml("[[p]]\nref = \"A\"\n").unwrap();
    for path in ["q", "p[B]", "p[0]", "p[2]", "p[", "p[A].x", "p[A].ref.x"] {
        assert!(document.find(path).is_none(), "{path}");
    }
    assert!(std::ptr::eq(document.find("").unwrap(), document.root()));
}
