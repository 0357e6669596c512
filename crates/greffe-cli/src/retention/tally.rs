//! What came of the lines.

use std::collections::BTreeMap;
use std::process::ExitCode;

use greffe::retention::VerdictKind;
use greffe::terms::Lang;

use crate::output::bad_line;

/// Counts, and whether all of them have an answer.
#[derive(Debug, Default)]
pub(super) struct Tally {
    lines: u64,
    bad: u64,
    of_other_rules: u64,
    verdicts: BTreeMap<VerdictKind, u64>,
}

impl Tally {
    pub(super) fn verdict(&mut self, kind: VerdictKind) {
        self.lines += 1;
        *self.verdicts.entry(kind).or_default() += 1;
    }

    /// A line that other rules govern than those that were asked for.
    pub(super) fn other_rule(&mut self) {
        self.lines += 1;
        self.of_other_rules += 1;
    }

    /// Says what is wrong with a line, by its number and without its content.
    pub(super) fn bad_line(&mut self, number: u64, why: &str, lang: Lang) {
        self.lines += 1;
        self.bad += 1;
        bad_line(None, number, why, lang);
    }

    pub(super) const fn lines(&self) -> u64 {
        self.lines
    }

    pub(super) const fn bad(&self) -> u64 {
        self.bad
    }

    /// Exit status 1 where a line was bad, or where nobody knows what to do with a record.
    pub(super) fn status(&self) -> ExitCode {
        let open = [VerdictKind::Undetermined, VerdictKind::Conflict];
        let unknown = open.iter().any(|kind| self.verdicts.contains_key(kind));
        ExitCode::from(u8::from(self.bad > 0 || unknown))
    }

    /// One line: how many of each kind.
    pub(super) fn in_language(&self, lang: Lang) -> String {
        let separator = lang.pick("\u{a0}: ", ": ");
        let mut parts = vec![format!(
            "{}{separator}{}",
            lang.pick("lignes", "lines"),
            self.lines
        )];
        for (kind, count) in &self.verdicts {
            parts.push(format!("{}{separator}{count}", kind.label(lang)));
        }
        if self.of_other_rules > 0 {
            let label = lang.pick("d’autres règles", "of other rules");
            parts.push(format!("{label}{separator}{}", self.of_other_rules));
        }
        if self.bad > 0 {
            let label = lang.pick("en défaut", "bad lines");
            parts.push(format!("{label}{separator}{}", self.bad));
        }
        parts.join(lang.pick("\u{a0}; ", "; "))
    }
}
