//! Files that a command reads.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use greffe::document::{Document, DocumentError, Limits};
use greffe::register::RegisterError;
use greffe::terms::Lang;

use crate::progress::{Watched, expect, expect_stdin, length};
use crate::refusal::of_system;

/// Why a file cannot be used.
#[derive(Debug)]
pub(crate) enum Unusable {
    Unreadable(io::ErrorKind),
    Unwritten(io::ErrorKind),
    Refused(RegisterError),
}

impl Unusable {
    pub(crate) fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(io::ErrorKind::NotFound) => {
                lang.pick("fichier introuvable", "no such file").to_owned()
            }
            Self::Unreadable(kind) => {
                let why = of_system(*kind, lang);
                lang.pick(
                    format!("lecture impossible ({why})"),
                    format!("cannot be read ({why})"),
                )
            }
            Self::Unwritten(kind) => {
                let why = of_system(*kind, lang);
                lang.pick(
                    format!("écriture impossible ({why})"),
                    format!("cannot be written ({why})"),
                )
            }
            Self::Refused(error) => error.in_language(lang),
        }
    }
}

impl From<RegisterError> for Unusable {
    fn from(error: RegisterError) -> Self {
        Self::Refused(error)
    }
}

impl From<DocumentError> for Unusable {
    fn from(error: DocumentError) -> Self {
        Self::Refused(error.into())
    }
}

/// Reads TOML, or JSON where the name ends in `.json`; `-` is standard input, which `json_input` says is JSON.
pub(crate) fn document(file: &Path, json_input: bool) -> Result<Document, Unusable> {
    let bytes = octets(file)?;
    let is_json = if is_stdin(file) {
        json_input
    } else {
        file.extension().is_some_and(|end| end == "json")
    };
    let document = if is_json {
        Document::from_json_bytes(&bytes, Limits::default())
    } else {
        Document::from_toml_bytes(&bytes, Limits::default())
    };
    Ok(document?)
}

/// The lines of a file, or of standard input where that is `-`; reading them counts as progress.
pub(crate) fn lines(file: &Path) -> Result<Box<dyn BufRead>, Unusable> {
    const CAPACITY: usize = 1 << 16;
    if is_stdin(file) {
        expect_stdin();
        let input = Watched(io::stdin().lock());
        return Ok(Box::new(BufReader::with_capacity(CAPACITY, input)));
    }
    let opened = File::open(file).map_err(|error| Unusable::Unreadable(error.kind()))?;
    expect(length(file));
    Ok(Box::new(BufReader::with_capacity(
        CAPACITY,
        Watched(opened),
    )))
}

/// The octets of a file, up to one more than a document may have.
pub(crate) fn octets(file: &Path) -> Result<Vec<u8>, Unusable> {
    read(file).map_err(|error| Unusable::Unreadable(error.kind()))
}

/// Reads one byte more than a document may have, so that an endless input ends.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(Limits::default().bytes)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    if is_stdin(file) {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// What some systems put before a text (Unicode 23.8): no part of it.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(crate) fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}
