//! Retention rules.

use serde_json::{Value, json};

use super::shape::{
    code, either, flag, identifier, line, list, number, of, period, some, table, text,
};

pub(super) fn definitions() -> Vec<(&'static str, Value)> {
    vec![
        ("rule", rule()),
        ("stage", table(&[], stage_keys())),
        ("length", length()),
        ("anchor", anchor()),
        ("condition", condition()),
        ("fate", fate()),
    ]
}

/// A rule is one stage, or has stages.
fn rule() -> Value {
    let whole = || {
        vec![
            (
                "contact",
                some(identifier()),
                "The kinds of event that count as contact; nothing else does.",
            ),
            (
                "rolling",
                flag(),
                "A label: the period moves with each record.",
            ),
            (
                "extend",
                code(["on_request"]),
                "Prolonged where the client asks.",
            ),
            (
                "anchor_stored",
                flag(),
                "Whether the day from which the period runs is stored with the data.",
            ),
            ("law", some(line()), "The provisions behind the rule."),
            (
                "backups",
                backups(),
                "How long a copy survives in each series of backups.",
            ),
            ("note", text(), "Anything else."),
        ]
    };
    let stages = ("stages", some(of("stage")), "The stages, in order.");
    let mut one_stage = stage_keys();
    one_stage.extend(whole());
    let mut several = vec![stages];
    several.extend(whole());
    either([table(&[], one_stage), table(&["stages"], several)])
}

fn stage_keys() -> Vec<super::shape::Key> {
    vec![
        (
            "keep",
            of("length"),
            "Kept through the last day of this period, disposable from the next day.",
        ),
        (
            "within",
            either([period(), ceiling()]),
            "Done by the last day of this period; alone, disposable from the trigger on.",
        ),
        ("until", of("condition"), "Kept until this is met."),
        (
            "latest",
            number(1),
            "How many of the newest records of each key are kept.",
        ),
        (
            "per",
            identifier(),
            "The key of which the newest records are kept.",
        ),
        ("after", of("anchor"), "What the period runs from."),
        (
            "when",
            identifier(),
            "The setting that must be on for the rule to apply.",
        ),
        (
            "then",
            of("fate"),
            "What is done at the end; erasure unless told.",
        ),
        (
            "readers",
            some(text()),
            "Who still reads the data in this stage.",
        ),
        (
            "effect",
            some(code(["database", "files"])),
            "Where the data go.",
        ),
    ]
}

fn backups() -> Value {
    json!({ "type": "object", "additionalProperties": period(), "propertyNames": identifier(), "minProperties": 1 })
}

fn ceiling() -> Value {
    table(
        &["period", "after"],
        vec![
            ("period", period(), "The maximum."),
            ("after", of("anchor"), "What the maximum runs from."),
        ],
    )
}

fn length() -> Value {
    let set = table(
        &["default", "set_by"],
        vec![
            ("default", period(), "The period unless set."),
            ("set_by", identifier(), "Who sets it."),
            ("min", period(), "The shortest that may be set."),
            ("max", period(), "The longest that may be set."),
        ],
    );
    either([code(["session", "unstated"]), period(), set])
}

fn anchor() -> Value {
    let absent = || {
        (
            "absent",
            code(["never"]),
            "No such event recorded means that it never happened.",
        )
    };
    either([
        identifier(),
        table(
            &["event"],
            vec![("event", identifier(), "The event."), absent()],
        ),
        table(
            &["fiscal_close"],
            vec![
                (
                    "fiscal_close",
                    identifier(),
                    "The event in whose fiscal year the close is taken.",
                ),
                (
                    "from",
                    code(["fiscal_year", "calendar_year", "document"]),
                    "Which close.",
                ),
                (
                    "unit",
                    code(["file", "document"]),
                    "File by file or document by document.",
                ),
                absent(),
            ],
        ),
        table(
            &["latest"],
            vec![("latest", some(of("anchor")), "The latest of these.")],
        ),
        table(
            &["earliest"],
            vec![("earliest", some(of("anchor")), "The earliest of these.")],
        ),
    ])
}

fn condition() -> Value {
    either([
        identifier(),
        table(
            &["all"],
            vec![("all", some(of("condition")), "All of these.")],
        ),
        table(
            &["any"],
            vec![("any", some(of("condition")), "Any of these.")],
        ),
        table(
            &["if_opened", "then"],
            vec![
                ("if_opened", identifier(), "Where this happened, …"),
                ("then", of("condition"), "… this is waited for."),
            ],
        ),
    ])
}

fn fate() -> Value {
    either([
        code(["erase", "anonymise", "sort", "reassign", "archive"]),
        table(
            &["transfer"],
            vec![("transfer", text(), "To whom the data are handed.")],
        ),
        table(
            &["move_to", "keep"],
            vec![
                ("move_to", identifier(), "Where the data go."),
                ("keep", of("length"), "How long they stay there."),
            ],
        ),
    ])
}

/// A list of citations.
pub(super) fn law() -> Value {
    list(line())
}
