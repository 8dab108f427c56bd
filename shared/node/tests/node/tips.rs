//! Tips that are said anew, after the check was closed and after the shift was.

use shared::{
    api::{
        Problem, Refusal,
        till::{Command, Reply, TipAsked},
    },
    ids::{FactId, OrderId},
    journal::Fact,
    money::Money,
    order::Tender,
    staff::Permit,
    tip::TipChanged,
};

use crate::{
    deposits::{ahead, close_shift, money, report},
    kitchen::carry,
    restaurant::Till,
};

fn said(order: OrderId, payment: FactId, minor: i64) -> Command {
    Command::ChangeTip(TipAsked {
        order,
        payment,
        tip: money(minor),
    })
}

/// A pizza paid by card, without a tip.
fn a_slip(till: &mut Till) -> (OrderId, FactId) {
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.pay(order, Tender::Card, 800);
    let payment = till.show(order).order.payments[0].fact;
    (order, payment)
}

fn facts(till: &Till) -> Vec<TipChanged> {
    let records = till.engine.store().facts_from(1).unwrap();
    let facts = records.iter().filter_map(|record| record.fact().ok());
    let said = facts.filter_map(|fact| match fact {
        Fact::TipChanged(said) => Some(said),
        _ => None,
    });
    said.collect()
}

fn card_tips(till: &Till) -> i64 {
    let rows = report(till).tenders;
    let card = rows.iter().find(|row| row.tender == Tender::Card);
    card.map_or(0, |row| row.tips.minor())
}

#[test]
fn a_slip_comes_back_with_a_tip_and_the_next_receipt_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let (order, payment) = a_slip(&mut till);
    let view = till.order(said(order, payment, 150));
    let paid = &view.order.payments[0];
    assert_eq!((paid.tip, paid.tip_first), (money(150), Some(Money::ZERO)));
    assert_eq!(view.totals.tips, money(150));
    assert_eq!(view.totals.paid, money(800));
    assert_eq!(card_tips(&till), 150);
    assert_eq!(report(&till).tenders[0].count, 1);
    let Reply::Paper { html } = till.ask(Command::Reprint { order }).unwrap() else {
        panic!("no paper")
    };
    assert!(html.contains("Mancia") && html.contains("1,50"), "{html}");
    // Eight of them for the pizza: what stands on the slip of the terminal.
    assert!(html.contains("Carta") && html.contains("9,50"), "{html}");
    // A wrong one is put right, and both stand in the history.
    till.order(said(order, payment, 50));
    assert_eq!(card_tips(&till), 50);
    let changes: Vec<_> = facts(&till)
        .iter()
        .map(|said| (said.was.minor(), said.tip.minor()))
        .collect();
    assert_eq!(changes, [(0, 150), (150, 50)]);
    let Reply::History(rows) = till.ask(Command::History { order }).unwrap() else {
        panic!("no history")
    };
    assert_eq!(rows.iter().filter(|row| row.what == "tip").count(), 2);
    // Saying what is said already says nothing.
    till.order(said(order, payment, 50));
    assert_eq!(facts(&till).len(), 2);
}

#[test]
fn a_tip_is_not_below_zero_nor_more_than_ten_times_its_payment() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (order, payment) = a_slip(&mut till);
    for minor in [-1, 8_001, i64::MAX] {
        let answer = till.ask(said(order, payment, minor));
        assert_eq!(
            answer,
            Err(Problem::Refused(Refusal::TipTooHigh)),
            "{minor}"
        );
    }
    till.order(said(order, payment, 8_000));
    let next = till.seat("8");
    till.add(next, "T129", 1);
    for minor in [-1, 8_001, i64::MAX] {
        let answer = till.ask(Command::Pay {
            order: next,
            tender: Tender::Cash,
            tendered: money(800),
            tip: money(minor),
            part: None,
            seen_due: None,
        });
        assert_eq!(
            answer,
            Err(Problem::Refused(Refusal::TipTooHigh)),
            "{minor}"
        );
    }
    let stray = said(order, FactId::from_bytes([9; 16]), 100);
    assert!(matches!(till.ask(stray), Err(Problem::NotFound { .. })));
}

#[test]
fn cash_and_deposits_have_no_tip_that_comes_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.order(ahead(order, Tender::Card, 300));
    till.add(order, "T129", 1);
    till.pay(order, Tender::Cash, 500);
    for paid in till.show(order).order.payments {
        let answer = till.ask(said(order, paid.fact, 100));
        assert!(matches!(answer, Err(Problem::Invalid { .. })));
    }
    assert!(facts(&till).is_empty());
}

#[test]
fn the_shift_that_says_a_tip_counts_it_and_needs_more_than_a_cashier() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let (order, payment) = a_slip(&mut till);
    close_shift(&mut till);
    till.sign_in("1111");
    assert_eq!(
        till.ask(said(order, payment, 100)),
        Err(Problem::NoShift),
        "somebody answers for it"
    );
    till.ask(Command::OpenShift {
        float: money(10_000),
    })
    .unwrap();
    till.sign_in("2222");
    let missing = Problem::NeedsApproval {
        permit: Permit::Refund,
    };
    assert_eq!(till.ask(said(order, payment, 100)), Err(missing.clone()));
    till.ask_with("1111", said(order, payment, 100)).unwrap();
    assert!(facts(&till)[0].approved_by.is_some());
    assert_eq!(card_tips(&till), 100);
    let Reply::Shifts(past) = till.ask(Command::PastShifts).unwrap() else {
        panic!("no shifts")
    };
    assert_eq!(past[0].tenders[0].tips, Money::ZERO);
    // What a colleague took in this shift is a manager's too.
    till.sign_in("1111");
    let (order, payment) = a_slip(&mut till);
    till.sign_in("2222");
    assert_eq!(till.ask(said(order, payment, 100)), Err(missing));
}

#[test]
fn of_two_tips_that_tills_said_apart_the_later_one_stands_on_both() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let (order, payment) = a_slip(&mut one);
    let mut two = Till::with(folders[1].path(), "1111");
    carry(&one.engine, &mut two.engine, 0);
    one.order(said(order, payment, 100));
    two.time.pass(60_000);
    two.order(said(order, payment, 200));
    carry(&two.engine, &mut one.engine, 0);
    carry(&one.engine, &mut two.engine, 0);
    for till in [&mut one, &mut two] {
        assert_eq!(till.show(order).totals.tips, money(200));
        let Reply::History(rows) = till.ask(Command::History { order }).unwrap() else {
            panic!("no history")
        };
        assert_eq!(rows.iter().filter(|row| row.what == "tip").count(), 2);
    }
}

#[test]
fn the_tip_that_is_said_last_counts_although_the_other_tills_clock_is_ahead() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let (order, payment) = a_slip(&mut one);
    one.time.pass(600_000);
    one.sign_in("1111");
    one.order(said(order, payment, 100));
    let mut two = Till::with(folders[1].path(), "1111");
    carry(&one.engine, &mut two.engine, 0);
    two.order(said(order, payment, 200));
    carry(&two.engine, &mut one.engine, 0);
    for till in [&mut one, &mut two] {
        assert_eq!(till.show(order).totals.tips, money(200));
    }
}
