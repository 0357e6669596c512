//! Measures sealed columns, jobs and stores next to plaintext and prints one table: `load [--database sqlite|URL] [--people N] [--lookups N] [--json]`.
//!
//! Ends with 1 where something fails or the two sides disagree, with 2 where it is not understood; a missed target does not fail.

use std::io::Write as _;
use std::process::ExitCode;

use greffe_benches::compare::Failure;
use greffe_benches::load::{Load, Size, on_postgres, on_sqlite};

struct Asked {
    database: String,
    size: Size,
    as_json: bool,
}

fn main() -> ExitCode {
    let asked = match asked(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(what) => {
            eprintln!(
                "error: {what}\nusage: load [--database sqlite|URL] [--people N] [--lookups N] [--json]"
            );
            return ExitCode::from(2);
        }
    };
    match measure(&asked) {
        Ok(load) => {
            let text = if asked.as_json {
                format!("{:#}", load.json())
            } else {
                load.table()
            };
            // A reader that stops reading is no failure.
            let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(1)
        }
    }
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked = Asked {
        database: "sqlite".to_owned(),
        size: Size::FULL,
        as_json: false,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or(format!("`{argument}` needs a value"))
        };
        let number = |text: String| text.parse().map_err(|_| format!("`{text}` is no number"));
        match argument.as_str() {
            "--json" => asked.as_json = true,
            "--database" => asked.database = value()?,
            "--people" => asked.size.people = number(value()?)?,
            "--lookups" => asked.size.lookups = number(value()?)?,
            unknown => return Err(format!("unknown option `{unknown}`")),
        }
    }
    // Each round has something to look for, and somebody to purge.
    let Size {
        people, lookups, ..
    } = asked.size;
    if people < 300 || lookups < 20 * asked.size.rounds {
        return Err("at least 300 people and 200 lookups".to_owned());
    }
    Ok(asked)
}

fn measure(asked: &Asked) -> Result<Load, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match asked.database.as_str() {
            "sqlite" => on_sqlite(asked.size).await,
            url => on_postgres(url, asked.size).await,
        }
    })
}
