//! Whom to tell after a rectification, an erasure or a restriction (Art. 19).

use chrono::NaiveDate;
use greffe_terms::Text;

use super::code::codes;
use super::{Event, Request, Right};

codes! {
    /// What became of telling a recipient. Nothing else excuses silence.
    NoticeResult {
        /// They were told.
        Told = "told", "informé", "told";
        /// It proves impossible.
        Impossible = "impossible", "information impossible", "impossible to tell";
        /// It would take a disproportionate effort.
        Disproportionate = "disproportionate", "effort disproportionné", "disproportionate effort";
    }
}

/// A recipient to whom the data had been disclosed, and whether they were told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RecipientNotice<'r> {
    /// Who.
    pub recipient: &'r Text,
    /// What became of it and when; `None` while they are still to be told.
    pub result: Option<(NaiveDate, NoticeResult)>,
}

/// The recipient may be a person.
impl std::fmt::Debug for RecipientNotice<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecipientNotice({:?})", self.result)
    }
}

impl Right {
    /// Whether its recipients must be told once it was granted: Art. 19 names Art. 16, 17(1) and 18.
    #[must_use]
    pub const fn reaches_recipients(self) -> bool {
        matches!(
            self,
            Self::Rectification | Self::Erasure | Self::Restriction
        )
    }
}

impl Request {
    /// The recipients of what was corrected, erased or restricted. `None` while nobody said who they are, which is not the same as an empty list.
    #[must_use]
    pub fn recipient_notices(&self, right: Right) -> Option<Vec<RecipientNotice<'_>>> {
        let names = self.log.iter().find_map(|entry| match &entry.event {
            Event::RecipientsNamed(named, names) if *named == right => Some(names),
            _ => None,
        })?;
        let mut notices: Vec<_> = names
            .iter()
            .map(|recipient| RecipientNotice {
                recipient,
                result: None,
            })
            .collect();
        for entry in &self.log {
            if let Event::RecipientNoticed(of, place, result) = entry.event
                && of == right
                && let Some(notice) = notices.get_mut(place)
            {
                notice.result = Some((entry.on, result));
            }
        }
        Some(notices)
    }

    /// Whether the person asked who the recipients are and has not been told yet.
    #[must_use]
    pub fn owes_recipients(&self) -> bool {
        let last = self.log.iter().rev().find_map(|entry| match entry.event {
            Event::RecipientsAsked => Some(true),
            Event::RecipientsDisclosed => Some(false),
            _ => None,
        });
        last.unwrap_or(false)
    }
}
