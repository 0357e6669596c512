//! The tables whose rows are no type of their own, column by column.

use greffe::drift::{ColumnForm, Declaration, DeclaredColumn};

use crate::catalogue::table_of;

/// A column: its name, what the register calls the field, and the entry of the register, `processing/entry`, of each processing that uses it.
type Column = (&'static str, &'static str, &'static [&'static str]);

const TABLES: &[(&str, &[Column])] = &[
    (
        "contracts",
        &[
            ("customer", "internal_code", &["CTR-01/signatory"]),
            ("service", "service", &["CTR-01/contract"]),
            ("contract_end", "contract_end", &["CTR-01/contract"]),
            ("relation_end", "relation_end", &["CTR-01/contract"]),
        ],
    ),
    (
        "user_accounts",
        &[
            ("customer", "customer_number", &["ESP-01/accounts"]),
            ("contract_end", "contract_end", &["ESP-01/accounts"]),
            ("account_closed", "account_closed", &["ESP-01/accounts"]),
            ("withdrawal", "withdrawal", &["ESP-01/accounts"]),
            ("relation_end", "relation_end", &["ESP-01/accounts"]),
        ],
    ),
    (
        "invoices",
        &[
            (
                "customer",
                "internal_code",
                &["FAC-01/identity", "FAC-01/company-contact"],
            ),
            ("issued", "issued", &["FAC-01/file"]),
            // What an invoice adds to the balance.
            ("amount_cents", "balance", &["FAC-01/economic"]),
            ("last_operation", "last_operation", &["FAC-01/file"]),
            ("relation_end", "relation_end", &["FAC-01/file"]),
        ],
    ),
    (
        "interactions",
        &[
            ("prospect", "number", &["PRO-01/interactions"]),
            ("kind", "kind", &["PRO-01/interactions"]),
            ("day", "day", &["PRO-01/interactions"]),
        ],
    ),
    (
        "tickets",
        &[
            ("customer", "customer_number", &["SUP-01/ticket-file"]),
            ("subject", "request", &["SUP-01/tickets"]),
            // A message of the form for technical questions becomes a ticket.
            ("subject", "subject", &["WEB-01/technical-form"]),
            ("recorded", "recorded", &["SUP-01/ticket-file"]),
            ("contract_end", "contract_end", &["SUP-01/ticket-file"]),
        ],
    ),
    (
        "call_details",
        &[
            ("customer", "customer_number", &["TEL-01/settlement"]),
            ("cost_cents", "cost", &["TEL-01/connection"]),
            ("payment_settled", "payment_settled", &["TEL-01/settlement"]),
            ("dispute", "dispute", &["TEL-01/settlement"]),
            ("dispute_settled", "dispute_settled", &["TEL-01/settlement"]),
        ],
    ),
    (
        "surveys",
        &[
            ("customer", "customer_number", &["WEB-02/survey-file"]),
            ("answer", "answers", &["WEB-02/answers"]),
            ("survey_closed", "survey_closed", &["WEB-02/survey-file"]),
        ],
    ),
    (
        "connection_logs",
        &[
            ("customer", "identification_number", &["LOG-01/connection"]),
            ("recorded", "date_time", &["LOG-01/connection"]),
        ],
    ),
    (
        "network_logs",
        &[
            ("customer", "identification_number", &["LOG-02/connection"]),
            ("recorded", "date_time", &["LOG-02/connection"]),
        ],
    ),
    (
        "newsletter_events",
        &[
            ("customer", "customer_number", &["NWS-02/recipient"]),
            ("recorded", "opened_at", &["NWS-02/internet"]),
        ],
    ),
    (
        "holds",
        &[
            ("customer", "customer_number", &["ESP-01/holds"]),
            ("reason", "reason", &["ESP-01/holds"]),
            ("since", "since", &["ESP-01/holds"]),
            ("until", "until", &["ESP-01/holds"]),
        ],
    ),
];

/// The tables whose key is no number of the row, but the digest of a secret.
const BY_DIGEST: &[(&str, &[Column])] = &[
    (
        "login_tokens",
        &[
            ("digest", "digest", &["ESP-01/tokens"]),
            ("customer", "customer_number", &["ESP-01/tokens"]),
            ("expires", "expires", &["ESP-01/tokens"]),
        ],
    ),
    (
        "web_sessions",
        &[
            ("digest", "digest", &["ESP-01/sessions"]),
            ("customer", "customer_number", &["ESP-01/sessions"]),
            ("opened", "opened", &["ESP-01/sessions"]),
            ("seen", "seen", &["ESP-01/sessions"]),
        ],
    ),
];

/// Tables of products that another of the five registers records, with the processing and the entry there: `hosting.toml` allows that it has none of
/// them, with the reason and a last day. Their columns are the catalogue's.
const OF_OTHER_REGISTERS: &[(&str, &str)] = &[
    ("crm_contacts", "CRM-01/identity"),
    ("audit_trail", "SUP-01/connection"),
    ("report_files", "FR-004/reports"),
    ("missed_call_files", "FR-004/missed-calls"),
    ("sftp_extracts", "FR-004/sftp-extracts"),
    ("call_recordings", "FR-011/recordings"),
    ("voicemails", "FR-011/voicemails"),
    ("tracked_emails", "FR-009/emails"),
    ("visitor_events", "FR-005/visitor-events"),
    ("api_calls", "FR-003/api-logs"),
    ("webhook_calls", "FR-003/webhook-logs"),
];

/// Tables without personal data, with the reason.
const WITHOUT: &[(&str, &str)] = &[
    (
        "survey_results",
        "how many gave each answer: no person, no date",
    ),
    ("notices", "the service's own wordings"),
    ("host_migrations", "which migrations have run"),
];

/// What each of these tables holds.
pub(super) fn declarations() -> Vec<Declaration> {
    let numbered = TABLES.iter().map(|(table, columns)| {
        let numbered = Declaration::of(*table).column(number_of_the_row());
        declared(numbered, columns)
    });
    let by_digest = BY_DIGEST
        .iter()
        .map(|(table, columns)| declared(Declaration::of(*table), columns));
    let others = OF_OTHER_REGISTERS
        .iter()
        .map(|(table, entry)| of_the_catalogue(table, entry));
    let without = WITHOUT
        .iter()
        .map(|(table, reason)| Declaration::without_personal_data(*table, *reason));
    numbered
        .chain(by_digest)
        .chain(others)
        .chain(without)
        .collect()
}

fn declared(declaration: Declaration, columns: &[Column]) -> Declaration {
    columns
        .iter()
        .fold(declaration, |all, (name, field, entries)| {
            let column = DeclaredColumn::new(*name, ColumnForm::Plain).known_as(*field);
            all.column(
                entries
                    .iter()
                    .fold(column, |column, entry| used_by(column, entry)),
            )
        })
}

fn of_the_catalogue(label: &str, entry: &str) -> Declaration {
    let columns = table_of(label)
        .into_iter()
        .flat_map(|table| table.columns());
    columns.fold(
        Declaration::of(label).column(number_of_the_row()),
        |all, name| all.column(used_by(DeclaredColumn::new(name, ColumnForm::Plain), entry)),
    )
}

fn used_by(column: DeclaredColumn, entry: &str) -> DeclaredColumn {
    let (processing, entry) = entry.split_once('/').unwrap_or((entry, ""));
    column.used_by(processing, entry)
}

fn number_of_the_row() -> DeclaredColumn {
    DeclaredColumn::without_personal_data("id", "a number of the row")
}
