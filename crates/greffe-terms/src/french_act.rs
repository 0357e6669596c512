//! The old numbers of loi 78-17.

use crate::{Citation, DatedTable, Lang};

/// An article of loi 78-17 as it was numbered until 31 May 2019, with the article that says the same since 1 June 2019.
///
/// Most old numbers were given to other matters, so that a number alone does not tell which text a document means: this is for
/// documents older than the reform, or for a citation beside the words of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renumbered {
    old: &'static str,
    new: &'static str,
    subject: (&'static str, &'static str),
}

impl Renumbered {
    /// The old number, such as `32 II`.
    #[must_use]
    pub const fn old(&self) -> &'static str {
        self.old
    }

    /// The article that says the same today.
    #[must_use]
    pub fn citation(&self) -> Citation {
        Citation::new(&format!("loi 78-17 {}", self.new))
    }

    /// What the article is about.
    #[must_use]
    pub const fn subject(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.subject.0,
            Lang::En => self.subject.1,
        }
    }
}

/// The articles that say today what this article said until 31 May 2019; none for one that the table does not know.
///
/// ```
/// use greffe_terms::french_act;
///
/// let trackers: Vec<_> = french_act::renumbered("32 II").map(|row| row.citation()).collect();
/// assert_eq!(trackers[0].as_str(), "loi 78-17 82");
/// assert_eq!(french_act::renumbered("40").count(), 2);
/// ```
pub fn renumbered(old: &str) -> impl Iterator<Item = Renumbered> {
    articles().filter(move |row| row.old == old)
}

/// Every row, in the order of the old numbers.
pub fn articles() -> impl Iterator<Item = Renumbered> {
    TABLE.rows().map(|[old, new, fr, en]| Renumbered {
        old,
        new,
        subject: (fr, en),
    })
}

/// The table with its day and its sources.
#[must_use]
pub const fn table() -> DatedTable {
    TABLE
}

const TABLE: DatedTable = DatedTable::new(include_str!("../data/loi-78-17-renumbered.tsv"));
