//! The bits of a segment, from left to right.

use super::TcStringFault;

/// What is wrong at which bit of a segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Misread {
    pub(super) bit: usize,
    pub(super) fault: TcStringFault,
}

impl Misread {
    /// The same fault, of the field that begins at `bit`.
    pub(super) const fn at(self, bit: usize) -> Self {
        Self { bit, ..self }
    }
}

/// Reads numbers of so many bits, the most significant bit first.
pub(super) struct Bits<'bytes> {
    bytes: &'bytes [u8],
    at: usize,
}

impl<'bytes> Bits<'bytes> {
    pub(super) const fn of(bytes: &'bytes [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The bit that is read next.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// How many bits are left.
    pub(super) const fn left(&self) -> usize {
        (self.bytes.len() * 8).saturating_sub(self.at)
    }

    /// The next `width` bits, from 1 to 56.
    pub(super) fn number(&mut self, width: u32) -> Result<u64, Misread> {
        let wide = usize::try_from(width).unwrap_or(usize::MAX);
        if self.left() < wide {
            return Err(Misread {
                bit: self.at,
                fault: TcStringFault::Truncated,
            });
        }
        // Eight bytes hold 56 bits from any bit of the first byte on.
        let mut window = [0; 8];
        for (byte, read) in window.iter_mut().zip(self.bytes.iter().skip(self.at / 8)) {
            *byte = *read;
        }
        let number = (u64::from_be_bytes(window) << (self.at % 8)) >> (64 - width);
        self.at += wide;
        Ok(number)
    }

    /// The next bits as a smaller number; at most 8 bits.
    pub(super) fn small(&mut self, width: u32) -> Result<u8, Misread> {
        Ok(u8::try_from(self.number(width)?).unwrap_or(u8::MAX))
    }

    /// The next bits as a number of at most 16 bits.
    pub(super) fn medium(&mut self, width: u32) -> Result<u16, Misread> {
        Ok(u16::try_from(self.number(width)?).unwrap_or(u16::MAX))
    }

    /// The next bit.
    pub(super) fn flag(&mut self) -> Result<bool, Misread> {
        Ok(self.number(1)? == 1)
    }

    /// That only zeros are left, as encoders fill the last bytes with.
    pub(super) fn only_zeros_are_left(mut self) -> Result<(), Misread> {
        while self.left() > 0 {
            let bit = self.at;
            let width = u32::try_from(self.left().min(32)).unwrap_or(32);
            if self.number(width)? != 0 {
                return Err(Misread {
                    bit,
                    fault: TcStringFault::TrailingBits,
                });
            }
        }
        Ok(())
    }
}
