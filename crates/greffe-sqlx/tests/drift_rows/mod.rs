//! A service's types of rows, its register and its tables, and each drift to plant in them: the same for both databases.

use greffe::PersonalData;
use greffe::drift::{self, Code, DriftReport, Schema};
use greffe::register::Register;
use greffe_cipher::{Email, Iban, Phone};
use greffe_sqlx::{IndexColumn, SealedColumn};

const REGISTER: &str = r#"
organisation = { name = "Atelier Hélianthe" }
site = [{ name = "www.helianthe.example" }]
tracker = [{ site = "www.helianthe.example", name = "basket", storage = "cookie" }]
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
fields = ["name", "phone"]
sealed = ["phone"]
held_in = ["customers"]
retention = { keep = "P10Y", after = "relation_end" }
[[processing]]
ref = "NWS-01"
name = "Newsletter"
[[processing.data]]
category = "identity"
id = "subscribers"
fields = ["email", "consented_on"]
sealed = ["email"]
held_in = ["subscribers"]
retention = { keep = "P3Y", after = "withdrawal" }
"#;

/// The gate sees through it.
type SealedPhone = Option<SealedColumn<Phone>>;

#[allow(dead_code, reason = "rows are declared, not read")]
#[derive(PersonalData)]
#[personal(processing = "FAC-01", table = "customers")]
struct CustomerRow {
    #[personal(none = "a number of the row")]
    id: i64,
    #[personal(category = "economic")]
    iban: SealedColumn<Iban>,
    #[personal(category = "economic", field = "iban")]
    iban_unique: IndexColumn,
    #[personal(category = "economic")]
    balance: i64,
    #[personal(category = "identity")]
    name: String,
    #[personal(category = "identity")]
    phone: SealedPhone,
}

#[allow(dead_code, reason = "rows are declared, not read")]
#[derive(PersonalData)]
#[personal(processing = "NWS-01", table = "subscribers")]
struct SubscriberRow {
    #[personal(category = "subscribers")]
    email: SealedColumn<Email>,
    #[personal(category = "identity")]
    consented_on: chrono::NaiveDate,
}

#[allow(dead_code, reason = "rows are declared, not read")]
#[derive(PersonalData)]
#[personal(table = "countries", none = "a list of ISO 3166")]
struct Country {
    code: String,
}

#[allow(dead_code, reason = "rows are declared, not read")]
#[derive(PersonalData)]
#[personal(processing = "CRM-01", table = "customers")]
struct UnknownProcessing {
    #[personal(category = "identity")]
    name: String,
}

#[allow(dead_code, reason = "rows are declared, not read")]
#[derive(PersonalData)]
#[personal(processing = "FAC-01", table = "customers")]
struct UnknownCategory {
    #[personal(category = "location")]
    name: String,
}

#[allow(dead_code, reason = "rows are declared, not read")]
#[derive(PersonalData)]
#[personal(processing = "NWS-01", table = "subscribers")]
struct PlainSubscriber {
    #[personal(category = "subscribers")]
    email: String,
}

/// A database's own words.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(crate) binary: &'static str,
    /// A type of text that compares by a collation, and what the gate says of it.
    pub(crate) collated: &'static str,
    pub(crate) collation: &'static str,
}

/// Tables on which register and code agree, beside Greffe's own and those of migrations.
fn tables(words: Words) -> String {
    let binary = words.binary;
    format!(
        "CREATE TABLE customers (id BIGINT NOT NULL PRIMARY KEY, iban {binary} NOT NULL, iban_unique {binary} NOT NULL UNIQUE, balance BIGINT NOT NULL, name TEXT NOT NULL, phone {binary});
        CREATE INDEX customers_by_iban ON customers (iban);
        CREATE TABLE subscribers (email {binary} NOT NULL, consented_on DATE NOT NULL);
        CREATE TABLE countries (code TEXT NOT NULL PRIMARY KEY);
        CREATE VIEW names AS SELECT name FROM customers;
        CREATE TABLE greffe_purge_journal (entry TEXT NOT NULL);
        CREATE TABLE _sqlx_migrations (version BIGINT NOT NULL);"
    )
}

/// A drift, planted in the database, the register or the code.
pub(crate) struct Drift {
    pub(crate) name: &'static str,
    /// The statements that make the database.
    pub(crate) tables: String,
    register: String,
    code: Code,
    expected: Vec<(&'static str, &'static str)>,
    /// What the report must say, where the finding's words come out of the database.
    said: Option<String>,
}

impl Drift {
    fn none(words: Words) -> Self {
        let declarations = [
            CustomerRow::declaration(),
            SubscriberRow::declaration(),
            Country::declaration(),
        ];
        Self {
            name: "nothing",
            tables: tables(words),
            register: REGISTER.to_owned(),
            code: Code::declaring(declarations)
                .executing(["FAC-01/economic", "FAC-01/identity", "NWS-01/subscribers"])
                .setting([("www.helianthe.example", "basket")]),
            expected: Vec::new(),
            said: None,
        }
    }

    fn named(mut self, name: &'static str, expected: &[(&'static str, &'static str)]) -> Self {
        self.name = name;
        self.expected = expected.to_vec();
        self
    }

    fn in_the_database(mut self, old: &str, new: &str) -> Self {
        assert!(self.tables.contains(old), "{old}");
        self.tables = self.tables.replacen(old, new, 1);
        self
    }

    fn in_the_register(mut self, old: &str, new: &str) -> Self {
        assert!(self.register.contains(old), "{old}");
        self.register = self.register.replacen(old, new, 1);
        self
    }

    /// Also declared, or instead.
    fn in_the_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    fn saying(mut self, said: impl Into<String>) -> Self {
        self.said = Some(said.into());
        self
    }

    /// Compares, and holds the findings to what was planted.
    pub(crate) fn must_be_found_in(&self, schema: &Schema) -> DriftReport {
        let name = self.name;
        let register = Register::from_toml(&self.register).unwrap();
        let report = drift::check(&register, schema, self.code.clone());
        let found: Vec<_> = report
            .iter()
            .map(|finding| (finding.check().id(), finding.path()))
            .collect();
        assert_eq!(found, self.expected, "{name}: {report}");
        let apart: Vec<_> = report
            .set_apart()
            .iter()
            .map(|apart| (apart.table.as_str(), apart.reason.code()))
            .collect();
        assert_eq!(
            apart,
            [
                ("_sqlx_migrations", "migrations"),
                ("greffe_purge_journal", "greffe")
            ],
            "{name}"
        );
        if let Some(said) = &self.said {
            assert!(report.to_string().contains(said), "{name}: {report}");
        }
        report
    }
}

/// Nothing, and then each kind of drift once.
pub(crate) fn drifts(words: Words) -> Vec<Drift> {
    let none = || Drift::none(words);
    let binary = words.binary;
    let all = || {
        vec![
            CustomerRow::declaration(),
            SubscriberRow::declaration(),
            Country::declaration(),
        ]
    };
    let but = |declaration, table: &str| {
        let rest = all()
            .into_iter()
            .filter(|declared| declared.table() != table);
        rest.chain([declaration]).collect::<Vec<_>>()
    };
    let with = |declaration| all().into_iter().chain([declaration]).collect::<Vec<_>>();
    let executed = ["FAC-01/economic", "FAC-01/identity", "NWS-01/subscribers"];
    let trackers = [("www.helianthe.example", "basket")];
    let coded = |declarations| {
        Code::declaring(declarations)
            .executing(executed)
            .setting(trackers)
    };
    vec![
        none(),
        none()
            .in_the_database(
                "CREATE VIEW",
                "CREATE TABLE leads (email TEXT); CREATE VIEW",
            )
            .named(
                "a table that nobody declared",
                &[("GRF-D001", "table[leads]")],
            ),
        none()
            .in_the_database(
                "CREATE VIEW",
                "ALTER TABLE customers ADD COLUMN birthday DATE; CREATE VIEW",
            )
            .named(
                "a column that a migration added",
                &[("GRF-D002", "table[customers].column[birthday]")],
            ),
        none()
            .in_the_database(
                "CREATE TABLE countries (code TEXT NOT NULL PRIMARY KEY);",
                "",
            )
            .named("a table that is gone", &[("GRF-D003", "table[countries]")]),
        none()
            .in_the_database("consented_on DATE NOT NULL", "consented DATE NOT NULL")
            .named(
                "a column that was renamed",
                &[
                    ("GRF-D002", "table[subscribers].column[consented]"),
                    ("GRF-D004", "table[subscribers].column[consented_on]"),
                ],
            ),
        none()
            .in_the_code(coded(with(UnknownProcessing::declaration())))
            .named(
                "a processing that the register lacks",
                &[("GRF-D010", "table[customers].column[name]")],
            ),
        none()
            .in_the_code(coded(with(UnknownCategory::declaration())))
            .named(
                "a category that the register lacks",
                &[("GRF-D011", "table[customers].column[name]")],
            ),
        none()
            .in_the_register("\"email\", \"consented_on\"", "\"email\"")
            .named(
                "a field that the register lacks",
                &[("GRF-D012", "table[subscribers].column[consented_on]")],
            ),
        none()
            .in_the_register("fields = [\"name\", \"phone\"]\nsealed = [\"phone\"]\n", "")
            .named(
                "fields that nobody listed",
                &[("GRF-D013", "processing[FAC-01].data[2].fields")],
            ),
        none()
            .in_the_register(
                "held_in = [\"subscribers\"]",
                "held_in = [\"mailing_list\"]",
            )
            .named(
                "a table that the register does not name",
                &[("GRF-D014", "processing[NWS-01].data[subscribers].held_in")],
            ),
        none()
            .in_the_register("held_in = [\"subscribers\"]\n", "")
            .named(
                "data of which nobody said where they are",
                &[("GRF-D015", "processing[NWS-01].data[subscribers].held_in")],
            ),
        none()
            .in_the_register(
                "fields = [\"email\", \"consented_on\"]",
                "fields = [\"email\", \"consented_on\"]\nmandatory = false",
            )
            .named(
                "columns that demand what the person need not give",
                &[
                    ("GRF-D016", "table[subscribers].column[consented_on]"),
                    ("GRF-D016", "table[subscribers].column[email]"),
                ],
            ),
        none()
            .in_the_code(coded(but(
                PlainSubscriber::declaration().with_columns_of(SubscriberRow::declaration()),
                "subscribers",
            )))
            .named(
                "a type of rows that is plain beside one that is sealed",
                &[
                    ("GRF-D005", "table[subscribers].column[email]"),
                    ("GRF-D020", "table[subscribers].column[email]"),
                ],
            ),
        none()
            .in_the_register(
                "sealed = [\"iban\"]",
                "sealed = [\"iban\", { field = \"balance\", type = \"bytes\" }]",
            )
            .named(
                "sealed in the register and plain in the code",
                &[("GRF-D020", "table[customers].column[balance]")],
            ),
        none().in_the_register("sealed = [\"phone\"]\n", "").named(
            "sealed in the code and plain in the register",
            &[("GRF-D021", "table[customers].column[phone]")],
        ),
        none()
            .in_the_register(
                "sealed = [\"email\"]",
                "sealed = [{ field = \"email\", type = \"name\" }]",
            )
            .named(
                "sealed as another type",
                &[("GRF-D022", "table[subscribers].column[email]")],
            )
            .saying("`name` ≠ `email`"),
        none()
            .in_the_database(
                &format!("iban_unique {binary} NOT NULL"),
                &format!("iban_unique {} NOT NULL", words.collated),
            )
            .named(
                "tokens stored as text",
                &[("GRF-D023", "table[customers].column[iban_unique]")],
            )
            .saying(format!("collation `{}`", words.collation)),
        none()
            .in_the_database(&format!("phone {binary}"), "phone NUMERIC")
            .named(
                "a sealed column of numbers",
                &[("GRF-D024", "table[customers].column[phone]")],
            ),
        none()
            .in_the_database(
                &format!("(email {binary} NOT NULL"),
                &format!("(email {binary} NOT NULL PRIMARY KEY"),
            )
            .named(
                "a sealed column that is a key",
                &[("GRF-D025", "table[subscribers].column[email]")],
            ),
        none()
            .in_the_database(
                "CREATE INDEX customers_by_iban",
                "CREATE UNIQUE INDEX customers_by_iban",
            )
            .named(
                "a sealed column with a unique index",
                &[("GRF-D025", "table[customers].column[iban]")],
            ),
        none()
            .in_the_register(
                "\"name\", \"phone\"]\nsealed = [",
                "\"name\", \"phone\", \"fax\"]\nsealed = [\"fax\", ",
            )
            .named(
                "a sealed field without a column",
                &[("GRF-D026", "processing[FAC-01].data[2].sealed[1]")],
            ),
        none()
            .in_the_register(
                "held_in = [\"subscribers\"]",
                "held_in = [\"subscribers\", \"customers\"]",
            )
            .named(
                "a table of which no column is declared for the data",
                &[("GRF-D030", "processing[NWS-01].data[subscribers].held_in")],
            ),
        none()
            .in_the_register(
                "[[processing]]\nref = \"NWS-01\"",
                "[[processing.data]]\ncategory = \"location\"\n[[processing]]\nref = \"NWS-01\"",
            )
            .named(
                "a category without a column",
                &[("GRF-D031", "processing[FAC-01].data[3]")],
            ),
        none()
            .in_the_register("\"consented_on\"]", "\"consented_on\", \"birthday\"]")
            .named(
                "a field without a column",
                &[("GRF-D032", "processing[NWS-01].data[subscribers].fields[3]")],
            ),
        none()
            .in_the_register("retention = { keep = \"P3Y\", after = \"withdrawal\" }", "")
            .in_the_code(
                Code::declaring(all())
                    .executing(["FAC-01/economic", "FAC-01/identity"])
                    .setting(trackers),
            )
            .named(
                "a category without a rule",
                &[("GRF-D040", "processing[NWS-01].data[subscribers].retention")],
            ),
        none()
            .in_the_code(
                Code::declaring(all())
                    .executing(["FAC-01/economic", "FAC-01/identity"])
                    .setting(trackers),
            )
            .named(
                "a rule that no job executes",
                &[("GRF-D041", "processing[NWS-01].data[subscribers].retention")],
            ),
        none()
            .in_the_code(coded(all()).executing(["NWS-01/newsletter"]))
            .named(
                "a job whose rule is gone",
                &[("GRF-D043", "job[NWS-01/newsletter]")],
            ),
        none()
            .in_the_code(coded(all()).setting([("www.helianthe.example", "_fbp")]))
            .named(
                "a tracker that the register does not declare",
                &[("GRF-D050", "site[www.helianthe.example].tracker[_fbp]")],
            ),
        none()
            .in_the_code(
                Code::declaring(all())
                    .executing(executed)
                    .setting::<&str, &str>([]),
            )
            .named("a tracker that is never set", &[("GRF-D051", "tracker[1]")]),
        none().in_the_code(all().into()).named(
            "no word on jobs and trackers",
            &[("GRF-D044", "job"), ("GRF-D053", "site")],
        ),
    ]
}
