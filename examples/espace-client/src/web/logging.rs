//! The log: one JSON object a line, on standard error.

use std::panic::PanicHookInfo;

use tracing::level_filters::LevelFilter;

/// Begins to log. Called twice in one process, as tests do, the first call counts.
///
/// Of this program's own crates everything from that level on; of others warnings, for their notes may repeat what they were given: sqlx logs slow
/// statements, though never their values.
pub(crate) fn begin(level: LevelFilter) {
    use tracing_subscriber::filter::Targets;
    use tracing_subscriber::layer::SubscriberExt as _;
    use tracing_subscriber::util::SubscriberInitExt as _;
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_writer(std::io::stderr);
    let targets = Targets::new()
        .with_default(LevelFilter::ERROR)
        .with_target("espace_client", level);
    let _ = tracing_subscriber::registry()
        .with(lines)
        .with(targets)
        .try_init();
    std::panic::set_hook(Box::new(panicked));
}

/// Where it happened, and not what was said: the message of a panic may hold any value.
fn panicked(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(|place| (place.file(), place.line()));
    tracing::error!(?place, "panicked");
}
