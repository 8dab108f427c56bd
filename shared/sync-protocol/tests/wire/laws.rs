//! Whatever the cuts: what a device made reaches the hub once and every other device once.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use shared::ids::{DeviceId, OrderId};
use sync_protocol::{Change, DeviceSession, HubSession, Item, device, hub};

const DEVICES: usize = 3;

/// Something that happens in a schedule.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A device makes something.
    Make(usize),
    /// One message reaches the hub.
    Up(usize),
    /// One message reaches the device.
    Down(usize),
    /// The hub's disk is done with the oldest push of a device.
    HubDisk(usize),
    /// The device's disk is done with the oldest delivery.
    DeviceDisk(usize),
    /// The connection breaks; what is on its way is lost, on both sides.
    Cut(usize),
    /// The device calls.
    Call(usize),
    /// The hub comes back from a backup that lacks its last entries.
    Restore(usize),
}

#[derive(Default)]
struct Hub {
    epoch: u64,
    log: Vec<(usize, Item)>,
}

impl Hub {
    fn ingest(&mut self, from: usize, items: Vec<Item>) {
        for item in items {
            if !self.log.iter().any(|(_, known)| *known == item) {
                self.log.push((from, item));
            }
        }
    }

    fn head(&self) -> u64 {
        self.log.len() as u64
    }
}

struct Line {
    device: DeviceSession,
    hub: HubSession,
    up: VecDeque<Vec<u8>>,
    down: VecDeque<Vec<u8>>,
    pushed: VecDeque<(u64, Vec<Item>)>,
    delivered: VecDeque<(Vec<Item>, u64)>,
}

#[derive(Default)]
struct Device {
    made: BTreeMap<u64, Item>,
    acked: u64,
    epoch: u64,
    cursor: u64,
    /// How often each item was written for the first time or again.
    held: Vec<Item>,
    line: Option<Line>,
}

#[derive(Default)]
struct World {
    hub: Hub,
    devices: Vec<Device>,
}

fn key(index: usize) -> SigningKey {
    SigningKey::from_bytes(&[u8::try_from(index).unwrap() + 1; 32])
}

impl World {
    fn new() -> Self {
        let devices = (0..DEVICES).map(|_| Device::default()).collect();
        let hub = Hub {
            epoch: 1,
            log: Vec::new(),
        };
        Self { hub, devices }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Make(index) => self.make(index),
            Step::Up(index) => {
                let message = self.line(index).and_then(|line| line.up.pop_front());
                if let Some(bytes) = message {
                    self.tell_hub(index, hub::Event::Frame(bytes));
                }
            }
            Step::Down(index) => {
                let message = self.line(index).and_then(|line| line.down.pop_front());
                if let Some(bytes) = message {
                    self.tell_device(index, device::Event::Frame(bytes));
                }
            }
            Step::HubDisk(index) => self.hub_disk(index),
            Step::DeviceDisk(index) => self.device_disk(index),
            Step::Cut(index) => self.devices[index].line = None,
            Step::Call(index) => self.call(index),
            Step::Restore(lost) => {
                let kept = self.hub.log.len().saturating_sub(lost);
                self.hub.log.truncate(kept);
                self.hub.epoch += 1;
                for device in &mut self.devices {
                    device.line = None;
                }
            }
        }
    }

    fn line(&mut self, index: usize) -> Option<&mut Line> {
        self.devices[index].line.as_mut()
    }

    fn make(&mut self, index: usize) {
        let device = &mut self.devices[index];
        let number = device.made.len() as u64 + 1;
        let bytes = vec![
            u8::try_from(index).unwrap(),
            u8::try_from(number % 256).unwrap(),
            1,
        ];
        let item = Item::Change(Change::new(OrderId::from_bytes([1; 16]), bytes));
        device.made.insert(number, item);
        self.tell_device(index, device::Event::OutboxGrew);
    }

    fn hub_disk(&mut self, index: usize) {
        let Some((n, items)) = self.line(index).and_then(|line| line.pushed.pop_front()) else {
            return;
        };
        self.hub.ingest(index, items);
        self.tell_hub(
            index,
            hub::Event::Ingested {
                n,
                refused: Vec::new(),
            },
        );
        let seq = self.hub.head();
        for other in 0..DEVICES {
            self.tell_hub(other, hub::Event::LogGrew { seq });
        }
    }

    fn device_disk(&mut self, index: usize) {
        let Some((items, seq)) = self.line(index).and_then(|line| line.delivered.pop_front())
        else {
            return;
        };
        let device = &mut self.devices[index];
        device.held.extend(items);
        device.cursor = seq;
        self.tell_device(index, device::Event::Committed { seq });
    }

    fn call(&mut self, index: usize) {
        if self.devices[index].line.is_some() {
            return;
        }
        let device = &mut self.devices[index];
        device.line = Some(Line {
            device: DeviceSession::new(device::Start {
                device: DeviceId::from_bytes([u8::try_from(index).unwrap(); 16]),
                key: key(index),
                boot: 1,
                epoch: device.epoch,
                cursor: device.cursor,
                menu_version: 0,
                facts_acked: 0,
            }),
            hub: HubSession::new(hub::Start {
                nonce: [3; 32],
                epoch: self.hub.epoch,
            }),
            up: VecDeque::new(),
            down: VecDeque::new(),
            pushed: VecDeque::new(),
            delivered: VecDeque::new(),
        });
        self.tell_device(index, device::Event::Opened);
        self.tell_hub(index, hub::Event::Opened);
    }

    fn tell_hub(&mut self, index: usize, event: hub::Event) {
        let Some(line) = self.line(index) else { return };
        for effect in line.hub.handle(event) {
            match effect {
                hub::Effect::Send(bytes) => self.line(index).unwrap().down.push_back(bytes),
                hub::Effect::LookUp { .. } => {
                    let known = hub::Known {
                        public_key: key(index).verifying_key().to_bytes(),
                        facts_held: 0,
                        head: self.hub.head(),
                        now_ms: 0,
                    };
                    self.tell_hub(index, hub::Event::Known(known));
                }
                hub::Effect::Ingest { n, items } => {
                    self.line(index).unwrap().pushed.push_back((n, items));
                }
                hub::Effect::ReadLog { after, limit } => {
                    let entries = (1_u64..).zip(&self.hub.log).filter(|(seq, _)| *seq > after);
                    let page: Vec<_> = entries.take(limit).collect();
                    let up_to = page.last().map_or(after, |(seq, _)| *seq);
                    let items = page.into_iter().filter(|(_, (from, _))| *from != index);
                    let items = items
                        .map(|(seq, (_, item))| (seq, Arc::new(item.clone())))
                        .collect();
                    self.tell_hub(index, hub::Event::Log { items, up_to });
                }
                hub::Effect::Close(reason) => panic!("the hub closed: {reason}"),
                _ => {}
            }
        }
    }

    fn tell_device(&mut self, index: usize, event: device::Event) {
        let Some(line) = self.line(index) else { return };
        for effect in line.device.handle(event) {
            match effect {
                device::Effect::Send(bytes) => self.line(index).unwrap().up.push_back(bytes),
                device::Effect::ReadOutbox { after, limit } => {
                    let device = &self.devices[index];
                    let from = after.max(device.acked);
                    let mut rows = device.made.range(from + 1..);
                    let rows_taken = rows.by_ref().take(limit);
                    let items = rows_taken
                        .map(|(number, item)| device::Waiting {
                            number: *number,
                            item: item.clone(),
                        })
                        .collect();
                    let more = rows.next().is_some();
                    self.tell_device(index, device::Event::Outbox { items, more });
                }
                device::Effect::Acked { up_to, refused } => {
                    assert_eq!(refused, []);
                    self.devices[index].acked = up_to;
                }
                device::Effect::Commit {
                    items,
                    seq,
                    damaged,
                    ..
                } => {
                    assert_eq!(damaged, []);
                    self.line(index).unwrap().delivered.push_back((items, seq));
                }
                device::Effect::ResetCursor { epoch } => {
                    let device = &mut self.devices[index];
                    (device.epoch, device.cursor, device.acked) = (epoch, 0, 0);
                }
                device::Effect::Close(reason) => panic!("the device closed: {reason}"),
                _ => {}
            }
        }
    }

    /// Lets everything run that can, without further trouble.
    fn settle(&mut self) {
        for _ in 0..500 {
            for index in 0..DEVICES {
                for step in [
                    Step::Call(index),
                    Step::Up(index),
                    Step::HubDisk(index),
                    Step::Down(index),
                    Step::DeviceDisk(index),
                ] {
                    self.step(step);
                }
            }
        }
    }

    fn check(&self, restored: bool) {
        let mut made: Vec<Item> = Vec::new();
        for device in &self.devices {
            made.extend(device.made.values().cloned());
            assert_eq!(device.acked, device.made.len() as u64);
        }
        assert_eq!(
            self.hub.log.len(),
            made.len(),
            "the hub has everything once"
        );
        for (index, device) in self.devices.iter().enumerate() {
            for (from, item) in &self.hub.log {
                let count = device.held.iter().filter(|held| *held == item).count();
                match (*from == index, restored) {
                    (true, _) => {}
                    (false, false) => assert_eq!(count, 1, "once at every other device"),
                    (false, true) => assert!(count >= 1, "at every other device"),
                }
            }
        }
    }
}

fn any_step() -> impl Strategy<Value = Step> {
    let who = 0..DEVICES;
    prop_oneof![
        3 => who.clone().prop_map(Step::Make),
        4 => who.clone().prop_map(Step::Up),
        4 => who.clone().prop_map(Step::Down),
        3 => who.clone().prop_map(Step::HubDisk),
        3 => who.clone().prop_map(Step::DeviceDisk),
        1 => who.clone().prop_map(Step::Cut),
        2 => who.prop_map(Step::Call),
    ]
}

proptest! {
    #[test]
    fn whatever_the_cuts_everything_arrives_once(
        steps in proptest::collection::vec(any_step(), 0..200)
    ) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
        }
        world.settle();
        world.check(false);
    }

    #[test]
    fn a_hub_that_lost_its_last_entries_gets_them_back(
        before in proptest::collection::vec(any_step(), 0..120),
        lost in 0_usize..20,
        after in proptest::collection::vec(any_step(), 0..60),
    ) {
        let mut world = World::new();
        for step in before.into_iter().chain([Step::Restore(lost)]).chain(after) {
            world.step(step);
        }
        world.settle();
        world.check(true);
    }
}

#[test]
fn a_long_backlog_of_one_device_reaches_the_others_in_many_frames() {
    let mut world = World::new();
    for _ in 0..250 {
        world.make(0);
    }
    world.settle();
    world.check(false);
}
