//! What would have happened to each customer.

use chrono::{Days, NaiveDate};

use super::people::Dice;

/// What happened to one customer, in days. The same on every run.
#[derive(Debug, Clone)]
pub(crate) struct History {
    /// The customer's number, also the row's key.
    pub(crate) customer: i64,
    /// First day of the relation.
    pub(crate) collected: NaiveDate,
    /// Last day of the contract, if it ended.
    pub(crate) ended: Option<NaiveDate>,
    /// Last use of the service.
    pub(crate) last_use: NaiveDate,
    /// The days of the invoices, the last one first.
    pub(crate) operations: [NaiveDate; 2],
    /// The day on which the customer withdrew an account, if they did.
    pub(crate) withdrawal: Option<NaiveDate>,
}

impl History {
    /// The history of this customer, as seen from `today`: about half of the contracts run, the others ended up to fifteen years ago.
    pub(crate) fn of(customer: i64, today: NaiveDate) -> Self {
        let mut dice = Dice::of_person(customer, 0xC0FF_EE00);
        let ended = dice.chance(50).then(|| before(today, dice.below(15 * 365)));
        let last_use = before(ended.unwrap_or(today), dice.below(200));
        let collected = before(last_use, 30 + dice.below(2_000));
        let withdrawal = dice
            .chance(10)
            .then(|| before(ended.unwrap_or(today), dice.below(150)));
        let last = before(last_use, dice.below(200));
        let operations = [last, before(last, dice.below(200))];
        Self {
            customer,
            collected,
            ended,
            last_use,
            operations,
            withdrawal,
        }
    }
}

/// Days before a day.
pub(super) fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}
