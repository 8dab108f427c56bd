//! What nothing on the till settles is looked at by somebody, and says so for ever; no money moves.

use shared::{
    api::{
        Problem,
        till::{
            Command, HistoryRow, OrderSummary, OrderView, RefundAsked, Reply, SeeAsked, UnseeAsked,
        },
    },
    flags::Flag,
    ids::{LineId, OrderId},
    order::Tender,
    price::Takes,
    seen::SeenFlag,
    staff::Permit,
};

use crate::{
    deposits::{back, money, report},
    restaurant::{LONG_PIN, Till},
    transfers::Apart,
};

fn see(order: OrderId, flag: &Flag, note: &str) -> Command {
    Command::See(SeeAsked {
        order,
        flag: flag.clone(),
        note: note.to_owned(),
    })
}

fn unsee(order: OrderId, seen: &SeenFlag) -> Command {
    Command::Unsee(UnseeAsked {
        order,
        seen: seen.entry,
    })
}

fn history(till: &mut Till, order: OrderId) -> Vec<HistoryRow> {
    match till.ask(Command::History { order }).unwrap() {
        Reply::History(rows) => rows,
        other => panic!("no history but {other:?}"),
    }
}

/// What the history says of flags that were looked at: who, who lent the right, the note, what.
fn looked_at(till: &mut Till, order: OrderId) -> Vec<(String, String, String, Option<Flag>)> {
    let rows = history(till, order).into_iter();
    rows.filter(|row| row.what == "seen")
        .map(|row| (row.by, row.approved_by, row.detail, row.flag))
        .collect()
}

fn in_list(till: &mut Till, order: OrderId) -> OrderSummary {
    match till.ask(Command::ClosedOrders).unwrap() {
        Reply::Orders(all) => all.into_iter().find(|one| one.id == order).unwrap(),
        other => panic!("no list but {other:?}"),
    }
}

/// A check of 11.00 that two tills closed apart, the surplus given back: 11.00 stands on both
/// reports, and no entry takes it off one.
fn closed_twice() -> (Apart, Flag) {
    let mut apart = Apart::begin();
    for till in [&mut apart.one, &mut apart.two] {
        till.sign_in("1111");
    }
    let order = apart.seven;
    apart.one.pay(order, Tender::Cash, 1_100);
    apart.two.pay(order, Tender::Card, 1_100);
    apart.meet();
    let amount = money(1_100);
    (apart, Flag::ClosedTwice { amount })
}

fn ten_percent(order: OrderId, reason: &str) -> Command {
    Command::Discount {
        order,
        line: None,
        takes: Takes::Percent { ppm: 100_000 },
        reason: reason.to_owned(),
    }
}

/// Two managers at two tills gave the same guests ten percent, and knew nothing of each other.
fn discounted_apart() -> Apart {
    let mut apart = Apart::begin();
    for till in [&mut apart.one, &mut apart.two] {
        till.sign_in("1111");
    }
    let order = apart.seven;
    apart.one.order(ten_percent(order, "late"));
    apart.two.order(ten_percent(order, "cold"));
    apart.meet();
    apart
}

#[test]
fn what_was_looked_at_leaves_the_list_and_stays_in_the_history() {
    let (mut apart, twice) = closed_twice();
    let order = apart.seven;
    let surplus = Flag::Overpaid {
        amount: money(1_100),
    };
    assert_eq!(
        apart.one.show(order).flags,
        [surplus.clone(), twice.clone()]
    );
    let before = report(&apart.one);
    let view = apart
        .one
        .order(see(order, &twice, "  Z of B corrected by hand "));
    assert_eq!(view.flags, [surplus], "money is settled, not looked at");
    assert_eq!(report(&apart.one), before);
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(in_list(till, order).flags.len(), 1);
        let note = "Z of B corrected by hand".to_owned();
        let row = (
            "Giulia".to_owned(),
            String::new(),
            note,
            Some(twice.clone()),
        );
        assert_eq!(looked_at(till, order), [row]);
        let rows = history(till, order);
        let row = rows.iter().find(|row| row.what == "seen").unwrap();
        assert!(!row.device.is_empty(), "{row:?}");
    }
}

#[test]
fn a_waiter_says_it_with_the_pin_of_a_manager_and_both_are_named() {
    let (mut apart, twice) = closed_twice();
    let order = apart.seven;
    apart.one.sign_in("3333");
    let permit = Permit::SeeFlags;
    let command = see(order, &twice, "told the owner");
    let alone = apart.one.ask(command.clone());
    assert_eq!(alone, Err(Problem::NeedsApproval { permit }));
    let cashier = apart.one.ask_with("2222", command.clone());
    assert_eq!(cashier, Err(Problem::NotAllowed { permit }));
    apart.one.ask_with("1111", command).unwrap();
    let said = looked_at(&mut apart.one, order);
    assert_eq!(said.len(), 1);
    assert_eq!(
        (said[0].0.as_str(), said[0].1.as_str()),
        ("Sofia", "Giulia")
    );
}

#[test]
fn a_flag_that_says_something_else_afterwards_is_back() {
    let mut apart = discounted_apart();
    let order = apart.seven;
    let flag = Flag::DiscountedApart { discounts: 2 };
    let totals = apart.one.show(order).totals;
    let view = apart.one.order(see(order, &flag, "both were meant"));
    assert_eq!((view.flags, view.totals), (Vec::new(), totals));
    // The other one takes one of them off and gives another, and has not heard of it.
    let key = apart.two.show(order).order.discounts[0].key.clone();
    apart.two.order(Command::TakeBack { order, key });
    apart.one.order(ten_percent(order, "wet"));
    apart.two.order(ten_percent(order, "dark"));
    apart.meet();
    let flags = apart.one.show(order).flags;
    assert!(
        matches!(flags[..], [Flag::DiscountedApart { .. }]),
        "{flags:?}"
    );
    assert_eq!(apart.two.show(order).flags, flags);
}

#[test]
fn two_other_discounts_are_not_the_two_of_before() {
    let mut apart = Apart::begin();
    for till in [&mut apart.one, &mut apart.two] {
        till.sign_in("1111");
    }
    let order = apart.seven;
    let two = Flag::DiscountedApart { discounts: 2 };
    apart.one.order(ten_percent(order, "late"));
    apart.two.order(ten_percent(order, "cold"));
    apart.meet();
    apart.one.order(see(order, &two, "both were meant"));
    apart.meet();
    for key in [0, 0].map(|place: usize| place) {
        let key = apart.one.show(order).order.discounts[key].key.clone();
        apart.one.order(Command::TakeBack { order, key });
    }
    apart.meet();
    apart.one.order(ten_percent(order, "wet"));
    apart.two.order(ten_percent(order, "dark"));
    apart.meet();
    assert_eq!(apart.two.show(order).flags, [two]);
}

#[test]
fn seen_on_two_tills_apart_is_seen_once_and_names_both() {
    let (mut apart, twice) = closed_twice();
    let order = apart.seven;
    apart.two.sign_in(LONG_PIN);
    apart.one.order(see(order, &twice, "report corrected"));
    apart.two.order(see(order, &twice, "told the accountant"));
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(till.show(order).flags.len(), 1);
        let names: Vec<_> = looked_at(till, order)
            .into_iter()
            .map(|row| row.0)
            .collect();
        assert_eq!(names.len(), 2);
        assert!(names[0] != names[1], "{names:?}");
    }
    // One of them was wrong: the other still says it.
    let mine = apart.one.show(order).order.seen[0].clone();
    assert_eq!(apart.one.order(unsee(order, &mine)).flags.len(), 1);
    let other = apart.one.show(order).order.seen[0].clone();
    let not_mine = apart.one.ask(unsee(order, &other));
    assert!(
        matches!(not_mine, Err(Problem::Invalid { .. })),
        "{not_mine:?}"
    );
    assert_eq!(apart.two.order(unsee(order, &other)).flags.len(), 1);
    apart.meet();
    assert!(apart.one.show(order).flags.contains(&twice));
    assert!(apart.two.show(order).flags.contains(&twice));
}

#[test]
fn what_somebody_looked_at_on_an_open_check_goes_back_with_undo() {
    let mut apart = discounted_apart();
    let order = apart.seven;
    let flag = Flag::DiscountedApart { discounts: 2 };
    let view = apart.one.order(see(order, &flag, "both were meant"));
    assert_eq!(view.undo_what.as_deref(), Some("seen"));
    let view = apart.one.order(Command::UndoLast { order });
    assert_eq!(view.flags, [flag]);
    let undone: Vec<_> = history(&mut apart.one, order)
        .into_iter()
        .filter(|row| row.what == "seen")
        .map(|row| row.undone)
        .collect();
    assert_eq!(undone, [true]);
}

#[test]
fn money_is_settled_and_not_looked_at() {
    let (mut apart, twice) = closed_twice();
    let order = apart.seven;
    let amount = money(1_100);
    for flag in [
        Flag::Overpaid { amount },
        Flag::DepositLeft { amount },
        Flag::OwedAgain { due: amount },
        Flag::NotCounted { amount },
        Flag::TipSaidTwice { amount },
    ] {
        let answer = apart.one.ask(see(order, &flag, "fine"));
        assert!(
            matches!(answer, Err(Problem::Invalid { .. })),
            "{flag:?} {answer:?}"
        );
    }
    let other = Flag::ClosedTwice { amount: money(1) };
    assert!(matches!(
        apart.one.ask(see(order, &other, "fine")),
        Err(Problem::NotFound { .. })
    ));
    assert_eq!(
        apart.one.ask(see(order, &twice, "  ")),
        Err(Problem::ReasonNeeded)
    );
    let tender = Tender::Cash;
    apart
        .one
        .order(back(order, RefundAsked::Surplus { tender }));
    assert_eq!(apart.one.show(order).order.seen, []);
}

fn less(order: OrderId, line: LineId, by: i32) -> Command {
    Command::ChangeQuantity { order, line, by }
}

fn taken_twice(view: &OrderView) -> Option<&Flag> {
    view.flags
        .iter()
        .find(|flag| matches!(flag, Flag::TakenTwice { .. }))
}

#[test]
fn units_taken_twice_again_after_somebody_made_them_up_are_another_accident() {
    let mut apart = Apart::begin();
    for till in [&mut apart.one, &mut apart.two] {
        till.sign_in("1111");
    }
    let order = apart.seven;
    let line = apart.one.add(order, "T129", 1).order.lines[1].id;
    apart.meet();
    let both = |apart: &mut Apart| {
        apart.one.order(less(order, line, -1));
        apart.two.order(less(order, line, -1));
        apart.meet();
    };
    both(&mut apart);
    let flag = taken_twice(&apart.one.show(order)).cloned().unwrap();
    let view = apart.one.order(see(order, &flag, "the guest wanted none"));
    assert_eq!(taken_twice(&view), None);
    apart.one.order(less(order, line, 1));
    apart.meet();
    both(&mut apart);
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(taken_twice(&till.show(order)), Some(&flag));
    }
}
