//! The contracts of a relation (*contrats*), from which its end follows.

use chrono::NaiveDate;

/// One contract: its first day, and its last where one is agreed. Days are local days.
///
/// Said of a person, contracts give the day of `relation_end`: that of the last of them, and none while one runs without an end. A new contract
/// opens the relation again. A single one also gives `contract_end`; of several, a record must say itself to which it belongs.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::FiscalYears;
/// use greffe_retention::{Contract, Event, Facts, Rule, Verdict};
///
/// let day = |y| NaiveDate::from_ymd_opt(y, 1, 1).unwrap();
/// let rule = Rule::from_toml("keep = \"P3Y\"\nafter = \"relation_end\"")?;
/// let years = FiscalYears::regular("12-31".parse()?);
/// let ended = Facts::new().contract(Contract::new(day(2018)).ends(day(2020)));
/// assert!(rule.evaluate(&ended, &years, day(2026)).may_dispose());
/// let reopened = ended.contract(Contract::new(day(2022)));
/// assert_eq!(rule.evaluate(&reopened, &years, day(2026)), Verdict::Open { awaiting: Event::RelationEnd });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Contract {
    begins: NaiveDate,
    ends: Option<NaiveDate>,
    recorded: Option<NaiveDate>,
}

impl Contract {
    /// A contract that runs from `begins` on, without an end.
    #[must_use]
    pub const fn new(begins: NaiveDate) -> Self {
        Self {
            begins,
            ends: None,
            recorded: None,
        }
    }

    /// The same with its last day, which may lie in the future.
    #[must_use]
    pub const fn ends(mut self, last_day: NaiveDate) -> Self {
        self.ends = Some(last_day);
        self
    }

    /// The same with the day on which it was written down as it stands here.
    #[must_use]
    pub const fn recorded_on(mut self, day: NaiveDate) -> Self {
        self.recorded = Some(day);
        self
    }

    /// The first day.
    #[must_use]
    pub const fn first_day(&self) -> NaiveDate {
        self.begins
    }

    /// The last day; `None` while no end is agreed. An end before the beginning is none.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.ends.filter(|end| *end >= self.begins)
    }

    /// The day on which it was written down, where known.
    #[must_use]
    pub const fn recorded(&self) -> Option<NaiveDate> {
        self.recorded
    }
}
