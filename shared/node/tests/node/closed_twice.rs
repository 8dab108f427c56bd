//! A check that two tills closed apart: sold once, on the reports of both, and said so.

use shared::{api::till::Command, flags::Flag, money::Money, order::Tender};

use crate::transfers::Apart;

#[test]
fn both_reports_stand_as_they_are_and_the_check_says_what_is_on_both() {
    let mut apart = Apart::begin();
    let order = apart.seven;
    apart.one.pay(order, Tender::Cash, 1_100);
    apart.two.pay(order, Tender::Card, 1_100);
    let alone = apart.one.show(order).flags;
    assert!(alone.is_empty());
    apart.meet();
    let twice = Flag::ClosedTwice {
        amount: Money::from_minor(1_100),
    };
    for till in [&mut apart.one, &mut apart.two] {
        assert!(till.show(order).flags.contains(&twice));
        till.sign_in("1111");
        let report = till.ask(Command::XReport { print: false }).unwrap();
        let shared::api::till::Reply::Shift(report) = report else {
            panic!("no report")
        };
        assert_eq!(report.sales.minor(), 1_100);
    }
}

#[test]
fn a_check_closed_again_after_a_late_line_is_not_closed_twice() {
    let mut apart = Apart::begin();
    let order = apart.seven;
    apart.one.pay(order, Tender::Cash, 1_100);
    apart.two.add(order, "T129", 1);
    apart.meet();
    apart.two.pay(order, Tender::Cash, 800);
    apart.meet();
    assert_eq!(apart.one.show(order).flags, []);
}

#[test]
fn a_till_whose_clock_is_ahead_makes_no_later_closing_count_again() {
    let mut apart = Apart::begin();
    let order = apart.seven;
    apart.one.time.pass(600_000);
    apart.one.sign_in("2222");
    apart.one.pay(order, Tender::Cash, 1_100);
    apart.two.add(order, "T129", 1);
    apart.meet();
    apart.two.pay(order, Tender::Cash, 800);
    apart.meet();
    for till in [&mut apart.one, &mut apart.two] {
        let view = till.show(order);
        assert_eq!(view.flags, []);
        assert_eq!(view.order.counted.unwrap().total.minor(), 1_900);
    }
}
