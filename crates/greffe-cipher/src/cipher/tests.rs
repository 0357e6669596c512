//! A type that learns a new form, while rows of the old one are still there. No type of format 1 has done so yet; these have.

use super::*;
use crate::field::private::{Form, Octets, Seal};
use crate::field::{Coverage, FieldType, OlderForm, Relation, Unguessable};
use crate::keyring::MasterKey;
use crate::padding::Padding;

/// What every form of the words below is made of.
fn form(version: u8, kept: &str, folded_in: u8) -> Octets {
    let text = if version == folded_in {
        kept.to_ascii_lowercase()
    } else {
        kept.to_owned()
    };
    Octets::new(text.into_bytes())
}

/// A word whose forms are told by the parameters: in version `FOLDED` case is lost, in the other it is kept. `NOW` is today's version.
#[derive(Clone, Debug, PartialEq)]
struct Word<const NOW: u8, const FOLDED: u8> {
    /// The cleaned input, of which all forms are made.
    kept: String,
    today: Octets,
}

/// Before the change: only version 1, which loses case.
type Before = Word<1, 1>;
/// After it: version 2 keeps case, so that today's form is finer.
type Finer = Word<2, 1>;
/// Before the other change: only version 1, which keeps case.
type Exact = Word<1, 2>;
/// After it: version 2 loses case, so that today's form is coarser.
type Coarser = Word<2, 2>;

impl<const NOW: u8, const FOLDED: u8> Word<NOW, FOLDED> {
    fn new(text: &str) -> Self {
        Self {
            kept: text.to_owned(),
            today: form(NOW, text, FOLDED),
        }
    }
}

impl<const NOW: u8, const FOLDED: u8> Field for Word<NOW, FOLDED> {
    const TYPE: FieldType = FieldType::Iban;
    const STORAGE_VERSION: u8 = NOW;
    const MATCH_VERSION: u8 = NOW;
    const OLDER_STORAGE: &'static [OlderForm] = older(NOW, FOLDED);
    const OLDER_MATCH: &'static [OlderForm] = older(NOW, FOLDED);
    type Leakage = Unguessable;

    fn mask(&self) -> String {
        String::new()
    }
}

const fn older(now: u8, folded: u8) -> &'static [OlderForm] {
    match (now, folded) {
        (1, _) => &[],
        (_, 1) => &[OlderForm {
            version: 1,
            relation: Relation::Finer,
        }],
        _ => &[OlderForm {
            version: 1,
            relation: Relation::Coarser,
        }],
    }
}

impl<const NOW: u8, const FOLDED: u8> Form for Word<NOW, FOLDED> {
    fn storage(&self, _: Seal) -> &[u8] {
        &self.today
    }

    fn older_storage(&self, version: u8, _: Seal) -> Option<Octets> {
        (version < NOW).then(|| form(version, &self.kept, FOLDED))
    }

    fn matching(&self, version: u8, _: Seal) -> Option<Octets> {
        (version <= NOW).then(|| form(version, &self.kept, FOLDED))
    }

    fn from_storage(version: u8, octets: Octets, _: Seal) -> Option<Self> {
        (version <= NOW).then(|| Self::new(&String::from_utf8(octets.to_vec()).unwrap_or_default()))
    }
}

fn cipher() -> FieldCipher {
    let id = KeyId::new(7).unwrap();
    let ring = Keyring::single(id, 0, MasterKey::from_bytes([1; 32]));
    ring.cipher(Context::new("words", "word")).unwrap()
}

/// A row of the old release, as the new one reads it.
fn as_new<Old: Field, New: Field>(row: &Sealed<Old>) -> Sealed<New> {
    Sealed::from_bytes(row.as_bytes()).unwrap()
}

#[test]
fn rows_of_an_older_storage_form_are_found_opened_and_rotated() {
    let (before, now) = (
        cipher().deterministic::<Before>(),
        cipher().deterministic::<Finer>(),
    );
    let old: Sealed<Finer> = as_new(&before.seal(&Word::new("Ab")));
    let value = Finer::new("Ab");
    assert_eq!(now.coverage(), Coverage::Compare);
    assert!(now.lookup(&value).contains(&old));
    assert_eq!(
        now.lookup(&value)[0],
        now.seal(&value),
        "today's form first"
    );
    assert!(now.is_stale(&old) && now.stale_ranges().contains(old.as_bytes()));
    let new = now.rotate(&old).unwrap();
    assert_eq!((new.form_version(), now.is_stale(&new)), (2, false));
    let filled = now.backfilled();
    assert_eq!(filled.coverage(), Coverage::Exact);
    assert_eq!(filled.lookup(&value).len(), 1);
    // The old release refuses the new rows by name, and reads none of them wrongly.
    let unread: Sealed<Before> = as_new(&new);
    assert_eq!(before.open(&unread), Err(OpenError::Form));
}

#[test]
fn every_form_is_looked_up_in_every_padding_class() {
    let now = cipher()
        .deterministic::<Finer>()
        .padding(Padding::To16)
        .also_padded(Padding::None);
    let before = cipher().deterministic::<Before>();
    let old: Sealed<Finer> = as_new(&before.seal(&Word::new("Ab")));
    let padded: Sealed<Finer> = as_new(&before.padding(Padding::To16).seal(&Word::new("Ab")));
    let tokens = now.lookup(&Finer::new("Ab"));
    assert_eq!(tokens.len(), 4);
    assert!(tokens.contains(&old) && tokens.contains(&padded));
}

#[test]
fn a_finer_match_form_finds_old_rows_and_asks_to_compare() {
    let full = IndexBits::FULL;
    let before = cipher().index::<Before>("w", full).unwrap();
    let now = cipher().index::<Finer>("w", full).unwrap();
    let old = &before.lookup(&Word::new("AB"))[0];
    // "Ab" is not "AB" any more: the old row is answered, and told apart once it is opened.
    assert!(now.lookup(&Finer::new("Ab")).contains(old));
    assert_eq!(now.coverage(), Coverage::Compare);
    assert!(now.is_stale(old) && now.read(old.as_bytes()).is_ok());
    let filled = now.backfilled();
    assert!(!filled.lookup(&Finer::new("Ab")).contains(old));
    assert_eq!(filled.coverage(), Coverage::Exact);
}

#[test]
fn a_coarser_match_form_misses_old_rows_and_says_so() {
    let full = IndexBits::FULL;
    let before = cipher().index::<Exact>("w", full).unwrap();
    let now = cipher().index::<Coarser>("w", full).unwrap();
    let old = &before.lookup(&Word::new("AB"))[0];
    // Today "ab" equals "AB", but which spelling an old row was indexed under cannot be told from "ab".
    assert!(!now.lookup(&Coarser::new("ab")).contains(old));
    assert!(now.lookup(&Coarser::new("AB")).contains(old));
    assert_eq!(now.coverage(), Coverage::NeedsBackfill);
    assert_eq!(now.backfilled().coverage(), Coverage::Exact);
    let truncated = cipher()
        .index::<Coarser>("w", IndexBits::new(20).unwrap())
        .unwrap();
    assert_eq!(truncated.coverage(), Coverage::NeedsBackfill);
    assert_eq!(truncated.backfilled().coverage(), Coverage::Compare);
}

#[test]
fn unique_columns_move_from_form_to_form_in_a_column_of_their_own() {
    let key = KeyId::new(7).unwrap();
    let before = cipher().unique::<Exact>("u", key).unwrap();
    let pinned = cipher().unique_of_form::<Coarser>("u", key, 1).unwrap();
    let moved = cipher().unique::<Coarser>("u2", key).unwrap();
    let (a, b) = (Coarser::new("AB"), Coarser::new("ab"));
    // Pinned to the old form nothing changes, so that UNIQUE holds while the second column is filled.
    assert_eq!(
        pinned.unique_token(&a),
        before.unique_token(&Word::new("AB"))
    );
    assert_ne!(pinned.unique_token(&a), pinned.unique_token(&b));
    // In today's form both became equal: the backfill finds the pair before it constrains the column.
    assert_eq!(moved.unique_token(&a), moved.unique_token(&b));
    assert_eq!(
        cipher().unique_of_form::<Coarser>("u", key, 3).err(),
        Some(ContextError::Form)
    );
}

/// Sixty-four combinations are searched for, and no more.
#[test]
fn six_components_of_two_forms_fill_a_compound() {
    let builder = cipher().compound("six", IndexBits::FULL).unwrap();
    let two = builder.component::<Finer>("a").unwrap();
    let four = two.component::<Finer>("b").unwrap();
    let eight = four.component::<Finer>("c").unwrap();
    let sixteen = eight.component::<Finer>("d").unwrap();
    let thirty_two = sixteen.component::<Finer>("e").unwrap();
    let sixty_four = thirty_two.component::<Finer>("f").unwrap();
    let refused = sixty_four.component::<Finer>("g").unwrap_err();
    assert_eq!(refused, ContextError::Combinations);
}
