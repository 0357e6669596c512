//! A file of an archive on its way.

use std::io::{self, Seek, Write};
use std::rc::Rc;

use zip::ZipWriter;

use super::gate::{Gate, Orders};

/// An open file of a [`ZipSink`](super::ZipSink): it waits in the spool for its turn, or goes straight into the archive.
pub struct ZipEntry<W: Write + Seek, B: Write> {
    pub(super) place: Place<W, B>,
}

pub(super) enum Place<W: Write + Seek, B: Write> {
    Spool(B),
    Archive(Box<Straight<W>>),
}

/// The archive itself, lent to the one entry that is being written: nothing else can be until it is given back.
///
/// Dropped instead, it leaves an archive without directory, which no program opens.
pub(super) struct Straight<W: Write + Seek> {
    zip: Option<ZipWriter<Gate<W>>>,
    orders: Rc<Orders<W>>,
    bytes_left: u64,
}

impl<W: Write + Seek> Straight<W> {
    /// An entry of that many bytes, which was just started.
    pub(super) fn new(zip: ZipWriter<Gate<W>>, orders: Rc<Orders<W>>, bytes: u64) -> Self {
        Self {
            zip: Some(zip),
            orders,
            bytes_left: bytes,
        }
    }

    /// The archive, once the entry is whole.
    pub(super) fn end(mut self) -> io::Result<ZipWriter<Gate<W>>> {
        if self.bytes_left > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.zip.take().ok_or(io::ErrorKind::BrokenPipe.into())
    }

    /// The archive, as if the entry had never been started.
    pub(super) fn discard(mut self) -> io::Result<ZipWriter<Gate<W>>> {
        let mut zip = self.zip.take().ok_or(io::ErrorKind::BrokenPipe)?;
        self.orders.cut_at_next_seek(true);
        let aborted = zip.abort_file();
        self.orders.cut_at_next_seek(false);
        if aborted.is_err() {
            // Nothing is known of where it stands.
            self.orders.shut();
        }
        aborted.map_err(io::Error::from)?;
        Ok(zip)
    }
}

impl<W: Write + Seek> Drop for Straight<W> {
    fn drop(&mut self) {
        if self.zip.is_some() {
            self.orders.shut();
        }
    }
}

impl<W: Write + Seek, B: Write> Write for ZipEntry<W, B> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.place {
            Place::Spool(buffer) => buffer.write(bytes),
            Place::Archive(straight) => straight.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.place {
            Place::Spool(buffer) => buffer.flush(),
            Place::Archive(straight) => straight.flush(),
        }
    }
}

impl<W: Write + Seek> Write for Straight<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let zip = self.zip.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        // Longer than was said, which its header depends on.
        if length > self.bytes_left {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let written = zip.write(bytes)?;
        self.bytes_left -= u64::try_from(written).unwrap_or(0);
        self.orders.is_open()?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
