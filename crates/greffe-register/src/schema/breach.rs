//! Breaches, and what is done upon one.

use greffe_terms::Role;
use serde_json::{Value, json};

use super::shape::{
    code, either, flag, identifier, instant, list, number, period, stated_list, table, text,
};
use crate::{
    AvailabilityLoss, BreachCause, BreachContext, BreachGravity, BreachImpact, BreachNature,
    BreachOrigin, BreachWaiver, ClientsTold, ConfidentialityLoss, Identification, IntegrityLoss,
    NotificationDuty, PersonsTold, PersonsToldWhen,
};

pub(super) fn breach() -> Value {
    let mut keys = circumstances();
    keys.extend(reach());
    keys.extend(notices());
    table(&["id"], keys)
}

fn circumstances() -> Vec<super::shape::Key> {
    let role = Role::ALL.iter().map(|role| role.code());
    vec![
        ("id", identifier(), "Its id, unique in the register."),
        ("role", code(role), "The organisation’s role in it."),
        (
            "processings",
            list(identifier()),
            "The processing activities concerned.",
        ),
        (
            "nature",
            list(code(BreachNature::codes())),
            "What was lost.",
        ),
        ("origin", code(BreachOrigin::codes()), "Where it came from."),
        (
            "cause",
            code(BreachCause::codes()),
            "Who caused it, and whether on purpose.",
        ),
        ("start", instant(), "When it began."),
        (
            "end",
            either([code(["ongoing"]), instant()]),
            "When it ended.",
        ),
        (
            "aware",
            instant(),
            "When the organisation became aware of it.",
        ),
        ("discovered", text(), "How it was discovered."),
        ("processors", list(text()), "The processors involved."),
        (
            "told_by_processor",
            instant(),
            "When a processor told of it, Art. 33(2).",
        ),
    ]
}

fn reach() -> Vec<super::shape::Key> {
    let about = || either([code(["not_determined"]), number(0)]);
    vec![
        ("persons", about(), "Persons concerned, approximately."),
        // Terms and free texts alike.
        ("people", stated_list(text()), "Which persons."),
        ("records", about(), "Records concerned, approximately."),
        ("data", stated_list(text()), "Which data."),
        ("consequences", text(), "Likely consequences."),
        (
            "impacts",
            list(code(BreachImpact::codes())),
            "Likely impacts on persons.",
        ),
        ("measures", text(), "Measures taken or proposed."),
        ("gravity", code(BreachGravity::codes()), "How grave it is."),
        ("severity", severity(), "Inputs of ENISA’s severity."),
    ]
}

fn notices() -> Vec<super::shape::Key> {
    vec![
        ("notified", instant(), "When the authority was notified."),
        ("authority", text(), "Which authority."),
        (
            "notification",
            code(NotificationDuty::codes()),
            "Whether a notification is owed.",
        ),
        ("notification_reason", text(), "Why none is."),
        (
            "delay_reason",
            text(),
            "Why the notification is late, Art. 33(1).",
        ),
        (
            "further_notices",
            list(further_notice()),
            "Information given later, Art. 33(4).",
        ),
        (
            "communication",
            communication(),
            "What the persons were told, Art. 34.",
        ),
        (
            "persons_list",
            persons_list(),
            "Where the list of persons is; never the list.",
        ),
        (
            "clients_told",
            instant(),
            "When the clients were told, Art. 33(2).",
        ),
    ]
}

fn severity() -> Value {
    let context = json!({ "type": "integer", "minimum": 1, "maximum": 4 });
    table(
        &[],
        vec![
            ("context", context, "The score of the processing context."),
            ("data", code(BreachContext::codes()), "The class of data."),
            ("context_reason", text(), "Why this score."),
            (
                "identification",
                code(Identification::codes()),
                "How easily persons are identified.",
            ),
            (
                "confidentiality",
                code(ConfidentialityLoss::codes()),
                "Loss of confidentiality.",
            ),
            (
                "integrity",
                code(IntegrityLoss::codes()),
                "Loss of integrity.",
            ),
            (
                "availability",
                code(AvailabilityLoss::codes()),
                "Loss of availability.",
            ),
            ("malicious", flag(), "Whether it was meant to harm."),
            ("unintelligible", flag(), "Whether the data cannot be read."),
        ],
    )
}

fn further_notice() -> Value {
    table(
        &["at"],
        vec![
            ("at", instant(), "When."),
            ("what", text(), "What was told."),
        ],
    )
}

fn communication() -> Value {
    table(
        &["told"],
        vec![
            (
                "told",
                code(PersonsTold::codes()),
                "Whether the persons are told.",
            ),
            ("at", instant(), "When."),
            ("means", text(), "How."),
            (
                "waiver",
                code(BreachWaiver::codes()),
                "Why they need not be told, Art. 34(3).",
            ),
            ("reason", text(), "The reason in words."),
        ],
    )
}

fn persons_list() -> Value {
    table(
        &["place"],
        vec![
            ("place", text(), "Where it is."),
            ("readers", list(text()), "Who may read it."),
        ],
    )
}

/// `[breach_procedure]`.
pub(super) fn procedure() -> Value {
    table(
        &[],
        vec![
            ("authority", text(), "The authority to notify."),
            ("portal", text(), "Where it is notified."),
            (
                "authority_within",
                period(),
                "Within what time the organisation says that it notifies.",
            ),
            ("alert", text(), "Who alerts whom in the house."),
            (
                "persons",
                code(PersonsToldWhen::codes()),
                "When persons are told.",
            ),
            (
                "clients",
                code(ClientsTold::codes()),
                "Which clients a processor tells.",
            ),
            ("clients_within", period(), "Within what time."),
            ("clients_receive", list(text()), "What they receive."),
        ],
    )
}
