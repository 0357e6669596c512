//! Consent state: an append-only ledger and one decision with its reason and the law.
