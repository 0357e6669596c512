//! Retention rules that run: dates, verdicts, cutoffs and purge plans.
