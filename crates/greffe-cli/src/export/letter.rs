//! The letter that goes with a package.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use greffe::calendar::NaiveDate;
use greffe::document::Words;
use greffe::export::{
    Art15Information, Completeness, Correspondence, LetterElement, LetterError, Request,
};
use greffe::terms::Lang;

use crate::aside::{Aside, private};
use crate::input::Unusable;
use crate::refusal::{Reason, Refusal};

/// The letter: text, or a page of HTML where the file's name ends so. Before anything is written there is no package yet, and whether there can be a
/// letter is seen; then it says what the package lacks.
pub(super) fn answer(
    file: &Path,
    request: &Request,
    information: &Art15Information,
    addressee: Option<&str>,
    (lang, dated, package): (Lang, NaiveDate, Option<&Completeness>),
) -> Result<String, Refusal> {
    if file.symlink_metadata().is_ok() {
        return Err(Refusal::of("--letter", EXISTS));
    }
    if !folder_of(file).is_dir() {
        let absent = io::ErrorKind::NotFound;
        return Err(Refusal::of("--letter", Unusable::Unwritten(absent)));
    }
    let mut letters = Correspondence::new(
        information.controller.clone(),
        information.authority.clone(),
        lang,
        dated,
    );
    if let Some(officer) = &information.officer {
        letters = letters.with_officer(officer.clone());
    }
    if let Some(package) = package {
        letters = letters.enclosing(package);
    }
    let letter = letters.answer(request).map_err(|why| match why {
        // What the register must say for it.
        LetterError::Missing {
            element: LetterElement::Controller,
        } => Refusal::of("--letter", NO_ADDRESS),
        why => Refusal::of("--letter", Reason::Letter(why)),
    })?;
    let letter = match addressee {
        Some(person) => letter.addressed_to(person),
        None => letter,
    };
    let is_page = file.extension().is_some_and(|end| end == "html");
    Ok(if is_page {
        letter.to_html()
    } else {
        letter.to_text()
    })
}

fn folder_of(file: &Path) -> &Path {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Writes it for its owner's eyes alone. It appears under its name whole, or not at all, and in the place of nothing.
pub(super) fn write(file: &Path, letter: &str) -> Result<(), Refusal> {
    let aside = Aside::of(file, "part").map_err(|why| why.refusal("--letter"))?;
    let part = aside.path("letter");
    let written = private(&part).and_then(|mut open| {
        open.write_all(letter.as_bytes())?;
        open.sync_all()?;
        // Looked at before: this is for one that appeared meanwhile.
        if file.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        fs::rename(&part, file)
    });
    written.map_err(|error| Refusal::of("--letter", Unusable::Unwritten(error.kind())))
}

const NO_ADDRESS: Words = Words::new(
    "une lettre a l’adresse du responsable du traitement (RGPD, art. 13(1)(a))\u{a0}: indiquez `organisation.address` ou `contact` dans le registre",
    "a letter has the controller’s address (GDPR 13(1)(a)): tell `organisation.address` or `contact` in the register",
);
const EXISTS: Words = Words::new(
    "ce fichier existe déjà et n’est pas écrasé",
    "this file exists already and is not overwritten",
);
