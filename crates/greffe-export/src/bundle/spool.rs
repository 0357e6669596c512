//! Where the parts of a ZIP wait for their turn.
//!
//! A ZIP takes its entries one after another, while one pass over a source fills several files. Each waits in a buffer until it
//! is whole. The caller says where: in memory with a limit, or in temporary files.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use crate::error::MemoryLimit;

/// Gives buffers. Every closure that opens a temporary file is a spool: `|| tempfile::tempfile()`.
pub trait Spool {
    /// A buffer that is written, rewound and read once.
    type Buffer: Read + Write + Seek;

    /// A new, empty buffer.
    ///
    /// # Errors
    /// Where none can be had.
    fn open(&mut self) -> io::Result<Self::Buffer>;
}

impl<F, B> Spool for F
where
    F: FnMut() -> io::Result<B>,
    B: Read + Write + Seek,
{
    type Buffer = B;

    fn open(&mut self) -> io::Result<B> {
        self()
    }
}

/// Buffers in memory, each with a limit; a file that outgrows it fails by name instead of filling the machine.
#[derive(Debug, Clone, Copy)]
pub struct MemorySpool {
    limit: u64,
}

impl MemorySpool {
    /// The limit of [`MemorySpool::default`]: 64 MiB a file. At most four files of one source are open at once.
    pub const DEFAULT_LIMIT: u64 = 64 * 1024 * 1024;

    /// Buffers of at most so many bytes each.
    #[must_use]
    pub const fn with_limit(limit: u64) -> Self {
        Self { limit }
    }
}

impl Default for MemorySpool {
    fn default() -> Self {
        Self::with_limit(Self::DEFAULT_LIMIT)
    }
}

impl Spool for MemorySpool {
    type Buffer = MemoryBuffer;

    fn open(&mut self) -> io::Result<MemoryBuffer> {
        Ok(MemoryBuffer {
            bytes: Cursor::new(Vec::new()),
            limit: self.limit,
        })
    }
}

/// A buffer of a [`MemorySpool`].
pub struct MemoryBuffer {
    bytes: Cursor<Vec<u8>>,
    limit: u64,
}

impl Write for MemoryBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = u64::try_from(bytes.len())
            .ok()
            .and_then(|more| self.bytes.position().checked_add(more));
        if end.is_none_or(|end| end > self.limit) {
            let full = MemoryLimit { limit: self.limit };
            return Err(io::Error::new(io::ErrorKind::OutOfMemory, full));
        }
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for MemoryBuffer {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(bytes)
    }
}

impl Seek for MemoryBuffer {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}
