//! A question under way: records come line by line, each is looked at, and what came of it is counted.

use std::process::ExitCode;

use greffe::calendar::NaiveDate;
use greffe::register::Register;
use greffe::retention::{Explanation, Record, Rule, Verdict, VerdictKind};
use greffe::terms::Lang;

use super::lines::Lines;
use super::tally::Tally;
use crate::output::{Output, complain};
use crate::refusal::{Reason, Refusal};

/// A register, a day, lines, and the counts so far.
pub(super) struct Session {
    pub(super) register: Register,
    pub(super) day: NaiveDate,
    pub(super) lines: Lines,
    pub(super) tally: Tally,
    pub(super) lang: Lang,
}

/// A record with the rule that governs it.
#[derive(Clone, Copy)]
pub(super) struct Governed<'a> {
    pub(super) record: &'a Record,
    pub(super) address: &'a str,
    pub(super) rule: &'a Rule,
    register: &'a Register,
    day: NaiveDate,
}

impl Session {
    /// Hands each record to `look`, which says its verdict, that another rule governs it, or why it cannot be looked at. A bad line is
    /// named by its number, and the others are done.
    pub(super) fn each_record(
        &mut self,
        mut look: impl FnMut(&Register, NaiveDate, Record) -> Result<Option<VerdictKind>, Reason>,
    ) -> Result<(), Refusal> {
        while let Some(line) = self.lines.next()? {
            let looked = match line.record {
                Ok(record) => {
                    look(&self.register, self.day, record).map_err(|why| why.in_language(self.lang))
                }
                Err(why) => Err(why.in_language(self.lang)),
            };
            match looked {
                Ok(Some(kind)) => self.tally.verdict(kind),
                Ok(None) => self.tally.other_rule(),
                Err(why) => self.tally.bad_line(line.number, &why, self.lang),
            }
        }
        Ok(())
    }

    /// The same for each record with its rule: the one that its line names, else `asked`.
    pub(super) fn each(
        &mut self,
        asked: Option<&str>,
        mut look: impl FnMut(Governed<'_>) -> Result<VerdictKind, Reason>,
    ) -> Result<(), Refusal> {
        self.each_record(|register, day, record| {
            let address = record.rule().or(asked).ok_or(NO_RULE)?;
            look(Governed {
                record: &record,
                address,
                rule: register.retention(address)?,
                register,
                day,
            })
            .map(Some)
        })
    }
}

impl<'a> Governed<'a> {
    pub(super) fn verdict(self) -> Verdict {
        let years = self.register.fiscal_years();
        self.rule.evaluate(self.record.facts(), years, self.day)
    }

    pub(super) fn explanation(self) -> Explanation<'a> {
        let years = self.register.fiscal_years();
        self.rule.explain(self.record.facts(), years, self.day)
    }

    pub(super) fn next_change(self) -> Option<NaiveDate> {
        let years = self.register.fiscal_years();
        self.rule.next_change(self.record.facts(), years, self.day)
    }
}

/// Says what came of the lines, or what cannot be used, and gives the exit status.
pub(super) fn end(output: Output, answer: Result<Tally, Refusal>) -> ExitCode {
    let lang = output.lang();
    match answer {
        Ok(tally) => {
            complain(&tally.in_language(lang));
            tally.status()
        }
        Err(refusal) => output.refuse(&refusal.in_language(lang)),
    }
}

const NO_RULE: greffe::document::Words = greffe::document::Words::new(
    "la ligne ne nomme pas de règle, et --rule n'en donne pas",
    "the line names no rule, and --rule gives none",
);
