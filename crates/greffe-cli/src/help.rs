//! What `--help` says, in French too. The declarations are in English; `help.fr.txt` has each of their sentences, a line each, and the French
//! one on the next.

use std::collections::HashMap;

use clap::{Arg, Command};

/// The command with its help in French. Names of commands, options and values are the same in both languages.
pub(crate) fn in_french(mut command: Command) -> Command {
    // `--help` and the command `help` are there from now on, and are put into French too.
    command.build();
    translated(command, &sentences())
}

type Sentences = HashMap<&'static str, &'static str>;

fn sentences() -> Sentences {
    let pairs = include_str!("help.fr.txt").split("\n\n");
    pairs
        .filter_map(|pair| pair.trim_end().split_once('\n'))
        .collect()
}

fn translated(command: Command, french: &Sentences) -> Command {
    let about = command
        .get_about()
        .map(|text| sentence(&text.to_string(), french));
    let end = command
        .get_after_help()
        .map(|text| lines(&text.to_string(), french));
    let command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    let command = match end {
        Some(end) => command.after_help(end),
        None => command,
    };
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Commandes")
        .mut_args(|arg| argument(arg, french))
        .mut_subcommands(|below| translated(below, french))
}

/// As clap's own, with a French heading before the usage.
const TEMPLATE: &str = "{about-with-newline}\nUsage\u{a0}: {usage}\n\n{all-args}{after-help}";

/// The sentence in French, or as it is where nobody wrote one, which a test does not let happen.
fn sentence(english: &str, french: &Sentences) -> String {
    french.get(english).copied().unwrap_or(english).to_owned()
}

/// Line by line: commands and what they are about stand between sentences.
fn lines(english: &str, french: &Sentences) -> String {
    let line = |line: &str| {
        let words = line.trim_start();
        let indent = line.strip_suffix(words).unwrap_or_default();
        match (
            words.strip_prefix("Example: "),
            words.strip_prefix("Examples: "),
        ) {
            (Some(example), _) => format!("Exemple\u{a0}: {example}"),
            (_, Some(example)) => format!("Exemples\u{a0}: {example}"),
            _ => format!("{indent}{}", sentence(words, french)),
        }
    };
    english.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// With what clap adds to a sentence: the default and the possible values.
fn argument(arg: Arg, french: &Sentences) -> Arg {
    let Some(help) = arg.get_help().map(ToString::to_string) else {
        return arg;
    };
    let mut help = sentence(&help, french);
    // `--help` says of itself that `-h` is shorter, and the other way round.
    let longer = arg.get_long_help().map(ToString::to_string);
    let arg = match longer {
        Some(longer) => arg.long_help(sentence(&longer, french)),
        None => arg,
    };
    if !arg.get_action().takes_values() {
        return arg.help(help);
    }
    let defaults: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .collect();
    if !defaults.is_empty() && !arg.is_hide_default_value_set() {
        help.push_str(&format!(" [défaut\u{a0}: {}]", defaults.join(", ")));
    }
    let values = arg.get_possible_values();
    let names: Vec<_> = values.iter().map(|value| value.get_name()).collect();
    if names.is_empty() || arg.is_hide_possible_values_set() {
        return arg.help(help).hide_default_value(true);
    }
    let mut list = format!("{help} [valeurs possibles\u{a0}: {}]", names.join(", "));
    let told: Vec<_> = values
        .iter()
        .filter_map(|value| {
            let about = sentence(&value.get_help()?.to_string(), french);
            Some(format!("- {}\u{a0}: {about}", value.get_name()))
        })
        .collect();
    if !told.is_empty() {
        list = format!("{help}\n\nValeurs possibles\u{a0}:\n{}", told.join("\n"));
    }
    arg.help(help)
        .long_help(list)
        .hide_default_value(true)
        .hide_possible_values(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Arguments;
    use clap::CommandFactory;

    /// Every sentence of a command and of those below it.
    fn said(command: &Command, all: &mut Vec<String>) {
        all.extend(command.get_about().map(ToString::to_string));
        for arg in command.get_arguments() {
            all.extend(arg.get_help().map(ToString::to_string));
            all.extend(arg.get_long_help().map(ToString::to_string));
            for value in arg.get_possible_values() {
                all.extend(value.get_help().map(ToString::to_string));
            }
        }
        let end = command
            .get_after_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        // What follows a line that ends in `\` belongs to the example, as what is indented does; code has no language.
        let sentences = end
            .lines()
            .skip(1)
            .filter(|line| !line.starts_with(' ') && !line.starts_with("years ="));
        all.extend(sentences.map(str::to_owned));
        command.get_subcommands().for_each(|below| said(below, all));
    }

    #[test]
    fn every_sentence_of_every_help_is_there_in_french_and_no_other_is() {
        let french = sentences();
        let mut command = Arguments::command();
        command.build();
        let mut all = Vec::new();
        said(&command, &mut all);
        let missing: Vec<_> = all
            .iter()
            .filter(|text| !french.contains_key(text.as_str()))
            .collect();
        assert!(missing.is_empty(), "{missing:#?}");
        let of_age = ["age1…", "AGE-SECRET-KEY", "passphrase"];
        let is_left_out = |text: &str| {
            cfg!(not(feature = "age")) && of_age.iter().any(|word| text.contains(word))
        };
        let unused: Vec<_> = french
            .keys()
            .filter(|text| !all.iter().any(|said| said == *text) && !is_left_out(text))
            .collect();
        assert!(unused.is_empty(), "{unused:#?}");
    }

    #[test]
    fn french_is_set_as_french_is() {
        for (english, french) in sentences() {
            assert_ne!(english, french, "not in French");
            assert!(!french.contains('\''), "an apostrophe: {french}");
            for mark in [':', ';', '?', '!'] {
                let apart = format!(" {mark}");
                assert!(!french.contains(&apart), "no-break spaces: {french}");
            }
        }
    }
}
