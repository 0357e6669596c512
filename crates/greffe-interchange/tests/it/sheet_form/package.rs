//! The archive around `content.xml`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
 <manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
 <manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
 <manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
 <manifest:file-entry manifest:full-path="Pictures/dot.png" manifest:media-type="image/png"/>
</manifest:manifest>
"#;

const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>
"#;

/// A picture of one dot.
const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc\xf8\x0f\0\x01\x01\x01\0\x1b\xb6\xeeV\0\0\0\0IEND\xaeB`\x82";

/// A file with this `content.xml`.
pub(crate) fn packed(content: &str) -> Vec<u8> {
    packed_with(content.as_bytes(), &[])
}

/// A file with this `content.xml` and further entries.
pub(crate) fn packed_with(content: &[u8], others: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let time = DateTime::from_date_and_time(2026, 3, 2, 9, 30, 0).unwrap();
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(time);
    let deflated = stored.compression_method(CompressionMethod::Deflated);
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    let entries = [
        ("mimetype", mimetype, stored),
        ("Pictures/dot.png", DOT, stored),
        ("styles.xml", STYLES.as_bytes(), deflated),
        ("content.xml", content, deflated),
        ("META-INF/manifest.xml", MANIFEST.as_bytes(), deflated),
    ];
    let others = others.iter().map(|(name, bytes)| (*name, *bytes, deflated));
    for (name, bytes, options) in entries.into_iter().chain(others) {
        out.start_file(name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// Every entry, unpacked.
pub(crate) fn entries(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    all(bytes, false)
}

/// Every entry as it is packed.
pub(crate) fn raw_entries(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    all(bytes, true)
}

fn all(bytes: &[u8], is_raw: bool) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = if is_raw {
                archive.by_index_raw(index).unwrap()
            } else {
                archive.by_index(index).unwrap()
            };
            let name = file.name().unwrap().into_owned();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (name, content)
        })
        .collect()
}
