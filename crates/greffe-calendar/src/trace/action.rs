//! What steps do, and how they are said.

use greffe_terms::Lang;

use crate::{Closed, Period};

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// The day or the hour of the event is where counting starts, and is not counted itself.
    EventNotCounted,
    /// The event from which a limit runs.
    RunsFrom,
    /// A period was added.
    Added(Period),
    /// The month reached has no such day: its last one was taken.
    ClampedToMonthEnd,
    /// The last day belongs to the period and is not moved.
    LastDayNeverMoved,
    /// The last day was closed: the next working day was taken.
    MovedToWorkingDay(Closed),
    /// The period held fewer than two working days: it was prolonged to the second.
    TwoWorkingDays,
    /// A period in hours was prolonged likewise, which is disputed.
    TwoWorkingDaysForHours,
    /// Hours begin with the next full one.
    NextFullHour,
    /// A period in hours ends where it ends, on a holiday too.
    HoursNeverMoved,
    /// A number of hours or minutes passed.
    Elapsed(Period),
    /// The period ends with the last hour of the day: from this instant on it is over.
    Expired,
    /// The period was counted backwards, and its end is not moved.
    CountedBack(Period),
    /// The organisation promised to count from the postmark.
    PostmarkPromised,
    /// The clock stood still while the person was asked.
    Suspended {
        /// For how many days.
        days: u32,
    },
    /// A question that came after the due date stops nothing.
    SuspensionTooLate,
    /// A question that is not answered yet, and that stops this reading until it is.
    QuestionOpen,
    /// The person's answer starts the period anew.
    RenewedByAnswer,
    /// The controller extended the period, which runs on from this day.
    Extended(Period),
    /// An extension that was announced too late has no effect.
    ExtensionTooLate,
    /// A refusal is not extended.
    RefusalNotExtended,
}

impl Action {
    pub(super) fn sentence(&self, at: &str, lang: Lang) -> String {
        lang.pick(self.in_french(at), self.in_english(at))
    }

    fn in_french(&self, at: &str) -> String {
        match self {
            Self::EventNotCounted => format!("événement\u{a0}: {at}, qui ne compte pas"),
            Self::RunsFrom => format!("point de départ\u{a0}: {at}"),
            Self::Added(period) => format!("plus {}\u{a0}: {at}", period.in_language(Lang::Fr)),
            Self::ClampedToMonthEnd => {
                format!("ce quantième manque, dernier jour du mois\u{a0}: {at}")
            }
            Self::LastDayNeverMoved => {
                format!("dernier jour inclus, sans report au jour ouvrable\u{a0}: {at}")
            }
            Self::MovedToWorkingDay(closed) => format!(
                "jour non ouvrable ({}), report\u{a0}: {at}",
                closed.reason(Lang::Fr)
            ),
            Self::TwoWorkingDays => format!("au moins deux jours ouvrables\u{a0}: {at}"),
            Self::TwoWorkingDaysForHours => format!(
                "au moins deux jours ouvrables, ce qui est contesté pour un délai en heures\u{a0}: {at}"
            ),
            Self::NextFullHour => format!("dès la prochaine heure pleine\u{a0}: {at}"),
            Self::HoursNeverMoved => format!("délai en heures, jamais reporté\u{a0}: {at}"),
            Self::Elapsed(period) => format!("après {}\u{a0}: {at}", period.in_language(Lang::Fr)),
            Self::Expired => format!("expiré à partir de\u{a0}: {at}"),
            Self::CountedBack(period) => {
                format!(
                    "moins {}, sans report\u{a0}: {at}",
                    period.in_language(Lang::Fr)
                )
            }
            Self::PostmarkPromised => format!("cachet de la poste, comme promis\u{a0}: {at}"),
            Self::Suspended { days } => format!(
                "suspendu {}\u{a0}: {at}",
                Period::days(*days).in_language(Lang::Fr)
            ),
            Self::SuspensionTooLate => format!("question posée trop tard, sans effet\u{a0}: {at}"),
            Self::QuestionOpen => format!(
                "question sans réponse, posée à temps selon cette lecture, qui n’a pas de date avant la réponse\u{a0}: {at}"
            ),
            Self::RenewedByAnswer => {
                format!("nouveau délai à partir de la réponse, lecture contestée\u{a0}: {at}")
            }
            Self::Extended(period) => format!(
                "prolongation de {} à partir du {at}",
                period.in_language(Lang::Fr)
            ),
            Self::ExtensionTooLate => {
                format!("prolongation annoncée trop tard, sans effet\u{a0}: {at}")
            }
            Self::RefusalNotExtended => format!("un refus n’est pas prolongé\u{a0}: {at}"),
        }
    }

    fn in_english(&self, at: &str) -> String {
        match self {
            Self::EventNotCounted => format!("event: {at}, not counted itself"),
            Self::RunsFrom => format!("runs from {at}"),
            Self::Added(period) => format!("plus {}: {at}", period.in_language(Lang::En)),
            Self::ClampedToMonthEnd => format!("no such day, last of the month: {at}"),
            Self::LastDayNeverMoved => {
                format!("last day included, not moved to a working day: {at}")
            }
            Self::MovedToWorkingDay(closed) => {
                format!(
                    "not a working day ({}), moved to {at}",
                    closed.reason(Lang::En)
                )
            }
            Self::TwoWorkingDays => format!("at least two working days: {at}"),
            Self::TwoWorkingDaysForHours => {
                format!("at least two working days, which is disputed for a period in hours: {at}")
            }
            Self::NextFullHour => format!("from the next full hour: {at}"),
            Self::HoursNeverMoved => format!("period in hours, never moved: {at}"),
            Self::Elapsed(period) => format!("after {}: {at}", period.in_language(Lang::En)),
            Self::Expired => format!("over from {at}"),
            Self::CountedBack(period) => {
                format!("minus {}, not moved: {at}", period.in_language(Lang::En))
            }
            Self::PostmarkPromised => format!("postmark, as promised: {at}"),
            Self::Suspended { days } => {
                format!(
                    "suspended for {}: {at}",
                    Period::days(*days).in_language(Lang::En)
                )
            }
            Self::SuspensionTooLate => format!("asked too late, without effect: {at}"),
            Self::QuestionOpen => format!(
                "a question without an answer, asked in time for this reading, which has no date before the answer: {at}"
            ),
            Self::RenewedByAnswer => {
                format!("a new period from the answer, a disputed reading: {at}")
            }
            Self::Extended(period) => {
                format!("extended by {} from {at}", period.in_language(Lang::En))
            }
            Self::ExtensionTooLate => format!("extension announced too late, without effect: {at}"),
            Self::RefusalNotExtended => format!("a refusal is not extended: {at}"),
        }
    }
}
