//! Which duties of Art. 33 a breach brings to the organisation.

use greffe_terms::Role;

use crate::{Breach, Processing, Register};

/// Whether the organisation owes what a controller owes: the notice to the authority (33(1)), the record (33(5)), the notice to the
/// persons (34). Where the breach names neither a role nor a processing, it does: the register of Art. 33(5) is a controller's.
#[must_use]
pub fn concerns_as_controller(register: &Register, breach: &Breach) -> bool {
    match breach.role {
        Some(role) => role != Role::Processor,
        None => {
            breach.processings.is_empty()
                || records(register, breach).any(|record| !record.is_processor_record())
        }
    }
}

/// Whether the organisation owes what a processor owes: to tell its controllers without undue delay (33(2)).
#[must_use]
pub fn concerns_as_processor(register: &Register, breach: &Breach) -> bool {
    match breach.role {
        Some(role) => role == Role::Processor,
        None => records(register, breach).any(Processing::is_processor_record),
    }
}

fn records<'r>(register: &'r Register, breach: &Breach) -> impl Iterator<Item = &'r Processing> {
    let references = breach.processings.iter();
    references.filter_map(|reference| register.processing(reference.as_str()))
}
