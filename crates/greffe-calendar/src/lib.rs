//! Legal time: periods, conventions, holidays, deadlines, fiscal years.
