//! Frames from a peer that is not what it says.

use ed25519_dalek::SigningKey;
use shared::ids::{DeviceId, OrderId};
use sync_protocol::{
    Ack, Change, Deliver, DeviceSession, Frame, Got, HubSession, Item, Ping, Push, device, hub,
};

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// A stranger's frame: neither end of a connection falls over it, and what is understood is written
/// down again as the same frame.
pub fn frame(bytes: &[u8]) {
    if let Ok(Some(frame)) = Frame::decode(bytes)
        && let Ok(again) = frame.encode()
    {
        assert_eq!(Frame::decode(&again), Ok(Some(frame)));
    }
    for greeted in [false, true] {
        let (mut one, mut two, first) = ends();
        if greeted {
            greet(&mut one, &mut two, first);
        }
        one.handle(device::Event::Frame(bytes.to_vec()));
        two.handle(hub::Event::Frame(bytes.to_vec()));
    }
}

/// Both ends of a connection that just opened, and what the hub says first.
fn ends() -> (DeviceSession, HubSession, Vec<hub::Effect>) {
    let mut one = DeviceSession::new(device::Start {
        device: DeviceId::from_bytes([1; 16]),
        key: key(),
        boot: 1,
        epoch: 1,
        cursor: 0,
        menu_version: 0,
        facts_acked: 0,
    });
    let mut two = HubSession::new(hub::Start {
        nonce: [3; 32],
        epoch: 1,
    });
    one.handle(device::Event::Opened);
    let first = two.handle(hub::Event::Opened);
    (one, two, first)
}

/// Both ends agree and are at work. Gives all that they said.
fn greet(
    one: &mut DeviceSession,
    two: &mut HubSession,
    mut from_hub: Vec<hub::Effect>,
) -> Vec<Vec<u8>> {
    let known = hub::Known {
        public_key: key().verifying_key().to_bytes(),
        facts_held: 0,
        head: 0,
        now_ms: 5,
    };
    let mut said = Vec::new();
    while !from_hub.is_empty() {
        let mut from_device = Vec::new();
        let mut answers = Vec::new();
        for effect in from_hub {
            match effect {
                hub::Effect::Send(bytes) => {
                    said.push(bytes.clone());
                    from_device.extend(one.handle(device::Event::Frame(bytes)));
                }
                hub::Effect::LookUp { .. } => answers.extend(two.handle(hub::Event::Known(known))),
                _ => {}
            }
        }
        for effect in from_device {
            if let device::Effect::Send(bytes) = effect {
                said.push(bytes.clone());
                answers.extend(two.handle(hub::Event::Frame(bytes)));
            }
        }
        from_hub = answers;
    }
    said
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let change = Item::Change(Change::new(OrderId::from_bytes([2; 16]), vec![1, 2, 3]));
    let frames = [
        Frame::Push(Push {
            n: 1,
            items: vec![change.clone()],
        }),
        Frame::Ack(Ack {
            n: 1,
            refused: Vec::new(),
        }),
        Frame::Ping(Ping { n: 4 }),
        Frame::Pong(Ping { n: 4 }),
        Frame::Got(Got { seq: 3 }),
        Frame::Deliver(Deliver {
            seq: 3,
            items: vec![change],
            more: false,
        }),
    ];
    let mut seeds: Vec<Vec<u8>> = frames
        .into_iter()
        .map(|frame| frame.encode().unwrap())
        .collect();
    let (mut one, mut two, first) = ends();
    let said = greet(&mut one, &mut two, first);
    assert!(said.len() > 2, "nobody was greeted");
    seeds.extend(said);
    seeds
}
