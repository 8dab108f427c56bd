//! A shift and its drawer.

use shared::{
    api::{
        Problem,
        till::{Command, Reply},
    },
    money::Money,
    order::Tender,
    shift::ShiftReport,
};

use crate::restaurant::{Till, pay};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn close(till: &mut Till, counted: i64, carry_over: bool) -> Result<ShiftReport, Problem> {
    match till.ask(Command::CloseShift {
        counted: money(counted),
        carry_over,
        pieces: Vec::new(),
    })? {
        Reply::Shift(report) => Ok(*report),
        other => panic!("no report but {other:?}"),
    }
}

#[test]
fn without_a_shift_no_money_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::open(folder.path());
    till.sign_in("2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    assert_eq!(
        till.ask(pay(order, Tender::Cash, 800)),
        Err(Problem::NoShift)
    );
}

#[test]
fn a_z_report_counts_the_drawer_and_has_the_next_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.pay(order, Tender::Cash, 1_000);
    let out = Command::PayOut {
        amount: money(300),
        reason: "ghiaccio".to_owned(),
    };
    till.ask(out).unwrap();
    let nameless = Command::PayIn {
        amount: money(300),
        reason: String::new(),
    };
    assert_eq!(till.ask(nameless), Err(Problem::ReasonNeeded));
    let report = close(&mut till, 10_400, false).unwrap();
    let end = report.closed.unwrap();
    assert_eq!(report.expected_cash, money(10_500));
    assert_eq!((end.z_number, end.difference), (1, money(-100)));
    till.ask(Command::OpenShift {
        float: money(5_000),
    })
    .unwrap();
    let second = close(&mut till, 5_000, false).unwrap();
    assert_eq!(second.closed.unwrap().z_number, 2);
    assert_eq!(second.sales, Money::ZERO);
    let Reply::Shifts(past) = till.ask(Command::PastShifts).unwrap() else {
        panic!("no shifts")
    };
    assert_eq!(
        past.iter()
            .map(|one| one.closed.as_ref().unwrap().z_number)
            .collect::<Vec<_>>(),
        [2, 1]
    );
    assert_eq!(past[1].sales, money(800));
}

#[test]
fn open_checks_hold_the_close_up_until_somebody_says_that_they_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    assert_eq!(
        close(&mut till, 10_000, false),
        Err(Problem::OrdersOpen { count: 1 })
    );
    close(&mut till, 10_000, true).unwrap();
    till.ask(Command::OpenShift { float: money(0) }).unwrap();
    let before = till.show(order).order.lines.len();
    till.pay(order, Tender::Cash, 800);
    assert_eq!(before, 1);
    assert_eq!(
        till.engine.shift_report().unwrap().unwrap().sales,
        money(800)
    );
}

#[test]
fn the_journal_has_no_gap_and_its_chain_holds() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    for table in ["7", "8"] {
        let order = till.seat(table);
        till.add(order, "T165", 3);
        till.pay(order, Tender::Cash, 2_000);
    }
    let records = till.engine.store().facts_from(1).unwrap();
    let key = till.engine.identity().key.verifying_key();
    let tail = shared::journal::verify_run(shared::journal::Tail::START, &key, &records).unwrap();
    assert_eq!(tail.number, 7);
}
