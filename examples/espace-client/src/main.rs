//! A host service that keeps the promises of its register with Greffe, on SQLite or PostgreSQL.
//!
//! `demo` carries one register all the way: it fills a database with synthetic people, seals their fields, finds a
//! customer by IBAN, takes and withdraws a consent, answers an access request, computes and explains retention dates, plans and
//! executes a purge, rotates the key, and prints one page of what happened. The other commands do one of these things on a database that stays.
//!
//! | module | what |
//! | --- | --- |
//! | `commands`, `demo` | what an operator asks for, and what is said of it |
//! | `rows`, `catalogue` | what the tables hold: row types, columns, what each dates |
//! | `declared` | what all of it is to the register, for the gate against drift |
//! | `customers`, `consents`, `requests`, `exports` | what the service does for a person |
//! | `web` | the privacy centre and its API |
//! | `retention`, `rotation`, `restore` | what runs at night |
//! | `fill` | synthetic people |
//! | `database`, `home`, `register`, `files` | where everything stands |

mod catalogue;
mod commands;
mod consents;
mod customers;
mod database;
mod declared;
mod demo;
mod error;
mod exports;
mod files;
mod fill;
mod home;
mod register;
mod requests;
mod restore;
mod retention;
mod rotation;
mod rows;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use greffe::terms::Lang;

#[derive(Parser)]
#[command(
    name = "espace-client",
    version,
    about,
    after_help = "Exit status: 0 fine; 1 ran to the end with something left to look at, or the database failed (run again: nothing is lost); \
                  2 usage, or what was given cannot be used."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Shows the whole mission on synthetic people, in under a minute
    Demo(demo::Options),
    /// Makes the keys and the tables, or brings the tables up to date
    Migrate(commands::migrate::Options),
    /// Fills an empty database with synthetic people
    Fill(commands::fill::Options),
    /// Finds customers by IBAN
    Find(commands::find::Options),
    /// Plans what the register no longer lets the service keep, and disposes of it
    Purge(commands::purge::Options),
    /// Changes the key of the sealed columns while lookups go on
    Rotate(commands::rotate::Options),
    /// Compares the register with the tables, the jobs and the site
    Drift(commands::drift::Options),
    /// Writes everything about one customer, who asked for it, to a file
    Export(commands::export::Options),
    /// Serves the privacy centre and its API
    Serve(commands::serve::Options),
    /// Makes a token that lets one customer into the privacy centre
    Token(commands::token::Options),
    /// Checks a database that may come out of a backup before requests are served from it
    RestoreCheck(commands::restore_check::Options),
}

fn lang(text: &str) -> Result<Lang, String> {
    text.parse().map_err(|_| "fr or en".to_owned())
}

#[tokio::main]
async fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Demo(options) => {
            let page = demo::run(&options).await;
            let said = page.map(commands::Report::page);
            options.keeping.end(said)
        }
        Command::Migrate(options) => options.keeping.end(commands::migrate::run(&options).await),
        Command::Fill(options) => options.keeping.end(commands::fill::run(&options).await),
        Command::Find(options) => options.keeping.end(commands::find::run(&options).await),
        Command::Purge(options) => options.keeping.end(commands::purge::run(&options).await),
        Command::Rotate(options) => options.keeping.end(commands::rotate::run(&options).await),
        Command::Drift(options) => options.keeping.end(commands::drift::run(&options).await),
        Command::Export(options) => options.keeping.end(commands::export::run(&options).await),
        Command::Serve(options) => options.keeping.served(commands::serve::run(&options).await),
        Command::Token(options) => options.keeping.end(commands::token::run(&options).await),
        Command::RestoreCheck(options) => options
            .keeping
            .end(commands::restore_check::run(&options).await),
    }
}
