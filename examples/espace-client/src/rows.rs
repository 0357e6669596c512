//! The rows of the service as types: the one place to look for what a row holds, and for which columns are sealed.
//!
//! What each column is to the register is derived here, and compared with register and database by the gate against drift (`declared`). The other tables
//! hold no sealed column; what theirs mean stands in `catalogue` and `declared`.

use chrono::NaiveDate;
use greffe::PersonalData;
use greffe::cipher::{CardNumber, Email, Iban, PersonName, Phone};
use greffe_sqlx::{Cell, IndexColumn, Row, SealedColumn, StoreError};

macro_rules! customer_columns {
    () => {
        "id, person, name, iban, iban_unique, email, phone, card, collected, last_use, last_contact, contract_end, relation_end, \
         last_operation, withdrawal"
    };
}

/// `customers`.
#[derive(Debug, PersonalData)]
#[personal(processing = "FAC-01", table = "customers")]
pub(crate) struct CustomerRow {
    /// The customer's number.
    #[personal(category = "identity", field = "internal_code")]
    #[personal(category = "company-contact")]
    #[personal(processing = "CTR-01", category = "signatory")]
    pub(crate) id: i64,
    /// How other stores name the person: a keyed digest, made once.
    #[personal(category = "file", field = "pseudonym")]
    pub(crate) person: Vec<u8>,
    /// Given name and family name.
    #[personal(category = "identity", field = "surname")]
    #[personal(processing = "CTR-01", category = "signatory")]
    #[personal(processing = "CTR-01", category = "project-lead")]
    #[personal(processing = "CTR-01", category = "contacts")]
    pub(crate) name: SealedColumn<PersonName>,
    /// What invoices are paid from.
    #[personal(category = "economic", field = "bank_account")]
    pub(crate) iban: SealedColumn<Iban>,
    /// That no two customers have the same IBAN.
    #[personal(category = "economic", field = "bank_account")]
    pub(crate) iban_unique: IndexColumn,
    /// Mailbox.
    #[personal(category = "identity")]
    #[personal(processing = "CTR-01", category = "project-lead")]
    #[personal(processing = "CTR-01", category = "contacts")]
    pub(crate) email: SealedColumn<Email>,
    /// Telephone.
    #[personal(category = "identity", field = "landline")]
    #[personal(processing = "CTR-01", category = "project-lead")]
    #[personal(processing = "CTR-01", category = "contacts")]
    pub(crate) phone: SealedColumn<Phone>,
    /// What invoices were paid with.
    #[personal(category = "economic", field = "payment_method")]
    pub(crate) card: SealedColumn<CardNumber>,
    /// First day of the relation.
    #[personal(category = "file")]
    pub(crate) collected: NaiveDate,
    /// Last use of the service.
    #[personal(category = "file")]
    pub(crate) last_use: Option<NaiveDate>,
    /// Last contact.
    #[personal(category = "file")]
    pub(crate) last_contact: Option<NaiveDate>,
    /// Last day of the contract.
    #[personal(category = "file")]
    pub(crate) contract_end: Option<NaiveDate>,
    /// Last day of the relation.
    #[personal(category = "file")]
    pub(crate) relation_end: Option<NaiveDate>,
    /// Last operation of the whole file, as in invoices.
    #[personal(category = "file")]
    pub(crate) last_operation: Option<NaiveDate>,
    /// Withdrawal.
    #[personal(category = "file")]
    pub(crate) withdrawal: Option<NaiveDate>,
}

impl CustomerRow {
    /// What its columns are inserted with.
    pub(crate) const INSERT: &'static str =
        concat!("INSERT INTO customers (", customer_columns!(), ")");
    /// What it is read with. A rotation replaces a column while others read: with `*` PostgreSQL would refuse a statement that was prepared before.
    pub(crate) const SELECT: &'static str =
        concat!("SELECT ", customer_columns!(), " FROM customers");

    /// The values of [`Self::INSERT`].
    pub(crate) fn into_cells(self) -> Vec<Cell> {
        vec![
            self.id.into(),
            self.person.into(),
            self.name.into(),
            self.iban.into(),
            self.iban_unique.into(),
            self.email.into(),
            self.phone.into(),
            self.card.into(),
            self.collected.into(),
            self.last_use.into(),
            self.last_contact.into(),
            self.contract_end.into(),
            self.relation_end.into(),
            self.last_operation.into(),
            self.withdrawal.into(),
        ]
    }

    /// A row of [`Self::SELECT`].
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            person: row.get("person")?,
            name: row.get("name")?,
            iban: row.get("iban")?,
            iban_unique: row.get("iban_unique")?,
            email: row.get("email")?,
            phone: row.get("phone")?,
            card: row.get("card")?,
            collected: row.get("collected")?,
            last_use: row.get("last_use")?,
            last_contact: row.get("last_contact")?,
            contract_end: row.get("contract_end")?,
            relation_end: row.get("relation_end")?,
            last_operation: row.get("last_operation")?,
            withdrawal: row.get("withdrawal")?,
        })
    }
}

/// `prospects`.
#[derive(Debug, PersonalData)]
#[personal(processing = "PRO-01", table = "prospects")]
pub(crate) struct ProspectRow {
    /// The prospect's number.
    #[personal(category = "file", field = "number")]
    pub(crate) id: i64,
    /// Mailbox, sealed in the same context as the customers': a prospect who becomes a customer is recognised.
    #[personal(category = "email")]
    pub(crate) email: SealedColumn<Email>,
    /// The day on which the service came by it.
    #[personal(category = "file")]
    pub(crate) collected: NaiveDate,
}

impl ProspectRow {
    /// What its columns are inserted with.
    pub(crate) const INSERT: &'static str = "INSERT INTO prospects (id, email, collected)";

    /// The values of [`Self::INSERT`].
    pub(crate) fn into_cells(self) -> Vec<Cell> {
        vec![self.id.into(), self.email.into(), self.collected.into()]
    }
}
