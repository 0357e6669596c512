//! `greffe register schema`

use std::process::ExitCode;

use greffe::register::json_schema;

use crate::output::print;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe register schema > register.schema.json\n\
    An editor that knows it completes keys and codes, in JSON and in TOML (`#:schema ./register.schema.json` on the first line).";

pub(crate) fn run() -> ExitCode {
    print(&format!("{:#}\n", json_schema()));
    ExitCode::SUCCESS
}
