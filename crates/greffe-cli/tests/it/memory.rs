//! Memory does not grow with the lines: the peak of a run over many lines against one over a tenth of them.
#![cfg(target_os = "linux")]

use std::io::Write;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use crate::consent::ANNE;
use crate::workplace::{IBANS, Workplace};

/// kB: what the allocator may do otherwise from run to run.
const TOLERANCE: u64 = 768;

/// The line of a number.
type Line<'a> = &'a dyn Fn(u64) -> String;

/// The peak of resident memory, in kB, of a command that has read so many lines.
fn peak(place: &Workplace, command: &str, lines: u64, line: Line<'_>) -> u64 {
    let mut shell = place.shell(&format!("exec greffe {command}"));
    let shell = shell.stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = shell.spawn().unwrap();
    let mut input = std::io::BufWriter::with_capacity(1 << 20, child.stdin.take().unwrap());
    for number in 0..lines {
        writeln!(input, "{}", line(number)).unwrap();
    }
    input.flush().unwrap();
    // It reads all that the pipe holds, and waits for more: its peak stays what it is.
    let mut peak = (0, peak_of(child.id()));
    while peak.0 != peak.1 || peak.1 < STARTED {
        sleep(Duration::from_millis(100));
        peak = (peak.1, peak_of(child.id()));
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0), "{command}");
    peak.1
}

/// kB: less than any command has once it runs, more than the shell that becomes it.
const STARTED: u64 = 3_000;

fn peak_of(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap()
}

#[test]
fn ten_times_the_lines_take_no_more_memory() {
    let place = Workplace::of("field open");
    let token = std::fs::read_to_string(place.path("tokens.txt")).unwrap();
    let token = token.lines().next().unwrap().to_owned();
    let column = "--keyring keys.json --table customers --column iban --type iban";
    let rule = "--register register.toml --rule LOG-01/connection --at 2026-11-26";
    let iban = IBANS.lines().next().unwrap();
    let value = |_: u64| iban.to_owned();
    let sealed = |_: u64| token.clone();
    let record =
        |key: u64| format!("{{\"key\": {key}, \"events\": {{\"recorded\": \"2024-11-22\"}}}}");
    let audience = "consent audience --policy consent.toml --events events.jsonl --purpose newsletter --at 2026-05-01T00:00:00Z --persons -";
    let commands: [(String, u64, Line<'_>); 11] = [
        (format!("field seal {column}"), 20_000, &value),
        (format!("field lookup {column}"), 20_000, &value),
        (format!("field index {column}"), 20_000, &value),
        (format!("field open {column}"), 20_000, &sealed),
        (format!("field rotate {column}"), 20_000, &sealed),
        ("field mask --type iban".to_owned(), 200_000, &value),
        (
            "key subject --keyring keys.json".to_owned(),
            20_000,
            &|number| number.to_string(),
        ),
        (format!("retention due {rule} --quiet"), 100_000, &record),
        (format!("retention explain {rule} --quiet"), 20_000, &record),
        (
            format!("retention simulate {rule} --against proposed.toml --quiet"),
            50_000,
            &record,
        ),
        (format!("{audience} --quiet"), 200_000, &|_| ANNE.to_owned()),
    ];
    for (command, lines, line) in commands {
        let start = std::time::Instant::now();
        let (few, many) = (
            peak(&place, &command, lines / 10, line),
            peak(&place, &command, lines, line),
        );
        eprintln!("{command}: {few} kB, {many} kB in {:?}", start.elapsed());
        assert!(
            many < few + TOLERANCE,
            "{command}: {few} kB, then {many} kB"
        );
    }
}
