//! What a package is given to read.

use std::io::Write;

use crate::bundle::BagWriter;
use crate::{AttachmentSource, ExportError, Sink, Source};

use super::files;
use super::pass::{Open, Pass, Report};

/// What a package is given to read, in order.
pub(super) enum Input<'a> {
    Records(Box<dyn Source + 'a>),
    Files(Box<dyn AttachmentSource + 'a>),
}

impl Input<'_> {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Records(source) => source.name(),
            Self::Files(source) => source.name(),
        }
    }

    /// What is known before the first record.
    pub(super) fn begin<F: Write>(&self, pass: &mut Pass<'_>) -> Open<F> {
        match self {
            Self::Records(source) => pass.begin_source(source.as_ref()),
            Self::Files(source) => files::begin(pass, source.as_ref()),
        }
    }

    pub(super) fn read<S: Sink>(
        self,
        pass: &mut Pass<'_>,
        bag: &mut BagWriter<'_, S>,
    ) -> Result<Report, ExportError> {
        match self {
            Self::Records(source) => pass.read(bag, source),
            Self::Files(source) => files::read(pass, bag, source),
        }
    }
}
