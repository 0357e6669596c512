//! Synthetic people: no real person, the same ones on every run.
//!
//! Names come from short lists of plants and birds, e-mail domains end in `.example` (RFC 2606), telephone numbers lie in the ranges
//! that the French numbering plan keeps for fiction (01 99 00, 06 39 98), IBANs have true check digits over bank codes that no bank
//! has, and card numbers are test numbers with a true Luhn digit.

/// A small generator of pseudo-random numbers (SplitMix64): fixed seeds make the demo repeatable. It protects nothing.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The same seed gives the same numbers.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Throws that belong to one person, for this purpose.
    pub(crate) fn of_person(number: i64, purpose: u64) -> Self {
        Self(number.unsigned_abs().wrapping_add(purpose))
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end`, which is left out; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// The same as a signed number.
    pub(crate) fn under(&mut self, end: u64) -> i64 {
        i64::try_from(self.below(end)).unwrap_or(i64::MAX)
    }

    /// True in about `percent` of 100 throws.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<'l>(&mut self, list: &'l [&'l str]) -> &'l str {
        let index = self.below(list.len() as u64);
        usize::try_from(index)
            .ok()
            .and_then(|index| list.get(index))
            .copied()
            .unwrap_or_default()
    }
}

/// What a person told the service. Kept in memory only until it is sealed.
pub(crate) struct Person {
    /// Given name and family name.
    pub(crate) name: String,
    /// A mailbox, the same for nobody else.
    pub(crate) email: String,
    /// E.164.
    pub(crate) phone: String,
    /// Without spaces.
    pub(crate) iban: String,
    /// Sixteen digits.
    pub(crate) card: String,
}

impl Person {
    /// The person of this number.
    pub(crate) fn number(number: i64) -> Self {
        let number = number.unsigned_abs();
        let mut dice = Dice::new(number.wrapping_mul(0x5851_F42D_4C95_7F2D));
        let (given, family) = (dice.pick(GIVEN), dice.pick(FAMILY));
        let mailbox = format!("{}.{}.{number}", plain(given), plain(family));
        Self {
            name: format!("{given} {family}"),
            email: format!("{mailbox}@{}", dice.pick(DOMAINS)),
            phone: format!("+3363998{:04}", dice.below(10_000)),
            iban: iban(number, &mut dice),
            card: card(number),
        }
    }
}

const GIVEN: &[&str] = &[
    "Ancolie",
    "Aubépine",
    "Basile",
    "Bruyère",
    "Capucine",
    "Cyprien",
    "Églantine",
    "Fleur",
    "Garance",
    "Iris",
    "Jasmin",
    "Lierre",
    "Maïs",
    "Narcisse",
    "Olivier",
    "Pervenche",
    "Romarin",
    "Sauge",
    "Tilleul",
    "Violette",
];
const FAMILY: &[&str] = &[
    "Alouette",
    "Bergeronnette",
    "Chouette",
    "Étourneau",
    "Fauvette",
    "Geai",
    "Hirondelle",
    "Loriot",
    "Mésange",
    "Moineau",
    "Pinson",
    "Rossignol",
    "Sittelle",
    "Tourterelle",
    "Verdier",
];
const DOMAINS: &[&str] = &["courrier.example", "poste.example", "atelier.example"];

fn plain(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            'É' | 'é' => 'e',
            'ï' => 'i',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}

/// A French IBAN: bank 99999 (no such bank), a branch, an account, the RIB key, then the check digits of ISO 13616.
fn iban(number: u64, dice: &mut Dice) -> String {
    let (bank, branch) = (99_999_u64, dice.below(100_000));
    let account = number % 100_000_000_000;
    let key = 97 - (89 * bank + 15 * branch + 3 * account) % 97;
    let bban = format!("{bank:05}{branch:05}{account:011}{key:02}");
    let check = 98 - remainder_97(&format!("{bban}152700"));
    format!("FR{check:02}{bban}")
}

fn remainder_97(digits: &str) -> u64 {
    digits.bytes().fold(0, |remainder, digit| {
        (remainder * 10 + u64::from(digit - b'0')) % 97
    })
}

/// A number in a range that card schemes keep for tests, closed with its Luhn digit.
fn card(number: u64) -> String {
    let body = format!("400000{:09}", number % 1_000_000_000);
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let value = u32::from(digit - b'0') * if index % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 for an IBAN with right check digits: the first four characters go to the end, F and R become 15 and 27.
    fn check(iban: &str) -> u64 {
        let (head, bban) = iban.split_at(4);
        remainder_97(&format!("{bban}{}", head.replace("FR", "1527")))
    }

    #[test]
    fn people_are_the_same_on_every_run_and_have_their_own_mailbox_iban_and_card() {
        let (mut mailboxes, mut ibans, mut cards) = (vec![], vec![], vec![]);
        for number in 0..2_000 {
            let person = Person::number(number);
            assert_eq!(person.name, Person::number(number).name);
            assert_eq!(check(&person.iban), 1);
            assert_eq!(person.iban.len(), 27);
            mailboxes.push(person.email);
            ibans.push(person.iban);
            cards.push(person.card);
        }
        for mut list in [mailboxes, ibans, cards] {
            list.sort();
            list.dedup();
            assert_eq!(list.len(), 2_000);
        }
    }

    #[test]
    fn every_field_is_one_that_greffe_accepts() {
        use greffe::cipher::{CardNumber, Email, Iban, PersonName, Phone};
        for number in 0..500 {
            let person = Person::number(number);
            person.iban.parse::<Iban>().unwrap();
            person.card.parse::<CardNumber>().unwrap();
            person.email.parse::<Email>().unwrap();
            person.phone.parse::<Phone>().unwrap();
            person.name.parse::<PersonName>().unwrap();
        }
    }
}
