//! Measurements of the Greffe crates.
