//! Notices and modes of collection out of a policy file.

use greffe_document::{Faults, Node, TableReader, Words};
use greffe_terms::PurposeId;

use super::keys::{NOTICE, PURPOSE};
use crate::{Mode, Notice, NoticeId, NoticeShown, VendorId, WordingDigest};

pub(super) fn notice(node: &Node, faults: &mut Faults) -> Option<Notice> {
    let mut table = TableReader::open(node, faults)?;
    let id = table.required("id", faults);
    let id = id.and_then(|node| node.parse::<NoticeId>(NOTICE, faults));
    let version = table.required("version", faults);
    let version = version.and_then(|node| node.number::<u32>(faults));
    let purposes = table.required("purposes", faults);
    let purposes = purposes.map(|node| {
        node.list_of(faults, |node, faults| {
            node.parse::<PurposeId>(PURPOSE, faults)
        })
    });
    let disclosed = table.optional("disclosing");
    let disclosed = disclosed.map(|node| {
        node.list_of(faults, |node, faults| {
            node.number(faults).map(VendorId::new)
        })
    });
    let wording = wording(&mut table, faults);
    table.finish(faults);
    let notice = Notice::new(id?, version?, purposes?).disclosing(disclosed.unwrap_or_default());
    Some(match wording {
        Some(digest) => notice.worded(digest),
        None => notice,
    })
}

/// The notice that a dialogue shows: a version of a notice, with the words that stand there.
pub(super) fn shown(node: &Node, faults: &mut Faults) -> Option<NoticeShown> {
    let mut table = TableReader::open(node, faults)?;
    let id = table.required("id", faults);
    let id = id.and_then(|node| node.parse::<NoticeId>(NOTICE, faults));
    let version = table.required("version", faults);
    let version = version.and_then(|node| node.number::<u32>(faults));
    let wording = wording(&mut table, faults);
    table.finish(faults);
    let shown = NoticeShown::new(id?, version?);
    Some(match wording {
        Some(digest) => shown.worded(digest),
        None => shown,
    })
}

fn wording(table: &mut TableReader<'_>, faults: &mut Faults) -> Option<WordingDigest> {
    let digest = table.optional("wording");
    let digest = digest.and_then(|node| node.parse::<WordingDigest>(DIGEST, faults));
    let words = table.optional("words");
    if let Some(node) = words.filter(|_| digest.is_some()) {
        faults.contradiction::<()>(node, WORDS_TWICE);
    }
    let words = words
        .and_then(|node| node.text(faults))
        .map(WordingDigest::of);
    digest.or(words)
}

pub(super) fn mode(node: &Node, faults: &mut Faults) -> Option<Mode> {
    let mut table = TableReader::open(node, faults)?;
    let name = table.required("name", faults);
    let name = name.and_then(|node| node.text(faults));
    let purpose = table.required("purpose", faults);
    let purpose = purpose.and_then(|node| node.parse::<PurposeId>(PURPOSE, faults));
    let fallback = table.optional("fallback");
    let fallback = fallback.and_then(|node| node.text(faults));
    table.finish(faults);
    let mode = Mode::new(name?, purpose?);
    Some(match fallback {
        Some(name) => mode.falling_back_to(name),
        None => mode,
    })
}

const DIGEST: Words = Words::new(
    "64 chiffres hexadécimaux en minuscules",
    "64 lower-case hexadecimal digits",
);
const WORDS_TWICE: Words = Words::new(
    "le texte se donne par `wording` ou par `words`, pas les deux",
    "the words are told by `wording` or by `words`, not by both",
);
