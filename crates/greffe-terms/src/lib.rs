//! Shared GDPR vocabulary: legal bases, data categories, channels, citations, languages, dated legal tables.
