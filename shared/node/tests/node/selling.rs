//! Taking an order and its money.

use shared::{
    api::{
        Problem,
        till::{Chosen, Command, Reply, TableState},
    },
    menu::Service,
    money::Money,
    order::{Tender, TicketKind},
    staff::Permit,
    time::DAY_MS,
};

use crate::restaurant::{Till, pay, plain};

#[test]
fn a_check_goes_from_table_to_paid_and_the_drawer_knows() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 2);
    let view = till.add(order, "T165", 1);
    assert_eq!(view.order.number, "A-001");
    assert_eq!(view.totals.total, Money::from_minor(2_150));
    // 21.50 hold 1.95 of tax at 10 %.
    assert_eq!(view.totals.tax, Money::from_minor(195));
    let Reply::Sent { count, stations } = till.ask(Command::Send { order }).unwrap() else {
        panic!("not sent")
    };
    assert_eq!(
        (count, stations.as_slice()),
        (3, ["bar".to_owned(), "pizza".to_owned()].as_slice())
    );
    let Reply::Paid {
        preview,
        order: view,
    } = till.pay(order, Tender::Cash, 5_000)
    else {
        panic!("not paid")
    };
    assert_eq!(preview.change, Money::from_minor(2_850));
    assert!(view.order.closed_at_ms.is_some());
    let report = till.engine.shift_report().unwrap().unwrap();
    assert_eq!(report.expected_cash, Money::from_minor(12_150));
    assert_eq!(report.sales, Money::from_minor(2_150));
}

#[test]
fn sending_twice_sends_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.ask(Command::Send { order }).unwrap();
    let Reply::Sent { count, .. } = till.ask(Command::Send { order }).unwrap() else {
        panic!("not sent")
    };
    assert_eq!(count, 0);
    assert_eq!(till.show(order).order.tickets.len(), 1);
    till.add(order, "T129", 1);
    till.ask(Command::Send { order }).unwrap();
    let kinds: Vec<_> = till
        .show(order)
        .order
        .tickets
        .iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(kinds, [TicketKind::New, TicketKind::AddOn]);
}

#[test]
fn s14_the_same_touch_twice_is_done_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    let add = Command::AddLine {
        order,
        line: plain("T165", 1),
    };
    till.ask_as(Some("touch-1"), add.clone()).unwrap();
    till.ask_as(Some("touch-1"), add).unwrap();
    assert_eq!(till.show(order).order.lines[0].quantity, 1);
    let send = Command::Send { order };
    let first = till.ask_as(Some("touch-2"), send.clone()).unwrap();
    assert_eq!(till.ask_as(Some("touch-2"), send).unwrap(), first);
    let cash = pay(order, Tender::Cash, 300);
    let first = till.ask_as(Some("touch-3"), cash.clone()).unwrap();
    assert_eq!(till.ask_as(Some("touch-3"), cash).unwrap(), first);
    assert_eq!(till.show(order).totals.paid, Money::from_minor(300));
}

#[test]
fn a_repeated_opening_answers_with_the_same_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let open = Command::OpenOrder {
        service: Service::Takeaway,
        table: None,
        tab: "Rossi".to_owned(),
        guests: 0,
    };
    let id = |reply| match reply {
        Reply::Order(view) => view.order.id,
        other => panic!("no order but {other:?}"),
    };
    let first = id(till.ask_as(Some("open"), open.clone()).unwrap());
    assert_eq!(id(till.ask_as(Some("open"), open).unwrap()), first);
    assert_eq!(till.engine.floor().loose.len(), 1);
}

#[test]
fn taking_away_turns_the_tax() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    let view = till.order(Command::SetService {
        order,
        service: Service::Takeaway,
    });
    // 8.00 hold 0.59 at 8 %.
    assert_eq!(view.totals.tax, Money::from_minor(59));
}

#[test]
fn a_steak_without_its_doneness_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    let refused = till.ask(Command::AddLine {
        order,
        line: plain("T121", 1),
    });
    assert!(matches!(
        refused,
        Err(Problem::Modifiers { min: 1, max: 1, .. })
    ));
    let mut line = plain("T121", 1);
    line.modifiers = vec![Chosen {
        group: "doneness".to_owned(),
        option: 1,
        count: 1,
        prefix: None,
        inner: Vec::new(),
    }];
    let view = till.order(Command::AddLine { order, line });
    assert_eq!(view.order.lines[0].facts.modifiers[0].name.first, "Media");
}

#[test]
fn what_is_sold_out_cannot_be_ordered() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    let refused = till.ask(Command::AddLine {
        order,
        line: plain("T147", 1),
    });
    assert!(matches!(refused, Err(Problem::SoldOut { .. })));
    assert!(till.show(order).order.lines.is_empty());
}

#[test]
fn a_scan_adds_one_and_a_stray_code_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    let view = till.order(Command::Scan {
        order,
        barcode: "800T165".to_owned(),
    });
    assert_eq!(view.order.lines[0].facts.sku, "T165");
    assert!(
        till.ask(Command::Scan {
            order,
            barcode: "1".to_owned()
        })
        .is_err()
    );
    assert_eq!(till.show(order).order.lines.len(), 1);
}

#[test]
fn a_void_after_sending_needs_right_and_reason_and_tells_the_kitchen() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = till.seat("7");
    let line = till.add(order, "T129", 2).order.lines[0].id;
    till.ask(Command::Send { order }).unwrap();
    let void = |reason: &str| Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: reason.to_owned(),
        leftover: shared::order::Leftover::Wasted,
    };
    assert_eq!(
        till.ask(void("cold")),
        Err(Problem::NeedsApproval {
            permit: Permit::VoidSent
        })
    );
    till.sign_in("2222");
    assert_eq!(till.ask(void(" ")), Err(Problem::ReasonNeeded));
    let view = till.order(void("cold"));
    assert_eq!((view.order.lines[0].quantity, view.unsent), (1, 0));
    let cancel = view.order.tickets.last().unwrap();
    assert_eq!(
        (cancel.kind, cancel.lines[0].quantity),
        (TicketKind::Cancel, -1)
    );
    assert_eq!(view.totals.total, Money::from_minor(800));
}

#[test]
fn an_unsent_line_just_goes_and_comes_back_by_undo() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    let view = till.add(order, "T165", 2);
    assert_eq!(view.undo.as_deref(), Some("Birra"));
    let view = till.order(Command::UndoLast { order });
    assert_eq!(view.order.lines.len(), 1);
    let line = view.order.lines[0].id;
    let none = Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: String::new(),
        leftover: shared::order::Leftover::Wasted,
    };
    assert!(till.order(none).order.lines.is_empty());
}

#[test]
fn a_waiter_takes_no_money_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    let refused = till.ask(pay(order, Tender::Cash, 800));
    assert_eq!(
        refused,
        Err(Problem::NeedsApproval {
            permit: Permit::TakeMoney
        })
    );
}

#[test]
fn several_tenders_pay_one_check_and_a_card_never_pays_too_much() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 2);
    assert!(till.ask(pay(order, Tender::Card, 1_601)).is_err());
    till.pay(order, Tender::Card, 600);
    assert_eq!(
        till.engine.floor().rooms[0].tables[0].state,
        TableState::Bill
    );
    let Reply::Paid { order: view, .. } = till.pay(order, Tender::Cash, 1_000) else {
        panic!("not paid")
    };
    assert!(view.totals.due.is_zero());
    assert_eq!(
        till.ask(pay(order, Tender::Cash, 100)),
        Err(Problem::OrderClosed)
    );
}

#[test]
fn what_was_sold_is_there_after_a_restart_with_the_next_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    let (time, before) = (till.time.clone(), till.show(order).order);
    drop(till);
    let mut till = Till::at(folder.path(), time);
    till.sign_in("2222");
    assert_eq!(till.show(order).order, before);
    let second = till.seat("8");
    assert_eq!(till.show(second).order.number, "A-002");
}

#[test]
fn the_receipt_shows_again_and_a_copy_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.pay(order, Tender::Cash, 800);
    let html = |reply| match reply {
        Reply::Paper { html } => html,
        other => panic!("no paper but {other:?}"),
    };
    let original = html(till.ask(Command::ShowReceipt { order }).unwrap());
    assert!(
        original.contains("Margherita") && original.contains("8,00"),
        "{original}"
    );
    let copy = html(till.ask(Command::Reprint { order }).unwrap());
    assert!(copy.contains("COPIA 1"), "{copy}");
    assert!(!original.contains("COPIA"));
}

#[test]
fn the_receipt_of_a_name_names_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let open = Command::OpenOrder {
        service: Service::EatIn,
        table: None,
        tab: "Franco".to_owned(),
        guests: 1,
    };
    let Reply::Order(view) = till.ask(open).unwrap() else {
        panic!("no order");
    };
    let order = view.order.id;
    till.add(order, "T129", 1);
    till.pay(order, Tender::Cash, 800);
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper");
    };
    assert!(html.contains("Conto Franco"), "{html}");
    assert!(!html.contains("Tavolo"), "{html}");
}

#[test]
fn a_check_that_was_paid_before_a_dish_went_back_ends_and_is_sold_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.add(order, "T129", 2);
    till.pay(order, Tender::Card, 800);
    let early = till.ask(Command::Settle { order }).unwrap_err();
    assert_eq!(early, Problem::StillDue);
    let line = till.show(order).order.lines[0].id;
    let fewer = Command::ChangeQuantity {
        order,
        line,
        by: -1,
    };
    till.ask(fewer).unwrap();
    assert_eq!(till.show(order).totals.due, Money::ZERO);
    let Reply::Order(view) = till.ask(Command::Settle { order }).unwrap() else {
        panic!("no order");
    };
    assert!(view.order.closed_at_ms.is_some());
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper");
    };
    assert!(html.contains("8,00"), "{html}");
    let Reply::Shift(report) = till.ask(Command::XReport { print: false }).unwrap() else {
        panic!("no report");
    };
    assert_eq!((report.orders, report.sales), (1, Money::from_minor(800)));
}

#[test]
fn a_table_opened_by_mistake_goes_away_and_is_counted_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.add(order, "T129", 1);
    till.ask(Command::UndoLast { order }).unwrap();
    till.ask(Command::Settle { order }).unwrap();
    assert!(
        till.engine.floor().rooms[0]
            .tables
            .iter()
            .all(|table| table.orders.is_empty())
    );
    let missing = till.ask(Command::ShowReceipt { order }).unwrap_err();
    assert!(matches!(missing, Problem::NotFound { .. }), "{missing:?}");
    let Reply::Shift(report) = till.ask(Command::XReport { print: false }).unwrap() else {
        panic!("no report");
    };
    assert_eq!((report.orders, report.guests), (0, 0));
}

#[test]
fn a_till_that_runs_for_weeks_lets_go_of_what_the_hub_has() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (sold, open) = (till.seat("7"), till.seat("8"));
    till.add(sold, "T129", 1);
    till.add(open, "T129", 1);
    till.pay(sold, Tender::Cash, 800);
    till.time.pass(3 * DAY_MS);
    till.engine.tidy().unwrap();
    till.sign_in("1111");
    assert!(
        till.ask(Command::ShowOrder { order: sold }).is_ok(),
        "it waits for the hub"
    );
    till.engine.acked(u64::MAX, &[]).unwrap();
    till.time.pass(DAY_MS);
    till.engine.tidy().unwrap();
    till.sign_in("1111");
    assert!(
        till.ask(Command::ShowOrder { order: sold }).is_ok(),
        "guests come back for three months"
    );
    till.time.pass(87 * DAY_MS);
    till.engine.tidy().unwrap();
    till.sign_in("1111");
    let gone = till.ask(Command::ShowOrder { order: sold }).unwrap_err();
    assert!(matches!(gone, Problem::NotFound { .. }), "{gone:?}");
    assert_eq!(till.show(open).order.lines.len(), 1, "an open order stays");
}
