//! The register of processing activities as a typed, linted, rendered and executed data model.
