//! The hub as a program: settings, start and stop. Also used as a library, so that stories with
//! several nodes run in one process.

mod boot;
mod jobs;
pub mod settings;

pub use boot::{Hub, RunningHub, StartError};
pub use settings::Settings;
