//! Money taken ahead: on the check, in the drawer, on papers and on reports, until it is used.

use shared::{
    api::{
        Problem,
        till::{Command, DepositAsked, MoveTo, RefundAsked, Reply, SplitBy, UnitsOf},
    },
    deposit::Deposits,
    flags::Flag,
    ids::OrderId,
    journal::{Fact, Payment},
    menu::Service,
    money::Money,
    order::{Leftover, Tender},
    shift::ShiftReport,
};

use crate::{kitchen::carry, restaurant::Till};

pub(crate) fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

pub(crate) fn ahead(order: OrderId, tender: Tender, minor: i64) -> Command {
    Command::TakeDeposit(DepositAsked {
        order,
        tender,
        tendered: money(minor),
    })
}

pub(crate) fn back(order: OrderId, what: RefundAsked) -> Command {
    Command::Refund { order, what }
}

pub(crate) fn report(till: &Till) -> ShiftReport {
    till.engine.shift_report().unwrap().unwrap()
}

fn facts(till: &Till) -> Vec<Fact> {
    let records = till.engine.store().facts_from(1).unwrap();
    records
        .iter()
        .filter_map(|record| record.fact().ok())
        .collect()
}

/// Taken, used, given back, left as tips, kept.
fn moved(deposits: &Deposits) -> [i64; 5] {
    let all = [
        deposits.taken,
        deposits.used,
        deposits.returned,
        deposits.tipped,
        deposits.kept,
    ];
    all.map(Money::minor)
}

pub(crate) fn close_shift(till: &mut Till) {
    let counted = report(till).expected_cash;
    till.ask(Command::CloseShift {
        counted,
        carry_over: true,
        pieces: Vec::new(),
    })
    .unwrap();
}

#[test]
fn a_deposit_before_the_first_dish_pays_a_part_of_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    let view = till.order(ahead(order, Tender::Cash, 2_000));
    assert_eq!(view.order.closed_at_ms, None);
    assert_eq!(view.totals.deposits, money(2_000));
    assert!(view.flags.is_empty());
    let Fact::Payment(Payment { deposit, paper, .. }) = &facts(&till)[1] else {
        panic!("no payment")
    };
    assert!(*deposit && paper == "A000001");
    assert_eq!(report(&till).expected_cash, money(12_000));
    till.add(order, "T129", 4);
    let view = till.show(order);
    assert_eq!(
        (view.totals.total, view.totals.due, view.totals.overpaid),
        (money(3_200), money(1_200), Money::ZERO)
    );
    till.pay(order, Tender::Card, 1_200);
    let closed = till.show(order).order;
    assert!(closed.closed_at_ms.is_some());
    let report = report(&till);
    assert_eq!(moved(&report.deposits), [2_000, 2_000, 0, 0, 0]);
    assert_eq!(report.sales, money(3_200));
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no paper")
    };
    for said in ["Acconto", "-20,00", "Carta"] {
        assert!(html.contains(said), "{said}: {html}");
    }
    assert!(!html.contains("Contanti"), "{html}");
}

#[test]
fn the_paper_of_a_deposit_says_how_much_and_is_printed_again_as_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.order(Command::OpenOrder {
        service: Service::EatIn,
        table: None,
        tab: "Anna".to_owned(),
        guests: 2,
    });
    let order = order.order.id;
    let view = till.order(ahead(order, Tender::Card, 5_000));
    let refund = view.order.payments[0].fact;
    let Reply::Paper { html } = till.ask(Command::ShowRefund { order, refund }).unwrap() else {
        panic!("no paper")
    };
    for said in ["Acconto", "50,00", "Anna", "A000001", "Giulia"] {
        assert!(html.contains(said), "{said}: {html}");
    }
    let again = Command::ReprintRefund { order, refund };
    let Reply::Paper { html } = till.ask(again).unwrap() else {
        panic!("no paper")
    };
    assert!(html.contains("COPIA 1"), "{html}");
}

#[test]
fn a_deposit_that_cannot_be_given_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    for minor in [0, -100, 1_000_000_000_001, i64::MAX] {
        let answer = till.ask(ahead(order, Tender::Cash, minor));
        assert!(matches!(answer, Err(Problem::Invalid { .. })), "{minor}");
    }
    assert!(till.show(order).order.payments.is_empty());
    till.add(order, "T129", 1);
    till.pay(order, Tender::Cash, 800);
    assert_eq!(
        till.ask(ahead(order, Tender::Cash, 100)),
        Err(Problem::OrderClosed)
    );
    close_shift(&mut till);
    till.sign_in("1111");
    let order = till.seat("8");
    assert_eq!(
        till.ask(ahead(order, Tender::Cash, 100)),
        Err(Problem::NoShift)
    );
}

#[test]
fn what_the_check_does_not_need_goes_back_and_is_no_refund_of_sales() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.order(ahead(order, Tender::Cash, 5_000));
    till.add(order, "T129", 1);
    let view = till.show(order);
    assert_eq!(view.totals.deposit_left, money(4_200));
    assert!(view.totals.paid_twice.is_zero());
    let view = till.order(Command::Settle { order });
    let amount = money(4_200);
    assert_eq!(view.flags, [Flag::DepositLeft { amount }]);
    let tender = Tender::Card;
    let view = till.order(back(order, RefundAsked::Surplus { tender }));
    assert!(view.flags.is_empty());
    let report = report(&till);
    assert_eq!(moved(&report.deposits), [5_000, 800, 4_200, 0, 0]);
    assert_eq!((report.refunds, report.refunded), (0, Money::ZERO));
    assert_eq!(report.surplus_returned, Money::ZERO);
    assert_eq!(report.expected_cash, money(15_000));
}

/// A table of forty that nobody came to, closed: what is left is all of its deposit.
fn nobody_came(till: &mut Till) -> OrderId {
    let order = till.seat("7");
    till.order(ahead(order, Tender::Cash, 20_000));
    let view = till.order(Command::Settle { order });
    let amount = money(20_000);
    assert_eq!(view.flags, [Flag::DepositLeft { amount }]);
    order
}

#[test]
fn guests_who_never_come_get_their_deposit_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = nobody_came(&mut till);
    let tender = Tender::Cash;
    till.order(back(order, RefundAsked::Surplus { tender }));
    let report = report(&till);
    assert_eq!(moved(&report.deposits), [20_000, 0, 20_000, 0, 0]);
    assert_eq!((report.orders, report.sales), (0, Money::ZERO));
    assert_eq!(report.expected_cash, money(10_000));
}

#[test]
fn a_deposit_is_kept_for_a_reason_and_is_nobodys_tip_and_no_sale() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = nobody_came(&mut till);
    let keep = |reason: &str| {
        back(
            order,
            RefundAsked::KeepDeposit {
                reason: reason.to_owned(),
            },
        )
    };
    assert_eq!(till.ask(keep(" ")), Err(Problem::ReasonNeeded));
    let view = till.order(keep("nobody came"));
    assert!(view.flags.is_empty());
    assert_eq!(view.totals.tips, Money::ZERO);
    let report = report(&till);
    assert_eq!(moved(&report.deposits), [20_000, 0, 0, 0, 20_000]);
    assert_eq!(report.sales, Money::ZERO);
    assert!(report.taxes.is_empty());
    assert_eq!(report.tenders[0].tips, Money::ZERO);
    assert_eq!(report.tenders[0].amount, money(20_000));
    assert_eq!(report.expected_cash, money(30_000));
    assert!(till.ask(keep("again")).is_err());
    let Reply::History(rows) = till.ask(Command::History { order }).unwrap() else {
        panic!("no history")
    };
    let said: Vec<&str> = rows.iter().map(|row| row.what.as_str()).collect();
    assert_eq!(said, ["opened", "deposit", "closed", "deposit_kept"]);
    assert!(rows[3].detail.contains("nobody came"));
}

#[test]
fn what_is_left_of_a_deposit_may_stay_as_a_tip() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.order(ahead(order, Tender::Cash, 1_000));
    till.add(order, "T129", 1);
    till.order(Command::Settle { order });
    let view = till.order(back(order, RefundAsked::Keep));
    assert_eq!(view.totals.tips, money(200));
    assert_eq!(moved(&report(&till).deposits), [1_000, 800, 0, 200, 0]);
}

#[test]
fn parts_of_a_split_share_what_is_due_after_the_deposit() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.order(ahead(order, Tender::Card, 1_000));
    till.add(order, "T129", 3);
    let by = SplitBy::Shares { ways: 3 };
    let view = till.order(Command::Split { order, by });
    // Like whatever is paid for the check as a whole it covers the parts from the first on.
    let due: Vec<i64> = view
        .parts
        .iter()
        .map(|part| part.totals.due.minor())
        .collect();
    assert_eq!(due, [0, 600, 800]);
    for place in [1, 2] {
        let part = till.show(order).parts[place].totals.clone();
        till.ask(Command::Pay {
            order,
            tender: Tender::Card,
            tendered: part.due,
            tip: Money::ZERO,
            part: Some(part.id),
            seen_due: None,
        })
        .unwrap();
    }
    assert!(till.show(order).order.closed_at_ms.is_some());
    assert_eq!(moved(&report(&till).deposits), [1_000, 1_000, 0, 0, 0]);
}

#[test]
fn the_check_with_the_deposit_is_the_one_that_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let (one, two) = (till.seat("7"), till.seat("8"));
    till.add(two, "T129", 2);
    till.order(ahead(one, Tender::Cash, 1_000));
    let join = |order, with| Command::JoinOrders { order, with };
    assert_eq!(till.ask(join(two, one)), Err(Problem::HasDeposit));
    let view = till.order(join(one, two));
    assert_eq!((view.order.id, view.totals.due), (one, money(600)));
}

#[test]
fn dishes_leave_a_check_whose_deposit_is_more_than_what_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    let order = till.seat("7");
    till.order(ahead(order, Tender::Cash, 1_000));
    let line = till.add(order, "T129", 2).order.lines[0].id;
    let view = till.order(Command::MoveLines {
        order,
        lines: vec![UnitsOf { line, units: 1 }],
        to: MoveTo::New {
            table: Some("8".to_owned()),
            tab: String::new(),
        },
    });
    assert_eq!(view.totals.deposit_left, money(200));
}

#[test]
fn a_late_void_makes_the_check_use_less_of_its_deposit() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let order = one.seat("7");
    one.order(ahead(order, Tender::Cash, 1_000));
    let line = one.add(order, "T129", 2).order.lines[0].id;
    one.ask(Command::Send { order }).unwrap();
    let mut two = Till::with(folders[1].path(), "1111");
    carry(&one.engine, &mut two.engine, 0);
    one.pay(order, Tender::Card, 600);
    two.order(Command::VoidLine {
        order,
        line,
        quantity: 2,
        reason: "cold".to_owned(),
        leftover: Leftover::Wasted,
    });
    carry(&two.engine, &mut one.engine, 0);
    let view = one.show(order);
    assert_eq!(view.totals.overpaid, money(1_600));
    one.order(back(
        order,
        RefundAsked::Surplus {
            tender: Tender::Cash,
        },
    ));
    let report = report(&one);
    assert_eq!(moved(&report.deposits), [1_000, 0, 1_000, 0, 0]);
    assert_eq!(report.surplus_returned, money(600));
    assert_eq!(report.sales, Money::ZERO);
    let sums: i64 = report.tenders.iter().map(|row| row.amount.minor()).sum();
    assert_eq!(sums, 0);
}

#[test]
fn two_tills_that_take_the_rest_of_one_check_do_not_give_its_deposit_back() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let order = one.seat("7");
    one.order(ahead(order, Tender::Cash, 1_000));
    one.add(order, "T129", 2);
    let mut two = Till::with(folders[1].path(), "1111");
    carry(&one.engine, &mut two.engine, 0);
    one.pay(order, Tender::Cash, 600);
    two.pay(order, Tender::Cash, 600);
    carry(&two.engine, &mut one.engine, 0);
    let view = one.show(order);
    let amount = money(600);
    assert!(view.flags.contains(&Flag::Overpaid { amount }));
    assert_eq!(view.totals.paid_twice, amount);
    let tender = Tender::Cash;
    one.order(back(order, RefundAsked::Surplus { tender }));
    let report = report(&one);
    assert_eq!(moved(&report.deposits), [1_000, 1_000, 0, 0, 0]);
    assert_eq!(report.surplus_returned, amount);
}

#[test]
fn a_waiter_takes_a_deposit_with_the_pin_of_somebody_who_may() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "3333");
    let order = till.seat("7");
    let asked = ahead(order, Tender::Cash, 1_000);
    assert!(matches!(
        till.ask(asked.clone()),
        Err(Problem::NeedsApproval { .. })
    ));
    till.ask_with("2222", asked).unwrap();
    let named = facts(&till).iter().any(|fact| match fact {
        Fact::Payment(payment) => payment.approved_by.is_some(),
        _ => false,
    });
    assert!(named);
}

#[test]
fn a_deposit_that_two_tills_keep_apart_is_off_the_check_once() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let mut one = Till::with(folders[0].path(), "1111");
    let order = nobody_came(&mut one);
    let mut two = Till::with(folders[1].path(), "1111");
    carry(&one.engine, &mut two.engine, 0);
    for till in [&mut one, &mut two] {
        let reason = "nobody came".to_owned();
        till.order(back(order, RefundAsked::KeepDeposit { reason }));
    }
    carry(&two.engine, &mut one.engine, 0);
    carry(&one.engine, &mut two.engine, 0);
    for till in [&mut one, &mut two] {
        let view = till.show(order);
        assert_eq!((view.totals.paid, view.totals.due), (money(0), money(0)));
        let amount = money(20_000);
        assert_eq!(view.flags, [Flag::DepositKeptTwice { amount }]);
    }
}
