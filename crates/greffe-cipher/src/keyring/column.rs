//! Columns as a proof and a plan name them: by declared labels, never by values.

use std::fmt;

use crate::context::Context;

/// How a column holds what it holds, under a master key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ColumnKind {
    /// Values under `DET` or `DET-COMMIT`.
    Deterministic,
    /// Values under `RND`.
    Randomised,
    /// An equality index.
    EqualityIndex,
    /// A unique index.
    UniqueIndex,
    /// A compound index.
    CompoundIndex,
    /// An index of the tokens of names.
    NameIndex,
    /// An index of the prefixes of names.
    PrefixIndex,
    /// Keys of persons, wrapped.
    WrappedSubjectKeys,
}

impl ColumnKind {
    /// Whether who has the key can only confirm a guess by it, and not read the value.
    #[must_use]
    pub const fn is_index(self) -> bool {
        matches!(
            self,
            Self::EqualityIndex
                | Self::UniqueIndex
                | Self::CompoundIndex
                | Self::NameIndex
                | Self::PrefixIndex
        )
    }

    /// The kind in French; `Display` is in English.
    #[must_use]
    pub const fn in_french(self) -> &'static str {
        match self {
            Self::Deterministic => "valeurs à chiffrement déterministe",
            Self::Randomised => "valeurs à chiffrement probabiliste",
            Self::EqualityIndex => "index d’égalité",
            Self::UniqueIndex => "index d’unicité",
            Self::CompoundIndex => "index composé",
            Self::NameIndex => "index des mots de noms",
            Self::PrefixIndex => "index des préfixes de noms",
            Self::WrappedSubjectKeys => "clés de personnes",
        }
    }
}

impl fmt::Display for ColumnKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deterministic => "deterministic values",
            Self::Randomised => "randomised values",
            Self::EqualityIndex => "equality index",
            Self::UniqueIndex => "unique index",
            Self::CompoundIndex => "compound index",
            Self::NameIndex => "index of name tokens",
            Self::PrefixIndex => "index of name prefixes",
            Self::WrappedSubjectKeys => "wrapped subject keys",
        })
    }
}

/// A column of the database that holds something under a master key, for one tenant or for none.
///
/// ```
/// use greffe_cipher::{DeclaredColumn, ColumnKind, Context};
/// let column = DeclaredColumn::new(&Context::new("customers", "email"), ColumnKind::EqualityIndex).named("by_email");
/// assert_eq!(column.to_string(), "customers.email by_email (equality index)");
/// assert_eq!(column.in_french(), "customers.email by_email (index d’égalité)");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclaredColumn {
    table: Box<str>,
    field: Box<str>,
    name: Option<Box<str>>,
    kind: ColumnKind,
    tenant: Option<Box<[u8]>>,
}

impl DeclaredColumn {
    /// The column of that context, and tenant if the context names one.
    #[must_use]
    pub fn new(context: &Context, kind: ColumnKind) -> Self {
        Self {
            table: context.table().into(),
            field: context.field().into(),
            name: None,
            kind,
            tenant: context.tenant_octets().map(Into::into),
        }
    }

    /// The index's name, where a field has several.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }

    /// How it holds what it holds.
    #[must_use]
    pub const fn kind(&self) -> ColumnKind {
        self.kind
    }

    /// As `Display`, in French.
    #[must_use]
    pub fn in_french(&self) -> String {
        format!("{} ({})", self.label(), self.kind.in_french())
    }

    /// The same column of whatever tenant: what may be shown of it.
    pub(crate) fn of_any_tenant(&self) -> Self {
        Self {
            tenant: None,
            ..self.clone()
        }
    }

    fn label(&self) -> String {
        let name = self.name.as_deref();
        let name = name.map_or_else(String::new, |name| format!(" {name}"));
        format!("{}.{}{name}", self.table, self.field)
    }
}

/// Labels and kind; the tenant, which may name a person or a customer, is not shown.
impl fmt::Display for DeclaredColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.label(), self.kind)
    }
}

impl fmt::Debug for DeclaredColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeclaredColumn({self})")
    }
}
