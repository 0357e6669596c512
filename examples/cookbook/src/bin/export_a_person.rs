//! Exports a person: a request for access becomes a package, an archive that verifies, and a letter.
//!
//! `cargo run -p cookbook --bin export_a_person`; with `-- --damaged` a row cannot be read, and the gap is told.

use std::error::Error;
use std::fs::File;
use std::path::Path;

use greffe::RegisterExt as _;
use greffe::calendar::NaiveDate;
use greffe::cipher::{Context, Deterministic, Iban, KeyId, Keyring, MasterKey};
use greffe::export::{
    Authority, Correspondence, Decimal, Done, Field, Kind, Package, Provenance, Records, Request,
    Right, Source, SourceFailure, verify_zip,
};
use greffe::register::Register;
use greffe::terms::{DataCategory, Lang, PurposeId};
use greffe_sqlx::SealedColumn;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, FromRow};

/// Read at start in a service: `std::fs::read_to_string("register.toml")`.
const REGISTER: &str = include_str!("../../register.toml");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let register = Register::from_toml(REGISTER)?;
    let folder = tempfile::tempdir()?;
    let archive = folder.path().join("R-2026-17.zip");
    let mut db = database().await?;
    if std::env::args().any(|argument| argument == "--damaged") {
        let damage = "UPDATE invoices SET iban = x'00' WHERE id = 2";
        sqlx::raw_sql(damage).execute(&mut db).await?;
    }

    let mut request = Request::received("R-2026-17".parse()?, Right::Access, day("2026-11-02")?)
        .also(Right::Portability);
    request.scope(day("2026-11-03")?)?; // the person is identified: data may leave
    let done = write(&mut db, &register, &request, &archive).await?;
    println!("{}", done.completeness().summary(Lang::En));
    // A gap is never silent: a source that failed, or that the register knows and nobody gave.
    if !done.completeness().is_complete() {
        return Err(done.completeness().to_string().into());
    }
    let verified = verify_zip(File::open(&archive)?)?;
    println!("the archive is intact: {}", verified.is_intact());

    // Somebody has looked at it: it leaves, with its letter.
    request.collect(day("2026-11-04")?)?;
    request.review(day("2026-11-05")?)?;
    for right in [Right::Access, Right::Portability] {
        request.grant(right, day("2026-11-05")?)?;
    }
    let sender = register.controller();
    let letter = Correspondence::new(sender, Authority::cnil(), Lang::En, day("2026-11-05")?)
        .enclosing(done.completeness()) // what the package lacks, the letter says too
        .answer(&request)?
        .addressed_to("Ana Lima");
    println!("the letter: {}, saying", letter.subject());
    for element in letter.elements() {
        println!("  {}", element.label(Lang::En));
    }
    std::fs::write(folder.path().join("R-2026-17.html"), letter.to_html())?;
    Ok(())
}

/// What the service holds of customer 7, into one archive.
async fn write(
    db: &mut SqliteConnection,
    register: &Register,
    request: &Request,
    archive: &Path,
) -> Result<Done, Box<dyn Error>> {
    // Purposes, recipients, periods, rights: what Art. 15 wants told stands in the register.
    let information = register.art15_information(&["FAC-01"])?;
    let package = Package::for_request(request, information)
        .source(invoices(db, 7).await?)
        .expected(["invoices"])
        .language(Lang::En)
        .dated(day("2026-11-04")?);
    Ok(package.write_zip(File::create_new(archive)?)?)
}

/// One person's rows fit into memory; what may not is fed page by page (`Records::fed`, in `espace-client`).
/// `use<>`: what comes out holds nothing of the connection, so that the next source may have it.
async fn invoices(
    db: &mut SqliteConnection,
    of: i64,
) -> Result<impl Source + use<>, Box<dyn Error>> {
    let purpose: PurposeId = "invoicing".parse()?;
    let field = |name: &str, by| Field::new(name, DataCategory::Economic, by, purpose.clone());
    let fields = vec![
        field("iban", Provenance::Provided), // theirs, and portable (Art. 20)
        field("amount", Provenance::Observed)
            .of_kind(Kind::Decimal)
            .labelled("Montant", "Amount"),
        field("paid", Provenance::Observed)
            .of_kind(Kind::Date)
            .labelled("Payée le", "Paid on"),
    ];
    let ibans = ibans()?;
    let rows = sqlx::query("SELECT iban, cents, paid FROM invoices WHERE customer = ? ORDER BY id")
        .bind(of)
        .fetch_all(db)
        .await?;
    // What cannot be read ends the source, and the package says that it is incomplete.
    let rows = rows.into_iter().map(move |row| {
        let (sealed, cents, paid): (SealedColumn<Iban>, i64, Option<String>) =
            FromRow::from_row(&row).map_err(|_| SourceFailure::Unreadable)?;
        let iban = ibans
            .open(&sealed.0)
            .map_err(|_| SourceFailure::Unreadable)?;
        let paid: Option<NaiveDate> = match paid {
            Some(day) => Some(day.parse().map_err(|_| SourceFailure::Unreadable)?),
            None => None,
        };
        Ok(vec![
            iban.expose().into(),
            Decimal::new(cents, 2).into(),
            paid.into(),
        ])
    });
    Ok(Records::new("invoices", fields, rows).labelled("Vos factures", "Your invoices"))
}

/// A known key, so that this program is the same each time: see `vault_keys` for yours.
fn ibans() -> Result<Deterministic<Iban>, Box<dyn Error>> {
    let id = KeyId::new(1).ok_or("zero")?;
    let keyring = Keyring::single(id, 1_780_000_000, MasterKey::from_bytes([1; 32]));
    Ok(keyring
        .cipher(Context::new("invoices", "iban"))?
        .deterministic())
}

async fn database() -> Result<SqliteConnection, Box<dyn Error>> {
    let mut db = SqliteConnectOptions::new()
        .in_memory(true)
        .connect()
        .await?;
    sqlx::raw_sql(
        "CREATE TABLE invoices (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, iban BLOB NOT NULL, cents INTEGER NOT NULL, paid TEXT) STRICT"
    )
    .execute(&mut db)
    .await?;
    let iban: Iban = "FR14 2004 1010 0505 0001 3M02 606".parse()?;
    for (cents, paid) in [(12_900, Some("2026-02-01")), (4_550, None)] {
        sqlx::query("INSERT INTO invoices (customer, iban, cents, paid) VALUES (7, ?, ?, ?)")
            .bind(SealedColumn(ibans()?.seal(&iban)))
            .bind(cents)
            .bind(paid)
            .execute(&mut db)
            .await?;
    }
    Ok(db)
}

fn day(text: &str) -> Result<NaiveDate, Box<dyn Error>> {
    Ok(text.parse()?)
}
