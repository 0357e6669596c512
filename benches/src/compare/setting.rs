//! Under what a comparison ran: how it was built, and what the processor offers.

use std::fmt;
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

/// Says what figures depend on beside the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Cargo's profile: `dev`, `release` or `bench`.
    pub profile: &'static str,
    /// Optimisation of this package.
    pub opt_level: &'static str,
    /// Optimisation at link time, as the manifest or the environment sets it; "default" where neither does.
    pub lto: &'static str,
    /// Code generation units, likewise.
    pub codegen_units: &'static str,
    /// The architecture it was built for.
    pub arch: &'static str,
    /// What the compiler was allowed to take for granted.
    pub target_features: Vec<&'static str>,
    /// What this processor offers, of what cryptography and searches ask for at run time.
    pub processor: Vec<&'static str>,
    /// What the compiler calls itself.
    pub compiler: &'static str,
    /// The day of the run, in UTC.
    pub day: NaiveDate,
}

impl Setting {
    /// Of this program, on this machine.
    #[must_use]
    pub fn of_this_run() -> Self {
        let features = env!("GREFFE_BENCHES_TARGET_FEATURES").split(',');
        Self {
            profile: env!("GREFFE_BENCHES_PROFILE"),
            opt_level: env!("GREFFE_BENCHES_OPT_LEVEL"),
            lto: env!("GREFFE_BENCHES_LTO"),
            codegen_units: env!("GREFFE_BENCHES_CODEGEN_UNITS"),
            arch: env!("GREFFE_BENCHES_TARGET_ARCH"),
            target_features: features.filter(|name| !name.is_empty()).collect(),
            processor: processor(),
            compiler: env!("GREFFE_BENCHES_COMPILER"),
            day: DateTime::<Utc>::from(SystemTime::now()).date_naive(),
        }
    }

    /// The packages that a contestant's name names, each with the version in the lock file that this program was built with.
    ///
    /// ```
    /// use greffe_benches::compare::Setting;
    ///
    /// assert_eq!(Setting::packages_in("greffe, seal"), [("greffe", env!("CARGO_PKG_VERSION"))]);
    /// assert!(Setting::packages_in("plaintext").is_empty());
    /// ```
    #[must_use]
    pub fn packages_in(contestant: &str) -> Vec<(&'static str, &'static str)> {
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let words: Vec<_> = contestant.split(|c| !is_of_name(c)).collect();
        let resolved = env!("GREFFE_BENCHES_VERSIONS").split(' ');
        let resolved = resolved.filter_map(|entry| entry.split_once('='));
        resolved.filter(|(name, _)| words.contains(name)).collect()
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "profile": self.profile,
            "opt_level": self.opt_level,
            "lto": self.lto,
            "codegen_units": self.codegen_units,
            "arch": self.arch,
            "target_features": self.target_features,
            "processor": self.processor,
            "compiler": self.compiler,
            "day": self.day.to_string(),
        })
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "profile {}: opt-level {}, lto {}, codegen-units {}",
            self.profile, self.opt_level, self.lto, self.codegen_units
        )?;
        writeln!(
            f,
            "built for {}: {}",
            self.arch,
            self.target_features.join(" ")
        )?;
        writeln!(f, "found at run time: {}", self.processor.join(" "))?;
        writeln!(f, "{}, {}", self.compiler, self.day)
    }
}

macro_rules! found {
    ($detected:ident: $($name:tt)+) => {{
        let asked = [$(($name, std::arch::$detected!($name))),+];
        asked.into_iter().filter(|(_, found)| *found).map(|(name, _)| name).collect()
    }};
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
fn processor() -> Vec<&'static str> {
    found!(is_x86_feature_detected: "sse4.1" "ssse3" "avx" "avx2" "bmi2" "adx" "aes" "pclmulqdq" "sha" "vaes" "vpclmulqdq"
        "gfni" "avx512f" "avx512bw" "avx512vl")
}

#[cfg(target_arch = "aarch64")]
fn processor() -> Vec<&'static str> {
    found!(is_aarch64_feature_detected: "neon" "aes" "pmull" "sha2" "sha3" "sve")
}

#[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
fn processor() -> Vec<&'static str> {
    Vec::new()
}
