//! Rows of NDJSON and CSV beside the libraries that write them, and a hashed archive beside the hash alone.

use std::cell::RefCell;
use std::hint::black_box;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use chrono::{Days, NaiveDate};
use greffe::export::{
    Art15Information, Attachment, Attachments, Contact, CsvRows, Field, NdjsonRows, Package,
    Provenance, Record, Request, Right, Value, ZipSink,
};
use greffe::terms::{DataCategory, Text};

use super::{Contest, Effort, Failure, Measured, Target};

#[cfg(feature = "peers")]
mod with_peers;

/// Rows of one pass: more than the caches hold.
const ROWS: u32 = 20_000;
/// Blocks of an attachment, 64 KiB each: 32 MiB.
const BLOCKS: u32 = 512;
/// Octets of a block.
const BLOCK: usize = 64 * 1024;
const NAMES: [&str; 4] = ["number", "day", "subject", "body"];

/// A message, as its program holds it.
struct Message {
    number: i64,
    day: NaiveDate,
    subject: String,
    body: String,
}

pub(super) fn measure(effort: Effort) -> Result<Vec<Measured>, Failure> {
    let start = NaiveDate::from_ymd_opt(2026, 3, 2).ok_or("no day")?;
    let messages: Vec<Message> = (0..effort.rows.min(ROWS))
        .map(|number| message(start, number))
        .collect();
    let blocks = (effort.rows / 100).clamp(1, BLOCKS);
    let file = octets(usize::try_from(blocks)? * BLOCK);
    Ok(vec![
        ndjson(&messages, effort)?,
        csv(&messages, effort)?,
        zip(&file, blocks, start, effort)?,
    ])
}

/// Texts that need no guard, so that both write the same; looking whether one needs it is part of the work.
fn message(start: NaiveDate, number: u32) -> Message {
    Message {
        number: i64::from(number) * 7919,
        day: start + Days::new(u64::from(number % 365)),
        subject: format!("Message {number}"),
        body: "Bonjour, \"voici\" le document demandé ; merci de votre retour.".to_owned(),
    }
}

fn records(messages: &[Message]) -> Vec<Record> {
    let record = |message: &Message| {
        vec![
            Value::Integer(message.number),
            Value::Date(message.day),
            Value::text(&message.subject),
            Value::text(&message.body),
        ]
    };
    messages.iter().map(record).collect()
}

/// At least 0.8 of the throughput of the library. The answer is a sum over every octet written.
fn ndjson(messages: &[Message], effort: Effort) -> Result<Measured, Failure> {
    let records = records(messages);
    let contest = Contest::new("rows of NDJSON", number(messages.len())?, move |passes| {
        over(passes, |out| {
            let mut rows = NdjsonRows::new(NAMES, out);
            records
                .iter()
                .all(|record| rows.write(black_box(record)).is_ok())
        })
    });
    #[cfg(feature = "peers")]
    let contest = with_peers::ndjson(contest, messages);
    Ok(contest.aims_at(Target::AtMost(1.25)).measure(effort)?)
}

/// Likewise.
fn csv(messages: &[Message], effort: Effort) -> Result<Measured, Failure> {
    let records = records(messages);
    let contest = Contest::new("rows of CSV", number(messages.len())?, move |passes| {
        over(passes, |out| {
            let Ok(mut rows) = CsvRows::new(NAMES, out) else {
                return false;
            };
            let whole = records
                .iter()
                .all(|record| rows.write(black_box(record)).is_ok());
            whole && rows.into_inner().is_ok()
        })
    });
    #[cfg(feature = "peers")]
    let contest = with_peers::csv(contest, messages);
    Ok(contest.aims_at(Target::AtMost(1.25)).measure(effort)?)
}

/// A package with one attachment, in a stored archive. The answer is the first octets of the attachment's digest.
///
/// The octets are at hand, as they are for the hash alone, and go straight into the archive; beside it, the same as a stream that waits in a spool.
fn zip(file: &[u8], blocks: u32, start: NaiveDate, effort: Effort) -> Result<Measured, Failure> {
    let mut request = Request::received("R-2026-17".parse()?, Right::Access, start);
    request.scope(start)?;
    let information = Art15Information::new(Contact {
        name: Text::plain("Atelier Hélianthe"),
        address: None,
    });
    let content = Field::new(
        "recording",
        DataCategory::PersonalLife,
        Provenance::Observed,
        "account".parse()?,
    );
    let memory = Memory::default();
    let archive = |way: Way, passes: u32| {
        let mut answer = 0;
        for _ in 0..passes {
            let one = way.attachment(black_box(file));
            let files = Attachments::new("recordings", content.clone(), [Ok(one)]);
            let package = Package::for_request(&request, information.clone())
                .attachments(files)
                .dated(start);
            answer = archived(package, start, way, &memory).unwrap_or(0);
        }
        answer
    };
    let contest = Contest::new(
        "a stored and hashed ZIP, 64 KiB an item",
        blocks,
        |passes| archive(Way::Straight, passes),
    );
    #[cfg(feature = "peers")]
    let contest = with_peers::sha256(contest, file)
        .against("greffe, by a spool", |passes| archive(Way::Spool, passes));
    Ok(contest.aims_at(Target::AtMost(1.3)).measure(effort)?)
}

/// How an attachment gets into the archive.
#[derive(Clone, Copy)]
enum Way {
    Straight,
    #[cfg(feature = "peers")]
    Spool,
}

impl Way {
    fn attachment(self, file: &[u8]) -> Attachment<'_> {
        match self {
            Self::Straight => Attachment::of_bytes("call.ogg", "audio/ogg", file),
            #[cfg(feature = "peers")]
            Self::Spool => Attachment::new("call.ogg", "audio/ogg", file),
        }
    }
}

fn archived(
    package: Package<'_>,
    day: NaiveDate,
    way: Way,
    memory: &Memory,
) -> Result<u64, Failure> {
    let spool = || Ok(memory.buffer());
    let zip = ZipSink::new(memory.buffer(), spool, "export", day).stored();
    let mut zip = match way {
        Way::Straight => zip.straight(Buffer::cut),
        #[cfg(feature = "peers")]
        Way::Spool => zip,
    };
    let done = package.write_folder(&mut zip)?;
    let archive = zip.end()?;
    if done.completeness().gaps().next().is_some() {
        return Err("the package has a gap".into());
    }
    // The manifest is stored near the end, as text.
    let name = b"  data/files/recordings/call.ogg\n";
    let bytes = archive.bytes.get_ref();
    let end = bytes.windows(name.len()).rposition(|part| part == name);
    let digest = end.and_then(|end| bytes.get(end.checked_sub(64)?..end));
    let first = digest
        .and_then(|digest| str::from_utf8(digest.get(..16)?).ok())
        .ok_or("no digest of the attachment")?;
    Ok(u64::from_str_radix(first, 16)?)
}

/// Memory that is used again, so that no pass pays for pages that a spool or a disk would have had already.
#[derive(Default)]
struct Memory {
    free: RefCell<Vec<Vec<u8>>>,
}

impl Memory {
    fn buffer(&self) -> Buffer<'_> {
        let bytes = self.free.borrow_mut().pop().unwrap_or_default();
        Buffer {
            bytes: Cursor::new(bytes),
            memory: self,
        }
    }
}

struct Buffer<'m> {
    bytes: Cursor<Vec<u8>>,
    memory: &'m Memory,
}

impl Buffer<'_> {
    fn cut(&mut self, bytes: u64) -> io::Result<()> {
        let bytes = usize::try_from(bytes).map_err(io::Error::other)?;
        self.bytes.get_mut().truncate(bytes);
        Ok(())
    }
}

impl Write for Buffer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Buffer<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(bytes)
    }
}

impl Seek for Buffer<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

impl Drop for Buffer<'_> {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(self.bytes.get_mut());
        bytes.clear();
        let mut free = self.memory.free.borrow_mut();
        free.push(bytes);
        // The largest is taken first: the attachment and the archive get what they had.
        free.sort_by_key(Vec::capacity);
    }
}

/// Octets that do not repeat soon.
fn octets(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

/// Fills the same memory so many times. The answer is the sum of what was written the last time; none where something refused.
fn over(passes: u32, mut write: impl FnMut(&mut Vec<u8>) -> bool) -> u64 {
    let mut out = Vec::new();
    let mut whole = true;
    for _ in 0..passes {
        out.clear();
        whole &= write(&mut out);
        black_box(&out);
    }
    if whole { sum(&out) } else { 0 }
}

fn sum(bytes: &[u8]) -> u64 {
    let step = |sum: u64, byte: &u8| sum.rotate_left(5).wrapping_add(u64::from(*byte));
    bytes.iter().fold(0, step)
}

fn number(count: usize) -> Result<u32, std::num::TryFromIntError> {
    u32::try_from(count)
}
