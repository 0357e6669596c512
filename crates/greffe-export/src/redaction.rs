//! Decisions to hide a value. There is no other way for a value to be missing: each leaves a marker, a reason and a count.

use chrono::NaiveDate;
use greffe_terms::{Citation, Text};

use crate::{Record, Value};

/// A recorded decision to hide values of one field, usually for the rights of other people (Art. 15(4), 20(4)).
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_export::Redaction;
/// use greffe_terms::Text;
///
/// let day = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
/// let decision = Redaction::new("r1", "calls", "other_number", Text::plain("callers who asked not to be named"), day, "DPO");
/// assert_eq!(decision.citation().as_str(), "GDPR 15(4)");
/// ```
pub struct Redaction<'a> {
    id: String,
    source: String,
    field: String,
    reason: Text,
    citation: Citation,
    decided_on: NaiveDate,
    decided_by: String,
    applies: Option<Matches<'a>>,
}

/// Whether a decision applies to a record.
type Matches<'a> = Box<dyn Fn(&[Value]) -> bool + 'a>;

impl<'a> Redaction<'a> {
    /// Hides every value of the field, on Art. 15(4), in all that the package holds. Where the person asked for portable data alone, cite Art. 20(4)
    /// ([`citing`](Self::citing)): it does not limit the copy of Art. 15, and a package with such a copy refuses it. The id is printed in the marker;
    /// `decided_by` names an office, not a value.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        source: impl Into<String>,
        field: impl Into<String>,
        reason: Text,
        decided_on: NaiveDate,
        decided_by: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            source: source.into(),
            field: field.into(),
            reason,
            citation: Citation::from_static("GDPR 15(4)"),
            decided_on,
            decided_by: decided_by.into(),
            applies: None,
        }
    }

    /// The same decision, resting on another provision.
    #[must_use]
    pub fn citing(self, citation: Citation) -> Self {
        Self { citation, ..self }
    }

    /// The same decision, only for the records that match.
    #[must_use]
    pub fn where_record(self, matches: impl Fn(&[Value]) -> bool + 'a) -> Self {
        Self {
            applies: Some(Box::new(matches)),
            ..self
        }
    }

    /// The decision's id, as printed in the marker.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The field.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Why, as the person reads it.
    #[must_use]
    pub const fn reason(&self) -> &Text {
        &self.reason
    }

    /// The provision.
    #[must_use]
    pub const fn citation(&self) -> &Citation {
        &self.citation
    }

    /// The day of the decision.
    #[must_use]
    pub const fn decided_on(&self) -> NaiveDate {
        self.decided_on
    }

    /// The office that decided.
    #[must_use]
    pub fn decided_by(&self) -> &str {
        &self.decided_by
    }

    pub(crate) fn applies_to(&self, record: &Record) -> bool {
        self.applies.as_ref().is_none_or(|matches| matches(record))
    }
}

/// The reason may speak of someone, so that only the place is printed.
impl std::fmt::Debug for Redaction<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Redaction({} of {}/{})",
            self.id, self.source, self.field
        )
    }
}
