//! On which parts of Art. 15 some of the records are silent while others speak: what is told is then true, and not all.

use greffe_export::{Art15Information, Stated as Told};
use greffe_register::{DataSource, Processing, Retention, Stated, Transfer};
use greffe_terms::Citation;

/// The provisions on which `information` may not be all there is.
pub(super) fn stated(information: &Art15Information, processings: &[&Processing]) -> Vec<Citation> {
    let any = |silent: fn(&Processing) -> bool| processings.iter().any(|one| silent(one));
    let parts = [
        (any(|one| one.purposes.is_empty()), "GDPR 15(1)(a)"),
        (any(|one| one.data.is_empty()), "GDPR 15(1)(b)"),
        (
            is_listed(&information.recipients) && any(|one| one.recipients.is_unknown()),
            "GDPR 15(1)(c)",
        ),
        (any(no_period), "GDPR 15(1)(d)"),
        (
            is_listed(&information.origins) && any(no_origin),
            "GDPR 15(1)(g)",
        ),
        (
            is_listed(&information.automated_decisions) && any(no_logic),
            "GDPR 15(1)(h)",
        ),
        (
            is_listed(&information.transfers) && any(no_transfer),
            "GDPR 15(2)",
        ),
    ];
    let partly = parts.into_iter().filter(|(partly, _)| *partly);
    partly.map(|(_, law)| Citation::from_static(law)).collect()
}

const fn is_listed<T>(told: &Told<T>) -> bool {
    matches!(told, Told::These(_))
}

fn no_period(processing: &Processing) -> bool {
    let unstated =
        |retention: &Retention| matches!(retention, Retention::Unknown | Retention::Unstated);
    processing.data.is_empty()
        || processing
            .data
            .iter()
            .any(|entry| unstated(&entry.retention))
}

/// Whether some data may come from elsewhere and the record does not say whence.
fn no_origin(processing: &Processing) -> bool {
    let of_the_person = |source: &Stated<DataSource>| {
        matches!(
            source,
            Stated::Known(DataSource::Provided | DataSource::Observed)
        )
    };
    processing.source.known().is_none()
        && (processing.data.is_empty()
            || !processing
                .data
                .iter()
                .all(|entry| of_the_person(&entry.source)))
}

fn no_logic(processing: &Processing) -> bool {
    let mut decisions = processing.automated_decisions.items().iter();
    processing.automated_decisions.is_unknown()
        || decisions.any(|one| one.logic.is_none() || one.consequences.is_none())
}

fn no_transfer(processing: &Processing) -> bool {
    let mut transfers = processing.transfers.items().iter();
    processing.transfers.is_unknown()
        || transfers.any(|one| one.recipient.is_none() || !has_place(one) || one.tool.is_none())
}

/// An international organisation lies in no country.
fn has_place(transfer: &Transfer) -> bool {
    transfer.country.is_some() || transfer.international_organisation == Some(true)
}
