//! IBANs: sealed and opened one by one, and looked for among index tokens that are kept in order, as a database keeps them.

use std::hint::black_box;
use std::time::Duration;

use greffe::cipher::{Context, FieldCipher, Iban, IndexBits, KeyId, Keyring, MasterKey, Sealed};

use super::point::timed;
use super::{Effort, Failure, Point, SMALLEST, Series, agreed, sizes, spread};

/// Values made at a time, beside the clock: ten million of them need not stay in memory.
const BATCH: u32 = 4096;
/// Questions asked in a pass.
const QUESTIONS: u32 = 100_000;
/// Octets of an index token: header and 128 bits.
const TOKEN: usize = 23;

pub(super) fn measure(effort: Effort, largest: u32) -> Result<Vec<Series>, Failure> {
    let mut sealed = Series::new("cipher", "seal each value");
    let mut opened = Series::new("cipher", "open each token");
    let mut found = Series::new("cipher", "look a value up by its token");
    let cipher = cipher()?;
    let column = cipher.deterministic::<Iban>();
    let index = cipher.index::<Iban>("by_iban", IndexBits::FULL)?;
    for rows in sizes(SMALLEST, largest) {
        sealed.points.push(Point::measure(rows, rows, effort, || {
            let mut taken = Duration::ZERO;
            each_batch(rows, |values| {
                let (batch, ()) = timed(|| {
                    for value in values {
                        black_box(column.seal(black_box(value)));
                    }
                });
                taken += batch;
                Ok(())
            })?;
            Ok(taken)
        })?);

        opened.points.push(Point::measure(rows, rows, effort, || {
            let mut taken = Duration::ZERO;
            each_batch(rows, |values| {
                let tokens: Vec<Sealed<Iban>> = values.iter().map(|v| column.seal(v)).collect();
                let (batch, wrong) = timed(|| {
                    let is_wrong = |token: &Sealed<Iban>, value: &Iban| {
                        column.open(black_box(token)).ok().as_ref() != Some(value)
                    };
                    let pairs = tokens.iter().zip(values);
                    pairs
                        .filter(|(token, value)| is_wrong(token, value))
                        .count()
                });
                taken += batch;
                agreed("values that do not come back", 0, u64::try_from(wrong)?)
            })?;
            Ok(taken)
        })?);

        let mut table: Vec<[u8; TOKEN]> = Vec::with_capacity(usize::try_from(rows)?);
        each_batch(rows, |values| {
            for value in values {
                table.push(index.token(value).as_bytes().try_into()?);
            }
            Ok(())
        })?;
        table.sort_unstable();
        // Every other one is nobody's.
        let questions = rows.min(QUESTIONS);
        let asked: Vec<Iban> = (0..questions)
            .map(|question| {
                let row = spread(u64::from(question)) % u64::from(rows);
                iban(row + u64::from(question % 2) * u64::from(LIMIT))
            })
            .collect::<Result<_, _>>()?;
        found
            .points
            .push(Point::measure(rows, questions, effort, || {
                let (taken, hits) = timed(|| {
                    let is_there = |value: &&Iban| {
                        let tokens = index.lookup(black_box(value));
                        tokens.iter().any(|token| {
                            let place =
                                table.binary_search_by(|row| row.as_slice().cmp(token.as_bytes()));
                            place.is_ok()
                        })
                    };
                    asked.iter().filter(is_there).count()
                });
                agreed(
                    "values that are there",
                    u64::from(questions.div_ceil(2)),
                    u64::try_from(hits)?,
                )?;
                Ok(taken)
            })?);
    }
    Ok(vec![sealed, opened, found])
}

/// Above every number that is a row's.
const LIMIT: u32 = 100_000_000;

fn cipher() -> Result<FieldCipher, Failure> {
    let id = KeyId::new(7).ok_or("no key id")?;
    let keyring = Keyring::single(id, 1_750_000_000, MasterKey::from_bytes([1; 32]));
    Ok(keyring.cipher(Context::new("customers", "iban").tenant("atelier"))?)
}

fn iban(number: u64) -> Result<Iban, Failure> {
    Ok(crate::iban(number).parse()?)
}

fn each_batch(
    rows: u32,
    mut of: impl FnMut(&[Iban]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut values = Vec::new();
    for row in 0..rows {
        values.push(iban(u64::from(row))?);
        if values.len() == usize::try_from(BATCH)? || row + 1 == rows {
            of(&values)?;
            values.clear();
        }
    }
    Ok(())
}
