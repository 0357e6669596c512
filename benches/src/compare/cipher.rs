//! Field encryption beside the libraries that a service would otherwise take: an IBAN of 27 octets, one thread, cached keys.
//!
//! Every contestant makes an owned token of a value, with a header of 7 octets or its own, and the value of a token. Tokens differ between
//! contestants; what they agree on is [`proof`]. One program has one `aes` 0.9, which wipes its keys on drop since ours asks for that; aes-siv alone,
//! without that feature, was measured and is no faster.

use std::hint::black_box;

use greffe::cipher::{Context, Deterministic, Iban, KeyId, Keyring, MasterKey, Sealed};

use super::{Contest, Effort, Failure, Measured, Target};

#[cfg(feature = "peers")]
mod layout;
#[cfg(feature = "peers")]
mod with_aes_siv;
#[cfg(feature = "peers")]
mod with_aws_lc;
#[cfg(feature = "peers")]
mod with_gcm_siv;
#[cfg(feature = "peers")]
mod with_iban_validate;
#[cfg(feature = "peers")]
mod with_tink;

/// Values in turn: few enough to stay in the fastest cache.
const VALUES: u32 = 64;

pub(super) fn measure(effort: Effort) -> Result<Vec<Measured>, Failure> {
    let texts: Vec<_> = (1..=VALUES)
        .map(|number| crate::iban(u64::from(number) * 7919))
        .collect();
    let values: Result<Vec<Iban>, _> = texts.iter().map(|text| text.parse()).collect();
    let values = values?;
    Ok(vec![
        seal_one(&values, effort)?,
        seal_all(&values, effort)?,
        open(&values, effort)?,
        parse(&texts, effort)?,
    ])
}

/// Who seals a column deterministically and opens it again.
trait Column {
    /// What a row holds.
    type Token: PartialEq;
    /// What comes back: a value of its own.
    type Value;

    fn seal(&mut self, value: &Iban) -> Option<Self::Token>;
    fn open(&mut self, token: &Self::Token) -> Option<Self::Value>;
    fn octets(value: &Self::Value) -> &[u8];
}

impl Column for Deterministic<Iban> {
    type Token = Sealed<Iban>;
    type Value = Iban;

    fn seal(&mut self, value: &Iban) -> Option<Sealed<Iban>> {
        Some(Self::seal(self, value))
    }

    fn open(&mut self, token: &Sealed<Iban>) -> Option<Iban> {
        Self::open(self, token).ok()
    }

    fn octets(value: &Iban) -> &[u8] {
        value.expose().as_bytes()
    }
}

fn ours() -> Result<Deterministic<Iban>, Failure> {
    let id = KeyId::new(7).ok_or("no key id")?;
    let keyring = Keyring::single(id, 1_750_000_000, MasterKey::from_bytes([1; 32]));
    let context = Context::new("customers", "iban").tenant("atelier");
    Ok(keyring.cipher(context)?.deterministic())
}

/// One value after another.
fn seal_one(values: &[Iban], effort: Effort) -> Result<Measured, Failure> {
    let contest = Contest::new("seal, one at a time", VALUES, sealing(ours()?, values));
    #[cfg(feature = "peers")]
    let contest = sealed_by_peers(contest, values)?;
    Ok(contest.aims_at(Target::AtMost(1.1)).measure(effort)?)
}

/// Ours all at once, kept until the last is sealed; peers have no such call and go one after another, as above.
fn seal_all(values: &[Iban], effort: Effort) -> Result<Measured, Failure> {
    let mut column = ours()?;
    let mut answer = None;
    let contest = Contest::new("seal, a batch of 64", VALUES, move |passes| {
        for _ in 0..passes {
            black_box(column.seal_all(black_box(values)));
        }
        *answer.get_or_insert_with(|| {
            let (first, again) = (column.seal_all(values), column.seal_all(values));
            let pairs = first.into_iter().zip(again).map(Some);
            proof(&mut column, values, pairs)
        })
    });
    #[cfg(feature = "peers")]
    let contest = sealed_by_peers(contest, values)?;
    Ok(contest.aims_at(Target::AtMost(0.9)).measure(effort)?)
}

/// Beside sealing the same values: what is read costs little more than what is written.
fn open(values: &[Iban], effort: Effort) -> Result<Measured, Failure> {
    let contest = Contest::new("open", VALUES, opening(ours()?, values));
    let contest = contest.against("greffe, seal", sealing(ours()?, values));
    #[cfg(feature = "peers")]
    let contest = opened_by_peers(contest, values)?;
    Ok(contest.aims_at(Target::AtMost(1.2)).measure(effort)?)
}

/// From text to a value: every character, the country's structure, the check digits. The answer is the sum of the check digits.
fn parse(texts: &[String], effort: Effort) -> Result<Measured, Failure> {
    let contest = Contest::new("parse a valid IBAN", VALUES, |passes| {
        read(passes, texts, |text| {
            let iban = text.parse::<Iban>().ok();
            iban.map_or(0, |iban| check_digits(iban.expose().as_bytes()))
        })
    });
    #[cfg(feature = "peers")]
    let contest = with_iban_validate::parse(contest, texts);
    Ok(contest.aims_at(Target::Under(100.0)).measure(effort)?)
}

/// Who stands on the table beside ours.
#[cfg(feature = "peers")]
trait Peer: Column {
    const NAME: &'static str;
}

/// The reference first.
#[cfg(feature = "peers")]
fn sealed_by_peers<'a>(contest: Contest<'a>, values: &'a [Iban]) -> Result<Contest<'a>, Failure> {
    fn by<'a, P: Peer + 'a>(contest: Contest<'a>, peer: P, values: &'a [Iban]) -> Contest<'a> {
        contest.against(P::NAME, sealing(peer, values))
    }
    let contest = by(contest, with_aes_siv::AesSiv::new(), values);
    let contest = by(contest, with_gcm_siv::HmacGcmSiv::new(), values);
    let contest = by(contest, with_tink::Tink::new()?, values);
    Ok(by(contest, with_aws_lc::AwsLc::new()?, values))
}

#[cfg(feature = "peers")]
fn opened_by_peers<'a>(contest: Contest<'a>, values: &'a [Iban]) -> Result<Contest<'a>, Failure> {
    fn by<'a, P: Peer + 'a>(contest: Contest<'a>, peer: P, values: &'a [Iban]) -> Contest<'a> {
        contest.against(P::NAME, opening(peer, values))
    }
    let contest = by(contest, with_aes_siv::AesSiv::new(), values);
    let contest = by(contest, with_gcm_siv::HmacGcmSiv::new(), values);
    let contest = by(contest, with_tink::Tink::new()?, values);
    Ok(by(contest, with_aws_lc::AwsLc::new()?, values))
}

/// Seals all values in each pass. The proof is asked for once: the passes that are timed do nothing else.
fn sealing<'a, C: Column + 'a>(
    mut column: C,
    values: &'a [Iban],
) -> impl FnMut(u32) -> u64 + use<'a, C> {
    let mut answer = None;
    move |passes| {
        for _ in 0..passes {
            for value in values {
                black_box(column.seal(black_box(value)));
            }
        }
        *answer.get_or_insert_with(|| proof_of_sealing(&mut column, values))
    }
}

/// As [`sealing`], for what was sealed before.
fn opening<'a, C: Column + 'a>(
    mut column: C,
    values: &'a [Iban],
) -> impl FnMut(u32) -> u64 + use<'a, C> {
    let tokens: Vec<_> = values
        .iter()
        .filter_map(|value| column.seal(value))
        .collect();
    let mut answer = None;
    move |passes| {
        for _ in 0..passes {
            for token in &tokens {
                black_box(column.open(black_box(token)));
            }
        }
        *answer.get_or_insert_with(|| proof_of_sealing(&mut column, values))
    }
}

fn proof_of_sealing<C: Column>(column: &mut C, values: &[Iban]) -> u64 {
    let pairs: Vec<_> = values
        .iter()
        .map(|value| Some((column.seal(value)?, column.seal(value)?)))
        .collect();
    proof(column, values, pairs.into_iter())
}

/// The sum of the check digits of every value whose two tokens are equal, differ from the token before, and open as that value.
fn proof<C: Column>(
    column: &mut C,
    values: &[Iban],
    pairs: impl Iterator<Item = Option<(C::Token, C::Token)>>,
) -> u64 {
    let mut before = None;
    let mut sum = 0;
    for (value, pair) in values.iter().zip(pairs) {
        let Some((token, again)) = pair else { continue };
        let opened = column.open(&token);
        let opened = opened.as_ref().map(C::octets);
        let is_value = opened == Some(value.expose().as_bytes());
        if token == again && before.as_ref() != Some(&token) && is_value {
            sum += opened.map_or(0, check_digits);
        }
        before = Some(token);
    }
    sum
}

/// The third and fourth character as a number.
fn check_digits(octets: &[u8]) -> u64 {
    let digits = octets.iter().skip(2).take(2);
    digits.fold(0, |number, digit| {
        number * 10 + u64::from(digit.wrapping_sub(b'0'))
    })
}

/// The sum of what `of` says of each text, in the last of so many passes.
fn read(passes: u32, texts: &[String], of: impl Fn(&str) -> u64) -> u64 {
    (0..passes).fold(0, |_, _| {
        black_box(texts.iter().map(|text| of(black_box(text))).sum())
    })
}
