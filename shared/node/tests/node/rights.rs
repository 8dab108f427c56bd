//! Who may do what, and who lends a right on the spot.

use node::{Node, Settings, Source};
use serde_json::json;
use shared::{
    api::{
        Problem,
        device::DeviceRole,
        till::{Ask, ClosedAsked, Command, EarlierAsked, MoveTo, Pin, RefundAsked, Reply, SplitBy},
    },
    ids::{EntryId, FactId, LineId, OrderId, StaffId},
    journal::Fact,
    menu::{Course, Service},
    money::Money,
    order::Tender,
    serving::Portion,
    staff::Permit,
};

use crate::restaurant::{LONG_PIN, Till, pay, plain, settle_in};

/// What becomes of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Done, or refused for another reason than the role.
    Allowed,
    /// Asks for the PIN of somebody who may.
    Approvable,
    /// Not done, whoever stands beside.
    Refused,
}

use Verdict::{Allowed as A, Approvable as P, Refused as R};

/// Each command once, with what becomes of it for manager, cashier, waiter and cook. A new command
/// without a line here does not compile.
macro_rules! every_command {
    ($order:ident, $line:ident: $($name:ident $({ $($body:tt)* })? => $verdicts:expr;)*) => {
        fn every_command($order: OrderId, $line: LineId) -> Vec<Command> {
            vec![$(Command::$name $({ $($body)* })?),*]
        }

        fn expected(command: &Command) -> [Verdict; 4] {
            match command {
                $(Command::$name { .. } => $verdicts,)*
            }
        }
    };
}

every_command! {
    order, line:
    SignIn { pin: Pin(String::new()) } => [A, A, A, A];
    StillHere => [A, A, A, A];
    Menu => [A, A, A, A];
    ShowOrder { order } => [A, A, A, A];
    Preview { order, tender: shared::order::Tender::Cash, tendered: Money::from_minor(100) } => [A, A, A, A];
    ShowReceipt { order } => [A, A, A, A];
    ShowPart { order, part: EntryId::from_bytes([1; 16]) } => [A, A, A, A];
    ClosedOrders => [A, A, A, A];
    FindClosed { 0: ClosedAsked::default() } => [A, A, A, A];
    History { order } => [A, A, A, A];
    RetryPrinter { printer: "Bar".to_owned() } => [A, A, A, A];
    DropPapers { printer: "Bar".to_owned() } => [A, A, A, A];
    OpenOrder {
        service: Service::Takeaway,
        table: None,
        tab: String::new(),
        guests: 0
    } => [A, A, A, R];
    SetGuests { order, guests: 3 } => [A, A, A, R];
    SetService { order, service: Service::EatIn } => [A, A, A, R];
    SetDelivery { order, to: shared::delivery::DeliverTo::default() } => [A, A, A, R];
    MoveTable { order, table: "8".to_owned() } => [A, A, A, R];
    MoveLines {
        order,
        lines: Vec::new(),
        to: MoveTo::New { table: None, tab: String::new() }
    } => [A, A, A, R];
    MoveToTab { order, tab: "Anna".to_owned() } => [A, A, A, R];
    NameTab { order, tab: "Anna".to_owned() } => [A, A, A, R];
    JoinOrders { order, with: order } => [A, A, A, R];
    Unjoin { order, transfer: EntryId::from_bytes([1; 16]) } => [A, A, A, R];
    AddLine { order, line: plain("T170", 1) } => [A, A, A, R];
    PriceLine { order, line: plain("T170", 1) } => [A, A, A, R];
    UndoLast { order } => [A, A, A, R];
    Scan { order, barcode: "?".to_owned() } => [A, A, A, R];
    ChangeQuantity { order, line, by: 1 } => [A, A, A, R];
    SetSeat { order, line, seat: 1 } => [A, A, A, R];
    SetCourse { order, line, course: Course::Main } => [A, A, A, R];
    AddNote { order, line, text: "well done".to_owned(), allergy: false } => [A, A, A, R];
    Send { order } => [A, A, A, R];
    Schedule { 0: shared::api::till::ScheduleAsked { order, ready_at_ms: None } } => [A, A, A, R];
    SetServer { order, server: person(2) } => [A, A, A, R];
    Hold { order, portion: Portion::Line { line }, on: true } => [A, A, A, R];
    Fire { order, portion: Portion::Course { course: Course::Main } } => [A, A, A, R];
    // Something the kitchen has already.
    VoidLine { order, line, quantity: 1, reason: "cold".to_owned(), leftover: shared::order::Leftover::Wasted } => [A, A, P, R];
    ReplaceLine { order, line, with: plain("T165", 1), reason: "less".to_owned(), leftover: shared::order::Leftover::Wasted } => [A, A, P, R];
    Pay {
        order,
        tender: Tender::Cash,
        tendered: Money::from_minor(1),
        tip: Money::ZERO,
        part: None,
        seen_due: None,
    } => [A, A, P, R];
    // A payment that is not there; others of another person ask for more.
    ChangeTip {
        0: shared::api::till::TipAsked {
            order,
            payment: FactId::from_bytes([1; 16]),
            tip: Money::ZERO
        }
    } => [A, A, P, R];
    // A flag that the check does not have.
    See {
        0: shared::api::till::SeeAsked {
            order,
            flag: shared::flags::Flag::ClosedTwice { amount: Money::from_minor(1) },
            note: "both reports corrected".to_owned()
        }
    } => [A, P, P, R];
    Unsee { 0: shared::api::till::UnseeAsked { order, seen: EntryId::from_bytes([1; 16]) } } => [A, A, A, R];
    // A deposit: on a check that has one already, nothing is lost.
    TakeDeposit {
        0: shared::api::till::DepositAsked {
            order,
            tender: Tender::Cash,
            tendered: Money::from_minor(100)
        }
    } => [A, A, P, R];
    PayByGiftCard {
        0: shared::api::till::PayByGiftCard {
            order,
            code: shared::gift::CardCode(String::new()),
            at_most: None,
            part: None
        }
    } => [A, A, P, R];
    ShowGiftCard {
        0: shared::api::till::ShowGiftCard {
            code: shared::gift::CardCode(String::new()),
            order: None,
            part: None
        }
    } => [A, A, P, R];
    Discount {
        order,
        line: None,
        takes: shared::price::Takes::Comp,
        reason: "late".to_owned()
    } => [A, A, P, R];
    WaiveCharge { order, reason: "slow".to_owned() } => [A, A, P, R];
    Promote { order, promotion: "lunch".to_owned() } => [A, A, A, R];
    TakeBack { order, key: "disc/1".to_owned() } => [A, A, A, R];
    Split { order, by: SplitBy::Shares { ways: 2 } } => [A, A, A, R];
    PreviewSplit { order, by: SplitBy::Shares { ways: 2 } } => [A, A, A, R];
    ConfirmSplit { order, plan: EntryId::from_bytes([1; 16]) } => [A, A, A, R];
    PrintBill { 0: shared::api::till::BillAsked { order, part: None } } => [A, A, A, R];
    Reprint { order } => [A, A, P, R];
    ReprintPart { order, part: EntryId::from_bytes([1; 16]) } => [A, A, P, R];
    ReprintRefund { order, refund: FactId::from_bytes([1; 16]) } => [A, A, P, R];
    // Something that was paid for.
    Settle { order } => [A, A, P, R];
    PreviewRefund { order, lines: Vec::new() } => [A, A, A, A];
    ShowRefund { order, refund: FactId::from_bytes([1; 16]) } => [A, A, A, A];
    Refund { order, what: RefundAsked::Keep } => [A, P, P, R];
    OpenShift { float: Money::ZERO } => [A, A, R, R];
    PayIn { amount: Money::from_minor(1), reason: "change".to_owned() } => [A, A, R, R];
    PayOut { amount: Money::from_minor(1), reason: "ice".to_owned() } => [A, A, R, R];
    DropCash { amount: Money::from_minor(1), note: String::new() } => [A, A, R, R];
    XReport { print: false } => [A, A, R, R];
    CloseShift { counted: Money::ZERO, carry_over: false, pieces: Vec::new() } => [A, A, R, R];
    PastShifts => [A, A, R, R];
    Earlier { 0: EarlierAsked::Shifts { before: 9 } } => [A, A, R, R];
    Closures => [A, A, R, R];
    PrintClosure { period: shared::closure::Period::Day, number: 1 } => [A, A, R, R];
    SetTraining { on: false } => [A, P, P, R];
    ReprintX { x_number: 1 } => [A, A, R, R];
    ReprintZ { z_number: 1 } => [A, A, R, R];
    OpenDrawer { reason: "change".to_owned() } => [A, P, P, R];
    SignOut => [A, A, A, A];
}

const PINS: [&str; 4] = ["1111", "2222", "3333", "4444"];

/// A check with a sent line on which nothing is owed: what was paid is as much as what is left.
fn a_check_paid_in_part(till: &mut Till) -> (OrderId, LineId) {
    let order = till.seat("7");
    till.add(order, "T165", 1);
    let gone = till.add(order, "T129", 1).order.lines[1].id;
    till.ask(Command::Send { order }).unwrap();
    till.pay(order, Tender::Card, 550);
    let view = till.order(Command::VoidLine {
        order,
        line: gone,
        quantity: 1,
        reason: "cold".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    });
    assert_eq!(view.totals.due, Money::ZERO);
    (order, view.order.lines[0].id)
}

fn verdict(answer: &Result<Reply, Problem>) -> Verdict {
    match answer {
        Err(Problem::NotAllowed { .. }) => Verdict::Refused,
        Err(Problem::NeedsApproval { .. }) => Verdict::Approvable,
        _ => Verdict::Allowed,
    }
}

#[test]
fn every_command_asks_every_role_for_its_right() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    for (role, pin) in PINS.into_iter().enumerate() {
        till.sign_in("1111");
        let (order, line) = a_check_paid_in_part(&mut till);
        for command in every_command(order, line) {
            // Some of them take the check away from under the next one.
            till.sign_in("1111");
            let (order, line) = a_check_paid_in_part(&mut till);
            let command = every_command(order, line)
                .into_iter()
                .find(|one| std::mem::discriminant(one) == std::mem::discriminant(&command))
                .unwrap();
            till.sign_in(pin);
            let expected = expected(&command)[role];
            let answer = till.ask(command.clone());
            assert_eq!(verdict(&answer), expected, "{pin}: {command:?} {answer:?}");
            if expected == Verdict::Allowed {
                continue;
            }
            let beside = verdict(&till.ask_with("1111", command.clone()));
            let lent = match expected {
                Verdict::Refused => Verdict::Refused,
                _ => Verdict::Allowed,
            };
            assert_eq!(beside, lent, "{pin} with 1111: {command:?}");
        }
    }
}

fn a_sent_line(till: &mut Till) -> (OrderId, Command) {
    let order = till.seat("7");
    let line = till.add(order, "T129", 4).order.lines[0].id;
    till.ask(Command::Send { order }).unwrap();
    let void = Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "cold".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    };
    (order, void)
}

fn person(n: u8) -> StaffId {
    StaffId::new(1, [n; 10])
}

fn last_fact(till: &Till) -> Fact {
    let records = till.engine.store().facts_from(1).unwrap();
    records.last().unwrap().fact().unwrap()
}

const VOID: Problem = Problem::NeedsApproval {
    permit: Permit::VoidSent,
};

#[test]
fn an_approved_void_names_both_and_lends_the_right_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (order, void) = a_sent_line(&mut till);
    assert_eq!(till.ask(void.clone()), Err(VOID));
    till.ask_with("1111", void.clone()).unwrap();
    let Fact::LineVoided {
        by, approved_by, ..
    } = last_fact(&till)
    else {
        panic!("no void")
    };
    assert_eq!((by, approved_by), (person(3), Some(person(1))));
    // The next one is on its own again, and what the waiter may do is nobody else's.
    assert_eq!(till.ask(void.clone()), Err(VOID));
    let view = till.show(order);
    assert_eq!(view.order.lines[0].quantity, 3);
    till.sign_in("2222");
    till.ask_with("1111", void).unwrap();
    let Fact::LineVoided { approved_by, .. } = last_fact(&till) else {
        panic!("no void")
    };
    assert_eq!(approved_by, None);
}

#[test]
fn whoever_may_not_either_lends_nothing_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (order, void) = a_sent_line(&mut till);
    let before = till.show(order);
    let refused = Problem::NotAllowed {
        permit: Permit::VoidSent,
    };
    assert_eq!(till.ask_with("3333", void.clone()), Err(refused.clone()));
    assert_eq!(till.ask_with("4444", void), Err(refused));
    // A cashier lends what a cashier may, and the drawer is not among it.
    let drawer = Command::OpenDrawer {
        reason: "change".to_owned(),
    };
    assert!(matches!(
        till.ask_with("2222", drawer.clone()),
        Err(Problem::NotAllowed { .. })
    ));
    assert_eq!(till.show(order), before);
    till.ask_with("1111", drawer).unwrap();
    let Fact::DrawerOpened { approved_by, .. } = last_fact(&till) else {
        panic!("no drawer")
    };
    assert_eq!(approved_by, Some(person(1)));
}

#[test]
fn wrong_pins_of_an_approval_lock_the_sign_in_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (order, void) = a_sent_line(&mut till);
    for _ in 0..4 {
        assert_eq!(till.ask_with("9999", void.clone()), Err(Problem::WrongPin));
    }
    let locked = Problem::Locked { seconds: 30 };
    assert_eq!(till.ask_with("9999", void.clone()), Err(locked));
    assert!(matches!(
        till.ask_with("1111", void.clone()),
        Err(Problem::Locked { .. })
    ));
    assert!(till.engine.pin_salt().is_err());
    // Whoever is signed in goes on with what needs no PIN.
    till.add(order, "T165", 1);
    till.time.pass(31_000);
    till.ask_with("1111", void.clone()).unwrap();
    // It was forgiven.
    assert_eq!(till.ask_with("9999", void), Err(Problem::WrongPin));
}

#[test]
fn a_pin_of_somebody_is_tried_by_nobody_who_is_signed_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (_, void) = a_sent_line(&mut till);
    till.session = None;
    for _ in 0..9 {
        assert_eq!(till.ask_with("9999", void.clone()), Err(Problem::SignedOut));
    }
    till.sign_in("3333");
}

#[test]
fn an_approved_touch_that_comes_twice_is_done_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let (order, void) = a_sent_line(&mut till);
    assert_eq!(till.ask_as(Some("touch"), void.clone()), Err(VOID));
    let ask = Ask {
        session: till.session,
        request: Some("touch".to_owned()),
        command: void,
        approval: None,
    };
    let hash = crate::restaurant::pin_hash("1111");
    till.engine.till_approved(ask.clone(), &hash).unwrap();
    till.engine.till_approved(ask, &hash).unwrap();
    assert_eq!(till.show(order).order.lines[0].quantity, 3);
}

#[test]
fn a_receipt_that_a_waiter_takes_with_a_pin_names_both() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.ask_with("2222", pay(order, Tender::Cash, 800))
        .unwrap();
    let records = till.engine.store().facts_from(1).unwrap();
    let both = records.iter().filter_map(|record| match record.fact() {
        Ok(Fact::Payment(paid)) => Some((paid.by, paid.approved_by)),
        Ok(Fact::OrderClosed(closed)) => Some((closed.by, closed.approved_by)),
        _ => None,
    });
    let both: Vec<_> = both.collect();
    assert_eq!(both, [(person(3), Some(person(2))); 2]);
}

#[tokio::test]
async fn a_pin_is_on_no_disk_and_in_no_log_line() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        role: DeviceRole::Till,
        name: "Till".to_owned(),
        data: folder.path().to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        hub: None,
        faces: None,
        with_parent: false,
    };
    let node = Node::start(settings, Source::of_this_machine())
        .await
        .unwrap();
    let session = node
        .handle
        .ask(|engine| {
            settle_in(engine, "A", None);
            let waiter = crate::restaurant::pin_hash("3333");
            engine.sign_in(&waiter).unwrap().session
        })
        .await
        .unwrap();
    let drawer = |pin: &str| {
        json!({
            "session": session, "request": "touch", "approval": pin,
            "command": { "do": "open_drawer", "reason": "change" },
        })
    };
    let (wrong, right) = (drawer("31415926").to_string(), drawer(LONG_PIN).to_string());
    let answer = node.doors.ask("/api/till", &wrong).await;
    assert!(answer.body.contains("wrong_pin"), "{}", answer.body);
    assert_eq!(node.doors.ask("/api/till", &right).await.status, 200);
    node.stop().await;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        for pin in ["31415926", LONG_PIN] {
            let found = bytes.windows(pin.len()).any(|part| part == pin.as_bytes());
            assert!(!found, "{pin} is in {}", path.display());
        }
    }
    let ask: Ask = serde_json::from_value(drawer(LONG_PIN)).unwrap();
    assert_eq!(ask.approval, Some(Pin(LONG_PIN.to_owned())));
    assert!(!format!("{:?}", ask.approval).contains(LONG_PIN));
}
