//! What Art. 15(1) and (2) have the controller say.

use greffe::RegisterExt as _;
use greffe::export::{Art15Information, PurposeInformation};
use greffe::register::Register;
use greffe::terms::{Role, Text};

use super::fields::{NO_PURPOSE, parse};
use crate::catalogue::table_of;
use crate::error::HostError;

/// Of the processings of which this service holds something, and in which the organisation is not a processor. There the controller answers, to
/// whom the request is forwarded (Art. 28(3)(e)).
pub(super) fn information(register: &Register) -> Result<Art15Information, HostError> {
    let held = |label: &String| table_of(label).is_some_and(|table| table.customer.is_some());
    let references: Vec<&str> = register
        .processings()
        .iter()
        .filter(|processing| processing.role != Some(Role::Processor))
        .filter(|processing| {
            let mut labels = processing
                .data
                .iter()
                .flat_map(|entry| entry.held_in.labels());
            labels.any(held)
        })
        .map(|processing| processing.reference.as_str())
        .collect();
    let information = register.art15_information(&references);
    let mut information = information.map_err(|error| HostError::refused("export", &error))?;
    // Tables of which the register says nothing are in the package all the same, and their purpose is told as what it is.
    let none = Text::new(
        Some("aucune finalité au registre".to_owned()),
        Some("no purpose in the register".to_owned()),
    );
    information.purposes.push(PurposeInformation::new(
        parse(NO_PURPOSE)?,
        none.ok_or(HostError::Defect)?,
        None,
    ));
    Ok(information)
}
