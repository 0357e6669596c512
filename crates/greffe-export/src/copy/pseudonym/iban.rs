//! IBANs whose check digits are right and whose bank does not exist.

use crate::copy::key::Keyed;

/// Countries whose bank identifier begins the account number, in digits, and where no bank with zeros only is known: how many digits it has.
///
/// As of 2026-11-26. DE, Bankleitzahl: its first digit is 1 to 8, the clearing area (Deutsche Bundesbank, Merkblatt Bankleitzahlendatei, 3 March 2014, 1), so that one of
/// zeros cannot be. Of the others the lengths were read, and that the register gives each its own, but no page that says of zeros that nobody has them: FR, code banque
/// (ACPR); ES, código de entidad (Banco de España, NRBE); PT, código de agente financeiro (Banco de Portugal); AT, Bankleitzahl (OeNB, BLZ-Vergabe). Belgium is not here: 000
/// is a bank.
const BANKS: &[(&str, usize)] = &[("AT", 5), ("DE", 8), ("ES", 4), ("FR", 5), ("PT", 4)];

/// A country that there will never be: ISO 3166-1 leaves `ZZ` to its users, and promises never to assign it (user-assigned code elements; read on 2026-11-26).
const NOWHERE: &str = "ZZ";

/// The IBAN that stands for this one: of the same length and, where its banks are known, of the same country; spaces are not kept. `None` where it is none.
pub(crate) fn of(keyed: &Keyed, text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let (country, rest) = plain.split_at_checked(2)?;
    let (check, account) = rest.split_at_checked(2)?;
    let formed = country.bytes().all(|letter| letter.is_ascii_uppercase())
        && check.bytes().all(|digit| digit.is_ascii_digit())
        && (11..=30).contains(&account.len())
        && plain.bytes().all(|letter| letter.is_ascii_alphanumeric());
    if !formed || remainder(&format!("{account}{country}{check}")) != 1 {
        return None;
    }
    let bank = BANKS.iter().find(|(known, _)| *known == country);
    let (country, zeros) = bank.copied().unwrap_or((NOWHERE, 0));
    let free = account.len().checked_sub(zeros)?;
    let mut account = "0".repeat(zeros) + &digits(keyed, plain.as_bytes(), free);
    if country == "FR" && account.len() == 23 {
        // The key of the RIB, which code may check too. Other countries' own check digits are not made right.
        account.truncate(21);
        let key = 97 - remainder(&format!("{account}00"));
        account.push_str(&format!("{key:02}"));
    }
    let check = 98 - remainder(&format!("{account}{country}00"));
    Some(format!("{country}{check:02}{account}"))
}

/// So many decimal digits.
fn digits(keyed: &Keyed, value: &[u8], count: usize) -> String {
    // 128 bits hold 38 digits, and an account has 30 at most.
    let number = format!("{:039}", keyed.number(value));
    let skip = number.len().saturating_sub(count);
    number.chars().skip(skip).collect()
}

/// The number modulo 97, letters read as 10 to 35 (ISO 7064).
fn remainder(text: &str) -> u32 {
    text.chars().fold(0, |rest, letter| {
        let value = letter.to_digit(36).unwrap_or(0);
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    })
}
