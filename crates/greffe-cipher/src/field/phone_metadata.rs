//! A second opinion on new phone numbers: libphonenumber's metadata, which knows the ranges that each plan allocates.
//!
//! It may only refuse. The form is made before it is asked, so that a number has the same form with the feature and without, and with every
//! version of the metadata. The metadata's patterns are asked directly: the library's own parser copies the number, strips a trunk prefix
//! that is not there (Russia's 8 off +7 800 …), and its errors may quote what it read.

use phonenumber::metadata::{DATABASE, Descriptor, Metadata};

/// Whether a region of the calling code has a kind of number (not only a length) that this one is.
pub(super) fn is_allocated(code: u16, national: &str) -> bool {
    DATABASE
        .by_code(&code)
        .is_some_and(|regions| regions.iter().any(|region| allocates(region, national)))
}

fn allocates(region: &Metadata, national: &str) -> bool {
    let numbers = region.descriptors();
    let kinds: [Option<&Descriptor>; 10] = [
        numbers.fixed_line(),
        numbers.mobile(),
        numbers.toll_free(),
        numbers.premium_rate(),
        numbers.shared_cost(),
        numbers.voip(),
        numbers.personal_number(),
        numbers.pager(),
        numbers.uan(),
        numbers.voicemail(),
    ];
    numbers.general().is_match(national)
        && kinds
            .into_iter()
            .flatten()
            .any(|kind| kind.is_match(national))
}
