//! Sets of vendors, as they are written: one bit a vendor, or ranges.

use std::fmt;

use super::TcStringFault;
use super::bits::{Bits, Misread};

/// A set of vendors of the Global Vendor List, by their numbers from 1 to 65535. `Debug` shows none of them.
#[derive(Clone)]
pub struct VendorIds {
    last: u16,
    form: Form,
}

#[derive(Clone)]
enum Form {
    /// The highest bit of the first word is vendor 1.
    Field(Vec<u32>),
    /// First and last, in ascending order, apart from each other.
    Ranges(Vec<(u16, u16)>),
}

impl VendorIds {
    /// Whether the vendor is in the set. Vendor 0 never is.
    #[must_use]
    pub fn contains(&self, vendor: u16) -> bool {
        let Some(index) = vendor.checked_sub(1) else {
            return false;
        };
        match &self.form {
            Form::Field(words) => words
                .get(usize::from(index / 32))
                .is_some_and(|word| word << (index % 32) >> 31 == 1),
            Form::Ranges(ranges) => {
                let before = ranges.partition_point(|(_, last)| *last < vendor);
                ranges
                    .get(before)
                    .is_some_and(|(first, _)| *first <= vendor)
            }
        }
    }

    /// The vendors in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u16> {
        (1..=self.last).filter(|vendor| self.contains(*vendor))
    }

    /// Reads the highest number, the form, and the set in it.
    pub(super) fn read(bits: &mut Bits<'_>) -> Result<Self, Misread> {
        let last = bits.medium(16)?;
        let form = if bits.flag()? {
            let mut ranges = Vec::new();
            read_ranges(bits, last, |first, last| ranges.push((first, last)))?;
            Form::Ranges(ranges)
        } else {
            Form::Field(read_field(bits, last)?)
        };
        Ok(Self { last, form })
    }
}

impl fmt::Debug for VendorIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VendorIds(..)")
    }
}

fn read_field(bits: &mut Bits<'_>, last: u16) -> Result<Vec<u32>, Misread> {
    let at = bits.at();
    // Before anything is reserved: three bytes of text can announce 65535 vendors.
    if bits.left() < usize::from(last) {
        return Err(Misread {
            bit: at,
            fault: TcStringFault::Truncated,
        });
    }
    let mut words = Vec::with_capacity(usize::from(last.div_ceil(32)));
    let mut left = u32::from(last);
    while left > 0 {
        let width = left.min(32);
        let word = bits.number(width)? << (32 - width);
        words.push(u32::try_from(word).unwrap_or_default());
        left -= width;
    }
    Ok(words)
}

/// Reads a list of single vendors and ranges, none above `maximum`, each wholly after the one before.
pub(super) fn read_ranges(
    bits: &mut Bits<'_>,
    maximum: u16,
    mut keep: impl FnMut(u16, u16),
) -> Result<(), Misread> {
    let entries = bits.medium(12)?;
    let mut before = 0;
    for _ in 0..entries {
        let bit = bits.at();
        let is_range = bits.flag()?;
        let first = bits.medium(16)?;
        let last = if is_range { bits.medium(16)? } else { first };
        let fault = if first == 0 {
            TcStringFault::VendorZero
        } else if last < first {
            TcStringFault::RangeBackwards
        } else if first <= before {
            TcStringFault::RangeOverlaps
        } else if last > maximum {
            TcStringFault::RangeOverMaximum
        } else {
            keep(first, last);
            before = last;
            continue;
        };
        return Err(Misread { bit, fault });
    }
    Ok(())
}
