//! Two registers side by side.

use greffe::register::Register;
use greffe::register::diff::Patch;
use greffe::terms::Lang;

use crate::marker::{MARKER, assert_silent};

/// Two registers in TOML and a patch in JSON, with a zero byte between them; what is not there is the same register, and no patch.
pub fn changes(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == 0);
    let read = |bytes: &[u8]| Register::from_toml(std::str::from_utf8(bytes).ok()?).ok();
    let Some(earlier) = parts.next().and_then(read) else {
        return;
    };
    assert!(earlier.changes_since(&earlier).is_empty());
    assert!(Patch::between(&earlier, &earlier).is_empty());
    if let Some(later) = parts.next().and_then(read) {
        between(&earlier, &later);
    }
    if let Some(patch) = parts
        .next()
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
    {
        foreign(patch, &earlier);
    }
}

/// What differs is said both ways, and the patch makes one out of the other.
fn between(earlier: &Register, later: &Register) {
    let [there, back] = [later.changes_since(earlier), earlier.changes_since(later)];
    assert_eq!(there.is_empty(), earlier == later, "a difference unsaid");
    assert_eq!(there.len(), back.len(), "more changes one way than back");
    for lang in Lang::ALL {
        assert_eq!(there.is_empty(), there.in_language(lang).is_empty());
        assert_eq!(
            serde_json::from_str::<Vec<serde_json::Value>>(&there.to_json(lang))
                .ok()
                .map(|listed| listed.len()),
            Some(there.len())
        );
        // A row a change: a text that broke out of its cell would be one more.
        let page = there.to_markdown(lang);
        let rows = page.lines().filter(|line| line.starts_with('|'));
        assert!(rows.count() >= there.len());
    }
    for (from, to) in [(earlier, later), (later, earlier)] {
        let patch = Patch::between(from, to);
        assert!(patch.apply(from).expect("a patch applies") == *to);
        let again = Patch::from_json(&patch.to_json()).expect("a patch is read");
        assert!(again == patch, "another patch came back");
    }
}

/// A patch from anywhere applies or does not.
fn foreign(text: &str, register: &Register) {
    let marked = text.replace("Kestrel", MARKER);
    match Patch::from_json(&marked) {
        Ok(patch) => {
            assert!(!format!("{patch:?}").contains(MARKER));
            if let Err(error) = patch.apply(register) {
                assert_ne!(error.in_language(Lang::Fr), error.in_language(Lang::En));
            }
        }
        Err(error) => assert_silent(&error),
    }
}
