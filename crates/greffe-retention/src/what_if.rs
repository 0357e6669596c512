//! How many records another rule or policy would change, and which way.

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_terms::Lang;

use crate::{Facts, Governing, Verdict};

/// Two rules or policies over the same records: counts of what changes.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::FiscalYears;
/// use greffe_retention::{Event, Facts, Rule, WhatIf};
///
/// let now = Rule::from_toml("keep = \"P3Y\"\nafter = \"recorded\"")?;
/// let then = Rule::from_toml("keep = \"P2Y\"\nafter = \"recorded\"")?;
/// let years = FiscalYears::regular("12-31".parse()?);
/// let day = |y| NaiveDate::from_ymd_opt(y, 1, 1).unwrap();
/// let mut change = WhatIf::new(&now, &then, &years, day(2026));
/// let _ = change.row(&Facts::new().on(Event::Recorded, day(2023)));
/// let _ = change.row(&Facts::new().on(Event::Recorded, day(2025)));
/// assert_eq!((change.earlier(), change.newly_disposable()), (2, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct WhatIf<'a> {
    before: Governing<'a>,
    after: Governing<'a>,
    years: &'a FiscalYears,
    years_after: &'a FiscalYears,
    as_of: NaiveDate,
    rows: u64,
    earlier: u64,
    later: u64,
    dated: u64,
    undated: u64,
    newly_disposable: u64,
    no_longer_disposable: u64,
}

impl<'a> WhatIf<'a> {
    /// What if `after` were in force in place of `before` on the local day `as_of`.
    #[must_use]
    pub fn new(
        before: impl Into<Governing<'a>>,
        after: impl Into<Governing<'a>>,
        years: &'a FiscalYears,
        as_of: NaiveDate,
    ) -> Self {
        Self {
            before: before.into(),
            after: after.into(),
            years,
            years_after: years,
            as_of,
            rows: 0,
            earlier: 0,
            later: 0,
            dated: 0,
            undated: 0,
            newly_disposable: 0,
            no_longer_disposable: 0,
        }
    }

    /// The same with other fiscal years for what would be in force.
    #[must_use]
    pub const fn with_years_after(mut self, years: &'a FiscalYears) -> Self {
        self.years_after = years;
        self
    }

    /// Looks at one record, and says what would become of it.
    pub fn row(&mut self, facts: &Facts) -> Verdict {
        self.rows += 1;
        let day =
            |governing: Governing<'_>, years| governing.disposable_from(facts, years, self.as_of);
        let (before, after) = (
            day(self.before, self.years),
            day(self.after, self.years_after),
        );
        match (before, after) {
            (Some(before), Some(after)) if after < before => self.earlier += 1,
            (Some(before), Some(after)) if after > before => self.later += 1,
            (None, Some(_)) => self.dated += 1,
            (Some(_), None) => self.undated += 1,
            (Some(_), Some(_)) | (None, None) => {}
        }
        let before = self.before.evaluate(facts, self.years, self.as_of);
        let after = self.after.evaluate(facts, self.years_after, self.as_of);
        match (before.may_dispose(), after.may_dispose()) {
            (false, true) => self.newly_disposable += 1,
            (true, false) => self.no_longer_disposable += 1,
            (true, true) | (false, false) => {}
        }
        after
    }

    /// How many records were looked at.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// How many may go on an earlier day.
    #[must_use]
    pub const fn earlier(&self) -> u64 {
        self.earlier
    }

    /// How many may go only on a later day.
    #[must_use]
    pub const fn later(&self) -> u64 {
        self.later
    }

    /// How many get a day that had none.
    #[must_use]
    pub const fn dated(&self) -> u64 {
        self.dated
    }

    /// How many lose their day.
    #[must_use]
    pub const fn undated(&self) -> u64 {
        self.undated
    }

    /// How many may go now that might not before.
    #[must_use]
    pub const fn newly_disposable(&self) -> u64 {
        self.newly_disposable
    }

    /// How many may no longer go now.
    #[must_use]
    pub const fn no_longer_disposable(&self) -> u64 {
        self.no_longer_disposable
    }

    /// The counts in words, one a line.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> String {
        let lines = [
            (("lignes examinées", "rows looked at"), self.rows),
            (("à effacer plus tôt", "to go earlier"), self.earlier),
            (("à effacer plus tard", "to go later"), self.later),
            (("qui reçoivent une date", "that get a day"), self.dated),
            (
                ("qui perdent leur date", "that lose their day"),
                self.undated,
            ),
            (
                ("à effacer dès maintenant", "that may go now"),
                self.newly_disposable,
            ),
            (
                ("à ne plus effacer", "that may no longer go now"),
                self.no_longer_disposable,
            ),
        ];
        let lines = lines.map(|((fr, en), count)| {
            lang.pick(format!("{fr}\u{a0}: {count}"), format!("{en}: {count}"))
        });
        lines.join("\n")
    }
}
