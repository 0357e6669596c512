//! A bag as a ZIP archive.

use std::io::{self, BufReader, Seek, SeekFrom, Write};
use std::rc::Rc;

use chrono::{Datelike, NaiveDate};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::bag::BLOCK;
use super::gate::{Gate, Orders};
use super::sink::Sink;
use super::spool::Spool;
use super::zip_entry::{Place, Straight, ZipEntry};

/// A ZIP archive with one folder in it, the bag. Entries carry the date of the package, so that the same bag has the same bytes.
///
/// Dropped before [`end`](Self::end), it leaves an archive without directory, which no program opens: half an export never looks whole.
pub struct ZipSink<W: Write + Seek, P: Spool> {
    zip: Option<ZipWriter<Gate<W>>>,
    spool: P,
    folder: String,
    options: SimpleFileOptions,
    orders: Rc<Orders<W>>,
}

impl<W: Write + Seek, P: Spool> ZipSink<W, P> {
    /// An archive with a folder of that (safe) name, dated at midnight of that day. ZIP knows 1980 to 2107; other days become the nearest.
    pub fn new(writer: W, spool: P, folder: &str, day: NaiveDate) -> Self {
        let orders = Orders::new();
        let gate = Gate::new(writer, Rc::clone(&orders));
        Self {
            zip: Some(ZipWriter::new(gate)),
            spool,
            folder: folder.to_owned(),
            options: SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(zip_time(day))
                .unix_permissions(0o644),
            orders,
        }
    }

    /// The same archive, with its entries stored and not compressed.
    #[must_use]
    pub fn stored(mut self) -> Self {
        self.options = self.options.compression_method(CompressionMethod::Stored);
        self
    }

    /// The same archive, which takes files of a known length ([`Attachment::of_length`](crate::Attachment::of_length)) straight in, and not through the spool. The bytes are the same.
    ///
    /// `cut` cuts the writer off behind so many bytes: a file whose content fails on the way is taken out again.
    ///
    /// ```
    /// # use chrono::NaiveDate; use greffe_export::{MemorySpool, ZipSink};
    /// # let day = NaiveDate::from_ymd_opt(2026, 3, 4).ok_or("no such day")?;
    /// let file = tempfile::tempfile()?;
    /// let zip = ZipSink::new(file, MemorySpool::default(), "export-R-2026-17", day);
    /// let zip = zip.straight(|file, bytes| file.set_len(bytes));
    /// # let _ = zip.end()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn straight(self, cut: fn(&mut W, u64) -> io::Result<()>) -> Self {
        self.orders.cut_with(cut);
        self
    }

    /// Starts an entry of that many bytes, which are to follow.
    fn start(&mut self, path: &str, bytes: u64) -> io::Result<&mut ZipWriter<Gate<W>>> {
        let zip = self.zip.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        let options = self.options.large_file(bytes >= LARGE);
        zip.start_file(format!("{}/{path}", self.folder), options)
            .map_err(io::Error::from)?;
        Ok(zip)
    }

    /// Adds a file that is whole, of that many bytes.
    pub(crate) fn add(
        &mut self,
        path: &str,
        file: &mut dyn io::Read,
        bytes: u64,
    ) -> io::Result<()> {
        let zip = self.start(path, bytes)?;
        if io::copy(&mut BufReader::with_capacity(BLOCK, file), zip)? != bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.orders.is_open()
    }

    /// Writes the directory and gives the writer back.
    ///
    /// # Errors
    /// Where the writer refuses.
    pub fn end(mut self) -> io::Result<W> {
        let zip = self.zip.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let mut gate = zip.finish().map_err(io::Error::from)?;
        gate.flush()?;
        self.orders.is_open()?;
        Ok(gate.into_inner())
    }
}

impl<W: Write + Seek, P: Spool> Sink for ZipSink<W, P> {
    type File = ZipEntry<W, P::Buffer>;

    fn create(&mut self, _path: &str) -> io::Result<Self::File> {
        let place = Place::Spool(self.spool.open()?);
        Ok(ZipEntry { place })
    }

    fn create_of_length(&mut self, path: &str, bytes: u64) -> io::Result<Self::File> {
        if !self.orders.can_cut() {
            return self.create(path);
        }
        self.start(path, bytes)?;
        let zip = self.zip.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let straight = Straight::new(zip, Rc::clone(&self.orders), bytes);
        let place = Place::Archive(Box::new(straight));
        Ok(ZipEntry { place })
    }

    fn finish(&mut self, path: &str, file: Self::File) -> io::Result<()> {
        match file.place {
            Place::Spool(mut buffer) => {
                let bytes = buffer.seek(SeekFrom::End(0))?;
                buffer.rewind()?;
                self.add(path, &mut buffer, bytes)
            }
            Place::Archive(straight) => {
                self.zip = Some(straight.end()?);
                self.orders.is_open()
            }
        }
    }

    fn discard(&mut self, _path: &str, file: Self::File) -> io::Result<()> {
        if let Place::Archive(straight) = file.place {
            self.zip = Some(straight.discard()?);
        }
        Ok(())
    }
}

impl<W: Write + Seek, P: Spool> Drop for ZipSink<W, P> {
    fn drop(&mut self) {
        // `ZipWriter` writes a directory when it is dropped, which would make a broken export look like a whole one.
        self.orders.shut();
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
