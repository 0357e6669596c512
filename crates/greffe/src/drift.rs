//! The gate against drift, for the team's own tests: `greffe_register::drift`, and [`AssertClean`].
//!
//! ```
//! use greffe::PersonalData;
//! use greffe::drift::{self, AssertClean, Schema, SchemaColumn, SchemaTable, Stored};
//! use greffe::register::Register;
//!
//! #[derive(PersonalData)]
//! #[personal(processing = "NWS-01", table = "subscribers")]
//! struct SubscriberRow {
//!     #[personal(category = "identity")]
//!     email: String,
//! }
//!
//! let register = Register::from_toml(r#"
//!     organisation = { name = "Atelier Hélianthe" }
//!     [[processing]]
//!     ref = "NWS-01"
//!     name = "Newsletter"
//!     data = [{ category = "identity", fields = ["email"], held_in = ["subscribers"], retention = { keep = "P3Y", after = "contract_end" } }]
//! "#)?;
//! // What `greffe_sqlx::schema_of` reads out of a database.
//! let schema = Schema::new([SchemaTable::new("subscribers").column(SchemaColumn::new("email", Stored::Text))]);
//! let report = drift::check(&register, &schema, [SubscriberRow::declaration()]).assert_clean();
//! let undetermined: Vec<_> = report.iter().map(|finding| finding.check().id()).collect();
//! assert_eq!(undetermined, ["GRF-D044"]); // nothing was said of jobs
//! # Ok::<(), greffe::register::RegisterError>(())
//! ```

pub use greffe_register::drift::*;

/// A report, held to be clean by a test. For tests only: a service asks [`DriftReport::into_result`].
pub trait AssertClean {
    /// The report, which has neither an error nor a warning that the register does not allow.
    ///
    /// # Panics
    /// If it has one, with the report in English.
    #[track_caller]
    fn assert_clean(self) -> Self;
}

impl AssertClean for DriftReport {
    fn assert_clean(self) -> Self {
        assert!(
            self.is_clean(),
            "register, code and database have drifted apart\n{self}"
        );
        self
    }
}
