//! `greffe retention …`: a register's rules over records that come as lines of JSON. Memory does not grow with the lines.

mod code;
pub(crate) mod due;
pub(crate) mod explain;
mod lines;
pub(crate) mod plan;
pub(crate) mod rules;
mod session;
pub(crate) mod simulate;
mod source;
mod tally;
