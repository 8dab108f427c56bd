//! Every method of the store on a real database.

mod again;
mod ahead;
mod cards;
mod own_tenders;
mod tips;

use hub_kernel::testkit;
use shared::{
    ids::{LineId, ShiftId},
    journal::{Payment, SoldLine},
    menu::Service,
    order::Tender,
    refund::{RefundKind, Refunded, RefundedLine},
    shift::TenderRow,
};

use super::*;

const HERE: Place = Place {
    tenant_id: TenantId::from_bytes([1; 16]),
    site_id: SiteId::from_bytes([2; 16]),
};
const NEXT_DOOR: Place = Place {
    tenant_id: TenantId::from_bytes([1; 16]),
    site_id: SiteId::from_bytes([3; 16]),
};
const ALL: Span = Span {
    from_ms: 0,
    to_ms: i64::MAX,
};

fn order(byte: u8) -> OrderId {
    OrderId::from_bytes([byte; 16])
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn source(fact: u8, at_ms: i64) -> Source {
    Source {
        fact: FactId::from_bytes([fact; 16]),
        device: DeviceId::from_bytes([8; 16]),
        at_ms,
    }
}

fn payment(tender: Tender, amount: i64, tip: i64) -> Payment {
    Payment {
        card: None,
        order: order(1),
        order_number: "A-001".to_owned(),
        shift: ShiftId::from_bytes([4; 16]),
        tender,
        named: None,
        amount: money(amount),
        tip: money(tip),
        tendered: money(amount + tip),
        change: Money::ZERO,
        rounding: Money::ZERO,
        deposit: false,
        paper: String::new(),
        by: StaffId::from_bytes([5; 16]),
        approved_by: None,
    }
}

/// A settled check with one line a price.
fn sale(of: OrderId, prices: &[i64]) -> OrderClosed {
    let total = prices.iter().sum();
    let line = |price: &i64| SoldLine {
        sku: format!("T{price}"),
        name: format!("Dish {price}"),
        category: "Primi".to_owned(),
        quantity: 1,
        amount: money(*price),
        ..SoldLine::default()
    };
    OrderClosed {
        gift_cards: Vec::new(),
        order: of,
        order_number: "A-001".to_owned(),
        shift: ShiftId::from_bytes([4; 16]),
        service: Service::EatIn,
        guests: 2,
        opened_at_ms: 0,
        lines: prices.iter().map(line).collect(),
        taxes: vec![TaxRow {
            rate: TaxRate::from_ppm(100_000).unwrap(),
            net: money(total - total / 11),
            tax: money(total / 11),
        }],
        discounts: Vec::new(),
        charge: Money::ZERO,
        delivery: Money::ZERO,
        reckoned: None,
        total: money(total),
        tips: Money::ZERO,
        deposits: Money::ZERO,
        counted: None,
        by: StaffId::from_bytes([5; 16]),
        approved_by: None,
    }
}

fn check(byte: u8, opened_at_ms: i64) -> Check {
    Check {
        order: order(byte),
        number: format!("A-00{byte}"),
        table: Some("7".to_owned()),
        tab: String::new(),
        guests: 2,
        opened_at_ms,
        total: money(1_000),
        due: money(600),
        server: StaffId::from_bytes([5; 16]),
        device: DeviceId::from_bytes([8; 16]),
    }
}

/// Runs a test in one transaction of a new database.
async fn with_tx(work: impl FnOnce(&Tx<'_>) -> Result<(), DbError> + Send + 'static) {
    let (db, _folder) = testkit::db();
    db.write(work).await.unwrap();
}

#[tokio::test]
async fn a_payment_counts_once_however_often_it_is_heard() {
    with_tx(|tx| {
        let cash = payment(Tender::Cash, 4_250, 50);
        for _ in 0..3 {
            add_payment(tx, HERE, source(1, 10), &cash)?;
        }
        add_payment(tx, HERE, source(2, 20), &payment(Tender::Cash, 750, 0))?;
        add_payment(tx, HERE, source(3, 20), &payment(Tender::Card, 100, 10))?;
        add_payment(tx, NEXT_DOOR, source(4, 20), &payment(Tender::Card, 9, 0))?;
        let row = |tender, count, amount, tips| TenderRow {
            tender,
            named: None,
            over: Money::ZERO,
            count,
            amount: money(amount),
            tips: money(tips),
        };
        assert_eq!(
            tenders(tx, HERE, ALL)?,
            [
                row(Tender::Cash, 2, 5_000, 50),
                row(Tender::Card, 1, 100, 10)
            ]
        );
        let later = Span {
            from_ms: 11,
            to_ms: 20,
        };
        assert_eq!(
            tenders(tx, HERE, later)?,
            [],
            "the end belongs to the next span"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_order_that_two_tills_settled_is_sold_once() {
    for reversed in [false, true] {
        with_tx(move |tx| {
            let mut facts = vec![
                (source(1, 10), sale(order(1), &[500, 300])),
                (source(2, 20), sale(order(1), &[500, 300, 250])),
            ];
            if reversed {
                facts.reverse();
            }
            for (source, sale) in facts.iter().chain(&facts) {
                add_sale(tx, HERE, *source, sale)?;
            }
            assert_eq!(sales(tx, HERE, ALL)?, money(1_050));
            assert_eq!(items(tx, HERE, ALL, 10)?.len(), 3);
            assert_eq!(taxes(tx, HERE, ALL)?[0].tax, money(95));
            Ok(())
        })
        .await;
    }
}

#[tokio::test]
async fn hours_hold_what_was_closed_in_them() {
    with_tx(|tx| {
        let from_ms = 1_000_000;
        for (byte, at_ms) in [
            (1, from_ms - 1),
            (2, from_ms),
            (3, from_ms + HOUR_MS - 1),
            (4, from_ms + 2 * HOUR_MS),
            (5, from_ms + 3 * HOUR_MS),
        ] {
            add_sale(tx, HERE, source(byte, at_ms), &sale(order(byte), &[100]))?;
        }
        let span = Span {
            from_ms,
            to_ms: from_ms + 3 * HOUR_MS,
        };
        let hour = |hour_no, orders| HourSum {
            hour_no,
            sales: money(100 * i64::from(orders)),
            orders,
            guests: 2 * orders,
        };
        assert_eq!(hours(tx, HERE, span)?, [hour(0, 2), hour(2, 1)]);
        assert_eq!(sales(tx, HERE, span)?, money(300));
        assert_eq!(sales(tx, NEXT_DOOR, span)?, Money::ZERO);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_item_brings_what_discounts_left_of_it() {
    with_tx(|tx| {
        let mut sale = sale(order(1), &[500, 300]);
        sale.lines[0].discount = money(500);
        sale.lines[1].discount = money(50);
        add_sale(tx, HERE, source(1, 10), &sale)?;
        let brought: Vec<_> = items(tx, HERE, ALL, 10)?
            .iter()
            .map(|row| row.amount.minor())
            .collect();
        assert_eq!(brought, [250, 0]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn items_come_with_what_brought_most_first() {
    with_tx(|tx| {
        add_sale(tx, HERE, source(1, 10), &sale(order(1), &[500, 300]))?;
        add_sale(tx, HERE, source(2, 10), &sale(order(2), &[300]))?;
        let rows = items(tx, HERE, ALL, 10)?;
        let seen: Vec<_> = rows
            .iter()
            .map(|row| (row.sku.as_str(), row.quantity, row.amount.minor()))
            .collect();
        assert_eq!(seen, [("T300", 2, 600), ("T500", 1, 500)]);
        assert_eq!(items(tx, HERE, ALL, 1)?.len(), 1);
        Ok(())
    })
    .await;
}

/// A closing that counts on from one of so much.
fn again(prices: &[i64], before: i64) -> OrderClosed {
    let counted = sale(order(1), &[before]);
    OrderClosed {
        counted: Some(shared::order::Counted {
            closing: None,
            gift_cards: Money::ZERO,
            total: counted.total,
            taxes: counted.taxes,
            deposits: counted.deposits,
            paper: String::new(),
        }),
        ..sale(order(1), prices)
    }
}

#[tokio::test]
async fn a_late_line_is_sold_on_its_own_day_and_the_sale_stays_on_its_day() {
    let day = |from_ms| Span {
        from_ms,
        to_ms: from_ms + 100,
    };
    let closings = || {
        [
            (source(1, 10), sale(order(1), &[500])),
            (source(2, 110), again(&[500, 300], 500)),
            // Another till took the same late line, apart: it was sold once.
            (source(3, 120), again(&[500, 300], 500)),
            (source(4, 210), again(&[500, 300, 50], 800)),
        ]
    };
    for turn in 0..4 {
        with_tx(move |tx| {
            let mut all = closings();
            all.rotate_left(turn);
            for (source, closed) in &all {
                add_sale(tx, HERE, *source, closed)?;
                add_sale(tx, HERE, *source, closed)?;
            }
            for (from_ms, price) in [(0, 500), (100, 300), (200, 50)] {
                let span = day(from_ms);
                assert_eq!(sales(tx, HERE, span)?, money(price), "turn {turn}");
                let sold: Vec<_> = items(tx, HERE, span, 10)?
                    .iter()
                    .map(|row| (row.quantity, row.amount.minor()))
                    .collect();
                assert_eq!(sold, [(1, price)]);
                let taxed: i64 = taxes(tx, HERE, span)?
                    .iter()
                    .map(|row| row.net.minor() + row.tax.minor())
                    .sum();
                assert_eq!(taxed, price);
            }
            let orders: u32 = hours(tx, HERE, ALL)?.iter().map(|hour| hour.orders).sum();
            assert_eq!(orders, 1);
            Ok(())
        })
        .await;
    }
}

/// One of what was sold for this price went back in cash.
fn refunded(of: RefundKind, minor: i64) -> Refunded {
    let line = RefundedLine {
        line: LineId::from_bytes([6; 16]),
        sku: format!("T{minor}"),
        name: format!("Dish {minor}"),
        category: "All".to_owned(),
        quantity: 1,
        listed: money(minor),
        amount: money(minor),
    };
    let tax = TaxRow {
        rate: TaxRate::from_ppm(100_000).unwrap(),
        net: money(minor - minor / 11),
        tax: money(minor / 11),
    };
    let is_sold = of == RefundKind::Lines;
    Refunded {
        gift_cards: Vec::new(),
        card: None,
        order: order(1),
        order_number: "A-001".to_owned(),
        shift: ShiftId::from_bytes([4; 16]),
        of,
        number: "A000002".to_owned(),
        lines: is_sold.then_some(line).into_iter().collect(),
        taxes: is_sold.then_some(tax).into_iter().collect(),
        amount: money(minor),
        deposit: Money::ZERO,
        forfeited: false,
        rounding: Money::ZERO,
        tender: Tender::Cash,
        named: None,
        reason: "cold".to_owned(),
        by: StaffId::from_bytes([5; 16]),
        approved_by: None,
    }
}

#[tokio::test]
async fn what_went_back_is_off_the_sales_the_taxes_the_items_and_the_tender() {
    with_tx(|tx| {
        let mut sold = sale(order(1), &[500, 300]);
        let of = |sku: &str| sold.lines.iter().position(|line| line.sku == sku).unwrap();
        let name = sold.lines[of("T300")].name.clone();
        let category = sold.lines[of("T300")].category.clone();
        sold.guests = 2;
        add_payment(tx, HERE, source(1, 10), &payment(Tender::Cash, 800, 0))?;
        add_sale(tx, HERE, source(2, 10), &sold)?;
        let mut refund = refunded(RefundKind::Lines, 300);
        refund.lines[0].name = name;
        refund.lines[0].category = category;
        for _ in 0..2 {
            add_refund(tx, HERE, source(3, 20), &refund)?;
        }
        assert_eq!(sales(tx, HERE, ALL)?, money(500));
        let hour = hours(tx, HERE, ALL)?[0];
        assert_eq!((hour.sales, hour.orders, hour.guests), (money(500), 1, 2));
        assert_eq!(taxes(tx, HERE, ALL)?[0].tax, money(800 / 11 - 300 / 11));
        let sold: Vec<_> = items(tx, HERE, ALL, 10)?;
        let gone = sold.iter().find(|row| row.sku == "T300").unwrap();
        assert_eq!((gone.quantity, gone.amount), (0, Money::ZERO));
        let cash = tenders(tx, HERE, ALL)?[0].clone();
        assert_eq!((cash.count, cash.amount), (1, money(500)));
        // A day on which something only goes back is below nothing.
        let next_day = Span {
            from_ms: 15,
            to_ms: 30,
        };
        assert_eq!(sales(tx, HERE, next_day)?, money(-300));
        assert_eq!(taxes(tx, HERE, next_day)?[0].tax, money(-27));
        assert_eq!(sales(tx, NEXT_DOOR, ALL)?, Money::ZERO);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_paid_too_much_was_never_sold() {
    with_tx(|tx| {
        for fact in [1, 2, 3] {
            add_payment(tx, HERE, source(fact, 10), &payment(Tender::Cash, 800, 0))?;
        }
        add_sale(tx, HERE, source(4, 10), &sale(order(1), &[800]))?;
        let surplus = refunded(RefundKind::Surplus, 800);
        add_refund(tx, HERE, source(5, 20), &surplus)?;
        add_refund(tx, HERE, source(6, 20), &refunded(RefundKind::Kept, 800))?;
        assert_eq!(sales(tx, HERE, ALL)?, money(800));
        let cash = tenders(tx, HERE, ALL)?[0].clone();
        assert_eq!((cash.amount, cash.tips), (money(800), money(800)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_check_that_grew_after_its_end_is_open_again() {
    with_tx(|tx| {
        add_sale(tx, HERE, source(1, 40), &sale(order(1), &[1_000]))?;
        let mut late = check(1, 10);
        set_check(tx, HERE, 1, &late, false)?;
        assert_eq!(open_checks(tx, HERE, 10)?, [], "the journal is ahead");
        late.total = money(1_550);
        late.due = money(550);
        set_check(tx, HERE, 2, &late, false)?;
        assert_eq!(open_checks(tx, HERE, 10)?, [late]);
        add_sale(tx, HERE, source(2, 50), &sale(order(1), &[1_000, 550]))?;
        assert_eq!(open_checks(tx, HERE, 10)?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_older_event_that_comes_later_changes_no_check() {
    with_tx(|tx| {
        let mut paid = check(1, 10);
        paid.due = money(100);
        set_check(tx, HERE, 7, &paid, false)?;
        set_check(tx, HERE, 5, &check(1, 10), false)?;
        set_check(tx, HERE, 7, &check(1, 10), true)?;
        assert_eq!(open_checks(tx, HERE, 10)?, [paid.clone()]);
        set_check(tx, HERE, 8, &paid, true)?;
        assert_eq!(open_checks(tx, HERE, 10)?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn open_checks_come_oldest_first_without_those_that_the_journal_settled() {
    with_tx(|tx| {
        for (byte, opened_at_ms) in [(1, 30), (2, 10), (3, 20)] {
            set_check(tx, HERE, i64::from(byte), &check(byte, opened_at_ms), false)?;
        }
        add_sale(tx, HERE, source(1, 40), &sale(order(3), &[1_000]))?;
        let numbers = |rows_max| -> Result<Vec<_>, DbError> {
            let checks = open_checks(tx, HERE, rows_max)?;
            Ok(checks.into_iter().map(|check| check.number).collect())
        };
        assert_eq!(numbers(10)?, ["A-002", "A-001"]);
        assert_eq!(numbers(1)?, ["A-002"]);
        assert_eq!(open_checks(tx, NEXT_DOOR, 10)?, []);
        Ok(())
    })
    .await;
}
