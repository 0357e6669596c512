//! `[requests]` and `[backups]`.

use greffe_document::{Faults, Node};

use super::fields::Fields;
use super::value;
use crate::{BackupSeries, CountedFrom, IdentityDocument, RequestChannel, RequestTerms, Right};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<RequestTerms> {
    let mut fields = Fields::open(node, faults)?;
    let terms = RequestTerms {
        rights: fields.codes("rights", Right::EXPECTED),
        delay: fields.period("delay"),
        counted_from: fields.code("counted_from", CountedFrom::EXPECTED),
        channels: fields.codes("channels", RequestChannel::EXPECTED),
        identity_document: fields.code("identity_document", IdentityDocument::EXPECTED),
        contact: fields.text("contact"),
    };
    fields.finish();
    Some(terms)
}

/// Series by name, in the order of the file.
pub(super) fn read_backups(node: &Node, faults: &mut Faults) -> Option<Vec<BackupSeries>> {
    let Some(entries) = node.entries() else {
        Fields::open(node, faults)?;
        return None;
    };
    let mut series = Vec::with_capacity(entries.len());
    for entry in entries {
        if !is_series_name(entry.key()) {
            faults.invalid::<()>(entry.node(), value::IDENTIFIER);
        }
        let Some(mut fields) = Fields::open(entry.node(), faults) else {
            continue;
        };
        series.push(BackupSeries {
            name: entry.key().to_owned(),
            every: fields.period("every"),
            keep: fields.period("keep"),
        });
        fields.finish();
    }
    Some(series)
}

fn is_series_name(key: &str) -> bool {
    key.parse::<greffe_terms::EventKind>().is_ok()
}
