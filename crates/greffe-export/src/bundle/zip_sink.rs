//! A bag as a ZIP archive.

use std::cell::Cell;
use std::io::{self, Seek, SeekFrom, Write};
use std::rc::Rc;

use chrono::{Datelike, NaiveDate};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::sink::Sink;
use super::spool::Spool;

/// A ZIP archive with one folder in it, the bag. Entries carry the date of the package, so that the same bag has the same bytes.
///
/// Dropped before [`end`](Self::end), it leaves an archive without directory, which no program opens: half an export never looks whole.
pub struct ZipSink<W: Write + Seek, P: Spool> {
    zip: Option<ZipWriter<Gate<W>>>,
    spool: P,
    folder: String,
    options: SimpleFileOptions,
    shut: Rc<Cell<bool>>,
}

impl<W: Write + Seek, P: Spool> ZipSink<W, P> {
    /// An archive with a folder of that (safe) name, dated at midnight of that day. ZIP knows 1980 to 2107; other days become the nearest.
    pub fn new(writer: W, spool: P, folder: &str, day: NaiveDate) -> Self {
        let shut = Rc::new(Cell::new(false));
        let gate = Gate {
            inner: writer,
            shut: Rc::clone(&shut),
            at: 0,
            end: 0,
        };
        Self {
            zip: Some(ZipWriter::new(gate)),
            spool,
            folder: folder.to_owned(),
            options: SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(zip_time(day))
                .unix_permissions(0o644),
            shut,
        }
    }

    /// The same archive, with its entries stored and not compressed.
    #[must_use]
    pub fn stored(mut self) -> Self {
        self.options = self.options.compression_method(CompressionMethod::Stored);
        self
    }

    /// Whether every write so far has reached the caller's writer.
    fn is_open(&self) -> io::Result<()> {
        if self.shut.get() {
            Err(io::ErrorKind::BrokenPipe.into())
        } else {
            Ok(())
        }
    }

    /// Adds a file that is whole, of that many bytes.
    pub(crate) fn add(
        &mut self,
        path: &str,
        file: &mut dyn io::Read,
        bytes: u64,
    ) -> io::Result<()> {
        let zip = self.zip.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        let options = self.options.large_file(bytes >= LARGE);
        zip.start_file(format!("{}/{path}", self.folder), options)
            .map_err(io::Error::from)?;
        if io::copy(file, zip)? != bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.is_open()
    }

    /// Writes the directory and gives the writer back.
    ///
    /// # Errors
    /// Where the writer refuses.
    pub fn end(mut self) -> io::Result<W> {
        let zip = self.zip.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let mut gate = zip.finish().map_err(io::Error::from)?;
        gate.flush()?;
        self.is_open()?;
        Ok(gate.inner)
    }
}

impl<W: Write + Seek, P: Spool> Sink for ZipSink<W, P> {
    type File = P::Buffer;

    fn create(&mut self, _path: &str) -> io::Result<P::Buffer> {
        self.spool.open()
    }

    fn finish(&mut self, path: &str, mut file: P::Buffer) -> io::Result<()> {
        let bytes = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        self.add(path, &mut file, bytes)
    }
}

impl<W: Write + Seek, P: Spool> Drop for ZipSink<W, P> {
    fn drop(&mut self) {
        // `ZipWriter` writes a directory when it is dropped, which would make a broken export look like a whole one.
        self.shut.set(true);
    }
}

// Bytes from which an entry needs the 64-bit form, with room for incompressible data growing a little.
const LARGE: u64 = 0xF000_0000;

fn zip_time(day: NaiveDate) -> DateTime {
    let year = u16::try_from(day.year().clamp(1980, 2107)).unwrap_or(1980);
    let month = u8::try_from(day.month()).unwrap_or(1);
    let number = u8::try_from(day.day()).unwrap_or(1);
    // 29 February of a year that the clamp moved may not exist; the first of the month always does.
    DateTime::from_date_and_time(year, month, number, 0, 0, 0)
        .or_else(|_| DateTime::from_date_and_time(year, month, 1, 0, 0, 0))
        .unwrap_or_default()
}

/// The caller's writer, until a write fails or the sink is dropped: from then on it takes everything and writes nothing.
///
/// `ZipWriter` works on while it is dropped, and asserts that the end of an entry is never before its start. A shut gate
/// therefore always stands at the farthest place that was reached, wherever the failure left the real writer.
struct Gate<W> {
    inner: W,
    shut: Rc<Cell<bool>>,
    at: u64,
    end: u64,
}

impl<W> Gate<W> {
    fn shut_on_error<T>(&self, result: io::Result<T>) -> io::Result<T> {
        // An interrupted call is worth another try.
        if result
            .as_ref()
            .is_err_and(|error| error.kind() != io::ErrorKind::Interrupted)
        {
            self.shut.set(true);
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
        let (from, written) = if self.shut.get() {
            (self.end, bytes.len())
        } else {
            let result = self.inner.write(bytes);
            (self.at, self.shut_on_error(result)?)
        };
        self.move_to(from.saturating_add(u64::try_from(written).unwrap_or(0)));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.shut.get() {
            return Ok(());
        }
        let result = self.inner.flush();
        self.shut_on_error(result)
    }
}

impl<W: Seek> Seek for Gate<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if self.shut.get() {
            return Ok(self.end);
        }
        let result = self.inner.seek(to);
        let position = self.shut_on_error(result)?;
        Ok(self.move_to(position))
    }
}
