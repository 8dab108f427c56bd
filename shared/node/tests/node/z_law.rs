//! A law over evenings: the rows of every Z add up, on paper as a guest of the tax office reads them,
//! and to what the journal's records say, whatever was sold, taken ahead, put onto gift cards, split,
//! and paid with whichever tender; closed days, months and years chain into what was sold since the
//! first record.

mod pencil;
mod tables;

use std::collections::BTreeMap;

use proptest::prelude::*;
use shared::{
    api::till::{Command, OrderView, RefundAsked, Reply, TipAsked},
    ids::OrderId,
    journal::Pieces,
    menu::{Catalogue, Service, TaxClass, TaxRate},
    money::Money,
    order::{Leftover, Tender},
    price::{ChargeBase, ServiceCharge, Takes},
    refund::RefundLine,
};

use self::{
    pencil::{check_closures, check_z, on_card},
    tables::{AtTable, at_table},
};
use crate::{
    deposits_law::any_tender,
    gift_cards::{CODE, ask_card},
    restaurant::{Till, pay, plain},
    tenders::own,
};

const HOUR_MS: i64 = 3_600_000;
/// Tables at which guests sit for a while.
const TABLES: usize = 2;

/// What somebody does at a till.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// A whole check: dishes, service and guests, percent off, how it is paid, tip.
    Sell([u32; 2], (usize, u32), u32, Tender, i64),
    /// A dish goes back by this tender, of the check sold so many before the last.
    Refund(usize, Tender),
    /// A sent dish is taken off a check that is paid afterwards.
    Void(bool),
    Tip(usize, i64),
    In(i64),
    Out(i64),
    Safe(i64),
    /// Something happens at one of the tables.
    At(usize, AtTable),
    /// The shift ends; so many hours pass.
    Shift(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let back = 0_usize..4;
    let sale = (
        [0_u32..4, 0_u32..4],
        0_usize..3,
        0_u32..50,
        0_u32..5,
        any_tender(),
        0_i64..300,
    );
    prop_oneof![
        8 => sale.prop_map(|(n, s, off, g, with, tip)| Deed::Sell(n, (s, g), off, with, tip)),
        3 => (back.clone(), any_tender()).prop_map(|(n, with)| Deed::Refund(n, with)),
        1 => any::<bool>().prop_map(Deed::Void),
        1 => (back, 0_i64..500).prop_map(|(n, tip)| Deed::Tip(n, tip)),
        1 => (1_i64..5_000).prop_map(Deed::In),
        1 => (1_i64..5_000).prop_map(Deed::Out),
        1 => (1_i64..5_000).prop_map(Deed::Safe),
        24 => (0..TABLES, at_table()).prop_map(|(table, deed)| Deed::At(table, deed)),
        2 => prop_oneof![Just(0_i64), 1_i64..30, 700_i64..900].prop_map(Deed::Shift),
    ]
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// Food and drink of two rates, in or on the price, a charge for three and more, coins of five cents,
/// gift cards, and the restaurant's own tenders.
fn menu(included: bool) -> Catalogue {
    let rate = |percent: &str| TaxRate::from_percent(percent).unwrap();
    let mut menu = crate::gift_cards::menu(None);
    menu.site.tenders = crate::tenders::menu().site.tenders;
    menu.site.prices.gift_cards_offline_max = Some(money(1_000_000));
    menu.site.prices_include_tax = included;
    menu.site.cash_rounding_minor = 5;
    menu.taxes.push(TaxClass {
        name: "alcohol".to_owned(),
        eat_in: vec![rate("22"), rate("0.5")],
        takeaway: Some(vec![rate("10")]),
        delivery: None,
        compound: Vec::new(),
    });
    for (sku, price) in [("T129", 803), ("T165", 551)] {
        let item = menu.items.iter_mut().find(|item| item.sku == sku);
        item.unwrap().variants[0].price = money(price);
    }
    let beer = menu.items.iter_mut().find(|item| item.sku == "T165");
    "alcohol".clone_into(&mut beer.unwrap().tax);
    menu.site.prices.charge = Some(ServiceCharge {
        rate_ppm: 100_000,
        from_guests: 3,
        taxed: true,
        base: ChargeBase::AfterDiscounts,
    });
    menu
}

/// Vouchers and the city's bonus hold none.
fn holds_a_tip(tender: Tender) -> bool {
    ![own("ticket"), own("bonus")].contains(&tender)
}

/// What stands on checks: what was paid for them beyond what was sold, and what the house owes for
/// deposits.
type Standing = (i64, i64);

struct Evening {
    till: Till,
    /// Checks that were paid.
    sold: Vec<OrderId>,
    tables: [Option<OrderId>; TABLES],
    /// Every check that ever was, as its document said last.
    all: BTreeMap<OrderId, Standing>,
    /// What stood on all of them when the shift began.
    before: Standing,
}

fn standing(view: &OrderView) -> Standing {
    let (paid, deposits) = (view.totals.paid.minor(), view.totals.deposits.minor());
    let counted = view.order.counted.as_ref();
    let used = counted.map_or(0, |one| one.deposits.minor());
    let sold = counted.map_or(0, |one| one.total.minor() + one.gift_cards.minor());
    (paid - deposits - (sold - used), deposits - used)
}

impl Evening {
    fn new(mut till: Till, included: bool) -> Self {
        till.take(&menu(included));
        Self {
            till,
            sold: Vec::new(),
            tables: [None; TABLES],
            all: BTreeMap::new(),
            before: (0, 0),
        }
    }

    fn open(&mut self, service: usize, guests: u32) -> OrderId {
        let services = [Service::EatIn, Service::Takeaway, Service::Delivery];
        let view = self.till.order(Command::OpenOrder {
            service: services[service],
            table: None,
            tab: "Anna".to_owned(),
            guests,
        });
        self.all.insert(view.order.id, (0, 0));
        view.order.id
    }

    fn settle(&mut self, order: OrderId, tender: Tender, tip: i64) {
        let sums = self.till.show(order).totals;
        let due = if tender == Tender::Cash {
            sums.cash_due
        } else {
            sums.due
        };
        if sums.due.is_zero() {
            self.till.ask(Command::Settle { order }).unwrap();
            return;
        }
        let mut command = pay(order, tender, due.minor());
        if let Command::Pay { tip: given, .. } = &mut command
            && holds_a_tip(tender)
        {
            *given = money(tip.min(sums.due.minor()));
        }
        self.till.ask(command).unwrap();
        self.sold.push(order);
    }

    fn before(&self, back: usize) -> Option<OrderId> {
        self.sold.iter().rev().nth(back).copied()
    }

    fn sell(
        &mut self,
        units: [u32; 2],
        (service, guests): (usize, u32),
        off: u32,
        (tender, tip): (Tender, i64),
    ) {
        let order = self.open(service, guests);
        for (sku, units) in ["T129", "T165"].into_iter().zip(units) {
            if units > 0 {
                let line = plain(sku, units);
                self.till.order(Command::AddLine { order, line });
            }
        }
        let takes = Takes::Percent { ppm: off * 10_000 };
        let (line, reason) = (None, "late".to_owned());
        drop(self.till.ask(Command::Discount {
            order,
            line,
            takes,
            reason,
        }));
        self.settle(order, tender, tip);
    }

    fn void(&mut self, wasted: bool) {
        let order = self.open(0, 1);
        let line = self.till.add(order, "T165", 2).order.lines[0].id;
        self.till.ask(Command::Send { order }).unwrap();
        let (quantity, reason) = (1, "dropped".to_owned());
        let leftover = if wasted {
            Leftover::Wasted
        } else {
            Leftover::Restocked
        };
        self.till.order(Command::VoidLine {
            order,
            line,
            quantity,
            reason,
            leftover,
        });
        self.settle(order, Tender::Cash, 0);
    }

    /// Whatever the till refuses changes nothing, which the sums show as well.
    fn act(&mut self, deed: Deed) {
        match deed {
            Deed::Sell(units, place, off, with, tip) => self.sell(units, place, off, (with, tip)),
            Deed::Refund(back, tender) => {
                let Some(order) = self.before(back) else {
                    return;
                };
                let Some(line) = self.till.show(order).order.lines.first().map(|one| one.id) else {
                    return;
                };
                let what = RefundAsked::Lines {
                    lines: vec![RefundLine { line, quantity: 1 }],
                    tender,
                    reason: "cold".to_owned(),
                };
                drop(self.till.ask(Command::Refund { order, what }));
            }
            Deed::Void(wasted) => self.void(wasted),
            Deed::Tip(back, tip) => {
                let Some(order) = self.before(back) else {
                    return;
                };
                let Some(payment) = self
                    .till
                    .show(order)
                    .order
                    .payments
                    .first()
                    .map(|one| one.fact)
                else {
                    return;
                };
                let tip = money(tip);
                drop(self.till.ask(Command::ChangeTip(TipAsked {
                    order,
                    payment,
                    tip,
                })));
            }
            Deed::In(minor) => {
                let (amount, reason) = (money(minor), "coins".to_owned());
                self.till.ask(Command::PayIn { amount, reason }).unwrap();
            }
            Deed::Out(minor) => {
                let (amount, reason) = (money(minor), "ice".to_owned());
                self.till.ask(Command::PayOut { amount, reason }).unwrap();
            }
            Deed::Safe(minor) => {
                let (amount, note) = (money(minor), String::new());
                self.till.ask(Command::DropCash { amount, note }).unwrap();
            }
            Deed::At(table, deed) => self.act_at(table, deed),
            Deed::Shift(hours) => self.shift(hours),
        }
    }

    /// What stands on all checks, by their documents. One that only the disk of long ago has says what
    /// it said.
    fn standing(&mut self) -> Standing {
        let orders: Vec<OrderId> = self.all.keys().copied().collect();
        for order in orders {
            if let Ok(Reply::Order(view)) = self.till.ask(Command::ShowOrder { order }) {
                self.all.insert(order, standing(&view));
            }
        }
        let sum = |of: fn(&Standing) -> i64| self.all.values().map(of).sum();
        (sum(|one| one.0), sum(|one| one.1))
    }

    /// Counts a euro too much, closes, and opens the next one.
    fn shift(&mut self, hours: i64) {
        let expected = self
            .till
            .engine
            .shift_report()
            .unwrap()
            .unwrap()
            .expected_cash;
        let counted = money((expected.minor() + 100).max(0));
        let pieces = vec![Pieces {
            worth: counted,
            count: 1,
        }];
        let close = Command::CloseShift {
            counted,
            carry_over: true,
            pieces: if counted.is_zero() {
                Vec::new()
            } else {
                pieces
            },
        };
        let Reply::Shift(report) = self.till.ask(close).unwrap() else {
            panic!("no report")
        };
        let (now, before) = (self.standing(), self.before);
        check_z(&self.till, &report, now.0 - before.0);
        let owed = report.deposits.owed().unwrap().minor();
        assert_eq!(owed, now.1 - before.1, "{report:?}");
        self.before = now;
        let on_card = on_card(&self.till);
        match ask_card(&mut self.till, CODE) {
            Ok(view) => assert_eq!(view.card.balance.minor(), on_card),
            Err(_) => assert_eq!(on_card, 0),
        }
        self.till.time.pass(hours * HOUR_MS);
        self.till.engine.close_days().unwrap();
        self.till.sign_in("1111");
        let float = money(10_000);
        self.till.ask(Command::OpenShift { float }).unwrap();
    }
}

fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(32)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn the_rows_of_every_z_add_up_and_closed_periods_chain(
        included in any::<bool>(),
        deeds in proptest::collection::vec(deed(), 1..80),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut evening = Evening::new(Till::with(folder.path(), "1111"), included);
        for deed in deeds {
            evening.act(deed);
        }
        evening.shift(24);
        check_closures(&evening.till);
    }
}
