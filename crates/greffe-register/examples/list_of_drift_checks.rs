//! Prints `DRIFT.md`: every check of the gate against drift as a table.

use std::io::{self, Write};

use greffe_register::drift;
use greffe_terms::Lang;

fn main() -> io::Result<()> {
    io::stdout().write_all(drift::list_in_markdown(Lang::En).as_bytes())
}
