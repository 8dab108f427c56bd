//! Money that goes back, and what reaches a check after its end.

use shared::{
    api::{
        Problem,
        till::{Command, OrderView, RefundAsked, Reply},
    },
    flags::Flag,
    ids::{LineId, OrderId},
    journal::Fact,
    money::Money,
    order::Tender,
    refund::{RefundLine, Refunded},
    staff::Permit,
};

use crate::{
    items::publish,
    kitchen::carry,
    restaurant::{Till, catalogue, pay},
};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn back(order: OrderId, line: LineId, quantity: u32, tender: Tender) -> Command {
    Command::Refund {
        order,
        what: RefundAsked::Lines {
            lines: vec![RefundLine { line, quantity }],
            tender,
            reason: "cold".to_owned(),
        },
    }
}

/// Three pizzas and a beer, paid in cash: 29.50.
fn a_paid_check(till: &mut Till) -> (OrderId, LineId) {
    let order = till.seat("7");
    let line = till.add(order, "T129", 3).order.lines[0].id;
    till.add(order, "T165", 1);
    till.pay(order, Tender::Cash, 5_000);
    (order, line)
}

fn expected_cash(till: &Till) -> Money {
    till.engine.shift_report().unwrap().unwrap().expected_cash
}

fn refunds_of(till: &Till) -> Vec<Refunded> {
    let records = till.engine.store().facts_from(1).unwrap();
    let facts = records.iter().filter_map(|record| record.fact().ok());
    let refunds = facts.filter_map(|fact| match fact {
        Fact::Refunded(refunded) => Some(refunded),
        _ => None,
    });
    refunds.collect()
}

#[test]
fn three_pieces_go_back_one_and_then_two_and_never_a_fourth() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (order, line) = a_paid_check(&mut till);
    assert_eq!(expected_cash(&till), money(12_950));
    let view = till.order(back(order, line, 1, Tender::Cash));
    assert_eq!(view.order.refunds[0].amount, money(800));
    assert_eq!(expected_cash(&till), money(12_150));
    till.order(back(order, line, 2, Tender::Card));
    assert_eq!(expected_cash(&till), money(12_150));
    assert_eq!(
        till.ask(back(order, line, 1, Tender::Cash)),
        Err(Problem::RefundedAlready {
            name: "Margherita".to_owned(),
            left: 0
        })
    );
    let report = till.engine.shift_report().unwrap().unwrap();
    assert_eq!((report.refunds, report.refunded), (2, money(2_400)));
    // Nothing but the beer is left to tax: 5.50 hold 0.50.
    assert_eq!(report.taxes[0].tax, money(50));
    let sums: Vec<i64> = report
        .tenders
        .iter()
        .map(|row| row.amount.minor())
        .collect();
    assert_eq!(sums, [2_150, -1_600]);
    // The check itself is as it was: sold, paid, and part of it given back.
    let view = till.show(order);
    assert_eq!(
        (view.totals.total, view.totals.due),
        (money(2_950), Money::ZERO)
    );
    assert!(view.flags.is_empty());
}

#[test]
fn a_refund_needs_a_reason_a_closed_check_a_shift_and_the_right() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let open = till.seat("8");
    let line = till.add(open, "T129", 1).order.lines[0].id;
    assert_eq!(
        till.ask(back(open, line, 1, Tender::Cash)),
        Err(Problem::NotSettled)
    );
    let (order, line) = a_paid_check(&mut till);
    let silent = Command::Refund {
        order,
        what: RefundAsked::Lines {
            lines: vec![RefundLine { line, quantity: 1 }],
            tender: Tender::Cash,
            reason: "  ".to_owned(),
        },
    };
    assert_eq!(till.ask(silent), Err(Problem::ReasonNeeded));
    till.sign_in("2222");
    let before = till.show(order);
    let refund = back(order, line, 1, Tender::Cash);
    let missing = Problem::NeedsApproval {
        permit: Permit::Refund,
    };
    assert_eq!(till.ask(refund.clone()), Err(missing));
    assert_eq!(till.show(order).order, before.order);
    till.ask_with("1111", refund.clone()).unwrap();
    let fact = &refunds_of(&till)[0];
    assert_eq!(fact.reason, "cold");
    assert!(fact.approved_by.is_some_and(|by| by != fact.by));
    let hint = &till.show(order).order.refunds[0];
    assert_eq!((hint.by, hint.approved_by), (fact.by, fact.approved_by));
    let close = Command::CloseShift {
        counted: money(12_150),
        carry_over: true,
        pieces: Vec::new(),
    };
    till.ask(close).unwrap();
    till.sign_in("1111");
    assert_eq!(till.ask(refund), Err(Problem::NoShift));
}

#[test]
fn a_refund_asked_twice_with_one_name_is_given_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (order, line) = a_paid_check(&mut till);
    let refund = back(order, line, 1, Tender::Cash);
    till.ask_as(Some("touch"), refund.clone()).unwrap();
    till.ask_as(Some("touch"), refund).unwrap();
    assert_eq!(refunds_of(&till).len(), 1);
}

#[test]
fn the_sheet_hears_what_is_left_and_the_paper_what_went_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (order, line) = a_paid_check(&mut till);
    let view = till.order(back(order, line, 1, Tender::Cash));
    let lines = vec![RefundLine { line, quantity: 2 }];
    let Reply::Refund(preview) = till.ask(Command::PreviewRefund { order, lines }).unwrap() else {
        panic!("no preview")
    };
    let row = &preview.lines[0];
    assert_eq!((row.sold, row.left, row.worth), (3, 2, money(1_600)));
    assert_eq!(preview.refund.amount, money(1_600));
    let refund = view.order.refunds[0].fact;
    let Reply::Paper { html } = till.ask(Command::ShowRefund { order, refund }).unwrap() else {
        panic!("no paper")
    };
    for said in ["RIMBORSO", "-8,00", "Margherita", "cold", "A000002"] {
        assert!(html.contains(said), "{said}: {html}");
    }
}

/// Two tills that know the same check, with a shift open on each.
fn apart(one: &mut Till, folder: &std::path::Path) -> Till {
    let mut two = Till::with(folder, "1111");
    carry(&one.engine, &mut two.engine, 0);
    two
}

fn together(one: &mut Till, two: &mut Till) {
    carry(&one.engine, &mut two.engine, 0);
    carry(&two.engine, &mut one.engine, 0);
}

#[test]
fn s23_two_tills_apart_refund_one_line_and_both_are_seen() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let (order, line) = a_paid_check(&mut one);
    let mut two = apart(&mut one, folders[1].path());
    one.order(back(order, line, 2, Tender::Cash));
    two.order(back(order, line, 2, Tender::Cash));
    together(&mut one, &mut two);
    let wanted = Flag::RefundedTwice {
        line,
        name: "Margherita".to_owned(),
        units: 1,
        amount: money(800),
    };
    for till in [&mut one, &mut two] {
        let view = till.show(order);
        assert_eq!(view.order.refunds.len(), 2);
        assert_eq!(view.flags, std::slice::from_ref(&wanted));
        assert!(till.ask(back(order, line, 1, Tender::Cash)).is_err());
        let Reply::Orders(closed) = till.ask(Command::ClosedOrders).unwrap() else {
            panic!("no list")
        };
        assert_eq!(closed[0].flags, std::slice::from_ref(&wanted));
    }
    // Each drawer gave what it gave.
    assert_eq!(expected_cash(&one), money(11_350));
    assert_eq!(expected_cash(&two), money(8_400));
}

fn listed(till: &mut Till, order: OrderId) -> bool {
    let floor = till.engine.floor();
    let on_tables = floor.rooms.iter().flat_map(|room| &room.tables);
    let on_tables = on_tables.flat_map(|table| &table.orders);
    on_tables.chain(&floor.loose).any(|one| one.id == order)
}

fn sales(till: &Till) -> (u32, Money, i64) {
    let report = till.engine.shift_report().unwrap().unwrap();
    let tax = report.taxes.iter().map(|row| row.tax.minor()).sum();
    (report.orders, report.sales, tax)
}

#[test]
fn a_line_that_comes_after_the_end_is_owed_listed_paid_and_sold_once() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let order = one.seat("7");
    one.add(order, "T129", 1);
    let mut two = apart(&mut one, folders[1].path());
    one.pay(order, Tender::Cash, 800);
    two.add(order, "T165", 2);
    together(&mut one, &mut two);
    for till in [&mut one, &mut two] {
        let view = till.show(order);
        assert_eq!(view.totals.due, money(1_100));
        assert_eq!(view.flags, [Flag::OwedAgain { due: money(1_100) }]);
        assert!(listed(till, order));
    }
    // The shift does not forget it either.
    let close = Command::CloseShift {
        counted: money(10_800),
        carry_over: false,
        pieces: Vec::new(),
    };
    assert_eq!(one.ask(close), Err(Problem::OrdersOpen { count: 1 }));
    one.pay(order, Tender::Cash, 1_100);
    together(&mut one, &mut two);
    for till in [&mut one, &mut two] {
        let view = till.show(order);
        assert_eq!((view.totals.due, view.flags.len()), (Money::ZERO, 0));
        assert!(!listed(till, order));
        assert_eq!(
            till.ask(pay(order, Tender::Cash, 1)),
            Err(Problem::OrderClosed)
        );
    }
    // 19.00 hold 1.73 of tax.
    assert_eq!(sales(&one), (1, money(1_900), 173));
    assert_eq!(expected_cash(&one), money(11_900));
}

#[test]
fn a_late_line_that_another_till_takes_is_sold_there_and_the_rest_is_not_sold_again() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let order = one.seat("7");
    one.add(order, "T129", 1);
    let mut two = apart(&mut one, folders[1].path());
    one.pay(order, Tender::Cash, 800);
    two.add(order, "T165", 2);
    together(&mut one, &mut two);
    two.pay(order, Tender::Card, 1_100);
    assert_eq!(sales(&one), (1, money(800), 73));
    assert_eq!(sales(&two), (0, money(1_100), 100));
}

#[test]
fn a_late_line_stays_listed_over_a_restart_and_for_days() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let order = one.seat("7");
    one.add(order, "T129", 1);
    let mut two = apart(&mut one, folders[1].path());
    one.pay(order, Tender::Cash, 800);
    two.add(order, "T165", 2);
    together(&mut one, &mut two);
    let time = one.time.clone();
    drop(one);
    time.pass(5 * shared::time::DAY_MS);
    let mut one = Till::at(folders[0].path(), time);
    one.sign_in("1111");
    assert!(listed(&mut one, order));
    one.pay(order, Tender::Cash, 1_100);
    assert!(!listed(&mut one, order));
}

/// A pizza that two tills took the money for, apart.
fn overpaid(folders: &[tempfile::TempDir; 2]) -> (Till, Till, OrderId) {
    let mut one = Till::with(folders[0].path(), "1111");
    let order = one.seat("7");
    one.add(order, "T129", 1);
    let mut two = apart(&mut one, folders[1].path());
    one.pay(order, Tender::Cash, 800);
    two.pay(order, Tender::Card, 800);
    together(&mut one, &mut two);
    (one, two, order)
}

fn surplus(order: OrderId, what: RefundAsked) -> Command {
    Command::Refund { order, what }
}

#[test]
fn what_two_tills_took_too_much_is_listed_and_goes_back() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let (mut one, mut two, order) = overpaid(&folders);
    let amount = money(800);
    let both = [Flag::Overpaid { amount }, Flag::ClosedTwice { amount }];
    let paid = |view: &OrderView| (view.order.payments.len(), view.totals.overpaid);
    for till in [&mut one, &mut two] {
        let view = till.show(order);
        assert_eq!((paid(&view), view.flags), ((2, money(800)), both.to_vec()));
    }
    let back = RefundAsked::Surplus {
        tender: Tender::Cash,
    };
    one.order(surplus(order, back.clone()));
    together(&mut one, &mut two);
    let view = two.show(order);
    assert_eq!((paid(&view), view.flags.len()), ((2, Money::ZERO), 0));
    let gone = Problem::NotFound {
        what: "surplus".to_owned(),
    };
    assert_eq!(two.ask(surplus(order, back)), Err(gone));
    let report = one.engine.shift_report().unwrap().unwrap();
    assert_eq!(report.expected_cash, money(10_000));
    assert_eq!((report.refunds, report.surplus_returned), (0, money(800)));
    // What was sold stays sold.
    assert_eq!(report.sales, money(800));
}

#[test]
fn what_two_tills_took_too_much_may_stay_as_a_tip() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let (mut one, mut two, order) = overpaid(&folders);
    let view = one.order(surplus(order, RefundAsked::Keep));
    assert_eq!(
        (view.totals.overpaid, view.totals.tips),
        (Money::ZERO, money(800))
    );
    assert!(view.flags.is_empty());
    together(&mut one, &mut two);
    assert_eq!(two.show(order).totals.tips, money(800));
    let report = one.engine.shift_report().unwrap().unwrap();
    let tips: i64 = report.tenders.iter().map(|row| row.tips.minor()).sum();
    let taken: i64 = report.tenders.iter().map(|row| row.amount.minor()).sum();
    // Nothing left the drawer.
    assert_eq!((tips, taken, report.expected_cash), (800, 0, money(10_800)));
}

#[test]
fn a_void_that_comes_after_the_end_makes_the_day_sell_less() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let order = one.seat("7");
    let line = one.add(order, "T129", 2).order.lines[0].id;
    one.ask(Command::Send { order }).unwrap();
    let mut two = apart(&mut one, folders[1].path());
    one.pay(order, Tender::Cash, 1_600);
    let void = Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "burnt".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    };
    two.ask(void).unwrap();
    together(&mut one, &mut two);
    assert_eq!(one.show(order).totals.overpaid, money(800));
    let back = RefundAsked::Surplus {
        tender: Tender::Cash,
    };
    one.order(surplus(order, back));
    assert_eq!(sales(&one), (1, money(800), 73));
    assert_eq!(expected_cash(&one), money(10_800));
}

#[test]
fn what_two_tills_took_too_much_in_cash_goes_back_in_coins_that_there_are() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let mut menu = catalogue(None);
    (menu.version, menu.site.cash_rounding_minor) = (2, 500);
    publish(&mut one, &menu);
    let order = one.seat("7");
    one.add(order, "T129", 1);
    let mut two = apart(&mut one, folders[1].path());
    // Eight is ten in such coins.
    one.pay(order, Tender::Cash, 1_000);
    two.pay(order, Tender::Cash, 1_000);
    together(&mut one, &mut two);
    assert_eq!(one.show(order).totals.overpaid, money(800));
    let back = RefundAsked::Surplus {
        tender: Tender::Cash,
    };
    one.order(surplus(order, back));
    assert_eq!(expected_cash(&one), money(10_000));
    let report = one.engine.shift_report().unwrap().unwrap();
    assert_eq!(report.rounding, Money::ZERO);
    assert_eq!(report.surplus_returned, money(800));
}
