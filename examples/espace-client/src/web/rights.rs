//! A person's requests: what they ask, how it stands, when the answer is due.

use chrono::NaiveDate;
use data_encoding::BASE32_NOPAD;
use greffe::calendar::{Calendar, Place};
use greffe::consent::{Kind, Scope};
use greffe::export::{
    ErasureGround, Evidence, FieldName, ObjectionGround, Particulars, Request, RequestId,
    RestrictionGround, Right, Transmission, WithdrawnConsent,
};
use greffe::retention::HoldReason;
use greffe::terms::{Citation, Lang};
use greffe_sqlx::Backend;
use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::service::Service;
use super::sessions::Person;
use super::{consents, stores};

/// The fields that a customer can have corrected: their own file.
pub(crate) const CORRECTABLE: &[(&str, &str, &str)] = &[
    ("customers.name", "Nom", "Name"),
    ("customers.email", "Adresse électronique", "E-mail address"),
    ("customers.phone", "Téléphone", "Phone"),
    ("customers.iban", "IBAN", "IBAN"),
    ("customers.card", "Carte de paiement", "Payment card"),
];

/// What somebody asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// The code of the right.
    pub(crate) right: String,
    /// Why, for what or to whom: a code of the right's own list.
    #[serde(default)]
    pub(crate) ground: Option<String>,
    /// Of a rectification the fields, of a withdrawal the purposes; of the latter none means every one.
    #[serde(default)]
    pub(crate) about: Vec<String>,
}

/// How a request stands, for its person.
#[derive(Serialize)]
pub(crate) struct Standing {
    /// Its id.
    pub(crate) id: String,
    /// The codes of the rights.
    pub(crate) rights: Vec<&'static str>,
    /// Their names.
    pub(crate) rights_in_words: Vec<&'static str>,
    /// Where it stands.
    pub(crate) state: &'static str,
    /// The same in words.
    pub(crate) state_in_words: &'static str,
    /// Whether an answer is still owed.
    pub(crate) is_open: bool,
    /// The day of the receipt.
    pub(crate) received: NaiveDate,
    /// The last day for the answer, on the stricter reading; none once it was given.
    pub(crate) due: Option<NaiveDate>,
    /// The provision of the time limit.
    pub(crate) due_by: String,
    /// Why what was refused was refused (Art. 12(4) GDPR): the reason of the law, the case, the provisions.
    pub(crate) refused_because: Vec<String>,
}

/// How this request stands.
pub(crate) fn standing(request: &Request, lang: Lang) -> Standing {
    let state = request.state();
    Standing {
        id: request.id().as_str().to_owned(),
        rights: request.rights().map(Right::code).collect(),
        rights_in_words: request.rights().map(|right| right.label(lang)).collect(),
        state: state.code(),
        state_in_words: state.label(lang),
        is_open: !state.is_final(),
        received: request.received_on(),
        due: request
            .due()
            .map(|due| due.strict)
            .filter(|_| !state.is_final()),
        due_by: Citation::from_static("GDPR 12(3)").label(lang),
        refused_because: refusals(request, lang),
    }
}

fn refusals(request: &Request, lang: Lang) -> Vec<String> {
    let outcomes = request.rights().filter_map(|right| request.outcome(right));
    let refusals = outcomes.flat_map(|outcome| outcome.refusals());
    refusals
        .map(|refusal| {
            let laws: Vec<_> = refusal
                .citations()
                .iter()
                .map(|law| law.label(lang))
                .collect();
            let reason = refusal.reason().label(lang);
            let explanation = refusal.explanation().in_language(lang);
            lang.pick(
                format!("{reason}\u{a0}: {explanation} ({})", laws.join(", ")),
                format!("{reason}: {explanation} ({})", laws.join(", ")),
            )
        })
        .collect()
}

/// Records a request of a person who is logged in, and so identified (Art. 12(6) GDPR asks for no more).
pub(crate) async fn receive<C: Backend>(
    service: &Service<C>,
    db: &mut C,
    person: Person,
    asked: &Asked,
) -> Result<Request, Refusal> {
    let right = Right::ALL
        .into_iter()
        .find(|right| right.code() == asked.right)
        .ok_or(Refusal::Impossible("right"))?;
    let particulars = particulars(service, right, asked)?;
    let today = service.today();
    let mut request = begin(right, today)?;
    let done_at_once = done_at_once(particulars.as_ref());
    if let Some(particulars) = particulars {
        request
            .specify(particulars, today)
            .map_err(|_| Refusal::Impossible("about"))?;
    }
    request.scope(today).map_err(|_| Refusal::Defect)?;
    if done_at_once.is_some() {
        granted(&mut request, right, today)?;
    }
    stores::together!(db, async {
        if let Some(kind) = done_at_once {
            consents::record_within(service, db, person, kind).await?;
        }
        keep_within(db, person, &request).await
    })?;
    service.metrics.right(right.code());
    Ok(request)
}

/// A new request with its due day.
pub(crate) fn begin(right: Right, today: NaiveDate) -> Result<Request, Refusal> {
    let mut octets = [0; 10];
    getrandom::fill(&mut octets).map_err(|_| Refusal::Defect)?;
    let id = format!("R-{}", BASE32_NOPAD.encode(&octets));
    let id: RequestId = id.parse().map_err(|_| Refusal::Defect)?;
    let mut request = Request::received(id, right, today).with_evidence(Evidence::Form);
    request
        .reckon(&Calendar::of(Place::France))
        .map_err(|_| Refusal::Defect)?;
    Ok(request)
}

/// Stores a request that is new, and holds the purge of what it asks for until it is answered; inside a transaction.
pub(crate) async fn keep_within<C: Backend>(
    db: &mut C,
    person: Person,
    request: &Request,
) -> Result<(), Refusal> {
    stores::keep_within(db, person.key, request).await?;
    // What was answered already holds nothing.
    let holding = request
        .rights()
        .filter(|right| right.holds_purge() && request.outcome(*right).is_none());
    let mut reasons: Vec<HoldReason> = holding
        .map(|right| hold_of(request.particulars(right)))
        .collect();
    // One hold for all copies: it is lifted when they were delivered.
    reasons.dedup();
    for reason in reasons {
        // Since the day of the request, by which its hold is found when it is lifted.
        crate::retention::hold(db, person.customer, reason, request.received_on()).await?;
    }
    Ok(())
}

/// Why data stay while a request of these particulars is open.
const fn hold_of(particulars: Option<&Particulars>) -> HoldReason {
    match particulars {
        Some(Particulars::Restriction(ground)) => match ground {
            RestrictionGround::Accuracy => HoldReason::AccuracyContested,
            RestrictionGround::Unlawful => HoldReason::UnlawfulProcessing,
            RestrictionGround::LegalClaims => HoldReason::LegalClaims,
            _ => HoldReason::ObjectionPending,
        },
        _ => HoldReason::AccessRequest,
    }
}

fn granted(request: &mut Request, right: Right, today: NaiveDate) -> Result<(), Refusal> {
    let steps = request
        .collect(today)
        .and_then(|()| request.review(today))
        .and_then(|()| request.grant(right, today));
    steps.map_err(|_| Refusal::Defect)
}

/// What the ledger says of a request that needs nobody to look at it: a withdrawal, or an objection to direct marketing.
fn done_at_once(particulars: Option<&Particulars>) -> Option<Kind> {
    match particulars? {
        Particulars::Consent(withdrawn) => Some(Kind::Withdrawn {
            purposes: match withdrawn {
                WithdrawnConsent::Every => Scope::All,
                WithdrawnConsent::For(purposes) => Scope::only(purposes.iter().cloned()),
            },
        }),
        Particulars::Objection(ObjectionGround::Marketing) => {
            Some(consents::objection_to_marketing())
        }
        _ => None,
    }
}

fn particulars<C: Backend>(
    service: &Service<C>,
    right: Right,
    asked: &Asked,
) -> Result<Option<Particulars>, Refusal> {
    let takes_list = matches!(right, Right::WithdrawConsent | Right::Rectification);
    if !takes_list && !asked.about.is_empty() {
        return Err(Refusal::Impossible("about"));
    }
    let ground = asked.ground.as_deref().filter(|ground| !ground.is_empty());
    Ok(match right {
        Right::Access => none(ground)?,
        Right::WithdrawConsent => {
            none(ground)?;
            Some(Particulars::Consent(consents_named(service, &asked.about)?))
        }
        Right::Rectification => {
            none(ground)?;
            Some(Particulars::Rectification(fields_named(&asked.about)?))
        }
        Right::Erasure => {
            listed(ErasureGround::ALL, ErasureGround::code, ground)?.map(Particulars::Erasure)
        }
        Right::Restriction => Some(Particulars::Restriction(
            listed(RestrictionGround::ALL, RestrictionGround::code, ground)?
                .ok_or(Refusal::Impossible("ground"))?,
        )),
        Right::Portability => {
            listed(Transmission::ALL, Transmission::code, ground)?.map(Particulars::Portability)
        }
        Right::Objection => Some(Particulars::Objection(
            listed(ObjectionGround::ALL, ObjectionGround::code, ground)?
                .ok_or(Refusal::Impossible("ground"))?,
        )),
        _ => return Err(Refusal::Impossible("right")),
    })
}

fn none(ground: Option<&str>) -> Result<Option<Particulars>, Refusal> {
    match ground {
        None => Ok(None),
        Some(_) => Err(Refusal::Impossible("ground")),
    }
}

fn listed<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    ground: Option<&str>,
) -> Result<Option<T>, Refusal> {
    let Some(ground) = ground else {
        return Ok(None);
    };
    let found = all.iter().copied().find(|listed| code(*listed) == ground);
    found.map(Some).ok_or(Refusal::Impossible("ground"))
}

fn consents_named<C: Backend>(
    service: &Service<C>,
    about: &[String],
) -> Result<WithdrawnConsent, Refusal> {
    if about.is_empty() {
        return Ok(WithdrawnConsent::Every);
    }
    let id = |name: &String| service.dialogue.find(name).map(|asked| asked.id.clone());
    let named: Option<Vec<_>> = about.iter().map(id).collect();
    named
        .map(WithdrawnConsent::For)
        // As where it is chosen about by its own path.
        .ok_or(Refusal::NotFound)
}

fn fields_named(about: &[String]) -> Result<Vec<FieldName>, Refusal> {
    let known = |name: &String| {
        CORRECTABLE
            .iter()
            .find(|(field, ..)| field == name)
            .and_then(|(field, ..)| field.parse().ok())
    };
    let named: Option<Vec<FieldName>> = about.iter().map(known).collect();
    named
        .filter(|fields| !fields.is_empty())
        .ok_or(Refusal::Impossible("about"))
}
