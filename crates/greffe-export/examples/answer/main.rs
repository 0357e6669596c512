//! A service that answers a person, from the stored request to the letter:
//! `cargo run -p greffe-export --example answer -- /tmp/answer`. Everybody in it is invented.

mod folder;

use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::{env, io};

use chrono::NaiveDate;
use greffe_calendar::{Calendar, Place};
use greffe_export::{
    Art15Information, Attachment, Attachments, Authority, Contact, Correspondence, Decimal, Done,
    Evidence, Field, Kind, Package, Provenance, PurposeInformation, Records, Redaction, Request,
    Right, SigningKey, Source, SourceFailure, Value, verify_signed_zip,
};
use greffe_terms::{DataCategory, Lang, LegalBasis, Text};

use folder::Folder;

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let desk = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "answer".to_owned()));
    fs::create_dir_all(desk.join("letters"))?;
    fs::write(desk.join("letters/2025-06-01.txt"), "Bonjour.\n")?;

    // The day of receipt: the file is opened, and the person hears by when the answer comes.
    let stored = desk.join("R-2026-17.json");
    let request = Request::received("R-2026-17".parse()?, Right::Access, day(2)?)
        .also(Right::Portability)
        .with_evidence(Evidence::Email);
    fs::write(&stored, request.to_json())?;
    let france = Calendar::of(Place::France);
    let letter = letters(day(2)?).acknowledgement(&request, &france)?;
    println!("{}\n", letter.to_text());

    // Every later day: read, take a step, write back.
    let mut request = Request::from_json(&fs::read_to_string(&stored)?)?;
    request.scope(day(3)?)?;
    fs::write(&stored, request.to_json())?;

    // The package. Killed at any moment, the same call goes on in `R-2026-17.zip.staging`.
    let key = SigningKey::from_pem(KEY)?;
    let archive = desk.join("R-2026-17.zip");
    let done = write(&request, &key, &desk, &archive)?;
    if !done.completeness().is_complete() {
        // A source failed, or one that is expected was not given: repair it and write anew, or send and say so.
        return Err(done.completeness().to_string().into());
    }
    let verified = verify_signed_zip(File::open(&archive)?, &key.verifying_key())?;
    assert!(verified.is_intact(), "{:?}", verified.differences());

    // Somebody looked at it; then it leaves, with its letter.
    request.collect(day(5)?)?;
    request.review(day(6)?)?;
    request.grant(Right::Access, day(6)?)?;
    request.grant(Right::Portability, day(6)?)?;
    fs::write(&stored, request.to_json())?;
    // What the package lacks, the letter says too.
    let letter = letters(day(6)?)
        .enclosing(done.completeness())
        .answer(&request)?
        .addressed_to(PERSON);
    fs::write(desk.join("R-2026-17.html"), letter.to_html())?;
    println!("{}", done.completeness().summary(Lang::En));
    Ok(())
}

fn write(
    request: &Request,
    key: &SigningKey,
    desk: &Path,
    archive: &Path,
) -> Result<Done, Failure> {
    let staging = PathBuf::from(format!("{}.staging", archive.display()));
    let part = PathBuf::from(format!("{}.part", archive.display()));
    let file = File::create(&part)?;
    let done = package(request, key, desk)?.write_staged_zip_then(
        &mut Folder(staging.clone()),
        &file,
        || {
            file.sync_all()?;
            fs::rename(&part, archive)
        },
    )?;
    fs::remove_dir_all(staging)?;
    Ok(done)
}

fn package<'p>(
    request: &'p Request,
    key: &'p SigningKey,
    desk: &Path,
) -> Result<Package<'p>, Failure> {
    // Art. 15(4): decided for this person, by an office, on a day.
    let reason = Text::plain("the adviser asked not to be named");
    let hidden = Redaction::new("r1", "customers", "adviser", reason, day(4)?, "DPO")
        .where_record(|record| record.last() == Some(&Value::from(true)));
    Ok(Package::for_request(request, information()?)
        .source(customers()?)
        .attachments(correspondence(&desk.join("letters"))?)
        .redacted(hidden)
        .expected(["customers", "letters"])
        .addressed_to(PERSON)
        .language(Lang::En)
        .dated(day(5)?)
        .signed_with(key))
}

/// A row as the service has it.
struct Customer {
    id: i32,
    email: String,
    born: Option<NaiveDate>,
    balance_cents: i64,
    adviser: String,
    adviser_objects: bool,
}

fn customers() -> Result<impl Source, Failure> {
    let account = || "account".parse();
    let identity = |name: &str, provenance| -> Result<Field, Failure> {
        Ok(Field::new(
            name,
            DataCategory::Identity,
            provenance,
            account()?,
        ))
    };
    let fields = vec![
        identity("id", Provenance::Inferred)?.of_kind(Kind::Integer),
        identity("email", Provenance::Provided)?.labelled("Adresse", "E-mail address"),
        identity("born", Provenance::Provided)?.of_kind(Kind::Date),
        identity("balance", Provenance::Observed)?.of_kind(Kind::Decimal),
        identity("adviser", Provenance::ThirdParty)?.about_someone_else(),
        identity("adviser_objects", Provenance::ThirdParty)?.of_kind(Kind::Boolean),
    ];
    let rows = rows_of_the_person().map(|row| {
        let row = row?;
        Ok(vec![
            row.id.into(),
            row.email.into(),
            row.born.into(),
            Decimal::new(row.balance_cents, 2).into(),
            row.adviser.into(),
            row.adviser_objects.into(),
        ])
    });
    Ok(Records::new("customers", fields, rows).labelled("Votre fiche", "Your record"))
}

/// As a database gives them: any may fail to come, and what came before stays.
fn rows_of_the_person() -> impl Iterator<Item = Result<Customer, SourceFailure>> {
    (0..2).map(|place| {
        Ok(Customer {
            id: place,
            email: format!("ada{place}@example.org"),
            born: None,
            balance_cents: -5,
            adviser: "M. Exemple".to_owned(),
            adviser_objects: place == 1,
        })
    })
}

/// Every file of a folder, by name: a folder has no order of its own, and the package's bytes follow it.
fn correspondence(folder: &Path) -> Result<Attachments<'static>, Failure> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    let content = Field::new(
        "letter",
        DataCategory::Other,
        Provenance::Provided,
        "account".parse()?,
    );
    let files = paths.into_iter().map(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.into_owned();
        Ok(Attachment::opened_late(name, "text/plain", || {
            File::open(path)
        }))
    });
    Ok(Attachments::new("letters", content, files).labelled("Vos courriers", "Your letters"))
}

/// In earnest from the register: `greffe::RegisterExt::art15_information`.
fn information() -> Result<Art15Information, Failure> {
    let mut information = Art15Information::new(controller());
    information.purposes.push(PurposeInformation::new(
        "account".parse()?,
        Text::plain("Keep your account"),
        Some(LegalBasis::Contract),
    ));
    Ok(information)
}

fn letters(dated: NaiveDate) -> Correspondence {
    Correspondence::new(controller(), Authority::cnil(), Lang::En, dated)
}

fn controller() -> Contact {
    Contact {
        name: Text::plain("Atelier Hélianthe"),
        address: Some("12 rue des Tournesols, 44000 Nantes".to_owned()),
    }
}

fn day(day: u32) -> Result<NaiveDate, Failure> {
    NaiveDate::from_ymd_opt(2026, 3, day).ok_or_else(|| "no such day".into())
}

const PERSON: &str = "Ada Exemple";

// In earnest from where the service keeps secrets: `openssl genpkey -algorithm ed25519`.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
