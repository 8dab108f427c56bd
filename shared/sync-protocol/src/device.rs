//! The device's end of a connection to the hub.
//!
//! One session is one connection. The host starts a new one with what its disk says, after it has
//! done all effects of the old one.

mod words;

use std::collections::VecDeque;

pub use words::{Effect, Event, Refusal, Start, Waiting};

use crate::{
    CATALOGUE_PARTS_MAX, CataloguePart, Challenge, CloseReason, DEVICE_SILENCE_MS_MAX,
    FRAME_BYTES_AIMED, Frame, Got, Hello, ITEMS_PER_FRAME_MAX, Item, PING_EVERY_MS, PROTO_MAX,
    PROTO_MIN, PUSHES_IN_FLIGHT_MAX, Ping, Push, RefusedItem, RefusedReason, Status, Welcome,
    WhyRefused, auth, item::sha256,
};

#[derive(Debug, PartialEq, Eq)]
enum State {
    Fresh,
    AwaitsChallenge,
    AwaitsWelcome,
    Live,
    Over,
}

#[derive(Debug)]
struct InFlight {
    n: u64,
    /// Numbers of the items that were sent, by their place in the push.
    numbers: Vec<u64>,
    /// Where the queue stands when the push is acknowledged.
    up_to: u64,
    /// What can never travel and was left out.
    too_big: Vec<Refusal>,
}

#[derive(Debug)]
struct Assembly {
    version: u64,
    sha256: [u8; 32],
    parts: u32,
    next: u32,
    bytes: Vec<u8>,
}

/// The device's end of one connection.
#[derive(Debug)]
pub struct DeviceSession {
    start: Start,
    state: State,
    status: Option<Status>,
    // Pushing.
    read_up_to: u64,
    reading: bool,
    grew: bool,
    ready: VecDeque<Waiting>,
    in_flight: VecDeque<InFlight>,
    pushes: u64,
    // Receiving.
    delivered: u64,
    assembly: Option<Assembly>,
    // Signs of life.
    heard: bool,
    heard_at_ms: Option<i64>,
    pinged_at_ms: Option<i64>,
    pings: u64,
}

impl DeviceSession {
    /// A session for a connection that is about to open.
    pub fn new(start: Start) -> Self {
        Self {
            delivered: start.cursor,
            start,
            state: State::Fresh,
            status: None,
            read_up_to: 0,
            reading: false,
            grew: false,
            ready: VecDeque::new(),
            in_flight: VecDeque::new(),
            pushes: 0,
            assembly: None,
            heard: false,
            heard_at_ms: None,
            pinged_at_ms: None,
            pings: 0,
        }
    }

    /// Takes an event and says what to do.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        let mut out = Vec::new();
        if self.state == State::Over {
            return out;
        }
        let result = match event {
            Event::Opened => {
                self.state = State::AwaitsChallenge;
                self.heard = true;
                Ok(())
            }
            Event::Frame(bytes) => self.on_frame(&bytes, &mut out),
            Event::Closed => {
                self.end(&mut out);
                Ok(())
            }
            Event::Tick { now_ms } => self.on_tick(now_ms, &mut out),
            Event::Outbox { items, more } => self.on_outbox(items, more, &mut out),
            Event::OutboxGrew => {
                self.grew = true;
                self.read_more(&mut out);
                Ok(())
            }
            Event::Committed { seq } => send(&Frame::Got(Got { seq }), &mut out),
            Event::StatusChanged(status) => {
                self.status = Some(status);
                self.send_status(&mut out)
            }
        };
        if let Err(reason) = result {
            self.end(&mut out);
            out.push(Effect::Close(reason));
        }
        out
    }

    fn end(&mut self, out: &mut Vec<Effect>) {
        if self.state == State::Live {
            out.push(Effect::Lost);
        }
        self.state = State::Over;
    }

    fn on_frame(&mut self, bytes: &[u8], out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        self.heard = true;
        let Some(frame) = Frame::decode(bytes)? else {
            return Ok(());
        };
        match (&self.state, frame) {
            (State::AwaitsChallenge, Frame::Challenge(challenge)) => {
                self.on_challenge(&challenge, out)
            }
            (State::AwaitsChallenge | State::AwaitsWelcome, Frame::Refused(reason)) => {
                out.push(Effect::Refuse(reason));
                Err(CloseReason::Refused(reason))
            }
            (State::AwaitsWelcome, Frame::Welcome(welcome)) => self.on_welcome(&welcome, out),
            (State::Live, Frame::Ack(ack)) => self.on_ack(ack.n, &ack.refused, out),
            (State::Live, Frame::Deliver(deliver)) => {
                self.on_deliver(deliver.seq, deliver.items, deliver.more, out)
            }
            (State::Live, Frame::Catalogue(part)) => self.on_catalogue(part, out),
            (State::Live, Frame::Ping(ping)) => send(&Frame::Pong(ping), out),
            (_, Frame::Pong(_)) => Ok(()),
            _ => Err(CloseReason::OutOfTurn("the device did not expect it now")),
        }
    }

    fn on_challenge(
        &mut self,
        challenge: &Challenge,
        out: &mut Vec<Effect>,
    ) -> Result<(), CloseReason> {
        let start = &self.start;
        let hello = Hello {
            proto_min: PROTO_MIN,
            proto_max: PROTO_MAX,
            device: start.device,
            boot: start.boot,
            epoch: start.epoch,
            cursor: start.cursor,
            menu_version: start.menu_version,
            facts_acked: start.facts_acked,
            signature: auth::sign(&start.key, &challenge.nonce, start.device),
        };
        self.state = State::AwaitsWelcome;
        send(&Frame::Hello(hello), out)
    }

    fn on_welcome(&mut self, welcome: &Welcome, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        if !(PROTO_MIN..=PROTO_MAX).contains(&welcome.proto) {
            let reason = RefusedReason::UpgradeNeeded;
            out.push(Effect::Refuse(reason));
            return Err(CloseReason::Refused(reason));
        }
        // A hub that holds less than it once acknowledged was set back without anybody saying so.
        let forgot = welcome.facts_held < self.start.facts_acked;
        if !welcome.cursor_ok || forgot {
            self.delivered = 0;
            out.push(Effect::ResetCursor {
                epoch: welcome.epoch,
            });
        }
        self.state = State::Live;
        out.push(Effect::Live {
            hub_now_ms: welcome.now_ms,
        });
        self.send_status(out)?;
        self.grew = true;
        self.read_more(out);
        Ok(())
    }

    fn send_status(&mut self, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        if self.state != State::Live {
            return Ok(());
        }
        match self.status.take() {
            Some(status) => send(&Frame::Status(status), out),
            None => Ok(()),
        }
    }

    fn on_tick(&mut self, now_ms: i64, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        if self.state == State::Fresh {
            return Ok(());
        }
        let heard_at_ms = match self.heard_at_ms {
            Some(at_ms) if !self.heard => at_ms,
            _ => now_ms,
        };
        self.heard = false;
        self.heard_at_ms = Some(heard_at_ms);
        let silent_ms = now_ms.saturating_sub(heard_at_ms);
        if silent_ms >= DEVICE_SILENCE_MS_MAX {
            return Err(CloseReason::Silent(silent_ms));
        }
        let due = self
            .pinged_at_ms
            .is_none_or(|at_ms| now_ms.saturating_sub(at_ms) >= PING_EVERY_MS);
        if self.state == State::Live && due {
            self.pinged_at_ms = Some(now_ms);
            self.pings += 1;
            return send(&Frame::Ping(Ping { n: self.pings }), out);
        }
        Ok(())
    }

    fn read_more(&mut self, out: &mut Vec<Effect>) {
        let free = self.in_flight.len() < PUSHES_IN_FLIGHT_MAX && self.ready.is_empty();
        if self.state == State::Live && self.grew && !self.reading && free {
            self.grew = false;
            self.reading = true;
            out.push(Effect::ReadOutbox {
                after: self.read_up_to,
                limit: ITEMS_PER_FRAME_MAX,
            });
        }
    }

    fn on_outbox(
        &mut self,
        items: Vec<Waiting>,
        more: bool,
        out: &mut Vec<Effect>,
    ) -> Result<(), CloseReason> {
        self.reading = false;
        self.grew |= more;
        if let Some(last) = items.last() {
            self.read_up_to = last.number;
        }
        self.ready.extend(items);
        self.push_ready(out)?;
        self.read_more(out);
        Ok(())
    }

    fn push_ready(&mut self, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
        while !self.ready.is_empty() && self.in_flight.len() < PUSHES_IN_FLIGHT_MAX {
            self.pushes += 1;
            let n = self.pushes;
            let (in_flight, items) = self.next_push(n);
            self.in_flight.push_back(in_flight);
            send(&Frame::Push(Push { n, items }), out)?;
        }
        Ok(())
    }

    /// Takes as many items as fit into one push. What can never travel is left out and reported
    /// when its turn comes, so that it blocks nobody.
    fn next_push(&mut self, n: u64) -> (InFlight, Vec<Item>) {
        let (mut items, mut size) = (Vec::new(), 0_usize);
        let mut in_flight = InFlight {
            n,
            numbers: Vec::new(),
            up_to: 0,
            too_big: Vec::new(),
        };
        while let Some(waiting) = self.ready.front() {
            let fits = waiting.item.fits();
            let grown = size.saturating_add(waiting.item.size());
            let full = items.len() >= ITEMS_PER_FRAME_MAX || grown > FRAME_BYTES_AIMED;
            if fits && full && !items.is_empty() {
                break;
            }
            let Some(waiting) = self.ready.pop_front() else {
                break;
            };
            in_flight.up_to = waiting.number;
            if fits {
                size = grown;
                in_flight.numbers.push(waiting.number);
                items.push(waiting.item);
            } else {
                in_flight.too_big.push(Refusal {
                    number: waiting.number,
                    why: WhyRefused::TooBig,
                });
            }
        }
        (in_flight, items)
    }

    fn on_ack(
        &mut self,
        n: u64,
        refused: &[RefusedItem],
        out: &mut Vec<Effect>,
    ) -> Result<(), CloseReason> {
        let push = self
            .in_flight
            .pop_front()
            .filter(|push| push.n == n)
            .ok_or(CloseReason::OutOfTurn("an acknowledgement of no push"))?;
        let by_hub = refused.iter().map(|item| {
            let index = usize::try_from(item.index).ok()?;
            let number = *push.numbers.get(index)?;
            let why = item.why;
            Some(Refusal { number, why })
        });
        let by_hub: Option<Vec<Refusal>> = by_hub.collect();
        let mut refused = by_hub.ok_or(CloseReason::OutOfTurn("a refusal of no item"))?;
        refused.extend(push.too_big);
        out.push(Effect::Acked {
            up_to: push.up_to,
            refused,
        });
        self.push_ready(out)?;
        self.read_more(out);
        Ok(())
    }

    fn on_deliver(
        &mut self,
        seq: u64,
        items: Vec<Item>,
        more: bool,
        out: &mut Vec<Effect>,
    ) -> Result<(), CloseReason> {
        if seq <= self.delivered {
            return Err(CloseReason::OutOfTurn("a delivery that goes back"));
        }
        self.delivered = seq;
        let mut damaged = Vec::new();
        let mut whole = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Item::Change(change) if !change.is_whole() => damaged.push(change.order),
                item => whole.push(item),
            }
        }
        out.push(Effect::Commit {
            items: whole,
            damaged,
            seq,
            more,
        });
        Ok(())
    }

    fn on_catalogue(
        &mut self,
        part: CataloguePart,
        out: &mut Vec<Effect>,
    ) -> Result<(), CloseReason> {
        if part.parts == 0 || part.parts > CATALOGUE_PARTS_MAX {
            return Err(CloseReason::OutOfTurn("a catalogue of too many parts"));
        }
        if part.part == 0 {
            self.assembly = Some(Assembly {
                version: part.version,
                sha256: part.sha256,
                parts: part.parts,
                next: 0,
                bytes: Vec::new(),
            });
        }
        let mut assembly = self
            .assembly
            .take()
            .filter(|a| (a.version, a.sha256) == (part.version, part.sha256))
            .filter(|a| (a.next, a.parts) == (part.part, part.parts))
            .ok_or(CloseReason::OutOfTurn("a part of another catalogue"))?;
        assembly.bytes.extend_from_slice(&part.bytes);
        assembly.next += 1;
        if assembly.next < assembly.parts {
            self.assembly = Some(assembly);
            return Ok(());
        }
        if sha256(&assembly.bytes) != assembly.sha256 {
            return Err(CloseReason::OutOfTurn("a catalogue that came damaged"));
        }
        out.push(Effect::NewCatalogue {
            version: assembly.version,
            sha256: assembly.sha256,
            bytes: assembly.bytes,
        });
        Ok(())
    }
}

fn send(frame: &Frame, out: &mut Vec<Effect>) -> Result<(), CloseReason> {
    out.push(Effect::Send(frame.encode()?));
    Ok(())
}
