//! A source that comes in pages, which a service may send twice: an answer that was lost is asked for again, and a replay must not duplicate records.

use greffe_terms::Text;

use crate::{Field, Record};

use super::{Source, SourceFailure};

/// A page of records, and its number.
#[derive(Clone, PartialEq)]
pub struct SourcePage {
    number: u64,
    records: Vec<Record>,
}

impl SourcePage {
    /// The page of that number, from 1. The host numbers what it asks for; a page that is asked for again has the same number.
    #[must_use]
    pub const fn new(number: u64, records: Vec<Record>) -> Self {
        Self { number, records }
    }
}

/// The records are personal data, so that only their count is printed.
impl std::fmt::Debug for SourcePage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { number, records } = self;
        write!(f, "SourcePage({number}, {} records)", records.len())
    }
}

/// A source that comes in pages. A page that came before is passed over, a page that never came is a failure, and so is a page 0: nothing is there twice,
/// nothing is missing in silence. That the last pages never came shows only where their number is told: [`of_pages`](Self::of_pages). One page is in memory at a time.
///
/// ```
/// use greffe_export::{Field, Pages, Provenance, Source, SourcePage, Value};
/// use greffe_terms::DataCategory;
///
/// let page = |number, text| Ok(SourcePage::new(number, vec![vec![Value::from(text)]]));
/// let field = Field::new("note", DataCategory::Other, Provenance::Provided, "account".parse()?);
/// let mut notes = Pages::new("notes", vec![field], [page(1, "a"), page(1, "a"), page(2, "b")]);
/// assert_eq!(std::iter::from_fn(|| notes.next_record()).count(), 2);
/// # Ok::<(), greffe_terms::InvalidIdentifier>(())
/// ```
pub struct Pages<I> {
    name: String,
    label: Text,
    fields: Vec<Field>,
    pages: I,
    last: u64,
    total: Option<u64>,
    records: std::vec::IntoIter<Record>,
}

impl<I: Iterator<Item = Result<SourcePage, SourceFailure>>> Pages<I> {
    /// A source of pages, which may fail to come.
    pub fn new(
        name: impl Into<String>,
        fields: Vec<Field>,
        pages: impl IntoIterator<IntoIter = I>,
    ) -> Self {
        let name = name.into();
        Self {
            label: Text::plain(name.clone()),
            name,
            fields,
            pages: pages.into_iter(),
            last: 0,
            total: None,
            records: Vec::new().into_iter(),
        }
    }
}

impl<I> Pages<I> {
    /// The same source with words for people.
    #[must_use]
    pub fn labelled(self, fr: &str, en: &str) -> Self {
        match Text::new(Some(fr.to_owned()), Some(en.to_owned())) {
            Some(label) => Self { label, ..self },
            None => self,
        }
    }

    /// The same source, which has so many pages, as the service that is asked says. One that ends before the last of them failed.
    ///
    /// ```
    /// # use greffe_export::{Field, Pages, Provenance, Source, SourceFailure, SourcePage, Value};
    /// # use greffe_terms::DataCategory;
    /// # let field = Field::new("note", DataCategory::Other, Provenance::Provided, "account".parse()?);
    /// let first = Ok(SourcePage::new(1, vec![vec![Value::from("a")]]));
    /// let mut notes = Pages::new("notes", vec![field], [first]).of_pages(2);
    /// assert!(notes.next_record().is_some_and(|record| record.is_ok()));
    /// assert_eq!(notes.next_record(), Some(Err(SourceFailure::MissingPage { page: 2 })));
    /// # Ok::<(), greffe_terms::InvalidIdentifier>(())
    /// ```
    #[must_use]
    pub fn of_pages(self, total: u64) -> Self {
        Self {
            total: Some(total),
            ..self
        }
    }
}

impl<I: Iterator<Item = Result<SourcePage, SourceFailure>>> Source for Pages<I> {
    fn name(&self) -> &str {
        &self.name
    }

    fn label(&self) -> Text {
        self.label.clone()
    }

    fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn next_record(&mut self) -> Option<Result<Record, SourceFailure>> {
        loop {
            if let Some(record) = self.records.next() {
                return Some(Ok(record));
            }
            let page = match self.pages.next() {
                Some(Ok(page)) => page,
                Some(Err(failure)) => return Some(Err(failure)),
                None => {
                    let total = self.total.take().unwrap_or(self.last);
                    let missing = SourceFailure::MissingPage {
                        page: self.last + 1,
                    };
                    return (self.last < total).then_some(Err(missing));
                }
            };
            // No page is 0: a host that counts from there would lose it as one that came before.
            if page.number == 0 {
                return Some(Err(SourceFailure::Unreadable));
            }
            if page.number > self.last + 1 {
                let page = self.last + 1;
                return Some(Err(SourceFailure::MissingPage { page }));
            }
            if page.number == self.last + 1 {
                self.last = page.number;
                self.records = page.records.into_iter();
            }
        }
    }
}
