//! The request that is answered: as the service stored it, or named by its id and options.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use greffe::calendar::{Calendar, NaiveDate, Place, RequestDeadline, date_in_words};
use greffe::document::Words;
use greffe::export::{Outcome, Request, RequestId, Right, State};
use greffe::terms::Lang;
use serde_json::{Value, json};

use crate::input::{Unusable, octets};
use crate::option_value::{self, day};
use crate::refusal::{Reason, Refusal};

/// Which request. Whoever builds a package out of an id says by it that the person is identified; a stored request says so itself.
#[derive(Debug, Args)]
pub(super) struct RequestOptions {
    /// The request as it was stored (`greffe-request-1`); or, with --received, its id
    #[arg(long, value_name = "FILE|ID")]
    request: PathBuf,
    /// The day on which the request was received, where no file has it
    #[arg(long, value_name = "DAY", value_parser = day)]
    received: Option<NaiveDate>,
    /// What the person asks for, where no file has it: access and portability unless told
    #[arg(long, value_enum, value_delimiter = ',', requires = "received")]
    right: Vec<RightOption>,
    /// Whose holidays count for the day of the answer
    #[arg(long, value_name = "CODE", value_parser = option_value::places(), default_value = "fr")]
    place: Place,
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
    /// The request, of which an export is due on that day.
    pub(super) fn request(&self, dated: NaiveDate) -> Result<Request, Refusal> {
        match self.received {
            Some(received) => self.named(received, dated),
            None => stored(&self.request, dated),
        }
    }

    /// A request of which no file is kept: scoped on the day of the package.
    fn named(&self, received: NaiveDate, dated: NaiveDate) -> Result<Request, Refusal> {
        let id: Option<RequestId> = self.request.to_str().and_then(|id| id.parse().ok());
        let id = id.ok_or_else(|| Refusal::of("--request", ID))?;
        let mut request = if self.right.is_empty() {
            Request::received(id, Right::Access, received).also(Right::Portability)
        } else {
            let mut rights = self.right.iter().map(|right| Right::from(*right));
            let first = rights.next().unwrap_or(Right::Access);
            rights.fold(Request::received(id, first, received), Request::also)
        };
        request
            .scope(dated)
            .map_err(|_| Refusal::of("--dated", TOO_EARLY))?;
        Ok(request)
    }

    /// By when the answer is due, and what is wrong with the request on that day. A request of which no file is kept has no findings: nothing is
    /// known of it.
    pub(super) fn standing(
        &self,
        request: &Request,
        dated: NaiveDate,
        lang: Lang,
    ) -> Result<Standing, Refusal> {
        let calendar = Calendar::of(self.place);
        let unknown = |error| Refusal::of("--place", Reason::Calendar(error));
        let deadline = request.deadline(&calendar).map_err(unknown)?;
        let findings = match self.received {
            Some(_) => Vec::new(),
            None => request.findings(&calendar, dated).map_err(unknown)?,
        };
        let mut lines = vec![by_when(&deadline, lang)];
        if !request.answer_goes_to_asker_on(dated) {
            lines.push(TO_THE_PERSON.in_language(lang).to_owned());
        }
        lines.extend(findings.iter().map(|one| {
            let (words, law) = (one.in_language(lang), one.citation().label(lang));
            format!("{}: {words} ({law})", one.code())
        }));
        let due = match &deadline {
            RequestDeadline::Due(due) => json!({
                "strict": due.strict().last_day().to_string(),
                "lenient": due.lenient().last_day().to_string(),
            }),
            RequestDeadline::Suspended { since } => json!({ "suspended_since": since.to_string() }),
        };
        let findings = findings.iter().map(|one| {
            json!({ "code": one.code(), "text": one.in_language(lang), "law": one.citation().as_str() })
        });
        Ok(Standing {
            json: json!({
                "id": request.id().as_str(), "state": request.state().code(), "due": due,
                "goes_to": if request.answer_goes_to_asker_on(dated) { "asker" } else { "person" },
                "findings": findings.collect::<Vec<_>>(),
            }),
            lines,
        })
    }
}

/// Where the request stands, for people and programs.
pub(super) struct Standing {
    pub(super) lines: Vec<String>,
    pub(super) json: Value,
}

fn by_when(deadline: &RequestDeadline, lang: Lang) -> String {
    match deadline {
        RequestDeadline::Due(due) => {
            let day = date_in_words(due.strict().last_day(), lang);
            lang.pick(
                format!("Réponse due au plus tard le {day}"),
                format!("The answer is due by {day}"),
            )
        }
        RequestDeadline::Suspended { since } => {
            let day = date_in_words(*since, lang);
            lang.pick(
                format!("Le délai est suspendu depuis le {day}"),
                format!("The clock stands still since {day}"),
            )
        }
    }
}

fn stored(file: &Path, dated: NaiveDate) -> Result<Request, Refusal> {
    let place = || file.display().to_string();
    let bytes = octets(file).map_err(|why| match why {
        // An id without its day is the likely slip.
        Unusable::Unreadable(std::io::ErrorKind::NotFound) => Refusal::of("--request", NO_FILE),
        why => Refusal::of(place(), why),
    })?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::of(place(), NOT_UTF8))?;
    let request =
        Request::from_json(text).map_err(|why| Refusal::of(place(), Reason::Request(why)))?;
    if let Some(why) = not_due(&request) {
        return Err(Refusal::of(place(), why));
    }
    let last = request
        .log()
        .last()
        .map_or(request.received_on(), |entry| entry.on);
    if dated < last {
        return Err(Refusal::of("--dated", BEFORE_LAST));
    }
    Ok(request)
}

/// Why no export is due, where none is.
fn not_due(request: &Request) -> Option<Words> {
    match request.state() {
        State::Received | State::IdentityPending => return Some(NOT_IDENTIFIED),
        State::Refused => return Some(REFUSED),
        State::Withdrawn => return Some(WITHDRAWN),
        _ => {}
    }
    let copies = request.rights().filter(|right| right.wants_copy());
    let outcomes: Vec<_> = copies.map(|right| request.outcome(right)).collect();
    let is_due = |outcome: &Option<&Outcome>| match outcome {
        None => true,
        Some(outcome) => outcome.is_granted(),
    };
    if outcomes.is_empty() {
        Some(NO_COPY)
    } else if outcomes.iter().any(is_due) {
        None
    } else {
        Some(COPY_ENDED)
    }
}

const ID: Words = Words::new(
    "on attend un identifiant de 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "an id of 1 to 64 of A-Z a-z 0-9 _ . - is expected",
);
const TOO_EARLY: Words = Words::new(
    "le dossier serait daté d’avant la réception de la demande",
    "the package would be dated before the request was received",
);
const BEFORE_LAST: Words = Words::new(
    "le dossier serait daté d’avant le dernier événement de la demande",
    "the package would be dated before the last event of the request",
);
const NO_FILE: Words = Words::new(
    "aucun fichier de ce nom\u{a0}; avec un identifiant, indiquez aussi `--received`",
    "no such file; with an id, say `--received` too",
);
const NOT_UTF8: Words = Words::new("ce n’est pas de l’UTF-8", "it is not UTF-8");
const NOT_IDENTIFIED: Words = Words::new(
    "aucun export n’est dû\u{a0}: l’identité de la personne n’est pas établie, la demande n’est pas cadrée (RGPD, art. 12(6))",
    "no export is due: the person is not identified, the request is not scoped (GDPR 12(6))",
);
const REFUSED: Words = Words::new(
    "aucun export n’est dû\u{a0}: la demande est refusée (RGPD, art. 12(4))",
    "no export is due: the request is refused (GDPR 12(4))",
);
const WITHDRAWN: Words = Words::new(
    "aucun export n’est dû\u{a0}: la personne a retiré sa demande",
    "no export is due: the person withdrew the request",
);
const NO_COPY: Words = Words::new(
    "aucun export n’est dû\u{a0}: la demande ne porte ni sur l’accès ni sur la portabilité",
    "no export is due: the request asks for neither access nor portability",
);
const COPY_ENDED: Words = Words::new(
    "aucun export n’est dû\u{a0}: la copie demandée a été refusée, ou n’est plus demandée",
    "no export is due: the copy that was asked for was refused or is asked for no more",
);
const TO_THE_PERSON: Words = Words::new(
    "La réponse va à la personne elle-même, et non à qui demande pour elle",
    "The answer goes to the person, not to whoever asks for them",
);
