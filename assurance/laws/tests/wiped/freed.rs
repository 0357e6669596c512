//! An allocator that looks into what is freed.

use std::alloc::{GlobalAlloc, Layout, System};
use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};

/// The system's allocator, and before each block goes back a look at it. `realloc` is the trait's own, so that a moved block counts as freed.
pub(crate) struct Inspecting;

/// So many octets in a row of a secret are no accident.
const WINDOW: usize = 8;
/// Frames that a finding tells, from the inside.
const FRAMES: usize = 6;

struct Secret {
    name: &'static str,
    octets: Vec<u8>,
}

thread_local! {
    /// What this thread looks for; nothing while it looks, or says what it found.
    static WATCHED: Cell<Option<&'static [Secret]>> = const { Cell::new(None) };
    static FOUND: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// The blocks that were given out since tracking began and not taken back, if this thread tracks: where they begin, and their octets.
    static LIVE: RefCell<Vec<(usize, usize)>> = const { RefCell::new(Vec::new()) };
    static TRACKS: Cell<bool> = const { Cell::new(false) };
}

/// More blocks than any object here has.
const MOST: usize = 1 << 14;

/// Makes an object, and says which of the secrets stand in it, or in what it points to.
pub(crate) fn standing<T>(
    secrets: &[(&'static str, &[u8])],
    make: impl FnOnce() -> T,
) -> Vec<String> {
    LIVE.with_borrow_mut(|live| {
        live.clear();
        // The list never grows while it is kept.
        live.reserve(MOST);
    });
    TRACKS.set(true);
    let object = std::hint::black_box(Box::new(make()));
    TRACKS.set(false);
    let live = LIVE.take();
    assert!(live.len() < MOST, "some blocks were not kept");
    let mut found = Vec::new();
    for (name, octets) in secrets {
        let secret = Secret {
            name,
            octets: octets.to_vec(),
        };
        let holds = |(start, length): &(usize, usize)| {
            // SAFETY: the block was given out zeroed with that length, and is not taken back: its owner is `object`, or leaked it.
            secret.is_in(unsafe { std::slice::from_raw_parts(*start as *const u8, *length) })
        };
        if live.iter().any(holds) && !found.iter().any(|other| other == name) {
            found.push((*name).to_owned());
        }
    }
    drop(object);
    found
}

fn given(block: *mut u8, octets: usize) {
    if TRACKS.try_with(Cell::get).unwrap_or(false) {
        LIVE.with_borrow_mut(|live| {
            if live.len() < MOST {
                live.push((block as usize, octets));
            }
        });
    }
}

fn taken_back(block: *mut u8) {
    if TRACKS.try_with(Cell::get).unwrap_or(false) {
        LIVE.with_borrow_mut(|live| live.retain(|(start, _)| *start != block as usize));
    }
}

/// Does the work, and says what was freed meanwhile by this thread with a part of a secret in it, and where.
pub(crate) fn leaks(secrets: &[(&'static str, &[u8])], work: impl FnOnce()) -> Vec<String> {
    let secrets = secrets.iter().map(|(name, octets)| {
        assert!(octets.len() >= WINDOW, "{name} is too short to be told");
        let octets = octets.to_vec();
        Secret { name, octets }
    });
    // Leaked: this list of secrets is itself never freed.
    let secrets: &'static [Secret] = Box::leak(secrets.collect());
    // Made now, so that nothing of the watching is made while it watches.
    FOUND.with_borrow_mut(Vec::clear);
    WATCHED.set(Some(secrets));
    work();
    WATCHED.set(None);
    let mut found = FOUND.take();
    found.sort();
    found.dedup();
    found
}

// SAFETY: both calls are those of `System`, which keeps the contract; what is read lies inside the block, which its owner still holds.
unsafe impl GlobalAlloc for Inspecting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed: every octet can be read, and what an earlier owner left is not taken for a later one's.
        // SAFETY: the caller's promise about the layout.
        let block = unsafe { System.alloc_zeroed(layout) };
        given(block, layout.size());
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        taken_back(block);
        // A thread that ends has no locals any more, and nothing to watch.
        if let Ok(Some(secrets)) = WATCHED.try_with(Cell::take) {
            // SAFETY: the block is `layout.size()` octets long, was given out zeroed, and is freed by the one who owns it.
            let octets = unsafe { std::slice::from_raw_parts(block, layout.size()) };
            for secret in secrets.iter().filter(|secret| secret.is_in(octets)) {
                let said = format!(
                    "{} in a freed block of {} octets:{}",
                    secret.name,
                    layout.size(),
                    place()
                );
                FOUND.with_borrow_mut(|found| found.push(said));
            }
            WATCHED.set(Some(secrets));
        }
        // SAFETY: the caller's promise about the block.
        unsafe { System.dealloc(block, layout) }
    }
}

impl Secret {
    fn is_in(&self, block: &[u8]) -> bool {
        let mut parts = self.octets.windows(WINDOW);
        block.len() >= WINDOW && parts.any(|part| contains(block, part))
    }
}

fn contains(block: &[u8], part: &[u8]) -> bool {
    memchr::memchr_iter(part[0], block).any(|place| block[place..].starts_with(part))
}

/// Who freed it: functions of this project and of the libraries that it hands values to, the standard library's left out.
fn place() -> String {
    let trace = Backtrace::force_capture().to_string();
    let lines: Vec<_> = trace.lines().map(str::trim).collect();
    let frames = lines.windows(2).filter_map(|pair| {
        let (_, function) = pair[0].split_once(": ")?;
        let file = pair[1].strip_prefix("at ")?;
        let is_ours = !file.starts_with("/rustc/") && !file.contains("freed.rs");
        // From the crate's folder on: `greffe-cipher/src/…`.
        let from = file.rfind("/src/").or(file.rfind("/tests/"))?;
        let from = file[..from].rfind('/').map_or(0, |slash| slash + 1);
        let function = function.split('<').next().unwrap_or(function);
        is_ours.then(|| format!("\n    {function} at {}", &file[from..]))
    });
    frames.take(FRAMES).collect()
}
