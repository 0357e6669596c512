//! The request that is answered, as options.

use clap::{Args, ValueEnum};
use greffe::calendar::NaiveDate;
use greffe::document::Words;
use greffe::export::{Request, RequestId, Right};

use crate::option_value::day;
use crate::refusal::{Reason, Refusal};

/// Which request. Whoever builds a package says by it that the person is identified.
#[derive(Debug, Args)]
pub(super) struct RequestOptions {
    /// The request's id
    #[arg(long, value_name = "ID", value_parser = id)]
    request: RequestId,
    /// What the person asks for
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "access,portability"
    )]
    right: Vec<RightOption>,
    /// The day on which the request was received
    #[arg(long, value_name = "DAY", value_parser = day)]
    received: NaiveDate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RightOption {
    Access,
    Portability,
}

impl From<RightOption> for Right {
    fn from(right: RightOption) -> Self {
        match right {
            RightOption::Access => Self::Access,
            RightOption::Portability => Self::Portability,
        }
    }
}

impl RequestOptions {
    /// The request, scoped on the day of the package.
    pub(super) fn request(&self, dated: NaiveDate) -> Result<Request, Refusal> {
        let mut rights = self.right.iter().map(|right| Right::from(*right));
        let first = rights
            .next()
            .ok_or_else(|| Refusal::of("--right", NO_RIGHT))?;
        let request = Request::received(self.request.clone(), first, self.received);
        let mut request = rights.fold(request, Request::also);
        request
            .scope(dated)
            .map_err(|_| Refusal::of("--dated", TOO_EARLY))?;
        Ok(request)
    }
}

fn id(text: &str) -> Result<RequestId, Reason> {
    text.parse().map_err(|_| Reason::Said(ID))
}

const ID: Words = Words::new(
    "on attend un identifiant de 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "an id of 1 to 64 of A-Z a-z 0-9 _ . - is expected",
);
const NO_RIGHT: Words = Words::new("indiquez un droit", "say a right");
const TOO_EARLY: Words = Words::new(
    "le dossier serait daté d’avant la réception de la demande",
    "the package would be dated before the request was received",
);
