//! Lines that may be too long: a file without line ends must not fill the memory.

use std::io::{self, BufRead, Read};

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line that the limit holds, appended to the buffer with its end, if it has one.
    Whole,
    /// A longer one: its beginning is in the buffer, and the rest was skipped.
    TooLong,
    /// Nothing more.
    End,
}

/// Appends the next line to the buffer, if it is shorter than `longest` octets, its end included.
pub(crate) fn read_line(
    input: &mut impl BufRead,
    longest: u64,
    buffer: &mut Vec<u8>,
) -> io::Result<Line> {
    let read = input.by_ref().take(longest).read_until(b'\n', buffer)?;
    Ok(match read {
        0 => Line::End,
        _ if buffer.ends_with(b"\n") => Line::Whole,
        read if u64::try_from(read).unwrap_or(longest) < longest => Line::Whole,
        _ => {
            input.skip_until(b'\n')?;
            Line::TooLong
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_and_the_next_one_begins_where_it_begins() {
        let mut input = io::BufReader::with_capacity(3, &b"ab\n0123456789\nlast"[..]);
        let mut next = || {
            let mut buffer = Vec::new();
            let line = read_line(&mut input, 5, &mut buffer).unwrap();
            (line, String::from_utf8(buffer).unwrap())
        };
        assert_eq!(next(), (Line::Whole, "ab\n".to_owned()));
        assert_eq!(next(), (Line::TooLong, "01234".to_owned()));
        assert_eq!(next(), (Line::Whole, "last".to_owned()));
        assert_eq!(next(), (Line::End, String::new()));
    }
}
