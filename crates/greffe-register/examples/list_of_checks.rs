//! Prints `LINT.md`: every check of the linter as a table.

use std::io::{self, Write};

use greffe_register::lint;
use greffe_terms::Lang;

fn main() -> io::Result<()> {
    io::stdout().write_all(lint::list_in_markdown(Lang::En).as_bytes())
}
