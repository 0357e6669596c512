//! Every table of the service.

use greffe::export::Provenance;

use super::{Detail, EventColumn, Holds, Null, Stored, Table};

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
        holds: Holds::Text,
        provenance,
    }
}

const fn cents(column: &'static str, title: Title, provenance: Provenance) -> Detail {
    Detail {
        column,
        title,
        holds: Holds::Cents,
        provenance,
    }
}

/// Every table, by its label.
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
        ("Comptes d’utilisateur", "User accounts"),
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
            Detail {
                holds: Holds::Day,
                ..text("issued", ("Émise le", "Issued on"), Provenance::Inferred)
            },
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
            ("Demandes d’assistance", "Support tickets"),
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
    recorded("audit_trail", ("Piste d’audit", "Audit trail")),
    recorded(
        "newsletter_events",
        ("Statistiques de la lettre", "Newsletter statistics"),
    ),
    recorded("report_files", ("Rapports", "Report files")),
    recorded("missed_call_files", ("Appels manqués", "Missed calls")),
    customisable("sftp_extracts", ("Extractions", "Extracts")),
    customisable(
        "call_recordings",
        ("Enregistrements d’appels", "Call recordings"),
    ),
    customisable("voicemails", ("Messages vocaux", "Voicemails")),
    customisable("tracked_emails", ("Courriels suivis", "Tracked e-mails")),
    customisable("visitor_events", ("Événements de visite", "Visitor events")),
    grouped("api_calls", ("Appels d’API", "API calls")),
    grouped("webhook_calls", ("Appels de webhook", "Webhook calls")),
];
