//! Taking back discounts, waived charges and splits, by whoever did them.

use shared::{
    api::{
        Problem,
        till::{Command, MoveTo, OrderView, SplitBy, UnitsOf},
    },
    ids::OrderId,
    money::Money,
    order::Tender,
    price::Takes,
};

use crate::{
    discounts::{lunch, till_with},
    restaurant::{LONG_PIN, Till},
    transfers::Apart,
};

/// A table of two on which a service charge is asked, two beers, and a manager.
fn table(folder: &std::path::Path) -> (Till, OrderId) {
    let mut till = till_with(folder, lunch());
    till.sign_in("1111");
    let order = till.seat("7");
    till.add(order, "T165", 2);
    till.order(Command::SetGuests { order, guests: 2 });
    (till, order)
}

fn discount(order: OrderId) -> Command {
    Command::Discount {
        order,
        line: None,
        takes: Takes::Percent { ppm: 100_000 },
        reason: "late".to_owned(),
    }
}

fn split(order: OrderId, ways: u32) -> Command {
    let by = SplitBy::Shares { ways };
    Command::Split { order, by }
}

/// What the undoing of a price brings back: the price, what stands of it, and the parts.
fn seen(view: &OrderView) -> (Money, usize, bool, Vec<Money>) {
    let parts = view.parts.iter().map(|part| part.totals.due).collect();
    let order = &view.order;
    let waived = order.charge_waived.is_some();
    (view.totals.total, order.discounts.len(), waived, parts)
}

fn undo(till: &mut Till, order: OrderId) -> OrderView {
    till.order(Command::UndoLast { order })
}

#[test]
fn discount_promotion_waiver_and_split_go_back_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (mut till, order) = table(folder.path());
    let promotion = "lunch".to_owned();
    let reason = "regulars".to_owned();
    let mut before = Vec::new();
    for command in [
        discount(order),
        Command::Promote { order, promotion },
        Command::WaiveCharge { order, reason },
        split(order, 2),
        split(order, 3),
        Command::Split {
            order,
            by: SplitBy::Whole,
        },
    ] {
        before.push(till.show(order));
        till.order(command);
    }
    let words = [
        "discount",
        "discount",
        "charge_waived",
        "split",
        "split",
        "split",
    ];
    for (was, word) in before.iter().zip(words).rev() {
        let undoable = till.show(order).undo_what.unwrap();
        assert_eq!(undoable, word);
        assert_eq!(seen(&undo(&mut till, order)), seen(was));
    }
    // The promotion can be given again.
    let promotion = "lunch".to_owned();
    let again = till.order(Command::Promote { order, promotion });
    assert_eq!(again.order.discounts.len(), 1);
}

#[test]
fn a_discount_that_was_taken_off_by_mistake_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut till, order) = table(folder.path());
    let with = till.order(discount(order));
    let key = with.order.discounts[0].key.clone();
    let without = till.order(Command::TakeBack { order, key });
    assert_eq!(without.undo_what.unwrap(), "taken_back");
    let back = undo(&mut till, order);
    assert_eq!(seen(&back), seen(&with));
    // And then the giving of it is the last thing again.
    assert_eq!(back.undo_what.unwrap(), "discount");
    assert_eq!(undo(&mut till, order).order.discounts, []);
}

#[test]
fn what_somebody_else_took_off_or_paid_since_is_not_undone() {
    let mut apart = Apart::begin();
    let order = apart.seven;
    apart.one.sign_in("1111");
    apart.two.sign_in(LONG_PIN);
    let view = apart.one.order(discount(order));
    apart.meet();
    let key = view.order.discounts[0].key.clone();
    apart.two.order(Command::TakeBack { order, key });
    apart.meet();
    let none = || {
        let what = "undo".to_owned();
        Err(Problem::NotFound { what })
    };
    let undo = Command::UndoLast { order };
    assert_eq!(apart.one.ask(undo.clone()), none(), "it is off already");
    apart.one.order(split(order, 2));
    let view = apart.one.show(order);
    let part = view.parts[0].totals.id;
    apart
        .one
        .ask(Command::Pay {
            order,
            tender: Tender::Card,
            tendered: view.parts[0].totals.due,
            tip: Money::ZERO,
            part: Some(part),
            seen_due: None,
        })
        .unwrap();
    assert_eq!(apart.one.ask(undo), none(), "it is paid");
    assert_eq!(apart.one.show(order).parts.len(), 2);
}

#[test]
fn a_discount_whose_dish_went_to_another_table_is_not_undone_here() {
    let mut apart = Apart::begin();
    let (order, eight) = (apart.seven, apart.eight);
    apart.one.sign_in("1111");
    let view = apart.one.show(order);
    let line = view.order.lines[0].id;
    apart.one.order(Command::Discount {
        order,
        line: Some(line),
        takes: Takes::Comp,
        reason: "cold".to_owned(),
    });
    apart.meet();
    apart.two.order(Command::MoveLines {
        order,
        lines: vec![UnitsOf { line, units: 2 }],
        to: MoveTo::Order { order: eight },
    });
    apart.meet();
    let what = "undo".to_owned();
    let undone = apart.one.ask(Command::UndoLast { order });
    assert_eq!(undone, Err(Problem::NotFound { what }));
    assert_eq!(
        apart.one.show(eight).totals.discount,
        Money::from_minor(1_100)
    );
}
