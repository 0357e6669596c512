//! Compound indexes (kind 3): find rows by several fields at once.

use std::fmt;
use std::marker::PhantomData;

use super::key::{IndexKey, Of};
use super::row::{Cell, Components, Join, Row};
use super::token::{COMPOUND_FORM, IndexBits, IndexKind, IndexToken};
use crate::cipher::FieldCipher;
use crate::cipher::stale::StaleRanges;
use crate::context::is_label;
use crate::derive::{Prk, lp, opt};
use crate::error::{ContextError, TokenError};
use crate::field::private::Octets;
use crate::field::{Accepted, Coverage, Decided, Field, Leakage};
use crate::keyring::KeyId;
use crate::wiped::Wiped;

/// An index over several fields of a row (kind 3), full or truncated: it finds the rows that agree in all of them.
///
/// Components have labels, types and an order, which the search and the row share. Types and order are checked when your program
/// is compiled: a [`Row`] of other types, or in another order, is another type. Labels, numbers and names are checked once, when the index
/// is made.
///
/// # What it finds
/// Rows in which *every* component agrees; to search by one of them alone give it an index of its own. NULL agrees with NULL only,
/// unlike in SQL: a search for (name, NULL) finds the rows of that name that have no card.
///
/// # What it leaks
/// Which rows agree in all components, and how often. That is less than an index of each component leaks, until both stand in the table: then a
/// component's leakage is that of all indexes it stands in, which [`LeakagePlan`](crate::LeakagePlan) adds up. Rows in which every component
/// is NULL are seen to be equal too: store NULL for them instead of a token if nobody searches them.
///
/// # Forms of components
/// A token's header says key and kind, not the components' match forms: those are inside the message. When a type learns a new match form,
/// [`stale_ranges`](Self::stale_ranges) cannot find the rows of the older one. Give the compound a new name and column then, and fill
/// that; until then [`lookup`](Self::lookup) searches every combination of the forms.
///
/// ```
/// use greffe_cipher::{CardNumber, Context, IndexBits, KeyId, Keyring, MasterKey, PersonName, Row};
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 1_750_000_000, MasterKey::from_bytes([1; 32]));
/// let cipher = keyring.cipher(Context::new("customers", "name_and_card"))?; // the field is the compound's own label
/// let index = cipher
///     .compound("by_name_and_card", IndexBits::new(24).unwrap())?
///     .component::<PersonName>("name")?
///     .component::<CardNumber>("card")?
///     .build()
///     .accept_equality_leakage("DPIA 9: card disputes");
/// let (name, card): (PersonName, CardNumber) = ("Anne-Lise Hélie".parse()?, "4111 1111 1111 1111".parse()?);
/// let stored = index.token(&Row::new().value(&name).value(&card));
/// assert!(index.lookup(&Row::new().value(&name).value(&card)).contains(&stored));
/// assert_ne!(index.token(&Row::new().value(&name).null()), stored);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The order of components is part of the type:
///
/// ```compile_fail,E0308
/// # use greffe_cipher::{Accepted, CardNumber, CompoundIndex, PersonName, Row};
/// fn swapped(index: &CompoundIndex<(((), PersonName), CardNumber), Accepted>, name: &PersonName, card: &CardNumber) {
///     index.token(&Row::new().value(card).value(name));
/// }
/// ```
///
/// A compound with a guessable component waits for the acknowledgement, whatever else is in it:
///
/// ```compile_fail,E0277
/// # use greffe_cipher::{CardNumber, CompoundIndex, PersonName, Row};
/// fn undecided(index: &CompoundIndex<(((), PersonName), CardNumber)>, name: &PersonName, card: &CardNumber) {
///     index.token(&Row::new().value(name).value(card));
/// }
/// ```
pub struct CompoundIndex<C: Components, L: Leakage = <C as Components>::Leakage> {
    primary: IndexKey,
    others: Vec<IndexKey>,
    bits: IndexBits,
    labels: Vec<Box<str>>,
    /// Over the older forms of all components.
    forms: Coverage,
    why: Option<Box<str>>,
    of: PhantomData<fn() -> (C, L)>,
}

/// A compound index whose components are being declared. At least two.
pub struct CompoundBuilder<C> {
    primary: IndexKey,
    others: Vec<IndexKey>,
    bits: IndexBits,
    labels: Vec<Box<str>>,
    forms: Coverage,
    /// In how many ways the components' match forms can be combined.
    combinations: usize,
    of: PhantomData<fn() -> C>,
}

impl FieldCipher {
    /// Begins a compound index (kind 3) of that name. The field of this cipher's context is the declared label of the compound, not one of its
    /// components.
    ///
    /// # Errors
    /// [`ContextError::Index`] for a name that is no label.
    pub fn compound(
        &self,
        name: &str,
        bits: IndexBits,
    ) -> Result<CompoundBuilder<()>, ContextError> {
        if !is_label(name) {
            return Err(ContextError::Index);
        }
        let of = Of {
            name,
            kind: IndexKind::Compound,
            form: COMPOUND_FORM,
            bits,
            param: 0,
            generation: self.generation,
        };
        let derive = |(id, prk): &(KeyId, Prk)| IndexKey::derive(&self.context, of, *id, prk);
        Ok(CompoundBuilder {
            primary: derive(&self.primary),
            others: self.others.iter().map(derive).collect(),
            bits,
            labels: Vec::new(),
            forms: Coverage::Exact,
            combinations: 1,
            of: PhantomData,
        })
    }
}

impl CompoundIndex<()> {
    /// The most components that an index may have: 8.
    pub const MOST_COMPONENTS: usize = 8;
    /// In how many ways the components' match forms may be combined: 64. A search asks for so many tokens of each live key at most.
    pub const MOST_FORMS: usize = 64;
}

impl<C: Components> CompoundBuilder<C> {
    /// Adds a component: the label of its field, and its type.
    ///
    /// # Errors
    /// [`ContextError::Component`] for a label that is none, [`ContextError::RepeatedComponent`] for one that stands already,
    /// [`ContextError::Components`] and [`ContextError::Combinations`] above the bounds.
    pub fn component<T: Field<Leakage: Join>>(
        mut self,
        label: &str,
    ) -> Result<CompoundBuilder<(C, T)>, ContextError> {
        if !is_label(label) {
            return Err(ContextError::Component);
        }
        if self.labels.iter().any(|declared| **declared == *label) {
            return Err(ContextError::RepeatedComponent);
        }
        if self.labels.len() == CompoundIndex::MOST_COMPONENTS {
            return Err(ContextError::Components);
        }
        let combinations = self.combinations * (1 + T::OLDER_MATCH.len());
        if combinations > CompoundIndex::MOST_FORMS {
            return Err(ContextError::Combinations);
        }
        self.labels.push(label.into());
        Ok(CompoundBuilder {
            primary: self.primary,
            others: self.others,
            bits: self.bits,
            labels: self.labels,
            forms: self.forms.max(Coverage::over(T::OLDER_MATCH)),
            combinations,
            of: PhantomData,
        })
    }
}

impl<C: Components, A: Field<Leakage: Join>, B: Field<Leakage: Join>> CompoundBuilder<((C, A), B)> {
    /// The index. Of one component it would be an equality index under another name: there are at least two.
    #[must_use]
    pub fn build(self) -> CompoundIndex<((C, A), B)> {
        CompoundIndex {
            primary: self.primary,
            others: self.others,
            bits: self.bits,
            labels: self.labels,
            forms: self.forms,
            why: None,
            of: PhantomData,
        }
    }
}

impl<C: Components, L: Leakage> CompoundIndex<C, L> {
    /// Accepts that rows with equal components can be counted, and says why.
    #[must_use]
    pub fn accept_equality_leakage(self, why: &str) -> CompoundIndex<C, Accepted> {
        CompoundIndex {
            primary: self.primary,
            others: self.others,
            bits: self.bits,
            labels: self.labels,
            forms: self.forms,
            why: Some(why.into()),
            of: PhantomData,
        }
    }

    /// Why the leakage was accepted, if it was.
    #[must_use]
    pub fn leakage_accepted_because(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// What a search by [`lookup`](Self::lookup) finds.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let collisions = if self.bits == IndexBits::FULL {
            Coverage::Exact
        } else {
            Coverage::Compare
        };
        collisions.max(self.forms)
    }

    /// The token to store: of today's forms, under the primary key.
    #[must_use]
    pub fn token(&self, row: &Row<C>) -> IndexToken
    where
        L: Decided,
    {
        let messages = self.messages(&row.cells, 1);
        let message = messages
            .first()
            .map_or(&[][..], |message| message.as_slice());
        self.primary.token(message)
    }

    /// Every token that such a row may have in the column, for each live key and combination of the components' match forms; the one to
    /// store first.
    #[must_use]
    pub fn lookup(&self, row: &Row<C>) -> Vec<IndexToken>
    where
        L: Decided,
    {
        let messages = self.messages(&row.cells, CompoundIndex::MOST_FORMS);
        let of_message = |message: &Octets| -> Vec<_> {
            let keys = std::iter::once(&self.primary).chain(&self.others);
            keys.map(|key| key.token(message)).collect()
        };
        messages.iter().flat_map(of_message).collect()
    }

    /// Takes a stored token of this index: besides [`IndexToken::from_bytes`] it judges kind, length and unused bits.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn read(&self, octets: &[u8]) -> Result<IndexToken, TokenError> {
        IndexToken::of_index(octets, IndexKind::Compound, COMPOUND_FORM, self.bits)
    }

    /// Whether a token is not under the primary key. Older forms of components are not seen: see [the type](Self#forms-of-components).
    #[must_use]
    pub fn is_stale(&self, token: &IndexToken) -> bool {
        !token.as_bytes().starts_with(&self.primary.header)
    }

    /// The ranges of tokens under other keys than the primary one, for SQL. NULLs lie in no range: count them apart.
    #[must_use]
    pub fn stale_ranges(&self) -> StaleRanges {
        self.primary.stale_ranges()
    }

    /// The bits that are stored.
    #[must_use]
    pub const fn bits(&self) -> IndexBits {
        self.bits
    }

    /// The components' labels, in their order.
    pub fn components(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(|label| &**label)
    }

    /// The messages of the first combinations of forms, today's first: per component `LP(field)‖form‖OPT(match form)`.
    fn messages(&self, cells: &[Cell], most: usize) -> Vec<Octets> {
        let mut messages = vec![Wiped::new(Vec::with_capacity(self.room(cells)))];
        for (label, cell) in self.labels.iter().zip(cells) {
            let longer = messages.iter().flat_map(|message| {
                cell.iter().map(move |(form, octets)| {
                    // Allocated for the whole row, so that no reallocation leaves a copy behind.
                    let mut longer = Wiped::new(Vec::with_capacity(message.capacity()));
                    longer.extend_from_slice(message);
                    lp(&mut longer, label.as_bytes());
                    longer.push(*form);
                    opt(&mut longer, octets.as_ref().map(|octets| octets.as_slice()));
                    longer
                })
            });
            messages = longer.take(most).collect();
        }
        messages
    }

    /// Octets that hold every message of a row.
    fn room(&self, cells: &[Cell]) -> usize {
        let of_cell = |cell: &Cell| {
            let octets = cell.iter().filter_map(|(_, octets)| octets.as_ref());
            octets.map(|octets| octets.len()).max().unwrap_or(0)
        };
        let labels: usize = self.labels.iter().map(|label| label.len()).sum();
        labels + cells.iter().map(|cell| of_cell(cell) + 10).sum::<usize>()
    }
}

impl<C: Components, L: Leakage> fmt::Debug for CompoundIndex<C, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CompoundIndex({}, {} bits, ..)",
            self.labels.join(", "),
            self.bits.get()
        )
    }
}

impl<C> fmt::Debug for CompoundBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CompoundBuilder({}, ..)", self.labels.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;
    use crate::field::Bytes;
    use crate::keyring::{Keyring, MasterKey};

    /// A message that outgrows its room is moved, and what stood there before stays in memory.
    #[test]
    fn a_message_fills_its_room_and_does_not_outgrow_it() {
        let ring = Keyring::single(KeyId::FIRST, 0, MasterKey::from_bytes([1; 32]));
        let cipher = ring.cipher(Context::new("t", "both")).unwrap();
        let builder = cipher.compound("both", IndexBits::FULL).unwrap();
        let builder = builder.component::<Bytes>("a").unwrap();
        let index = builder.component::<Bytes>("longer").unwrap().build();
        for (a, longer) in [(0, 0), (1, 700), (300, 5)] {
            let value = |octets: usize| Bytes::new(&vec![7; octets]).unwrap();
            let row = Row::new().value(&value(a)).value(&value(longer));
            for message in index.messages(&row.cells, 1) {
                let room = 2 * 10 + "a".len() + "longer".len() + a + longer;
                assert_eq!((message.len(), message.capacity()), (room, room));
            }
        }
    }
}
