//! The hub's end of a connection to a device.
//!
//! The session never holds more of the log than one read: it asks for the next entries when the
//! device has room for them, so a slow device costs a cursor and not a queue.

use std::{collections::VecDeque, sync::Arc};

use shared::ids::DeviceId;

use crate::{
    Ack, CATALOGUE_PART_BYTES, CataloguePart, Challenge, CloseReason, DELIVERS_IN_FLIGHT_MAX,
    FRAME_BYTES_AIMED, Frame, HUB_SILENCE_MS_MAX, Hello, ITEMS_PER_FRAME_MAX, Item, PROTO_MAX,
    PROTO_MIN, PUSHES_IN_FLIGHT_MAX, Push, RefusedItem, RefusedReason, SILENT_SEQS_MAX, Status,
    Welcome, auth, frame::encode_deliver,
};

/// What the hub knows when a device calls.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// Random bytes, never used before.
    pub nonce: [u8; 32],
    /// Which life of the log this is.
    pub epoch: u64,
}

/// What the hub knows of a device that may come in.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Its Ed25519 key.
    pub public_key: [u8; 32],
    /// Highest number of its journal that the hub holds.
    pub facts_held: u64,
    /// Where the log ends.
    pub head: u64,
    /// The hub's time.
    pub now_ms: i64,
}

/// A catalogue to be sent.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Its version.
    pub version: u64,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// The catalogue.
    pub bytes: Arc<[u8]>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The socket is open.
    Opened,
    /// A message came.
    Frame(Vec<u8>),
    /// The socket is closed.
    Closed,
    /// Time goes on; see [`TICK_EVERY_MS`](crate::TICK_EVERY_MS).
    Tick {
        /// The hub's time.
        now_ms: i64,
    },
    /// The answer to [`Effect::LookUp`]: the device may come in if it is who it says.
    Known(Known),
    /// The answer to [`Effect::LookUp`]: it may not.
    NotKnown(RefusedReason),
    /// The answer to [`Effect::Ingest`], in the order of the pushes: it is on the disk.
    Ingested {
        /// Which push.
        n: u64,
        /// What was not taken.
        refused: Vec<RefusedItem>,
    },
    /// The log ends here now.
    LogGrew {
        /// Its last entry.
        seq: u64,
    },
    /// The answer to [`Effect::ReadLog`].
    Log {
        /// What this device should have, each with its place.
        items: Vec<(u64, Arc<Item>)>,
        /// How far the log was looked through: past every entry that the limit let in, and not
        /// before the end that the session was told of where the limit did not matter.
        up_to: u64,
    },
    /// A catalogue; it is sent if the device has another version.
    Catalogue(Catalogue),
}

/// What the host has to do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send a message.
    Send(Vec<u8>),
    /// Answer with [`Event::Known`] or [`Event::NotKnown`].
    LookUp {
        /// The device.
        device: DeviceId,
        /// How often its node was started.
        boot: u64,
    },
    /// The device is who it says.
    Live {
        /// The device.
        device: DeviceId,
        /// Version of its catalogue.
        menu_version: u64,
    },
    /// Write all items in one transaction and answer with [`Event::Ingested`].
    Ingest {
        /// Which push.
        n: u64,
        /// What it brought.
        items: Vec<Item>,
    },
    /// Answer with [`Event::Log`].
    ReadLog {
        /// Only later entries.
        after: u64,
        /// At most so many.
        limit: usize,
    },
    /// The device has everything up to here on its disk.
    Got {
        /// Its place in the log.
        seq: u64,
    },
    /// The device says how it is.
    Status(Status),
    /// The log was set back: start a new epoch, so that all devices bring again what they made.
    SetBack,
    /// Close the socket; nothing comes after this.
    Close(CloseReason),
}

#[derive(Debug)]
enum State {
    Fresh,
    AwaitsHello,
    AwaitsLookUp(Box<Hello>),
    Live,
    Over,
}

/// The hub's end of one connection.
#[derive(Debug)]
pub struct HubSession {
    start: Start,
    state: State,
    proto: u16,
    menu_version: u64,
    // From the device.
    pushes: u64,
    pushes_open: VecDeque<u64>,
    // To the device.
    head: u64,
    read_up_to: u64,
    delivered: u64,
    reading: bool,
    ready: VecDeque<(u64, Arc<Item>)>,
    delivers_open: VecDeque<u64>,
    // Signs of life.
    heard: bool,
    heard_at_ms: Option<i64>,
}

impl HubSession {
    /// A session for a connection that is about to open.
    pub fn new(start: Start) -> Self {
        Self {
            start,
            state: State::Fresh,
            proto: PROTO_MAX,
            menu_version: 0,
            pushes: 0,
            pushes_open: VecDeque::new(),
            head: 0,
            read_up_to: 0,
            delivered: 0,
            reading: false,
            ready: VecDeque::new(),
            delivers_open: VecDeque::new(),
            heard: false,
            heard_at_ms: None,
        }
    }

    /// The protocol that both agreed on; the newest one before they did.
    pub const fn proto(&self) -> u16 {
        self.proto
    }

    /// Takes an event and says what to do.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        let mut out = Vec::new();
        if matches!(self.state, State::Over) {
            return out;
        }
        let result = match event {
            Event::Opened => self.on_opened(&mut out),
            Event::Frame(bytes) => self.on_frame(&bytes, &mut out),
            Event::Closed => {
                self.state = State::Over;
                Ok(())
            }
            Event::Tick { now_ms } => self.on_tick(now_ms),
            Event::Known(known) => self.on_known(known, &mut out),
            Event::NotKnown(reason) => refuse(reason, &mut out),
            Event::Ingested { n, refused } => self.on_ingested(n, refused, &mut out),
            Event::LogGrew { seq } => {
                self.head = self.head.max(seq);
                self.read_more(&mut out);
                Ok(())
            }
            Event::Log { items, up_to } => self.on_log(items, up_to, &mut out),
            Event::Catalogue(catalogue) => self.on_catalogue(&catalogue, &mut out),
        };
        if let Err(reason) = result {
            self.state = State::Over;
            out.push(Effect::Close(reason));
        }
        out
    }

    fn on_opened(&mut self, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        self.state = State::AwaitsHello;
        self.heard = true;
        let challenge = Challenge {
            nonce: self.start.nonce,
            proto_min: PROTO_MIN,
            proto_max: PROTO_MAX,
            epoch: self.start.epoch,
        };
        send(&Frame::Challenge(challenge), out)
    }

    fn on_frame(&mut self, bytes: &[u8], out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        // Before it said who it is, only its Hello counts: the limit of silence is then the time
        // that it has for signing in, and no stranger can stay by talking of something else.
        self.heard |= matches!(self.state, State::Live);
        let Some(frame) = Frame::decode(bytes)? else {
            return Ok(());
        };
        match (&self.state, frame) {
            (State::AwaitsHello, Frame::Hello(hello)) => self.on_hello(hello, out),
            (State::Live, Frame::Push(push)) => self.on_push(push, out),
            (State::Live, Frame::Got(got)) => self.on_got(got.seq, out),
            (State::Live, Frame::Status(status)) => {
                out.push(Effect::Status(status));
                Ok(())
            }
            (_, Frame::Ping(ping)) => send(&Frame::Pong(ping), out),
            (_, Frame::Pong(_)) => Ok(()),
            _ => Err(CloseReason::OutOfTurn("the hub did not expect it now")),
        }
    }

    fn on_hello(&mut self, hello: Hello, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        self.heard = true;
        let proto = PROTO_MAX.min(hello.proto_max);
        if proto < PROTO_MIN || proto < hello.proto_min {
            return refuse(RefusedReason::UpgradeNeeded, out);
        }
        self.proto = proto;
        out.push(Effect::LookUp {
            device: hello.device,
            boot: hello.boot,
        });
        self.state = State::AwaitsLookUp(Box::new(hello));
        Ok(())
    }

    fn on_known(&mut self, known: Known, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        let State::AwaitsLookUp(hello) = std::mem::replace(&mut self.state, State::Live) else {
            return Err(CloseReason::OutOfTurn("a device that nobody looked up"));
        };
        let nonce = &self.start.nonce;
        if !auth::is_signed(&known.public_key, nonce, hello.device, &hello.signature) {
            return refuse(RefusedReason::BadSignature, out);
        }
        let cursor_ok = hello.epoch == self.start.epoch;
        if cursor_ok && hello.cursor > known.head {
            out.push(Effect::SetBack);
            return Err(CloseReason::SetBack {
                cursor: hello.cursor,
                head: known.head,
            });
        }
        // The log may have grown past the cursor again since the hub was set back; what it has
        // acknowledged and does not hold still tells.
        if cursor_ok && hello.facts_acked > known.facts_held {
            out.push(Effect::SetBack);
            return Err(CloseReason::FactsLost {
                acked: hello.facts_acked,
                held: known.facts_held,
            });
        }
        let cursor = if cursor_ok { hello.cursor } else { 0 };
        (self.read_up_to, self.delivered) = (cursor, cursor);
        self.head = self.head.max(known.head);
        self.menu_version = hello.menu_version;
        out.push(Effect::Live {
            device: hello.device,
            menu_version: hello.menu_version,
        });
        let welcome = Welcome {
            proto: self.proto,
            epoch: self.start.epoch,
            now_ms: known.now_ms,
            facts_held: known.facts_held,
            cursor_ok,
        };
        send(&Frame::Welcome(welcome), out)?;
        self.read_more(out);
        Ok(())
    }

    fn on_push(&mut self, push: Push, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        self.pushes += 1;
        if push.n != self.pushes {
            return Err(CloseReason::OutOfTurn("a push with a wrong number"));
        }
        if self.pushes_open.len() >= PUSHES_IN_FLIGHT_MAX {
            return Err(CloseReason::OutOfTurn("more pushes than may be open"));
        }
        self.pushes_open.push_back(push.n);
        out.push(Effect::Ingest {
            n: push.n,
            items: push.items,
        });
        Ok(())
    }

    fn on_ingested(
        &mut self,
        n: u64,
        refused: Vec<RefusedItem>,
        out: &mut Vec<Effect>,
    ) -> Result<(), CloseReason> {
        if self.pushes_open.pop_front() != Some(n) {
            return Err(CloseReason::OutOfTurn("a push that nobody sent"));
        }
        send(&Frame::Ack(Ack { n, refused }), out)
    }

    fn on_got(&mut self, seq: u64, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        if self.delivers_open.pop_front() != Some(seq) {
            return Err(CloseReason::OutOfTurn("a receipt for no delivery"));
        }
        out.push(Effect::Got { seq });
        self.deliver_ready(out)?;
        self.read_more(out);
        Ok(())
    }

    fn on_tick(&mut self, now_ms: i64) -> Result<(), CloseReason> {
        let heard_at_ms = match self.heard_at_ms {
            Some(at_ms) if !self.heard => at_ms,
            _ => now_ms,
        };
        self.heard = false;
        self.heard_at_ms = Some(heard_at_ms);
        let silent_ms = now_ms.saturating_sub(heard_at_ms);
        if silent_ms >= HUB_SILENCE_MS_MAX {
            return Err(CloseReason::Silent(silent_ms));
        }
        Ok(())
    }

    fn read_more(&mut self, out: &mut Vec<Effect>) {
        let room = self.delivers_open.len() < DELIVERS_IN_FLIGHT_MAX && self.ready.is_empty();
        let live = matches!(self.state, State::Live);
        if live && room && !self.reading && self.head > self.read_up_to {
            self.reading = true;
            out.push(Effect::ReadLog {
                after: self.read_up_to,
                limit: ITEMS_PER_FRAME_MAX,
            });
        }
    }

    fn on_log(
        &mut self,
        items: Vec<(u64, Arc<Item>)>,
        up_to: u64,
        out: &mut Vec<Effect>,
    ) -> Result<(), CloseReason> {
        self.reading = false;
        self.read_up_to = self.read_up_to.max(up_to);
        self.head = self.head.max(self.read_up_to);
        self.ready.extend(items);
        self.deliver_ready(out)?;
        if self.ready.is_empty() && self.read_up_to - self.delivered >= SILENT_SEQS_MAX {
            self.deliver(self.read_up_to, &[], out)?;
        }
        self.read_more(out);
        Ok(())
    }

    fn deliver_ready(&mut self, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        while self.delivers_open.len() < DELIVERS_IN_FLIGHT_MAX && !self.ready.is_empty() {
            let (mut size, mut count) = (0_usize, 0_usize);
            for (_, item) in self.ready.iter().take(ITEMS_PER_FRAME_MAX) {
                size = size.saturating_add(item.size());
                if count > 0 && size > FRAME_BYTES_AIMED {
                    break;
                }
                count += 1;
            }
            let batch: Vec<(u64, Arc<Item>)> = self.ready.drain(..count).collect();
            let items: Vec<&Item> = batch.iter().map(|(_, item)| &**item).collect();
            // With the last items of a read the device also passes what was not for it.
            let seq = match (self.ready.is_empty(), batch.last()) {
                (false, Some((seq, _))) => *seq,
                _ => self.read_up_to,
            };
            self.deliver(seq, &items, out)?;
        }
        Ok(())
    }

    fn deliver(
        &mut self,
        seq: u64,
        items: &[&Item],
        out: &mut Vec<Effect>,
    ) -> Result<(), CloseReason> {
        let more = !self.ready.is_empty() || self.head > self.read_up_to;
        self.delivered = seq;
        self.delivers_open.push_back(seq);
        out.push(Effect::Send(encode_deliver(seq, items, more)?));
        Ok(())
    }

    fn on_catalogue(
        &mut self,
        catalogue: &Catalogue,
        out: &mut Vec<Effect>,
    ) -> Result<(), CloseReason> {
        if !matches!(self.state, State::Live) || catalogue.version == self.menu_version {
            return Ok(());
        }
        self.menu_version = catalogue.version;
        let pieces: Vec<&[u8]> = catalogue.bytes.chunks(CATALOGUE_PART_BYTES).collect();
        let parts = u32::try_from(pieces.len()).unwrap_or(u32::MAX);
        for (part, piece) in (0..).zip(pieces) {
            let frame = Frame::Catalogue(CataloguePart {
                version: catalogue.version,
                sha256: catalogue.sha256,
                part,
                parts,
                bytes: piece.to_vec(),
            });
            send(&frame, out)?;
        }
        Ok(())
    }
}

fn refuse(reason: RefusedReason, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
    send(&Frame::Refused(reason), out)?;
    Err(CloseReason::Refused(reason))
}

fn send(frame: &Frame, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
    out.push(Effect::Send(frame.encode()?));
    Ok(())
}
