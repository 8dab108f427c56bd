//! The module's doors.

pub(crate) mod docs;
pub(crate) mod import;
pub(crate) mod menu;
pub(crate) mod printers;
pub(crate) mod site;
pub(crate) mod staff;
