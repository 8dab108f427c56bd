//! What the hub makes of somebody who comes in: how long it waits, and what it learns of itself.

use super::*;

#[test]
fn a_cursor_beyond_the_end_tells_that_the_hub_was_set_back() {
    let (mut session, _) = greeted_hub(device::Start {
        cursor: 9,
        ..device_start()
    });
    let effects = session.handle(known(3));
    assert_eq!(effects[0], hub::Effect::SetBack);
    assert!(matches!(
        effects[1],
        hub::Effect::Close(CloseReason::SetBack { cursor: 9, head: 3 })
    ));
}

fn known_to_hold(facts_held: u64, head: u64) -> hub::Event {
    let hub::Event::Known(known) = known(head) else {
        unreachable!()
    };
    hub::Event::Known(hub::Known {
        facts_held,
        ..known
    })
}

#[test]
fn acknowledged_facts_that_are_gone_tell_that_the_hub_was_set_back() {
    let start = device::Start {
        cursor: 9,
        facts_acked: 5,
        ..device_start()
    };
    let (mut session, _) = greeted_hub(start.clone());
    // The log grew past the cursor again before the device came.
    let effects = session.handle(known_to_hold(4, 12));
    let lost = CloseReason::FactsLost { acked: 5, held: 4 };
    assert_eq!(effects, [hub::Effect::SetBack, hub::Effect::Close(lost)]);
    let (mut session, _) = greeted_hub(start.clone());
    let effects = session.handle(known_to_hold(5, 12));
    assert!(matches!(sent_by_hub(&effects)[0], Frame::Welcome(_)));
    let of_another_epoch = device::Start { epoch: 1, ..start };
    let (mut session, _) = greeted_hub(of_another_epoch);
    let effects = session.handle(known_to_hold(4, 12));
    assert!(matches!(
        sent_by_hub(&effects)[0],
        Frame::Welcome(Welcome {
            cursor_ok: false,
            ..
        })
    ));
}

/// What the hub does at the end, when somebody sends a ping each second.
fn pinged_for(session: &mut HubSession, from_ms: i64, to_ms: i64) -> Vec<hub::Effect> {
    let mut effects = Vec::new();
    for now_ms in (from_ms..=to_ms).step_by(1_000) {
        to_hub(session, Frame::Ping(sync_protocol::Ping { n: 1 }));
        effects = session.handle(hub::Event::Tick { now_ms });
    }
    effects
}

#[test]
fn pings_keep_a_device_that_signed_in_and_no_stranger() {
    let (mut session, _) = live_hub(0);
    assert_eq!(pinged_for(&mut session, 0, 30_000), []);
    let mut session = opened_hub();
    assert_eq!(pinged_for(&mut session, 0, 9_000), []);
    let silent = hub::Effect::Close(CloseReason::Silent(10_000));
    assert_eq!(pinged_for(&mut session, 10_000, 10_000), [silent]);
}

#[test]
fn a_hello_at_the_last_moment_is_in_time() {
    let mut session = opened_hub();
    assert_eq!(pinged_for(&mut session, 0, 9_000), []);
    let effects = greet(&mut session, device_start());
    assert!(matches!(effects[0], hub::Effect::LookUp { .. }));
    assert_eq!(session.handle(hub::Event::Tick { now_ms: 18_000 }), []);
    let late = session.handle(hub::Event::Tick { now_ms: 28_000 });
    let silent = hub::Effect::Close(CloseReason::Silent(10_000));
    assert_eq!(late, [silent]);
}
