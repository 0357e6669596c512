//! The fields that the register seals, in the words of the cipher.

use greffe_cipher::{Context, FieldType};
use greffe_register::{HeldIn, Register, RuleAddress, SealedType};

/// A field that the register seals, in one table: what a service opens a cipher for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldToSeal {
    address: RuleAddress,
    field: String,
    table: Option<String>,
    kind: SealedType,
}

impl FieldToSeal {
    /// The data entry that seals it.
    #[must_use]
    pub const fn address(&self) -> &RuleAddress {
        &self.address
    }

    /// What the register calls the field.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The store that holds it; `None` where the register does not say which.
    #[must_use]
    pub fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// What it holds. A telephone number and a fax number are one type of the cipher and two of the register.
    #[must_use]
    pub const fn kind(&self) -> SealedType {
        self.kind
    }

    /// The same as tokens name it; `None` of a type that this version does not know.
    #[must_use]
    pub const fn field_type(&self) -> Option<FieldType> {
        match self.kind {
            SealedType::Iban => Some(FieldType::Iban),
            SealedType::Email => Some(FieldType::Email),
            SealedType::Phone | SealedType::Fax => Some(FieldType::Phone),
            SealedType::Name => Some(FieldType::PersonName),
            SealedType::Card => Some(FieldType::CardNumber),
            SealedType::Bytes => Some(FieldType::Bytes),
            _ => None,
        }
    }

    /// The context under which a keyring seals it, named as the register names table and field. Rows that were sealed under other names keep
    /// theirs. `None` where the register does not say which store holds it.
    #[must_use]
    pub fn context(&self) -> Option<Context> {
        let table = self.table()?;
        Some(Context::new(table, &self.field))
    }
}

/// In the order of the file; of one field, in that of its stores.
pub(crate) fn of(register: &Register) -> Vec<FieldToSeal> {
    let sealed = register.sealed_fields().flat_map(|found| {
        let tables = match &found.entry.held_in {
            HeldIn::Unknown => vec![None],
            HeldIn::Elsewhere => Vec::new(),
            HeldIn::Labels(labels) => labels.iter().cloned().map(Some).collect(),
        };
        let address = address(found.processing.reference.as_str(), &found.entry.id);
        let (field, kind) = (&found.sealed.field, found.sealed.kind);
        tables.into_iter().filter_map(move |table| {
            Some(FieldToSeal {
                address: address.clone()?,
                field: field.clone(),
                table,
                kind,
            })
        })
    });
    sealed.collect()
}

/// Both parts are identifiers since they were read.
fn address(processing: &str, entry: &str) -> Option<RuleAddress> {
    format!("{processing}/{entry}").parse().ok()
}
