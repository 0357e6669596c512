//! Countries of the IBAN registry: ISO 13616-1 structure of the national part (BBAN).
//!
//! Source: `tables/iban-registry.tsv`, which names the registry's release; a test writes `table.rs` from it and keeps it current. The table
//! judges new input only, so what each part means is not needed. Values that are already sealed are judged by the frozen grammar of
//! the form alone, so a country may leave this table.

mod table;

use self::table::REGISTRY;

/// What may stand in one part of a BBAN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `n`: digits.
    N,
    /// `a`: upper-case letters.
    A,
    /// `c`: digits and upper-case letters.
    C,
}

/// The structure of a BBAN: its length, and sets of places (bit 0 is the first character), so that a whole number is judged at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Structure {
    country: [u8; 2],
    length: usize,
    digits: u64,
    letters: u64,
}

impl Structure {
    /// How many characters the BBAN has.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// Whether a BBAN of the right length, which has letters at exactly these places and digits elsewhere, is of this structure.
    pub(super) const fn admits(&self, letters: u64) -> bool {
        letters & self.digits == 0 && letters & self.letters == self.letters
    }
}

/// The structure of a country's BBAN, or nothing where the registry does not list the country.
pub(super) fn structure(country: [u8; 2]) -> Option<&'static Structure> {
    let row = *ROWS.get(place(country))?;
    REGISTRY
        .get(usize::from(row))
        .filter(|structure| structure.country == country)
}

/// One row of the table: the parts of a BBAN, how many characters of which kind.
const fn row(country: &[u8; 2], parts: &[(usize, Kind)]) -> Structure {
    let mut structure = Structure {
        country: *country,
        length: 0,
        digits: 0,
        letters: 0,
    };
    let mut rest = parts;
    while let [(length, kind), after @ ..] = rest {
        let places = ((1 << *length) - 1) << structure.length;
        match kind {
            Kind::N => structure.digits |= places,
            Kind::A => structure.letters |= places,
            Kind::C => {}
        }
        structure.length += *length;
        rest = after;
    }
    structure
}

/// Where each pair of letters has its row; pairs that are no country point to the first row.
static ROWS: [u8; 26 * 26] = {
    let mut rows = [0; 26 * 26];
    let mut rest = REGISTRY;
    let mut at = 0;
    while let [structure, after @ ..] = rest {
        if let Some(slot) = rows.split_at_mut(place(structure.country)).1.first_mut() {
            *slot = at;
        }
        at += 1;
        rest = after;
    }
    rows
};

/// The place of two upper-case letters among all pairs.
const fn place([first, second]: [u8; 2]) -> usize {
    first.wrapping_sub(b'A') as usize * 26 + second.wrapping_sub(b'A') as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_is_sorted_and_fits_the_frozen_grammar() {
        assert!(REGISTRY.is_sorted_by(|a, b| a.country < b.country));
        for row in REGISTRY {
            assert!((11..=30).contains(&row.length), "{row:?}");
            assert_eq!(row.digits & row.letters, 0, "{row:?}");
        }
    }

    #[test]
    fn exactly_the_listed_countries_are_found() {
        let mut found = 0;
        for country in (0..=u16::MAX).map(u16::to_be_bytes) {
            let listed = REGISTRY.iter().find(|row| row.country == country);
            assert_eq!(structure(country), listed, "{country:?}");
            found += usize::from(listed.is_some());
        }
        assert_eq!(found, REGISTRY.len());
    }

    #[test]
    fn places_are_judged_each_by_its_part() {
        // FR: 10 digits, 11 of either, 2 digits. GB: 4 letters, 14 digits.
        let france = structure(*b"FR").unwrap();
        let britain = structure(*b"GB").unwrap();
        assert!(france.admits(0) && france.admits(0b111_1111_1111 << 10));
        assert!(!france.admits(1) && !france.admits(1 << 9) && !france.admits(1 << 21));
        assert!(britain.admits(0b1111));
        assert!(!britain.admits(0b0111) && !britain.admits(0b1_1111) && !britain.admits(0));
    }
}
