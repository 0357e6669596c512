

/// Whether this mutant is on; while a test is watched, writes down that it asks.
#[doc(hidden)]
#[allow(missing_docs, clippy::all)]
pub(crate) fn __mutant(number: u32) -> bool {
    use std::sync::OnceLock;
    enum Mode {
        On(u32),
        Watch(std::sync::Mutex<std::fs::File>),
    }
    static MODE: OnceLock<Mode> = OnceLock::new();
    let mode = MODE.get_or_init(|| match std::env::var("GREFFE_MUTANTS_WATCH") {
        Ok(path) => {
            let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
            Mode::Watch(std::sync::Mutex::new(file.unwrap()))
        }
        Err(_) => Mode::On(std::env::var("GREFFE_MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(u32::MAX)),
    });
    match mode {
        Mode::On(on) => *on == number,
        Mode::Watch(file) => {
            std::thread_local! {
                static SEEN: std::cell::RefCell<Vec<bool>> = std::cell::RefCell::default();
            }
            // Asked millions of times by tests that are held to a time: looked up, not hashed.
            let new = SEEN.try_with(|seen| {
                let mut seen = seen.borrow_mut();
                if seen.len() <= number as usize {
                    seen.resize(number as usize + 1, false);
                }
                !std::mem::replace(&mut seen[number as usize], true)
            }).unwrap_or(true);
            if new {
                let line = format!("{number}\n");
                let _ = std::io::Write::write_all(&mut *file.lock().unwrap(), line.as_bytes());
            }
            false
        }
    }
}

/// One of two iterators: what a function that returns `impl Iterator` has, and what a mutant has instead.
#[doc(hidden)]
#[allow(missing_docs, dead_code, clippy::all)]
#[derive(Clone)]
pub(crate) enum __Or<A, B> {
    Left(A),
    Right(B),
}

#[allow(clippy::all)]
impl<A: Iterator, B: Iterator<Item = A::Item>> Iterator for __Or<A, B> {
    type Item = A::Item;

    fn next(&mut self) -> Option<A::Item> {
        match self {
            Self::Left(one) => one.next(),
            Self::Right(one) => one.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Left(one) => one.size_hint(),
            Self::Right(one) => one.size_hint(),
        }
    }
}

#[allow(clippy::all)]
impl<A: DoubleEndedIterator, B: DoubleEndedIterator<Item = A::Item>> DoubleEndedIterator for __Or<A, B> {
    fn next_back(&mut self) -> Option<A::Item> {
        match self {
            Self::Left(one) => one.next_back(),
            Self::Right(one) => one.next_back(),
        }
    }
}

impl<A: ExactSizeIterator, B: ExactSizeIterator<Item = A::Item>> ExactSizeIterator for __Or<A, B> {}
impl<A: std::iter::FusedIterator, B: std::iter::FusedIterator<Item = A::Item>> std::iter::FusedIterator for __Or<A, B> {}
