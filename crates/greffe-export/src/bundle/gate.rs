//! The caller's writer, as the archive sees it.

use std::cell::Cell;
use std::io::{self, Seek, SeekFrom, Write};
use std::rc::Rc;

/// Cuts a writer off behind so many bytes.
pub(super) type Cut<W> = fn(&mut W, u64) -> io::Result<()>;

/// What the sink says to its gate, which `ZipWriter` gives nobody.
pub(super) struct Orders<W> {
    shut: Cell<bool>,
    cut: Cell<Option<Cut<W>>>,
    is_cutting: Cell<bool>,
}

impl<W> Orders<W> {
    pub(super) fn new() -> Rc<Self> {
        Rc::new(Self {
            shut: Cell::new(false),
            cut: Cell::new(None),
            is_cutting: Cell::new(false),
        })
    }

    pub(super) fn shut(&self) {
        self.shut.set(true);
    }

    /// Whether every write so far has reached the caller's writer.
    pub(super) fn is_open(&self) -> io::Result<()> {
        if self.shut.get() {
            Err(io::ErrorKind::BrokenPipe.into())
        } else {
            Ok(())
        }
    }

    pub(super) fn cut_with(&self, cut: Cut<W>) {
        self.cut.set(Some(cut));
    }

    pub(super) fn can_cut(&self) -> bool {
        self.cut.get().is_some()
    }

    /// Whether the next seek to a place takes away what lies behind it.
    pub(super) fn cut_at_next_seek(&self, is_cutting: bool) {
        self.is_cutting.set(is_cutting);
    }
}

/// The caller's writer, until a write fails or the sink is dropped: from then on it takes everything and writes nothing.
///
/// `ZipWriter` works on while it is dropped, and asserts that the end of an entry is never before its start. A shut gate
/// therefore always stands at the farthest place that was reached, wherever the failure left the real writer.
pub(super) struct Gate<W> {
    inner: W,
    orders: Rc<Orders<W>>,
    at: u64,
    end: u64,
}

impl<W> Gate<W> {
    pub(super) fn new(inner: W, orders: Rc<Orders<W>>) -> Self {
        Self {
            inner,
            orders,
            at: 0,
            end: 0,
        }
    }

    pub(super) fn into_inner(self) -> W {
        self.inner
    }

    fn shut_on_error<T>(&self, result: io::Result<T>) -> io::Result<T> {
        // An interrupted call is worth another try.
        if result
            .as_ref()
            .is_err_and(|error| error.kind() != io::ErrorKind::Interrupted)
        {
            self.orders.shut();
        }
        result
    }

    fn move_to(&mut self, position: u64) -> u64 {
        self.at = position;
        self.end = self.end.max(position);
        position
    }
}

impl<W: Write> Write for Gate<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (from, written) = if self.orders.shut.get() {
            (self.end, bytes.len())
        } else {
            let result = self.inner.write(bytes);
            (self.at, self.shut_on_error(result)?)
        };
        self.move_to(from.saturating_add(u64::try_from(written).unwrap_or(0)));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.orders.shut.get() {
            return Ok(());
        }
        let result = self.inner.flush();
        self.shut_on_error(result)
    }
}

impl<W: Seek> Seek for Gate<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if self.orders.shut.get() {
            return Ok(self.end);
        }
        let result = self.inner.seek(to);
        let position = self.shut_on_error(result)?;
        if let (SeekFrom::Start(_), true, Some(cut)) =
            (to, self.orders.is_cutting.get(), self.orders.cut.get())
        {
            let result = cut(&mut self.inner, position);
            self.shut_on_error(result)?;
            self.end = position;
        }
        Ok(self.move_to(position))
    }
}
