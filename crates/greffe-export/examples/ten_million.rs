//! Ten million records, or as many as the argument says, to files on disk and into an archive: how long it takes and what it takes of memory.
//! `cargo run --release -p greffe-export --example ten_million`. Fails where the peak is 32 MiB or more. Linux only: the peak is the kernel's `VmHWM`.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter};
use std::time::Instant;

use chrono::{NaiveDate, TimeZone, Utc};
use greffe_export::{
    Art15Information, Contact, Field, Kind, Package, Provenance, PurposeInformation, Records,
    Request, Right, Value,
};
use greffe_terms::{DataCategory, LegalBasis, Text};

// MiB, of the whole process.
const LIMIT: u64 = 32;

fn main() -> Result<(), Box<dyn Error>> {
    let records: u64 = match std::env::args().nth(1) {
        Some(records) => records.parse()?,
        None => 10_000_000,
    };
    let day = NaiveDate::from_ymd_opt(2026, 3, 2).ok_or("no such day")?;
    let mut request = Request::received("R-2026-17".parse()?, Right::Access, day);
    request.scope(day)?;
    let mut information = Art15Information::new(Contact {
        name: Text::plain("Atelier Hélianthe"),
        address: None,
    });
    let basis = Some(LegalBasis::Contract);
    information.purposes.push(PurposeInformation::new(
        "account".parse()?,
        Text::plain("Account"),
        basis,
    ));
    let field = |name: &str, kind| -> Result<Field, Box<dyn Error>> {
        let field = Field::new(
            name,
            DataCategory::Connection,
            Provenance::Observed,
            "account".parse()?,
        );
        Ok(field.of_kind(kind))
    };
    let fields = vec![
        field("at", Kind::Instant)?,
        field("number", Kind::Integer)?,
        field("page", Kind::Text)?,
        field("agent", Kind::Text)?,
    ];
    let rows = (0..records).map(|place| {
        let number = i64::try_from(place).unwrap_or(i64::MAX);
        vec![
            Value::from(Utc.timestamp_opt(1_700_000_000 + number, 0).single()),
            Value::from(number),
            Value::text(format!("/account/orders/{place}")),
            Value::from("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
        ]
    });

    let begun = Instant::now();
    let package = Package::for_request(&request, information)
        .source(Records::whole("visits", fields, rows))
        .dated(day);
    let archive = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
    let done = package.write_zip_with(archive, || -> io::Result<File> { tempfile::tempfile() })?;
    let seconds = begun.elapsed().as_secs_f64();
    let peak = peak_kib()? / 1024;
    println!(
        "{records} records, {} bytes of payload, {seconds:.1} s, peak memory {peak} MiB",
        done.payload_bytes()
    );
    if peak >= LIMIT {
        return Err(format!("{peak} MiB are {LIMIT} or more").into());
    }
    Ok(())
}

fn peak_kib() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next());
    Ok(kib.ok_or("no VmHWM")?.parse()?)
}
