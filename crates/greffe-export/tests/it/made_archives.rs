//! Archives made byte by byte, in the forms that other programs may write (APPNOTE.TXT 6.3.10), and what is told apart in them.

use std::io::Cursor;
use std::time::Instant;

use greffe_export::{Difference, VerifyError, ZipBag, verify_zip};

use crate::archive_bytes;

/// What stands behind the data of an entry whose header does not say it (4.3.9).
#[derive(Clone, Copy)]
struct Descriptor {
    is_signed: bool,
    is_wide: bool,
}

/// An entry, stored, with what its two headers say.
#[derive(Clone)]
struct Made {
    name: Vec<u8>,
    /// Beside what the descriptor asks for.
    flags: u16,
    content: Vec<u8>,
    method: u16,
    /// What the directory calls its size; that of its content unless told.
    size: u32,
    attributes: u32,
    descriptor: Option<Descriptor>,
    /// Which of its two sizes the header leaves to its larger form: packed, unpacked.
    is_wide: (bool, bool),
    extra_before: Vec<u8>,
    extra_listed: Vec<u8>,
}

impl Made {
    fn new(name: &str, content: &[u8]) -> Self {
        Self {
            name: format!("x/{name}").into_bytes(),
            flags: 0,
            content: content.to_vec(),
            method: 0,
            size: u32::try_from(content.len()).unwrap(),
            attributes: 0,
            descriptor: None,
            is_wide: (false, false),
            extra_before: Vec::new(),
            extra_listed: Vec::new(),
        }
    }

    fn packed(&self) -> u32 {
        u32::try_from(self.content.len()).unwrap()
    }

    /// What both headers have alike, from the flags to the sizes (4.4.4 to 4.4.9).
    fn said(&self, (crc, packed, size): (u32, u32, u32)) -> Vec<u8> {
        let flags = self.flags | u16::from(self.descriptor.is_some()) << 3;
        let mut bytes = Vec::new();
        bytes.extend(flags.to_le_bytes());
        bytes.extend(self.method.to_le_bytes());
        // Midnight of 1 January 1980.
        bytes.extend([0, 0, 0x21, 0]);
        for number in [crc, packed, size] {
            bytes.extend(number.to_le_bytes());
        }
        bytes
    }

    fn header(&self) -> Vec<u8> {
        let mut extra = self.extra_before.clone();
        let (mut packed, mut size) = (self.packed(), self.size);
        if self.is_wide != (false, false) {
            extra.extend([1, 0, 16, 0]);
            extra.extend(u64::from(size).to_le_bytes());
            extra.extend(u64::from(packed).to_le_bytes());
        }
        if self.is_wide.0 {
            packed = u32::MAX;
        }
        if self.is_wide.1 {
            size = u32::MAX;
        }
        let numbers = match self.descriptor {
            Some(_) => (0, 0, 0),
            None => (crc(&self.content), packed, size),
        };
        let mut bytes = b"PK\x03\x04\x14\0".to_vec();
        bytes.extend(self.said(numbers));
        bytes.extend(octets(self.name.len()));
        bytes.extend(octets(extra.len()));
        bytes.extend(&self.name);
        bytes.extend(extra);
        bytes
    }

    fn described(&self) -> Vec<u8> {
        let Some(descriptor) = self.descriptor else {
            return Vec::new();
        };
        let mut bytes = Vec::new();
        if descriptor.is_signed {
            bytes.extend(b"PK\x07\x08");
        }
        bytes.extend(crc(&self.content).to_le_bytes());
        for number in [self.packed(), self.size] {
            bytes.extend(number.to_le_bytes());
            if descriptor.is_wide {
                bytes.extend([0; 4]);
            }
        }
        bytes
    }

    fn listed(&self, at: usize) -> Vec<u8> {
        let mut bytes = b"PK\x01\x02\x14\0\x14\0".to_vec();
        bytes.extend(self.said((crc(&self.content), self.packed(), self.size)));
        bytes.extend(octets(self.name.len()));
        bytes.extend(octets(self.extra_listed.len()));
        // No comment, the first disk, no text.
        bytes.extend([0; 6]);
        bytes.extend(self.attributes.to_le_bytes());
        bytes.extend(u32::try_from(at).unwrap().to_le_bytes());
        bytes.extend(&self.name);
        bytes.extend(&self.extra_listed);
        bytes
    }
}

// The flag of a name in UTF-8 (4.4.4, bit 11).
const UTF_8: u16 = 1 << 11;

fn octets(length: usize) -> [u8; 2] {
    u16::try_from(length).unwrap().to_le_bytes()
}

/// CRC-32 (4.4.7), bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let step = |rest: u32| (rest >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(rest & 1));
    let fold = |rest: u32, byte: &u8| (0..8).fold(rest ^ u32::from(*byte), |rest, _| step(rest));
    !bytes.iter().fold(u32::MAX, fold)
}

fn archive(entries: &[Made]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        directory.extend(entry.listed(bytes.len()));
        bytes.extend(entry.header());
        bytes.extend(&entry.content);
        bytes.extend(entry.described());
    }
    let start = u32::try_from(bytes.len()).unwrap();
    let size = u32::try_from(directory.len()).unwrap();
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(octets(entries.len()));
    bytes.extend(octets(entries.len()));
    bytes.extend(size.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// A bag, each of its files as an entry.
fn bag() -> Vec<Made> {
    let bag = archive_bytes::bag();
    let files = bag.files();
    files.map(|(name, bytes)| Made::new(name, bytes)).collect()
}

fn found(entries: &[Made]) -> Vec<Difference> {
    let found = verify_zip(Cursor::new(archive(entries))).unwrap();
    found.differences().to_vec()
}

/// The bag, each entry made otherwise.
fn all(change: impl Fn(&mut Made)) -> Vec<Difference> {
    let mut entries = bag();
    entries.iter_mut().for_each(change);
    found(&entries)
}

/// The bag with one entry more.
fn with(entry: Made) -> Vec<Difference> {
    let mut entries = bag();
    entries.push(entry);
    found(&entries)
}

fn ambiguous(path: &str) -> Vec<Difference> {
    vec![Difference::Ambiguous {
        path: path.to_owned(),
    }]
}

#[test]
fn the_kind_of_a_file_is_none_or_a_plain_files() {
    assert_eq!(all(|_| {}), []);
    for (kind, is_plain) in [(0, true), (0o10, true), (0o4, false), (0o12, false)] {
        let found = all(|entry| entry.attributes = kind << 28);
        assert_eq!(found.is_empty(), is_plain, "{kind:o}");
    }
}

#[test]
fn a_folder_has_no_content() {
    let folder = |content: &[u8], size, method| {
        with(Made {
            size,
            method,
            ..Made::new("more/", content)
        })
    };
    assert_eq!(folder(b"", 0, 0), []);
    assert_eq!(folder(b"\x03\0", 0, 8), [], "nothing, compressed");
    for (content, size) in [(&b"z"[..], 1), (b"zz", 2), (b"zzz", 0), (b"zzz", 3)] {
        assert_eq!(folder(content, size, 0), ambiguous("more/"), "{size}");
    }
    let unix = Made {
        attributes: 0o4 << 28,
        ..Made::new("more/", b"")
    };
    assert_eq!(with(unix), []);
}

/// 4.4.4 and appendix D: the flag says that a name is in UTF-8. Where it is none, each program reads it in its own way.
#[test]
fn a_name_is_in_utf_8_and_says_so_or_is_ambiguous() {
    let folder = |name: &[u8], flags| {
        with(Made {
            name: [b"x/", name].concat(),
            flags,
            ..Made::new("", b"")
        })
    };
    for flags in [0, UTF_8] {
        assert_eq!(folder(b"QQ/", flags), []);
        // `éé` as IBM 437 has it, and the first half of an `é` as UTF-8 has it.
        for name in [&b"\x82\x82/"[..], b"\xc3/"] {
            let shown = String::from_utf8_lossy(name);
            assert_eq!(folder(name, flags), ambiguous(&shown), "{flags}");
        }
    }
    assert_eq!(folder("éé/".as_bytes(), UTF_8), []);
    assert_eq!(folder("éé/".as_bytes(), 0), ambiguous("éé/"));
}

/// A program that looks through all names for each of them needs the square of their number.
#[test]
fn names_in_no_utf_8_are_each_found_at_once() {
    let seconds = |many: usize| {
        let mut entries = bag();
        let mut lines = String::new();
        for number in 0..many {
            let name = format!("data/QQ{number:05}");
            let listed = name.replace('Q', "é");
            lines.push_str(&format!("{}  {listed}\n", "0".repeat(64)));
            let mut entry = Made::new(&name, b"");
            let places = entry.name.iter_mut().filter(|byte| **byte == b'Q');
            places.for_each(|byte| *byte = 0x82);
            entries.push(entry);
        }
        let is_manifest = |entry: &&mut Made| entry.name == b"x/manifest-sha256.txt";
        let manifest = entries.iter_mut().find(is_manifest).unwrap();
        manifest.content.extend(lines.as_bytes());
        manifest.size = manifest.packed();
        let whole = archive(&entries);
        let begun = Instant::now();
        let found = verify_zip(Cursor::new(whole)).unwrap();
        let took = begun.elapsed().as_secs_f64();
        let path = format!("data/éé{:05}", many - 1);
        // Each was read: it is not what the manifest says.
        assert!(found.differences().contains(&Difference::Changed { path }));
        took
    };
    // Nine times as many take some nine times as long; where each looks at all, eighty.
    assert!((0..5).any(|_| seconds(4_500) < 30.0 * seconds(500)));
}

/// Unpacked in order, a folder of a file's name takes its place.
#[test]
fn a_folder_is_none_of_the_files_and_leads_nowhere() {
    for name in [
        "data/access/a.csv/",
        "DATA/access/A.csv/",
        "data/access/a.csv/more/",
        "data/access/a.csv./",
        "data./access/a.csv /more/",
    ] {
        for last in [false, true] {
            let mut entries = bag();
            let at = if last { entries.len() } else { 0 };
            entries.insert(at, Made::new(name, b""));
            assert_eq!(found(&entries), [Difference::TwoOfOneName], "{name}");
        }
    }
    for name in [
        "../../evil",
        "a\\..\\b",
        ".",
        "c:",
        "a//b",
        ".. /evil",
        "a/ ..",
        "...",
        " ",
    ] {
        let folder = with(Made::new(&format!("{name}/"), b""));
        assert_eq!(folder, ambiguous(name));
    }
    // The bag's own, and any other, hold nothing.
    for name in ["", "data/", "data/access/", "data/more/"] {
        assert_eq!(with(Made::new(name, b"")), [], "{name}");
    }
}

#[test]
fn a_file_that_dos_calls_a_folder_or_the_label_of_a_disk_is_ambiguous() {
    for attributes in [0x10, 0x08, 0x28] {
        let found = all(|entry| entry.attributes = attributes);
        assert_eq!(found.len(), bag().len(), "{attributes:x}");
        assert!(found.contains(&ambiguous("bagit.txt")[0]));
    }
    for attributes in [0x08, 0x18] {
        let label = Made {
            attributes,
            ..Made::new("more/", b"")
        };
        assert_eq!(with(label), ambiguous("more/"), "{attributes:x}");
    }
    // An archived file that may only be read, and a folder that is called one.
    assert_eq!(all(|entry| entry.attributes = 0x21), []);
    let folder = Made {
        attributes: 0x10,
        ..Made::new("more/", b"")
    };
    assert_eq!(with(folder), []);
}

/// Programs that unpack by the size say that the archive is broken, or make room for what does not come.
#[test]
fn a_file_that_is_shorter_or_longer_than_its_size_is_changed() {
    for by in [-1, 1] {
        let found = all(|entry| {
            if entry.name.ends_with(b"a.csv") {
                entry.size = entry.size.wrapping_add_signed(by);
            }
        });
        let path = "data/access/a.csv".to_owned();
        assert!(
            found.contains(&Difference::Changed { path }),
            "{by}: {found:?}"
        );
    }
}

#[test]
fn both_sizes_stand_in_the_larger_form_whichever_of_them_needs_it() {
    for is_wide in [(true, true), (true, false), (false, true)] {
        assert_eq!(all(|entry| entry.is_wide = is_wide), [], "{is_wide:?}");
    }
}

#[test]
fn a_descriptor_is_signed_or_not_and_its_sizes_have_32_or_64_bits() {
    for (is_signed, is_wide) in [(true, true), (true, false), (false, true), (false, false)] {
        let descriptor = Some(Descriptor { is_signed, is_wide });
        let described = |entry: &mut Made| entry.descriptor = descriptor;
        assert_eq!(all(described), [], "{is_signed} {is_wide}");
        // Any bit of the first one.
        let mut entries = bag();
        entries.iter_mut().for_each(described);
        let whole = archive(&entries);
        let first = &entries[0];
        let start = first.header().len() + first.content.len();
        for at in start..start + first.described().len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            let found = verify_zip(Cursor::new(bytes)).unwrap();
            let strays = [Difference::StrayBytes];
            assert_eq!(found.differences(), strays, "byte {}", at - start);
        }
    }
}

/// 4.6.9: another name in UTF-8, which some programs unpack the file by.
#[test]
fn a_file_that_has_another_name_is_ambiguous() {
    let renamed = |path: &str| {
        let mut field = vec![1];
        field.extend(crc(format!("x/{path}").as_bytes()).to_le_bytes());
        field.extend(b"x/other.txt");
        let mut extra = vec![0x75, 0x70];
        extra.extend(octets(field.len()));
        extra.extend(field);
        extra
    };
    let path = "data/access/a.csv";
    let of_path = |entry: &&mut Made| entry.name == format!("x/{path}").into_bytes();
    let mut entries = bag();
    entries.iter_mut().find(of_path).unwrap().extra_before = renamed(path);
    assert_eq!(found(&entries), ambiguous(path));
    let mut entries = bag();
    entries.iter_mut().find(of_path).unwrap().extra_listed = renamed(path);
    assert!(found(&entries).contains(&ambiguous(path)[0]));
    // What no program reads as a name is no matter.
    let mut entries = bag();
    entries.iter_mut().find(of_path).unwrap().extra_before = vec![0x55, 0x54, 1, 0, 0];
    assert_eq!(found(&entries), []);
}

/// Deflate makes at most 1,032 bytes of one (RFC 1951, 3.2.5).
#[test]
fn an_archive_may_claim_as_much_as_its_length_can_hold() {
    let opened = |more: u32| {
        let mut entries = bag();
        let length = u32::try_from(archive(&entries).len()).unwrap();
        let others: u32 = entries.iter().skip(1).map(|entry| entry.size).sum();
        entries[0].size = length * 1_032 - others + more;
        ZipBag::open(Cursor::new(archive(&entries))).err()
    };
    assert_eq!(opened(0), None);
    assert_eq!(opened(1), Some(VerifyError::NotAZip));
}
