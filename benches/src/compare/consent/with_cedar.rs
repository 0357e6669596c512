//! Cedar: the policies parsed once, the authorizer and the entities of the purposes kept, every request made beforehand. What is timed is
//! `Authorizer::is_authorized` alone.

use std::collections::{HashMap, HashSet};
use std::str::FromStr as _;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression,
};

use super::folded::{Folded, is_affirmative};
use super::history::{Case, EVENTS, Happening, PURPOSES, What, listed_in};
use crate::compare::Failure;

/// For a state that the host folded.
const FOLDED: &str = include_str!("../../../peers/consent.cedar");
/// For a history, one event at a time: see the file for how it is unrolled.
const HISTORY: &str = include_str!("../../../peers/consent_history.cedar");

pub(super) struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    requests: Vec<Request>,
}

impl Cedar {
    /// Over histories in the context.
    pub(super) fn over_histories(cases: &[Case]) -> Result<Self, Failure> {
        Self::new(&unrolled(HISTORY, EVENTS)?, cases, history)
    }

    /// Over states in the context.
    pub(super) fn over_states(cases: &[Case]) -> Result<Self, Failure> {
        Self::new(FOLDED, cases, state)
    }

    fn new(
        policies: &str,
        cases: &[Case],
        context: fn(&Case) -> Result<Vec<Attribute>, Failure>,
    ) -> Result<Self, Failure> {
        let action = uid("Action", "reach")?;
        let requests = cases.iter().map(|case| {
            let person = u128::from_be_bytes(*case.person.as_bytes());
            let person = uid("Person", &format!("{person:032x}"))?;
            let purpose = uid("Purpose", case.terms.id)?;
            let context = Context::from_pairs(context(case)?)?;
            Ok(Request::new(
                person,
                action.clone(),
                purpose,
                context,
                None,
            )?)
        });
        Ok(Self {
            authorizer: Authorizer::new(),
            policies: PolicySet::from_str(policies)?,
            entities: purposes()?,
            requests: requests.collect::<Result<_, Failure>>()?,
        })
    }

    /// How many requests are allowed.
    pub(super) fn allowed(&self) -> u64 {
        let requests = self.requests.iter();
        requests
            .map(|request| u64::from(self.allows(request)))
            .sum()
    }

    /// The answer to each.
    pub(super) fn answers(&self) -> Vec<bool> {
        let requests = self.requests.iter();
        requests.map(|request| self.allows(request)).collect()
    }

    /// A policy that ends in an error is skipped by Cedar; then nothing allows.
    fn allows(&self, request: &Request) -> bool {
        let response = self
            .authorizer
            .is_authorized(request, &self.policies, &self.entities);
        response.decision() == Decision::Allow
    }

    /// What Cedar says went wrong.
    pub(super) fn errors(&self) -> Vec<String> {
        let response = |request| {
            self.authorizer
                .is_authorized(request, &self.policies, &self.entities)
        };
        let responses = self.requests.iter().map(response);
        responses
            .flat_map(|response| {
                let errors = response.diagnostics().errors();
                errors.map(ToString::to_string).collect::<Vec<_>>()
            })
            .collect()
    }
}

/// The context of a history: what a host would keep in memory for a person.
pub(crate) fn context_of(case: &Case) -> Result<Context, Failure> {
    Ok(Context::from_pairs(history(case)?)?)
}

type Attribute = (String, RestrictedExpression);

fn purposes() -> Result<Entities, Failure> {
    let entities = PURPOSES.iter().map(|terms| {
        let attributes = HashMap::from([
            attribute("doubleOptIn", truth(terms.double_opt_in)),
            attribute("minimumNotice", number(terms.minimum_notice)),
            attribute("closedWith", set(terms.closed_with())?),
        ]);
        Ok(Entity::new(
            uid("Purpose", terms.id)?,
            attributes,
            HashSet::new(),
        )?)
    });
    let entities = entities.collect::<Result<Vec<_>, Failure>>()?;
    Ok(Entities::from_entities(entities, None)?)
}

fn history(case: &Case) -> Result<Vec<Attribute>, Failure> {
    let mut context = vec![attribute("at", number(case.at.timestamp()))];
    for (happening, place) in case.history.iter().zip(1..) {
        context.push((format!("e{place}"), event(happening)?));
    }
    Ok(context)
}

fn event(happening: &Happening) -> Result<RestrictedExpression, Failure> {
    let consents = matches!(happening.what, What::Given | What::Renewed);
    let mut attributes = vec![
        attribute("kind", text(code(happening.what))),
        attribute("consents", truth(consents)),
        attribute("purposes", set(happening.purposes.iter().copied())?),
        attribute("occurred", number(happening.occurred.timestamp())),
        attribute("recorded", number(happening.recorded.timestamp())),
        attribute("affirmative", truth(is_affirmative(happening.act))),
    ];
    if consents {
        let listed = listed_in(happening.version).iter().copied();
        let notice = RestrictedExpression::new_record([
            attribute("version", number(happening.version)),
            attribute("purposes", set(listed)?),
        ])?;
        attributes.push(attribute("notice", notice));
        attributes.push(attribute("ends", number(happening.ends()?.timestamp())));
    }
    Ok(RestrictedExpression::new_record(attributes)?)
}

fn state(case: &Case) -> Result<Vec<Attribute>, Failure> {
    let folded = Folded::of(case)?;
    Ok(vec![
        attribute("at", number(case.at.timestamp())),
        attribute("closed", truth(folded.closed)),
        attribute("consented", truth(folded.consented)),
        attribute("affirmative", truth(folded.affirmative)),
        attribute("listed", truth(folded.listed)),
        attribute("confirmed", truth(folded.confirmed)),
        attribute("version", number(folded.version)),
        attribute("ends", number(folded.ends.timestamp())),
    ])
}

/// The word by which both peers know what happened.
pub(super) const fn code(what: What) -> &'static str {
    match what {
        What::Requested => "requested",
        What::Given => "given",
        What::Renewed => "renewed",
        What::Confirmed => "confirmed",
        What::Withdrawn => "withdrawn",
        What::Refused => "refused",
        What::Objected(_) => "objected",
    }
}

fn attribute(name: &str, value: RestrictedExpression) -> Attribute {
    (name.to_owned(), value)
}

fn number(value: impl Into<i64>) -> RestrictedExpression {
    RestrictedExpression::new_long(value.into())
}

fn truth(value: bool) -> RestrictedExpression {
    RestrictedExpression::new_bool(value)
}

fn text(value: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_owned())
}

fn set(purposes: impl Iterator<Item = &'static str>) -> Result<RestrictedExpression, Failure> {
    let entities = purposes.map(|id| Ok(RestrictedExpression::new_entity_uid(uid("Purpose", id)?)));
    let entities = entities.collect::<Result<Vec<_>, Failure>>()?;
    Ok(RestrictedExpression::new_set(entities))
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, Failure> {
    let kind = EntityTypeName::from_str(kind)?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

/// Writes the permit out for so many events, as the file says.
fn unrolled(file: &str, events: usize) -> Result<String, Failure> {
    let lines = file.lines().filter(|line| !line.starts_with("//"));
    let lines: Vec<_> = lines.collect();
    let text = lines.join("\n");
    let (tests, permit) = text.split_once("permit (").ok_or("no permit")?;
    let tests = tests.split(';').filter_map(|test| {
        let (name, expression) = test.trim().strip_prefix("let ")?.split_once('=')?;
        Some((name.trim(), expression.trim()))
    });
    let tests: HashMap<_, _> = tests.collect();
    let test = |name: &str, place: usize| -> Result<String, Failure> {
        let expression = tests.get(name).ok_or("a test is missing")?;
        Ok(expression.replace("EVENT.", &format!("context.e{place}.")))
    };
    let (mut granted, mut confirmed, mut double) =
        ("false".to_owned(), "false".to_owned(), "false".to_owned());
    for place in 1..=events {
        let closes = test("closes", place)?;
        let grants = test("grants", place)?;
        let confirms = test("confirms", place)?;
        let renews = test("renews", place)?.replace("grants", &format!("({grants})"));
        double = format!(
            "!({closes}) && (if {confirms} then {granted} else ({renews} && ({confirmed})) || ({double}))"
        );
        granted = format!("!({closes}) && (({grants}) || ({granted}))");
        confirmed = format!("!({closes}) && (({confirms}) || ({confirmed}))");
    }
    let permit = permit.replace("DOUBLE", &double);
    Ok(format!("permit ({}", permit.replace("GRANTED", &granted)))
}
