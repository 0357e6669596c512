//! The CNIL's guide to the security of personal data (*guide de la sécurité des données personnelles*), edition 2024: its sheets.
//!
//! ```
//! use greffe_register::guide;
//! use greffe_terms::Lang;
//!
//! assert_eq!(guide::sheets().count(), 25);
//! assert_eq!(guide::sheets().map(|sheet| sheet.measures()).sum::<usize>(), 72);
//! let backups = guide::sheet(17).unwrap();
//! assert_eq!((backups.title(Lang::Fr), backups.measures()), ("Sauvegarder", 3));
//! ```

use greffe_terms::{DatedTable, Lang, Text};

/// A sheet (*fiche*) of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    number: usize,
    measures: usize,
    title: (&'static str, &'static str),
}

impl Sheet {
    /// Its number, from 1.
    #[must_use]
    pub const fn number(&self) -> usize {
        self.number
    }

    /// How many measures an assessment answers on it.
    #[must_use]
    pub const fn measures(&self) -> usize {
        self.measures
    }

    /// Its title; the English one is a translation of ours.
    #[must_use]
    pub const fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.title.0,
            Lang::En => self.title.1,
        }
    }
}

/// The sheets in their order.
pub fn sheets() -> impl Iterator<Item = Sheet> {
    TABLE.rows().filter_map(|[number, measures, fr, en]| {
        Some(Sheet {
            number: number.parse().ok()?,
            measures: measures.parse().ok()?,
            title: (fr, en),
        })
    })
}

/// The sheet of this number, counted from 1.
#[must_use]
pub fn sheet(number: usize) -> Option<Sheet> {
    sheets().find(|sheet| sheet.number == number)
}

/// Whether a framework is this guide: it is a text, and names the authority, a guide and the edition.
#[must_use]
pub fn is_framework(framework: &Text) -> bool {
    Lang::ALL.into_iter().any(|lang| {
        let words = framework.in_language(lang).to_lowercase();
        ["cnil", "guide", "2024"]
            .iter()
            .all(|word| words.contains(word))
    })
}

/// The table with its day and its sources.
#[must_use]
pub const fn table() -> DatedTable {
    TABLE
}

const TABLE: DatedTable = DatedTable::new(include_str!("../data/cnil-guide-2024.tsv"));
