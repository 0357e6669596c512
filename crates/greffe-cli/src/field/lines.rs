//! Lines of standard input in groups, and one result a line.

use std::io::{self, BufRead, BufReader};
use std::ops::Range;
use std::process::ExitCode;

use greffe::terms::Lang;
use zeroize::Zeroize;

use super::bad_line::{BadLine, TOO_LONG};
use crate::bounded::{Line, read_line};
use crate::input::{BYTE_ORDER_MARK, Unusable};
use crate::output::{Output, Stream, bad_line, reader_is_gone, totals};
use crate::progress::{Watched, expect_stdin};
use crate::refusal::Refusal;

/// Lines that are read before they are worked on: enough for a batch, little beside the output's buffer.
const TOGETHER: usize = 128;
/// Octets that a line must stay below: the longest value takes half of it as hex.
const LONGEST: u64 = 1 << 18;

/// What a line comes to: its result, or why it has none.
pub(crate) type Answer = Result<Vec<u8>, BadLine>;

/// Lines that were read together. They are in clear: wiped before the next ones and on drop. What the buffer left behind when it grew, and the results on their way
/// out, are not.
#[derive(Default)]
struct Group {
    octets: Vec<u8>,
    /// Where each line stands; nothing for one that is too long.
    lines: Vec<Option<Range<usize>>>,
}

/// What lines hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holding {
    /// Text: a byte order mark before the first line is none of it.
    Text,
    /// Octets as they are.
    Octets,
}

/// Hands all lines of standard input to `work`, a group at a time, and prints one result a line. `work` answers each line of the group it is given, in
/// its order. Exit status 1 where a line had no result.
pub(crate) fn each(
    output: Output,
    holding: Holding,
    work: impl FnMut(&[&[u8]]) -> Vec<Answer>,
) -> Result<ExitCode, Refusal> {
    let mut out = Stream::new();
    let bad = over(output.lang(), holding, work, |result| out.octets(result))?;
    out.finish();
    Ok(ExitCode::from(u8::from(bad > 0)))
}

/// As [`each`], a line at a time.
pub(crate) fn each_line(
    output: Output,
    holding: Holding,
    mut work: impl FnMut(&[u8]) -> Answer,
) -> Result<ExitCode, Refusal> {
    each(output, holding, |lines| {
        lines.iter().map(|line| work(line)).collect()
    })
}

/// The same without printing: each result is handed to `done`. How many lines had none, which is said with how many there were.
pub(crate) fn over(
    lang: Lang,
    holding: Holding,
    mut work: impl FnMut(&[&[u8]]) -> Vec<Answer>,
    mut done: impl FnMut(&[u8]),
) -> Result<u64, Refusal> {
    expect_stdin();
    let mut input = BufReader::with_capacity(1 << 16, Watched(io::stdin().lock()));
    if holding == Holding::Text {
        pass_mark(&mut input).map_err(unreadable)?;
    }
    let mut group = Group::default();
    let (mut number, mut bad) = (0, 0);
    while group.fill(&mut input).map_err(unreadable)? && !reader_is_gone() {
        let lines: Vec<_> = group.lines().collect();
        let whole: Vec<_> = lines.iter().flatten().copied().collect();
        let mut answers = work(&whole).into_iter();
        for line in lines {
            number += 1;
            let answer = match line {
                Some(_) => answers.next().unwrap_or_else(|| Err(TOO_LONG.into())),
                None => Err(TOO_LONG.into()),
            };
            done(answer.as_deref().unwrap_or_default());
            if let Err(why) = answer {
                bad += 1;
                bad_line(None, number, &why.in_language(lang), lang);
            }
        }
    }
    if bad > 0 {
        totals(number, bad, lang);
    }
    Ok(bad)
}

/// A file that was made on another system may begin with a mark.
fn pass_mark(input: &mut impl BufRead) -> io::Result<()> {
    if input.fill_buf()?.starts_with(BYTE_ORDER_MARK.as_bytes()) {
        input.consume(BYTE_ORDER_MARK.len());
    }
    Ok(())
}

fn unreadable(error: io::Error) -> Refusal {
    Refusal::of("-", Unusable::Unreadable(error.kind()))
}

impl Group {
    /// Reads the next lines. Whether there were any.
    fn fill(&mut self, input: &mut impl BufRead) -> io::Result<bool> {
        self.wipe();
        while self.lines.len() < TOGETHER {
            let start = self.octets.len();
            match read_line(input, LONGEST, &mut self.octets)? {
                Line::End => break,
                Line::TooLong => self.lines.push(None),
                Line::Whole => {
                    let ended = usize::from(self.octets.ends_with(b"\n"));
                    self.lines.push(Some(start..self.octets.len() - ended));
                }
            }
        }
        Ok(!self.lines.is_empty())
    }

    fn lines(&self) -> impl Iterator<Item = Option<&[u8]>> {
        let line = |range: &Range<usize>| self.octets.get(range.clone());
        self.lines.iter().map(move |range| line(range.as_ref()?))
    }

    fn wipe(&mut self) {
        self.octets.zeroize();
        self.lines.clear();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.wipe();
    }
}
