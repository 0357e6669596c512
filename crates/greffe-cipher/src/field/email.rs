//! E-mail addresses (RFC 5321, RFC 5322 dot-atoms, RFC 6531 for other scripts).

use std::fmt;
use std::str::FromStr;

use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};

use super::clean::{Text, as_text};
use super::private::{Form, Octets, Seal};
use super::{Field, FieldType, Unguessable};
use crate::error::{FieldError, Problem};
use crate::unicode;
use crate::wiped::Wiped;

/// Longest local part and longest address in octets (RFC 5321 §4.5.3.1, erratum 1690 of RFC 3696).
const LOCAL: usize = 64;
const WHOLE: usize = 254;

/// An e-mail address: a dot-atom, "@", and a domain of at least two labels.
///
/// Stored: the local part as typed, in NFC; the domain as lower-case A-labels. Compared: the local part also case-folded.
/// Dots and "+tag" are kept in both. Quoted local parts, comments, address literals, display names and outer spaces are refused.
///
/// What compares equal need not be one mailbox: "ſam@" finds "sam@", and "straße@" finds "strasse@". Whoever has found a row by an address that somebody
/// typed writes to the address that is stored, never to the typed one: a link to a new password would go to a stranger.
///
/// ```
/// use greffe_cipher::Email;
/// let email: Email = "Zoé.Martin+news@Exämple.org".parse()?;
/// assert_eq!(email.expose(), "Zoé.Martin+news@xn--exmple-cua.org");
/// assert_eq!(email.mask(), "Z•••@xn--exmple-cua.org");
/// # Ok::<(), greffe_cipher::FieldError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Email(Text);

impl Email {
    /// The address in its storage form. The one way to the value in clear.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> (&str, &str) {
        self.0.split_once('@').unwrap_or((&self.0, ""))
    }

    /// The first character of the local part, unless it has one or two only, and the domain.
    ///
    /// The domain is shown whole, since it is what tells two addresses apart for their owner. A domain of one's own ("@zoemartin.example") may name
    /// the person: where that must not be seen, show no mask at all.
    #[must_use]
    pub fn mask(&self) -> String {
        let (local, domain) = self.parts();
        match local.chars().next() {
            Some(first) if local.chars().nth(2).is_some() => format!("{first}•••@{domain}"),
            _ => format!("•••@{domain}"),
        }
    }
}

impl FromStr for Email {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        parse(text).map_err(|problem| FieldError::new(FieldType::Email, problem))
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(..)")
    }
}

impl Field for Email {
    const TYPE: FieldType = FieldType::Email;
    type Leakage = Unguessable;

    fn mask(&self) -> String {
        Self::mask(self)
    }
}

impl Form for Email {
    fn storage(&self, _: Seal) -> &[u8] {
        self.0.as_bytes()
    }

    fn matching(&self, version: u8, _: Seal) -> Option<Octets> {
        if version != 1 {
            return None;
        }
        let (local, domain) = self.parts();
        let folded = unicode::nfc(&unicode::fold(local));
        let mut out = Wiped::new(Vec::with_capacity(folded.len() + 1 + domain.len()));
        out.extend_from_slice(folded.as_bytes());
        out.push(b'@');
        out.extend_from_slice(domain.as_bytes());
        Some(out)
    }

    /// The frozen grammar of version 1. The domain is judged as A-labels, without `idna`: its tables change.
    fn from_storage(version: u8, octets: Octets, _: Seal) -> Option<Self> {
        let text = as_text(octets)?;
        let (local, domain) = text.split_once('@')?;
        let holds = version == 1
            && unicode::is_assigned(local)
            && is_local(local).is_ok()
            && *unicode::nfc(local) == local
            && is_a_label_domain(domain)
            && text.len() <= WHOLE;
        holds.then_some(Self(text))
    }
}

fn parse(text: &str) -> Result<Email, Problem> {
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    // Bounded before any table is asked: no valid address comes near it, NFC and IDNA included.
    if text.len() > 16 * WHOLE {
        return Err(Problem::Length);
    }
    if !unicode::is_assigned(text) {
        return Err(Problem::Unassigned);
    }
    let (local, domain) = text.split_once('@').ok_or(Problem::Shape)?;
    let local = unicode::nfc(local);
    is_local(&local)?;
    let domain = domain_of(domain)?;
    if !is_a_label_domain(&domain) {
        return Err(Problem::Domain);
    }
    let length = local.len() + 1 + domain.len();
    if length > WHOLE {
        return Err(Problem::Length);
    }
    let mut whole = Wiped::new(String::with_capacity(length));
    whole.push_str(&local);
    whole.push('@');
    whole.push_str(&domain);
    Ok(Email(whole))
}

/// The A-labels of a domain. Plain ASCII without A-labels needs no table: what UTS 46 makes of it is lower case, and its checks are those of hyphens, so that
/// it passes through no buffer that is not wiped. Everything else is `idna`'s, whose own buffers are out of reach.
fn domain_of(domain: &str) -> Result<Text, Problem> {
    if is_plain(domain) {
        let mut lower = Wiped::new(String::with_capacity(domain.len()));
        lower.push_str(domain);
        lower.make_ascii_lowercase();
        return Ok(lower);
    }
    through_idna(domain)
}

/// ASCII of which no label has hyphens in its third and fourth place: no A-label, and nothing that CheckHyphens refuses for that.
fn is_plain(domain: &str) -> bool {
    let reserved = |label: &[u8]| matches!(label, [_, _, b'-', b'-', ..]);
    domain.is_ascii()
        && !domain
            .as_bytes()
            .split(|octet| *octet == b'.')
            .any(reserved)
}

fn through_idna(domain: &str) -> Result<Text, Problem> {
    Uts46::new()
        .to_ascii(
            domain.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::Check,
            DnsLength::Verify,
        )
        .map(|domain| Wiped::new(domain.into_owned()))
        .map_err(|_| Problem::Domain)
}

/// A dot-atom of 1 to 64 octets: RFC 5322 `atext`, or any other character that is no control, format or space.
fn is_local(local: &str) -> Result<(), Problem> {
    if local.is_empty() || local.len() > LOCAL {
        return Err(Problem::Length);
    }
    if !local.split('.').all(|atom| !atom.is_empty()) {
        return Err(Problem::Shape);
    }
    let admitted = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' => true,
        c if c.is_ascii() => "!#$%&'*+-/=?^_`{|}~".contains(c),
        c => !unicode::is_control_or_format(c) && !unicode::is_white_space(c),
    };
    if local.chars().all(admitted) {
        Ok(())
    } else {
        Err(Problem::Character)
    }
}

/// At least two labels of `[a-z0-9-]{1,63}` without outer hyphens.
fn is_a_label_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.contains('.') && domain.len() <= 253 && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whatever needs no table passes through no buffer that is not wiped.
    #[test]
    fn only_what_needs_a_table_goes_to_idna() {
        for plain in ["x.org", "A-b.Org", "a-.x", "-", "a.b-c.d", "abc-d.org", ""] {
            assert!(is_plain(plain), "{plain}");
        }
        for other in [
            "\u{E9}.org",
            "xn--a.org",
            "a.XN--b",
            "ab--c.org",
            "a\u{AD}b.org",
        ] {
            assert!(!is_plain(other), "{other}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        /// What goes around `idna` is what `idna` would have said.
        #[test]
        fn a_plain_domain_is_what_uts_46_makes_of_it(domain in "[a-cA-C0-9.-]{1,12}|([a-z0-9-]{1,64}\\.){1,5}[A-Z]{2,3}|[ -~]{1,8}\\.org") {
            let judged = |domain: Result<Text, Problem>| domain.ok().filter(|domain| is_a_label_domain(domain));
            prop_assert_eq!(judged(domain_of(&domain)), judged(through_idna(&domain)));
        }
    }
}
