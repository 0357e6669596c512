//! What the code does: the rows it declares, the rules its jobs execute, the trackers its site sets.

use std::collections::BTreeSet;

use super::Declaration;

/// What the code says and does. What it does not tell stays undetermined: no list of jobs is not an empty list of jobs.
///
/// ```
/// use greffe_register::drift::{Code, Declaration};
///
/// let code = Code::declaring([Declaration::without_personal_data("countries", "a list of ISO 3166")])
///     .executing(["FAC-01/economic"])
///     .setting([("www.helianthe.example", "basket")]);
/// assert_eq!(code.declarations().len(), 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Code {
    declarations: Vec<Declaration>,
    executed: Option<BTreeSet<String>>,
    trackers: Option<BTreeSet<SetTracker>>,
}

/// A tracker that a site sets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SetTracker {
    pub(super) site: String,
    pub(super) name: String,
}

impl Code {
    /// Code with these types of rows.
    #[must_use]
    pub fn declaring(declarations: impl IntoIterator<Item = Declaration>) -> Self {
        Self {
            declarations: declarations.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The same with the rules that its jobs execute, by their addresses such as `FAC-01/economic`. Adds to those told before; an empty list says that
    /// there are none.
    #[must_use]
    pub fn executing<A: Into<String>>(mut self, addresses: impl IntoIterator<Item = A>) -> Self {
        let executed = self.executed.get_or_insert_default();
        executed.extend(addresses.into_iter().map(Into::into));
        self
    }

    /// The same with the trackers that its sites really set, each with the site's host name. Adds to those told before; an empty list says that there
    /// are none.
    #[must_use]
    pub fn setting<S: Into<String>, N: Into<String>>(
        mut self,
        trackers: impl IntoIterator<Item = (S, N)>,
    ) -> Self {
        let trackers = trackers.into_iter().map(|(site, name)| SetTracker {
            site: site.into(),
            name: name.into(),
        });
        self.trackers.get_or_insert_default().extend(trackers);
        self
    }

    /// The types of rows.
    #[must_use]
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    pub(super) const fn executed(&self) -> Option<&BTreeSet<String>> {
        self.executed.as_ref()
    }

    pub(super) const fn trackers(&self) -> Option<&BTreeSet<SetTracker>> {
        self.trackers.as_ref()
    }
}

impl From<Vec<Declaration>> for Code {
    fn from(declarations: Vec<Declaration>) -> Self {
        Self::declaring(declarations)
    }
}

impl From<&[Declaration]> for Code {
    fn from(declarations: &[Declaration]) -> Self {
        Self::declaring(declarations.iter().cloned())
    }
}

impl<const N: usize> From<[Declaration; N]> for Code {
    fn from(declarations: [Declaration; N]) -> Self {
        Self::declaring(declarations)
    }
}

impl<const N: usize> From<&[Declaration; N]> for Code {
    fn from(declarations: &[Declaration; N]) -> Self {
        declarations.as_slice().into()
    }
}
