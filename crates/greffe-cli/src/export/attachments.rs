//! Files that are given as they are: recordings, scans, messages.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use greffe::document::{Faults, Node, TableReader, Words};
use greffe::export::{Attachment, Attachments, Field};
use greffe::terms::{Lang, Text};

use super::sources::{meaning, text};
use crate::input::Unusable;
use crate::progress::{Watched, length};
use crate::refusal::Refusal;

/// A source of files.
pub(super) struct DescribedFiles {
    pub(super) name: String,
    label: Option<Text>,
    automated: bool,
    pub(super) content: Field,
    files: Vec<DescribedFile>,
}

struct DescribedFile {
    file: PathBuf,
    /// As the person reads it.
    name: String,
    media_type: String,
}

/// Reads `[[attachments]]`.
pub(super) fn described(node: &Node, folder: &Path, faults: &mut Faults) -> Option<DescribedFiles> {
    let mut table = TableReader::open(node, faults)?;
    let name = table
        .required("name", faults)
        .and_then(|name| name.text(faults));
    let label = table.optional("label").and_then(|node| text(node, faults));
    let automated = table
        .optional("automated")
        .and_then(|truth| truth.boolean(faults));
    let content = name.and_then(|name| meaning(name, &mut table, faults));
    let files = table.required("file", faults);
    let files = files.map(|node| node.list_of(faults, |node, faults| file(node, folder, faults)));
    table.finish(faults);
    Some(DescribedFiles {
        name: name?.to_owned(),
        label,
        automated: automated.unwrap_or(true),
        content: content?,
        files: files?,
    })
}

/// A path alone, or with the name that the person reads and the media type.
fn file(node: &Node, folder: &Path, faults: &mut Faults) -> Option<DescribedFile> {
    let (path, name, media_type) = if node.as_text().is_some() {
        (node.text(faults), None, None)
    } else {
        let mut table = TableReader::open(node, faults)?;
        let path = table
            .required("path", faults)
            .and_then(|path| path.text(faults));
        let name = table.optional("name").and_then(|name| name.text(faults));
        let media_type = table.optional("media_type").and_then(|node| {
            let given = node.text(faults)?;
            let formed = given
                .split_once('/')
                .is_some_and(|(kind, form)| !kind.is_empty() && !form.is_empty());
            if formed {
                Some(given)
            } else {
                faults.invalid(node, MEDIA_TYPE)
            }
        });
        table.finish(faults);
        (path, name, media_type)
    };
    let file = folder.join(path?);
    let own = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    Some(DescribedFile {
        name: name.map(str::to_owned).or(own)?,
        media_type: media_type.unwrap_or(UNKNOWN).to_owned(),
        file,
    })
}

/// Opens every file, so that one that is not there is said before anything is written. Its content is read once, when it is packed.
pub(super) fn check(source: &DescribedFiles) -> Result<(), Refusal> {
    for one in &source.files {
        let refused = |why: Unusable| Refusal::of(one.file.display().to_string(), why);
        let unreadable = |error: io::Error| refused(Unusable::Unreadable(error.kind()));
        // A pipe would keep whoever opens it waiting.
        let about = fs::metadata(&one.file).map_err(unreadable)?;
        if about.is_dir() {
            return Err(refused(Unusable::Unreadable(io::ErrorKind::IsADirectory)));
        }
        if !about.is_file() {
            return Err(Refusal::of(one.file.display().to_string(), NO_FILE));
        }
        File::open(&one.file).map_err(unreadable)?;
    }
    Ok(())
}

/// The octets of all files of a source.
pub(super) fn octets(source: &DescribedFiles) -> u64 {
    source.files.iter().map(|one| length(&one.file)).sum()
}

/// The files as a source, each opened when its turn comes. One that is gone by then is listed without content, and the package says so.
pub(super) fn source(described: &DescribedFiles) -> Attachments<'_> {
    let files = described.files.iter().map(|one| {
        let (name, media_type) = (one.name.clone(), one.media_type.clone());
        Ok(Attachment::opened_late(name, media_type, || {
            File::open(&one.file).map(Watched)
        }))
    });
    let source = Attachments::new(described.name.clone(), described.content.clone(), files);
    let source = match &described.label {
        Some(label) => source.labelled(label.in_language(Lang::Fr), label.in_language(Lang::En)),
        None => source,
    };
    if described.automated {
        source
    } else {
        source.not_automated()
    }
}

// RFC 2046, 4.5.1: what is said of a file of which nothing is known.
const UNKNOWN: &str = "application/octet-stream";

const NO_FILE: Words = Words::new("ce n’est pas un fichier", "it is no file");
const MEDIA_TYPE: Words = Words::new(
    "un type de média tel que `audio/ogg`",
    "a media type such as `audio/ogg`",
);
