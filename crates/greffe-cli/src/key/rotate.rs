//! `greffe key rotate --keyring FILE`: the next step of a rotation, as far as the keyring goes.

use clap::Args;
use greffe::calendar::{DateTime, Utc};
use greffe::cipher::{KeyEntry, KeyId, KeyState, Keyring, KeyringError};
use greffe::document::Words;
use greffe::terms::Lang;

use super::key_id::told;
use super::{moment, show};
use crate::keyring_option::KeyringOption;
use crate::option_value;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key rotate --keyring keys.json --kek-file kek\n\
    The first run adds a key, standby. Once every instance has loaded the file, the second one, with --seen-everywhere, promotes it.\n\
    Never both at once, unless --no-instance-runs: an instance that does not know the key refuses what others seal under it.\n\
    Then re-seal and re-index what is stale (`greffe field rotate`), and retire the former key (`greffe key retire`): this command cannot count rows.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    keyring: KeyringOption,
    /// Promotes the standby key: the lowest generation of the keyring that any running instance reports
    #[arg(long, value_name = "GENERATION")]
    seen_everywhere: Option<u64>,
    /// States that nothing has this keyring loaded: adds a key, unless one stands by, and promotes it at once
    #[arg(long, conflicts_with = "seen_everywhere")]
    no_instance_runs: bool,
    /// When a new key counts as made, RFC 3339; now unless told
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    at: Option<DateTime<Utc>>,
    #[command(flatten)]
    pub(super) output: Output,
}

/// Why a step is not taken: the option that it is about, and what is the matter.
type NotTaken = (&'static str, Words);

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    let created = moment::seconds(options.at)?;
    let keys = options.keyring.open()?;
    let mut not_taken: Option<NotTaken> = None;
    let mut promoted = true;
    let after = keys.change(|keyring, rng| {
        let step = options.step(keyring).map_err(|why| {
            not_taken = Some(why);
            // Any error keeps the file as it is; this one is not shown.
            KeyringError::GenerationExhausted
        })?;
        match (step, options.seen_everywhere) {
            (Step::Promote(id), Some(seen)) => keyring.promote_seen_everywhere(id, seen),
            (Step::Promote(id), None) => keyring.promote(id),
            (Step::AddAndPromote, _) => {
                let id = keyring.add(created, rng)?;
                keyring.promote(id)
            }
            (Step::Add, _) => {
                promoted = false;
                keyring.add(created, rng).map(drop)
            }
        }
    });
    let after = after.map_err(|error| match (not_taken, told(&error)) {
        (Some((place, words)), _) => Refusal::of(place, words),
        (None, Some(place)) => Refusal::of(place, error),
        (None, None) => options.keyring.refusal(error),
    })?;
    let lang = options.output.lang();
    let answer = show::of(&after, keys.kek_name(), lang);
    let code = if promoted { "reseal" } else { "promote" };
    Ok(answer.and(next(&after, promoted, lang), "next", code.into()))
}

/// What comes next.
#[derive(Clone, Copy)]
enum Step {
    Add,
    AddAndPromote,
    Promote(KeyId),
}

impl Options {
    fn step(&self, keyring: &Keyring) -> Result<Step, NotTaken> {
        let keys = keyring.keys();
        let standby: Vec<KeyId> = keys
            .filter(|key| key.state() == KeyState::Standby)
            .map(KeyEntry::id)
            .collect();
        let promotes = self.seen_everywhere.is_some() || self.no_instance_runs;
        match (standby.as_slice(), promotes) {
            ([], true) if self.no_instance_runs => Ok(Step::AddAndPromote),
            ([], true) => Err(("--seen-everywhere", NONE_STANDS_BY)),
            ([], false) => Ok(Step::Add),
            ([id], true) => Ok(Step::Promote(*id)),
            ([_], false) => Err(("--seen-everywhere", ONE_STANDS_BY)),
            _ => Err(("--keyring", SEVERAL_STAND_BY)),
        }
    }
}

/// What is to be done next, and by whom.
fn next(keyring: &Keyring, promoted: bool, lang: Lang) -> String {
    let generation = keyring.generation();
    if promoted {
        return RESEAL.in_language(lang).to_owned();
    }
    lang.pick(
        format!("Ensuite\u{a0}: une fois la génération {generation} chargée par chaque instance, `greffe key rotate --seen-everywhere {generation}`."),
        format!("Next: once every instance has loaded generation {generation}, `greffe key rotate --seen-everywhere {generation}`."),
    )
}

const RESEAL: Words = Words::new(
    "Ensuite\u{a0}: sceller et indexer de nouveau ce qui est sous l’ancienne clé, puis `greffe key retire`.",
    "Next: re-seal and re-index what is under the former key, then `greffe key retire`.",
);
const ONE_STANDS_BY: Words = Words::new(
    "une clé est déjà en attente\u{a0}: indiquez la génération que chaque instance a chargée, ou retirez la clé (`greffe key discard`)",
    "a key stands by already: say the generation that every instance has loaded, or discard the key (`greffe key discard`)",
);
const NONE_STANDS_BY: Words = Words::new(
    "aucune clé n’est en attente\u{a0}: sans cette option la commande en ajoute une",
    "no key stands by: without this option the command adds one",
);
const SEVERAL_STAND_BY: Words = Words::new(
    "plusieurs clés sont en attente\u{a0}: `greffe key promote` ou `greffe key discard` nomme laquelle",
    "several keys stand by: `greffe key promote` or `greffe key discard` names one",
);
