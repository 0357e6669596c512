//! The values of one row for a compound index: which components there are, in the types.

use std::fmt;
use std::marker::PhantomData;

use crate::field::private::{Octets, SEAL};
use crate::field::{Field, Guessable, Leakage, Unguessable};

/// A list of component types: `()`, and any list followed by a [`Field`]. `(((), PersonName), CardNumber)` is a name, then a card. Nobody
/// has to write it down: [`CompoundBuilder`](crate::CompoundBuilder) and [`Row`] count it up.
pub trait Components: closed::Closed + 'static {
    /// [`Guessable`] as soon as one component is.
    ///
    /// A component that cannot be guessed does not mend one that can: each may be NULL, and the tokens of (name, NULL) count names.
    type Leakage: Leakage;
}

impl Components for () {
    type Leakage = Unguessable;
}

impl<C: Components, T: Field<Leakage: Join>> Components for (C, T) {
    type Leakage = <T::Leakage as Join>::With<C::Leakage>;
}

/// How the leakage of a component joins that of the components before it. Of [`Unguessable`] and [`Guessable`], which all fields have.
pub trait Join: Leakage {
    /// The leakage of both together.
    type With<L: Leakage>: Leakage;
}

impl Join for Unguessable {
    type With<L: Leakage> = L;
}

impl Join for Guessable {
    type With<L: Leakage> = Self;
}

mod closed {
    /// Closes [`Components`](super::Components).
    pub trait Closed {}
    impl Closed for () {}
    impl<C: Closed, T: crate::field::Field> Closed for (C, T) {}
}

/// The values of one row, component after component; NULL is said, never left out.
///
/// ```
/// use greffe_cipher::{CardNumber, PersonName, Row};
/// let name: PersonName = "Anne-Lise Hélie".parse()?;
/// let row = Row::new().value(&name).null::<CardNumber>();
/// let same = Row::new().value(&"anne lise HELIE".parse::<PersonName>()?).optional(None::<&CardNumber>);
/// assert!(row.matches(&same));
/// assert_eq!(format!("{row:?}"), "Row(..)");
/// # Ok::<(), greffe_cipher::FieldError>(())
/// ```
pub struct Row<C> {
    pub(super) cells: Vec<Cell>,
    of: PhantomData<fn() -> C>,
}

/// One component's match forms, today's first: form octet, and the form unless the component is NULL.
pub(super) type Cell = Vec<(u8, Option<Octets>)>;

impl Row<()> {
    /// A row without components yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            cells: Vec::new(),
            of: PhantomData,
        }
    }
}

impl Default for Row<()> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: Components> Row<C> {
    /// The next component has this value.
    #[must_use]
    pub fn value<T: Field<Leakage: Join>>(self, value: &T) -> Row<(C, T)> {
        self.optional(Some(value))
    }

    /// The next component is NULL: the row has no such value. That is neither an empty value nor a component left out.
    #[must_use]
    pub fn null<T: Field<Leakage: Join>>(self) -> Row<(C, T)> {
        self.optional(None::<&T>)
    }

    /// The next component has this value, or is NULL.
    #[must_use]
    pub fn optional<T: Field<Leakage: Join>>(mut self, value: Option<&T>) -> Row<(C, T)> {
        let older = T::OLDER_MATCH.iter().map(|form| form.version);
        let versions = std::iter::once(T::MATCH_VERSION).chain(older);
        let cell = versions.filter_map(|version| {
            let form = T::TYPE.form(version);
            match value {
                None => Some((form, None)),
                // Some values may not have an older form: no row holds it then.
                Some(value) => value
                    .matching(version, SEAL)
                    .map(|octets| (form, Some(octets))),
            }
        });
        self.cells.push(cell.collect());
        Row {
            cells: self.cells,
            of: PhantomData,
        }
    }

    /// Whether both rows have equal match forms of today, and NULL in the same places: what to ask of every hit, once opened.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        let today = |row: &Self| -> Vec<_> {
            let cells = row.cells.iter().map(|cell| cell.first().cloned());
            cells.collect()
        };
        today(self) == today(other)
    }
}

impl<C> fmt::Debug for Row<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Row(..)")
    }
}
