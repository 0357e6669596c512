//! No code. Cargo settles the features of a dependency for all packages that one call names, and builds a dependency again for each set of
//! features. Named beside a crate that is checked alone (`cargo xtask features`), this package settles what derives and build scripts stand on as
//! the whole workspace does, so that they are built once; the crate's own dependencies keep the features that it asks for.
