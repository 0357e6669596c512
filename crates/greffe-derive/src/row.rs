//! A type of rows, read: its columns with what they hold.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Field, Fields, Generics, Ident, LitStr, Path, Result, Type};

use crate::attribute::{OnField, OnType};
use crate::sqlx_attribute::{ForSqlx, in_case};

/// A type of rows.
pub(crate) struct Row {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// The crate with the traits.
    pub(crate) root: Path,
    pub(crate) table: LitStr,
    pub(crate) contents: Contents,
}

/// What it says of its table.
pub(crate) enum Contents {
    NoPersonalData(LitStr),
    Columns(Vec<Column>),
}

/// A field that is a column, or several.
pub(crate) enum Column {
    NoPersonalData {
        name: String,
        reason: LitStr,
    },
    Personal {
        name: String,
        ty: Type,
        is_plain: bool,
        field: Option<LitStr>,
        /// Processing and category.
        uses: Vec<(LitStr, LitStr)>,
    },
    /// The columns of another type of rows.
    Flattened(Type),
}

impl Row {
    pub(crate) fn read(input: TokenStream) -> Result<Self> {
        let input: DeriveInput = syn::parse2(input)?;
        let on_type = OnType::read(&input.attrs)?;
        let table = on_type.table.ok_or_else(|| {
            Error::new(
                input.ident.span(),
                "say in which table these rows stand: `#[personal(table = \"…\")]`",
            )
        })?;
        let contents = match on_type.none {
            Some(reason) => match on_type.processing {
                Some(processing) => {
                    return Err(Error::new(
                        processing.span(),
                        "a table without personal data has no processing",
                    ));
                }
                None => {
                    nothing_personal(&input.data)?;
                    Contents::NoPersonalData(reason)
                }
            },
            None => {
                let case = ForSqlx::read(&input.attrs)?.rename_all;
                let processing = on_type.processing.as_ref();
                Contents::Columns(columns(&input.ident, &input.data, processing, case)?)
            }
        };
        Ok(Self {
            ident: input.ident,
            generics: input.generics,
            root: on_type.root.unwrap_or_else(|| syn::parse_quote!(::greffe)),
            table,
            contents,
        })
    }
}

/// That no field says otherwise where the type says that its table holds no personal data.
fn nothing_personal(data: &Data) -> Result<()> {
    let Data::Struct(data) = data else {
        return Ok(());
    };
    for field in &data.fields {
        for said in OnField::read_all(&field.attrs)? {
            if let Some(category) = said.category {
                return Err(Error::new(
                    category.span(),
                    "the type says that the table holds no personal data",
                ));
            }
        }
    }
    Ok(())
}

/// All columns, or all that is wrong with them.
fn columns(
    ident: &Ident,
    data: &Data,
    processing: Option<&LitStr>,
    case: Option<String>,
) -> Result<Vec<Column>> {
    let Data::Struct(data) = data else {
        return Err(Error::new(ident.span(), "rows are a struct"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(
            ident.span(),
            "the fields have no names, by which columns would be known",
        ));
    };
    let mut columns = Vec::new();
    let mut wrong: Option<Error> = None;
    for field in &fields.named {
        match column(field, processing, case.as_deref()) {
            Ok(column) => columns.extend(column),
            Err(error) => match &mut wrong {
                Some(wrong) => wrong.combine(error),
                None => wrong = Some(error),
            },
        }
    }
    wrong.map_or(Ok(columns), Err)
}

/// The column of a field; `None` of one that sqlx skips.
fn column(
    field: &Field,
    processing: Option<&LitStr>,
    case: Option<&str>,
) -> Result<Option<Column>> {
    let told = ForSqlx::read(&field.attrs)?;
    let said = OnField::read_all(&field.attrs)?;
    let span = field
        .ident
        .as_ref()
        .map_or_else(|| field.span(), Ident::span);
    if told.is_skipped || told.is_flattened {
        return match (said.is_empty(), told.is_flattened) {
            (true, true) => Ok(Some(Column::Flattened(field.ty.clone()))),
            (true, false) => Ok(None),
            (false, true) => Err(Error::new(
                span,
                "the type of this field says what its columns hold",
            )),
            (false, false) => Err(Error::new(span, "sqlx skips this field: it is no column")),
        };
    }
    for one_name in [
        |one: &OnField| one.field.clone(),
        |one: &OnField| one.column.clone(),
    ] {
        if let Some(again) = said.iter().filter_map(one_name).nth(1) {
            return Err(Error::new(
                again.span(),
                "this is said already: a column has one name, whichever processing uses it",
            ));
        }
    }
    let name = name_of(field, &said, told.rename, case);
    let reason = said.iter().find_map(|one| one.none.clone());
    if let Some(reason) = reason {
        let is_alone = said.len() == 1
            && said.iter().all(|one| {
                one.category.is_none()
                    && one.processing.is_none()
                    && one.field.is_none()
                    && !one.is_plain
            });
        return match is_alone {
            true => Ok(Some(Column::NoPersonalData { name, reason })),
            false => Err(Error::new(
                reason.span(),
                "`none` says that there are no personal data, and the field says more of them",
            )),
        };
    }
    if said.is_empty() {
        return Err(Error::new(
            span,
            "say what this column holds: `#[personal(category = \"…\")]`, or `#[personal(none = \"reason\")]` if it holds no personal data",
        ));
    }
    let uses: Result<Vec<_>> = said.iter().map(|one| used(one, span, processing)).collect();
    Ok(Some(Column::Personal {
        name,
        ty: field.ty.clone(),
        is_plain: told.is_json || said.iter().any(|one| one.is_plain),
        field: said.iter().find_map(|one| one.field.clone()),
        uses: uses?,
    }))
}

/// The processing and the category of one attribute.
fn used(
    said: &OnField,
    span: proc_macro2::Span,
    processing: Option<&LitStr>,
) -> Result<(LitStr, LitStr)> {
    let category = said
        .category
        .clone()
        .ok_or_else(|| Error::new(span, "say the category of these data: `category = \"…\"`"))?;
    let processing = said.processing.as_ref().or(processing).cloned();
    let processing = processing.ok_or_else(|| {
        Error::new(
            category.span(),
            "say which processing uses these data: `processing = \"…\"`, here or on the type",
        )
    })?;
    Ok((processing, category))
}

/// What the column is called: by `column`, by sqlx, or as the field.
fn name_of(field: &Field, said: &[OnField], rename: Option<String>, case: Option<&str>) -> String {
    let column = said
        .iter()
        .find_map(|one| one.column.as_ref())
        .map(LitStr::value);
    column.or(rename).unwrap_or_else(|| {
        let own = field
            .ident
            .as_ref()
            .map(|ident| ident.unraw().to_string())
            .unwrap_or_default();
        case.and_then(|case| in_case(&own, case)).unwrap_or(own)
    })
}
