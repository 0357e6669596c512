//! A column that comes under another key, next to an UPDATE of the plaintext column.

use greffe_sqlx::{Backend, ColumnPlace, Rotation, Statement};

use super::Size;
use super::samples::{Lap, Samples, agreed, contest};
use super::table::{Columns, iban_context, key, two_keys};
use crate::compare::{Failure, Measured, Target};

const NAME: &str = "a row rotated, a batch at a time";

/// Passes over the whole table, each to a new key.
const PASSES: u8 = 5;

pub(super) async fn measure<C: Backend>(db: &mut C, size: Size) -> Result<Measured, Failure> {
    let mut samples = ["greffe", "plaintext, UPDATE"].map(Samples::of);
    let (mut written, mut written_in_clear) = (0, 0);
    for pass in 1..=PASSES {
        let (old, new) = (key(pass.into())?, key(u32::from(pass) + 1)?);
        let ibans = Columns::of(&two_keys(old, new, pass + 1)?, old)?.ibans;
        let place = ColumnPlace {
            table: "people_sealed".parse()?,
            key: "id".parse()?,
            column: "iban".parse()?,
        };
        let mut rotation =
            Rotation::deterministic(place, iban_context(), ibans).batches_of(size.batch);
        let [ours, plain] = &mut samples;
        for is_ours in [pass % 2 == 0, pass % 2 == 1] {
            let mut clock = Lap::start();
            if is_ours {
                let rotated = rotation.run(db).await?;
                if rotated.faults.rows() > 0 {
                    return Err("rows did not open".into());
                }
                ours.add(clock.lap(), rotated.converted);
                written += rotated.converted;
            } else {
                let rows = update(db, size.batch).await?;
                plain.add(clock.lap(), rows);
                written_in_clear += rows;
            }
        }
    }
    let answer = agreed(NAME, written, written_in_clear)?;
    let rows = u32::try_from(answer / u64::from(PASSES))?;
    Ok(contest(
        NAME,
        rows,
        answer,
        Some(Target::AtMost(10.0)),
        samples.into(),
    ))
}

/// Another value of the same length, which the index takes at another place: small letters in one pass, capitals in the next.
async fn update<C: Backend>(db: &mut C, batch: u32) -> Result<u64, Failure> {
    let (mut after, mut written) = (-1_i64, 0);
    loop {
        let last = Statement::new(
            "SELECT max(id) FROM (SELECT id FROM people_plain WHERE id > $1 ORDER BY id LIMIT $2) AS batch",
        );
        let last = db.row(last.bind(after).bind(batch)).await?;
        let Some(last) = last.ok_or("no row")?.first::<Option<i64>>()? else {
            return Ok(written);
        };
        let update = Statement::new(
            "UPDATE people_plain SET iban = CASE iban WHEN upper(iban) THEN lower(iban) ELSE upper(iban) END WHERE id > $1 AND id <= $2",
        );
        written += db.execute(update.bind(after).bind(last)).await?;
        after = last;
    }
}
