//! A source that another task feeds: its end is said, for a feed that breaks off must not look like one that is whole.

use crate::{Field, Record};

use super::{Records, SourceFailure};

/// The records of a feed, up to the end that it says.
#[derive(Clone)]
pub struct Feed<I> {
    items: I,
    ended: bool,
}

impl<I: Iterator<Item = Option<Result<Record, SourceFailure>>>> Records<Feed<I>> {
    /// A source that another task or thread feeds, through a channel: `Some` is a record or a failure, `None` says that all of them came. A channel also
    /// closes when its sender dies: where no `None` came, the source failed ([`SourceFailure::Unavailable`]).
    ///
    /// ```
    /// use std::{sync::mpsc::sync_channel, thread};
    ///
    /// use greffe_export::{Field, Provenance, Records, Source, SourceFailure, Value};
    /// use greffe_terms::DataCategory;
    ///
    /// let email = Field::new("email", DataCategory::Identity, Provenance::Provided, "account".parse()?);
    /// let fed = |says_its_end: bool| {
    ///     let (to, from) = sync_channel(64);
    ///     thread::spawn(move || {                     // with tokio: a task, and `blocking_recv` on the side of the package
    ///         let _ = to.send(Some(Ok(vec![Value::from("ada@example.org")])));
    ///         if says_its_end {
    ///             let _ = to.send(None);
    ///         }
    ///     });
    ///     Records::fed("customers", vec![email.clone()], from)
    /// };
    /// let mut whole = fed(true);
    /// assert!(whole.next_record().is_some() && whole.next_record().is_none());
    /// let mut cut_off = fed(false);
    /// assert!(cut_off.next_record().is_some_and(|record| record.is_ok()));
    /// assert_eq!(cut_off.next_record(), Some(Err(SourceFailure::Unavailable)));
    /// # Ok::<(), greffe_terms::InvalidIdentifier>(())
    /// ```
    pub fn fed(
        name: impl Into<String>,
        fields: Vec<Field>,
        items: impl IntoIterator<IntoIter = I>,
    ) -> Self {
        let items = items.into_iter();
        Self::new(
            name,
            fields,
            Feed {
                items,
                ended: false,
            },
        )
    }
}

impl<I: Iterator<Item = Option<Result<Record, SourceFailure>>>> Iterator for Feed<I> {
    type Item = Result<Record, SourceFailure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.items.next() {
            Some(Some(Ok(record))) => Some(Ok(record)),
            end => {
                self.ended = true;
                match end {
                    Some(None) => None,
                    Some(failed) => failed,
                    None => Some(Err(SourceFailure::Unavailable)),
                }
            }
        }
    }
}
