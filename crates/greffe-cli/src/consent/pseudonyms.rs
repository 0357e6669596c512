//! The list of `--persons`: a pseudonym a line, read as it is asked for.

use std::io::BufRead;
use std::path::Path;

use greffe::consent::PersonKey;
use greffe::document::Words;
use greffe::terms::Lang;

use super::asked::HEX;
use super::source::place;
use crate::bounded::{Line, read_line};
use crate::input::{self, BYTE_ORDER_MARK, Unusable};
use crate::output::{bad_line, reader_is_gone, totals};
use crate::refusal::Refusal;

/// Octets that a line must stay below: a pseudonym has 32, and may have space around it.
const LONGEST: u64 = 1 << 10;

/// The pseudonyms of a list. Empty lines are passed over; one that is no pseudonym is named by its number, and the others go on.
pub(super) struct Pseudonyms {
    input: Box<dyn BufRead>,
    place: String,
    lang: Lang,
    buffer: Vec<u8>,
    lines: u64,
    bad: u64,
    failed: Option<Unusable>,
}

impl Pseudonyms {
    pub(super) fn open(file: &Path, lang: Lang) -> Result<Self, Refusal> {
        let place = place(file);
        let input = input::lines(file).map_err(|why| Refusal::of(&*place, why))?;
        Ok(Self {
            input,
            place,
            lang,
            buffer: Vec::new(),
            lines: 0,
            bad: 0,
            failed: None,
        })
    }

    /// How many lines were none, or why the list could not be read to its end.
    pub(super) fn end(self) -> Result<u64, Refusal> {
        if self.bad > 0 {
            totals(self.lines, self.bad, self.lang);
        }
        match self.failed {
            Some(why) => Err(Refusal::of(self.place, why)),
            None => Ok(self.bad),
        }
    }

    fn read(&mut self) -> Option<Result<Option<PersonKey>, Words>> {
        self.buffer.clear();
        match read_line(&mut self.input, LONGEST, &mut self.buffer) {
            Ok(Line::End) => return None,
            Ok(Line::Whole) => {}
            Ok(Line::TooLong) => return Some(Err(HEX)),
            Err(error) => {
                self.failed = Some(Unusable::Unreadable(error.kind()));
                return None;
            }
        }
        let Ok(text) = std::str::from_utf8(&self.buffer) else {
            return Some(Err(HEX));
        };
        let text = text.trim_start_matches(BYTE_ORDER_MARK).trim();
        Some(match text {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| HEX),
        })
    }
}

impl Iterator for Pseudonyms {
    type Item = PersonKey;

    fn next(&mut self) -> Option<PersonKey> {
        while !reader_is_gone() {
            let read = self.read()?;
            self.lines += 1;
            match read {
                Ok(Some(person)) => return Some(person),
                Ok(None) => {}
                Err(why) => {
                    self.bad += 1;
                    let why = why.in_language(self.lang);
                    bad_line(Some(&self.place), self.lines, why, self.lang);
                }
            }
        }
        None
    }
}
