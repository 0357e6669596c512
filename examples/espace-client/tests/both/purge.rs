use std::time::Duration;

use greffe_sqlx::{Backend as _, Statement};

use super::service::{Service, json, selected, without};
use super::{Place, number, rows};

async fn a_dry_run_deletes_nothing_and_the_database_finds_the_rows_that_evaluation_chooses(
    place: impl Place,
) {
    let mut service = Service::filled(place, "hosting", 400);
    let mut any = 0;
    for register in [
        "hosting",
        "call-tracking",
        "bank-communication",
        "paperless-assemblies",
        "software-support",
    ] {
        service = service.keeping(register);
        let db = &mut service.place.connect().await;
        // A hold, and one that is over.
        for (customer, until) in [(3_i64, None), (5, Some("2020-01-01"))] {
            let hold = Statement::new(
                "INSERT INTO holds (customer, reason, since, until) VALUES ($1, 'dispute', $2, $3)",
            );
            let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
            let hold = hold
                .bind(customer)
                .bind(day("2019-01-01"))
                .bind(until.map(day));
            db.execute(hold).await.unwrap();
        }
        let before = rows(db).await;
        service.done(&["purge", "--dry-run"]);
        let by_query = service.plans();
        service.done(&["purge", "--dry-run", "--every-row"]);
        let by_row = service.plans();
        assert_eq!(rows(db).await, before, "{register}");
        assert_eq!(by_query.len(), by_row.len(), "{register}");
        for (query, row) in by_query.iter().zip(&by_row) {
            assert_eq!(query.table(), row.table());
            assert_eq!(query.rule(), row.rule());
            assert_eq!(
                query.selected(),
                row.selected(),
                "{register} {}",
                query.table()
            );
            assert!(query.counts().rows() <= row.counts().rows());
            any += query.selected().len();
        }
    }
    assert!(any > 1_000, "{any} rows in all");
}

async fn a_purge_takes_what_was_planned_and_nothing_else_and_certifies_it(place: impl Place) {
    let service = Service::filled(place, "hosting", 200);
    let db = &mut service.place.connect().await;
    let before = rows(db).await;
    service.done(&["purge", "--dry-run"]);
    let planned = selected(&service.plans());
    let purged = service.done(&["purge"]);
    assert_eq!(rows(db).await, without(&before, &planned));
    let chain = service.certificates();
    let disposed: u64 = chain.iter().map(|certificate| certificate.disposed()).sum();
    let wanted: usize = planned.values().map(|keys| keys.len()).sum();
    assert_eq!(disposed, u64::try_from(wanted).unwrap());
    assert_eq!(purged["rows"], disposed);
    assert!(disposed > 100);
    assert_eq!(greffe_sqlx::certificates(db).await.unwrap(), chain);
    // Surveys became numbers.
    let answers = number(
        db,
        "SELECT CAST(sum(answers) AS bigint) FROM survey_results",
    )
    .await;
    assert_eq!(answers, i64::try_from(planned["surveys"].len()).unwrap());
    // Again: nothing is left to do.
    assert_eq!(service.done(&["purge"])["rows"], 0);
    assert_eq!(service.certificates(), chain);
    assert_eq!(rows(db).await, without(&before, &planned));
}

async fn two_purges_at_once_take_each_row_once(place: impl Place) {
    let service = Service::filled(place, "hosting", 600);
    let db = &mut service.place.connect().await;
    let before = rows(db).await;
    service.done(&["purge", "--dry-run"]);
    let planned = selected(&service.plans());
    let jobs: Vec<_> = (0..3).map(|_| service.start(&["purge"])).collect();
    let mut taken = 0;
    for job in jobs {
        let output = job.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        taken += json(&output)["rows"].as_u64().unwrap();
    }
    let wanted: usize = planned.values().map(|keys| keys.len()).sum();
    assert_eq!(taken, u64::try_from(wanted).unwrap());
    assert_eq!(rows(db).await, without(&before, &planned));
    service.certificates();
}

async fn a_purge_that_is_killed_anywhere_comes_to_its_end_with_nothing_lost_or_done_twice(
    place: impl Place,
) {
    let service = Service::filled(place, "hosting", 2_500);
    let db = &mut service.place.connect().await;
    let before = rows(db).await;
    service.done(&["purge", "--dry-run"]);
    let planned = selected(&service.plans());
    let mut killed = 0;
    for attempt in 0..16_u64 {
        let delay = Duration::from_millis(5 + (attempt * 7919) % 397);
        killed += u32::from(service.killed_after(&["purge"], delay));
        let there = rows(db).await;
        for (table, keys) in &there {
            let kept = &before[table];
            assert!(keys.is_subset(kept));
            let gone = kept.difference(keys);
            let of_plan = planned.get(table).cloned().unwrap_or_default();
            assert!(gone.copied().all(|key| of_plan.contains(&key)), "{table}");
        }
    }
    assert!(killed >= 5, "{killed} kills came in time");
    service.done(&["purge"]);
    assert_eq!(rows(db).await, without(&before, &planned));
    let chain = service.certificates();
    let disposed: u64 = chain.iter().map(|certificate| certificate.disposed()).sum();
    let gone: u64 = chain.iter().map(|certificate| certificate.gone()).sum();
    let wanted: usize = planned.values().map(|keys| keys.len()).sum();
    assert_eq!((disposed, gone), (u64::try_from(wanted).unwrap(), 0));
    let answers = number(
        db,
        "SELECT CAST(sum(answers) AS bigint) FROM survey_results",
    )
    .await;
    assert_eq!(answers, i64::try_from(planned["surveys"].len()).unwrap());
    let open = std::fs::read_dir(service.home().join("open-plans"));
    assert_eq!(open.map_or(0, |open| open.count()), 0, "no plan is open");
}

async fn a_hold_that_comes_between_plan_and_execution_keeps_every_row_of_its_customer(
    place: impl Place,
) {
    let service = Service::filled(place, "hosting", 200);
    let db = &mut service.place.connect().await;
    service.done(&["purge", "--dry-run"]);
    let planned = selected(&service.plans());
    let customer = *planned["customers"].first().unwrap();
    let hold =
        Statement::new("INSERT INTO holds (customer, reason, since) VALUES ($1, 'dispute', $2)");
    let since: chrono::NaiveDate = "2026-11-23".parse().unwrap();
    db.execute(hold.bind(customer).bind(since)).await.unwrap();
    service.done(&["purge"]);
    for table in ["customers", "invoices", "contracts", "tickets"] {
        let column = if table == "customers" {
            "id"
        } else {
            "customer"
        };
        let asked = Statement::new("SELECT count(*) FROM ")
            .push(table)
            .push(" WHERE ");
        let asked = asked.push(column).push(" = ").value(customer);
        let left: i64 = db.row(asked).await.unwrap().unwrap().first().unwrap();
        assert!(left > 0, "{table}");
    }
}

each_in_its_own_place!(
    a_dry_run_deletes_nothing_and_the_database_finds_the_rows_that_evaluation_chooses,
    a_purge_takes_what_was_planned_and_nothing_else_and_certifies_it,
    two_purges_at_once_take_each_row_once,
    a_purge_that_is_killed_anywhere_comes_to_its_end_with_nothing_lost_or_done_twice,
    a_hold_that_comes_between_plan_and_execution_keeps_every_row_of_its_customer,
);
