//! What stands in `#[personal(…)]`.

use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, Error, LitStr, Path, Result};

/// What is said on the type.
#[derive(Default)]
pub(crate) struct OnType {
    pub(crate) table: Option<LitStr>,
    pub(crate) processing: Option<LitStr>,
    pub(crate) none: Option<LitStr>,
    /// Where the traits are.
    pub(crate) root: Option<Path>,
}

/// What is said in one attribute of a field.
#[derive(Default)]
pub(crate) struct OnField {
    pub(crate) category: Option<LitStr>,
    pub(crate) processing: Option<LitStr>,
    pub(crate) none: Option<LitStr>,
    pub(crate) field: Option<LitStr>,
    pub(crate) column: Option<LitStr>,
    pub(crate) is_plain: bool,
}

impl OnType {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut said = Self::default();
        for attribute in ours(attributes) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("table") {
                    fill(&mut said.table, &meta)
                } else if meta.path.is_ident("processing") {
                    fill(&mut said.processing, &meta)
                } else if meta.path.is_ident("none") {
                    fill(&mut said.none, &meta)
                } else if meta.path.is_ident("crate") {
                    let mut path = None;
                    fill(&mut path, &meta)?;
                    said.root = path.map(|path: LitStr| path.parse()).transpose()?;
                    Ok(())
                } else {
                    Err(meta.error("on a type `table`, `processing`, `none` and `crate` are known"))
                }
            })?;
        }
        Ok(said)
    }
}

impl OnField {
    /// One for each attribute of the field, in order.
    pub(crate) fn read_all(attributes: &[Attribute]) -> Result<Vec<Self>> {
        ours(attributes).map(Self::read).collect()
    }

    fn read(attribute: &Attribute) -> Result<Self> {
        let mut said = Self::default();
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("category") {
                fill(&mut said.category, &meta)
            } else if meta.path.is_ident("processing") {
                fill(&mut said.processing, &meta)
            } else if meta.path.is_ident("none") {
                fill(&mut said.none, &meta)
            } else if meta.path.is_ident("field") {
                fill(&mut said.field, &meta)
            } else if meta.path.is_ident("column") {
                fill(&mut said.column, &meta)
            } else if meta.path.is_ident("plain") {
                said.is_plain = true;
                Ok(())
            } else {
                Err(meta.error(
                    "on a field `category`, `processing`, `none`, `field`, `column` and `plain` are known",
                ))
            }
        })?;
        Ok(said)
    }
}

fn ours(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("personal"))
}

/// A key stands once and says something.
fn fill(place: &mut Option<LitStr>, meta: &ParseNestedMeta<'_>) -> Result<()> {
    let text: LitStr = meta.value()?.parse()?;
    if text.value().trim().is_empty() {
        return Err(Error::new(text.span(), "this says nothing"));
    }
    if place.replace(text).is_some() {
        return Err(Error::new(meta.path.span(), "this is said already"));
    }
    Ok(())
}
