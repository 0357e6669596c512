use greffe::PersonalData;
use greffe::drift::{ColumnForm, ColumnValue, Declaration};
use greffe::register::SealedType;

/// A sealed column as an adapter has it.
#[allow(dead_code, reason = "only its type counts")]
struct SealedColumn<T>(std::marker::PhantomData<T>);

#[allow(dead_code, reason = "only its type counts")]
struct Iban;

impl ColumnValue for SealedColumn<Iban> {
    const FORM: ColumnForm = ColumnForm::Sealed(Some(SealedType::Iban));
}

/// What the derive must see through.
type Account = Option<SealedColumn<Iban>>;

type Said = (String, ColumnForm, String, Vec<(String, String)>);

fn said(declaration: &Declaration) -> Vec<Said> {
    let columns = declaration.columns().iter().map(|column| {
        let uses = column
            .uses()
            .map(|(processing, category)| (processing.to_owned(), category.to_owned()));
        let field = column.reason().unwrap_or(column.field()).to_owned();
        (
            column.name().to_owned(),
            column.form(),
            field,
            uses.collect(),
        )
    });
    columns.collect()
}

fn column(name: &str, form: ColumnForm, field: &str, uses: &[(&str, &str)]) -> Said {
    let uses = uses
        .iter()
        .map(|(processing, category)| ((*processing).to_owned(), (*category).to_owned()));
    (name.to_owned(), form, field.to_owned(), uses.collect())
}

const SEALED: ColumnForm = ColumnForm::Sealed(Some(SealedType::Iban));

#[allow(dead_code, reason = "rows are declared, not read")]
#[derive(PersonalData)]
#[personal(processing = "FAC-01", table = "customers")]
struct CustomerRow<'a> {
    #[personal(none = "a number of the row")]
    id: i64,
    #[personal(category = "economic")]
    iban: SealedColumn<Iban>,
    #[personal(category = "economic", field = "iban", column = "second_iban")]
    other: Account,
    #[personal(category = "identity")]
    #[personal(category = "contacts", processing = "CRM-01")]
    name: &'a str,
    #[personal(category = "economic", plain)]
    plan: std::num::NonZeroU8,
    #[personal(category = "connection")]
    r#type: Vec<u8>,
}

#[test]
fn a_row_declares_its_columns_in_order_and_seals_by_type() {
    let declaration = CustomerRow::declaration();
    assert_eq!(
        (declaration.table(), declaration.reason()),
        ("customers", None)
    );
    let billing = |category| [("FAC-01", category)];
    assert_eq!(
        said(&declaration),
        [
            column("id", ColumnForm::Plain, "a number of the row", &[]),
            column("iban", SEALED, "iban", &billing("economic")),
            column("second_iban", SEALED, "iban", &billing("economic")),
            column(
                "name",
                ColumnForm::Plain,
                "name",
                &[("FAC-01", "identity"), ("CRM-01", "contacts")]
            ),
            column("plan", ColumnForm::Plain, "plan", &billing("economic")),
            column("type", ColumnForm::Plain, "type", &billing("connection")),
        ]
    );
}

mod as_sqlx_has_it {
    use super::*;

    /// Of which nobody says whether it is sealed: it is written as JSON.
    pub(super) struct Json;

    #[allow(dead_code, reason = "rows are declared, not read")]
    #[derive(PersonalData)]
    #[personal(table = "addresses")]
    pub(super) struct Address {
        #[personal(category = "identity", processing = "CRM-01")]
        street: String,
    }

    #[allow(dead_code, reason = "rows are declared, not read")]
    #[derive(PersonalData)]
    #[personal(processing = "CRM-01", table = "contacts")]
    #[sqlx(rename_all = "camelCase")]
    pub(super) struct Contact {
        #[personal(category = "identity")]
        first_name: String,
        #[personal(category = "identity")]
        #[sqlx(rename = "nom")]
        last_name: String,
        #[personal(category = "identity", column = "named_here")]
        #[sqlx(default)]
        nick_name: String,
        #[sqlx(skip)]
        is_loaded: bool,
        #[sqlx(flatten)]
        address: Address,
        #[personal(category = "identity")]
        #[sqlx(json)]
        tags: Json,
    }
}

#[test]
fn columns_are_called_as_sqlx_calls_them() {
    let names: Vec<_> = said(&as_sqlx_has_it::Contact::declaration())
        .into_iter()
        .map(|(name, ..)| name)
        .collect();
    assert_eq!(names, ["firstName", "nom", "named_here", "street", "tags"]);
}

#[allow(dead_code, reason = "rows are declared, not read")]
#[derive(PersonalData)]
#[personal(table = "countries", none = "a list of ISO 3166")]
struct Country {
    code: String,
    name: String,
}

#[test]
fn a_table_without_personal_data_needs_no_word_on_its_fields() {
    let declaration = Country::declaration();
    assert_eq!(
        (declaration.table(), declaration.reason()),
        ("countries", Some("a list of ISO 3166"))
    );
    assert!(declaration.columns().is_empty());
}

#[allow(dead_code, reason = "rows are declared, not read")]
#[derive(PersonalData)]
#[personal(processing = "FAC-01", table = "accounts", crate = "::greffe")]
struct AccountRow<T, const N: usize>
where
    T: Clone,
{
    #[personal(category = "economic")]
    value: Option<T>,
    #[personal(category = "economic")]
    octets: [u8; N],
}

#[test]
fn parameters_of_a_row_decide_with_it() {
    let declaration = AccountRow::<String, 4>::declaration();
    assert_eq!(declaration.columns()[0].form(), ColumnForm::Plain);
    #[derive(Clone)]
    struct Token;
    impl ColumnValue for Token {
        const FORM: ColumnForm = ColumnForm::IndexToken;
    }
    let declaration = AccountRow::<Token, 4>::declaration();
    assert_eq!(declaration.columns()[0].form(), ColumnForm::IndexToken);
}
