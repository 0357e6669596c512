//! Time and the peak of live memory.

use std::time::Instant;

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a reading took.
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// Bytes beyond those that were live before.
    pub(crate) peak: usize,
    /// What came of it, in a few words.
    pub(crate) outcome: String,
}

/// Reads, and counts. What took longer than `seconds` is read twice more, and the quickest time counts: other programs run on the machine.
pub(crate) fn measure(seconds: f64, read: impl Fn() -> String) -> Cost {
    let mut cost = once(&read);
    for _ in 0..2 {
        if cost.seconds > seconds {
            cost.seconds = cost.seconds.min(once(&read).seconds);
        }
    }
    cost
}

fn once(read: impl Fn() -> String) -> Cost {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let start = Instant::now();
    let outcome = read();
    Cost {
        seconds: start.elapsed().as_secs_f64(),
        peak: MEMORY.peak_usage().saturating_sub(before),
        outcome,
    }
}
