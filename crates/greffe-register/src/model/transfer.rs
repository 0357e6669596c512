//! Data that leave the Union.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use greffe_terms::{Lang, Text, TransferTool, country};

use super::code::debug_without_values;
use crate::UnknownCode;

/// A transfer out of the Union (*transfert*), Art. 30(1)(e) and 44 to 49 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transfer {
    /// To whom.
    pub recipient: Option<Text>,
    /// Where.
    pub country: Option<Country>,
    /// Whether the recipient is an international organisation (*organisation internationale*), Art. 4(26), which lies in no country for these articles:
    /// its name identifies it.
    pub international_organisation: Option<bool>,
    /// Under which instrument.
    pub tool: Option<TransferTool>,
    /// The document that shows it.
    pub document: Option<Text>,
    /// The assessment of the transfer.
    pub assessment: Option<Text>,
    /// Day on which the authority was told of it, where it rests on compelling legitimate interests: Art. 49(1), second subparagraph.
    pub authority_told: Option<NaiveDate>,
    /// Day on which the persons were told of it and of these interests: the same.
    pub persons_told: Option<NaiveDate>,
}

/// A country as two capital letters, ISO 3166-1 alpha-2. Whether the code is assigned is not checked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Two ASCII letters are valid UTF-8.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The name by which people know it; the code where the standard assigns it to no country.
    ///
    /// ```
    /// use greffe_register::Country;
    /// use greffe_terms::Lang;
    ///
    /// # fn main() -> Result<(), greffe_register::UnknownCode> {
    /// assert_eq!("IS".parse::<Country>()?.label(Lang::Fr), "Islande");
    /// assert_eq!("ZZ".parse::<Country>()?.label(Lang::Fr), "ZZ");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn label(&self, lang: Lang) -> &str {
        country::name_of(self.as_str(), lang).unwrap_or(self.as_str())
    }
}

impl FromStr for Country {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code.as_bytes() {
            &[a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([a, b])),
            _ => Err(UnknownCode),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

debug_without_values!(Transfer);
