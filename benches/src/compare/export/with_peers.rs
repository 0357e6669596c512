//! The same files as a plain program writes them, with the libraries alone.

use std::hint::black_box;
use std::io::Write;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::{Message, NAMES, over};
use crate::compare::Contest;

#[derive(Serialize)]
struct Row<'m> {
    number: i64,
    #[serde(serialize_with = "as_text")]
    day: NaiveDate,
    subject: &'m str,
    body: &'m str,
}

/// As chrono's own feature for serde does it.
fn as_text<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

impl<'m> Row<'m> {
    fn of(message: &'m Message) -> Self {
        Self {
            number: message.number,
            day: message.day,
            subject: &message.subject,
            body: &message.body,
        }
    }
}

pub(super) fn ndjson<'a>(contest: Contest<'a>, messages: &'a [Message]) -> Contest<'a> {
    // A map has its keys in the order of the alphabet: it is said in the order of the columns by hand.
    let values: Vec<Vec<serde_json::Value>> = messages.iter().map(values).collect();
    contest
        .against("serde_json, a struct", move |passes| {
            over(passes, |mut out| {
                messages.iter().all(|message| {
                    let row = Row::of(black_box(message));
                    serde_json::to_writer(&mut out, &row).is_ok() && out.write_all(b"\n").is_ok()
                })
            })
        })
        .against("serde_json, a map", move |passes| {
            over(passes, |mut out| {
                values.iter().all(|row| {
                    let row = InOrder(black_box(row));
                    serde_json::to_writer(&mut out, &row).is_ok() && out.write_all(b"\n").is_ok()
                })
            })
        })
}

fn values(message: &Message) -> Vec<serde_json::Value> {
    vec![
        message.number.into(),
        message.day.to_string().into(),
        message.subject.as_str().into(),
        message.body.as_str().into(),
    ]
}

/// Values whose names and kinds are known at run time only, as a source's are. Their days are texts already.
struct InOrder<'r>(&'r [serde_json::Value]);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(NAMES.iter().zip(self.0))
    }
}

pub(super) fn csv<'a>(contest: Contest<'a>, messages: &'a [Message]) -> Contest<'a> {
    contest
        .against("csv, cell by cell", move |passes| {
            over(passes, |out| {
                let mut rows = writer(out);
                let head = rows.write_record(NAMES).is_ok();
                let whole = messages.iter().all(|message| {
                    let message = black_box(message);
                    rows.write_field(message.number.to_string()).is_ok()
                        && rows.write_field(message.day.to_string()).is_ok()
                        && rows.write_field(&message.subject).is_ok()
                        && rows.write_field(&message.body).is_ok()
                        && rows.write_record(None::<&[u8]>).is_ok()
                });
                head && whole && rows.flush().is_ok()
            })
        })
        .against("csv, a struct", move |passes| {
            over(passes, |out| {
                let mut rows = writer(out);
                let whole = messages
                    .iter()
                    .all(|message| rows.serialize(Row::of(black_box(message))).is_ok());
                whole && rows.flush().is_ok()
            })
        })
}

fn writer<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out)
}

pub(super) fn sha256<'a>(contest: Contest<'a>, file: &'a [u8]) -> Contest<'a> {
    contest.against("sha2 alone", move |passes| {
        let mut answer = 0;
        for _ in 0..passes {
            let digest = Sha256::digest(black_box(file));
            answer = digest
                .iter()
                .take(8)
                .fold(0, |number, octet| number << 8 | u64::from(*octet));
        }
        answer
    })
}
