//! Which tables the service has, and which column dates which event. A register names its stores by these labels (`held_in`).

/// A table that holds personal data.
#[derive(Debug)]
pub(crate) struct Table {
    /// The label, which is also the table's name.
    pub(crate) label: &'static str,
    /// Its dated events.
    pub(crate) events: &'static [EventColumn],
    /// Whether customers set a period of their own, in the column `kept_days`.
    pub(crate) customer_sets_period: bool,
    /// The column that groups records of which only the newest are kept.
    pub(crate) grouped_by: Option<&'static str>,
    /// The column that names the customer, for holds.
    pub(crate) customer: Option<&'static str>,
}

/// A column that says when something happened.
#[derive(Debug)]
pub(crate) struct EventColumn {
    /// The event's kind, as rules name it; the column has the same name.
    pub(crate) kind: &'static str,
    /// How the column is written.
    pub(crate) stored: Stored,
    /// What NULL says.
    pub(crate) null: Null,
}

/// How a column holds a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    /// ISO 8601 text.
    Day,
    /// Seconds since 1970, UTC. The register's zone says on which day that was.
    Instant,
}

/// What an empty date means. A rule never guesses: the service must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Null {
    /// It has not happened yet and may still: the contract runs.
    Open,
    /// It never happened.
    Never,
    /// Nobody knows: nothing is ever deleted on it.
    Unknown,
}

const fn day(kind: &'static str, null: Null) -> EventColumn {
    EventColumn { kind, stored: Stored::Day, null }
}

const RECORDED: &[EventColumn] =
    &[EventColumn { kind: "recorded", stored: Stored::Instant, null: Null::Unknown }];

const fn table(label: &'static str, events: &'static [EventColumn]) -> Table {
    Table { label, events, customer_sets_period: false, grouped_by: None, customer: Some("customer") }
}

const fn recorded(label: &'static str) -> Table {
    table(label, RECORDED)
}

const fn customisable(label: &'static str) -> Table {
    Table { customer_sets_period: true, ..recorded(label) }
}

const fn grouped(label: &'static str) -> Table {
    Table { grouped_by: Some("api_key"), customer: None, ..recorded(label) }
}

const fn without_customer(label: &'static str, events: &'static [EventColumn]) -> Table {
    Table { customer: None, ..table(label, events) }
}

/// Every table.
pub(crate) const TABLES: &[Table] = &[
    Table {
        customer: Some("id"),
        ..table(
            "customers",
            &[
                day("collected", Null::Unknown),
                day("last_use", Null::Unknown),
                day("last_contact", Null::Unknown),
                day("contract_end", Null::Open),
                day("relation_end", Null::Open),
                day("withdrawal", Null::Open),
            ],
        )
    },
    table("contracts", &[day("contract_end", Null::Open), day("relation_end", Null::Open)]),
    table(
        "user_accounts",
        &[
            day("contract_end", Null::Open),
            day("account_closed", Null::Open),
            day("withdrawal", Null::Open),
            day("relation_end", Null::Open),
        ],
    ),
    table(
        "crm_contacts",
        &[
            day("collected", Null::Unknown),
            day("last_contact", Null::Never),
            day("departure_announced", Null::Open),
            day("contract_end", Null::Open),
        ],
    ),
    table("invoices", &[day("last_operation", Null::Unknown), day("relation_end", Null::Open)]),
    without_customer("prospects", &[day("collected", Null::Unknown)]),
    table(
        "tickets",
        &[
            EventColumn { kind: "recorded", stored: Stored::Instant, null: Null::Unknown },
            day("contract_end", Null::Open),
        ],
    ),
    table(
        "call_details",
        &[
            day("payment_settled", Null::Open),
            day("dispute", Null::Never),
            day("dispute_settled", Null::Open),
        ],
    ),
    without_customer("surveys", &[day("survey_closed", Null::Open)]),
    recorded("connection_logs"),
    recorded("network_logs"),
    recorded("audit_trail"),
    recorded("newsletter_events"),
    recorded("report_files"),
    recorded("missed_call_files"),
    customisable("sftp_extracts"),
    customisable("call_recordings"),
    customisable("voicemails"),
    customisable("tracked_emails"),
    customisable("visitor_events"),
    grouped("api_calls"),
    grouped("webhook_calls"),
];

/// The table of this label, if the service has one.
pub(crate) fn table_of(label: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.label == label)
}
