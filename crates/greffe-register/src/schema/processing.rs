//! Processing activities.

use greffe_terms::{
    Channel, DataCategory, LegalBasis, MeasureFamily, RecipientKind, Role, SensitiveCategory,
    SpecialCondition, TransferTool,
};
use serde_json::{Value, json};

use super::organisation::{right, text_or};
use super::rule::law;
use super::shape::{
    code, country, date, either, flag, identifier, line, list, number, of, period, some, stated,
    stated_list, table, text,
};
use crate::{AutomatedGround, DataFate, DataSource, IfSilent, SealedType, Status};

pub(super) fn processing() -> Value {
    let status = Status::codes();
    let role = Role::ALL.iter().map(|role| role.code());
    let mut keys = vec![
        (
            "ref",
            identifier(),
            "Its reference, unique in the register.",
        ),
        ("name", text(), "Its name."),
        ("author", text(), "Who wrote the record."),
        ("version", line(), "The record’s own version."),
        ("role", code(role), "The organisation’s role."),
        ("status", code(status), "Whether it runs."),
        ("created", date(), "Day on which the record was made."),
        ("updated", date(), "Day of the last change."),
        ("reviewed", date(), "Day of the last review."),
        (
            "next_review",
            date(),
            "Day on which the next review is due.",
        ),
        (
            "responsible",
            text(),
            "Who answers for it in the organisation.",
        ),
        (
            "software",
            stated_list(text()),
            "The software that it uses.",
        ),
    ];
    keys.extend(parties());
    keys.extend([
        ("purpose", list(purpose()), "What for, Art. 30(1)(b)."),
        ("data", list(data()), "What data, each with its retention."),
        ("recipients", recipients(), "To whom, Art. 30(1)(d)."),
        (
            "transfers",
            stated_list(transfer()),
            "Transfers out of the Union.",
        ),
        (
            "sensitive",
            stated_list(sensitive()),
            "Sensitive data, Art. 9 and 10.",
        ),
        ("sensitive_note", text(), "A caveat on sensitive data."),
        (
            "not_processed",
            list(category()),
            "Categories named as not processed.",
        ),
        (
            "automated_decisions",
            stated_list(automated_decision()),
            "Decisions by automated means alone, Art. 22.",
        ),
        (
            "rights",
            stated_list(right()),
            "The rights that persons have here.",
        ),
        ("rights_note", text(), "How they are used here."),
        ("measures", measures(), "Security measures by family."),
        ("storage", text(), "Place and system of storage."),
        ("source", text(), "Where the data come from."),
        (
            "dpia",
            stated(identifier()),
            "The screening for an impact assessment that concerns it.",
        ),
        ("documents", list(document()), "Where more is written."),
        ("public", flag(), "Whether it stands in the public extract."),
    ]);
    table(&["ref", "name"], keys)
}

fn parties() -> Vec<super::shape::Key> {
    vec![
        (
            "joint_controllers",
            stated_list(text_or(joint_controller())),
            "The other controllers, Art. 26.",
        ),
        (
            "clients",
            stated_list(text_or(client())),
            "For a processor: each controller on whose behalf it acts, Art. 30(2)(a).",
        ),
        (
            "instructions",
            text(),
            "For a processor: the documented instructions, Art. 28(3)(a).",
        ),
        (
            "end_of_services",
            stated(end_of_services()),
            "For a processor: the data at the end of services, Art. 28(3)(g).",
        ),
        (
            "client_duties",
            list(text()),
            "What clients must do on their side.",
        ),
        (
            "client_advice",
            list(text()),
            "What is recommended to clients.",
        ),
        (
            "subjects",
            stated_list(text_or(subject())),
            "Whose data, Art. 30(1)(c).",
        ),
    ]
}

fn joint_controller() -> Value {
    table(
        &["name"],
        vec![
            ("name", text(), "Who."),
            ("contact", text(), "How to reach it."),
            ("arrangement", text(), "The arrangement of Art. 26(1)."),
            (
                "essence_available",
                flag(),
                "Whether its essence is made available, Art. 26(2).",
            ),
        ],
    )
}

fn client() -> Value {
    table(
        &["name"],
        vec![
            ("name", text(), "Its name."),
            (
                "category",
                flag(),
                "Whether this is a category and no single client.",
            ),
            ("contact", text(), "How to reach it."),
            ("representative", text(), "Its representative in the Union."),
            ("dpo", text(), "Its data-protection officer."),
            (
                "record",
                line(),
                "Reference of the record in the client’s own register.",
            ),
        ],
    )
}

fn end_of_services() -> Value {
    let fates = DataFate::codes();
    table(
        &["fate"],
        vec![
            ("fate", code(fates), "What is done with the data."),
            ("within", period(), "Within what time after the end."),
            (
                "extensible",
                flag(),
                "Whether the client may have it prolonged.",
            ),
            ("note", text(), "Anything else."),
        ],
    )
}

fn subject() -> Value {
    table(
        &["who"],
        vec![
            ("who", text(), "A text or a term such as `customers`."),
            ("estimate", number(0), "How many, approximately."),
            ("vulnerable", flag(), "Whether they are vulnerable."),
            ("note", text(), "Anything else."),
        ],
    )
}

fn purpose() -> Value {
    let basis = || code(LegalBasis::ALL.iter().map(|basis| basis.code()));
    let channels = Channel::ALL.iter().map(|channel| channel.code());
    table(
        &["id"],
        vec![
            (
                "id",
                identifier(),
                "The same id in several records is the same purpose.",
            ),
            ("name", text(), "Its name."),
            (
                "subordinate",
                flag(),
                "Whether it serves another purpose of the record.",
            ),
            (
                "basis",
                stated(either([basis(), some(basis())])),
                "The legal bases, Art. 6(1).",
            ),
            ("justification", text(), "Why the basis holds."),
            (
                "balancing",
                text(),
                "Where the assessment of a legitimate interest is.",
            ),
            ("law", law(), "The law that asks for it."),
            ("marketing", flag(), "Whether it is direct marketing."),
            (
                "channels",
                list(code(channels)),
                "By which channels persons are reached.",
            ),
            ("consent", consent(), "How consent is asked and withdrawn."),
        ],
    )
}

fn consent() -> Value {
    let silent = IfSilent::codes();
    let campaign = table(
        &["asked", "deadline", "if_silent"],
        vec![
            ("asked", date(), "Day of the question."),
            ("deadline", date(), "Last day for an answer."),
            ("if_silent", code(silent), "What silence means."),
        ],
    );
    table(
        &[],
        vec![
            ("validity", period(), "How long a consent holds."),
            (
                "double_opt_in",
                flag(),
                "Whether it counts only once confirmed.",
            ),
            (
                "minimum_notice",
                number(0),
                "The oldest version of the notice whose consents still hold.",
            ),
            ("withdrawal", text(), "How to withdraw."),
            ("campaign", campaign, "A campaign that asks again."),
        ],
    )
}

fn category() -> Value {
    code(DataCategory::ALL.iter().map(|category| category.code()))
}

fn data() -> Value {
    let sources = DataSource::codes();
    table(
        &["category"],
        vec![
            ("category", category(), "The category."),
            ("id", identifier(), "The last part of the rule’s address."),
            ("detail", text(), "What the data are."),
            ("fields", list(line()), "The names of the fields."),
            (
                "sealed",
                list(sealed()),
                "The fields that are stored encrypted.",
            ),
            (
                "held_in",
                either([code(["elsewhere"]), some(line())]),
                "The tables and folders that hold them.",
            ),
            (
                "records",
                list(identifier()),
                "The kinds of event of which these data are the only record.",
            ),
            ("source", stated(code(sources)), "How the data came."),
            ("mandatory", flag(), "Whether the person must give them."),
            (
                "caveat",
                text(),
                "What the data may reveal beyond what they say.",
            ),
            (
                "retention",
                either([code(["unstated"]), of("rule")]),
                "How long they are kept.",
            ),
        ],
    )
}

fn sealed() -> Value {
    let types = || code(SealedType::codes());
    let named = table(
        &["field", "type"],
        vec![
            ("field", line(), "The field’s name."),
            ("type", types(), "What it holds."),
        ],
    );
    either([types(), named])
}

fn recipients() -> Value {
    let kinds = RecipientKind::ALL.iter();
    let keys = kinds.map(|kind| {
        (
            kind.code(),
            stated_list(text_or(recipient())),
            "Recipients of this kind.",
        )
    });
    table(&[], keys.collect())
}

fn recipient() -> Value {
    table(
        &["name"],
        vec![
            ("name", text(), "Who."),
            ("what", text(), "What they get."),
            ("how_often", text(), "How often."),
            ("country", country(), "Where they are."),
            (
                "contract",
                identifier(),
                "The contract under which they process.",
            ),
            ("note", text(), "Anything else."),
        ],
    )
}

fn transfer() -> Value {
    let tools = TransferTool::ALL.iter().map(|tool| tool.code());
    table(
        &[],
        vec![
            ("recipient", text(), "To whom."),
            ("country", country(), "Where."),
            (
                "international_organisation",
                flag(),
                "Whether the recipient is an international organisation, which lies in no country.",
            ),
            ("tool", code(tools), "Under which instrument."),
            ("document", text(), "The document that shows it."),
            ("assessment", text(), "The assessment of the transfer."),
            (
                "authority_told",
                date(),
                "Day on which the authority was told, Art. 49(1).",
            ),
            (
                "persons_told",
                date(),
                "Day on which the persons were told, Art. 49(1).",
            ),
        ],
    )
}

fn sensitive() -> Value {
    let categories = SensitiveCategory::ALL
        .iter()
        .map(|category| category.code());
    let conditions = SpecialCondition::ALL
        .iter()
        .map(|condition| condition.code());
    table(
        &["category"],
        vec![
            (
                "category",
                code(categories),
                "The category, Art. 9(1) or 10.",
            ),
            ("condition", code(conditions), "The condition of Art. 9(2)."),
        ],
    )
}

fn automated_decision() -> Value {
    let grounds = AutomatedGround::codes();
    table(
        &["what"],
        vec![
            ("what", text(), "What is decided."),
            ("logic", text(), "The logic involved."),
            ("consequences", text(), "What follows for the person."),
            ("ground", code(grounds), "What allows it, Art. 22(2)."),
            (
                "human_review",
                flag(),
                "Whether a human steps in, Art. 22(3).",
            ),
        ],
    )
}

fn measures() -> Value {
    let measure = || either([json!({ "const": true }), some(text())]);
    let families = MeasureFamily::ALL.iter();
    let keys = families.map(|family| {
        (
            family.code(),
            measure(),
            "Stated without detail, or in detail.",
        )
    });
    table(&[], keys.collect())
}

fn document() -> Value {
    table(
        &["title"],
        vec![
            ("title", text(), "What it is."),
            ("place", text(), "Where it is."),
            ("dated", date(), "Its day."),
            ("internal", flag(), "Whether it stays in the house."),
        ],
    )
}
