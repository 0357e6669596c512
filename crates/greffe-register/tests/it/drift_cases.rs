//! What register, database and code say where they agree, and each drift to plant in it.

use greffe_register::drift::{
    self, Code, ColumnForm, ColumnIndex, Declaration, DeclaredColumn, DriftReport, Schema,
    SchemaColumn, SchemaTable, SetApartReason, Stored,
};
use greffe_register::lint::Severity;
use greffe_register::{Register, SealedType};

pub(super) const REGISTER: &str = r#"
organisation = { name = "Atelier Hélianthe" }
site = [{ name = "www.helianthe.example" }, { name = "silent.helianthe.example", trackers = "none" }]
tracker = [
    { site = "www.helianthe.example", name = "basket", storage = "cookie" },
    { site = "www.helianthe.example", name = "_pk_id*", storage = "cookie" },
    { site = "www.helianthe.example", name = "old_pixel", storage = "pixel", active = false },
]
[[processing]]
ref = "FAC-01"
name = "Billing"
[[processing.data]]
category = "economic"
fields = ["iban", "balance"]
sealed = ["iban"]
held_in = ["customers"]
retention = { keep = "P10Y", after = "relation_end" }
[[processing.data]]
category = "identity"
fields = ["name"]
held_in = ["customers"]
mandatory = false
retention = { keep = "P10Y", after = "relation_end" }
[[processing]]
ref = "CRM-01"
name = "Contacts"
[[processing.data]]
category = "identity"
id = "contacts"
fields = ["phone"]
sealed = ["phone"]
held_in = ["contacts"]
retention = { keep = "P3Y", after = "contract_end" }
[[processing.data]]
category = "location"
held_in = "elsewhere"
retention = { keep = "P1M", after = "recorded" }
"#;

/// What is compared, to plant a drift in.
pub(super) struct Case {
    /// Whether every drift found its place: two may need the same line.
    pub(super) fits: bool,
    pub(super) register: String,
    pub(super) tables: Vec<SchemaTable>,
    pub(super) set_apart: Vec<(&'static str, SetApartReason)>,
    pub(super) declarations: Vec<Declaration>,
    pub(super) executed: Option<Vec<&'static str>>,
    pub(super) trackers: Option<Vec<(&'static str, &'static str)>>,
}

pub(super) fn customers_table() -> SchemaTable {
    SchemaTable::new("customers")
        .column(
            SchemaColumn::new("id", Stored::Number)
                .not_null()
                .indexed(ColumnIndex::Unique),
        )
        .column(SchemaColumn::new("iban", Stored::Binary).indexed(ColumnIndex::Ordinary))
        .column(SchemaColumn::new("iban_unique", Stored::Binary).indexed(ColumnIndex::Unique))
        .column(SchemaColumn::new("balance", Stored::Number).not_null())
        .column(SchemaColumn::new("name", Stored::Text))
}

pub(super) fn contacts_table() -> SchemaTable {
    SchemaTable::new("contacts").column(SchemaColumn::new("telephone", Stored::Binary).not_null())
}

pub(super) fn sealed(kind: SealedType) -> ColumnForm {
    ColumnForm::Sealed(Some(kind))
}

pub(super) fn iban() -> DeclaredColumn {
    DeclaredColumn::new("iban", sealed(SealedType::Iban)).used_by("FAC-01", "economic")
}

pub(super) fn rest_of_customers() -> Declaration {
    Declaration::of("customers")
        .column(DeclaredColumn::without_personal_data(
            "id",
            "a number of the row",
        ))
        .column(
            DeclaredColumn::new("iban_unique", ColumnForm::IndexToken)
                .used_by("FAC-01", "economic"),
        )
        .column(DeclaredColumn::new("balance", ColumnForm::Plain).used_by("FAC-01", "economic"))
        .column(DeclaredColumn::new("name", ColumnForm::Plain).used_by("FAC-01", "identity"))
}

pub(super) fn contacts() -> Declaration {
    let telephone = DeclaredColumn::new("telephone", sealed(SealedType::Phone));
    Declaration::of("contacts").column(telephone.known_as("phone").used_by("CRM-01", "contacts"))
}

pub(super) fn clean() -> Case {
    Case {
        fits: true,
        register: REGISTER.to_owned(),
        tables: vec![customers_table(), contacts_table()],
        set_apart: vec![("_sqlx_migrations", SetApartReason::Migrations)],
        declarations: vec![rest_of_customers().column(iban()), contacts()],
        executed: Some(vec![
            "FAC-01/economic",
            "FAC-01/identity",
            "CRM-01/contacts",
        ]),
        trackers: Some(vec![
            ("www.helianthe.example", "basket"),
            ("www.helianthe.example", "_pk_id.1.1fff"),
        ]),
    }
}

impl Case {
    pub(super) fn register(&self) -> Register {
        Register::from_toml(&self.register).unwrap()
    }

    pub(super) fn schema(&self) -> Schema {
        let schema = Schema::new(self.tables.iter().cloned());
        let apart = self.set_apart.iter().copied();
        apart.fold(schema, |schema, (table, reason)| {
            schema.setting_apart(table, reason)
        })
    }

    pub(super) fn code(&self) -> Code {
        let mut code = Code::declaring(self.declarations.iter().cloned());
        if let Some(executed) = &self.executed {
            code = code.executing(executed.iter().copied());
        }
        if let Some(trackers) = &self.trackers {
            code = code.setting(trackers.iter().copied());
        }
        code
    }

    pub(super) fn report(&self) -> DriftReport {
        drift::check(&self.register(), &self.schema(), self.code())
    }

    pub(super) fn says(&mut self, old: &str, new: &str) {
        self.fits &= self.register.contains(old);
        self.register = self.register.replacen(old, new, 1);
    }
}

pub(super) fn found(report: &DriftReport) -> Vec<(&'static str, String, Severity)> {
    let findings = report.iter();
    findings
        .map(|f| (f.check().id(), f.path().to_owned(), f.severity()))
        .collect()
}

pub(super) type Planted = (
    &'static str,
    fn(&mut Case),
    &'static [(&'static str, &'static str, Severity)],
);

use Severity::{Error, Info, Warning};

pub(super) const PLANTED: &[Planted] = &[
    (
        "a table that nobody declared",
        |case| case.tables.push(SchemaTable::new("leads")),
        &[("GRF-D001", "table[leads]", Error)],
    ),
    (
        "a column that nobody declared",
        |case| {
            case.tables[1] = contacts_table().column(SchemaColumn::new("birthday", Stored::Other))
        },
        &[("GRF-D002", "table[contacts].column[birthday]", Error)],
    ),
    (
        "a declared table that is not there",
        |case| {
            case.declarations
                .push(Declaration::without_personal_data("countries", "ISO 3166"))
        },
        &[("GRF-D003", "table[countries]", Error)],
    ),
    (
        "a declared table that is set apart",
        |case| {
            case.declarations.push(Declaration::without_personal_data(
                "_sqlx_migrations",
                "migrations",
            ))
        },
        &[("GRF-D003", "table[_sqlx_migrations]", Error)],
    ),
    (
        "a declared column that is not there",
        |case| {
            case.declarations.push(Declaration::of("contacts").column(
                DeclaredColumn::without_personal_data("version", "a counter"),
            ))
        },
        &[("GRF-D004", "table[contacts].column[version]", Error)],
    ),
    (
        "two declarations that contradict each other on the contents",
        |case| {
            case.declarations.push(
                Declaration::of("contacts")
                    .column(DeclaredColumn::without_personal_data("telephone", "opaque")),
            )
        },
        &[("GRF-D005", "table[contacts].column[telephone]", Error)],
    ),
    (
        "a table said to hold nothing with a column that holds something",
        |case| {
            case.declarations
                .push(Declaration::without_personal_data("contacts", "opaque"))
        },
        &[("GRF-D005", "table[contacts].column[telephone]", Error)],
    ),
    (
        "two declarations that contradict each other on the form",
        |case| {
            case.declarations.push(Declaration::of("customers").column(
                DeclaredColumn::new("iban", ColumnForm::Plain).used_by("FAC-01", "economic"),
            ))
        },
        &[
            ("GRF-D005", "table[customers].column[iban]", Error),
            ("GRF-D020", "table[customers].column[iban]", Error),
        ],
    ),
    (
        "a column that no processing uses",
        |case| {
            case.tables[1] = contacts_table().column(SchemaColumn::new("note", Stored::Text));
            case.declarations.push(
                Declaration::of("contacts").column(DeclaredColumn::new("note", ColumnForm::Plain)),
            );
        },
        &[("GRF-D006", "table[contacts].column[note]", Error)],
    ),
    (
        "reasons that say nothing",
        |case| {
            case.tables.push(SchemaTable::new("countries"));
            case.declarations
                .push(Declaration::without_personal_data("countries", " "));
            case.declarations.push(
                Declaration::of("customers")
                    .column(DeclaredColumn::without_personal_data("id", "")),
            );
        },
        &[
            ("GRF-D007", "table[countries]", Warning),
            ("GRF-D007", "table[customers].column[id]", Warning),
        ],
    ),
    (
        "a processing that the register lacks",
        |case| {
            case.declarations
                .push(Declaration::of("customers").column(iban().used_by("FAC-02", "economic")))
        },
        &[("GRF-D010", "table[customers].column[iban]", Error)],
    ),
    (
        "a category that the processing lacks",
        |case| {
            case.declarations
                .push(Declaration::of("customers").column(iban().used_by("FAC-01", "health")))
        },
        &[("GRF-D011", "table[customers].column[iban]", Error)],
    ),
    (
        "a field that the register does not list",
        |case| case.says("fields = [\"iban\", \"balance\"]", "fields = [\"iban\"]"),
        &[("GRF-D012", "table[customers].column[balance]", Error)],
    ),
    (
        "a category whose fields nobody listed",
        |case| case.says("fields = [\"name\"]\n", ""),
        &[("GRF-D013", "processing[FAC-01].data[2].fields", Info)],
    ),
    (
        "a table that the register does not name",
        |case| case.says("held_in = [\"contacts\"]", "held_in = [\"crm\"]"),
        &[(
            "GRF-D014",
            "processing[CRM-01].data[contacts].held_in",
            Error,
        )],
    ),
    (
        "data said to be elsewhere that are here",
        |case| case.says("held_in = [\"contacts\"]", "held_in = \"elsewhere\""),
        &[(
            "GRF-D014",
            "processing[CRM-01].data[contacts].held_in",
            Error,
        )],
    ),
    (
        "data of which nobody said where they are",
        |case| case.says("held_in = [\"contacts\"]\n", ""),
        &[(
            "GRF-D015",
            "processing[CRM-01].data[contacts].held_in",
            Warning,
        )],
    ),
    (
        "a column that demands what the person need not give",
        |case| {
            case.says(
                "fields = [\"phone\"]",
                "fields = [\"phone\"]\nmandatory = false",
            )
        },
        &[("GRF-D016", "table[contacts].column[telephone]", Info)],
    ),
    (
        "sealed in the register and plain in the code",
        |case| {
            case.says(
                "held_in = [\"customers\"]\nmandatory",
                "sealed = [\"name\"]\nheld_in = [\"customers\"]\nmandatory",
            )
        },
        &[("GRF-D020", "table[customers].column[name]", Error)],
    ),
    (
        "sealed in the code and plain in the register",
        |case| case.says("sealed = [\"phone\"]\n", ""),
        &[("GRF-D021", "table[contacts].column[telephone]", Warning)],
    ),
    (
        "sealed as another type",
        |case| {
            case.says(
                "sealed = [\"phone\"]",
                "sealed = [{ field = \"phone\", type = \"email\" }]",
            )
        },
        &[("GRF-D022", "table[contacts].column[telephone]", Error)],
    ),
    (
        "a sealed column and an index stored as text",
        |case| {
            case.tables[0] = SchemaTable::new("customers");
            for column in customers_table().columns() {
                let mut column = column.clone();
                if column.name.starts_with("iban") {
                    column.stored = Stored::Text;
                    column = column.collated("NOCASE");
                }
                case.tables[0] = case.tables[0].clone().column(column);
            }
        },
        &[
            ("GRF-D023", "table[customers].column[iban]", Error),
            ("GRF-D023", "table[customers].column[iban_unique]", Error),
        ],
    ),
    (
        "a sealed column of another type",
        |case| {
            case.tables[1] =
                SchemaTable::new("contacts").column(SchemaColumn::new("telephone", Stored::Number))
        },
        &[("GRF-D024", "table[contacts].column[telephone]", Error)],
    ),
    (
        "a sealed column that is unique",
        |case| {
            case.tables[1] = SchemaTable::new("contacts")
                .column(SchemaColumn::new("telephone", Stored::Binary).indexed(ColumnIndex::Unique))
        },
        &[("GRF-D025", "table[contacts].column[telephone]", Warning)],
    ),
    (
        "a sealed field without a column",
        |case| {
            case.says(
                "fields = [\"phone\"]\nsealed = [\"phone\"]",
                "fields = [\"phone\", \"email\"]\nsealed = [\"phone\", \"email\"]",
            )
        },
        &[(
            "GRF-D026",
            "processing[CRM-01].data[contacts].sealed[2]",
            Warning,
        )],
    ),
    (
        "a sealed field without a column, of data that are also in another store",
        |case| {
            case.says(
                "fields = [\"phone\"]\nsealed = [\"phone\"]",
                "fields = [\"phone\", \"email\"]\nsealed = [\"phone\", \"email\"]",
            );
            case.says(
                "held_in = [\"contacts\"]",
                "held_in = [\"contacts\", \"mailing\"]",
            );
        },
        &[(
            "GRF-D026",
            "processing[CRM-01].data[contacts].sealed[2]",
            Info,
        )],
    ),
    (
        "a table that the register names and no column of it",
        |case| {
            case.says("held_in = \"elsewhere\"\nretention = { keep = \"P1M\", after = \"recorded\" }", "held_in = [\"contacts\"]\nretention = { keep = \"P3Y\", after = \"contract_end\" }")
        },
        &[
            ("GRF-D030", "processing[CRM-01].data[2].held_in", Warning),
            ("GRF-D041", "processing[CRM-01].data[2].retention", Error),
        ],
    ),
    (
        "a category without a column of which nobody said where it is",
        |case| case.says("held_in = \"elsewhere\"\n", ""),
        &[
            ("GRF-D031", "processing[CRM-01].data[2]", Info),
            ("GRF-D042", "processing[CRM-01].data[2].retention", Warning),
        ],
    ),
    (
        "a category in another store",
        |case| case.says("held_in = \"elsewhere\"\n", "held_in = [\"albums\"]\n"),
        &[
            ("GRF-D031", "processing[CRM-01].data[2]", Info),
            ("GRF-D042", "processing[CRM-01].data[2].retention", Info),
        ],
    ),
    (
        "a field without a column",
        |case| case.says("fields = [\"name\"]", "fields = [\"name\", \"birth_name\"]"),
        &[("GRF-D032", "processing[FAC-01].data[2].fields[2]", Info)],
    ),
    (
        "a category without a rule",
        |case| {
            case.says(
                "retention = { keep = \"P3Y\", after = \"contract_end\" }",
                "",
            );
            case.executed.get_or_insert_default().pop();
        },
        &[(
            "GRF-D040",
            "processing[CRM-01].data[contacts].retention",
            Error,
        )],
    ),
    (
        "a category whose document does not say how long",
        |case| {
            case.says(
                "retention = { keep = \"P3Y\", after = \"contract_end\" }",
                "retention = \"unstated\"",
            );
            case.executed.get_or_insert_default().pop();
        },
        &[(
            "GRF-D040",
            "processing[CRM-01].data[contacts].retention",
            Error,
        )],
    ),
    (
        "a rule that no job executes",
        |case| {
            case.executed.get_or_insert_default().pop();
        },
        &[(
            "GRF-D041",
            "processing[CRM-01].data[contacts].retention",
            Error,
        )],
    ),
    (
        "jobs whose rules are not there",
        |case| {
            case.executed
                .get_or_insert_default()
                .extend(["FAC-01/health", "no address"])
        },
        &[
            ("GRF-D043", "job[FAC-01/health]", Error),
            ("GRF-D043", "job[no address]", Error),
        ],
    ),
    (
        "no word on jobs",
        |case| case.executed = None,
        &[("GRF-D044", "job", Info)],
    ),
    (
        "trackers that the register does not declare",
        |case| {
            case.trackers.get_or_insert_default().extend([
                ("www.helianthe.example", "fbp"),
                ("silent.helianthe.example", "basket"),
                ("other.example", "basket"),
            ])
        },
        &[
            ("GRF-D050", "site[other.example].tracker[basket]", Error),
            (
                "GRF-D050",
                "site[silent.helianthe.example].tracker[basket]",
                Error,
            ),
            (
                "GRF-D050",
                "site[www.helianthe.example].tracker[fbp]",
                Error,
            ),
        ],
    ),
    (
        "a tracker that is never set",
        |case| {
            case.trackers.get_or_insert_default().pop();
        },
        &[("GRF-D051", "tracker[2]", Warning)],
    ),
    (
        "a tracker that is set and said to be out of use",
        |case| {
            case.trackers
                .get_or_insert_default()
                .push(("www.helianthe.example", "old_pixel"))
        },
        &[(
            "GRF-D052",
            "site[www.helianthe.example].tracker[old_pixel]",
            Error,
        )],
    ),
    (
        "no word on trackers",
        |case| case.trackers = None,
        &[("GRF-D053", "site", Info)],
    ),
];

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.report())
    }
}
