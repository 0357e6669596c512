//! `restore-check`: whether requests may be served from a database that may come out of a backup.

use std::path::PathBuf;

use clap::Args;
use greffe::terms::Lang;
use serde_json::json;

use super::{Keeping, Kept, Report};
use crate::database::{Exclusive, Place, is_current, on_database};
use crate::error::HostError;
use crate::restore::{Restored, check};
use crate::retention::Purge;

/// What the operator says.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: espace-client restore-check --home /srv/espace-client\n\
    Run it on every restored database before anything else. Exit status 1: no request may be served yet."
)]
pub(crate) struct Options {
    /// The folder of the keys, and of what was kept outside the database
    #[arg(long)]
    home: PathBuf,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

/// Checks, lets go again what had come back, and says whether requests may be served.
pub(crate) async fn run(options: &Options) -> Result<Report, HostError> {
    let kept = options.keeping.open(&options.home)?;
    on_database!(&kept.database, |place| on(place, &kept).await)
}

async fn on<P: Place>(place: &P, kept: &Kept) -> Result<Report, HostError> {
    let digest_key = kept.home.digest_key()?;
    let keyring = kept.home.keyring()?;
    let purge = Purge {
        register: &kept.register,
        today: kept.today,
        digest_key: &digest_key,
        home: &kept.home,
    };
    let mut db = place.connect().await?;
    is_current(&mut db).await?;
    let bar = super::spinner();
    let _lock = place.lock(Exclusive::Purge).await?;
    let found = check(&mut db, purge, &keyring, |table| bar.set_message(table)).await?;
    bar.finish_and_clear();
    Ok(report(&found, kept))
}

fn report(found: &Restored, kept: &Kept) -> Report {
    let Restored {
        was_restored,
        came_back,
        disposed,
        held,
        unclear,
        due,
        choices,
        choices_forgotten,
        lacks_choices,
        unreadable,
    } = *found;
    let may_serve = found.may_serve();
    let fr = if may_serve {
        "Les demandes peuvent être servies."
    } else {
        "Aucune demande ne peut encore être servie."
    };
    let en = if may_serve {
        "Requests may be served."
    } else {
        "No request may be served yet."
    };
    let lack = match (lacks_choices, kept.lang) {
        (false, _) => "",
        (true, Lang::Fr) => ", d’autres manquent",
        (true, Lang::En) => ", others are missing",
    };
    let text = kept.lang.pick(
        format!("{came_back} lignes revenues, {disposed} de nouveau traitées, {held} retenues, {unclear} à examiner, {due} à purger\u{a0}; {choices} choix rétablis, {choices_forgotten} de nouveau oubliés{lack}\u{a0}; {unreadable} valeurs scellées illisibles. {fr}"),
        format!("{came_back} rows came back, {disposed} went again, {held} are held, {unclear} to look at, {due} to purge; {choices} choices put back, {choices_forgotten} forgotten again{lack}; {unreadable} sealed values that no key opens. {en}"),
    );
    let json = json!({
        "was_restored": was_restored,
        "came_back": came_back,
        "disposed": disposed,
        "held": held,
        "unclear": unclear,
        "due": due,
        "choices": choices,
        "choices_forgotten": choices_forgotten,
        "lacks_choices": lacks_choices,
        "unreadable": unreadable,
        "may_serve": may_serve,
    });
    Report::new(text, json).finished(may_serve)
}
