//! The steps that led to a verdict.

use chrono::NaiveDate;
use greffe_calendar::{Calendar, Convention, Period, Place, date_in_words};
use greffe_terms::{Citation, Lang};

use crate::evaluate::{Evaluation, Lack, Reached, Window};
use crate::rule::{Naming, named};
use crate::{Absence, Anchor, Close, Condition, Event, Length, Limit, SetLength, Stage, Verdict};

pub(super) fn of(evaluation: &Evaluation<'_>, verdict: &Verdict, lang: Lang) -> Vec<String> {
    let mut steps = Steps {
        evaluation,
        verdict,
        lang,
        lines: Vec::new(),
    };
    let stages = evaluation.rule.stages();
    for (index, stage) in stages.iter().enumerate() {
        if stages.len() > 1 {
            let number = index + 1;
            let words = stage.in_words(Naming::new(lang, evaluation.rule.contact()));
            steps.say(
                format!("étape {number}\u{a0}: {words}"),
                format!("stage {number}: {words}"),
            );
        }
        steps.stage(stage);
    }
    steps.facts();
    steps.lines
}

struct Steps<'a, 'l> {
    evaluation: &'l Evaluation<'a>,
    verdict: &'l Verdict,
    lang: Lang,
    lines: Vec<String>,
}

impl<'a> Steps<'a, '_> {
    fn say(&mut self, fr: String, en: String) {
        self.lines.push(self.lang.pick(fr, en));
    }

    fn date(&self, date: NaiveDate) -> String {
        date_in_words(date, self.lang)
    }

    fn stage(&mut self, stage: &'a Stage) {
        match stage.limit() {
            Limit::Until(condition) => self.condition(condition),
            Limit::Keep(Length::Session) => {
                let ended = self.evaluation.event(&Event::SessionEnd, Absence::Unknown);
                self.event(&Event::SessionEnd, ended);
            }
            Limit::Keep(length) => {
                self.anchor(stage);
                if let Length::Set(set) = length {
                    self.set_period(set);
                }
                if let Ok(period) = self.evaluation.length(length) {
                    self.arithmetic(stage, period);
                }
            }
            Limit::Within(period) => {
                self.anchor(stage);
                self.arithmetic(stage, *period);
            }
            Limit::Latest { .. } => {}
        }
        self.ceiling(stage);
        if let Some(extension) = self.evaluation.facts.extension()
            && self.evaluation.rule.is_extensible()
        {
            let day = self.date(extension);
            self.say(
                format!("prolongé sur demande jusqu’au {day}"),
                format!("extended on request through {day}"),
            );
        }
    }

    fn set_period(&mut self, set: &SetLength) {
        match self.evaluation.facts.period_set_by(set.set_by()) {
            Some(period) => {
                let period = period.in_language(self.lang);
                self.say(
                    format!("durée fixée\u{a0}: {period}"),
                    format!("period set: {period}"),
                );
            }
            None => {
                let period = set.default_period().in_language(self.lang);
                self.say(
                    format!("durée par défaut, aucune autre n’étant notée\u{a0}: {period}"),
                    format!("the default, for no other period is recorded: {period}"),
                );
            }
        }
    }

    /// The maximum beside what keeps the record.
    fn ceiling(&mut self, stage: &'a Stage) {
        let Some(ceiling) = stage.ceiling() else {
            return;
        };
        if let Some(anchor) = ceiling.after() {
            self.anchor_part(anchor);
        }
        if let Some(Window::Within { latest, .. }) = self.evaluation.ceiling(stage) {
            let (within, latest) = (ceiling.within().in_language(self.lang), self.date(latest));
            self.say(
                format!("à effacer dans un délai de {within}\u{a0}: au plus tard le {latest}"),
                format!("to be gone within {within}: by {latest}"),
            );
        }
    }

    fn anchor(&mut self, stage: &'a Stage) {
        if let Some(anchor) = stage.after() {
            self.anchor_part(anchor);
        }
    }

    fn anchor_part(&mut self, anchor: &'a Anchor) {
        match anchor {
            Anchor::Event { event, absent } => {
                let reached = self.evaluation.event(event, *absent);
                self.event(event, reached);
            }
            Anchor::Close {
                event, absent, of, ..
            } => {
                let reached = self.evaluation.event(event, *absent);
                let day = match &reached {
                    Reached::At(day) => Some(*day),
                    _ => None,
                };
                self.event(event, reached);
                if let Some(day) = day {
                    self.close(day, *of);
                }
            }
            Anchor::Latest(of) | Anchor::Earliest(of) => {
                of.iter().for_each(|part| self.anchor_part(part));
                if let Reached::At(day) = self.evaluation.anchor(anchor) {
                    let day = self.date(day);
                    if matches!(anchor, Anchor::Latest(_)) {
                        self.say(
                            format!("la plus tardive de ces dates\u{a0}: {day}"),
                            format!("the latest of these: {day}"),
                        );
                    } else {
                        self.say(
                            format!("la plus précoce de ces dates\u{a0}: {day}"),
                            format!("the earliest of these: {day}"),
                        );
                    }
                }
            }
        }
    }

    fn close(&mut self, day: NaiveDate, of: Close) {
        match of {
            Close::FiscalYear => match self.evaluation.years.containing(day) {
                Some(year) => {
                    let (start, end) = (self.date(year.start()), self.date(year.end()));
                    self.say(
                        format!("exercice ouvert le {start}, qui se clôt le {end}"),
                        format!("fiscal year opening on {start}, closing on {end}"),
                    );
                }
                None => self.say(
                    "aucun exercice connu ne couvre cette date".to_owned(),
                    "no known fiscal year covers that day".to_owned(),
                ),
            },
            Close::CalendarYear => {
                if let Some(end) = self.evaluation.close(day, of) {
                    let end = self.date(end);
                    self.say(
                        format!("fin de l’année\u{a0}: {end}"),
                        format!("end of the year: {end}"),
                    );
                }
            }
            Close::Document => {}
        }
    }

    fn condition(&mut self, condition: &'a Condition) {
        match condition {
            Condition::Event(event) => {
                let reached = self.evaluation.condition(condition);
                self.event(event, reached);
            }
            Condition::All(of) | Condition::Any(of) => of.iter().for_each(|c| self.condition(c)),
            Condition::IfOpened { opened, then } => {
                let reached = self.evaluation.event(opened, Absence::Unknown);
                let happened = matches!(reached, Reached::At(_));
                self.event(opened, reached);
                if happened {
                    self.condition(then);
                }
            }
        }
    }

    fn event(&mut self, event: &Event, reached: Reached<'_>) {
        let label = named(event, self.evaluation.rule.contact(), self.lang);
        let (fr, en) = match reached {
            Reached::At(day) => (self.date(day), self.date(day)),
            Reached::Open(_) => ("pas encore".to_owned(), "not yet".to_owned()),
            Reached::Never(_) => ("jamais".to_owned(), "never".to_owned()),
            Reached::Unknown(Lack::Event(_)) => ("date inconnue".to_owned(), "unknown".to_owned()),
            Reached::Unknown(Lack::UncountedContact) => (
                "noté sans dire s’il est d’un genre qui compte".to_owned(),
                "recorded without saying whether it is of a kind that counts".to_owned(),
            ),
            Reached::Unknown(_) => ("aucune date valable".to_owned(), "no valid date".to_owned()),
        };
        self.say(format!("{label}\u{a0}: {fr}"), format!("{label}: {en}"));
    }

    /// The arithmetic of the calendar's own convention for limits of conservation.
    fn arithmetic(&mut self, stage: &'a Stage, period: Period) {
        let Reached::At(anchor) = self.evaluation.after(stage) else {
            return;
        };
        let calendar = Calendar::of(Place::France);
        match Convention::Retention.explain_last_day(anchor, period, &calendar) {
            Ok(explained) => {
                let trace = explained.trace().in_language(self.lang);
                self.lines.extend(trace);
            }
            // Hours: only the day that they lead to matters.
            Err(_) => {
                if let Window::Keep { until: day } | Window::Within { latest: day, .. } =
                    self.evaluation.window(stage)
                {
                    let (added, day) = (period.in_language(self.lang), self.date(day));
                    self.say(
                        format!("plus {added}, en jours entiers\u{a0}: {day}"),
                        format!("plus {added}, in whole days: {day}"),
                    );
                }
            }
        }
    }

    fn facts(&mut self) {
        let facts = self.evaluation.facts;
        let all = facts.occurrences().len();
        let corrected = all.saturating_sub(facts.standing().count());
        if corrected > 0 {
            self.say(
                format!("faits corrigés et laissés de côté\u{a0}: {corrected}"),
                format!("facts corrected and left aside: {corrected}"),
            );
        }
        let ahead = facts.standing().filter(|o| {
            let is_contact = self.evaluation.rule.contact().contains(o.event());
            let may = !is_contact && o.event().may_lie_ahead();
            !may && o.occurred().is_some_and(|day| day > self.evaluation.as_of)
        });
        let ahead = ahead.count();
        if ahead > 0 {
            self.say(
                format!("faits datés de l’avenir, en quarantaine jusqu’à leur jour\u{a0}: {ahead}"),
                format!("facts dated in the future, quarantined until their day: {ahead}"),
            );
        }
        self.holds();
    }

    /// What disposal waits for. The day on which the record is due stays what it is.
    fn holds(&mut self) {
        for reason in self.evaluation.held_by() {
            let (label, law) = (reason.label(self.lang), reason.citation().label(self.lang));
            self.say(
                format!("suspension de l’effacement\u{a0}: {label} ({law})"),
                format!("hold: {label} ({law})"),
            );
        }
        let as_of = self.evaluation.as_of;
        let holds = self.evaluation.facts.active_holds(as_of);
        let liftable = holds.filter_map(|hold| hold.liftable_since(as_of));
        if let Some(since) = liftable.min() {
            let (since, law) = (self.date(since), LIFTING.label(self.lang));
            self.say(
                format!(
                    "limitation levable depuis le {since}, en attente de l’information préalable de la personne ({law})"
                ),
                format!(
                    "the restriction may be lifted since {since}, once the person has been told beforehand ({law})"
                ),
            );
        }
        if matches!(self.verdict, Verdict::Held { .. })
            && let Some(due) = self.evaluation.disposable_from()
        {
            let due = self.date(due);
            self.say(
                format!("échu depuis le {due}, ce que la suspension ne change pas"),
                format!("due since {due}, which the hold does not change"),
            );
        }
    }
}

const LIFTING: Citation = Citation::from_static("GDPR 18(3)");
