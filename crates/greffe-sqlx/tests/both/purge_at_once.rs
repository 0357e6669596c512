//! Two transactions that meet: a hold and a purge, two purges, a purge whose clock goes wrong.

use std::sync::Arc;
use std::time::Duration;

use greffe_retention::{Certificate, Execution, Facts, Fate, Plan, PurgeError, RowKey};
use greffe_sqlx::{
    Backend, DatabaseFailure, HostRows, SqlPurgeStore, Statement, StoreError, certificates,
    lock_table_of_purge,
};
use tokio::sync::Notify;

use super::Place;
use super::purge::{KEY, Logs, day, execute, filled, hold, left, plan, rule, years};

/// Long enough that the other transaction has come to where it must wait.
const A_WHILE: Duration = Duration::from_millis(300);

/// Rows of which the first disposal takes a while, and says when it begins.
struct Slow {
    logs: Logs,
    begins: Arc<Notify>,
    is_first: bool,
}

impl<C: Backend> HostRows<C> for Slow {
    fn table(&self) -> &str {
        "logs"
    }

    async fn facts(
        &mut self,
        db: &mut C,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        self.logs.facts(db, keys).await
    }

    async fn dispose(
        &mut self,
        db: &mut C,
        keys: &[RowKey],
        fate: &Fate,
    ) -> Result<(), StoreError> {
        if std::mem::take(&mut self.is_first) {
            self.begins.notify_one();
            tokio::time::sleep(A_WHILE).await;
        }
        self.logs.dispose(db, keys, fate).await
    }
}

async fn execute_slowly<C: Backend>(
    db: &mut C,
    plan: &Plan,
    begins: Arc<Notify>,
) -> Result<Certificate, PurgeError<StoreError>> {
    let logs = Logs {
        fails_after: usize::MAX,
    };
    let rows = Slow {
        logs,
        begins,
        is_first: true,
    };
    let mut store = SqlPurgeStore::open(db, rows).await.unwrap();
    let (rule, years) = (rule(), years());
    let execution = Execution::new(plan, &rule, &years, plan.as_of()).digest_key(KEY);
    execution.run(&mut store).await
}

async fn a_hold_that_is_not_committed_yet_is_waited_for_and_seen(place: &impl Place) {
    let mut db = filled(place).await;
    let plan = plan(&mut db, &rule(), day(2026, 7, 1)).await;
    // The tables are there, so that nothing but the hold is waited for.
    greffe_sqlx::migrate(&mut db).await.unwrap();
    let mut counsel = place.connect().await;
    counsel.begin_writing().await.unwrap();
    hold(&mut counsel, 4).await.unwrap();
    let committing = async {
        tokio::time::sleep(A_WHILE).await;
        counsel.commit().await.unwrap();
    };
    let rule = rule();
    let (refused, ()) = tokio::join!(execute(&mut db, &plan, &rule, usize::MAX), committing);
    assert!(
        matches!(refused, Err(PurgeError::RowsChanged { rows: 1 })),
        "{refused:?}"
    );
    assert_eq!(left(&mut db).await.len(), 10);
}

async fn a_hold_on_a_row_that_is_going_waits_and_is_refused(place: &impl Place) {
    let mut db = filled(place).await;
    let plan = plan(&mut db, &rule(), day(2026, 7, 1)).await;
    let mut counsel = place.connect().await;
    let begins = Arc::new(Notify::new());
    let holding = async {
        begins.notified().await;
        // Of the first portion: row 1 is locked, and still there for whoever looks.
        hold(&mut counsel, 1).await
    };
    let (certificate, held) =
        tokio::join!(execute_slowly(&mut db, &plan, Arc::clone(&begins)), holding);
    assert_eq!(certificate.unwrap().disposed(), 6);
    assert_eq!(held, Err(StoreError::Database(DatabaseFailure::Refused)));
    assert_eq!(left(&mut db).await, [7, 8, 9, 10]);
}

async fn without_a_foreign_key_the_lock_of_the_table_does_the_same(place: &impl Place) {
    let mut db = filled(place).await;
    let plan = plan(&mut db, &rule(), day(2026, 7, 1)).await;
    let mut counsel = place.connect().await;
    let begins = Arc::new(Notify::new());
    let holding = async {
        begins.notified().await;
        counsel.begin_writing().await.unwrap();
        lock_table_of_purge(&mut counsel, "logs").await.unwrap();
        // Were it not for the lock, row 1 would be found here.
        let hold = Statement::new("INSERT INTO holds SELECT id, $2 FROM logs WHERE id = $1");
        let hold = hold.bind(1_i64).bind(day(2026, 6, 1));
        let placed = counsel.execute(hold).await;
        counsel.commit().await.unwrap();
        placed
    };
    let (certificate, placed) =
        tokio::join!(execute_slowly(&mut db, &plan, Arc::clone(&begins)), holding);
    assert_eq!(placed, Ok(0));
    assert_eq!(certificate.unwrap().disposed(), 6);
}

/// The second may find that the first has written a portion of the plan that it was about to write, and says so; nothing is done twice.
async fn two_purges_of_one_plan_end_in_one_certificate(place: &impl Place) {
    let mut db = filled(place).await;
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    greffe_sqlx::migrate(&mut db).await.unwrap();
    let mut other = place.connect().await;
    let (one, two) = tokio::join!(
        execute(&mut db, &plan, &rule, usize::MAX),
        execute(&mut other, &plan, &rule, usize::MAX)
    );
    for run in [&one, &two] {
        let twice = StoreError::Database(DatabaseFailure::Unique);
        assert!(
            run.is_ok() || matches!(run, Err(PurgeError::Store(error)) if *error == twice),
            "{run:?}"
        );
    }
    let certificate = execute(&mut db, &plan, &rule, 0)
        .await
        .or(one)
        .or(two)
        .unwrap();
    let certificate = match execute(&mut db, &plan, &rule, 6).await {
        Ok(again) => {
            assert_eq!(again, certificate);
            again
        }
        Err(error) => panic!("{error:?}"),
    };
    assert_eq!(certificate.disposed() + certificate.gone(), 6);
    assert_eq!(certificate.disposed(), 6);
    assert_eq!(certificates(&mut db).await.unwrap(), [certificate]);
    assert_eq!(left(&mut db).await, [7, 8, 9, 10]);
}

/// Callers pass the day. A clock that was set back between two runs stops the second before the plan's day, and does no harm after it.
async fn a_clock_that_jumps_between_runs_disposes_of_nothing_else(place: &impl Place) {
    let mut db = filled(place).await;
    let (rule, years) = (rule(), years());
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    let run_on = |today, fails_after| {
        let execution = Execution::new(&plan, &rule, &years, today).digest_key(KEY);
        (execution, Logs { fails_after })
    };
    let (execution, logs) = run_on(day(2026, 7, 3), 3);
    let mut store = SqlPurgeStore::open(&mut db, logs).await.unwrap();
    execution.run(&mut store).await.unwrap_err();
    drop(store);
    assert_eq!(left(&mut db).await.len(), 8);
    // Back, to before the plan.
    let (execution, logs) = run_on(day(2025, 1, 1), usize::MAX);
    let mut store = SqlPurgeStore::open(&mut db, logs).await.unwrap();
    let early = execution.run(&mut store).await;
    drop(store);
    assert!(matches!(early, Err(PurgeError::TooEarly)), "{early:?}");
    assert_eq!(left(&mut db).await.len(), 8);
    // Back, to a day on which the plan was there; it stops once more.
    let (execution, logs) = run_on(day(2026, 7, 1), 2);
    let mut store = SqlPurgeStore::open(&mut db, logs).await.unwrap();
    execution.run(&mut store).await.unwrap_err();
    drop(store);
    assert_eq!(left(&mut db).await.len(), 6);
    // Years ahead: rows that became due meanwhile are not of this plan.
    let (execution, logs) = run_on(day(2029, 1, 1), usize::MAX);
    let mut store = SqlPurgeStore::open(&mut db, logs).await.unwrap();
    let certificate = execution.run(&mut store).await.unwrap();
    drop(store);
    assert_eq!(
        (certificate.disposed(), left(&mut db).await),
        (6, vec![7, 8, 9, 10])
    );
    Certificate::verify_chain(&certificates(&mut db).await.unwrap()).unwrap();
}

each_in_its_own_place!(
    a_hold_that_is_not_committed_yet_is_waited_for_and_seen,
    a_hold_on_a_row_that_is_going_waits_and_is_refused,
    without_a_foreign_key_the_lock_of_the_table_does_the_same,
    two_purges_of_one_plan_end_in_one_certificate,
    a_clock_that_jumps_between_runs_disposes_of_nothing_else,
);
