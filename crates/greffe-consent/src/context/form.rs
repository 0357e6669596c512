//! What the caller knows of a person as a file: TOML, or the same as JSON.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use greffe_calendar::zone;
use greffe_document::{Document, Faults, Limits, Node, TableReader, Words};
use greffe_terms::PurposeId;

use super::PersonContext;
use crate::{ContextFileError, CountryCode};

impl PersonContext {
    /// Reads what is known of one person. A key that is not there is unknown, which is another thing than `false` or an empty list.
    ///
    /// | key | value |
    /// | --- | --- |
    /// | `born` | the day of birth, `YYYY-MM-DD` |
    /// | `residence` | the country of residence, two capital letters |
    /// | `zone` | the zone of the person's clocks: `Europe/Paris` |
    /// | `holders` | how many holders of parental responsibility a child has |
    /// | `professional` | `true` where the person is reached as a professional, `false` as a consumer |
    /// | `informed` | whether the person was told of marketing when the address or number was collected, and could refuse |
    /// | `contract` | whether a contract with the person is being performed |
    /// | `suppressed` | whether the contact stands on the suppression list |
    /// | `opposition_list` | a table of `checked`, an instant, and `listed`, `true` or `false`: the last look into the list of those who oppose calls |
    /// | `calls` | the instants of the marketing calls of the last thirty days; an empty list says that there was none |
    /// | `refusals` | the instants at which the person refused in a call |
    /// | `guardian`, `proxy` | whether it was verified that there is one who may consent |
    /// | `directives` | the purposes that the person's directives for after death let go on |
    ///
    /// Instants have their offset: `2026-03-01T10:00:00+01:00`.
    ///
    /// ```
    /// use greffe_consent::PersonContext;
    ///
    /// let known = PersonContext::from_toml("born = 2012-05-01\nresidence = \"FR\"\nholders = 1\n")?;
    /// let told = PersonContext::new().born("2012-05-01".parse()?).residing_in("FR".parse()?).with_holders(1);
    /// assert_eq!(known, told);
    ///
    /// let slip = PersonContext::from_toml("birth = 2012-05-01\n").unwrap_err();
    /// assert_eq!(slip.to_string(), "line 1, column 1: `birth`: unknown key `birth`");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ContextFileError`]: no TOML, or what is wrong with each key and where. Never the value.
    pub fn from_toml(text: &str) -> Result<Self, ContextFileError> {
        let document = Document::from_toml_bytes(text.as_bytes(), Limits::default())?;
        Self::from_document(&document)
    }

    /// Reads the same keys as JSON.
    ///
    /// # Errors
    /// As [`PersonContext::from_toml`].
    pub fn from_json(text: &str) -> Result<Self, ContextFileError> {
        let document = Document::from_json_bytes(text.as_bytes(), Limits::default())?;
        Self::from_document(&document)
    }

    /// Reads it out of a document that holds nothing else.
    ///
    /// # Errors
    /// As [`PersonContext::from_toml`].
    pub fn from_document(document: &Document) -> Result<Self, ContextFileError> {
        Ok(document.read_row_with(WHAT_IS_KNOWN, read)?)
    }
}

fn read(root: &Node, faults: &mut Faults) -> Option<PersonContext> {
    let mut table = TableReader::open(root, faults)?;
    let mut known = PersonContext::new();
    known.who.born = table.optional("born").and_then(|node| node.date(faults));
    known.who.residence = parsed::<CountryCode>(table.optional("residence"), COUNTRY, faults);
    known.reach.zone = table.optional("zone").and_then(|node| {
        let name = node.text(faults)?;
        zone::parse(name)
            .ok()
            .or_else(|| faults.invalid(node, ZONE))
    });
    let holders = table.optional("holders");
    known.who.holders = holders.and_then(|node| node.number(faults));
    known.reach.professional = flag(table.optional("professional"), faults);
    known.reach.informed = flag(table.optional("informed"), faults);
    known.reach.contract = flag(table.optional("contract"), faults);
    known.reach.suppressed = flag(table.optional("suppressed"), faults);
    known.who.has_guardian = flag(table.optional("guardian"), faults);
    known.who.has_proxy = flag(table.optional("proxy"), faults);
    let list = table.optional("opposition_list");
    if let Some((checked, listed)) = list.and_then(|node| list_check(node, faults)) {
        known = known.opposition_list(checked, listed);
    }
    if let Some(calls) = table.optional("calls") {
        known = known.calls_made(calls.list_of(faults, instant));
    }
    if let Some(refusals) = table.optional("refusals") {
        known = known.refused_calls(refusals.list_of(faults, instant));
    }
    if let Some(directives) = table.optional("directives") {
        known = known.with_directives(directives.list_of(faults, |node, faults| {
            node.parse::<PurposeId>(PURPOSE, faults)
        }));
    }
    table.finish(faults);
    Some(known)
}

fn list_check(node: &Node, faults: &mut Faults) -> Option<(DateTime<Utc>, bool)> {
    let mut table = TableReader::open(node, faults)?;
    let checked = table.required("checked", faults);
    let checked = checked.and_then(|node| instant(node, faults));
    let listed = flag(table.required("listed", faults), faults);
    table.finish(faults);
    Some((checked?, listed?))
}

fn flag(node: Option<&Node>, faults: &mut Faults) -> Option<bool> {
    node?.boolean(faults)
}

fn parsed<T: FromStr>(node: Option<&Node>, expected: Words, faults: &mut Faults) -> Option<T> {
    node?.parse(expected, faults)
}

fn instant(node: &Node, faults: &mut Faults) -> Option<DateTime<Utc>> {
    node.instant(faults)
        .map(|instant| instant.with_timezone(&Utc))
}

const WHAT_IS_KNOWN: Words = Words::new(
    "ce que l’on sait d’une personne",
    "what is known of a person",
);
const COUNTRY: Words = Words::new(
    "un pays par ses deux lettres majuscules, tel que `FR`",
    "a country by its two capital letters, such as `FR`",
);
const ZONE: Words = Words::new(
    "un fuseau horaire tel que `Europe/Paris`",
    "a time zone such as `Europe/Paris`",
);
const PURPOSE: Words = Words::new("l’id d’une finalité", "the id of a purpose");
