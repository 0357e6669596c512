//! A person by IBAN.

use greffe::cipher::Email;
use greffe_sqlx::{Backend, SealedColumn, Statement};

use super::Size;
use super::people::{People, spread};
use super::samples::{Figures, Lap, Percentiles, Samples, agreed};
use super::table::{Columns, row};
use crate::compare::{Failure, Measured, Target};

/// What is looked for.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    names: Figures,
    is_there: bool,
}

pub(super) const FOUND: Kind = Kind {
    names: [
        "lookup, found: p50",
        "lookup, found: p99",
        "lookup, found: p99.9",
    ],
    is_there: true,
};
pub(super) const MISSING: Kind = Kind {
    names: [
        "lookup, none: p50",
        "lookup, none: p99",
        "lookup, none: p99.9",
    ],
    is_there: false,
};
pub(super) const FOUND_DURING_A_ROTATION: Kind = Kind {
    names: [
        "lookup, two keys, found: p50",
        "lookup, two keys, found: p99",
        "lookup, two keys, found: p99.9",
    ],
    is_there: true,
};
pub(super) const MISSING_DURING_A_ROTATION: Kind = Kind {
    names: [
        "lookup, two keys, none: p50",
        "lookup, two keys, none: p99",
        "lookup, two keys, none: p99.9",
    ],
    is_there: false,
};

const TARGET: Target = Target::AtMost(3.0);

/// Each lookup asks for an id and an e-mail address. What the application does is part of ours: the tokens of the IBAN, the opening of the address.
pub(super) async fn measure<C: Backend>(
    db: &mut C,
    people: &People,
    columns: &Columns,
    kind: Kind,
    size: Size,
) -> Result<Vec<Measured>, Failure> {
    let names = [
        "greffe",
        "plaintext",
        "greffe, its sealing",
        "greffe, its query",
    ];
    let mut rounds = Percentiles::of(kind.names, size.lookups, Some(TARGET), &names);
    let (mut found, mut found_in_clear) = (0, 0);
    for round in 0..size.rounds {
        let mut samples = names.map(Samples::of);
        let [ours, plain, sealing, query] = &mut samples;
        for turn in 0..size.lookups / size.rounds {
            let chance = spread(u64::from(round) << 32 | u64::from(turn));
            let number = u32::try_from(chance % u64::from(people.count))?;
            let number = if kind.is_there {
                number
            } else {
                number + people.count
            };
            let iban = people.iban(number)?;
            for is_ours in [turn % 2 == 0, turn % 2 == 1] {
                let mut clock = Lap::start();
                if is_ours {
                    let tokens = columns.ibans.lookup(&iban);
                    let made = clock.lap();
                    let asked =
                        Statement::new("SELECT id, email FROM people_sealed WHERE iban IN (");
                    let asked = asked.list(tokens.into_iter().map(SealedColumn)).push(")");
                    let row_found = db.row(asked).await?;
                    let answered = clock.lap();
                    if let Some(found_row) = row_found {
                        let id: i64 = found_row.get("id")?;
                        let email: SealedColumn<Email> = found_row.get("email")?;
                        let email = columns.emails.open(&email.0, &row(id)?)?;
                        found += length(email.expose());
                    }
                    let opened = clock.lap();
                    ours.add(made + answered + opened, 1);
                    sealing.add(made + opened, 1);
                    query.add(answered, 1);
                } else {
                    let asked =
                        Statement::new("SELECT id, email FROM people_plain WHERE iban = $1");
                    if let Some(found_row) = db.row(asked.bind(iban.expose())).await? {
                        let _id: i64 = found_row.get("id")?;
                        let email: String = found_row.get("email")?;
                        found_in_clear += length(&email);
                    }
                    plain.add(clock.lap(), 1);
                }
            }
        }
        rounds.round(&mut samples);
    }
    let [name, ..] = kind.names;
    let answer = agreed(name, found, found_in_clear)?;
    if kind.is_there == (answer == 0) {
        return Err(format!("\"{name}\" found {answer} letters").into());
    }
    Ok(rounds.finish(answer))
}

/// Letters found, so that the answer tells whom.
fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}
