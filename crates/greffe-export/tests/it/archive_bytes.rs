//! Every byte of an archive means something: changed, it is named, or the archive is not read.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use greffe_export::{Difference, MemorySink, Right, verify_zip};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::fixture::{package, request, texts};

pub(crate) fn bag() -> MemorySink {
    let request = request(&[Right::Access]);
    let mut bag = MemorySink::new();
    let _ = package(&request)
        .source(texts("a", &["x"]))
        .rows_shown(0)
        .write_folder(&mut bag)
        .unwrap();
    bag
}

fn is_intact(bytes: &[u8]) -> bool {
    verify_zip(Cursor::new(bytes)).is_ok_and(|found| found.is_intact())
}

/// As most programs write it.
fn plain() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in bag().files() {
        zip.start_file(format!("x/{name}"), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// As programs write it that cannot go back: what is not known before the data stands behind them.
fn streamed() -> Vec<u8> {
    let mut zip = ZipWriter::new_stream(Vec::new());
    for (name, bytes) in bag().files() {
        zip.start_file(format!("x/{name}"), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn number(bytes: &[u8], at: usize, octets: usize) -> usize {
    let octets = bytes[at..at + octets].iter().rev();
    octets.fold(0, |number, octet| number << 8 | usize::from(*octet))
}

/// Which bytes of an archive are no data, and which of them say what nobody holds against a file: versions, times, whether it is text, permissions.
/// Read here anew, by the tables of APPNOTE.TXT (4.3.7, 4.3.12, 4.3.16).
fn structure(bytes: &[u8]) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let (mut said, mut free) = (BTreeSet::new(), BTreeSet::new());
    let end = bytes.len() - 22;
    said.extend(end..bytes.len());
    let mut at = number(bytes, end + 16, 4);
    let mut starts: Vec<(usize, usize)> = Vec::new();
    while at < end {
        let names = number(bytes, at + 28, 2) + number(bytes, at + 30, 2);
        said.extend(at..at + 46 + names);
        free.extend(
            (at + 4..at + 8)
                .chain(at + 12..at + 16)
                .chain(at + 36..at + 42),
        );
        starts.push((number(bytes, at + 42, 4), number(bytes, at + 20, 4)));
        at += 46 + names;
    }
    starts.sort_unstable();
    let directory = number(bytes, end + 16, 4);
    let next = starts.iter().skip(1).map(|(start, _)| *start);
    let ends: Vec<usize> = next.chain([directory]).collect();
    for ((start, packed), end) in starts.into_iter().zip(ends) {
        let data = start + 30 + number(bytes, start + 26, 2) + number(bytes, start + 28, 2);
        said.extend((start..data).chain(data + packed..end));
        free.extend((start + 4..start + 6).chain(start + 10..start + 14));
    }
    (said, free)
}

#[test]
fn no_byte_of_what_an_archive_says_changes_unseen() {
    for whole in [plain(), streamed()] {
        assert!(is_intact(&whole));
        let (said, free) = structure(&whole);
        // One bit of each, another from byte to byte.
        for place in said.difference(&free) {
            let mut bytes = whole.clone();
            bytes[*place] ^= 1 << (place % 8);
            assert!(!is_intact(&bytes), "byte {place} of {}", whole.len());
        }
    }
}

/// The records of the larger form (4.3.14, 4.3.15) before the end, which says the numbers too or leaves them to the larger one.
fn enlarged(says_them_too: bool) -> (Vec<u8>, usize) {
    let whole = plain();
    let (rest, end) = whole.split_at(whole.len() - 22);
    let at = u64::try_from(rest.len()).unwrap();
    let entries = u64::try_from(number(end, 8, 2)).unwrap().to_le_bytes();
    let size = u64::try_from(number(end, 12, 4)).unwrap().to_le_bytes();
    let start = u64::try_from(number(end, 16, 4)).unwrap().to_le_bytes();
    let mut bytes = rest.to_vec();
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44_u64.to_le_bytes());
    bytes.extend([45, 3, 45, 0]);
    bytes.extend([0; 8]);
    for part in [entries, entries, size, start] {
        bytes.extend(part);
    }
    bytes.extend(b"PK\x06\x07");
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend(1_u32.to_le_bytes());
    let mut end = end.to_vec();
    if !says_them_too {
        end[8..20].fill(0xff);
    }
    bytes.extend(end);
    (bytes, rest.len())
}

#[test]
fn the_larger_form_of_the_end_agrees_with_the_smaller_or_is_named() {
    for says_them_too in [true, false] {
        let (whole, at) = enlarged(says_them_too);
        let found = verify_zip(Cursor::new(&whole)).unwrap();
        assert!(
            found.is_intact(),
            "{says_them_too} {:?}",
            found.differences()
        );
        // The two versions in the record say nothing of where a file is.
        for place in (at..whole.len()).filter(|place| !(at + 12..at + 16).contains(place)) {
            let mut bytes = whole.clone();
            bytes[place] ^= 1 << (place % 7);
            assert!(!is_intact(&bytes), "byte {} of the end", place - at);
        }
    }
    // Numbers of the smaller one that are neither those of the larger one nor left to it.
    let (mut bytes, _) = enlarged(true);
    let end = bytes.len() - 22;
    bytes[end + 8] += 1;
    bytes[end + 10] += 1;
    let differences = verify_zip(Cursor::new(&bytes)).map(|found| found.differences().to_vec());
    assert!(
        differences.is_err() || differences.is_ok_and(|all| all.contains(&Difference::StrayBytes))
    );
}
