//! What a type writes into its column, told by the type itself, so that no alias hides it.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use crate::SealedType;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ColumnForm {
    /// Values that whoever reads the database can read.
    Plain,
    /// Sealed values; of which type, `None` where the register's format has no word for it.
    Sealed(Option<SealedType>),
    /// Tokens of an index over a sealed field.
    IndexToken,
}

/// A type of a column. Implement it for a type of your own that is stored plain with `impl ColumnValue for Plan {}`.
///
/// `greffe-sqlx` implements it for its sealed columns and index tokens (feature `drift`).
#[diagnostic::on_unimplemented(
    message = "it is not known whether a column of `{Self}` is sealed",
    label = "a type of yours is declared with `impl ColumnValue for {Self} {{}}`",
    note = "mark the field `plain` if the type belongs to another crate and is stored as it is",
    note = "sealed columns and index tokens of `greffe-sqlx` are known with its feature `drift`"
)]
pub trait ColumnValue {
    /// What it writes.
    const FORM: ColumnForm = ColumnForm::Plain;
}

macro_rules! plain {
    ($($name:ty),+ $(,)?) => {
        $(impl ColumnValue for $name {})+
    };
}

plain! {
    bool, char, str, String,
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64,
    chrono::NaiveDate, chrono::NaiveTime, chrono::NaiveDateTime, chrono::TimeDelta,
    core::net::IpAddr, core::net::Ipv4Addr, core::net::Ipv6Addr, std::time::Duration,
}

impl<Z: chrono::TimeZone> ColumnValue for chrono::DateTime<Z> {}

impl<T: ColumnValue, const N: usize> ColumnValue for [T; N] {
    const FORM: ColumnForm = T::FORM;
}

impl<T: ColumnValue + ToOwned + ?Sized> ColumnValue for Cow<'_, T> {
    const FORM: ColumnForm = T::FORM;
}

macro_rules! like_what_is_inside {
    ($($name:ty),+ $(,)?) => {
        $(impl<T: ColumnValue + ?Sized> ColumnValue for $name {
            const FORM: ColumnForm = T::FORM;
        })+
    };
}

like_what_is_inside!(&T, Box<T>, Rc<T>, Arc<T>);

impl<T: ColumnValue> ColumnValue for [T] {
    const FORM: ColumnForm = T::FORM;
}

impl<T: ColumnValue> ColumnValue for Option<T> {
    const FORM: ColumnForm = T::FORM;
}

impl<T: ColumnValue> ColumnValue for Vec<T> {
    const FORM: ColumnForm = T::FORM;
}
