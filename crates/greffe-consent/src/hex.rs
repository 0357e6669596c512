//! Bytes as lower-case hexadecimal digits.

/// The reading of a type of bytes out of digits, two a byte.
macro_rules! reads {
    ($name:ident) => {
        /// Reads lower-case hexadecimal digits, two a byte.
        impl std::str::FromStr for $name {
            type Err = $crate::InvalidHex;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::hex::read(text).map(Self).ok_or($crate::InvalidHex)
            }
        }
    };
}

/// The same, and its writing, where the bytes may be shown.
macro_rules! reads_and_shows {
    ($name:ident) => {
        $crate::hex::reads!($name);

        /// Writes lower-case hexadecimal digits, two a byte.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::hex::of(&self.0))
            }
        }
    };
}

pub(crate) use {reads, reads_and_shows};

/// Appends `bytes` in hexadecimal.
pub(crate) fn push(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for nibble in [byte >> 4, byte & 0xF] {
            out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
}

/// `bytes` in hexadecimal.
pub(crate) fn of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    push(&mut text, bytes);
    text
}

/// Reads exactly `N` bytes out of `2 * N` lower-case digits: one value has one text.
pub(crate) fn read<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    for (byte, &[high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(bytes)
}

const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}
