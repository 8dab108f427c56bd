//! Frames: one WebSocket message each, with a head of three bytes and a `MessagePack` body.
//!
//! The head: version of the format, flags, kind. A reader skips a kind that it does not know when
//! the frame's flag says that it is optional, and skips fields of a body that it does not know.

mod body;

use std::io::Cursor;

use rmp_serde::{Deserializer, decode};
use serde::{Serialize, de::DeserializeOwned};

use body::Refused;
pub use body::{
    Ack, CataloguePart, Challenge, Deliver, Got, Hello, Ping, PrinterStatus, Push, RefusedItem,
    RefusedReason, Status, Welcome, WhyRefused,
};

use crate::Item;

/// Version of the format, the first byte of every frame.
pub const FORMAT: u8 = 1;
/// Bytes of a frame.
pub const FRAME_BYTES_MAX: usize = 1024 * 1024;
/// Items of one frame.
pub const ITEMS_PER_FRAME_MAX: usize = 256;
/// Printers of one status.
const PRINTERS_MAX: usize = 64;
/// Bytes before the body.
const HEAD_BYTES: usize = 3;
/// The flag of a frame that a reader may skip.
const OPTIONAL: u8 = 1;
/// How deep values may lie in one another; the deepest of ours is six.
const DEPTH_MAX: usize = 16;

/// Why bytes are no frame, or a frame no bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// More bytes than a frame may have.
    #[error("frame: {bytes} bytes, at most {FRAME_BYTES_MAX} are allowed")]
    TooLong {
        /// How many.
        bytes: usize,
    },
    /// It ends before its kind.
    #[error("frame: it ends after {bytes} bytes, within the head")]
    HeadCut {
        /// How many.
        bytes: usize,
    },
    /// Another format.
    #[error("frame: format {0} is not known")]
    Format(u8),
    /// A kind that may not be skipped.
    #[error("frame: kind {0} is not known and not optional")]
    Kind(u8),
    /// The body is not what its kind says.
    #[error("{frame}: {why}")]
    Body {
        /// The frame.
        frame: &'static str,
        /// What the reader said.
        why: String,
    },
    /// Something comes after the body.
    #[error("{frame}: {bytes} bytes come after its end")]
    Trailing {
        /// The frame.
        frame: &'static str,
        /// How many.
        bytes: u64,
    },
    /// More entries than a frame may have.
    #[error("{frame}: {count} entries, at most {most} are allowed")]
    TooMany {
        /// The frame.
        frame: &'static str,
        /// How many.
        count: usize,
        /// How many are allowed.
        most: usize,
    },
    /// An item that is too big.
    #[error("{frame}: item {index} is too big")]
    ItemTooBig {
        /// The frame.
        frame: &'static str,
        /// Its place in the frame.
        index: usize,
    },
}

/// A frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Hub: prove who you are.
    Challenge(Challenge),
    /// Device: this is who I am.
    Hello(Hello),
    /// Hub: come in.
    Welcome(Welcome),
    /// Hub: stay out.
    Refused(RefusedReason),
    /// Device: keep these.
    Push(Push),
    /// Hub: kept.
    Ack(Ack),
    /// Hub: keep these.
    Deliver(Deliver),
    /// Device: kept.
    Got(Got),
    /// Hub: sell from this.
    Catalogue(CataloguePart),
    /// Device: how I am. Optional.
    Status(Status),
    /// Are you there? Optional.
    Ping(Ping),
    /// I am here. Optional.
    Pong(Ping),
}

const CHALLENGE: u8 = 1;
const HELLO: u8 = 2;
const WELCOME: u8 = 3;
const REFUSED: u8 = 4;
const PUSH: u8 = 5;
const ACK: u8 = 6;
const DELIVER: u8 = 7;
const GOT: u8 = 8;
const CATALOGUE: u8 = 9;
const STATUS: u8 = 10;
const PING: u8 = 11;
const PONG: u8 = 12;

impl Frame {
    /// The bytes of the frame.
    pub fn encode(&self) -> Result<Vec<u8>, FrameError> {
        match self {
            Self::Challenge(body) => encode_body(CHALLENGE, 0, "challenge", body),
            Self::Hello(body) => encode_body(HELLO, 0, "hello", body),
            Self::Welcome(body) => encode_body(WELCOME, 0, "welcome", body),
            Self::Refused(reason) => {
                encode_body(REFUSED, 0, "refused", &Refused { reason: *reason })
            }
            Self::Push(body) => encode_body(PUSH, 0, "push", body),
            Self::Ack(body) => encode_body(ACK, 0, "ack", body),
            Self::Deliver(body) => encode_body(DELIVER, 0, "deliver", body),
            Self::Got(body) => encode_body(GOT, 0, "got", body),
            Self::Catalogue(body) => encode_body(CATALOGUE, 0, "catalogue", body),
            Self::Status(body) => encode_body(STATUS, OPTIONAL, "status", body),
            Self::Ping(body) => encode_body(PING, OPTIONAL, "ping", body),
            Self::Pong(body) => encode_body(PONG, OPTIONAL, "pong", body),
        }
    }

    /// Reads a frame; `None` for one of an unknown kind that may be skipped.
    pub fn decode(bytes: &[u8]) -> Result<Option<Self>, FrameError> {
        if bytes.len() > FRAME_BYTES_MAX {
            return Err(FrameError::TooLong { bytes: bytes.len() });
        }
        let Some((head, body)) = bytes.split_first_chunk::<HEAD_BYTES>() else {
            return Err(FrameError::HeadCut { bytes: bytes.len() });
        };
        let [format, flags, kind] = *head;
        if format != FORMAT {
            return Err(FrameError::Format(format));
        }
        let frame = match kind {
            CHALLENGE => Self::Challenge(decode_body("challenge", body)?),
            HELLO => Self::Hello(decode_body("hello", body)?),
            WELCOME => Self::Welcome(decode_body("welcome", body)?),
            REFUSED => Self::Refused(decode_body::<Refused>("refused", body)?.reason),
            PUSH => Self::Push(decode_body("push", body)?),
            ACK => Self::Ack(decode_body("ack", body)?),
            DELIVER => Self::Deliver(decode_body("deliver", body)?),
            GOT => Self::Got(decode_body("got", body)?),
            CATALOGUE => Self::Catalogue(decode_body("catalogue", body)?),
            STATUS => Self::Status(decode_body("status", body)?),
            PING => Self::Ping(decode_body("ping", body)?),
            PONG => Self::Pong(decode_body("pong", body)?),
            _ if flags & OPTIONAL != 0 => return Ok(None),
            unknown => return Err(FrameError::Kind(unknown)),
        };
        frame.check_caps()?;
        Ok(Some(frame))
    }

    fn check_caps(&self) -> Result<(), FrameError> {
        let at_most = |frame, count, most| {
            if count > most {
                return Err(FrameError::TooMany { frame, count, most });
            }
            Ok(())
        };
        let items = |frame, items: &[Item]| {
            at_most(frame, items.len(), ITEMS_PER_FRAME_MAX)?;
            match items.iter().position(|item| !item.fits()) {
                Some(index) => Err(FrameError::ItemTooBig { frame, index }),
                None => Ok(()),
            }
        };
        match self {
            Self::Push(push) => items("push", &push.items),
            Self::Deliver(deliver) => items("deliver", &deliver.items),
            Self::Ack(ack) => at_most("ack", ack.refused.len(), ITEMS_PER_FRAME_MAX),
            Self::Status(status) => at_most("status", status.printers.len(), PRINTERS_MAX),
            _ => Ok(()),
        }
    }
}

/// A delivery of items that others hold too, so that none is copied before it is written.
#[derive(Serialize)]
struct SharedDeliver<'a> {
    seq: u64,
    items: &'a [&'a Item],
    more: bool,
}

pub(crate) fn encode_deliver(seq: u64, items: &[&Item], more: bool) -> Result<Vec<u8>, FrameError> {
    let body = SharedDeliver { seq, items, more };
    encode_body(DELIVER, 0, "deliver", &body)
}

fn encode_body(
    kind: u8,
    flags: u8,
    frame: &'static str,
    body: &impl Serialize,
) -> Result<Vec<u8>, FrameError> {
    let mut bytes = vec![FORMAT, flags, kind];
    rmp_serde::encode::write_named(&mut bytes, body).map_err(|error| FrameError::Body {
        frame,
        why: error.to_string(),
    })?;
    if bytes.len() > FRAME_BYTES_MAX {
        return Err(FrameError::TooLong { bytes: bytes.len() });
    }
    Ok(bytes)
}

fn decode_body<T: DeserializeOwned>(frame: &'static str, body: &[u8]) -> Result<T, FrameError> {
    let mut reader = Deserializer::new(Cursor::new(body));
    reader.set_max_depth(DEPTH_MAX);
    let value = T::deserialize(&mut reader).map_err(|error: decode::Error| FrameError::Body {
        frame,
        why: error.to_string(),
    })?;
    let rest = (body.len() as u64).saturating_sub(reader.position());
    if rest > 0 {
        return Err(FrameError::Trailing { frame, bytes: rest });
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_kind_is_skipped_only_when_it_is_optional() {
        assert_eq!(Frame::decode(&[FORMAT, OPTIONAL, 200, 0x80]), Ok(None));
        assert_eq!(
            Frame::decode(&[FORMAT, 0, 200, 0x80]),
            Err(FrameError::Kind(200))
        );
    }

    #[test]
    fn every_broken_head_is_named() {
        assert_eq!(
            Frame::decode(&[FORMAT, 0]),
            Err(FrameError::HeadCut { bytes: 2 })
        );
        assert_eq!(Frame::decode(&[9, 0, PING]), Err(FrameError::Format(9)));
        let long = vec![FORMAT; FRAME_BYTES_MAX + 1];
        assert!(matches!(
            Frame::decode(&long),
            Err(FrameError::TooLong { .. })
        ));
    }

    #[test]
    fn what_comes_after_a_body_is_refused() {
        let mut bytes = Frame::Got(Got { seq: 7 }).encode().unwrap();
        bytes.push(0xc0);
        let error = Frame::decode(&bytes).unwrap_err();
        assert_eq!(error.to_string(), "got: 1 bytes come after its end");
    }

    #[test]
    fn a_field_of_a_later_version_is_skipped() {
        #[derive(Serialize)]
        struct Later {
            seq: u64,
            colour: &'static str,
        }
        let later = Later {
            seq: 7,
            colour: "red",
        };
        let bytes = encode_body(GOT, 0, "got", &later).unwrap();
        assert_eq!(Frame::decode(&bytes), Ok(Some(Frame::Got(Got { seq: 7 }))));
    }

    #[test]
    fn a_reason_of_a_later_version_is_read_as_other() {
        #[derive(Serialize)]
        struct Later {
            reason: &'static str,
        }
        let later = Later {
            reason: "full_moon",
        };
        let bytes = encode_body(REFUSED, 0, "refused", &later).unwrap();
        let frame = Frame::decode(&bytes);
        assert_eq!(frame, Ok(Some(Frame::Refused(RefusedReason::Other))));
    }
}
