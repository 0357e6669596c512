//! Attachments: each file is streamed into the bag, and listed in a table of its own.

use std::io::{self, ErrorKind, Read, Write};

use crate::attachment::Content;
use crate::bundle::{BLOCK, BagWriter};
use crate::{
    Attachment, AttachmentSource, ExportError, Field, Kind, Record, SafeNames, Sink, SourceFailure,
    Value,
};

use super::pass::{Open, Pass, Report};

/// Where the listing has the path of a file; null for one that could not be read.
const PATH_COLUMN: usize = 1;

/// The columns that the page shows: name, path and size. Format and digest are for machines.
pub(crate) const SHOWN_COLUMNS: [usize; 3] = [0, PATH_COLUMN, 3];

/// Reads a source of files to its end.
pub(crate) fn read<S: Sink>(
    pass: &mut Pass<'_>,
    bag: &mut BagWriter<'_, S>,
    mut source: Box<dyn AttachmentSource + '_>,
) -> Result<Report, ExportError> {
    let name = source.name().to_owned();
    let mut open = begin(pass, source.as_ref());
    if open.is_settled() {
        return pass.end(bag, open);
    }
    let mut names = SafeNames::new();
    let mut broken = None;
    while let Some(next) = source.next_file() {
        let file = match next {
            Ok(file) => file,
            Err(failure) => {
                broken = Some(failure);
                break;
            }
        };
        let path = format!("files/{}/{}", open.stem(), names.claim(&file.name));
        let place = format!("file {} of `{name}`", open.records() + 1);
        let (record, failure) = copy(bag, file, &path, &place)?;
        broken = broken.or(failure);
        pass.take(bag, &mut open, record)?;
    }
    if let Some(failure) = broken {
        open.fail(failure);
    }
    pass.end(bag, open)
}

/// Starts a source of files: its listing.
pub(crate) fn begin<F: Write>(
    pass: &mut Pass<'_>,
    source: &(dyn AttachmentSource + '_),
) -> Open<F> {
    let fields = listing(source.content());
    let mut open = pass.begin(source.name(), source.label(), fields, source.is_automated());
    open.path_column = Some(PATH_COLUMN);
    open
}

/// The fields of a listing, which mean what the content means.
fn listing(content: &Field) -> Vec<Field> {
    let column = |name: &str, kind, fr: &str, en: &str| {
        content.clone().renamed(name).of_kind(kind).labelled(fr, en)
    };
    vec![
        column("name", Kind::Text, "Nom", "Name"),
        column("path", Kind::Text, "Fichier", "File"),
        column("media_type", Kind::Text, "Format", "Format"),
        column("bytes", Kind::Integer, "Taille (octets)", "Size (bytes)"),
        column("sha256", Kind::Text, "Empreinte SHA-256", "SHA-256 digest"),
    ]
}

/// Copies a file into the bag, and gives its line of the listing. A file whose content fails leaves nothing in the bag.
fn copy<S: Sink>(
    bag: &mut BagWriter<'_, S>,
    file: Attachment<'_>,
    path: &str,
    place: &str,
) -> Result<(Record, Option<SourceFailure>), ExportError> {
    let mut target = bag.create_at(&format!("data/{path}"), place, file.length)?;
    let start = vec![Value::Text(file.name)];
    let written = match file.content {
        Content::Bytes(bytes) if has_length(bytes, file.length) => {
            target.write_all(bytes).map(|()| true)
        }
        Content::Bytes(_) => Ok(false),
        Content::Stream(stream) => pour(stream, file.length, &mut target),
    };
    if !written.map_err(|e| ExportError::write(place, &e))? {
        bag.discard(target)?;
        let rest = [
            Value::Null,
            Value::Text(file.media_type),
            Value::Null,
            Value::Null,
        ];
        return Ok((
            start.into_iter().chain(rest).collect(),
            Some(SourceFailure::Unreadable),
        ));
    }
    let entry = bag.finish(target)?;
    let rest = [
        Value::text(path),
        Value::Text(file.media_type),
        i64::try_from(entry.bytes).map_or(Value::Null, Value::Integer),
        Value::Text(entry.sha256),
    ];
    Ok((start.into_iter().chain(rest).collect(), None))
}

/// Whether the stream could be read to its end, and is as long as was said. An error is the target's.
fn pour(
    mut stream: Box<dyn Read + '_>,
    length: Option<u64>,
    target: &mut impl Write,
) -> io::Result<bool> {
    let mut block = vec![0_u8; BLOCK];
    let mut poured = 0_u64;
    loop {
        let read = match stream.read(&mut block) {
            Ok(read) => block.get(..read).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return Ok(false),
        };
        if read.is_empty() {
            return Ok(length.is_none_or(|length| poured == length));
        }
        poured = poured.saturating_add(u64::try_from(read.len()).unwrap_or(u64::MAX));
        if length.is_some_and(|length| poured > length) {
            return Ok(false);
        }
        target.write_all(read)?;
    }
}

/// Whether bytes are as many as was said.
fn has_length(bytes: &[u8], length: Option<u64>) -> bool {
    length.is_none_or(|length| u64::try_from(bytes.len()) == Ok(length))
}
