//! One plan becomes deletions: holds are read again, each portion is a transaction, a certificate remains.

use chrono::NaiveDate;
use greffe::retention::{AnonymityTest, Certificate, Execution, PurgeError};
use greffe_sqlx::{Backend, SqlPurgeStore, StoreError};

use super::Purge;
use super::disposal::TableRows;
use super::dry_run::DryRun;
use crate::error::HostError;

/// Executes a plan. Running it again resumes, or returns the same certificate.
pub(crate) async fn execute<C: Backend>(
    db: &mut C,
    purge: Purge<'_>,
    run: &DryRun<'_>,
) -> Result<Certificate, PurgeError<StoreError>> {
    let rows = TableRows {
        job: &run.job,
        ranks: &run.ranks,
        purge,
    };
    let opened = SqlPurgeStore::open(db, rows).await;
    let mut store = opened.map_err(PurgeError::Store)?;
    let years = purge.register.fiscal_years();
    Execution::new(&run.plan, run.job.rule, years, purge.today)
        .digest_key(purge.digest_key)
        .anonymity(anonymity_of_surveys())
        .run(&mut store)
        .await
}

/// Why a plan was not executed, for the operator.
pub(crate) fn refused(error: PurgeError<StoreError>) -> HostError {
    match error {
        PurgeError::Store(error) => HostError::Store(error),
        error => HostError::refused("purge", &error),
    }
}

/// The recorded test of what the service makes anonymous: the answers are added up over all surveys, so that what remains is a number
/// for each answer of a closed list, without person, date or order.
pub(crate) fn anonymity_of_surveys() -> AnonymityTest {
    let tested = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap_or_default();
    AnonymityTest::new(tested, "espace-client/anonymity/surveys-1")
        .resists_singling_out()
        .resists_linkage()
        .resists_inference()
}
