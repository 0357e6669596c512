//! Sealed values and index tokens as column types.

use greffe_cipher::{Field, IndexToken, Sealed};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

/// A sealed value in a binary column (`BLOB`, `BYTEA`). A wrapper of its own, because neither the type nor the traits are this crate's.
///
/// Decoding checks the token's header and type, so that a row holding anything else is an error and not a value.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SealedColumn<T>(pub Sealed<T>);

/// A token of a blind index in a binary column (`BLOB`, `BYTEA`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexColumn(pub IndexToken);

impl<T> Clone for SealedColumn<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> From<Sealed<T>> for SealedColumn<T> {
    fn from(sealed: Sealed<T>) -> Self {
        Self(sealed)
    }
}

impl From<IndexToken> for IndexColumn {
    fn from(token: IndexToken) -> Self {
        Self(token)
    }
}

/// The tokens of a lookup as columns, ready to bind.
pub fn columns<T>(tokens: impl IntoIterator<Item = Sealed<T>>) -> Vec<SealedColumn<T>> {
    tokens.into_iter().map(SealedColumn).collect()
}

impl<DB: Database, T: Field> Type<DB> for SealedColumn<T>
where
    Vec<u8>: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <Vec<u8> as Type<DB>>::type_info()
    }

    fn compatible(ty: &DB::TypeInfo) -> bool {
        <Vec<u8> as Type<DB>>::compatible(ty)
    }
}

impl<'q, DB: Database, T: Field> Encode<'q, DB> for SealedColumn<T>
where
    Vec<u8>: Encode<'q, DB>,
{
    fn encode_by_ref(&self, buffer: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        self.0.as_bytes().to_vec().encode(buffer)
    }
}

impl<'r, DB: Database, T: Field> Decode<'r, DB> for SealedColumn<T>
where
    Vec<u8>: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        let octets = <Vec<u8> as Decode<'r, DB>>::decode(value)?;
        Ok(Self(Sealed::from_bytes(&octets)?))
    }
}

impl<DB: Database> Type<DB> for IndexColumn
where
    Vec<u8>: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <Vec<u8> as Type<DB>>::type_info()
    }

    fn compatible(ty: &DB::TypeInfo) -> bool {
        <Vec<u8> as Type<DB>>::compatible(ty)
    }
}

impl<'q, DB: Database> Encode<'q, DB> for IndexColumn
where
    Vec<u8>: Encode<'q, DB>,
{
    fn encode_by_ref(&self, buffer: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        self.0.as_bytes().to_vec().encode(buffer)
    }
}

impl<'r, DB: Database> Decode<'r, DB> for IndexColumn
where
    Vec<u8>: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        let octets = <Vec<u8> as Decode<'r, DB>>::decode(value)?;
        Ok(Self(IndexToken::from_bytes(&octets)?))
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use greffe_cipher::Field;
    use sqlx::postgres::{PgHasArrayType, PgTypeInfo};

    use super::{IndexColumn, SealedColumn};

    /// `WHERE iban = ANY($1)` with every token of a lookup.
    impl<T: Field> PgHasArrayType for SealedColumn<T> {
        fn array_type_info() -> PgTypeInfo {
            <Vec<u8> as PgHasArrayType>::array_type_info()
        }
    }

    impl PgHasArrayType for IndexColumn {
        fn array_type_info() -> PgTypeInfo {
            <Vec<u8> as PgHasArrayType>::array_type_info()
        }
    }
}

#[cfg(feature = "drift")]
mod drift {
    use greffe_cipher::{Field, FieldType};
    use greffe_register::SealedType;
    use greffe_register::drift::{ColumnForm, ColumnValue};

    use super::{IndexColumn, SealedColumn};

    impl<T: Field> ColumnValue for SealedColumn<T> {
        const FORM: ColumnForm = ColumnForm::Sealed(in_the_register(T::TYPE));
    }

    impl ColumnValue for IndexColumn {
        const FORM: ColumnForm = ColumnForm::IndexToken;
    }

    /// What a register calls the type; `None` of one that its format has no word for yet.
    const fn in_the_register(kind: FieldType) -> Option<SealedType> {
        match kind {
            FieldType::Bytes => Some(SealedType::Bytes),
            FieldType::Iban => Some(SealedType::Iban),
            FieldType::Email => Some(SealedType::Email),
            FieldType::Phone => Some(SealedType::Phone),
            FieldType::PersonName => Some(SealedType::Name),
            FieldType::CardNumber => Some(SealedType::Card),
            _ => None,
        }
    }
}
