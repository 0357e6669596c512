//! `greffe completions SHELL`

use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::Shell;

use crate::output::print_octets;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe completions bash > greffe.bash\n\
    Bash reads it from ~/.local/share/bash-completion/completions/greffe, zsh as _greffe from a folder of its fpath, fish from\n\
    ~/.config/fish/completions/greffe.fish; PowerShell and elvish from their profile.";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// For which shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(options: &Options, mut command: Command) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command, "greffe", &mut script);
    print_octets(&script);
    ExitCode::SUCCESS
}
