//! Lines of standard input in groups, and one result a line.

use std::io::{self, StdinLock};
use std::ops::Range;
use std::process::ExitCode;

use greffe::terms::Lang;
use zeroize::Zeroize;

use super::bad_line::{BadLine, TOO_LONG};
use crate::bounded::{Line, read_line};
use crate::input::Unusable;
use crate::output::{Output, Stream, complain};
use crate::refusal::{Refusal, at};

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

/// Hands all lines of standard input to `work`, a group at a time, and prints one result a line. `work` answers each line of the group it is given, in
/// its order. Exit status 1 where a line had no result.
pub(crate) fn each(
    output: Output,
    work: impl FnMut(&[&[u8]]) -> Vec<Answer>,
) -> Result<ExitCode, Refusal> {
    let mut out = Stream::new();
    let bad = over(output.lang(), work, |result| out.octets(result))?;
    out.finish();
    Ok(ExitCode::from(u8::from(bad > 0)))
}

/// As [`each`], a line at a time.
pub(crate) fn each_line(
    output: Output,
    mut work: impl FnMut(&[u8]) -> Answer,
) -> Result<ExitCode, Refusal> {
    each(output, |lines| {
        lines.iter().map(|line| work(line)).collect()
    })
}

/// The same without printing: each result is handed to `done`. How many lines had none.
pub(crate) fn over(
    lang: Lang,
    mut work: impl FnMut(&[&[u8]]) -> Vec<Answer>,
    mut done: impl FnMut(&[u8]),
) -> Result<u64, Refusal> {
    let mut input = io::stdin().lock();
    let mut group = Group::default();
    let (mut number, mut bad) = (0, 0);
    while group.fill(&mut input).map_err(unreadable)? {
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
                let place = lang.pick(format!("ligne {number}"), format!("line {number}"));
                complain(&at(&place, &why.in_language(lang), lang));
            }
        }
    }
    Ok(bad)
}

fn unreadable(error: io::Error) -> Refusal {
    Refusal::of("-", Unusable::Unreadable(error.kind()))
}

impl Group {
    /// Reads the next lines. Whether there were any.
    fn fill(&mut self, input: &mut StdinLock<'_>) -> io::Result<bool> {
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
