//! A law over evenings with deposits: what a shift took is what it sold, and what happened to
//! deposits; with cash, cards and tenders that the restaurant names itself.

use proptest::prelude::*;
use shared::{
    api::till::{Command, OrderView, RefundAsked},
    ids::OrderId,
    money::Money,
    order::{Leftover, Tender},
};

use crate::{
    deposits::{ahead, back, close_shift, money, report},
    restaurant::Till,
    tenders::{menu, own},
};

/// What somebody does at a till with deposits.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Ahead(usize, Tender, i64),
    Dish(usize, u32),
    Off(usize),
    PayPart(usize, Tender, i64),
    PayAll(usize, Tender, i64),
    Settle(usize),
    Back(usize, u8, Tender),
    Refund(usize, Tender),
    Shift,
}

pub(crate) fn any_tender() -> impl Strategy<Value = Tender> {
    prop_oneof![
        3 => Just(Tender::Cash),
        3 => Just(Tender::Card),
        1 => Just(own("ticket")),
        1 => Just(own("room")),
        1 => Just(own("bonus")),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let table = 0_usize..3;
    prop_oneof![
        3 => (table.clone(), any_tender(), 1_i64..3_000).prop_map(|(t, c, m)| Deed::Ahead(t, c, m)),
        4 => (table.clone(), 1_u32..4).prop_map(|(t, n)| Deed::Dish(t, n)),
        1 => table.clone().prop_map(Deed::Off),
        2 => (table.clone(), any_tender(), 1_i64..1_500)
            .prop_map(|(t, c, m)| Deed::PayPart(t, c, m)),
        2 => (table.clone(), any_tender(), 0_i64..100)
            .prop_map(|(t, c, over)| Deed::PayAll(t, c, over)),
        2 => table.clone().prop_map(Deed::Settle),
        3 => (table.clone(), 0_u8..4, any_tender()).prop_map(|(t, k, c)| Deed::Back(t, k, c)),
        1 => (table, any_tender()).prop_map(|(t, c)| Deed::Refund(t, c)),
        1 => Just(Deed::Shift),
    ]
}

/// Three tables, each with the check that sits there now, and all checks that ever were.
struct Evening {
    till: Till,
    now: [Option<OrderId>; 3],
    all: Vec<OrderId>,
}

impl Evening {
    fn order(&mut self, table: usize) -> OrderId {
        if let Some(order) = self.now[table] {
            let view = self.till.show(order);
            if view.order.closed_at_ms.is_none() || !view.flags.is_empty() {
                return order;
            }
        }
        let order = self.till.seat("7");
        self.now[table] = Some(order);
        self.all.push(order);
        order
    }

    /// Whatever the till refuses changes nothing, which the sums show as well.
    fn act(&mut self, deed: Deed) {
        match deed {
            Deed::Ahead(table, tender, minor) => {
                let order = self.order(table);
                let _ = self.till.ask(ahead(order, tender, minor));
            }
            Deed::Dish(table, units) => {
                let order = self.order(table);
                let line = crate::restaurant::plain("T129", units);
                let _ = self.till.ask(Command::AddLine { order, line });
            }
            Deed::Off(table) => {
                let order = self.order(table);
                if let Some(line) = self.till.show(order).order.lines.first() {
                    let _ = self.till.ask(Command::VoidLine {
                        order,
                        line: line.id,
                        quantity: 1,
                        reason: "cold".to_owned(),
                        leftover: Leftover::Wasted,
                    });
                }
            }
            Deed::PayPart(table, tender, minor) => {
                let order = self.order(table);
                self.pay(order, tender, money(minor));
            }
            Deed::PayAll(table, tender, over) => {
                let order = self.order(table);
                let due = self.till.show(order).totals.due;
                // What gives no change is refused beyond what is due.
                let gives = matches!(tender, Tender::Cash) || tender == own("bonus");
                let over = if gives { money(over) } else { Money::ZERO };
                self.pay(order, tender, due.plus(over).unwrap());
            }
            Deed::Settle(table) => {
                let order = self.order(table);
                let _ = self.till.ask(Command::Settle { order });
            }
            Deed::Back(table, how, tender) => {
                let order = self.order(table);
                let what = match how {
                    0 | 1 => RefundAsked::Surplus { tender },
                    2 => RefundAsked::Keep,
                    _ => RefundAsked::KeepDeposit {
                        reason: "nobody came".to_owned(),
                    },
                };
                let _ = self.till.ask(back(order, what));
            }
            Deed::Refund(table, tender) => self.refund_one(table, tender),
            Deed::Shift => {}
        }
    }

    fn refund_one(&mut self, table: usize, tender: Tender) {
        let Some(order) = self.now[table] else { return };
        if let Some(line) = self.till.show(order).order.lines.first() {
            let lines = vec![shared::refund::RefundLine {
                line: line.id,
                quantity: 1,
            }];
            let what = RefundAsked::Lines {
                lines,
                tender,
                reason: "cold".to_owned(),
            };
            let _ = self.till.ask(back(order, what));
        }
    }

    fn pay(&mut self, order: OrderId, tender: Tender, tendered: Money) {
        let holds_none = [own("ticket"), own("bonus")].contains(&tender);
        let tip = money(if holds_none { 0 } else { 100 });
        let _ = self.till.ask(Command::Pay {
            order,
            tender,
            tendered,
            tip,
            part: None,
            seen_due: None,
        });
    }

    /// What ordinary payments make beyond what was sold for them: parts of open checks, and what was
    /// paid twice. The documents say so; the report must agree.
    fn open_parts(&mut self) -> i64 {
        let all = self.all.clone();
        let beyond = |view: &OrderView| {
            let paid = view.totals.paid.minor() - view.totals.deposits.minor();
            let counted = view.order.counted.as_ref();
            let sold = counted.map_or(0, |one| one.total.minor() - one.deposits.minor());
            paid - sold
        };
        all.into_iter()
            .map(|order| beyond(&self.till.show(order)))
            .sum()
    }

    /// What the house owes for deposits, by the documents.
    fn owed(&mut self) -> i64 {
        let all = self.all.clone();
        let owed = |view: &OrderView| {
            let counted = view.order.counted.as_ref();
            let used = counted.map_or(0, |one| one.deposits.minor());
            view.totals.deposits.minor() - used
        };
        all.into_iter()
            .map(|order| owed(&self.till.show(order)))
            .sum()
    }

    /// The report of the running shift holds together; gives what was open at its end.
    fn check(&mut self, before: (i64, i64)) -> (i64, i64) {
        let report = report(&self.till);
        let now = (self.open_parts(), self.owed());
        let taken: i64 = report.tenders.iter().map(|row| row.amount.minor()).sum();
        let of = &report.deposits;
        let cash = report.tenders.iter().find(|row| row.tender == Tender::Cash);
        let cash = cash.map_or(0, |row| row.amount.minor() + row.tips.minor());
        let over: i64 = report.tenders.iter().map(|row| row.over.minor()).sum();
        let drawer = report.float.minor() + cash + report.rounding.minor() - over;
        assert_eq!(report.expected_cash.minor(), drawer, "{report:?}");
        let ahead = of.taken.minor() - of.used.minor() - of.returned.minor() - of.tipped.minor();
        let sold = report.sales.minor() - report.refunded.minor();
        assert_eq!(taken, sold + ahead + now.0 - before.0, "{report:?}");
        assert_eq!(of.owed().unwrap().minor(), now.1 - before.1, "{report:?}");
        now
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]
    #[test]
    fn what_was_taken_is_what_was_sold_and_what_happened_to_deposits(
        step in prop_oneof![Just(0_i64), Just(5), Just(10)],
        deeds in proptest::collection::vec(deed(), 1..40)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut till = Till::with(folder.path(), "1111");
        let mut menu = menu();
        menu.printers.clear();
        menu.site.cash_rounding_minor = step;
        till.take(&menu);
        let mut evening = Evening { till, now: [None; 3], all: Vec::new() };
        let mut before = (0, 0);
        for deed in deeds {
            evening.act(deed);
            if matches!(deed, Deed::Shift) {
                before = evening.check(before);
                close_shift(&mut evening.till);
                evening.till.sign_in("1111");
                let float = money(10_000);
                evening.till.ask(Command::OpenShift { float }).unwrap();
            }
        }
        evening.check(before);
    }
}

/// Each case is an evening with a disk; more of them by `PROPTEST_CASES`.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(48)
}
