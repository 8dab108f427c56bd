//! How a device and the hub talk: versioned frames, and a session for each end that only computes.
//!
//! Nothing here opens a socket, reads a clock or waits. A host feeds a session with events and does
//! the effects that come back, in their order; what was committed before a send or an
//! acknowledgement is the host's part, and the effects are made so that it cannot get it wrong.

mod auth;
pub mod device;
mod frame;
pub mod hub;
mod item;

pub use auth::hello_bytes;
pub use device::DeviceSession;
pub use frame::{
    Ack, CataloguePart, Challenge, Deliver, FORMAT, FRAME_BYTES_MAX, Frame, FrameError, Got, Hello,
    ITEMS_PER_FRAME_MAX, Ping, PrinterStatus, Push, RefusedItem, RefusedReason, Status, Welcome,
    WhyRefused,
};
pub use hub::HubSession;
pub use item::{Change, ITEM_BYTES_MAX, Item};

/// The oldest protocol that this build speaks.
pub const PROTO_MIN: u16 = 1;
/// The newest protocol that this build speaks.
pub const PROTO_MAX: u16 = 1;
/// What a socket reads at once. Most frames are one change of some 300 bytes, and whoever reads pays
/// for clearing the whole buffer each time.
pub const READ_BYTES_AT_ONCE: usize = 8 * 1_024;
/// Pushes that a device may have sent without an answer.
pub const PUSHES_IN_FLIGHT_MAX: usize = 4;
/// Deliveries that the hub may have sent without an answer.
pub const DELIVERS_IN_FLIGHT_MAX: usize = 8;
/// A frame of several items is closed when it reaches so many bytes.
pub const FRAME_BYTES_AIMED: usize = 128 * 1024;
/// A device asks for a sign of life so often.
pub const PING_EVERY_MS: i64 = 1_000;
/// A device that hears nothing for so long calls the hub lost.
pub const DEVICE_SILENCE_MS_MAX: i64 = 2_500;
/// The hub lets go of a device that it has not heard for so long.
pub const HUB_SILENCE_MS_MAX: i64 = 10_000;
/// A host ticks at least so often, or the limits above come late.
pub const TICK_EVERY_MS: u64 = 250;
/// The hub tells a device its place in the log at least every so many entries, wanted or not.
pub const SILENT_SEQS_MAX: u64 = 256;
/// Bytes of one part of a catalogue.
pub const CATALOGUE_PART_BYTES: usize = 256 * 1024;
/// Parts of a catalogue.
pub const CATALOGUE_PARTS_MAX: u32 = 64;

/// Why a session ended by itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CloseReason {
    /// Nothing was heard for too long.
    #[error("nothing was heard for {0} ms")]
    Silent(i64),
    /// The hub does not let this device in.
    #[error("refused: {0}")]
    Refused(RefusedReason),
    /// A frame could not be read.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// A frame came where it may not come.
    #[error("a frame out of turn: {0}")]
    OutOfTurn(&'static str),
    /// The device knows entries of the log that the hub does not have: the hub was set back.
    #[error("the device has read up to {cursor}, the log ends at {head}")]
    SetBack {
        /// Where the device is.
        cursor: u64,
        /// Where the log ends.
        head: u64,
    },
    /// The hub lacks facts that it has acknowledged: it was set back.
    #[error("fact {acked} of the device was acknowledged, the hub holds {held}")]
    FactsLost {
        /// Highest number that was acknowledged.
        acked: u64,
        /// Highest number that the hub holds.
        held: u64,
    },
}
