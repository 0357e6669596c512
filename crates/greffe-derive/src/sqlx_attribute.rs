//! What of `#[sqlx(…)]` says how a column is called, and whether there is one.

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::TokenTree;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Result, Token};

/// What sqlx is told of a field, or of a type.
#[derive(Default)]
pub(crate) struct ForSqlx {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<String>,
    pub(crate) is_skipped: bool,
    pub(crate) is_flattened: bool,
    /// The value is written as JSON, whatever it is.
    pub(crate) is_json: bool,
}

impl ForSqlx {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut told = Self::default();
        let theirs = attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("sqlx"));
        for attribute in theirs {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("rename") {
                    told.rename = Some(text(&meta)?);
                    return Ok(());
                } else if meta.path.is_ident("rename_all") {
                    told.rename_all = Some(text(&meta)?);
                    return Ok(());
                }
                told.is_skipped |= meta.path.is_ident("skip");
                told.is_flattened |= meta.path.is_ident("flatten");
                told.is_json |= meta.path.is_ident("json");
                pass_over(&meta)
            })?;
        }
        Ok(told)
    }
}

/// The name that `rename_all` makes of a field's, as sqlx does it: with heck. `None` for a case that it does not know, which its own derive refuses.
pub(crate) fn in_case(name: &str, case: &str) -> Option<String> {
    Some(match case {
        "snake_case" => name.to_snake_case(),
        "lowercase" => name.to_lowercase(),
        "UPPERCASE" => name.to_uppercase(),
        "SCREAMING_SNAKE_CASE" => name.to_shouty_snake_case(),
        "kebab-case" => name.to_kebab_case(),
        "camelCase" => name.to_lower_camel_case(),
        "PascalCase" => name.to_upper_camel_case(),
        _ => return None,
    })
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<String> {
    let text: LitStr = meta.value()?.parse()?;
    Ok(text.value())
}

/// What sqlx knows and this crate does not need: it is sqlx that judges it.
fn pass_over(meta: &ParseNestedMeta<'_>) -> Result<()> {
    while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
        meta.input.parse::<TokenTree>()?;
    }
    Ok(())
}
