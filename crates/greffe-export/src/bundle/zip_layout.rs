//! Where every byte of an archive belongs: a file's header and data one behind another, their directory, and nothing else.
//!
//! Programs disagree about archives that are made otherwise (APPNOTE.TXT 6.3.10, 4.3): some read them from the front, some from the directory, some skip what
//! they do not know. What one of them was shown is then not what another one unpacks.

use std::collections::BTreeSet;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

/// What does not fit in an archive.
#[derive(Default)]
pub(super) struct Layout {
    /// Whether there are bytes that no file and no directory accounts for, or that two do.
    pub(super) has_strays: bool,
    /// The names of entries of which the directory and their own header say different things, or that are no ordinary files.
    pub(super) ambiguous: BTreeSet<String>,
}

impl Layout {
    /// Walks an archive from its end to its directory, and from its first byte to there. What cannot be walked has strays.
    pub(super) fn of(reader: &mut (impl Read + Seek)) -> Self {
        let mut layout = Self::default();
        let walked = layout.walk(&mut BufReader::new(reader));
        layout.has_strays |= !matches!(walked, Ok(Some(())));
        layout
    }

    /// `None` where the next thing is not what has to be there.
    fn walk(&mut self, reader: &mut (impl Read + Seek)) -> io::Result<Option<()>> {
        let Some(directory) = Directory::find(reader)? else {
            return Ok(None);
        };
        reader.seek(SeekFrom::Start(directory.start))?;
        let mut entries = Vec::new();
        for _ in 0..directory.entries {
            let Some(entry) = Listed::read(reader)? else {
                return Ok(None);
            };
            if !entry.is_plain {
                self.ambiguous.insert(entry.shown());
            }
            entries.push(entry);
        }
        if reader.stream_position()? != directory.end {
            return Ok(None);
        }
        entries.sort_by_key(|entry| entry.at);
        let starts = entries.iter().skip(1).map(|entry| entry.at);
        let ends: Vec<u64> = starts.chain([directory.start]).collect();
        let mut place = 0;
        for (entry, end) in entries.iter().zip(ends) {
            if entry.at != place {
                return Ok(None);
            }
            let Some((data_end, is_same)) = entry.header(reader)? else {
                return Ok(None);
            };
            if !is_same {
                self.ambiguous.insert(entry.shown());
            }
            if !entry.ends(reader, data_end, end)? {
                return Ok(None);
            }
            place = end;
        }
        Ok((place == directory.start).then_some(()))
    }
}

/// The directory of an archive, and how many entries it has.
struct Directory {
    start: u64,
    end: u64,
    entries: u64,
}

impl Directory {
    /// By the record at the very end, which says nothing beside.
    fn find(reader: &mut (impl Read + Seek)) -> io::Result<Option<Self>> {
        let length = reader.seek(SeekFrom::End(0))?;
        let Some(record) = length.checked_sub(END_LENGTH) else {
            return Ok(None);
        };
        reader.seek(SeekFrom::Start(record))?;
        let is_end = u32(reader)? == END && u32(reader)? == 0;
        let (here, entries) = (u16(reader)?, u16(reader)?);
        let (size, start, comment) = (u32(reader)?, u32(reader)?, u16(reader)?);
        if !is_end || here != entries || comment != 0 {
            return Ok(None);
        }
        let small = (u64::from(entries), u64::from(size), u64::from(start));
        let (end, (entries, size, start)) = match Self::of_64_bits(reader, record, small)? {
            Some(Some(found)) => found,
            Some(None) => return Ok(None),
            None => (record, small),
        };
        Ok((start.checked_add(size) == Some(end)).then_some(Self {
            start,
            end,
            entries,
        }))
    }

    /// The larger record of ZIP64 and its end, where there is one before the small one: `None` inside if the two disagree.
    #[expect(
        clippy::type_complexity,
        reason = "the three numbers of a record, as they are read"
    )]
    fn of_64_bits(
        reader: &mut (impl Read + Seek),
        record: u64,
        small: (u64, u64, u64),
    ) -> io::Result<Option<Option<(u64, (u64, u64, u64))>>> {
        let Some(locator) = record.checked_sub(LOCATOR_LENGTH) else {
            return Ok(None);
        };
        reader.seek(SeekFrom::Start(locator))?;
        if u32(reader)? != LOCATOR {
            return Ok(None);
        }
        let (disk, at, disks) = (u32(reader)?, u64(reader)?, u32(reader)?);
        if disk != 0 || disks > 1 || at.checked_add(END_64_LENGTH) != Some(locator) {
            return Ok(Some(None));
        }
        reader.seek(SeekFrom::Start(at))?;
        let is_end = u32(reader)? == END_64 && u64(reader)? == END_64_LENGTH - 12;
        let _versions = u32(reader)?;
        let is_one_disk = u64(reader)? == 0;
        let (here, entries, size, start) = (u64(reader)?, u64(reader)?, u64(reader)?, u64(reader)?);
        let agrees = |small: u64, large: u64, most: u64| small == large || small == most;
        let is_same = agrees(small.0, entries, MOST_16)
            && agrees(small.1, size, MOST_32)
            && agrees(small.2, start, MOST_32);
        let is_whole = is_end && is_one_disk && here == entries && is_same;
        Ok(Some(is_whole.then_some((at, (entries, size, start)))))
    }
}

/// An entry as the directory has it.
struct Listed {
    name: Vec<u8>,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    at: u64,
    is_plain: bool,
}

impl Listed {
    fn read(reader: &mut impl Read) -> io::Result<Option<Self>> {
        if u32(reader)? != LISTED {
            return Ok(None);
        }
        let _versions = u32(reader)?;
        let (flags, method, _time, crc) = (u16(reader)?, u16(reader)?, u32(reader)?, u32(reader)?);
        let (packed, size) = (u32(reader)?, u32(reader)?);
        let (name, extra, comment) = (u16(reader)?, u16(reader)?, u16(reader)?);
        let (disk, _text) = (u16(reader)?, u16(reader)?);
        let (attributes, at) = (u32(reader)?, u32(reader)?);
        let name = octets(reader, name)?;
        let extra = Extra::read(&octets(reader, extra)?);
        if comment != 0 || disk != 0 {
            return Ok(None);
        }
        let mut wide = extra.wide.iter().copied();
        let mut full = |small: u32| match u64::from(small) {
            MOST_32 => wide.next().unwrap_or(MOST_32),
            small => small,
        };
        let (size, packed, at) = (full(size), full(packed), full(at));
        let is_folder = name.ends_with(b"/");
        // The kind of file as Unix has it: none, a folder, a plain file. A link would lead out of the bag.
        let is_kind = match attributes >> 28 {
            0 => true,
            0o4 => is_folder,
            0o10 => !is_folder,
            _ => false,
        };
        // And as DOS has it, which some programs go by: Info-ZIP unpacks no label of a disk.
        let is_kind = is_kind && attributes & DOS_LABEL == 0;
        let is_kind = is_kind && (attributes & DOS_FOLDER == 0 || is_folder);
        let is_utf_8 = flags & UTF_8 != 0 && std::str::from_utf8(&name).is_ok();
        // A folder has no content; some programs compress that.
        let is_empty = size == 0 && packed <= 2;
        Ok(Some(Self {
            is_plain: extra.is_plain
                && is_kind
                && (!is_folder || is_empty)
                && (name.is_ascii() || is_utf_8),
            name,
            flags,
            method,
            crc,
            packed,
            size,
            at,
        }))
    }

    /// Where the data end, and whether its own header says of the entry what the directory says.
    fn header(&self, reader: &mut (impl Read + Seek)) -> io::Result<Option<(u64, bool)>> {
        reader.seek(SeekFrom::Start(self.at))?;
        if u32(reader)? != HEADER {
            return Ok(None);
        }
        let _version = u16(reader)?;
        let (flags, method, _time, crc) = (u16(reader)?, u16(reader)?, u32(reader)?, u32(reader)?);
        let (packed, size) = (u32(reader)?, u32(reader)?);
        let (name, extra) = (u16(reader)?, u16(reader)?);
        let name = octets(reader, name)?;
        let extra = Extra::read(&octets(reader, extra)?);
        let start = reader.stream_position()?;
        let mut wide = extra.wide.iter().copied();
        let is_large = u64::from(packed) == MOST_32 || u64::from(size) == MOST_32;
        // Both stand in the larger form, whichever of them needs it (4.5.3).
        let (size, packed) = if is_large {
            (wide.next(), wide.next())
        } else {
            (Some(size.into()), Some(packed.into()))
        };
        let numbers = (crc, packed, size);
        let is_later = self.is_described_later() && numbers == (0, Some(0), Some(0));
        let is_same = (flags, method) == (self.flags, self.method)
            && name == self.name
            && extra.is_plain
            && (is_later || numbers == (self.crc, Some(self.packed), Some(self.size)));
        Ok(start.checked_add(self.packed).map(|end| (end, is_same)))
    }

    /// Whether nothing but its descriptor, where it has one, is between the end of its data and the next thing.
    fn ends(&self, reader: &mut (impl Read + Seek), data_end: u64, end: u64) -> io::Result<bool> {
        let Some(rest) = end.checked_sub(data_end) else {
            return Ok(false);
        };
        if !self.is_described_later() {
            return Ok(rest == 0);
        }
        reader.seek(SeekFrom::Start(data_end))?;
        // Its signature is optional, and its sizes have 32 or 64 bits (4.3.9).
        let is_signed = match rest {
            12 | 20 => true,
            16 | 24 => u32(reader)? == DESCRIPTOR,
            _ => return Ok(false),
        };
        let crc = u32(reader)?;
        let sizes = if rest < 20 {
            (u32(reader)?.into(), u32(reader)?.into())
        } else {
            (u64(reader)?, u64(reader)?)
        };
        Ok(is_signed && crc == self.crc && sizes == (self.packed, self.size))
    }

    const fn is_described_later(&self) -> bool {
        self.flags & 8 != 0
    }

    fn shown(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }
}

/// What the extra fields of a header say that matters.
struct Extra {
    /// The numbers of the larger form (4.5.3).
    wide: Vec<u64>,
    /// Whether they can be read, and none of them gives the file another name.
    is_plain: bool,
}

impl Extra {
    fn read(mut octets: &[u8]) -> Self {
        let mut extra = Self {
            wide: Vec::new(),
            is_plain: true,
        };
        while !octets.is_empty() {
            let (Ok(kind), Ok(length)) = (u16(&mut octets), u16(&mut octets)) else {
                extra.is_plain = false;
                break;
            };
            let Some((content, rest)) = octets.split_at_checked(length.into()) else {
                extra.is_plain = false;
                break;
            };
            octets = rest;
            match kind {
                LARGE => {
                    let numbers = content.as_chunks::<8>().0.iter();
                    extra
                        .wide
                        .extend(numbers.map(|number| u64::from_le_bytes(*number)));
                }
                OTHER_NAME => extra.is_plain = false,
                _ => {}
            }
        }
        extra
    }
}

fn u16(reader: &mut impl Read) -> io::Result<u16> {
    let mut octets = [0; 2];
    reader.read_exact(&mut octets)?;
    Ok(u16::from_le_bytes(octets))
}

fn u32(reader: &mut impl Read) -> io::Result<u32> {
    let mut octets = [0; 4];
    reader.read_exact(&mut octets)?;
    Ok(u32::from_le_bytes(octets))
}

fn u64(reader: &mut impl Read) -> io::Result<u64> {
    let mut octets = [0; 8];
    reader.read_exact(&mut octets)?;
    Ok(u64::from_le_bytes(octets))
}

fn octets(reader: &mut impl Read, length: u16) -> io::Result<Vec<u8>> {
    let mut octets = vec![0; length.into()];
    reader.read_exact(&mut octets)?;
    Ok(octets)
}

// Signatures (APPNOTE.TXT 6.3.10, 4.3).
const HEADER: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
const LISTED: u32 = 0x0201_4b50;
const END_64: u32 = 0x0606_4b50;
const LOCATOR: u32 = 0x0706_4b50;
const END: u32 = 0x0605_4b50;

// The flag of a name in UTF-8 (4.4.4, bit 11). Without it, or where the name is none all the same, programs read other letters than ASCII by the
// language of their machine (appendix D).
const UTF_8: u16 = 1 << 11;
// Of the lower octet of the external attributes.
const DOS_LABEL: u32 = 0x08;
const DOS_FOLDER: u32 = 0x10;

// Bytes.
const END_LENGTH: u64 = 22;
const LOCATOR_LENGTH: u64 = 20;
const END_64_LENGTH: u64 = 56;

// Extra fields: sizes of 64 bits (4.5.3), and another name in UTF-8 (4.6.9).
const LARGE: u16 = 1;
const OTHER_NAME: u16 = 0x7075;

// What says that a number is in the larger form.
const MOST_16: u64 = 0xffff;
const MOST_32: u64 = 0xffff_ffff;
