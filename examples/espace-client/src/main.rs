//! A host service that keeps the promises of its register with Greffe.
//!
//! `demo` carries one register all the way: it fills an embedded SQLite file with synthetic people, seals their fields, finds a
//! customer by IBAN, takes and withdraws a consent, answers an access request, computes and explains retention dates, plans and
//! executes a purge, rotates the key, and prints one page of what happened.

mod access_step;
mod bulk;
mod catalogue;
mod ciphers;
mod consent_step;
mod database;
mod demo;
mod error;
mod facts;
mod feed;
mod fill;
mod jobs;
mod page;
mod people;
mod purge_step;
mod register_step;
mod retention_step;
mod rotation_step;
mod seal_step;
mod sources;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use greffe::terms::Lang;

#[derive(Parser)]
#[command(name = "espace-client", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Shows the whole mission on synthetic people, in under a minute
    Demo(demo::Options),
}

fn lang(text: &str) -> Result<Lang, String> {
    text.parse().map_err(|_| "fr or en".to_owned())
}

#[tokio::main]
async fn main() -> ExitCode {
    let Command::Demo(options) = Arguments::parse().command;
    match demo::run(&options).await {
        Ok(page) => {
            println!("{page}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("espace-client: {}", error.in_language(options.lang));
            ExitCode::from(error.exit_code())
        }
    }
}
