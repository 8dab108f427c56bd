//! What a busy till's journal says, one check after another: closed with eight lines and two taxes,
//! every other one with a discount, paid by card and in cash by turns, the drawer opened for cash.

use anyhow::Result;
use shared::{
    ids::{EntryId, OrderId, ShiftId, StaffId},
    journal::{Fact, OrderClosed, Payment, SoldLine},
    menu::{Service, TaxRate},
    money::Money,
    order::Tender,
    price::{DiscountRow, Reckoned, Takes, TaxRow, TaxSet},
    shift::SALE,
};

/// What is sold: sku, name, category.
const ITEMS: [(&str, &str, &str); 8] = [
    ("T101", "Bruschetta al pomodoro", "Antipasti"),
    ("T112", "Spaghetti alle vongole", "Primi"),
    ("T121", "Tagliata di manzo", "Secondi"),
    ("T129", "Pizza Margherita", "Pizze"),
    ("T147", "Cannolo siciliano", "Dolci"),
    ("T160", "Vino della casa 0,5 l", "Bevande"),
    ("T165", "Birra media", "Bevande"),
    ("T168", "Acqua frizzante", "Bevande"),
];
/// The first of them are dishes, the others drinks.
const DISHES: usize = 5;
/// A dish with 10 % in it and a drink with 22 %, so that nothing is odd: net, tax.
const PRICES: [(&str, i64, i64); 2] = [("10", 1_000, 100), ("22", 1_000, 220)];
/// Records of two checks.
const RECORDS_OF_TWO: i64 = 5;

/// Writes the facts.
pub(super) struct Facts {
    rates: [TaxRate; 2],
}

impl Facts {
    pub(super) fn new() -> Result<Self> {
        let [(dish, ..), (drink, ..)] = PRICES;
        let rates = [TaxRate::from_percent(dish)?, TaxRate::from_percent(drink)?];
        Ok(Self { rates })
    }

    /// That of the `n`th record, from 0.
    pub(super) fn nth(&self, n: i64) -> Fact {
        let place = n % RECORDS_OF_TWO;
        let check = n / RECORDS_OF_TWO * 2 + i64::from(place > 1);
        match place {
            0 => Fact::Payment(payment(check, Tender::Card)),
            2 => Fact::Payment(payment(check, Tender::Cash)),
            3 => Fact::DrawerOpened {
                shift: Some(shift()),
                by: waiter(),
                reason: SALE.to_owned(),
                approved_by: None,
            },
            _ => Fact::OrderClosed(self.closed(check)),
        }
    }

    fn closed(&self, check: i64) -> OrderClosed {
        let lines: Vec<SoldLine> = lines(check).collect();
        let discount = Money::from_minor(lines.iter().map(|line| line.discount.minor()).sum());
        let set = |rate| TaxSet {
            rates: vec![rate],
            on_taxes: Vec::new(),
            added: false,
        };
        OrderClosed {
            order: order(check),
            order_number: number(check),
            shift: shift(),
            service: Service::EatIn,
            guests: 4,
            opened_at_ms: check,
            lines,
            discounts: (!discount.is_zero())
                .then(|| off(check, discount))
                .into_iter()
                .collect(),
            charge: Money::ZERO,
            delivery: Money::ZERO,
            taxes: self.taxes(check),
            reckoned: Some(Reckoned {
                taxes: self.rates.map(set).to_vec(),
                ..Reckoned::default()
            }),
            total: total(check),
            gift_cards: Vec::new(),
            tips: Money::ZERO,
            deposits: Money::ZERO,
            counted: None,
            by: waiter(),
            approved_by: None,
        }
    }

    fn taxes(&self, check: i64) -> Vec<TaxRow> {
        let kept = units(check) * (100 - off_percent(check));
        let row = |((rate, (_, net, tax)), lines): ((&TaxRate, _), i64)| TaxRow {
            rate: *rate,
            net: Money::from_minor(net * lines * kept / 100),
            tax: Money::from_minor(tax * lines * kept / 100),
        };
        let lines = [DISHES, ITEMS.len() - DISHES].map(|count| i64::try_from(count).unwrap_or(0));
        self.rates.iter().zip(PRICES).zip(lines).map(row).collect()
    }
}

fn shift() -> ShiftId {
    ShiftId::new(1, [3; 10])
}

fn waiter() -> StaffId {
    StaffId::new(1, [4; 10])
}

fn order(check: i64) -> OrderId {
    OrderId::new(check, [2; 10])
}

fn number(check: i64) -> String {
    format!("A-{check:03}")
}

/// Units of each line.
const fn units(check: i64) -> i64 {
    1 + check % 3
}

/// Percent that come off every other check.
const fn off_percent(check: i64) -> i64 {
    if check % 2 == 0 { 10 } else { 0 }
}

fn lines(check: i64) -> impl Iterator<Item = SoldLine> {
    let line = move |(place, (sku, name, category)): (usize, (&str, &str, &str))| {
        let tax = usize::from(place >= DISHES);
        let one = PRICES.iter().skip(tax).map(|(_, net, tax)| net + tax);
        let amount = one.take(1).sum::<i64>() * units(check);
        SoldLine {
            sku: sku.to_owned(),
            name: name.to_owned(),
            category: category.to_owned(),
            quantity: units(check),
            amount: Money::from_minor(amount),
            discount: Money::from_minor(amount * off_percent(check) / 100),
            tax: u32::try_from(tax).ok(),
            ..SoldLine::default()
        }
    };
    ITEMS.into_iter().enumerate().map(line)
}

fn total(check: i64) -> Money {
    let owed = lines(check).map(|line| line.amount.minor() - line.discount.minor());
    Money::from_minor(owed.sum())
}

fn off(check: i64, amount: Money) -> DiscountRow {
    DiscountRow {
        key: format!("disc/{}", EntryId::new(check, [6; 10])),
        line: None,
        categories: Vec::new(),
        takes: Takes::Percent { ppm: 100_000 },
        name: String::new(),
        reason: "regular guest".to_owned(),
        by: waiter(),
        approved_by: None,
        amount,
    }
}

fn payment(check: i64, tender: Tender) -> Payment {
    Payment {
        card: None,
        order: order(check),
        order_number: number(check),
        shift: shift(),
        tender,
        named: None,
        amount: total(check),
        tip: Money::ZERO,
        tendered: total(check),
        change: Money::ZERO,
        rounding: Money::ZERO,
        deposit: false,
        paper: String::new(),
        by: waiter(),
        approved_by: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_five_records_two_close_a_check_that_adds_up() {
        let facts = Facts::new().unwrap();
        let all: Vec<Fact> = (0..60).map(|n| facts.nth(n)).collect();
        let closed = all.iter().filter_map(|fact| match fact {
            Fact::OrderClosed(closed) => Some(closed),
            _ => None,
        });
        let closed: Vec<_> = closed.collect();
        assert_eq!(closed.len(), 24);
        assert!(closed.iter().all(|one| one.lines.len() == 8));
        assert!(closed.iter().any(|one| !one.discounts.is_empty()));
        for one in closed {
            assert_eq!(one.check_sums(), Ok(()));
        }
    }
}
