//! Progress of long work, on standard error where that is a terminal, and nowhere else.
//!
//! A process has one terminal, so what is drawn on it belongs to the process: readers far from the command's options report to it.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use clap::Args;
use greffe::terms::Lang;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::usage;

/// How much a command says beside its answer.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Quietness {
    /// Nothing on standard error but errors, warnings and bad lines: no progress, no totals
    #[arg(long, short, global = true, display_order = 1000)]
    quiet: bool,
    /// No progress on standard error, even where it is a terminal
    #[arg(long, global = true, display_order = 1001)]
    no_progress: bool,
}

/// Work shorter than this shows nothing.
const LONG: Duration = Duration::from_secs(1);

/// What the process was started with.
struct Meter {
    started: Instant,
    draws: bool,
    quiet: bool,
}

static METER: OnceLock<Meter> = OnceLock::new();
static READ: AtomicU64 = AtomicU64::new(0);
/// Octets that there are to read; 0 where nobody knows.
static EXPECTED: AtomicU64 = AtomicU64::new(0);
/// Whether results stand on the terminal as they come: they say enough.
static RESULTS_SHOWN: AtomicBool = AtomicBool::new(false);
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

impl Quietness {
    /// The clock starts.
    pub(crate) fn settle(self) {
        // A terminal that cannot move its cursor would show a line for each step.
        let dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
        METER.get_or_init(|| Meter {
            started: Instant::now(),
            draws: !self.quiet && !self.no_progress && !dumb && io::stderr().is_terminal(),
            quiet: self.quiet,
        });
    }
}

/// Whether totals and remarks are unwanted.
pub(crate) fn is_quiet() -> bool {
    METER.get().is_some_and(|meter| meter.quiet)
}

/// Results come line by line: where they go to a terminal themselves, no bar is drawn between them.
pub(crate) fn results_come_by_line() {
    RESULTS_SHOWN.store(io::stdout().is_terminal(), Ordering::Relaxed);
}

/// So many octets are to be read: what the bar is a part of.
pub(crate) fn expect(octets: u64) {
    EXPECTED.fetch_add(octets, Ordering::Relaxed);
}

/// The octets of a file, where it is one and can be looked at.
pub(crate) fn length(file: &Path) -> u64 {
    let about = file.metadata().ok().filter(std::fs::Metadata::is_file);
    about.map_or(0, |about| about.len())
}

/// What of standard input is to come, where it is a file.
pub(crate) fn expect_stdin() {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;

        let file = io::stdin().as_fd().try_clone_to_owned().map(File::from);
        let rest = file.and_then(|mut file| {
            let about = file.metadata()?;
            let rest = about.is_file().then_some(about.len());
            Ok(rest.map_or(0, |all| {
                all.saturating_sub(file.stream_position().unwrap_or(0))
            }))
        });
        expect(rest.unwrap_or(0));
    }
}

/// A reader that reports what it reads.
pub(crate) struct Watched<R>(pub(crate) R);

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        advance(read);
        Ok(read)
    }
}

impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

fn advance(octets: usize) {
    let Some(meter) = METER.get().filter(|meter| meter.draws) else {
        return;
    };
    let octets = u64::try_from(octets).unwrap_or(0);
    let read = READ
        .fetch_add(octets, Ordering::Relaxed)
        .saturating_add(octets);
    if meter.started.elapsed() < LONG || RESULTS_SHOWN.load(Ordering::Relaxed) {
        return;
    }
    let expected = EXPECTED.load(Ordering::Relaxed);
    let mut shown = shown();
    let bar = shown
        .get_or_insert_with(|| bar(expected, usage::lang()).with_elapsed(meter.started.elapsed()));
    bar.set_position(read);
}

/// What is said while a bar is drawn stands above it.
pub(crate) fn apart<T>(say: impl FnOnce() -> T) -> T {
    let shown = shown();
    match shown.as_ref() {
        Some(bar) => bar.suspend(say),
        None => say(),
    }
}

/// The bar goes: what follows is the answer.
pub(crate) fn clear() {
    if let Some(bar) = shown().take() {
        bar.finish_and_clear();
    }
}

fn shown() -> MutexGuard<'static, Option<ProgressBar>> {
    BAR.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Without colours: there is nothing that they would say.
fn bar(expected: u64, lang: Lang) -> ProgressBar {
    let bar = if expected > 0 {
        ProgressBar::new(expected)
    } else {
        ProgressBar::no_length()
    };
    let template = match (expected > 0, lang) {
        (true, Lang::Fr) => "{percent:>3}\u{a0}% [{bar:30}] {amount}, reste {eta}",
        (true, Lang::En) => "{percent:>3}% [{bar:30}] {amount}, {eta} left",
        (false, Lang::Fr) => "{spinner} {amount} lus en {elapsed}",
        (false, Lang::En) => "{spinner} {amount} read in {elapsed}",
    };
    let style = ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
        .with_key(
            "amount",
            move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                let amount = amount(state.pos(), lang);
                out.write_str(&amount).unwrap_or_default();
            },
        );
    bar.with_style(style)
}

/// Octets as people read them, in units of 1000 (SI).
fn amount(octets: u64, lang: Lang) -> String {
    let (kilo, mega, giga) = lang.pick(("ko", "Mo", "Go"), ("kB", "MB", "GB"));
    let (tenths, unit) = match octets {
        0..1_000_000 => (octets / 100, kilo),
        1_000_000..1_000_000_000 => (octets / 100_000, mega),
        _ => (octets / 100_000_000, giga),
    };
    let (point, space) = lang.pick((',', '\u{a0}'), ('.', ' '));
    format!("{}{point}{}{space}{unit}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_a_unit_that_fits_in_each_language() {
        for (octets, en, fr) in [
            (0, "0.0 kB", "0,0\u{a0}ko"),
            (999_999, "999.9 kB", "999,9\u{a0}ko"),
            (1_000_000, "1.0 MB", "1,0\u{a0}Mo"),
            (2_550_000_000, "2.5 GB", "2,5\u{a0}Go"),
        ] {
            assert_eq!(amount(octets, Lang::En), en);
            assert_eq!(amount(octets, Lang::Fr), fr);
        }
    }
}
