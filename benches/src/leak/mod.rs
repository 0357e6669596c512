//! Whether the time of an operation tells which of two classes its input is of.
//!
//! After Oscar Reparaz, Josep Balasch, Ingrid Verbauwhede, "Dude, is my code constant time?" (DATE 2017): inputs of two classes are drawn at
//! random and interleaved, each call is timed by itself, and Welch's t-test asks whether both classes have one mean. Long calls, in which
//! something else used the processor, hide small differences: the test is repeated over the calls below each of a row of percentiles, and the
//! largest |t| counts.
//!
//! | module | what |
//! | --- | --- |
//! | `welch` | mean, variance, t |
//! | `trial` | drawing, timing, cropping, the verdict |
//! | `det` | tokens of suite 1 that are wrong in one place |
//!
//! Inputs are made so that nothing but their content differs by class. Tokens chosen out of two stored ones gave up to 0.25 ns and |t| 13: the
//! caches told the places apart, not the code the contents.
//!
//! What it finds is there; what it does not find may be there all the same, below what this machine and this number of calls resolve. It says
//! nothing about other processors, and only the first moment is tested. The constant-time comparison itself is `subtle`'s.

#[cfg(feature = "peers")]
pub mod det;
mod trial;
mod welch;

pub use trial::{Class, Dice, Trial, Verdict};
pub use welch::{Sample, t};
