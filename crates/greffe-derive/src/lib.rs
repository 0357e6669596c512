//! `#[derive(PersonalData)]`: what a type of rows says of personal data. Use it as `greffe::PersonalData`.
//!
//! ```
//! use greffe::PersonalData;
//! use greffe::drift::ColumnForm;
//!
//! #[derive(PersonalData)]
//! #[personal(processing = "FAC-01", table = "customers")]
//! struct CustomerRow {
//!     #[personal(category = "identity")]
//!     name: String,
//!     #[personal(none = "opaque counter")]
//!     version: i32,
//! }
//! let declaration = CustomerRow::declaration();
//! assert_eq!(declaration.columns()[0].form(), ColumnForm::Plain);
//! assert_eq!(declaration.columns()[1].reason(), Some("opaque counter"));
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `attribute` | what stands in `#[personal(…)]` |
//! | `sqlx_attribute` | what of `#[sqlx(…)]` says how a column is called |
//! | `row` | a type of rows, read: its columns with what they hold |
//! | `expand` | the implementation |
//!
//! `README.md` beside this crate lists every key.
#![cfg_attr(doctest, doc = include_str!("../README.md"))]
#![forbid(unsafe_code)]

mod attribute;
mod expand;
mod row;
mod sqlx_attribute;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Implements `greffe::drift::PersonalData` for a struct with named fields: which column holds data of which category, for which processing.
///
/// A field that says neither `category` nor `none` does not compile:
///
/// ```compile_fail
/// #[derive(greffe::PersonalData)]
/// #[personal(processing = "FAC-01", table = "customers")]
/// struct CustomerRow {
///     name: String,
/// }
/// ```
///
/// Nor does a type of which nobody knows whether it is sealed:
///
/// ```compile_fail,E0277
/// struct Plan(u8);
///
/// #[derive(greffe::PersonalData)]
/// #[personal(processing = "FAC-01", table = "customers")]
/// struct CustomerRow {
///     #[personal(category = "economic")]
///     plan: Plan,
/// }
/// ```
///
/// Of a type that is stored plain, `impl greffe::drift::ColumnValue for Plan {}` says so.
#[proc_macro_derive(PersonalData, attributes(personal, sqlx))]
pub fn personal_data(input: TokenStream) -> TokenStream {
    let expanded = row::Row::read(input.into()).map(|row| expand::implementation(&row));
    expanded
        .unwrap_or_else(|error| error.into_compile_error())
        .into()
}
