//! Combinations of match forms: no type has an older one yet, so these types are the tests' own.

use super::{CompoundIndex, IndexBits, Row};
use crate::error::ContextError;
use crate::field::private::{Form, Octets, Seal};
use crate::field::{Coverage, Field, FieldType, OlderForm, Relation, Unguessable};
use crate::keyring::{KeyId, Keyring, MasterKey};
use crate::wiped::Wiped;
use crate::{Context, FieldCipher};

/// Compared by its octets today, by their number before: the older form finds too many.
#[derive(Clone, Debug)]
struct Counted(&'static [u8]);

impl Field for Counted {
    const TYPE: FieldType = FieldType::Bytes;
    const MATCH_VERSION: u8 = 3;
    const OLDER_MATCH: &'static [OlderForm] = &[
        OlderForm {
            version: 2,
            relation: Relation::Finer,
        },
        OlderForm {
            version: 1,
            relation: Relation::Coarser,
        },
    ];
    type Leakage = Unguessable;

    fn mask(&self) -> String {
        String::new()
    }
}

impl Form for Counted {
    fn storage(&self, _: Seal) -> &[u8] {
        self.0
    }

    fn matching(&self, version: u8, _: Seal) -> Option<Octets> {
        match version {
            3 => Some(Wiped::new(self.0.to_vec())),
            2 => Some(Wiped::new(self.0.len().to_string().into_bytes())),
            // Only short values ever had the first form.
            1 if self.0.len() < 3 => Some(Wiped::new(vec![0xff])),
            _ => None,
        }
    }

    fn from_storage(_: u8, _: Octets, _: Seal) -> Option<Self> {
        None
    }
}

fn cipher() -> FieldCipher {
    let id = |n| KeyId::new(n).unwrap();
    let mut ring = Keyring::single(id(1), 0, MasterKey::from_bytes([1; 32]));
    ring.import(id(2), 0, MasterKey::from_bytes([2; 32]))
        .unwrap();
    ring.cipher(Context::new("t", "both")).unwrap()
}

#[test]
fn a_search_spans_every_combination_of_forms_under_every_key_and_stores_the_first() {
    let index = cipher()
        .compound("both", IndexBits::FULL)
        .unwrap()
        .component::<Counted>("a")
        .unwrap()
        .component::<Counted>("b")
        .unwrap()
        .build();
    assert_eq!(index.coverage(), Coverage::NeedsBackfill);
    let row = Row::new().value(&Counted(b"ab")).value(&Counted(b"longer"));
    let mut tokens = index.lookup(&row);
    assert_eq!(tokens.first(), Some(&index.token(&row)));
    assert_eq!(
        tokens.len(),
        3 * 2 * 2,
        "the second value has no first form"
    );
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 12);
    // NULL too says which form it has.
    let null = Row::new().value(&Counted(b"ab")).null::<Counted>();
    assert_eq!(index.lookup(&null).len(), 3 * 3 * 2);
}

#[test]
fn the_combinations_are_bounded() {
    let three = cipher()
        .compound("many", IndexBits::FULL)
        .unwrap()
        .component::<Counted>("a")
        .unwrap()
        .component::<Counted>("b")
        .unwrap()
        .component::<Counted>("c")
        .unwrap();
    assert!(3usize.pow(3) <= CompoundIndex::MOST_FORMS);
    assert_eq!(
        three.component::<Counted>("d").unwrap_err(),
        ContextError::Combinations
    );
}
