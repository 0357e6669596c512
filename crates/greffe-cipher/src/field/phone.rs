//! Phone and fax numbers (ITU-T E.164).

use std::fmt;
use std::str::FromStr;

use super::clean::{Text, as_text, last, same, strip};
use super::private::{Form, Octets, Seal};
use super::{Field, FieldType, Unguessable, numbering, overseas};
use crate::error::{FieldError, Problem};
use crate::wiped::Wiped;

/// A phone number in its international form, `+` and 7 to 15 digits.
///
/// [`str::parse`] takes international numbers ("+33 (0)1 …", "0033 1 …"); [`Phone::parse_in`] also takes national ones.
/// Letters and extensions are refused. New input is judged by our own dated numbering table: calling code, trunk prefix, shortest and
/// longest number of each plan. That catches a missing or doubled digit, not a number that nobody has. With the feature `phone-metadata`
/// the metadata of libphonenumber is asked as well, and a number outside the ranges that it knows is refused
/// ([`Problem::Unallocated`]); it never changes a form, and values that are sealed already are opened without it.
///
/// ```
/// use greffe_cipher::Phone;
/// let phone = Phone::parse_in("FR", "01.99.00.12.34")?;
/// assert_eq!(phone, "+33 (0)1 99 00 12 34".parse()?);
/// assert_eq!(phone.expose(), "+33199001234");
/// assert_eq!(phone.mask(), "+33 •••• 34");
/// # Ok::<(), greffe_cipher::FieldError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(Text);

/// A fax number (*télécopie*). The same forms as [`Phone`], a type of its own so that columns are not mixed up.
#[derive(Clone, PartialEq, Eq)]
pub struct Fax(Phone);

impl Phone {
    /// Parses a number as it is dialled inside a region (ISO 3166-1 alpha-2, upper case), or an international one. A leading "00" is
    /// "+" only where the region dials exactly that; elsewhere other prefixes (001, 0011, 010, 011 …) are refused with [`Problem::Shape`].
    /// In `FR` the numbers of overseas subscribers have their own calling code: 0696 12 34 56 is +596 696 12 34 56.
    ///
    /// # Errors
    /// [`Problem::Region`] for a region outside the table, else what is wrong with the number.
    pub fn parse_in(region: &str, text: &str) -> Result<Self, FieldError> {
        let code = region
            .as_bytes()
            .try_into()
            .map_err(|_| refuse(Problem::Region))?;
        let plan = numbering::of_region(code).ok_or_else(|| refuse(Problem::Region))?;
        parse(Some(plan), text).map(Self).map_err(refuse)
    }

    /// The number, "+" and digits. The one way to the value in clear.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The form in which a French overseas number that was dialled within the region `FR` stood until 2026-11, under +33: search for it too until every row
    /// is written anew. `None` for every other number.
    ///
    /// ```
    /// use greffe_cipher::Phone;
    /// let phone = Phone::parse_in("FR", "0696 12 34 56")?;
    /// assert_eq!(phone.expose(), "+596696123456");
    /// assert_eq!(phone.under_33().unwrap().expose(), "+33696123456");
    /// // A row that was stored so, as it would be typed today:
    /// let stored = phone.under_33().unwrap();
    /// assert_eq!(Phone::parse_in("FR", &stored.expose().replacen("+33", "0", 1))?, phone);
    /// # Ok::<(), greffe_cipher::FieldError>(())
    /// ```
    #[must_use]
    pub fn under_33(&self) -> Option<Self> {
        let (code, national) = numbering::split(self.0.strip_prefix('+')?)?;
        let former = overseas::former(code.number, national)?;
        let mut out = Wiped::new(String::with_capacity(1 + 3 + national.len()));
        out.push('+');
        push_code(&mut out, former);
        out.push_str(national);
        Some(Self(out))
    }

    /// The calling code, where the table knows it, and the last two digits.
    #[must_use]
    pub fn mask(&self) -> String {
        let digits = self.0.strip_prefix('+').unwrap_or_default();
        let last = last(digits, 2);
        match numbering::split(digits) {
            Some((code, _)) => format!("+{} •••• {last}", code.number),
            None => format!("+•• •••• {last}"),
        }
    }
}

impl Fax {
    /// As [`Phone::parse_in`].
    ///
    /// # Errors
    /// As [`Phone::parse_in`].
    pub fn parse_in(region: &str, text: &str) -> Result<Self, FieldError> {
        Phone::parse_in(region, text).map(Self)
    }

    /// The number, "+" and digits. The one way to the value in clear.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// As for [`Phone`].
    #[must_use]
    pub fn under_33(&self) -> Option<Self> {
        self.0.under_33().map(Self)
    }

    /// As for [`Phone`].
    #[must_use]
    pub fn mask(&self) -> String {
        self.0.mask()
    }
}

impl FromStr for Phone {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        parse(None, text).map(Self).map_err(refuse)
    }
}

impl FromStr for Fax {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        text.parse().map(Self)
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(..)")
    }
}

impl fmt::Debug for Fax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fax(..)")
    }
}

impl Field for Phone {
    const TYPE: FieldType = FieldType::Phone;
    type Leakage = Unguessable;

    fn mask(&self) -> String {
        Self::mask(self)
    }
}

impl Field for Fax {
    const TYPE: FieldType = FieldType::Phone;
    type Leakage = Unguessable;

    fn mask(&self) -> String {
        Self::mask(self)
    }
}

impl Form for Phone {
    fn storage(&self, _: Seal) -> &[u8] {
        self.0.as_bytes()
    }

    fn matching(&self, version: u8, _: Seal) -> Option<Octets> {
        (version == 1).then(|| same(&self.0))
    }

    fn from_storage(version: u8, octets: Octets, _: Seal) -> Option<Self> {
        if version != 1 || !is_e164(&octets) {
            return None;
        }
        as_text(octets).map(Self)
    }
}

impl Form for Fax {
    fn storage(&self, seal: Seal) -> &[u8] {
        self.0.storage(seal)
    }

    fn matching(&self, version: u8, seal: Seal) -> Option<Octets> {
        self.0.matching(version, seal)
    }

    fn from_storage(version: u8, octets: Octets, seal: Seal) -> Option<Self> {
        Phone::from_storage(version, octets, seal).map(Self)
    }
}

const fn refuse(problem: Problem) -> FieldError {
    FieldError::new(FieldType::Phone, problem)
}

/// The frozen grammar of version 1: `+[1-9][0-9]{6,14}`.
fn is_e164(octets: &[u8]) -> bool {
    matches!(octets, [b'+', b'1'..=b'9', rest @ ..]
        if (6..=14).contains(&rest.len()) && rest.iter().all(u8::is_ascii_digit))
}

/// New input: the form, and with the feature the second opinion.
fn parse(plan: Option<&numbering::Plan>, text: &str) -> Result<Text, Problem> {
    let number = form(plan, text)?;
    #[cfg(feature = "phone-metadata")]
    if !numbering::split(number.trim_start_matches('+'))
        .is_some_and(|(code, national)| super::phone_metadata::is_allocated(code.number, national))
    {
        return Err(Problem::Unallocated);
    }
    Ok(number)
}

/// The form of version 1 of what was typed, by our own table alone.
fn form(plan: Option<&numbering::Plan>, text: &str) -> Result<Text, Problem> {
    let (number, zero) = undress(text)?;
    if plan.is_some_and(|plan| plan.dials_abroad(&number)) {
        return Err(Problem::Shape);
    }
    let international = number
        .strip_prefix('+')
        .map(|digits| (digits, 1))
        .or_else(|| number.strip_prefix("00").map(|digits| (digits, 2)));
    let (code, national) = match (international, plan) {
        (Some((digits, before)), _) => {
            international_parts(digits, zero.map(|at| at.saturating_sub(before)))?
        }
        (None, Some(plan)) => {
            let national = national_part(plan, &number)?;
            let elsewhere = (plan.region == *b"FR").then(|| overseas::code(national));
            (elsewhere.flatten().unwrap_or(plan.code), national)
        }
        (None, None) => return Err(Problem::NoRegion),
    };
    let mut out = Wiped::new(String::with_capacity(1 + 3 + national.len()));
    out.push('+');
    push_code(&mut out, code);
    out.push_str(national);
    if is_e164(out.as_bytes()) {
        Ok(out)
    } else {
        Err(Problem::Length)
    }
}

/// A calling code of one to three digits, without an allocation of its own.
fn push_code(out: &mut String, code: u16) {
    for unit in [100, 10, 1] {
        if code >= unit {
            out.push(char::from_digit(u32::from(code / unit % 10), 10).unwrap_or('0'));
        }
    }
}

/// Removes presentation; also says where the zero of a first "(0)" stands in the result.
fn undress(text: &str) -> Result<(Text, Option<usize>), Problem> {
    let mut number = strip(text, b"./")?;
    let zero = number.find("(0)").map(|at| {
        number
            .bytes()
            .take(at)
            .filter(|b| !matches!(b, b'(' | b')'))
            .count()
    });
    number.retain(|c| !matches!(c, '(' | ')'));
    if number.is_empty() {
        return Err(Problem::Empty);
    }
    let digits = number.strip_prefix('+').unwrap_or(&number);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Problem::Character);
    }
    Ok((number, zero))
}

/// Splits at the calling code, and removes the zero of "(0)" right after it where zero is the trunk prefix.
fn international_parts(digits: &str, zero: Option<usize>) -> Result<(u16, &str), Problem> {
    let (code, national) = numbering::split(digits).ok_or(Problem::CallingCode)?;
    let numbering::Code {
        number,
        trunk,
        length,
        zero: admits_zero,
    } = *code;
    let after_code = digits.len().saturating_sub(national.len());
    let national = match national.strip_prefix('0') {
        Some(rest) if zero == Some(after_code) && trunk == "0" => rest,
        _ => national,
    };
    if !fits(national, length) {
        return Err(Problem::Length);
    }
    if national.starts_with('0') && !admits_zero {
        return Err(Problem::Shape);
    }
    Ok((number, national))
}

/// Removes the trunk prefix. Where it is "0" no number begins with it; elsewhere ("8", "80", "1") the length decides, and where both
/// readings fit neither is taken: one number would have two stored forms.
fn national_part<'a>(plan: &numbering::Plan, digits: &'a str) -> Result<&'a str, Problem> {
    let stripped = match digits.strip_prefix(plan.trunk) {
        Some(rest) if matches!(plan.trunk, "" | "0") => rest,
        Some(rest) if fits(rest, plan.length) => {
            if fits(digits, plan.length) {
                return Err(Problem::Shape);
            }
            rest
        }
        _ => digits,
    };
    if !fits(stripped, plan.length) {
        return Err(Problem::Length);
    }
    if stripped.starts_with('0') && !plan.admits_zero() {
        return Err(Problem::Shape);
    }
    Ok(stripped)
}

fn fits(digits: &str, (shortest, longest): (u8, u8)) -> bool {
    (usize::from(shortest)..=usize::from(longest)).contains(&digits.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every plan of the table.
    fn plans() -> impl Iterator<Item = &'static numbering::Plan> {
        (b'A'..=b'Z')
            .flat_map(|a| (b'A'..=b'Z').map(move |b| [a, b]))
            .filter_map(numbering::of_region)
    }

    #[test]
    fn a_trunk_prefix_that_can_be_read_in_two_ways_is_not_read() {
        let loose = numbering::Plan {
            trunk: "8",
            length: (6, 11),
            ..*numbering::of_region(*b"BY").unwrap()
        };
        assert_eq!(national_part(&loose, "80291234567"), Err(Problem::Shape));
        assert_eq!(national_part(&loose, "291234567"), Ok("291234567"));
        assert_eq!(national_part(&loose, "829123"), Ok("829123"));
    }

    #[test]
    fn a_number_typed_with_its_trunk_prefix_without_it_and_from_abroad_is_one_number() {
        let mut tried = 0;
        for plan in plans() {
            for length in plan.length.0..=plan.length.1 {
                for first in 1..=9 {
                    let national: String = (0..length)
                        .map(|n| char::from(b'0' + (first + n * 7) % 10))
                        .collect();
                    let abroad = form(None, &format!("+{}{national}", plan.code));
                    let Ok(abroad) = abroad else { continue };
                    let typed = [national.clone(), format!("{}{national}", plan.trunk)];
                    for inside in typed.iter().filter_map(|text| form(Some(plan), text).ok()) {
                        assert_eq!(inside, abroad, "{plan:?} {national}");
                        tried += 1;
                    }
                }
            }
        }
        assert!(tried > 5_000, "{tried}");
    }
}
