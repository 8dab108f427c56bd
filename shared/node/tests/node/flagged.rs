//! What tills apart did with the same thing is never settled in silence: a person sees it.

use shared::{
    api::{
        Problem,
        till::{Command, OrderView, RefundAsked, SplitBy, TipAsked},
    },
    flags::Flag,
    ids::{FactId, LineId, OrderId},
    money::Money,
    order::{Leftover, Tender},
    price::Takes,
    refund::RefundLine,
};

use crate::{
    deposits::{ahead, back, money, report},
    gift_cards::{add as add_gift, balance, menu},
    items::publish,
    restaurant::LONG_PIN,
    transfers::Apart,
};

fn ten_percent(order: OrderId, reason: &str) -> Command {
    Command::Discount {
        order,
        line: None,
        takes: Takes::Percent { ppm: 100_000 },
        reason: reason.to_owned(),
    }
}

fn apart_with_managers() -> Apart {
    let mut apart = Apart::begin();
    for till in [&mut apart.one, &mut apart.two] {
        till.sign_in("1111");
    }
    apart
}

#[test]
fn discounts_given_apart_all_count_and_say_so_until_somebody_decides() {
    let mut apart = apart_with_managers();
    let order = apart.seven;
    apart.one.order(ten_percent(order, "late"));
    apart.two.order(ten_percent(order, "cold"));
    assert_eq!(apart.one.show(order).flags, []);
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        let view = till.show(order);
        assert_eq!(view.flags, [Flag::DiscountedApart { discounts: 2 }]);
        assert_eq!(
            view.totals.discount,
            money(209),
            "10 % and 10 % of the rest"
        );
    }
    // Whoever takes one off has seen both.
    let key = apart.one.show(order).order.discounts[1].key.clone();
    apart.one.order(Command::TakeBack { order, key });
    apart.meet();
    assert_eq!(apart.two.show(order).flags, []);
    assert_eq!(apart.two.show(order).totals.discount, money(110));
}

#[test]
fn a_second_discount_by_somebody_who_saw_the_first_is_no_accident() {
    let mut apart = apart_with_managers();
    let order = apart.seven;
    apart.one.order(ten_percent(order, "late"));
    apart.meet();
    apart.two.order(ten_percent(order, "cold"));
    apart.meet();
    assert_eq!(apart.one.show(order).flags, []);
    // A third given by somebody who sees two that were given apart says that all are meant.
    apart.one.order(ten_percent(order, "wet"));
    apart.two.order(ten_percent(order, "dark"));
    apart.meet();
    let discounts = 2;
    let flagged = Flag::DiscountedApart { discounts };
    assert_eq!(apart.one.show(order).flags, [flagged]);
    apart.one.order(ten_percent(order, "loud"));
    assert_eq!(apart.one.show(order).flags, []);
}

fn one_less(order: OrderId, line: LineId, by: i32) -> Command {
    Command::ChangeQuantity { order, line, by }
}

#[test]
fn what_two_people_took_off_beyond_what_there_was_is_said_and_one_more_is_one_more() {
    let mut apart = Apart::begin();
    let order = apart.seven;
    let line = apart.one.add(order, "T129", 3).order.lines[1].id;
    apart.meet();
    apart.one.order(one_less(order, line, -2));
    apart.two.order(one_less(order, line, -2));
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        let view = till.show(order);
        assert_eq!(view.order.line(line).unwrap().quantity, 0);
        assert!(
            matches!(&view.flags[..], [Flag::TakenTwice { units: 1, .. }]),
            "{:?}",
            view.flags
        );
    }
    let view = apart.one.order(one_less(order, line, 1));
    assert_eq!(view.order.line(line).unwrap().quantity, 1);
    assert_eq!(view.flags, []);
    // The other one presses too, before they meet: two presses are two.
    apart.two.order(one_less(order, line, 1));
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        let view = till.show(order);
        assert_eq!(view.order.line(line).unwrap().quantity, 2);
        assert_eq!(view.flags, []);
    }
    // And what was pressed last can be taken back.
    let view = apart.one.order(Command::UndoLast { order });
    assert_eq!(view.order.line(line).unwrap().quantity, 1);
}

fn tip_said(order: OrderId, payment: FactId, minor: i64) -> Command {
    let tip = money(minor);
    Command::ChangeTip(TipAsked {
        order,
        payment,
        tip,
    })
}

/// A card payment whose tip is 1.00 at one till and, later, 2.00 at the other.
fn two_tips() -> (Apart, OrderId, FactId) {
    let mut apart = apart_with_managers();
    let order = apart.seven;
    apart.one.pay(order, Tender::Card, 1_100);
    apart.meet();
    let payment = apart.one.show(order).order.payments[0].fact;
    apart.one.order(tip_said(order, payment, 100));
    apart.two.time.pass(1_000);
    apart.two.order(tip_said(order, payment, 200));
    apart.meet();
    (apart, order, payment)
}

#[test]
fn tips_said_apart_say_so_until_somebody_says_it_again() {
    let (mut apart, order, payment) = two_tips();
    let amount = money(200);
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(till.show(order).flags, [Flag::TipSaidTwice { amount }]);
    }
    apart.one.order(tip_said(order, payment, 150));
    apart.meet();
    assert_eq!(apart.two.show(order).flags, []);
}

#[test]
fn the_tip_that_counts_can_be_said_again_where_two_were_said() {
    let (mut apart, order, payment) = two_tips();
    let view = apart.one.order(tip_said(order, payment, 200));
    assert_eq!((view.totals.tips, view.flags), (money(200), Vec::new()));
}

#[test]
fn a_discount_that_somebody_saw_and_gave_again_is_no_accident() {
    let mut apart = apart_with_managers();
    apart.two.sign_in(LONG_PIN);
    let order = apart.seven;
    let first = apart.one.order(ten_percent(order, "late"));
    let key = first.order.discounts[0].key.clone();
    apart.one.order(Command::TakeBack { order, key });
    apart.meet();
    apart.two.order(ten_percent(order, "cold"));
    apart.meet();
    apart.one.order(Command::UndoLast { order });
    let view = apart.one.show(order);
    assert_eq!((view.order.discounts.len(), view.flags), (2, Vec::new()));
}

/// A check with a deposit that one till closed while the other one, which knew nothing of it, added
/// a dish that costs just what is left of the deposit.
fn late_dish_on_a_deposit() -> Apart {
    let mut apart = apart_with_managers();
    let order = apart.seven;
    apart.one.order(ahead(order, Tender::Cash, 1_100 + 800));
    apart.meet();
    apart.one.order(Command::Settle { order });
    let view = apart.one.show(order);
    let amount = money(800);
    assert_eq!(view.flags, [Flag::DepositLeft { amount }]);
    apart.two.add(order, "T129", 1);
    apart.meet();
    apart
}

#[test]
fn a_late_dish_that_a_deposit_pays_is_sold_when_somebody_says_so_and_once() {
    let mut apart = late_dish_on_a_deposit();
    let order = apart.seven;
    let amount = money(800);
    for till in [&mut apart.one, &mut apart.two] {
        assert_eq!(till.show(order).flags, [Flag::NotCounted { amount }]);
    }
    assert_eq!(report(&apart.one).sales, money(1_100));
    let view = apart.one.order(Command::Settle { order });
    assert_eq!(view.flags, []);
    assert_eq!(view.order.counted.as_ref().unwrap().deposits, money(1_900));
    assert_eq!(report(&apart.one).sales, money(1_900));
    let again = apart.one.ask(Command::Settle { order });
    assert_eq!(again, Err(Problem::OrderClosed));
    apart.meet();
    let other = apart.two.ask(Command::Settle { order });
    assert_eq!(other, Err(Problem::OrderClosed));
}

#[test]
fn a_late_dish_is_counted_although_the_split_of_the_closed_check_is_disputed() {
    let mut apart = apart_with_managers();
    let order = apart.seven;
    apart.one.order(ahead(order, Tender::Cash, 1_100 + 800));
    apart.meet();
    for (till, ways) in [(&mut apart.one, 2), (&mut apart.two, 3)] {
        let by = SplitBy::Shares { ways };
        till.order(Command::Split { order, by });
    }
    apart.one.order(Command::Settle { order });
    apart.two.add(order, "T129", 1);
    apart.meet();
    let view = apart.one.order(Command::Settle { order });
    assert_eq!(view.flags, []);
    assert_eq!(report(&apart.one).sales, money(1_900));
}

fn void(order: OrderId, line: LineId) -> Command {
    Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "changed their mind".to_owned(),
        leftover: Leftover::Restocked,
    }
}

/// A card of 50.00 on a check that one till closes while another one takes its line off.
fn loaded_while_taken_off(off: fn(OrderId, LineId) -> Command) -> (Apart, LineId) {
    let mut apart = apart_with_managers();
    for till in [&mut apart.one, &mut apart.two] {
        publish(till, &menu(None));
    }
    let order = apart.seven;
    let line = add_gift(&mut apart.one, order, 5_000).order.lines[1].id;
    apart.meet();
    apart.one.pay(order, Tender::Cash, 6_100);
    apart.two.order(off(order, line));
    apart.meet();
    (apart, line)
}

fn goes_back(view: &OrderView, line: LineId) -> Command {
    let lines = vec![RefundLine { line, quantity: 1 }];
    let what = RefundAsked::Lines {
        lines,
        tender: Tender::Cash,
        reason: "changed their mind".to_owned(),
    };
    back(view.order.id, what)
}

#[test]
fn money_on_a_card_stays_on_the_check_although_another_till_took_its_line_off() {
    for off in [void, |order, line| one_less(order, line, -1)] {
        let (mut apart, line) = loaded_while_taken_off(off);
        let order = apart.seven;
        for till in [&mut apart.one, &mut apart.two] {
            let view = till.show(order);
            assert_eq!(view.order.line(line).unwrap().quantity, 1);
            assert_eq!(
                (view.totals.due, view.totals.overpaid),
                (Money::ZERO, Money::ZERO)
            );
            assert!(
                matches!(&view.flags[..], [Flag::VoidedLoaded { .. }]),
                "{:?}",
                view.flags
            );
            assert_eq!(balance(till), 5_000);
        }
        // It goes back as every card does: off the card, then to the guest.
        let view = apart.two.show(order);
        let view = apart.two.order(goes_back(&view, line));
        assert_eq!(view.flags, []);
        assert_eq!(balance(&mut apart.two), 0);
        apart.meet();
        assert_eq!(apart.one.show(order).flags, []);
        assert_eq!(balance(&mut apart.one), 0);
    }
}

#[test]
fn no_surplus_of_a_card_goes_back_while_the_money_is_on_it() {
    let (mut apart, line) = loaded_while_taken_off(void);
    let order = apart.seven;
    let tender = Tender::Cash;
    let surplus = back(order, RefundAsked::Surplus { tender });
    assert!(apart.one.ask(surplus).is_err());
    let view = apart.one.show(order);
    assert_eq!(view.order.refunds, []);
    assert_eq!(view.order.line(line).unwrap().quantity, 1);
}
