//! Random secrets that open something. Only their SHA-256 is ever stored.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// 256 random bits, as 43 letters and digits. `Debug` shows nothing of them.
pub(crate) struct Token([u8; 32]);

impl Token {
    /// A new one, from the system's generator.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let mut octets = [0; 32];
        getrandom::fill(&mut octets)?;
        Ok(Self(octets))
    }

    /// The token that a person or program sent. One writing only: what is not base64url of 32 octets is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let octets = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        octets.try_into().ok().map(Self)
    }

    /// What its holder is given, once.
    pub(crate) fn reveal(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// What is stored. A plain digest is enough: nobody guesses 256 random bits, so that neither salt nor slowness would add anything.
    pub(crate) fn digest(&self) -> Digest {
        Digest(Sha256::digest(self.0).into())
    }

    /// The secret of the forms of the session that this token opens. It follows from the token one way, so that it needs no place of its own
    /// and who sees a form learns nothing of the session.
    pub(crate) fn form_token(&self) -> String {
        let digest = Sha256::new()
            .chain_update(b"espace-client form token\0")
            .chain_update(self.0);
        BASE64URL_NOPAD.encode(&digest.finalize())
    }

    /// Whether a form bears that secret, in a time that does not tell how much of it is right.
    pub(crate) fn is_form_token(&self, shown: &str) -> bool {
        self.form_token().as_bytes().ct_eq(shown.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// The SHA-256 of a token.
#[derive(Clone, Copy)]
pub(crate) struct Digest([u8; 32]);

impl Digest {
    /// The octets, for a column.
    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether a stored digest is this one. The row was found by it already, by an index that does not compare in constant time; what its timing
    /// tells is about digests, of which nobody gets back to a token.
    pub(crate) fn is(&self, stored: &[u8]) -> bool {
        self.0.as_slice().ct_eq(stored).into()
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn a_token_comes_back_from_its_text_and_from_no_other() {
        let token = Token::random().unwrap();
        let text = token.reveal();
        assert_eq!(text.len(), 43);
        let again = Token::parse(&text).unwrap();
        assert!(token.digest().is(again.digest().as_bytes()));
        assert!(again.is_form_token(&token.form_token()));
        for other in [
            "",
            "=",
            text.get(1..).unwrap(),
            &format!("{text}A"),
            &format!("{text}="),
        ] {
            assert!(Token::parse(other).is_none());
        }
        let stranger = Token::random().unwrap();
        assert!(!token.digest().is(stranger.digest().as_bytes()));
        assert!(!token.is_form_token(&stranger.form_token()));
        assert!(
            !token.is_form_token(&text),
            "the session's own secret is not the form's"
        );
    }

    #[test]
    fn debug_shows_nothing_of_it() {
        assert_eq!(format!("{:?}", Token::random().unwrap()), "Token(..)");
    }
}
