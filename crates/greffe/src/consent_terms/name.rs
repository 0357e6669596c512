//! The ids under which a policy knows what the register names without one: trackers and collection modes.

use greffe_register::{CollectionMode, Tracker};
use greffe_terms::{Lang, PurposeId};

/// The purpose of a policy under which a tracker is decided: `tracker.`, its site and its name, with hyphens for what an id cannot hold.
/// `None` where that is longer than an id may be.
///
/// By name and not by number: a ledger keeps the ids for years, and a number would come to mean another tracker.
///
/// ```
/// use greffe::register::Register;
///
/// let register = Register::from_toml(r#"
///     organisation = { name = "Atelier Hélianthe" }
///     site = [{ name = "www.helianthe.example" }]
///     tracker = [{ site = "www.helianthe.example", name = "_pk_id.*", storage = "cookie" }]
/// "#)?;
/// let purpose = greffe::tracker_purpose(&register.trackers()[0]);
/// assert_eq!(purpose.as_ref().map(|id| id.as_str()), Some("tracker.www.helianthe.example._pk_id.-"));
/// # Ok::<(), greffe::register::RegisterError>(())
/// ```
#[must_use]
pub fn tracker_purpose(tracker: &Tracker) -> Option<PurposeId> {
    id(&["tracker", &tracker.site, &tracker.name])
}

/// The purpose of a policy under which a collection mode is decided: `mode.` and its name, the French one where there are two.
#[must_use]
pub fn mode_purpose(mode: &CollectionMode) -> Option<PurposeId> {
    id(&["mode", mode_name(mode)])
}

/// The name under which a policy knows the mode.
pub(super) fn mode_name(mode: &CollectionMode) -> &str {
    mode.name.in_language(Lang::Fr)
}

fn id(parts: &[&str]) -> Option<PurposeId> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let id: String = parts
        .join(".")
        .chars()
        .map(|c| if allowed(c) { c } else { '-' })
        .collect();
    id.parse().ok()
}
