//! Keep the GDPR promises of your privacy documents in code: the facade of the Greffe crates.
