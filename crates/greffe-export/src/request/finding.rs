//! What is wrong with a request on a given day: late, asked too much, left undone.

use chrono::NaiveDate;
use greffe_calendar::{Calendar, CalendarError, RequestDeadline};
use greffe_terms::{Citation, Lang};

use super::{DueDates, Event, NoticeResult, Outcome, RefusalReason, Request, Right, State};
use crate::page::long_date;

/// Something that is wrong with a request. Days are inclusive: late from the next day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequestFinding {
    /// Nothing proves the receipt.
    ReceiptNotShown,
    /// A right has no answer, or had it too late.
    AnswerLate {
        /// The right.
        right: Right,
        /// The day by which every reading of the law is kept.
        strict: NaiveDate,
        /// The last day that some reading allows.
        lenient: NaiveDate,
        /// Whether some reading of the law still holds the answer in time.
        arguable: bool,
    },
    /// The person heard of the extension too late.
    ExtensionLate {
        /// The day by which every reading is kept.
        strict: NaiveDate,
        /// The last day that some reading allows.
        lenient: NaiveDate,
        /// Whether some reading still holds it in time.
        arguable: bool,
    },
    /// The clock was stopped, and the file or the policy lets the stop not count.
    StopDoesNotCount {
        /// The day of the stop.
        on: NaiveDate,
    },
    /// The person was asked who they are without a doubt of the case.
    AskedWithoutDoubt {
        /// The day.
        on: NaiveDate,
    },
    /// The copy of an identity document is kept although the person is identified, or the request closed.
    IdentityCopyKept {
        /// Since when it should be gone.
        since: NaiveDate,
    },
    /// Refused because the person is not identified, who was never asked.
    RefusedUnasked {
        /// The right.
        right: Right,
    },
    /// Nobody said which recipients to tell.
    RecipientsNotNamed {
        /// The right.
        right: Right,
    },
    /// Recipients are still to be told.
    RecipientsNotTold {
        /// The right.
        right: Right,
        /// How many.
        count: usize,
    },
    /// The person asked who the recipients are and has no answer.
    RecipientsNotDisclosed,
}

impl RequestFinding {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ReceiptNotShown => "receipt-not-shown",
            Self::AnswerLate { .. } => "answer-late",
            Self::ExtensionLate { .. } => "extension-late",
            Self::StopDoesNotCount { .. } => "stop-does-not-count",
            Self::AskedWithoutDoubt { .. } => "identity-asked-without-doubt",
            Self::IdentityCopyKept { .. } => "identity-copy-kept",
            Self::RefusedUnasked { .. } => "refused-unasked",
            Self::RecipientsNotNamed { .. } => "recipients-not-named",
            Self::RecipientsNotTold { .. } => "recipients-not-told",
            Self::RecipientsNotDisclosed => "recipients-not-disclosed",
        }
    }

    /// The provision that it rests on.
    #[must_use]
    pub const fn citation(&self) -> Citation {
        Citation::from_static(match self {
            Self::ReceiptNotShown => "GDPR 5(2)",
            Self::AnswerLate {
                right: Right::WithdrawConsent,
                ..
            } => "GDPR 7(3)",
            Self::AnswerLate { .. } | Self::ExtensionLate { .. } => "GDPR 12(3)",
            Self::StopDoesNotCount { .. } => "EDPB 01/2022 §159",
            Self::AskedWithoutDoubt { .. } => "GDPR 12(6)",
            Self::IdentityCopyKept { .. } => "GDPR 5(1)(e)",
            Self::RefusedUnasked { .. } => "GDPR 12(2)",
            Self::RecipientsNotNamed { .. }
            | Self::RecipientsNotTold { .. }
            | Self::RecipientsNotDisclosed => "GDPR 19",
        })
    }

    /// What is wrong, in one sentence without a full stop.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let day = |on: NaiveDate| long_date(on, lang);
        let named = |right: Right| right.label(lang).to_lowercase();
        match *self {
            Self::ReceiptNotShown => lang
                .pick(
                    "rien ne prouve le jour de la réception",
                    "nothing proves the day of receipt",
                )
                .to_owned(),
            Self::AnswerLate {
                right,
                strict,
                lenient,
                arguable,
            } => {
                let right = named(right);
                let late = lateness(strict, lenient, arguable, lang);
                lang.pick(
                    format!("réponse tardive ({right})\u{a0}: {late}"),
                    format!("the answer is late ({right}): {late}"),
                )
            }
            Self::ExtensionLate {
                strict,
                lenient,
                arguable,
            } => {
                let late = lateness(strict, lenient, arguable, lang);
                lang.pick(
                    format!("prolongation annoncée trop tard\u{a0}: {late}"),
                    format!("the extension was announced too late: {late}"),
                )
            }
            Self::StopDoesNotCount { on } => lang.pick(
                format!("la suspension du {} n’arrête pas le délai\u{a0}: le dossier n’en montre pas la cause, ou la politique ne l’admet pas", day(on)),
                format!("the stop of {} does not count: the file does not show its cause, or the policy does not allow it", day(on)),
            ),
            Self::AskedWithoutDoubt { on } => lang.pick(
                format!("une preuve d’identité a été demandée le {} sans doute propre au cas", day(on)),
                format!("proof of identity was asked for on {} without a doubt of the case", day(on)),
            ),
            Self::IdentityCopyKept { since } => lang.pick(
                format!("la copie de la pièce d’identité aurait dû être supprimée le {}", day(since)),
                format!("the copy of the identity document should have been deleted on {}", day(since)),
            ),
            Self::RefusedUnasked { right } => lang.pick(
                format!("droit refusé faute d’identification ({}), sans que la personne ait été interrogée", named(right)),
                format!("a right was refused for want of identification ({}) of a person who was never asked", named(right)),
            ),
            Self::RecipientsNotNamed { right } => lang.pick(
                format!("on ne sait pas quels destinataires informer ({})", named(right)),
                format!("it is not known which recipients to tell ({})", named(right)),
            ),
            Self::RecipientsNotTold { right, count } => lang.pick(
                format!("destinataires encore à informer ({})\u{a0}: {count}", named(right)),
                format!("recipients still to be told ({}): {count}", named(right)),
            ),
            Self::RecipientsNotDisclosed => lang
                .pick(
                    "la personne a demandé qui sont les destinataires, et ne le sait pas encore",
                    "the person asked who the recipients are and does not know yet",
                )
                .to_owned(),
        }
    }
}

fn lateness(strict: NaiveDate, lenient: NaiveDate, arguable: bool, lang: Lang) -> String {
    let (strict, lenient) = (long_date(strict, lang), long_date(lenient, lang));
    match (lang, arguable) {
        (Lang::Fr, true) => {
            format!("échéance du {strict}, encore défendable jusqu’au {lenient}")
        }
        (Lang::Fr, false) => format!("échéance du {strict}, dépassée dans toutes les lectures"),
        (Lang::En, true) => format!("due by {strict}, arguable until {lenient}"),
        (Lang::En, false) => format!("due by {strict}, late in every reading"),
    }
}

impl Request {
    /// What is wrong with the request on that day, in a fixed order. A right that is closed is judged by the day of its outcome.
    ///
    /// ```
    /// use greffe_calendar::{Calendar, Place};
    /// use greffe_export::{Evidence, Request, Right};
    ///
    /// let request = Request::received("R-2026-17".parse()?, Right::Access, "2026-03-02".parse()?)
    ///     .with_evidence(Evidence::Email);
    /// let france = Calendar::of(Place::France);
    /// assert!(request.findings(&france, "2026-04-02".parse()?)?.is_empty());
    /// assert_eq!(request.findings(&france, "2026-04-03".parse()?)?[0].code(), "answer-late");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the calendar does not know the days.
    pub fn findings(
        &self,
        calendar: &Calendar,
        today: NaiveDate,
    ) -> Result<Vec<RequestFinding>, CalendarError> {
        let mut found = Vec::new();
        if self.evidence.is_none() {
            found.push(RequestFinding::ReceiptNotShown);
        }
        self.late_answers(calendar, today, &mut found)?;
        self.late_extension(calendar, &mut found)?;
        for (index, entry) in self.log.iter().enumerate() {
            match entry.event {
                Event::Suspended(reason) if !self.stop_counts_at_all(index, reason) => {
                    found.push(RequestFinding::StopDoesNotCount { on: entry.on });
                }
                Event::IdentityAsked(question) if question.doubt.is_none() => {
                    found.push(RequestFinding::AskedWithoutDoubt { on: entry.on });
                }
                _ => {}
            }
        }
        if let Some(since) = self.copy_to_delete_since().filter(|since| today > *since) {
            found.push(RequestFinding::IdentityCopyKept { since });
        }
        self.refused_unasked(&mut found);
        self.untold_recipients(&mut found);
        Ok(found)
    }

    fn late_answers(
        &self,
        calendar: &Calendar,
        today: NaiveDate,
        found: &mut Vec<RequestFinding>,
    ) -> Result<(), CalendarError> {
        for (right, outcome) in &self.asked {
            let answer = || self.deadline_of(*right, calendar);
            let refusal = || self.refusal_deadline_of(*right, calendar);
            let (due, day) = match outcome {
                Some(Outcome::Withdrawn(_)) => continue,
                Some(Outcome::Refused(on, _)) => (dates(&refusal()?), *on),
                // What is refused of it must be told within the month all the same; whether an extension covers it with the rest is open.
                Some(Outcome::PartlyGranted(on, _)) => {
                    let part = dates(&refusal()?);
                    let due = dates(&answer()?).map(|whole| DueDates {
                        strict: part.map_or(whole.strict, |part| part.strict.min(whole.strict)),
                        ..whole
                    });
                    (due, *on)
                }
                Some(outcome) => (dates(&answer()?), outcome.on()),
                None => (dates(&answer()?), today),
            };
            // While the clock stands still nothing is late.
            if let Some(due) = due.filter(|due| day > due.strict) {
                found.push(RequestFinding::AnswerLate {
                    right: *right,
                    strict: due.strict,
                    lenient: due.lenient,
                    arguable: day <= due.lenient,
                });
            }
        }
        Ok(())
    }

    fn late_extension(
        &self,
        calendar: &Calendar,
        found: &mut Vec<RequestFinding>,
    ) -> Result<(), CalendarError> {
        let extended = self
            .log
            .iter()
            .find(|entry| matches!(entry.event, Event::Extended(_)));
        if let Some(entry) = extended
            && let Some(due) = dates(&self.extension_to_announce(calendar)?)
            && entry.on > due.strict
        {
            found.push(RequestFinding::ExtensionLate {
                strict: due.strict,
                lenient: due.lenient,
                arguable: entry.on <= due.lenient,
            });
        }
        Ok(())
    }

    /// The day on which the copy of an identity document had served: that of the scoping, or that of the end without one.
    fn copy_to_delete_since(&self) -> Option<NaiveDate> {
        if !self.keeps_identity_copy() {
            return None;
        }
        let scoped = self
            .log
            .iter()
            .find(|entry| entry.event == Event::Reached(State::Scoped));
        let closed = || {
            let last = self
                .asked
                .iter()
                .filter_map(|(_, outcome)| outcome.as_ref());
            self.state
                .is_final()
                .then(|| last.map(Outcome::on).max())
                .flatten()
        };
        scoped.map(|entry| entry.on).or_else(closed)
    }

    fn refused_unasked(&self, found: &mut Vec<RequestFinding>) {
        if self.identity_question().is_some() {
            return;
        }
        for (right, outcome) in &self.asked {
            let refusals = outcome.as_ref().map(Outcome::refusals).unwrap_or_default();
            if refusals
                .iter()
                .any(|refusal| refusal.reason == RefusalReason::NotIdentified)
            {
                found.push(RequestFinding::RefusedUnasked { right: *right });
            }
        }
    }

    fn untold_recipients(&self, found: &mut Vec<RequestFinding>) {
        for (right, outcome) in &self.asked {
            let granted = outcome.as_ref().is_some_and(Outcome::is_granted);
            if !granted || !right.reaches_recipients() {
                continue;
            }
            let Some(notices) = self.recipient_notices(*right) else {
                found.push(RequestFinding::RecipientsNotNamed { right: *right });
                continue;
            };
            let count = notices
                .iter()
                .filter(|notice| notice.result.is_none())
                .count();
            if count > 0 {
                found.push(RequestFinding::RecipientsNotTold {
                    right: *right,
                    count,
                });
            }
        }
        if self.owes_recipients() {
            found.push(RequestFinding::RecipientsNotDisclosed);
        }
    }
}

fn dates(deadline: &RequestDeadline) -> Option<DueDates> {
    deadline.readings().map(DueDates::from)
}

impl NoticeResult {
    /// The provision that asks for the notice and excuses its absence.
    #[must_use]
    pub const fn citation(self) -> Citation {
        Citation::from_static("GDPR 19")
    }
}
