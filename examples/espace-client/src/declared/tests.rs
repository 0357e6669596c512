//! Code and register agree, over each database; and drift of the code itself, which no command line can plant, is found.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use greffe::drift::{
    self, AssertClean as _, Code, ColumnForm, Declaration, DeclaredColumn, Schema,
};
use greffe::register::Register;
use greffe_sqlx::schema_of;

use super::{code, declarations};
use crate::catalogue::TABLES;
use crate::database::{Place, migrate};

fn register() -> Register {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../registers/hosting.toml");
    crate::register::read(Path::new(path)).unwrap().0
}

/// The schema that the migrations make.
macro_rules! schema {
    ($place:expr) => {{
        let place = $place;
        place.create().unwrap();
        let mut db = place.connect().await.unwrap();
        migrate(&mut db).await.unwrap();
        schema_of(&mut db).await.unwrap()
    }};
}

macro_rules! on_each_schema {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            use super::*;
            $(#[tokio::test]
            async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                let place = crate::database::SqliteFile::new(folder.path().join("test.sqlite"));
                super::$name(&schema!(&place));
            })+
        }
        #[cfg(feature = "postgres-tests")]
        mod postgres {
            use super::*;
            $(#[tokio::test]
            async fn $name() {
                let (_folder, place) = crate::web::tests::world::schema().await;
                super::$name(&schema!(&place));
            })+
        }
    };
}

on_each_schema!(
    code_and_register_agree,
    each_drift_of_the_code_is_found,
    every_table_of_the_database_is_declared,
);

/// The check ids of errors and warnings, with their places.
fn found(register: &Register, schema: &Schema, code: Code) -> Vec<(&'static str, String)> {
    let report = drift::check(register, schema, code);
    let grave = report
        .iter()
        .filter(|finding| finding.severity() >= greffe::register::lint::Severity::Warning);
    grave
        .map(|finding| (finding.check().id(), finding.path().to_owned()))
        .collect()
}

fn code_and_register_agree(schema: &Schema) {
    let register = register();
    let report = drift::check(&register, schema, code(&register)).assert_clean();
    // What is accepted has a last day.
    assert!(!report.allowed().is_empty());
    let allowances = register.allowances().iter();
    assert!(
        allowances
            .clone()
            .all(|allowance| allowance.until.is_some())
    );
}

fn every_table_of_the_database_is_declared(schema: &Schema) {
    let declared = declarations();
    for table in schema.tables() {
        assert!(
            declared.iter().any(|said| said.table() == table.name()),
            "{}",
            table.name()
        );
    }
    for table in TABLES {
        assert!(schema.table(table.label).is_some(), "{}", table.label);
    }
}

/// Each change of the code alone, and what the gate says of it.
fn each_drift_of_the_code_is_found(schema: &Schema) {
    let register = register();
    let jobs: Vec<String> = register
        .rules()
        .filter(|(.., rule)| rule.is_some())
        .map(|(address, ..)| address.to_string())
        .collect();
    let site = [(super::SITE, crate::web::SESSION_COOKIE)];
    let base = || Code::declaring(declarations()).setting(site);

    // A job that is left out.
    let but_logs = jobs.iter().filter(|job| *job != "LOG-01/connection");
    let code = base().executing(but_logs.cloned());
    assert_eq!(
        found(&register, schema, code),
        [(
            "GRF-D041",
            "processing[LOG-01].data[1].retention".to_owned()
        )]
    );
    // A job of a rule that is no longer there.
    let code = base()
        .executing(jobs.clone())
        .executing(["LOG-09/connection"]);
    assert_eq!(
        found(&register, schema, code),
        [("GRF-D043", "job[LOG-09/connection]".to_owned())]
    );
    // A tracker that a page begins to set.
    let code = base().executing(jobs.clone());
    let code = code.setting([(super::SITE, "_ga")]);
    let path = format!("site[{}].tracker[_ga]", super::SITE);
    assert_eq!(found(&register, schema, code), [("GRF-D050", path)]);
    // The cookie of the session is renamed.
    let code = Code::declaring(declarations()).executing(jobs.clone());
    let code = code.setting([(super::SITE, "__Host-visit")]);
    let ids: Vec<_> = found(&register, schema, code)
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert_eq!(ids, ["GRF-D050", "GRF-D051"]);
    // A row type that loses its seal.
    let plain = DeclaredColumn::new("email", ColumnForm::Plain).used_by("PRO-01", "email");
    let loosened = declarations().into_iter().map(|said| match said.table() {
        "prospects" => said
            .columns()
            .iter()
            .filter(|column| column.name() != "email")
            .fold(Declaration::of("prospects"), |all, column| {
                all.column(column.clone())
            })
            .column(plain.clone()),
        _ => said,
    });
    let code = Code::declaring(loosened).executing(jobs).setting(site);
    let path = "table[prospects].column[email]".to_owned();
    assert!(found(&register, schema, code).contains(&("GRF-D020", path)));
}
