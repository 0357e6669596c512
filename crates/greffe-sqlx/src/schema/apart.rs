//! Which tables are not the host's.

use greffe_register::drift::SetApartReason;

/// Tables in which tools keep the list of the migrations that ran: those of sqlx, diesel, refinery and sea-orm.
const MIGRATIONS: &[&str] = &[
    "_sqlx_migrations",
    "__diesel_schema_migrations",
    "refinery_schema_history",
    "seaql_migrations",
];

/// Why a table is not judged; `None` of the host's own.
pub(super) fn reason(table: &str, is_of_the_database: bool) -> Option<SetApartReason> {
    if is_of_the_database {
        Some(SetApartReason::Database)
    } else if table.starts_with("greffe_") {
        Some(SetApartReason::Greffe)
    } else if MIGRATIONS.contains(&table) {
        Some(SetApartReason::Migrations)
    } else {
        None
    }
}
