//! Names of countries, which people read better than codes.

use crate::{DatedTable, Lang};

/// The name of a country or territory by its code of ISO 3166-1 alpha-2; `None` for letters that the standard assigns to none.
///
/// ```
/// use greffe_terms::{Lang, country};
///
/// assert_eq!(country::name_of("CH", Lang::Fr), Some("Suisse"));
/// assert_eq!(country::name_of("CH", Lang::En), Some("Switzerland"));
/// assert_eq!(country::name_of("ZZ", Lang::En), None);
/// ```
#[must_use]
pub fn name_of(code: &str, lang: Lang) -> Option<&'static str> {
    // A row is taken apart where it is of the country only: a register names thousands of recipients.
    let row = TABLE
        .lines()
        .find(|line| line.split('\t').next() == Some(code))?;
    let [_, fr, en] = DatedTable::cells(row)?;
    Some(lang.pick(fr, en))
}

/// The table with its day and its sources.
#[must_use]
pub const fn table() -> DatedTable {
    TABLE
}

const TABLE: DatedTable = DatedTable::new(include_str!("../data/countries.tsv"));
