//! Decisions to hide a value. There is no other way for a value to be missing: each leaves a marker, a reason and a count.

use chrono::NaiveDate;
use greffe_terms::{Citation, Text};

use crate::completeness::Tree;
use crate::request::{RefusalReason, Right};
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
    /// Hides every value of the field, on Art. 15(4), in all that the package holds. A package of portable data alone states Art. 20(4) in its place. That
    /// one does not limit the copy of Art. 15: a package with such a copy refuses a decision that [cites](Self::citing) it alone. The id is printed in the
    /// marker; `decided_by` names an office, not a value.
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
            citation: RefusalReason::RightsOfOthers.citation(),
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

    /// The provision in a package of these trees. The rights of others limit portable data by Art. 20(4).
    pub(crate) fn citation_in(&self, trees: &[Tree]) -> Citation {
        match (trees, article_of_gdpr(self.citation.as_str()).as_slice()) {
            ([Tree::Portability], [15, 4]) => {
                RefusalReason::RightsOfOthers.citation_for(Right::Portability)
            }
            _ => self.citation.clone(),
        }
    }

    /// Whether it rests on Art. 20 and on nothing else.
    pub(crate) fn is_of_portability(&self) -> bool {
        let article = article_of_gdpr(self.citation.as_str());
        matches!(article.as_slice(), [20] | [20, 1..=4])
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

/// The numbers in a citation of the GDPR, however it is written: 20 and 4 of `RGPD, art. 20(4)`, of `Article 20, paragraph 4` and of
/// `règlement (UE) 2016/679, art. 20.4`. None where another law is cited; where one is cited as well, its numbers are among them.
fn article_of_gdpr(citation: &str) -> Vec<u32> {
    let text = citation.to_lowercase().replace("2016/679", " gdpr ");
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    let (numbers, words): (Vec<&str>, Vec<&str>) = parts
        .filter(|part| !part.is_empty())
        .partition(|part| part.starts_with(|letter: char| letter.is_ascii_digit()));
    let is_gdpr = words.iter().any(|word| matches!(*word, "gdpr" | "rgpd"));
    if !is_gdpr && !words.iter().all(|word| BEFORE_NUMBERS.contains(word)) {
        return Vec::new();
    }
    // What is no number stands for itself, so that nothing is taken for less than it says.
    let numbers = numbers.iter().map(|part| part.parse().unwrap_or(u32::MAX));
    numbers.collect()
}

// What may stand in a citation of an article that names no law, as this crate's own documentation cites the GDPR.
const BEFORE_NUMBERS: [&str; 6] = ["art", "article", "par", "para", "paragraph", "paragraphe"];
