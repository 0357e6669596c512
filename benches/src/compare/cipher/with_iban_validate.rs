//! The crate `iban_validate`, which the tests also hold our parser against.

use iban::{Iban, IbanLike};

use super::{check_digits, read};
use crate::compare::Contest;

pub(super) fn parse<'a>(contest: Contest<'a>, texts: &'a [String]) -> Contest<'a> {
    contest.against("iban_validate", move |passes| {
        read(passes, texts, |text| {
            let iban = text.parse::<Iban>().ok();
            iban.map_or(0, |iban| check_digits(iban.electronic_str().as_bytes()))
        })
    })
}
