//! Which tables the service has, and which column dates which event. A register names its stores by these labels (`held_in`).

use greffe::export::Provenance;

/// A table that holds personal data.
#[derive(Debug)]
pub(crate) struct Table {
    /// The label, which is also the table's name.
    pub(crate) label: &'static str,
    /// What people call it, in French and in English.
    pub(crate) title: (&'static str, &'static str),
    /// Its dated events.
    pub(crate) events: &'static [EventColumn],
    /// Whether customers set a period of their own, in the column `kept_days`.
    pub(crate) customer_sets_period: bool,
    /// The column that groups records of which only the newest are kept.
    pub(crate) grouped_by: Option<&'static str>,
    /// The column that names the customer, for holds.
    pub(crate) customer: Option<&'static str>,
    /// Columns that hold something else about the person.
    pub(crate) details: &'static [Detail],
}

/// A column that says something about a person and dates nothing.
#[derive(Debug)]
pub(crate) struct Detail {
    /// The column.
    pub(crate) column: &'static str,
    /// What people call it, in French and in English.
    pub(crate) title: (&'static str, &'static str),
    /// Whether it holds a whole number; else it holds a text.
    pub(crate) is_number: bool,
    /// How the service came by it.
    pub(crate) provenance: Provenance,
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
    EventColumn {
        kind,
        stored: Stored::Day,
        null,
    }
}

const RECORDED: &[EventColumn] = &[EventColumn {
    kind: "recorded",
    stored: Stored::Instant,
    null: Null::Unknown,
}];

type Title = (&'static str, &'static str);

const fn table(label: &'static str, title: Title, events: &'static [EventColumn]) -> Table {
    Table {
        label,
        title,
        events,
        customer_sets_period: false,
        grouped_by: None,
        customer: Some("customer"),
        details: &[],
    }
}

const fn recorded(label: &'static str, title: Title) -> Table {
    table(label, title, RECORDED)
}

const fn customisable(label: &'static str, title: Title) -> Table {
    Table {
        customer_sets_period: true,
        ..recorded(label, title)
    }
}

const fn grouped(label: &'static str, title: Title) -> Table {
    Table {
        grouped_by: Some("api_key"),
        customer: None,
        ..recorded(label, title)
    }
}

const fn text(column: &'static str, title: Title, provenance: Provenance) -> Detail {
    Detail {
        column,
        title,
        is_number: false,
        provenance,
    }
}

const fn cents(column: &'static str, title: Title, provenance: Provenance) -> Detail {
    Detail {
        column,
        title,
        is_number: true,
        provenance,
    }
}

/// Every table.
pub(crate) const TABLES: &[Table] = &[
    Table {
        customer: Some("id"),
        ..table(
            "customers",
            ("Fiche client", "Customer file"),
            &[
                day("collected", Null::Unknown),
                day("last_use", Null::Unknown),
                day("last_contact", Null::Unknown),
                day("contract_end", Null::Open),
                day("relation_end", Null::Open),
                day("last_operation", Null::Unknown),
                day("withdrawal", Null::Open),
            ],
        )
    },
    Table {
        details: &[text(
            "service",
            ("Service", "Service"),
            Provenance::Provided,
        )],
        ..table(
            "contracts",
            ("Contrats", "Contracts"),
            &[
                day("contract_end", Null::Open),
                day("relation_end", Null::Open),
            ],
        )
    },
    table(
        "user_accounts",
        ("Comptes d'utilisateur", "User accounts"),
        &[
            day("contract_end", Null::Open),
            day("account_closed", Null::Open),
            day("withdrawal", Null::Open),
            day("relation_end", Null::Open),
        ],
    ),
    table(
        "crm_contacts",
        ("Relation client", "Customer relationship"),
        &[
            day("collected", Null::Unknown),
            day("last_contact", Null::Never),
            day("departure_announced", Null::Open),
            day("contract_end", Null::Open),
        ],
    ),
    Table {
        details: &[
            text("issued", ("Émise le", "Issued on"), Provenance::Inferred),
            cents(
                "amount_cents",
                ("Montant en centimes", "Amount in cents"),
                Provenance::Inferred,
            ),
        ],
        ..table(
            "invoices",
            ("Factures", "Invoices"),
            &[
                day("last_operation", Null::Unknown),
                day("relation_end", Null::Open),
            ],
        )
    },
    Table {
        customer: None,
        ..table(
            "prospects",
            ("Prospects", "Prospects"),
            &[day("collected", Null::Unknown)],
        )
    },
    Table {
        details: &[text("subject", ("Objet", "Subject"), Provenance::Provided)],
        ..table(
            "tickets",
            ("Demandes d'assistance", "Support tickets"),
            &[
                EventColumn {
                    kind: "recorded",
                    stored: Stored::Instant,
                    null: Null::Unknown,
                },
                day("contract_end", Null::Open),
            ],
        )
    },
    Table {
        details: &[cents(
            "cost_cents",
            ("Coût en centimes", "Cost in cents"),
            Provenance::ThirdParty,
        )],
        ..table(
            "call_details",
            ("Détail des communications", "Itemised calls"),
            &[
                day("payment_settled", Null::Open),
                day("dispute", Null::Never),
                day("dispute_settled", Null::Open),
            ],
        )
    },
    Table {
        details: &[text("answer", ("Réponse", "Answer"), Provenance::Provided)],
        ..table(
            "surveys",
            ("Enquêtes", "Surveys"),
            &[day("survey_closed", Null::Open)],
        )
    },
    recorded(
        "connection_logs",
        ("Journaux de connexion", "Connection logs"),
    ),
    recorded("network_logs", ("Journaux réseau", "Network logs")),
    recorded("audit_trail", ("Piste d'audit", "Audit trail")),
    recorded(
        "newsletter_events",
        ("Statistiques de la lettre", "Newsletter statistics"),
    ),
    recorded("report_files", ("Rapports", "Report files")),
    recorded("missed_call_files", ("Appels manqués", "Missed calls")),
    customisable("sftp_extracts", ("Extractions", "Extracts")),
    customisable(
        "call_recordings",
        ("Enregistrements d'appels", "Call recordings"),
    ),
    customisable("voicemails", ("Messages vocaux", "Voicemails")),
    customisable("tracked_emails", ("Courriels suivis", "Tracked e-mails")),
    customisable("visitor_events", ("Événements de visite", "Visitor events")),
    grouped("api_calls", ("Appels d'API", "API calls")),
    grouped("webhook_calls", ("Appels de webhook", "Webhook calls")),
];

/// The table of this label, if the service has one.
pub(crate) fn table_of(label: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.label == label)
}
