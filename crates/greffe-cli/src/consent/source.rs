//! The policy and the events that a question is put with.

use std::path::{Path, PathBuf};

use clap::Args;
use greffe::consent::{Ledger, PersonContext, Policy};
use greffe::document::Words;
use greffe::register::Register;
use greffe::terms::Lang;
use greffe::{Gap, RegisterExt};

use crate::bounded::{Line, read_line};
use crate::input::{self, BYTE_ORDER_MARK, Unusable, is_stdin};
use crate::output::complain;
use crate::refusal::{Reason, Refusal, at};

/// What every question is answered from: the rules and the events.
#[derive(Debug, Args)]
pub(super) struct Sources {
    #[command(flatten)]
    terms: Terms,
    /// The events, one JSON object a line, chained or bare; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    events: PathBuf,
}

/// Where the rules come from: a policy file or a register.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Terms {
    /// The consent policy; TOML, or JSON where the name ends in .json
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The register whose purposes and notices are the policy
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
}

/// The same where it may be left out.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct MaybeTerms {
    /// The consent policy that publications and consents are held against; TOML, or JSON where the name ends in .json
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The register whose purposes and notices are that policy
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
}

/// A policy, and where it comes from a register, what that register leaves open.
pub(super) struct Rules {
    pub(super) policy: Policy,
    pub(super) gaps: Option<Vec<Gap>>,
}

impl Sources {
    /// The rules and the events. `further` is an option that may read standard input too, with its file.
    pub(super) fn open(&self, further: (&str, Option<&Path>)) -> Result<(Rules, Events), Refusal> {
        let terms = self
            .terms
            .policy
            .as_deref()
            .or(self.terms.register.as_deref());
        let (option, file) = further;
        for (option, one, others) in [
            ("--events", Some(&*self.events), [terms, None]),
            (option, file, [terms, Some(&*self.events)]),
        ] {
            if one.is_some_and(is_stdin) && others.into_iter().flatten().any(is_stdin) {
                return Err(Refusal::of(option, ONE_INPUT));
            }
        }
        let rules = open(self.terms.policy.as_deref(), self.terms.register.as_deref())?;
        let rules = rules.ok_or_else(|| Refusal::of("--policy", NO_POLICY))?;
        Ok((rules, Events::read(&self.events)?))
    }

    /// The file of the events, for what is said of it.
    pub(super) fn events(&self) -> String {
        place(&self.events)
    }

    /// Says on standard error how much was taken out of the ledger without the record of an erasure: what it said no longer decides.
    pub(super) fn complain_of_taken_out(&self, ledger: &Ledger, lang: Lang) {
        let lines = ledger.uncovered_lines().count();
        if lines > 0 {
            let words = lang.pick(
                format!("attention\u{a0}: le contenu de {lines} ligne(s) a été retiré sans trace d’un effacement\u{a0}; `greffe consent verify` les nomme"),
                format!("warning: the content of {lines} line(s) was taken out without the record of an erasure; `greffe consent verify` names them"),
            );
            complain(&at(&self.events(), &words, lang));
        }
    }

    /// Says on standard error what the register leaves open: of the purpose that is asked about, and of no one purpose.
    pub(super) fn complain_of(&self, gaps: &[&Gap], lang: Lang) {
        let register = self.terms.register.as_deref();
        let file = register.map(place).unwrap_or_default();
        for gap in gaps {
            complain(&at(&file, &gap.in_language(lang), lang));
        }
    }
}

impl Rules {
    /// What the register leaves open of this purpose, or of no one purpose. `None`: the rules come from no register.
    pub(super) fn gaps_of(&self, purpose: &str) -> Option<Vec<&Gap>> {
        let gaps = self.gaps.as_ref()?.iter();
        let of_another = |gap: &Gap| gap.purpose().is_some_and(|id| id.as_str() != purpose);
        Some(gaps.filter(|gap| !of_another(gap)).collect())
    }
}

impl MaybeTerms {
    pub(super) fn open(&self) -> Result<Option<Policy>, Refusal> {
        let rules = open(self.policy.as_deref(), self.register.as_deref())?;
        Ok(rules.map(|rules| rules.policy))
    }
}

fn open(policy: Option<&Path>, register: Option<&Path>) -> Result<Option<Rules>, Refusal> {
    let Some(file) = policy.or(register) else {
        return Ok(None);
    };
    let refused = |why: Reason| Refusal::of(place(file), why);
    let document = input::document(file, false).map_err(|why| refused(why.into()))?;
    if policy.is_some() {
        let policy = Policy::from_document(&document).map_err(|why| refused(why.into()))?;
        return Ok(Some(Rules { policy, gaps: None }));
    }
    let register = Register::from_document(&document);
    let register = register.map_err(|why| refused(Unusable::from(why).into()))?;
    let terms = register
        .consent_terms()
        .map_err(|why| refused(why.into()))?;
    let gaps = Some(terms.gaps().to_vec());
    let policy = terms
        .into_builder()
        .build()
        .map_err(|why| refused(why.into()))?;
    Ok(Some(Rules { policy, gaps }))
}

/// The file as messages name it.
pub(super) fn place(file: &Path) -> String {
    match is_stdin(file) {
        true => "stdin".to_owned(),
        false => file.display().to_string(),
    }
}

/// What is known of a person; TOML, or JSON where the name ends in `.json`.
pub(super) fn context(file: &Path) -> Result<PersonContext, Refusal> {
    let refused = |why: Reason| Refusal::of(place(file), why);
    let document = input::document(file, false).map_err(|why| refused(why.into()))?;
    PersonContext::from_document(&document).map_err(|why| refused(why.into()))
}

/// An event takes a few hundred octets. A file without line ends must not fill the memory.
const LONGEST: u64 = 1 << 20;

/// The text of a file of events; `-` is standard input.
pub(super) fn text(file: &Path) -> Result<String, Refusal> {
    let refused = |why: Reason| Refusal::of(place(file), why);
    let mut input = input::lines(file).map_err(|why| refused(why.into()))?;
    let mut octets = Vec::new();
    for number in 1.. {
        let read = read_line(&mut input, LONGEST, &mut octets);
        match read.map_err(|error| refused(Unusable::Unreadable(error.kind()).into()))? {
            Line::Whole => {}
            Line::TooLong => return Err(refused(Reason::Line(number, TOO_LONG))),
            Line::End => break,
        }
    }
    let text = String::from_utf8(octets).map_err(|error| {
        let (octets, good) = (error.as_bytes(), error.utf8_error().valid_up_to());
        let ends = octets.iter().take(good).filter(|octet| **octet == b'\n');
        let number = u64::try_from(ends.count()).unwrap_or(u64::MAX);
        refused(Reason::Line(number.saturating_add(1), NOT_UTF8))
    })?;
    Ok(match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The events of a file: a chained ledger, whose chain was verified, or bare events.
pub(super) struct Events {
    pub(super) ledger: Ledger,
    pub(super) chained: bool,
}

impl Events {
    fn read(file: &Path) -> Result<Self, Refusal> {
        let text = text(file)?;
        let chained = is_chained(&text);
        let ledger = match chained {
            true => Ledger::from_json_lines(&text),
            false => Ledger::from_event_lines(&text),
        };
        let ledger = ledger.map_err(|why| Refusal::of(place(file), why))?;
        Ok(Self { ledger, chained })
    }
}

/// Whether the first line has a link.
fn is_chained(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let first: Result<serde_json::Value, _> = serde_json::from_str(first);
    first.is_ok_and(|first| first.get("link").is_some())
}

const NO_POLICY: Words = Words::new(
    "indiquez une politique ou un registre",
    "say a policy or a register",
);
const ONE_INPUT: Words = Words::new(
    "l’entrée standard est déjà lue par une autre option",
    "standard input is read by another option already",
);
const TOO_LONG: Words = Words::new(
    "la ligne atteint ou dépasse 1 Mio",
    "the line is 1 MiB long or longer",
);
const NOT_UTF8: Words = Words::new("ce n’est pas de l’UTF-8", "it is not UTF-8");
