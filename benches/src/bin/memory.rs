//! Prints what an event takes in memory: see `greffe_benches::memory`.

use std::io::Write as _;
use std::process::ExitCode;

use greffe_benches::memory::held;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Enough for what maps reserve beyond to be an average one.
const PERSONS: u32 = 10_000;

fn main() -> ExitCode {
    match held(|| ALLOCATOR.current_usage(), PERSONS) {
        Ok(all) => {
            for form in all {
                let target = form.target.map_or_else(String::new, |target| {
                    let met = if form.bytes_an_event < target {
                        "met"
                    } else {
                        "missed"
                    };
                    format!("  under {target} {met}")
                });
                // A reader that stops reading is no failure.
                let _ = writeln!(
                    std::io::stdout(),
                    "{:<32} {:>6} bytes an event{target}",
                    form.name,
                    form.bytes_an_event
                );
            }
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(1)
        }
    }
}
