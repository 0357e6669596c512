//! Sets of purposes, as fields of a fixed number of bits.

use std::fmt;

use super::bits::{Bits, Misread};

/// A set of at most 63 numbers from 1 on: purposes, special features, custom purposes.
#[derive(Clone, Copy)]
pub(super) struct Purposes {
    bits: u64,
    width: u8,
}

impl Purposes {
    /// Reads a field of `width` bits, the first one for the number 1.
    pub(super) fn read(bits: &mut Bits<'_>, width: u8) -> Result<Self, Misread> {
        let start = bits.at();
        // A field is read in two parts because it may be wider than the 56 bits that come at once.
        let (first, second) = (width / 2, width - width / 2);
        let mut read = 0;
        for part in [first, second] {
            if part > 0 {
                let part_read = bits.number(part.into());
                read = read << part | part_read.map_err(|error| error.at(start))?;
            }
        }
        Ok(Self { bits: read, width })
    }

    pub(super) const fn contains(self, number: u8) -> bool {
        number >= 1 && number <= self.width && self.bits >> (self.width - number) & 1 == 1
    }

    /// How many numbers the field has.
    pub(super) const fn width(self) -> u8 {
        self.width
    }
}

impl fmt::Debug for Purposes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Purposes(..)")
    }
}
