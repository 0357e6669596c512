//! Typed personal fields and searchable, deterministic field encryption with key rotation.
