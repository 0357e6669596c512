//! One record that several processings hold.

use chrono::NaiveDate;

use crate::{Fate, Verdict};

impl Verdict {
    /// What becomes of a record under this verdict when other processings hold it too: each purpose's use ends on its own day, the record goes
    /// at the latest, and in between it is in the archive, closed to the purpose that ended.
    ///
    /// Where every verdict may dispose, so may the result, since the last of their days. Where another one is open, undetermined,
    /// held or in conflict, the result is that one: nobody knows a day.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use greffe_retention::{Fate, Verdict};
    ///
    /// let day = |y| NaiveDate::from_ymd_opt(y, 1, 1).unwrap();
    /// let prospect = Verdict::Due { since: day(2026), fate: Fate::Erase };
    /// let invoice = Verdict::Keep { until: day(2036) };
    /// assert_eq!(
    ///     prospect.alongside(&[invoice]),
    ///     Verdict::Archive { since: day(2026), until: day(2036) }
    /// );
    /// ```
    pub fn alongside(&self, others: &[Self]) -> Self {
        let Some((since, fate)) = self.ended() else {
            return self.clone();
        };
        let mut latest = since;
        let mut kept: Option<NaiveDate> = None;
        for other in others {
            match other {
                Self::Keep { until } | Self::Archive { until, .. } => {
                    kept = kept.max(Some(*until));
                }
                Self::Due { since, .. }
                | Self::DisposeBy { from: since, .. }
                | Self::Overdue { since } => {
                    latest = latest.max(*since);
                }
                Self::Open { .. }
                | Self::Held { .. }
                | Self::Conflict { .. }
                | Self::Undetermined { .. } => return other.clone(),
            }
        }
        match (kept, fate) {
            (Some(until), _) => Self::Archive { since, until },
            (None, Some(fate)) => Self::Due {
                since: latest,
                fate: fate.clone(),
            },
            // A promise to be done by a day stays one.
            (None, None) => self.clone(),
        }
    }

    /// Since when the purpose of a verdict that may dispose has ended.
    const fn ended(&self) -> Option<(NaiveDate, Option<&Fate>)> {
        match self {
            Self::Due { since, fate } => Some((*since, Some(fate))),
            Self::DisposeBy { from: since, .. } | Self::Overdue { since } => Some((*since, None)),
            Self::Keep { .. }
            | Self::Open { .. }
            | Self::Archive { .. }
            | Self::Held { .. }
            | Self::Conflict { .. }
            | Self::Undetermined { .. } => None,
        }
    }
}
