//! Paper: from what a restaurant means to what a printer does, and what is known about it after.
//!
//! The way of a paper:
//! 1. [`layouts`] fills a [`doc::Doc`] from figures that come computed, in the language of
//!    [`layouts::Words`]. A job row keeps it as JSON.
//! 2. [`layout::layout`] puts it into the columns of a [`profile::Profile`]. [`html::render`] shows
//!    the result on a screen and [`text::render`] in a log.
//! 3. [`escpos::encode`] makes it bytes: one job, one buffer.
//! 4. [`drive::prepare`] connects and asks whether the printer is ready; the caller writes `sending`
//!    to its disk; [`drive::send`] hands the bytes over and waits for the printer's word.
//!    [`drive::print_job`] and [`drive::kick`] do both steps for callers without a disk.
//! 5. [`spool::next`] says what becomes of the job by each event, and [`spool::choose`] which job a
//!    printer's task takes next. [`drive::Outcome::event`] leads from 4 to 5.

mod charset;
pub mod doc;
pub mod drive;
pub mod escpos;
pub mod html;
pub mod layout;
pub mod layouts;
pub mod profile;
pub mod spool;
pub mod text;
pub mod transport;
