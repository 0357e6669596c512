//! Nothing but tests: what a person sees and does in the pages of `espace-client serve`, in headless Chromium. `cargo xtask web` runs them.
#![forbid(unsafe_code)]
