//! `greffe manual DIR`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Command};
use clap_mangen::Man;
use greffe::terms::Lang;

use crate::aside::NoAside;
use crate::output::{complain, print};
use crate::whole_file;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe manual man1\n\
    Writes a page a command, greffe.1, greffe-register-check.1 …, and prints their names; `man -l man1/greffe.1` reads one.";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The folder of the pages, which may be there already; a page of the same name is replaced
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(crate) fn run(options: &Options, mut command: Command, lang: Lang) -> ExitCode {
    // What is global, and the names that stand in the usage lines, reach the subcommands here only.
    command.build();
    let mut names = Vec::new();
    let folder = &options.folder;
    let written = fs::create_dir_all(folder).map_err(NoAside::from);
    match written.and_then(|()| pages(&command, "greffe", folder, &mut names)) {
        Ok(()) => {
            print(&names.concat());
            ExitCode::SUCCESS
        }
        Err(why) => {
            let refusal = why.refusal(&folder.display().to_string());
            complain(&refusal.in_language(lang));
            ExitCode::from(2)
        }
    }
}

/// A page for the command and for each below it.
fn pages(
    command: &Command,
    name: &str,
    folder: &Path,
    names: &mut Vec<String>,
) -> Result<(), NoAside> {
    let (file, mut page) = (format!("{name}.1"), Vec::new());
    Man::new(command.clone()).render(&mut page)?;
    whole_file::replace(&folder.join(&file), &page)?;
    names.push(format!("{file}\n"));
    command
        .get_subcommands()
        .filter(|below| below.get_name() != "help")
        .try_for_each(|below| {
            pages(
                below,
                &format!("{name}-{}", below.get_name()),
                folder,
                names,
            )
        })
}
