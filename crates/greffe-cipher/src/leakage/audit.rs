//! Audits of real columns: what somebody learns who has a copy of them and no key.

mod changes;
mod column;
mod counts;
mod joint;
mod stored;
mod wording;

pub use self::changes::{ChangeAudit, ChangeReport};
pub use self::column::{ColumnAudit, ColumnReport, LengthCount, Nature};
pub use self::counts::Distribution;
pub use self::joint::{JointAudit, JointReport, Nulls};
pub use self::stored::{HeaderCount, StoredHeader};
