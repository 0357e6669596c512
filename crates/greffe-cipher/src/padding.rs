//! Padding classes: what a token's length may tell.

use crate::field::private::Octets;

/// Longest padded plaintext in octets.
pub(crate) const LONGEST: usize = 65_536;

/// How lengths are hidden. Fixed per column; changing it is a rotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Padding {
    /// The token's length tells the value's length.
    #[default]
    None,
    /// To a multiple of 16 octets, at least one octet added.
    To16,
    /// To a multiple of 32 octets.
    To32,
    /// To a multiple of 64 octets.
    To64,
    /// To a multiple of 128 octets.
    To128,
    /// To a multiple of 256 octets.
    To256,
}

impl Padding {
    pub(crate) const fn class(self) -> u8 {
        match self {
            Self::None => 0,
            Self::To16 => 1,
            Self::To32 => 2,
            Self::To64 => 3,
            Self::To128 => 4,
            Self::To256 => 5,
        }
    }

    pub(crate) const fn from_class(class: u8) -> Option<Self> {
        Some(match class {
            0 => Self::None,
            1 => Self::To16,
            2 => Self::To32,
            3 => Self::To64,
            4 => Self::To128,
            5 => Self::To256,
            _ => return None,
        })
    }

    /// Octets of a block; `None` has blocks of one.
    pub(crate) const fn block(self) -> usize {
        match self {
            Self::None => 1,
            Self::To16 => 16,
            Self::To32 => 32,
            Self::To64 => 64,
            Self::To128 => 128,
            Self::To256 => 256,
        }
    }

    /// Whether a padded plaintext can have this length.
    pub(crate) const fn admits(self, length: usize) -> bool {
        length <= LONGEST
            && length.is_multiple_of(self.block())
            && (length > 0 || matches!(self, Self::None))
    }

    /// Octets after padding.
    pub(crate) const fn padded(self, length: usize) -> usize {
        match self {
            Self::None => length,
            _ => length.saturating_add(1).next_multiple_of(self.block()),
        }
    }

    /// Appends the padded octets.
    pub(crate) fn write(self, octets: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(octets);
        if self != Self::None {
            out.push(0x80);
            let zeros = self
                .padded(octets.len())
                .saturating_sub(octets.len().saturating_add(1));
            out.resize(out.len() + zeros, 0);
        }
    }

    /// Removes the padding; anything but the shortest one is refused.
    pub(crate) fn remove(self, mut padded: Octets) -> Option<Octets> {
        if self == Self::None {
            return Some(padded);
        }
        let at = padded.iter().rposition(|octet| *octet != 0)?;
        if padded.get(at) != Some(&0x80) || self.padded(at) != padded.len() {
            return None;
        }
        padded.truncate(at);
        Some(padded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wiped::Wiped;

    fn pad(class: Padding, octets: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        class.write(octets, &mut out);
        out
    }

    #[test]
    fn the_shortest_padding_is_written_and_required() {
        assert_eq!(pad(Padding::To16, &[7; 15]).len(), 16);
        assert_eq!(pad(Padding::To16, &[7; 16]).len(), 32);
        assert_eq!(pad(Padding::None, &[7; 16]).len(), 16);
        assert_eq!(pad(Padding::To256, &[]).len(), 256);
        let mut long = pad(Padding::To16, b"abc");
        long.resize(32, 0);
        assert!(Padding::To16.remove(Wiped::new(long)).is_none());
        assert!(Padding::To16.remove(Wiped::new(vec![0; 16])).is_none());
        assert!(Padding::To16.remove(Wiped::new(vec![1; 16])).is_none());
    }

    #[test]
    fn a_padded_length_is_one_of_the_class_and_not_beyond_the_longest() {
        for class in (0..=5).filter_map(Padding::from_class) {
            for length in 0..=600 {
                assert_eq!(class.padded(length), pad(class, &vec![7; length]).len());
                let could = (0..=length).any(|of| class.padded(of) == length);
                assert_eq!(class.admits(length), could, "{class:?} {length}");
            }
            assert!(class.admits(LONGEST) && !class.admits(LONGEST + class.block()));
        }
    }

    #[test]
    fn removing_undoes_writing() {
        for class in (0..=5).filter_map(Padding::from_class) {
            for length in 0..=300 {
                let octets = vec![0x80; length];
                let padded = pad(class, &octets);
                assert!(class.admits(padded.len()));
                assert_eq!(*class.remove(Wiped::new(padded)).unwrap(), octets);
            }
        }
        assert!(Padding::from_class(6).is_none());
    }
}
