//! What a description says of its data, held against the register: the person is told the purposes and categories that the register has.

use std::path::Path;

use greffe::document::Words;
use greffe::export::{Art15Information, Field};
use greffe::terms::{DataCategory, Lang};

use super::sources::Description;
use crate::refusal::Refusal;

/// Refuses a purpose that the register does not have: the person could not be told what it is, nor whether the data are portable.
pub(super) fn check(
    file: &Path,
    described: &Description,
    information: &Art15Information,
) -> Result<(), Refusal> {
    for (source, field) in fields(described) {
        let known = |id| information.purpose(id).is_some();
        if !field.purposes().iter().all(known) {
            let (file, name) = (file.display(), field.name());
            let place = if name == source {
                format!("{file}: `{source}`")
            } else {
                format!("{file}: `{source}`.`{name}`")
            };
            return Err(Refusal::of(place, NO_PURPOSE));
        }
    }
    Ok(())
}

/// A category of which data leave and that the register does not have, so that the information of Art. 15(1)(b) lacks it.
pub(super) struct UnknownCategory {
    pub(super) source: String,
    pub(super) field: String,
    pub(super) category: DataCategory,
}

impl UnknownCategory {
    pub(super) fn in_language(&self, lang: Lang) -> String {
        let (source, field, code) = (&self.source, &self.field, self.category.code());
        lang.pick(
            format!("absent du registre\u{a0}: la catégorie `{code}` de `{source}`.`{field}` (RGPD, art. 15(1)(b))"),
            format!("not in the register: the category `{code}` of `{source}`.`{field}` (GDPR 15(1)(b))"),
        )
    }
}

/// Every field of such a category.
pub(super) fn unknown_categories(
    described: &Description,
    information: &Art15Information,
) -> Vec<UnknownCategory> {
    let known = |category| {
        let mut stated = information.categories.iter();
        stated.any(|one| one.category == category)
    };
    fields(described)
        .filter(|(_, field)| !known(field.category()))
        .map(|(source, field)| UnknownCategory {
            source: source.to_owned(),
            field: field.name().to_owned(),
            category: field.category(),
        })
        .collect()
}

/// Every field of every source with the source's name; of files their content.
fn fields(described: &Description) -> impl Iterator<Item = (&str, &Field)> {
    let records = described.sources.iter();
    let records = records.flat_map(|source| {
        let name = source.name.as_str();
        source.fields.iter().map(move |field| (name, field))
    });
    let files = described.attachments.iter();
    records.chain(files.map(|source| (source.name.as_str(), &source.content)))
}

const NO_PURPOSE: Words = Words::new(
    "le registre (ou les traitements de `--processing`) n’a pas cette finalité",
    "the register (or the processings of `--processing`) has no such purpose",
);
