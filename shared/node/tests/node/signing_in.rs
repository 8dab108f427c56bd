//! PINs, locks and screens that nobody touches.

use shared::api::{Problem, till::Command};

use crate::restaurant::{Till, pin_hash};

#[test]
fn five_wrong_pins_lock_for_a_growing_time_and_a_restart_forgives_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::open(folder.path());
    let wrong = |till: &mut Till| till.engine.sign_in(&pin_hash("9999")).unwrap_err();
    for _ in 0..4 {
        assert_eq!(wrong(&mut till), Problem::WrongPin);
    }
    assert_eq!(wrong(&mut till), Problem::Locked { seconds: 30 });
    assert!(matches!(
        till.engine.sign_in(&pin_hash("1111")),
        Err(Problem::Locked { .. })
    ));
    let time = till.time.clone();
    drop(till);
    let mut till = Till::at(folder.path(), time);
    assert!(matches!(
        till.engine.sign_in(&pin_hash("1111")),
        Err(Problem::Locked { .. })
    ));
    till.time.pass(31_000);
    assert_eq!(wrong(&mut till), Problem::Locked { seconds: 60 });
    till.time.pass(61_000);
    till.sign_in("1111");
    assert_eq!(wrong(&mut till), Problem::WrongPin);
}

#[test]
fn a_screen_that_nobody_touches_locks_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::open(folder.path());
    till.sign_in("2222");
    till.time.pass(2 * 60_000);
    till.ask(Command::StillHere).unwrap();
    till.time.pass(2 * 60_000);
    till.ask(Command::StillHere).unwrap();
    till.time.pass(4 * 60_000);
    assert_eq!(till.ask(Command::StillHere), Err(Problem::SignedOut));
}

#[test]
fn nobody_signed_in_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::open(folder.path());
    assert_eq!(till.ask(Command::ClosedOrders), Err(Problem::SignedOut));
}
