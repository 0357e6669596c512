//! What a command says: its answer on standard output, what keeps it from answering on standard error.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, ValueEnum};
use greffe::terms::Lang;
use serde_json::{Value, json};

use crate::language::Language;
use crate::refusal::{Refusal, at, of_system};
use crate::{progress, usage};

/// How to print, and in which language.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct Output {
    /// Language of the messages
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// What programs or people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

/// What a command found out, for people and for programs.
pub(crate) struct Answer {
    text: String,
    json: Value,
    determined: bool,
}

impl Answer {
    /// An answer; `text` is one or more lines.
    pub(crate) const fn new(text: String, json: Value) -> Self {
        Self {
            text,
            json,
            determined: true,
        }
    }

    /// The command ran to the end, and there is no answer.
    pub(crate) const fn undetermined(text: String, json: Value) -> Self {
        Self {
            text,
            json,
            determined: false,
        }
    }
}

impl Answer {
    /// The same with one more thing: a line for people, a key for programs.
    pub(crate) fn and(mut self, line: String, key: &str, value: Value) -> Self {
        self.text.push('\n');
        self.text.push_str(&line);
        if let Some(object) = self.json.as_object_mut() {
            object.insert(key.to_owned(), value);
        }
        self
    }
}

impl Output {
    pub(crate) const fn new(lang: Language, format: Format) -> Self {
        Self { lang, format }
    }

    pub(crate) fn lang(self) -> Lang {
        self.lang.into()
    }

    pub(crate) const fn format(self) -> Format {
        self.format
    }

    /// Prints an answer, or why there is none, and gives the exit status. In JSON standard output is one object on one line in
    /// either case.
    pub(crate) fn give(self, answer: Result<Answer, Refusal>) -> ExitCode {
        match answer {
            Ok(answer) => {
                match self.format {
                    Format::Text => print(&format!("{}\n", answer.text)),
                    Format::Json => print(&format!("{}\n", answer.json)),
                }
                ExitCode::from(u8::from(!answer.determined))
            }
            Err(refusal) => self.refuse(&refusal.in_language(self.lang())),
        }
    }

    /// Ends a command that prints its answer line by line: with its exit status, or with why there is none.
    pub(crate) fn end(self, answer: Result<ExitCode, Refusal>) -> ExitCode {
        answer.unwrap_or_else(|why| self.refuse(&why.in_language(self.lang())))
    }

    /// Says why there is no answer: exit status 2.
    pub(crate) fn refuse(self, why: &str) -> ExitCode {
        complain(why);
        if self.format == Format::Json {
            print(&format!("{}\n", json!({ "error": why })));
        }
        ExitCode::from(2)
    }
}

/// Many lines on standard output, written together.
pub(crate) struct Stream(io::BufWriter<io::StdoutLock<'static>>);

impl Stream {
    pub(crate) fn new() -> Self {
        progress::results_come_by_line();
        Self(io::BufWriter::with_capacity(1 << 16, io::stdout().lock()))
    }

    pub(crate) fn line(&mut self, line: &str) {
        self.octets(line.as_bytes());
    }

    /// A line that need not be text.
    pub(crate) fn octets(&mut self, line: &[u8]) {
        let written = self.0.write_all(line);
        or_end(written.and_then(|()| self.0.write_all(b"\n")));
    }

    /// Whatever was written is out now.
    pub(crate) fn finish(mut self) {
        if !reader_is_gone() {
            or_end(self.0.flush());
        }
        // What a reader that went away did not take is not offered again.
        let (_stdout, _rest) = self.0.into_parts();
    }
}

/// Whether nobody reads the answer any more.
static READER_IS_GONE: AtomicBool = AtomicBool::new(false);

/// Whether the reader went away (`| head`): there is nothing more to do, and the exit status is that of what was done until then.
pub(crate) fn reader_is_gone() -> bool {
    READER_IS_GONE.load(Ordering::Relaxed)
}

/// A reader that went away is no failure; a disk that is full is one, for the answer is not whole.
pub(crate) fn or_end(written: io::Result<()>) {
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            READER_IS_GONE.store(true, Ordering::Relaxed);
        }
        Err(error) => {
            complain(&not_written(error.kind()));
            std::process::exit(2);
        }
    }
}

fn not_written(kind: io::ErrorKind) -> String {
    let lang = usage::lang();
    let why = of_system(kind, lang);
    lang.pick(
        format!("stdout\u{a0}: la réponse n’est pas écrite en entier ({why})"),
        format!("stdout: the answer is not written whole ({why})"),
    )
}

/// A reader that went away (`| head`) is no failure.
pub(crate) fn print(text: &str) {
    print_octets(text.as_bytes());
}

/// The same for what need not be text.
pub(crate) fn print_octets(octets: &[u8]) {
    progress::clear();
    if !reader_is_gone() {
        let mut out = io::stdout().lock();
        or_end(out.write_all(octets).and_then(|()| out.flush()));
    }
}

/// A value as JSON for people too, written as it is made, with a line end.
pub(crate) fn print_json(value: &impl serde::Serialize) {
    progress::clear();
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from);
    or_end(
        written
            .and_then(|()| out.write_all(b"\n"))
            .and_then(|()| out.flush()),
    );
    let (_stdout, _rest) = out.into_parts();
}

/// A line on standard error; nobody is left to be told where that cannot be written.
pub(crate) fn complain(why: &str) {
    progress::apart(|| writeln!(io::stderr().lock(), "{why}").unwrap_or_default());
}

/// The same for what is no error: totals, remarks. Nothing where `--quiet` asks for that, or where the answer was cut short.
pub(crate) fn remark(what: &str) {
    if !progress::is_quiet() && !reader_is_gone() {
        complain(what);
    }
}

/// Says what is wrong with a line, by its number and without its content. `place` is the file, where several are read.
pub(crate) fn bad_line(place: Option<&str>, number: u64, why: &str, lang: Lang) {
    let line = lang.pick(format!("ligne {number}"), format!("line {number}"));
    let line = place.map_or_else(|| line.clone(), |place| format!("{place}, {line}"));
    complain(&at(&line, why, lang));
}

/// How many lines there were, and how many of them were bad.
pub(crate) fn totals(lines: u64, bad: u64, lang: Lang) {
    remark(&lang.pick(
        format!("lignes\u{a0}: {lines}\u{a0}; en défaut\u{a0}: {bad}"),
        format!("lines: {lines}; bad lines: {bad}"),
    ));
}
