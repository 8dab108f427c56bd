//! Turns of a conversation, one fact a test.

mod coming_in;

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use shared::ids::{DeviceId, OrderId};
use sync_protocol::{
    Challenge, Change, CloseReason, DELIVERS_IN_FLIGHT_MAX, DeviceSession, Frame, Got, HubSession,
    ITEM_BYTES_MAX, Item, PUSHES_IN_FLIGHT_MAX, RefusedReason, SILENT_SEQS_MAX, Status, Welcome,
    WhyRefused, device, hub,
};

const EPOCH: u64 = 7;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[5; 32])
}

fn device_start() -> device::Start {
    device::Start {
        device: DeviceId::from_bytes([1; 16]),
        key: key(),
        boot: 1,
        epoch: EPOCH,
        cursor: 0,
        menu_version: 0,
        facts_acked: 0,
    }
}

fn known(head: u64) -> hub::Event {
    hub::Event::Known(hub::Known {
        public_key: key().verifying_key().to_bytes(),
        facts_held: 0,
        head,
        now_ms: 1_000,
    })
}

fn change(n: u8) -> Item {
    Item::Change(Change::new(OrderId::from_bytes([n; 16]), vec![n; 20]))
}

fn waiting(number: u64) -> device::Waiting {
    let item = change(u8::try_from(number % 200).unwrap());
    device::Waiting { number, item }
}

fn sent(effects: &[device::Effect]) -> Vec<Frame> {
    let frames = effects.iter().filter_map(|effect| match effect {
        device::Effect::Send(bytes) => Some(Frame::decode(bytes).unwrap().unwrap()),
        _ => None,
    });
    frames.collect()
}

fn sent_by_hub(effects: &[hub::Effect]) -> Vec<Frame> {
    let frames = effects.iter().filter_map(|effect| match effect {
        hub::Effect::Send(bytes) => Some(Frame::decode(bytes).unwrap().unwrap()),
        _ => None,
    });
    frames.collect()
}

fn to_device(session: &mut DeviceSession, frame: Frame) -> Vec<device::Effect> {
    session.handle(device::Event::Frame(frame.encode().unwrap()))
}

fn to_hub(session: &mut HubSession, frame: Frame) -> Vec<hub::Effect> {
    session.handle(hub::Event::Frame(frame.encode().unwrap()))
}

fn challenge() -> Frame {
    Frame::Challenge(Challenge {
        nonce: [9; 32],
        proto_min: 1,
        proto_max: 1,
        epoch: EPOCH,
    })
}

fn live_device(start: device::Start, welcome: Welcome) -> (DeviceSession, Vec<device::Effect>) {
    let mut session = DeviceSession::new(start);
    session.handle(device::Event::Opened);
    to_device(&mut session, challenge());
    let effects = to_device(&mut session, Frame::Welcome(welcome));
    (session, effects)
}

fn welcome() -> Welcome {
    Welcome {
        proto: 1,
        epoch: EPOCH,
        now_ms: 1_000,
        facts_held: 0,
        cursor_ok: true,
    }
}

fn opened_hub() -> HubSession {
    let mut session = HubSession::new(hub::Start {
        nonce: [9; 32],
        epoch: EPOCH,
    });
    session.handle(hub::Event::Opened);
    session
}

fn greet(session: &mut HubSession, start: device::Start) -> Vec<hub::Effect> {
    let mut device = DeviceSession::new(start);
    device.handle(device::Event::Opened);
    let hello = sent(&to_device(&mut device, challenge())).remove(0);
    to_hub(session, hello)
}

/// A hub session that waits for the look-up, with the device's start as its Hello.
fn greeted_hub(start: device::Start) -> (HubSession, Vec<hub::Effect>) {
    let mut session = opened_hub();
    let effects = greet(&mut session, start);
    (session, effects)
}

fn live_hub(head: u64) -> (HubSession, Vec<hub::Effect>) {
    let (mut session, _) = greeted_hub(device_start());
    let effects = session.handle(known(head));
    (session, effects)
}

#[test]
fn a_known_device_is_welcomed_and_reads_from_its_cursor() {
    let (_, effects) = live_hub(3);
    let limit = sync_protocol::ITEMS_PER_FRAME_MAX;
    assert!(matches!(
        sent_by_hub(&effects)[0],
        Frame::Welcome(Welcome {
            cursor_ok: true,
            ..
        })
    ));
    assert!(effects.contains(&hub::Effect::ReadLog { after: 0, limit }));
}

#[test]
fn a_signature_of_another_key_is_refused_by_name() {
    let start = device::Start {
        key: SigningKey::from_bytes(&[6; 32]),
        ..device_start()
    };
    let (mut session, _) = greeted_hub(start);
    let effects = session.handle(known(0));
    let reason = RefusedReason::BadSignature;
    assert_eq!(sent_by_hub(&effects), [Frame::Refused(reason)]);
    assert_eq!(effects[1], hub::Effect::Close(CloseReason::Refused(reason)));
}

#[test]
fn a_device_that_is_refused_says_so_to_its_host() {
    let mut session = DeviceSession::new(device_start());
    session.handle(device::Event::Opened);
    to_device(&mut session, challenge());
    let effects = to_device(&mut session, Frame::Refused(RefusedReason::Revoked));
    assert_eq!(effects[0], device::Effect::Refuse(RefusedReason::Revoked));
}

#[test]
fn a_device_of_a_later_protocol_is_told_to_wait_for_the_upgrade() {
    let (_, _) = live_hub(0);
    let mut session = opened_hub();
    let mut device = DeviceSession::new(device_start());
    device.handle(device::Event::Opened);
    let Frame::Hello(mut hello) = sent(&to_device(&mut device, challenge())).remove(0) else {
        panic!("no hello");
    };
    (hello.proto_min, hello.proto_max) = (8, 9);
    let effects = to_hub(&mut session, Frame::Hello(hello));
    assert_eq!(
        sent_by_hub(&effects),
        [Frame::Refused(RefusedReason::UpgradeNeeded)]
    );
}

#[test]
fn a_cursor_of_another_epoch_starts_from_nothing() {
    let start = device::Start {
        epoch: 1,
        cursor: 900,
        ..device_start()
    };
    let (mut session, _) = greeted_hub(start.clone());
    let effects = session.handle(known(3));
    let frames = sent_by_hub(&effects);
    let Frame::Welcome(welcome) = frames[0].clone() else {
        panic!("no welcome")
    };
    assert!(!welcome.cursor_ok);
    let (_, effects) = live_device(start, welcome);
    assert_eq!(effects[0], device::Effect::ResetCursor { epoch: EPOCH });
}

#[test]
fn a_hub_that_forgot_acknowledged_facts_gets_everything_again() {
    let start = device::Start {
        facts_acked: 5,
        ..device_start()
    };
    let (_, effects) = live_device(
        start,
        Welcome {
            facts_held: 4,
            ..welcome()
        },
    );
    assert_eq!(effects[0], device::Effect::ResetCursor { epoch: EPOCH });
}

#[test]
fn a_device_pushes_no_more_than_the_window_and_goes_on_after_an_ack() {
    let (mut session, _) = live_device(device_start(), welcome());
    let mut frames = Vec::new();
    let mut number = 0;
    loop {
        number += 1;
        let items = vec![waiting(number)];
        let effects = session.handle(device::Event::Outbox { items, more: true });
        frames.extend(sent(&effects));
        let reads = |e: &device::Effect| matches!(e, device::Effect::ReadOutbox { .. });
        if !effects.iter().any(reads) {
            break;
        }
    }
    assert_eq!(frames.len(), PUSHES_IN_FLIGHT_MAX);
    let ack = sync_protocol::Ack {
        n: 1,
        refused: Vec::new(),
    };
    let effects = to_device(&mut session, Frame::Ack(ack));
    assert_eq!(
        effects[0],
        device::Effect::Acked {
            up_to: 1,
            refused: Vec::new()
        }
    );
    assert!(matches!(
        effects[1],
        device::Effect::ReadOutbox { after: 4, .. }
    ));
}

#[test]
fn an_item_that_can_never_travel_blocks_nobody() {
    let (mut session, _) = live_device(device_start(), welcome());
    let big = Item::Change(Change::new(
        OrderId::from_bytes([1; 16]),
        vec![0; ITEM_BYTES_MAX + 1],
    ));
    let items = vec![
        device::Waiting {
            number: 1,
            item: big,
        },
        waiting(2),
    ];
    let effects = session.handle(device::Event::Outbox { items, more: false });
    let Frame::Push(push) = sent(&effects).remove(0) else {
        panic!("no push")
    };
    assert_eq!(push.items.len(), 1);
    let ack = sync_protocol::Ack {
        n: 1,
        refused: Vec::new(),
    };
    let effects = to_device(&mut session, Frame::Ack(ack));
    let refused = vec![device::Refusal {
        number: 1,
        why: WhyRefused::TooBig,
    }];
    assert_eq!(effects[0], device::Effect::Acked { up_to: 2, refused });
}

#[test]
fn a_damaged_change_is_left_out_and_named() {
    let (mut session, _) = live_device(device_start(), welcome());
    let Item::Change(mut damaged) = change(3) else {
        unreachable!()
    };
    damaged.bytes[0] ^= 1;
    let items = vec![Item::Change(damaged), change(4)];
    let deliver = sync_protocol::Deliver {
        seq: 2,
        items,
        more: false,
    };
    let effects = to_device(&mut session, Frame::Deliver(deliver));
    let device::Effect::Commit {
        items,
        damaged,
        seq,
        ..
    } = &effects[0]
    else {
        panic!("no commit")
    };
    assert_eq!((items.len(), damaged.len(), *seq), (1, 1, 2));
    let got = session.handle(device::Event::Committed { seq: 2 });
    assert_eq!(sent(&got), [Frame::Got(Got { seq: 2 })]);
}

#[test]
fn silence_is_noticed_after_two_and_a_half_seconds() {
    let (mut session, _) = live_device(device_start(), welcome());
    let mut tick = |now_ms| session.handle(device::Event::Tick { now_ms });
    assert!(matches!(sent(&tick(10_000))[0], Frame::Ping(_)));
    assert!(
        tick(12_499)
            .iter()
            .all(|e| !matches!(e, device::Effect::Lost))
    );
    let effects = tick(12_500);
    assert_eq!(effects[0], device::Effect::Lost);
    assert_eq!(
        effects[1],
        device::Effect::Close(CloseReason::Silent(2_500))
    );
}

#[test]
fn a_pong_is_a_sign_of_life() {
    let (mut session, _) = live_device(device_start(), welcome());
    session.handle(device::Event::Tick { now_ms: 10_000 });
    for now_ms in [12_000, 14_000, 16_000] {
        to_device(&mut session, Frame::Pong(sync_protocol::Ping { n: 1 }));
        let effects = session.handle(device::Event::Tick { now_ms });
        assert!(!effects.contains(&device::Effect::Lost));
    }
}

#[test]
fn a_status_from_before_the_welcome_is_sent_with_it() {
    let mut session = DeviceSession::new(device_start());
    let status = Status {
        items_waiting: 4,
        ..Status::default()
    };
    session.handle(device::Event::StatusChanged(status.clone()));
    session.handle(device::Event::Opened);
    to_device(&mut session, challenge());
    let effects = to_device(&mut session, Frame::Welcome(welcome()));
    assert_eq!(sent(&effects), [Frame::Status(status)]);
}

#[test]
fn a_slow_device_costs_a_cursor_and_not_a_queue() {
    let (mut session, mut effects) = live_hub(1_000);
    let mut up_to = 0;
    while effects
        .iter()
        .any(|e| matches!(e, hub::Effect::ReadLog { .. }))
    {
        up_to += 1;
        let items = vec![(up_to, Arc::new(change(1)))];
        effects = session.handle(hub::Event::Log { items, up_to });
    }
    assert_eq!(up_to, u64::try_from(DELIVERS_IN_FLIGHT_MAX).unwrap());
    assert!(
        session
            .handle(hub::Event::LogGrew { seq: 2_000 })
            .is_empty()
    );
    let effects = to_hub(&mut session, Frame::Got(Got { seq: 1 }));
    assert!(matches!(effects[1], hub::Effect::ReadLog { after: 8, .. }));
}

#[test]
fn entries_that_are_not_for_a_device_move_its_cursor_now_and_then() {
    let (mut session, _) = live_hub(SILENT_SEQS_MAX * 2);
    let up_to = SILENT_SEQS_MAX - 1;
    let effects = session.handle(hub::Event::Log {
        items: Vec::new(),
        up_to,
    });
    assert_eq!(sent_by_hub(&effects), []);
    let up_to = SILENT_SEQS_MAX;
    let effects = session.handle(hub::Event::Log {
        items: Vec::new(),
        up_to,
    });
    let Frame::Deliver(deliver) = &sent_by_hub(&effects)[0] else {
        panic!("no deliver")
    };
    assert_eq!((deliver.seq, deliver.items.len()), (SILENT_SEQS_MAX, 0));
}

#[test]
fn a_catalogue_of_several_parts_arrives_whole() {
    let (mut hub_end, _) = live_hub(0);
    let (mut device_end, _) = live_device(device_start(), welcome());
    let bytes: Vec<u8> = (0..600_000_u32).map(|n| n.to_be_bytes()[3]).collect();
    let sha256 = Change::new(OrderId::from_bytes([0; 16]), bytes.clone()).sha256;
    let catalogue = hub::Catalogue {
        version: 4,
        sha256,
        bytes: bytes.clone().into(),
    };
    let frames = sent_by_hub(&hub_end.handle(hub::Event::Catalogue(catalogue.clone())));
    assert_eq!(frames.len(), 3);
    let effects: Vec<_> = frames
        .into_iter()
        .flat_map(|frame| to_device(&mut device_end, frame))
        .collect();
    assert_eq!(
        effects,
        [device::Effect::NewCatalogue {
            version: 4,
            sha256,
            bytes
        }]
    );
    assert!(
        hub_end.handle(hub::Event::Catalogue(catalogue)).is_empty(),
        "sent once"
    );
}

#[test]
fn a_push_before_the_greeting_ends_the_connection() {
    let mut session = opened_hub();
    let push = sync_protocol::Push {
        n: 1,
        items: vec![change(1)],
    };
    let effects = to_hub(&mut session, Frame::Push(push));
    assert!(matches!(
        effects[..],
        [hub::Effect::Close(CloseReason::OutOfTurn(_))]
    ));
    assert!(
        session.handle(known(0)).is_empty(),
        "nothing happens afterwards"
    );
}
