//! The three absences.

use std::fmt;

/// A value that a record states, or how it is absent: the three absences are three facts and are never mapped to each other.
///
/// ```
/// use greffe_register::{Register, Stated};
///
/// let register = Register::from_toml(r#"
///     organisation = { name = "Atelier Hélianthe", dpo = "none" }
/// "#)?;
/// assert_eq!(register.organisation().dpo, Stated::None);        // none, and we looked
/// assert_eq!(register.organisation().website, Stated::Unknown); // nobody filled it in
/// # Ok::<(), greffe_register::RegisterError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Stated<T> {
    /// Not filled in.
    #[default]
    Unknown,
    /// Explicitly none.
    None,
    /// The question does not arise.
    NotApplicable,
    /// The value.
    Known(T),
}

impl<T> Stated<T> {
    /// The value, if there is one.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown | Self::None | Self::NotApplicable => None,
        }
    }

    /// Whether nobody filled it in.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Whether it was said that there is none.
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

impl<T> Stated<Vec<T>> {
    /// The items; none for all three absences.
    pub fn items(&self) -> &[T] {
        self.known().map_or(&[], Vec::as_slice)
    }
}

/// Shows which of the four it is, never the value: a record may name persons.
impl<T> fmt::Debug for Stated<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "Unknown",
            Self::None => "None",
            Self::NotApplicable => "NotApplicable",
            Self::Known(_) => "Known(..)",
        })
    }
}
