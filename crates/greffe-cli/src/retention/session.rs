//! A question under way: records come line by line, each is looked at, and what came of it is counted.

use std::process::ExitCode;

use greffe::calendar::NaiveDate;
use greffe::register::Register;
use greffe::retention::{Explanation, Governing, Policy, Record, RowKey, Verdict, VerdictKind};
use greffe::terms::Lang;

use super::lines::Lines;
use super::tally::Tally;
use crate::output::{Output, reader_is_gone, remark};
use crate::refusal::{Reason, Refusal};

/// A register, a day, lines, and the counts so far.
pub(super) struct Session {
    pub(super) register: Register,
    /// A policy in the place of the register's rule.
    pub(super) policy: Option<Policy>,
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
    governing: Governing<'a>,
    register: &'a Register,
    day: NaiveDate,
}

impl Session {
    /// Hands each record to `look`, which says its verdict, that another rule governs it, or why it cannot be looked at. A bad line is
    /// named by its number and handed to `spoiled` with its key, where that can be made out; the others are done.
    pub(super) fn each_record(
        &mut self,
        mut look: impl FnMut(&Register, NaiveDate, Record) -> Result<Option<VerdictKind>, Reason>,
        mut spoiled: impl FnMut(RowKey),
    ) -> Result<(), Refusal> {
        while let Some(line) = self.lines.next()? {
            if reader_is_gone() {
                break;
            }
            let looked = match line.record {
                Ok(record) => {
                    look(&self.register, self.day, record).map_err(|why| why.in_language(self.lang))
                }
                Err(why) => {
                    let words = why.in_language(self.lang);
                    why.key().into_iter().for_each(&mut spoiled);
                    Err(words)
                }
            };
            match looked {
                Ok(Some(kind)) => self.tally.verdict(kind),
                Ok(None) => self.tally.other_rule(),
                Err(why) => self.tally.bad_line(line.number, &why, self.lang),
            }
        }
        Ok(())
    }

    /// The same for each record with what governs it: the rule that its line names, or `asked` where it names none. Where a rule is asked for,
    /// lines that name another one are left out.
    pub(super) fn each(
        &mut self,
        asked: Option<&str>,
        mut look: impl FnMut(Governed<'_>) -> Result<VerdictKind, Reason>,
    ) -> Result<(), Refusal> {
        let policy = self.policy.take();
        self.each_record(
            |register, day, record| {
                let address = record.rule().or(asked).ok_or(NO_RULE)?;
                if asked.is_some_and(|asked| asked != address) {
                    return Ok(None);
                }
                let rule = register.retention(address)?;
                let governing = policy.as_ref().map_or(rule.into(), Governing::from);
                look(Governed {
                    record: &record,
                    address,
                    governing,
                    register,
                    day,
                })
                .map(Some)
            },
            drop,
        )
    }
}

impl<'a> Governed<'a> {
    pub(super) fn verdict(self) -> Verdict {
        let years = self.register.fiscal_years();
        self.governing
            .evaluate(self.record.facts(), years, self.day)
    }

    pub(super) fn explanation(self) -> Option<Explanation<'a>> {
        let years = self.register.fiscal_years();
        self.governing.explain(self.record.facts(), years, self.day)
    }

    pub(super) fn next_change(self) -> Option<NaiveDate> {
        let years = self.register.fiscal_years();
        self.governing
            .next_change(self.record.facts(), years, self.day)
    }
}

/// Says what came of the lines, or what cannot be used, and gives the exit status.
pub(super) fn end(output: Output, answer: Result<Tally, Refusal>) -> ExitCode {
    let lang = output.lang();
    match answer {
        Ok(tally) => {
            remark(&tally.in_language(lang));
            tally.status()
        }
        Err(refusal) => output.refuse(&refusal.in_language(lang)),
    }
}

const NO_RULE: greffe::document::Words = greffe::document::Words::new(
    "la ligne ne nomme pas de règle, et --rule n’en donne pas",
    "the line names no rule, and --rule gives none",
);
