//! Somebody learns at a till: all of it is written down and marked, and nothing of it is sold.

use shared::{
    api::{
        Problem,
        till::{Command, Reply},
    },
    ids::OrderId,
    journal::Fact,
    money::Money,
    order::Tender,
};

use crate::restaurant::{Till, Time};

fn facts(till: &Till) -> Vec<Fact> {
    let records = till.engine.store().facts_from(1).unwrap();
    records
        .iter()
        .map(|record| record.fact().unwrap())
        .collect()
}

fn set(till: &mut Till, on: bool) {
    till.ask(Command::SetTraining { on }).unwrap();
}

/// A till that a manager switched into training, before a cashier.
fn learning(folder: &std::path::Path, time: Time) -> Till {
    let mut till = Till::at(folder, time);
    till.sign_in("1111");
    set(&mut till, true);
    till.sign_in("2222");
    till
}

fn sell(till: &mut Till) -> OrderId {
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.ask(Command::Send { order }).unwrap();
    till.pay(order, Tender::Cash, 1_000);
    order
}

#[test]
fn a_training_needs_a_manager() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let on = Command::SetTraining { on: true };
    assert!(matches!(
        till.ask(on.clone()),
        Err(Problem::NeedsApproval { .. })
    ));
    assert!(!till.engine.world().training);
    till.ask_with("1111", on).unwrap();
    assert!(till.engine.world().training);
}

#[test]
fn what_was_learnt_is_written_down_and_in_no_total() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    set(&mut till, true);
    sell(&mut till);
    set(&mut till, false);
    let report = till.engine.shift_report().unwrap().unwrap();
    assert_eq!((report.orders, report.sales), (0, Money::ZERO));
    assert_eq!(report.expected_cash, Money::from_minor(10_000));
    let learnt = facts(&till);
    let is_payment =
        |fact: &Fact| matches!(fact, Fact::Training { fact } if matches!(**fact, Fact::Payment(_)));
    assert_eq!(learnt.iter().filter(|fact| is_payment(fact)).count(), 1);
    let sold = |fact: &&Fact| matches!(fact, Fact::Payment(_) | Fact::OrderClosed(_));
    assert_eq!(learnt.iter().filter(sold).count(), 0);
    till.time.pass(24 * 3_600_000);
    assert_eq!(till.engine.close_days(), Ok(1));
    let closed = facts(&till).into_iter().rev().find_map(|fact| match fact {
        Fact::PeriodClosed(closure) => Some(closure),
        _ => None,
    });
    assert_eq!(closed.unwrap().perpetual.checks, 0);
}

#[test]
fn no_order_of_a_training_leaves_the_till() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = learning(folder.path(), Time::new());
    let before = till.engine.store().waiting().unwrap().orders;
    sell(&mut till);
    assert_eq!(till.engine.store().waiting().unwrap().orders, before);
    assert!(till.engine.store().orders_waiting().unwrap().is_empty());
}

#[test]
fn a_receipt_says_that_it_is_none_and_takes_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = learning(folder.path(), Time::new());
    let order = sell(&mut till);
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper")
    };
    assert!(html.contains("PROVA"), "{html}");
    assert_eq!(till.engine.store().device("receipts").unwrap(), None);
}

#[test]
fn guests_and_learners_do_not_see_each_others_checks() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let real = till.seat("7");
    set(&mut till, true);
    assert!(matches!(
        till.ask(Command::ShowOrder { order: real }),
        Err(Problem::NotFound { .. })
    ));
    let learnt = till.seat("8");
    let open = |till: &Till| -> usize {
        let rooms = till.engine.floor().rooms;
        rooms
            .iter()
            .flat_map(|room| &room.tables)
            .map(|table| table.orders.len())
            .sum()
    };
    assert_eq!(open(&till), 1);
    set(&mut till, false);
    assert!(matches!(
        till.ask(Command::ShowOrder { order: learnt }),
        Err(Problem::NotFound { .. })
    ));
    assert_eq!((open(&till), till.show(real).order.id), (1, real));
}

#[test]
fn a_training_lasts_over_a_restart_and_moves_no_real_cash() {
    let folder = tempfile::tempdir().unwrap();
    let time = Time::new();
    drop(learning(folder.path(), time.clone()));
    let mut till = Till::at(folder.path(), time);
    till.sign_in("2222");
    assert!(till.engine.world().training);
    let float = Money::from_minor(100);
    assert_eq!(
        till.ask(Command::OpenShift { float }),
        Err(Problem::InTraining)
    );
}
