//! Synthetic people: each follows from the seed and a number, and none is anybody.

use greffe::calendar::NaiveDate;
use greffe::cipher::{Email, Iban, PersonName, Phone};

use crate::compare::Failure;
pub(super) use crate::spread;

/// The day of the measurement.
pub(super) const TODAY: (i32, u32, u32) = (2026, 11, 26);
/// The days before it over which people are spread.
const DAYS: u64 = 730;

/// So many people.
#[derive(Debug, Clone, Copy)]
pub(super) struct People {
    seed: u64,
    pub(super) count: u32,
}

/// One of them.
pub(super) struct Person {
    pub(super) id: i64,
    pub(super) iban: Iban,
    pub(super) email: Email,
    pub(super) phone: Phone,
    pub(super) name: PersonName,
    /// When the row was written.
    pub(super) day: NaiveDate,
}

impl People {
    pub(super) const fn new(seed: u64, count: u32) -> Self {
        Self { seed, count }
    }

    /// Numbers are those of [`People::count`], and others are people whom nobody put into a table.
    pub(super) fn person(self, number: u32) -> Result<Person, Failure> {
        let chance = spread(self.seed ^ u64::from(number));
        let back = chrono::Days::new(chance % DAYS);
        let name = |names: &[&'static str], chance: u64| {
            let place = usize::try_from(chance).unwrap_or(0) % names.len();
            names.get(place).copied().unwrap_or_default()
        };
        let (first, last) = (name(FIRST, chance >> 8), name(LAST, chance >> 16));
        Ok(Person {
            id: number.into(),
            iban: self.iban(number)?,
            email: format!("person-{number}-{:x}@example.org", chance >> 40).parse()?,
            phone: format!("+336{:08}", (chance >> 20) % 100_000_000).parse()?,
            name: format!("{first} {last}").parse()?,
            day: today()?.checked_sub_days(back).ok_or("no such day")?,
        })
    }

    /// Another one for each number.
    pub(super) fn iban(self, number: u32) -> Result<Iban, Failure> {
        // Odd and no multiple of five: no two numbers give the same account.
        let account = (self.seed % 1_000 + u64::from(number) * 48_271) % 100_000_000_000;
        Ok(crate::iban(account).parse()?)
    }
}

pub(super) fn today() -> Result<NaiveDate, Failure> {
    let (year, month, day) = TODAY;
    Ok(NaiveDate::from_ymd_opt(year, month, day).ok_or("no such day")?)
}

const FIRST: &[&str] = &[
    "Ada",
    "Blaise",
    "Émilie",
    "Évariste",
    "Sophie",
    "Joseph",
    "Maryam",
];
const LAST: &[&str] = &[
    "Bernard",
    "Dubois",
    "Lefèvre",
    "Moreau",
    "N’Diaye",
    "Petit",
    "Roux",
];
