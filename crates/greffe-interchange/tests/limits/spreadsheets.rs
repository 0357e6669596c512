//! Archives, XML and sheets that ask for much.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::inputs::{Input, MARKER, many, noise};

type Made = (&'static str, fn() -> Vec<u8>);

pub(crate) fn all() -> impl Iterator<Item = Input> {
    const MADE: &[Made] = &[
        ("blanks that pack a thousandfold", || {
            packed(&[b' '; 60 << 20], Packing::Deflated)
        }),
        ("a picture that packs a thousandfold", || {
            archive(
                &[
                    ("content.xml", sheet("").as_bytes()),
                    ("Pictures/a.png", &vec![0; 60 << 20]),
                ],
                Packing::Deflated,
            )
        }),
        ("60 MiB of blanks, stored in 15 MiB", || {
            packed(&blanks_and_noise(), Packing::Deflated)
        }),
        ("30,000 entries", || {
            let names: Vec<_> = (0..30_000).map(|n| format!("Pictures/{n}")).collect();
            let entries: Vec<_> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
            archive(&entries, Packing::Stored)
        }),
        ("elements within elements", || {
            packed("<a>".repeat(5 << 20).as_bytes(), Packing::Stored)
        }),
        ("entities of entities", || {
            let entities = many(60, "", |n| {
                format!(
                    "<!ENTITY a{n} \"{}\">",
                    format!("&a{};", n.max(1) - 1).repeat(9)
                )
            });
            packed(
                format!("<!DOCTYPE a [{entities}]><a>&a59;</a>").as_bytes(),
                Packing::Stored,
            )
        }),
        ("a million characters by number", || {
            sheet_of(&row(&cell(&"&#97;".repeat(1_000_000))))
        }),
        ("columns repeated 2^31 times", || {
            sheet_of(
                "<table:table-row><table:table-cell table:number-columns-repeated=\"2147483648\"/></table:table-row>",
            )
        }),
        ("rows repeated 2^31 times", || {
            sheet_of(
                "<table:table-row table:number-rows-repeated=\"2147483648\"><table:table-cell/></table:table-row>",
            )
        }),
        ("a list whose row stands there a million times", || {
            form_of(&format!(
                "<table:table-row table:number-rows-repeated=\"1000000\">{}</table:table-row>",
                cell(MARKER)
            ))
        }),
        ("a list of 90,000 rows alike", || {
            form_of(&format!(
                "<table:table-row table:number-rows-repeated=\"90000\">{}</table:table-row>",
                cell(MARKER)
            ))
        }),
        ("a list of 60,000 rows", || {
            form_of(&many(60_000, "", |n| {
                format!(
                    "<table:table-row>{}{}</table:table-row>",
                    cell(&format!("r{n}")),
                    cell(MARKER)
                )
            }))
        }),
        ("a million empty cells", || {
            sheet_of(&many(60, "", |_| {
                format!(
                    "<table:table-row>{}</table:table-row>",
                    "<table:table-cell/>".repeat(16_000)
                )
            }))
        }),
        (
            "as many cells as the limit allows, with all that a cell can have",
            || {
                let cell = format!(
                    "<table:table-cell table:formula=\"of:=[.A1]\" table:content-validation-name=\"v\" office:value-type=\"string\" office:string-value=\"{MARKER}\"/>"
                );
                sheet_of(
                    &many(1, "", |_| {
                        format!("<table:table-row>{}</table:table-row>", cell.repeat(16_000))
                    })
                    .repeat(25),
                )
            },
        ),
        ("490,000 cells", || {
            sheet_of(
                &format!(
                    "<table:table-row>{}</table:table-row>",
                    cell("a").repeat(16_000)
                )
                .repeat(30),
            )
        }),
        ("rows without cells", || {
            sheet_of(&"<table:table-row/>".repeat(1_000_000))
        }),
        ("200,000 sheets", || {
            sheet_of(&"</table:table><table:table>".repeat(200_000))
        }),
        ("a cell of 60 MiB", || {
            sheet_of(&row(&cell(&MARKER.repeat((15 << 20) / MARKER.len()))))
        }),
        ("a paragraph of a million parts", || {
            sheet_of(&row(&cell(&"<text:s text:c=\"9999999\"/>".repeat(500_000))))
        }),
        ("blanks by number, 384 MB of them", || {
            let noise: String = noise(600 << 10)
                .iter()
                .map(|byte| char::from(b'a' + byte % 16))
                .collect();
            let blanks = cell(&"<text:s text:c=\"256\"/>".repeat(1_500_000));
            sheet_of(&format!(
                "<!--{noise}--><table:table-row>{blanks}</table:table-row>"
            ))
        }),
        ("an element of 100,000 attributes", || {
            sheet_of(&format!(
                "<table:table-row {}/>",
                many(100_000, " ", |n| format!("a{n}=\"{MARKER}\""))
            ))
        }),
        ("comments, 15 MiB", || {
            sheet_of(&format!("<!--{}-->", "a".repeat(15 << 20)))
        }),
        ("half an archive", || {
            let mut bytes = sheet_of(&cell(MARKER));
            bytes.truncate(bytes.len() / 2);
            bytes
        }),
        ("half of its content", || {
            packed(&sheet(MARKER).as_bytes()[..300], Packing::Stored)
        }),
        ("a byte order mark and a NUL", || {
            packed(b"\xEF\xBB\xBF\0<a/>", Packing::Stored)
        }),
        ("random bytes", || noise(16 << 20)),
        ("random content", || {
            packed(&noise(15 << 20), Packing::Stored)
        }),
        ("larger than the limit", || vec![b'P'; (16 << 20) + 1]),
    ];
    MADE.iter().map(|(name, make)| Input {
        name,
        bytes: make(),
    })
}

#[derive(Clone, Copy)]
enum Packing {
    Stored,
    Deflated,
}

fn archive(entries: &[(&str, &[u8])], packing: Packing) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let packed = match packing {
        Packing::Stored => stored,
        Packing::Deflated => stored.compression_method(CompressionMethod::Deflated),
    };
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    let first = [("mimetype", mimetype, stored)];
    let rest = entries.iter().map(|(name, bytes)| (*name, *bytes, packed));
    for (name, bytes, options) in first.into_iter().chain(rest) {
        out.start_file(name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn packed(content: &[u8], packing: Packing) -> Vec<u8> {
    archive(&[("content.xml", content)], packing)
}

/// Content that no ratio gives away: 13 MiB that do not pack, and blanks.
fn blanks_and_noise() -> Vec<u8> {
    let mut bytes = b"<!--".to_vec();
    bytes.extend(noise(13 << 20).iter().map(|byte| b'a' + byte % 16));
    bytes.extend(b"-->");
    bytes.resize(60 << 20, b' ');
    bytes
}

fn cell(content: &str) -> String {
    format!("<table:table-cell><text:p>{content}</text:p></table:table-cell>")
}

/// Only what stands in a row is a cell.
fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

fn sheet(rows: &str) -> String {
    format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
}

/// Deflated, so that the archive stays below its limit; most of these pack less than the ratio allows.
fn sheet_of(rows: &str) -> Vec<u8> {
    let content = sheet(rows);
    let packing = if content.len() < 15 << 20 {
        Packing::Stored
    } else {
        Packing::Deflated
    };
    packed(content.as_bytes(), packing)
}

/// A list of processing activities with these rows.
fn form_of(rows: &str) -> Vec<u8> {
    let labels = [
        "N° / RÉF",
        "Nom du traitement",
        "Date de création de la fiche",
        "Dernière mise à jour de la fiche",
    ];
    let heading: String = labels.iter().map(|label| cell(label)).collect();
    sheet_of(&format!(
        "<table:table-row>{heading}</table:table-row>{rows}"
    ))
}
