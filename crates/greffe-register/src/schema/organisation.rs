//! The organisation, its requests, its systems.

use serde_json::{Value, json};

use super::shape::{
    code, country, date, either, flag, identifier, line, list, number, period, stated, table, text,
};
use crate::{CountedFrom, DpoKind, IdentityDocument, RequestChannel, RequestOutcome, Right};

pub(super) fn organisation() -> Value {
    table(
        &["name"],
        vec![
            ("name", text(), "The organisation’s name."),
            ("address", text(), "Its postal address."),
            ("website", text(), "Its website."),
            ("contact", text(), "Where to write about data."),
            (
                "dpo",
                stated(dpo()),
                "The data-protection officer, Art. 37.",
            ),
            ("dpo_note", text(), "Why there is no officer."),
            (
                "representative",
                stated(representative()),
                "The representative in the Union, Art. 27.",
            ),
            (
                "public_authority",
                flag(),
                "Whether it is a public authority or body.",
            ),
            ("country", country(), "Country of the main establishment."),
            (
                "establishments",
                list(establishment()),
                "Places of business.",
            ),
            (
                "zone",
                line(),
                "The IANA zone that turns instants into dates.",
            ),
            ("fiscal_year", fiscal_year(), "When fiscal years close."),
            ("certifications", list(text()), "Certifications held."),
            ("location", text(), "Where data are held."),
        ],
    )
}

pub(super) fn version() -> Value {
    table(
        &["number"],
        vec![
            ("number", line(), "Its number."),
            ("date", date(), "First day on which it is in force."),
            (
                "previous",
                line(),
                "The number of the version before it, or none.",
            ),
            ("note", text(), "What changed, where earlier versions are."),
        ],
    )
}

fn dpo() -> Value {
    let kinds = DpoKind::codes();
    table(
        &[],
        vec![
            (
                "kind",
                code(kinds),
                "Whether the officer is one of the staff.",
            ),
            ("name", text(), "Name of the officer."),
            ("contact", text(), "How to reach the officer."),
            ("designated", date(), "Day of the designation."),
        ],
    )
}

fn representative() -> Value {
    table(
        &["name"],
        vec![
            ("name", text(), "Who."),
            ("country", country(), "In which member state."),
            ("contact", text(), "How to reach it."),
        ],
    )
}

fn establishment() -> Value {
    table(
        &["name"],
        vec![
            ("name", text(), "What it is called."),
            ("address", text(), "Its address."),
            ("country", country(), "Where it is."),
            ("note", text(), "Anything else."),
        ],
    )
}

fn fiscal_year() -> Value {
    let year = table(
        &["start", "end"],
        vec![
            ("start", date(), "First day."),
            ("end", date(), "Last day."),
        ],
    );
    table(
        &["end"],
        vec![
            (
                "end",
                line(),
                "A closing such as 12-31, 02-end or last-saturday-of-08.",
            ),
            (
                "previous_end",
                line(),
                "The closing before the first exceptional year.",
            ),
            (
                "exceptional",
                list(year),
                "Years that are longer or shorter.",
            ),
        ],
    )
}

/// `[requests]`: how persons use their rights.
pub(super) fn requests() -> Value {
    let contacts = Right::ALL.iter();
    let contacts = contacts.map(|right| (right.code(), text(), "Where to write for this right."));
    table(
        &[],
        vec![
            ("rights", list(right()), "The rights that persons are told."),
            ("delay", period(), "Within what time an answer comes."),
            (
                "counted_from",
                code(CountedFrom::codes()),
                "From what the time runs.",
            ),
            (
                "channels",
                list(channel()),
                "The channels that are accepted.",
            ),
            (
                "identity_document",
                code(IdentityDocument::codes()),
                "When an identity document is asked for.",
            ),
            ("contact", text(), "Where to write."),
            (
                "contacts",
                table(&[], contacts.collect()),
                "Where to write for one right.",
            ),
        ],
    )
}

pub(super) fn right() -> Value {
    code(Right::codes())
}

fn channel() -> Value {
    code(RequestChannel::codes())
}

/// `[[request]]`: a request that came in.
pub(super) fn request() -> Value {
    table(
        &["id", "received"],
        vec![
            ("id", identifier(), "Its number."),
            ("received", date(), "Day on which it came in."),
            ("rights", list(right()), "The rights that it uses."),
            ("channel", channel(), "By which channel it came."),
            (
                "suspended",
                list(table(
                    &["asked"],
                    vec![
                        ("asked", date(), "Day of the question."),
                        ("answered", date(), "Day of the person's answer."),
                    ],
                )),
                "When the clock stood still for a question to the person.",
            ),
            (
                "extended",
                date(),
                "Day on which the person was told that the time is prolonged.",
            ),
            ("answered", date(), "Day of the answer."),
            (
                "outcome",
                code(RequestOutcome::codes()),
                "What the answer was.",
            ),
            ("reason", text(), "Why it was refused or met in part."),
        ],
    )
}

/// `[backups]`: series by name.
pub(super) fn backups() -> Value {
    let series = table(
        &[],
        vec![
            ("every", period(), "How often one is taken."),
            ("keep", period(), "How long each is kept."),
        ],
    );
    json!({ "type": "object", "additionalProperties": series, "propertyNames": identifier() })
}

pub(super) fn application() -> Value {
    table(
        &["name"],
        vec![
            ("name", text(), "What it is called."),
            ("what", text(), "What it is for."),
            ("provider", text(), "Who makes it."),
            ("hosting", text(), "Where it runs."),
            (
                "processings",
                list(identifier()),
                "The processing activities that use it.",
            ),
        ],
    )
}

pub(super) fn platform() -> Value {
    let per_cent = json!({ "type": "integer", "minimum": 0, "maximum": 100 });
    table(
        &["name"],
        vec![
            ("name", text(), "What it is called."),
            (
                "compliance",
                per_cent,
                "The share that conforms, in whole per cent.",
            ),
            ("assessed", date(), "Day of that count."),
            ("action", text(), "What is planned."),
            ("due", date(), "Day by which it is planned."),
            ("note", text(), "Anything else."),
        ],
    )
}

/// `[[notice]]`.
pub(super) fn notice() -> Value {
    table(
        &["id", "version"],
        vec![
            ("id", identifier(), "Shared by its versions."),
            ("version", number(1), "From 1."),
            ("published", date(), "First day on which it was shown."),
            (
                "purposes",
                list(identifier()),
                "The purposes that it names.",
            ),
            ("place", text(), "Where it stands."),
            ("url", line(), "Its address on the web."),
            ("wording", text(), "What it says."),
        ],
    )
}

/// `[[site]]`.
pub(super) fn site() -> Value {
    table(
        &["name"],
        vec![
            ("name", line(), "Its host name."),
            ("trackers", code(["none"]), "It sets no tracker."),
            (
                "refuse_as_easy",
                flag(),
                "Whether trackers are refused as easily as accepted.",
            ),
        ],
    )
}

/// A bare text, or a table that says more.
pub(super) fn text_or(table: Value) -> Value {
    either([text(), table])
}

/// `[[allow]]`: a finding that is accepted.
pub(super) fn allowance() -> Value {
    table(
        &["check", "reason"],
        vec![
            ("check", line(), "The id of a check."),
            (
                "at",
                line(),
                "The path of what is accepted, or its beginning.",
            ),
            ("reason", text(), "Why it is accepted."),
            (
                "until",
                date(),
                "The last day on which the allowance counts.",
            ),
        ],
    )
}
