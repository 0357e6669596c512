//! Where events of each kind may come from.

use super::{Kind, Provenance};

use Provenance::{Guardian, Heir, Import, Operator, Parent, Person, Proxy, Signal};

impl Kind {
    /// Where an event of this kind may come from; [`Event::new`](crate::Event::new) refuses it from elsewhere.
    ///
    /// Whatever can open something comes from whoever may open it, and what the host does is the operator's. A consent is recorded
    /// wherever it comes from, for a decision names what it lacks; whatever closes may come from anybody.
    ///
    /// | kind | provenance |
    /// | --- | --- |
    /// | `requested`, `grounds_decided`, `sale_recorded`, `notice_published` | `operator` |
    /// | `confirmed` | `person` |
    /// | `unrestricted`, `device_linked` | `person`, `operator` |
    /// | `parent_authorised` | `parent`, `guardian` |
    /// | `imported` | `import` |
    /// | `signal_received` | `signal` |
    /// | `died` | all but `person` and `signal` |
    /// | `given`, `renewed`, `refused`, `withdrawn`, `expired`, `objected`, `restricted`, `vendors_refused` | all |
    ///
    /// ```
    /// use greffe_consent::{Kind, Provenance, Scope};
    ///
    /// let asked = Kind::Requested { purposes: Scope::All };
    /// assert_eq!(asked.provenances(), [Provenance::Operator]);
    /// ```
    #[must_use]
    pub const fn provenances(&self) -> &'static [Provenance] {
        match self {
            Self::Requested { .. }
            | Self::GroundsDecided { .. }
            | Self::SaleRecorded { .. }
            | Self::NoticePublished(_) => &[Operator],
            Self::Confirmed { .. } => &[Person],
            Self::Unrestricted { .. } | Self::DeviceLinked { .. } => &[Person, Operator],
            Self::ParentAuthorised(_) => &[Parent, Guardian],
            Self::Imported { .. } => &[Import],
            Self::SignalReceived(_) => &[Signal],
            Self::Died => &[Parent, Import, Operator, Guardian, Proxy, Heir],
            Self::Given(_)
            | Self::Renewed(_)
            | Self::Refused { .. }
            | Self::Withdrawn { .. }
            | Self::Expired { .. }
            | Self::Objected { .. }
            | Self::Restricted { .. }
            | Self::VendorsRefused { .. } => Provenance::ALL,
        }
    }
}
