//! Data-subject requests and export bundles whose every field knows its provenance.
