//! What frames look like on the wire, and that no bytes upset the reader.

use insta::assert_snapshot;
use proptest::prelude::*;
use shared::{
    api::PrinterCause,
    ids::{DeviceId, FactId, OrderId},
    journal::{Hash, Record},
};
use sync_protocol::{
    Ack, CataloguePart, Challenge, Change, Deliver, FRAME_BYTES_MAX, Frame, FrameError, Got, Hello,
    ITEM_BYTES_MAX, ITEMS_PER_FRAME_MAX, Item, Ping, PrinterStatus, Push, RefusedItem,
    RefusedReason, Status, Welcome, WhyRefused,
};

fn change(bytes: &[u8]) -> Item {
    Item::Change(Change::new(OrderId::from_bytes([2; 16]), bytes.to_vec()))
}

fn record() -> Item {
    Item::Fact(Record {
        device: DeviceId::from_bytes([1; 16]),
        number: 3,
        at_ms: 1_700_000_000_000,
        id: FactId::from_bytes([3; 16]),
        previous: Hash([4; 32]),
        body: "{}".to_owned(),
        hash: Hash([5; 32]),
        signature: "06".repeat(64),
    })
}

fn hex_of(frame: Frame) -> String {
    let bytes = frame.encode().unwrap();
    assert_eq!(Frame::decode(&bytes), Ok(Some(frame)));
    hex::encode(bytes)
}

#[test]
fn the_bytes_of_a_greeting_stay_as_they_are() {
    let challenge = Challenge {
        nonce: [7; 32],
        proto_min: 1,
        proto_max: 1,
        epoch: 9,
    };
    let hello = Hello {
        proto_min: 1,
        proto_max: 1,
        device: DeviceId::from_bytes([1; 16]),
        boot: 4,
        epoch: 9,
        cursor: 70_000,
        menu_version: 12,
        facts_acked: 3,
        signature: [8; 64],
    };
    let welcome = Welcome {
        proto: 1,
        epoch: 9,
        now_ms: 1_700_000_000_000,
        facts_held: 3,
        cursor_ok: true,
    };
    assert_snapshot!("challenge", hex_of(Frame::Challenge(challenge)));
    assert_snapshot!("hello", hex_of(Frame::Hello(hello)));
    assert_snapshot!("welcome", hex_of(Frame::Welcome(welcome)));
    assert_snapshot!(
        "refused",
        hex_of(Frame::Refused(RefusedReason::UpgradeNeeded))
    );
}

#[test]
fn a_hello_from_before_it_told_of_acknowledged_facts_is_read() {
    let mut bytes = hex::decode(concat!(
        "01000288a970726f746f5f6d696e01a970726f746f5f6d617801a6646576696365c41001010101010101",
        "010101010101010101a4626f6f7404a565706f636809a6637572736f72ce00011170ac6d656e755f7665",
        "7273696f6e0ca97369676e6174757265c440",
    ))
    .unwrap();
    bytes.extend([8; 64]);
    let Frame::Hello(hello) = Frame::decode(&bytes).unwrap().unwrap() else {
        panic!("no hello")
    };
    assert_eq!((hello.menu_version, hello.facts_acked), (12, 0));
}

#[test]
fn the_bytes_of_items_stay_as_they_are() {
    let items = vec![change(b"chunk"), record()];
    let ack = Ack {
        n: 1,
        refused: vec![RefusedItem {
            index: 1,
            why: WhyRefused::Gap,
        }],
    };
    let deliver = Deliver {
        seq: 41,
        items: items.clone(),
        more: false,
    };
    assert_snapshot!("push", hex_of(Frame::Push(Push { n: 1, items })));
    assert_snapshot!("ack", hex_of(Frame::Ack(ack)));
    assert_snapshot!("deliver", hex_of(Frame::Deliver(deliver)));
    assert_snapshot!("got", hex_of(Frame::Got(Got { seq: 41 })));
}

#[test]
fn the_bytes_of_everything_else_stay_as_they_are() {
    let part = CataloguePart {
        version: 12,
        sha256: [1; 32],
        part: 0,
        parts: 1,
        bytes: b"menu".to_vec(),
    };
    let status = Status {
        now_ms: 1_700_000_000_000,
        oldest_at_ms: Some(1_699_999_999_000),
        items_waiting: 5,
        orders_waiting: 2,
        menu_version: 12,
        printers: vec![PrinterStatus {
            name: "kitchen".to_owned(),
            cause: Some(PrinterCause::NoPaper),
            waiting: 3,
        }],
    };
    assert_snapshot!("catalogue", hex_of(Frame::Catalogue(part)));
    assert_snapshot!("status", hex_of(Frame::Status(status)));
    assert_snapshot!("ping", hex_of(Frame::Ping(Ping { n: 6 })));
    assert_snapshot!("pong", hex_of(Frame::Pong(Ping { n: 6 })));
}

#[test]
fn a_push_of_the_limit_is_read_and_one_item_more_is_refused() {
    let push = |count| {
        Frame::Push(Push {
            n: 1,
            items: vec![change(b"x"); count],
        })
    };
    for count in [0, 1, ITEMS_PER_FRAME_MAX] {
        let bytes = push(count).encode().unwrap();
        assert_eq!(Frame::decode(&bytes), Ok(Some(push(count))), "{count}");
    }
    let bytes = push(ITEMS_PER_FRAME_MAX + 1).encode().unwrap();
    let error = Frame::decode(&bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "push: 257 entries, at most 256 are allowed"
    );
}

#[test]
fn too_big_an_item_is_named_by_its_place() {
    let items = vec![change(b"x"), change(&vec![0; ITEM_BYTES_MAX + 1])];
    let bytes = Frame::Push(Push { n: 1, items }).encode().unwrap();
    let error = Frame::decode(&bytes).unwrap_err();
    assert_eq!(error.to_string(), "push: item 1 is too big");
}

#[test]
fn too_long_a_frame_is_not_even_written() {
    let items = vec![change(&vec![0; FRAME_BYTES_MAX])];
    let error = Frame::Push(Push { n: 1, items }).encode().unwrap_err();
    assert!(matches!(error, FrameError::TooLong { .. }));
}

#[test]
fn a_hash_of_the_wrong_length_is_named_by_its_frame() {
    let bytes = Frame::Push(Push {
        n: 1,
        items: vec![record()],
    })
    .encode()
    .unwrap();
    let place = bytes.windows(4).position(|four| four == b"0505").unwrap();
    let mut broken = bytes;
    broken[place] = b'x';
    let error = Frame::decode(&broken).unwrap_err();
    assert!(error.to_string().starts_with("push: "), "{error}");
}

fn any_item() -> impl Strategy<Value = Item> {
    let bytes = proptest::collection::vec(any::<u8>(), 0..300);
    prop_oneof![
        (any::<[u8; 16]>(), bytes).prop_map(|(order, bytes)| Item::Change(Change::new(
            OrderId::from_bytes(order),
            bytes
        ))),
        (
            any::<[u8; 16]>(),
            any::<u64>(),
            any::<i64>(),
            any::<[u8; 32]>(),
            ".{0,40}"
        )
            .prop_map(|(id, number, at_ms, hash, body)| Item::Fact(Record {
                device: DeviceId::from_bytes(id),
                number,
                at_ms,
                id: FactId::from_bytes(id),
                previous: Hash(hash),
                body,
                hash: Hash(hash),
                signature: String::new(),
            })),
    ]
}

fn any_frame() -> impl Strategy<Value = Frame> {
    let items = || proptest::collection::vec(any_item(), 0..8);
    prop_oneof![
        (any::<[u8; 32]>(), any::<u16>(), any::<u64>()).prop_map(|(nonce, proto, epoch)| {
            Frame::Challenge(Challenge {
                nonce,
                proto_min: proto,
                proto_max: proto,
                epoch,
            })
        }),
        (any::<[u8; 16]>(), any::<u64>(), any::<[u8; 32]>()).prop_map(|(device, n, half)| {
            let mut signature = [0; 64];
            signature[..32].copy_from_slice(&half);
            Frame::Hello(Hello {
                proto_min: 1,
                proto_max: 2,
                device: DeviceId::from_bytes(device),
                boot: n,
                epoch: n,
                cursor: n,
                menu_version: n,
                facts_acked: n,
                signature,
            })
        }),
        (any::<u64>(), items()).prop_map(|(n, items)| Frame::Push(Push { n, items })),
        (any::<u64>(), items(), any::<bool>())
            .prop_map(|(seq, items, more)| Frame::Deliver(Deliver { seq, items, more })),
        (any::<u64>(), proptest::collection::vec(any::<u32>(), 0..9)).prop_map(|(n, places)| {
            let why = WhyRefused::Forged;
            let refused = places
                .into_iter()
                .map(|index| RefusedItem { index, why })
                .collect();
            Frame::Ack(Ack { n, refused })
        }),
        (any::<u32>(), ".{0,20}").prop_map(|(n, name)| {
            let printer = PrinterStatus {
                name,
                cause: None,
                waiting: n,
            };
            Frame::Status(Status {
                now_ms: -1,
                oldest_at_ms: None,
                items_waiting: n,
                orders_waiting: n,
                menu_version: u64::from(n),
                printers: vec![printer],
            })
        }),
        any::<u64>().prop_map(|seq| Frame::Got(Got { seq })),
        any::<u64>().prop_map(|n| Frame::Ping(Ping { n })),
    ]
}

proptest! {
    #[test]
    fn every_frame_reads_back(frame in any_frame()) {
        let bytes = frame.encode().unwrap();
        prop_assert_eq!(Frame::decode(&bytes), Ok(Some(frame)));
    }

    #[test]
    fn no_bytes_upset_the_reader(kind in 0_u8..16, body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut bytes = vec![1, 0, kind];
        bytes.extend(&body);
        let _ = Frame::decode(&bytes);
        let _ = Frame::decode(&body);
    }

    #[test]
    fn a_damaged_frame_is_an_error_or_another_frame(
        frame in any_frame(),
        place in any::<proptest::sample::Index>(),
        mask in 1_u8..,
        cut in any::<proptest::sample::Index>(),
    ) {
        let mut bytes = frame.encode().unwrap();
        let cut = cut.index(bytes.len());
        prop_assert!(Frame::decode(&bytes[..cut]).is_err());
        let place = place.index(bytes.len());
        bytes[place] ^= mask;
        if let Ok(Some(other)) = Frame::decode(&bytes) {
            prop_assert!(other.encode().is_ok());
        }
    }
}
