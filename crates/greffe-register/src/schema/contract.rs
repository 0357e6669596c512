//! Contracts on processing.

use serde_json::Value;

use super::organisation::text_or;
use super::shape::{
    code, country, date, either, flag, identifier, list, stated, stated_list, table, text,
};
use crate::{Authorisation, Clause, ContractForm, PartyRole};

pub(super) fn contract() -> Value {
    let roles = PartyRole::codes();
    let modes = Authorisation::codes();
    let forms = ContractForm::codes();
    table(
        &["id", "party", "party_is"],
        vec![
            ("id", identifier(), "Its id, unique in the register."),
            ("party", text(), "The other party."),
            ("party_is", code(roles), "What the other party is."),
            (
                "country",
                country(),
                "Where the other party is established.",
            ),
            ("subject", text(), "Subject matter, nature and purpose."),
            ("duration", text(), "Duration."),
            ("data", text(), "The type of personal data."),
            ("subjects", text(), "The categories of persons."),
            ("clauses", clauses(), "The clauses of Art. 28(3)."),
            (
                "infringing_instruction_alert",
                flag(),
                "Whether an infringing instruction must be reported.",
            ),
            (
                "authorisation",
                code(modes),
                "How other processors are authorised, Art. 28(2).",
            ),
            (
                "flow_down",
                flag(),
                "Whether the same duties are laid on them, Art. 28(4).",
            ),
            ("form", code(forms), "Its form, Art. 28(9)."),
            ("signed", date(), "Day of the signature."),
            ("expires", stated(date()), "Its last day."),
            (
                "sub_processors",
                stated_list(text_or(sub_processor())),
                "The other processors.",
            ),
            (
                "processings",
                list(identifier()),
                "The processing activities under it.",
            ),
            ("document", text(), "Where the contract is."),
            ("note", text(), "Anything else."),
        ],
    )
}

fn clauses() -> Value {
    let keys = Clause::ALL.iter().map(|clause| {
        let state = either([flag(), text()]);
        (clause.code(), state, "There, missing, or in these words.")
    });
    table(&[], keys.collect())
}

fn sub_processor() -> Value {
    table(
        &["name"],
        vec![
            ("name", text(), "Who."),
            ("country", country(), "Where."),
            ("what", text(), "What for."),
            ("authorised", date(), "Day on which it was authorised."),
            ("bound", flag(), "Whether the same duties were laid on it."),
        ],
    )
}
