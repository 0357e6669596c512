//! The implementation.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, parse_quote, parse_quote_spanned};

use crate::row::{Column, Contents, Row};

/// `impl PersonalData for …`.
pub(crate) fn implementation(row: &Row) -> TokenStream {
    let Row {
        ident,
        generics,
        root,
        table,
        contents,
    } = row;
    let declaration = match contents {
        Contents::NoPersonalData(reason) => {
            quote!(#root::drift::Declaration::without_personal_data(#table, #reason))
        }
        Contents::Columns(columns) => {
            let columns = columns.iter().map(|column| said_of(column, root));
            quote!(#root::drift::Declaration::of(#table) #(#columns)*)
        }
    };
    let mut generics = generics.clone();
    if generics.type_params().next().is_some() {
        bind_fields(&mut generics, contents, root);
    }
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #root::drift::PersonalData for #ident #ty_generics #where_clause {
            fn declaration() -> #root::drift::Declaration {
                #declaration
            }
        }
    }
}

/// What a column adds to the declaration. The type's trait is asked at the place of the type, so that an error points there.
fn said_of(column: &Column, root: &Path) -> TokenStream {
    match column {
        Column::NoPersonalData { name, reason } => {
            quote!(.column(#root::drift::DeclaredColumn::without_personal_data(#name, #reason)))
        }
        Column::Flattened(ty) => {
            let other =
                quote_spanned!(ty.span()=> <#ty as #root::drift::PersonalData>::declaration());
            quote!(.with_columns_of(#other))
        }
        Column::Personal {
            name,
            ty,
            is_plain,
            field,
            uses,
        } => {
            let form = match is_plain {
                true => quote!(#root::drift::ColumnForm::Plain),
                false => quote_spanned!(ty.span()=> <#ty as #root::drift::ColumnValue>::FORM),
            };
            let field = field.iter();
            let (processings, categories): (Vec<_>, Vec<_>) = uses.iter().cloned().unzip();
            quote! {
                .column(
                    #root::drift::DeclaredColumn::new(#name, #form)
                        #(.known_as(#field))*
                        #(.used_by(#processings, #categories))*
                )
            }
        }
    }
}

/// What the fields' types must be, where it depends on the parameters.
fn bind_fields(generics: &mut syn::Generics, contents: &Contents, root: &Path) {
    let Contents::Columns(columns) = contents else {
        return;
    };
    let clause = generics.make_where_clause();
    for column in columns {
        match column {
            Column::Personal {
                ty,
                is_plain: false,
                ..
            } => {
                let bound = parse_quote_spanned!(ty.span()=> #ty: #root::drift::ColumnValue);
                clause.predicates.push(bound);
            }
            Column::Flattened(ty) => {
                clause
                    .predicates
                    .push(parse_quote!(#ty: #root::drift::PersonalData));
            }
            Column::Personal { .. } | Column::NoPersonalData { .. } => {}
        }
    }
}
