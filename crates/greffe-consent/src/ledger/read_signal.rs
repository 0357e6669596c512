//! Signals and numbers of vendors out of JSON lines.

use std::collections::BTreeSet;

use greffe_document::{Faults, Node, TableReader, Words};

use crate::VendorId;
use crate::signal::tcf::Restriction;
use crate::signal::{Signal, TcChoices};

pub(super) fn signal(table: &mut TableReader<'_>, faults: &mut Faults) -> Option<Signal> {
    let code = table.required("signal", faults)?;
    match code.text(faults)? {
        "gpc" => {
            let value = table.required("value", faults)?;
            value.boolean(faults).map(Signal::GlobalPrivacyControl)
        }
        "tc" => choices(table, faults).map(Signal::Tc),
        _ => faults.invalid(code, SIGNAL),
    }
}

fn choices(table: &mut TableReader<'_>, faults: &mut Faults) -> Option<TcChoices> {
    let day = table.required("day", faults);
    let day = day.and_then(|node| node.date(faults));
    let purposes = numbers::<u8>(table, "tcf_purposes", faults);
    let interests = numbers::<u8>(table, "tcf_interests", faults);
    let vendors = vendors(table, "vendors", faults);
    let vendor_interests = self::vendors(table, "vendor_interests", faults);
    let disclosed = self::vendors(table, "disclosed", faults);
    let restrictions = table.required("restrictions", faults);
    let restrictions = restrictions.map(|node| node.list_of(faults, restriction));
    let not_shown = table.optional("purpose_one_not_shown");
    let not_shown = not_shown.and_then(|node| node.boolean(faults));
    let choices = TcChoices::new(day?)
        .granting(purposes?)
        .not_objecting(interests?)
        .vendors(vendors?)
        .vendors_not_objected(vendor_interests?)
        .disclosing(disclosed?);
    let restrict = |choices: TcChoices, (purpose, vendor, restriction)| {
        choices.restricting(purpose, vendor, restriction)
    };
    let choices = restrictions?.into_iter().fold(choices, restrict);
    Some(match not_shown {
        Some(true) => choices.not_showing_purpose_one(),
        _ => choices,
    })
}

/// `purpose/vendor/restriction`.
fn restriction(node: &Node, faults: &mut Faults) -> Option<(u8, VendorId, Restriction)> {
    let mut parts = node.text(faults)?.splitn(3, '/');
    let purpose = parts.next().and_then(number::<u8>);
    let vendor = parts.next().and_then(number::<u16>);
    let restriction = parts.next().and_then(|code| code.parse().ok());
    match (purpose, vendor, restriction) {
        (Some(purpose), Some(vendor), Some(restriction)) => {
            Some((purpose, VendorId::new(vendor), restriction))
        }
        _ => faults.invalid(node, RESTRICTION),
    }
}

/// One value has one text: no sign, no leading zero.
fn number<T: std::str::FromStr + ToString>(text: &str) -> Option<T> {
    let number: T = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

pub(super) fn vendors(
    table: &mut TableReader<'_>,
    key: &'static str,
    faults: &mut Faults,
) -> Option<BTreeSet<VendorId>> {
    let numbers = numbers::<u16>(table, key, faults)?;
    Some(numbers.into_iter().map(VendorId::new).collect())
}

/// A list of numbers in which none stands twice.
fn numbers<T: TryFrom<i64> + Ord>(
    table: &mut TableReader<'_>,
    key: &'static str,
    faults: &mut Faults,
) -> Option<BTreeSet<T>> {
    let node = table.required(key, faults)?;
    let count = node.list(faults)?.len();
    let numbers: BTreeSet<T> = node
        .list_of(faults, |item, faults| item.number(faults))
        .into_iter()
        .collect();
    if numbers.len() == count {
        Some(numbers)
    } else {
        faults.invalid(node, NUMBERS)
    }
}

const SIGNAL: Words = Words::new("gpc ou tc", "gpc or tc");
const NUMBERS: Words = Words::new(
    "une liste de nombres sans doublon",
    "a list of numbers, each once",
);
const RESTRICTION: Words = Words::new(
    "finalité/prestataire/restriction",
    "purpose/vendor/restriction",
);
