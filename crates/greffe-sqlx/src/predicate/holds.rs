//! Rows of which disposal waits.

use chrono::NaiveDate;
use greffe_calendar::{CalendarError, Tz};
use greffe_retention::HoldReason;

use super::days::Days;
use super::name::{Name, QualifiedName};
use super::stored_day::StoredDay;
use super::tree::{Piece, Test};

/// A table of holds: a row for each hold, with the key of the row that it holds, its first and its last day.
///
/// A hold counts unless it is certain that it is over or has not begun: without a last day it runs, and what cannot be read as a day, or comes before the first day, ends nothing.
/// A hold whose key is NULL holds nobody, and a row whose own key is NULL is never selected. Keys are compared by the database: store them as the same type (SQLite never takes the text `7` of a
/// column without a type for the number).
///
/// ```
/// use greffe_sqlx::{HoldsTable, PostgresDay, Restrictions};
///
/// let holds = HoldsTable {
///     table: "holds".parse()?,
///     row: "log_id".parse()?,
///     host: "logs".parse()?,
///     key: "id".parse()?,
///     from: "held_from".parse()?,
///     until: "held_until".parse()?,
///     stored: PostgresDay::Date,
///     restrictions: Some(Restrictions { reason: "reason".parse()?, informed: "person_informed".parse()? }),
/// };
/// # let _ = holds;
/// # Ok::<(), greffe_sqlx::InvalidName>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldsTable<S> {
    /// The table of the holds, perhaps with its schema.
    pub table: QualifiedName,
    /// Its column with the key of the row that is held.
    pub row: Name,
    /// The host's table, or its alias in the host's query.
    pub host: Name,
    /// The key of the host's table.
    pub key: Name,
    /// The hold's first day.
    pub from: Name,
    /// The hold's last day; NULL where it has none.
    pub until: Name,
    /// How `from`, `until` and `informed` are stored. Instants of one day are compared as instants: one that is earlier than the beginning of the hold on its own first
    /// day ends nothing, and the hold holds. Store days.
    pub stored: S,
    /// Where the table may hold restrictions under Art. 18 GDPR, which end only once the person was informed. `None` says that it has none.
    pub restrictions: Option<Restrictions>,
}

/// What a table of holds says of restrictions under Art. 18 GDPR. A hold whose reason is unknown counts as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restrictions {
    /// The column of the reason, a code of [`HoldReason`].
    pub reason: Name,
    /// The day on which the person was told that the restriction will be lifted (Art. 18(3)); NULL where not yet. A day before the first day tells nothing.
    pub informed: Name,
}

impl<S: StoredDay> HoldsTable<S> {
    /// That none of the holds counts on `day`.
    pub(super) fn none_on(
        &self,
        day: NaiveDate,
        zone: Tz,
    ) -> Result<Test<S::Value>, CalendarError> {
        let mut pieces = vec![
            Piece::Sql("NOT EXISTS (SELECT 1 FROM "),
            Piece::Name(self.table.clone()),
            Piece::Sql(" AS "),
            Piece::Name(Name::holds_alias().into()),
            Piece::Sql(" WHERE "),
            Piece::Name(of_hold(&self.row)),
            Piece::Sql(" = "),
            Piece::Name(self.key.clone().of(self.host.clone())),
            Piece::Sql(" AND ("),
        ];
        self.idle_on(day, zone)?.write(&S::TRUTH, &mut pieces);
        pieces.push(Piece::Sql(") IS NOT TRUE)"));
        // Of a row without a key nobody knows whether it is held.
        let key = self.key.clone().of(self.host.clone());
        Ok(Test::all([
            Test::Leaf(pieces),
            Test::of(&key, " IS NOT NULL"),
        ]))
    }

    /// That it is certain that the hold does not count on `day`: as [`greffe_retention::Hold::is_active`] says.
    fn idle_on(&self, day: NaiveDate, zone: Tz) -> Result<Test<S::Value>, CalendarError> {
        let (Some(before), Some(after)) = (day.pred_opt(), day.succ_opt()) else {
            return Ok(Test::FALSE);
        };
        let in_days = |column, days| self.stored.within(&of_hold(column), days, zone);
        let begins_later = in_days(&self.from, Days::since(after))?;
        let ended = in_days(&self.until, Days::through(before))?;
        // An end before the beginning is none, nor was anybody told of it before: a mistyped hold holds.
        let in_order = |column| {
            Test::Leaf(vec![
                Piece::Sql("("),
                Piece::Name(of_hold(column)),
                Piece::Sql(" < "),
                Piece::Name(of_hold(&self.from)),
                Piece::Sql(") IS NOT TRUE"),
            ])
        };
        let released = match &self.restrictions {
            None => Test::TRUE,
            Some(restrictions) => {
                let reasons = HoldReason::ALL.into_iter();
                let others = reasons.filter(|reason| !reason.is_restriction());
                let reason = of_hold(&restrictions.reason);
                let is_other = others.map(|other| S::is_text(&reason, other.code()));
                let informed = in_days(&restrictions.informed, Days::through(before))?;
                let informed = Test::all([informed, in_order(&restrictions.informed)]);
                Test::any(is_other.chain([informed]))
            }
        };
        Ok(Test::any([
            begins_later,
            Test::all([ended, in_order(&self.until), released]),
        ]))
    }
}

fn of_hold(column: &Name) -> QualifiedName {
    column.clone().of(Name::holds_alias())
}
