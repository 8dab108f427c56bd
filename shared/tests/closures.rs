//! Laws of closures: whatever the clock does, each check is in exactly one day, one month and one
//! year, and the perpetual totals are the sum of all that went before.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use proptest::prelude::*;
use shared::{
    closure::{Book, Closure, Dated, Period, Sums},
    ids::{OrderId, ShiftId, StaffId},
    journal::{Fact, OrderClosed},
    menu::{Service, TaxRate},
    money::Money,
    order::{Counted, Tender},
    price::TaxRow,
    refund::{RefundKind, Refunded},
    time::BusinessDay,
};

fn sale(total: i64, ppm: u32) -> Fact {
    let rate = TaxRate::from_ppm(ppm).unwrap();
    let tax = Money::from_minor(total / 10);
    let net = Money::from_minor(total - total / 10);
    Fact::OrderClosed(OrderClosed {
        gift_cards: Vec::new(),
        order: OrderId::new(1, [1; 10]),
        order_number: "A-001".to_owned(),
        shift: ShiftId::new(1, [2; 10]),
        service: Service::EatIn,
        guests: 2,
        opened_at_ms: 1,
        lines: Vec::new(),
        discounts: Vec::new(),
        charge: Money::ZERO,
        delivery: Money::ZERO,
        taxes: vec![TaxRow { rate, net, tax }],
        reckoned: None,
        total: Money::from_minor(total),
        tips: Money::ZERO,
        deposits: Money::ZERO,
        by: StaffId::new(1, [3; 10]),
        approved_by: None,
        counted: None,
    })
}

/// A journal as it grows: sales on days that mostly go forward, closures between them.
#[derive(Default)]
struct Journal {
    book: Book,
    records: Vec<Dated>,
    closures: Vec<Closure>,
}

impl Journal {
    fn write(&mut self, day: BusinessDay, fact: Fact) {
        let number = self.records.len() as u64 + 1;
        self.records.push(Dated { number, day, fact });
    }

    fn close(&mut self, today: BusinessDay) -> usize {
        let from = usize::try_from(self.book.next_number() - 1).unwrap();
        let made = self.book.close(today, &self.records[from..]).unwrap();
        for closure in &made {
            self.write(today, Fact::PeriodClosed(closure.clone()));
        }
        let count = made.len();
        self.closures.extend(made);
        count
    }

    fn of(&self, period: Period) -> Vec<&Closure> {
        let found = self.closures.iter().filter(|one| one.period == period);
        found.collect()
    }
}

fn day(days: i32) -> BusinessDay {
    BusinessDay::from_days(days)
}

/// `(days that pass before it, amount, rate, whether somebody looks before it)`.
fn steps() -> impl Strategy<Value = Vec<(i32, i64, u32, bool)>> {
    let step = (
        prop_oneof![6 => Just(0), 3 => 1..3_i32, 1 => 20..400_i32, 1 => -2..0_i32],
        -5_000..50_000_i64,
        prop::sample::select(vec![40_000_u32, 100_000, 220_000]),
        any::<bool>(),
    );
    proptest::collection::vec(step, 0..60)
}

/// Plays the steps; the last day is over at the end.
fn play(steps: &[(i32, i64, u32, bool)], look_always: bool) -> Journal {
    let mut journal = Journal::default();
    let mut today = 20_000;
    for (passed, total, ppm, look) in steps {
        today += passed;
        if *look || look_always {
            journal.close(day(today));
        }
        if *total != 0 {
            journal.write(day(today), sale(*total, *ppm));
        }
    }
    journal.close(day(today + 800));
    journal
}

proptest! {
    #[test]
    fn every_sale_is_in_one_closure_of_each_kind(steps in steps()) {
        let journal = play(&steps, false);
        let mut all = Sums::default();
        for (_, total, ppm, _) in &steps {
            if let Fact::OrderClosed(closed) = sale(*total, *ppm)
                && *total != 0
            {
                all.add_check(closed.total, &closed.taxes).unwrap();
            }
        }
        for period in [Period::Day, Period::Month, Period::Year] {
            let mut sum = Sums::default();
            let mut next = 1;
            for (number, closure) in (1..).zip(journal.of(period)) {
                prop_assert_eq!(closure.number, number);
                prop_assert_eq!(closure.from_number, next);
                next = closure.to_number + 1;
                sum.add(&closure.sums).unwrap();
                prop_assert_eq!(&closure.perpetual, &sum);
            }
            prop_assert_eq!(&sum, &all);
        }
    }

    #[test]
    fn closing_twice_says_nothing_new(steps in steps()) {
        let mut journal = play(&steps, false);
        let before = journal.closures.len();
        prop_assert_eq!(journal.close(day(30_000)), 0);
        prop_assert_eq!(journal.close(day(31_000)), 0);
        prop_assert_eq!(journal.closures.len(), before);
    }

    #[test]
    fn a_till_that_was_off_closes_the_same_days_as_one_that_was_not(steps in steps()) {
        let forward: Vec<_> = steps
            .iter()
            .map(|(passed, total, ppm, look)| ((*passed).max(0), *total, *ppm, *look))
            .collect();
        let in_short = |journal: &Journal| -> Vec<_> {
            let days = journal.closures.iter();
            days.map(|one| (one.of.clone(), one.number, one.sums.clone(), one.perpetual.clone()))
                .collect()
        };
        let (rarely, always) = (play(&forward, false), play(&forward, true));
        prop_assert_eq!(in_short(&rarely), in_short(&always));
    }
}

#[test]
fn a_new_years_eve_closes_its_day_its_month_and_its_year() {
    let mut journal = Journal::default();
    let eve = day(20_818);
    assert_eq!(eve.to_string(), "2026-12-31");
    journal.write(eve, sale(2_200, 100_000));
    journal.write(eve, sale(-200, 100_000));
    assert_eq!(journal.close(eve), 0);
    journal.close(day(20_819));
    let said: Vec<_> = journal.closures.iter().map(|one| one.of.as_str()).collect();
    assert_eq!(said, ["2026-12-31", "2026-12", "2026"]);
    let sums = &journal.closures[2].sums;
    assert_eq!(
        (sums.checks, sums.sold.minor(), sums.refunded.minor()),
        (2, 2_200, -200)
    );
    assert_eq!(sums.rates[0].refunded_tax.minor(), -20);
}

#[test]
fn what_is_refunded_and_what_comes_late_stand_in_their_own_day() {
    let mut journal = Journal::default();
    journal.write(day(20_000), sale(2_200, 100_000));
    let Fact::OrderClosed(first) = sale(2_200, 100_000) else {
        panic!("no sale")
    };
    let Fact::OrderClosed(mut again) = sale(3_300, 100_000) else {
        panic!("no sale")
    };
    again.counted = Some(Counted {
        closing: None,
        gift_cards: Money::ZERO,
        total: first.total,
        taxes: first.taxes.clone(),
        deposits: Money::ZERO,
        paper: String::new(),
    });
    journal.write(day(20_001), Fact::OrderClosed(again));
    let refund = |of, amount| {
        let taxes = vec![TaxRow {
            rate: first.taxes[0].rate,
            net: Money::from_minor(amount - amount / 10),
            tax: Money::from_minor(amount / 10),
        }];
        Fact::Refunded(Refunded {
            gift_cards: Vec::new(),
            card: None,
            order: first.order,
            order_number: String::new(),
            shift: first.shift,
            of,
            number: String::new(),
            lines: Vec::new(),
            taxes,
            amount: Money::from_minor(amount),
            deposit: Money::ZERO,
            forfeited: false,
            rounding: Money::ZERO,
            tender: Tender::Cash,
            named: None,
            reason: "cold".to_owned(),
            by: first.by,
            approved_by: None,
        })
    };
    journal.write(day(20_001), refund(RefundKind::Lines, 500));
    journal.write(day(20_001), refund(RefundKind::Surplus, 700));
    let learnt = Fact::Training {
        fact: Box::new(sale(9_900, 100_000)),
    };
    journal.write(day(20_001), learnt);
    journal.close(day(20_002));
    let days = journal.of(Period::Day);
    let second = &days[1].sums;
    assert_eq!(
        (second.checks, second.sold.minor(), second.refunded.minor()),
        (0, 1_100, -500)
    );
    let perpetual = &days[1].perpetual;
    assert_eq!((perpetual.checks, perpetual.sold.minor()), (1, 3_300));
    let rate = &perpetual.rates[0];
    assert_eq!(
        (rate.sold_tax.minor(), rate.refunded_tax.minor()),
        (330, -50)
    );
}
