//! Why a verdict is what it is, made only when asked.

mod steps;
mod verdict;

use std::fmt;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_terms::{Citation, Lang, Text};

use crate::evaluate::Evaluation;
use crate::{Facts, Policy, Rule, Stage, Verdict};

/// The reasons of a verdict: the rule in words, the events with their days, the arithmetic step by step, the sources.
///
/// Nothing of a person is in it but the days: no ids, no sources of facts, no names.
#[derive(Clone, Copy)]
pub struct Explanation<'a> {
    evaluation: Evaluation<'a>,
    /// The policy, which may find undetermined what the version that decides does not.
    policy: Option<&'a Policy>,
    /// The last day on which the version that decides was in force, where another one took its place.
    in_force_until: Option<NaiveDate>,
}

impl Rule {
    /// Explains [`Rule::evaluate`] for the same arguments.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use greffe_calendar::FiscalYears;
    /// use greffe_retention::{Event, Facts, Rule};
    ///
    /// let rule = Rule::from_toml("keep = \"P10Y\"\nafter = { fiscal_close = \"last_operation\" }")?;
    /// let years = FiscalYears::regular("06-30".parse()?);
    /// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    /// let facts = Facts::new().on(Event::LastOperation, day(2026, 7, 1));
    /// let why = rule.explain(&facts, &years, day(2026, 11, 23)).in_english();
    /// assert!(why.contains("The last operation: Wednesday 1 July 2026"));
    /// assert!(why.ends_with("Kept through Tuesday 30 June 2037."));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn explain<'a>(
        &'a self,
        facts: &'a Facts,
        years: &'a FiscalYears,
        as_of: NaiveDate,
    ) -> Explanation<'a> {
        Explanation {
            evaluation: Evaluation::of(self, facts, years, as_of),
            policy: None,
            in_force_until: None,
        }
    }
}

impl<'a> Explanation<'a> {
    pub(crate) const fn under(
        mut self,
        policy: &'a Policy,
        in_force_until: Option<NaiveDate>,
    ) -> Self {
        self.policy = Some(policy);
        self.in_force_until = in_force_until;
        self
    }

    /// The verdict that is explained.
    pub fn verdict(&self) -> Verdict {
        let of = &self.evaluation;
        match self.policy {
            Some(policy) => policy.evaluate(of.facts, of.years, of.as_of),
            None => of.verdict(),
        }
    }

    /// One sentence a line, without a full stop: the rule, the steps, the sources, the verdict; in an archive who may still read it.
    #[must_use]
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let verdict = self.verdict();
        let rule = self.evaluation.rule.in_words(lang);
        let mut lines = vec![lang.pick(format!("règle\u{a0}: {rule}"), format!("rule: {rule}"))];
        if let Some(day) = self.in_force_until {
            let day = greffe_calendar::date_in_words(day, lang);
            // It does where the policy says the same.
            let (fr, en) = if verdict == self.evaluation.verdict() {
                ("décide encore", "still decides")
            } else {
                ("décide peut-être encore", "may still decide")
            };
            lines.push(lang.pick(
                format!("version en vigueur jusqu’au {day} inclus, qui {fr} de ces données"),
                format!("the version in force through {day}, which {en} on these data"),
            ));
        }
        lines.extend(steps::of(&self.evaluation, &verdict, lang));
        let law: Vec<_> = self
            .evaluation
            .rule
            .law()
            .iter()
            .map(|c| c.label_with_force(lang))
            .collect();
        if !law.is_empty() {
            let law = law.join(lang.pick("\u{a0}; ", "; "));
            lines.push(lang.pick(format!("sources\u{a0}: {law}"), format!("sources: {law}")));
        }
        lines.push(verdict::in_words(&verdict, lang));
        if matches!(verdict, Verdict::Archive { .. }) {
            lines.extend(self.readers_in_words(lang));
        }
        lines
    }

    /// Who may still read the data: the readers of the stage in which the record is; empty where the rule names none, or the verdict is undetermined.
    #[must_use]
    pub fn readers(&self) -> &[Text] {
        if matches!(self.verdict(), Verdict::Undetermined { .. }) {
            return &[];
        }
        self.evaluation.stage().map_or(&[], Stage::readers)
    }

    fn readers_in_words(&self, lang: Lang) -> Option<String> {
        let readers: Vec<_> = self.readers().iter().map(|r| r.in_language(lang)).collect();
        let list = (!readers.is_empty()).then(|| readers.join(", "))?;
        Some(lang.pick(
            format!("accès réservé à\u{a0}: {list}"),
            format!("open only to: {list}"),
        ))
    }

    /// The sources in law of the rule and of what holds the record back.
    #[must_use]
    pub fn citations(&self) -> Vec<Citation> {
        let mut citations = self.evaluation.rule.law().to_vec();
        citations.extend(
            self.evaluation
                .held_by()
                .into_iter()
                .map(|reason| reason.citation()),
        );
        citations
    }

    /// The whole text in a language, one sentence a line.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let lines: Vec<_> = self.lines(lang).iter().map(|l| sentence(l)).collect();
        lines.join("\n")
    }

    /// The whole text in French.
    #[must_use]
    pub fn in_french(&self) -> String {
        self.in_language(Lang::Fr)
    }

    /// The whole text in English.
    #[must_use]
    pub fn in_english(&self) -> String {
        self.in_language(Lang::En)
    }
}

impl Verdict {
    /// The verdict in one sentence without a full stop.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        verdict::in_words(self, lang)
    }
}

/// In English; [`Verdict::in_words`] has both languages.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(Lang::En))
    }
}

/// In English; [`Explanation::in_language`] has both languages.
impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_english())
    }
}

impl fmt::Debug for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Explanation(..)")
    }
}

fn sentence(line: &str) -> String {
    let mut chars = line.chars();
    match chars.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), chars.as_str()),
        None => String::new(),
    }
}
