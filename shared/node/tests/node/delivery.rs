//! Orders that are brought to somebody.

use sha2::{Digest, Sha256};
use shared::{
    api::{
        Problem,
        till::{Command, Reply},
    },
    delivery::{DeliverTo, DeliveryFee},
    ids::OrderId,
    journal::{Fact, OrderClosed},
    menu::{Service, TaxClass, TaxRate},
    money::Money,
    order::Tender,
    refund::RefundLine,
};

use crate::{
    kitchen::carry,
    restaurant::{Till, catalogue},
};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn anna() -> DeliverTo {
    DeliverTo {
        name: "Anna Verdi".to_owned(),
        phone: "051 123456".to_owned(),
        address: "Via Roma 1, Bologna".to_owned(),
    }
}

/// A restaurant that brings orders for 3.00, with 22 % in it.
fn with_fee(till: &mut Till, version: u64) {
    let rate = |percent: &str| TaxRate::from_percent(percent).unwrap();
    let mut menu = catalogue(None);
    menu.version = version;
    menu.taxes[0].delivery = Some(vec![rate("4")]);
    menu.site.prices.delivery = Some(DeliveryFee {
        amount: money(300),
        tax: TaxClass {
            name: "transport".to_owned(),
            eat_in: vec![rate("22")],
            takeaway: None,
            delivery: None,
            compound: Vec::new(),
        },
        tax_included: true,
    });
    let bytes = serde_json::to_vec(&menu).unwrap();
    let hash = Sha256::digest(&bytes).into();
    till.engine.take_catalogue(version, hash, bytes).unwrap();
}

fn open(till: &mut Till) -> OrderId {
    let view = till.order(Command::OpenOrder {
        service: Service::Delivery,
        table: None,
        tab: String::new(),
        guests: 1,
    });
    view.order.id
}

fn closed(till: &Till) -> OrderClosed {
    let records = till.engine.store().facts_from(1).unwrap();
    let mut facts = records.iter().rev().filter_map(|record| record.fact().ok());
    let closed = facts.find_map(|fact| match fact {
        Fact::OrderClosed(closed) => Some(closed),
        _ => None,
    });
    closed.unwrap()
}

#[test]
fn what_is_brought_has_a_fee_and_rates_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "1111");
    with_fee(&mut till, 2);
    let order = open(&mut till);
    assert_eq!(till.show(order).totals.total, Money::ZERO);
    let line = till.add(order, "T129", 2).order.lines[0].id;
    let view = till.show(order);
    assert_eq!(
        (view.totals.delivery, view.totals.total),
        (money(300), money(1_900))
    );
    let taxes: Vec<_> = view
        .totals
        .taxes
        .iter()
        .map(|row| (row.rate.percent(), row.tax.minor()))
        .collect();
    assert_eq!(taxes, [("4".to_owned(), 62), ("22".to_owned(), 54)]);
    // Whoever comes and eats here after all pays no fee.
    let service = Service::EatIn;
    assert_eq!(
        till.order(Command::SetService { order, service })
            .totals
            .total,
        money(1_600)
    );
    let service = Service::Delivery;
    till.order(Command::SetService { order, service });
    // A new list changes nothing on what was opened before.
    let mut menu = catalogue(None);
    menu.version = 3;
    let bytes = serde_json::to_vec(&menu).unwrap();
    let hash = Sha256::digest(&bytes).into();
    till.engine.take_catalogue(3, hash, bytes).unwrap();
    till.pay(order, Tender::Card, 1_900);
    let fact = closed(&till);
    assert_eq!((fact.delivery, fact.total), (money(300), money(1_900)));
    let report = till.engine.shift_report().unwrap().unwrap();
    assert_eq!(
        (report.delivery_fees, report.sales),
        (money(300), money(1_900))
    );
    // A refund of everything gives the fee back with it.
    let lines = vec![RefundLine { line, quantity: 2 }];
    let Reply::Refund(back) = till.ask(Command::PreviewRefund { order, lines }).unwrap() else {
        panic!("no refund")
    };
    assert_eq!(back.refund.amount, money(1_900));
    let tax: i64 = back.refund.taxes.iter().map(|row| row.tax.minor()).sum();
    assert_eq!(tax, 62 + 54);
}

#[test]
fn the_address_is_on_the_paper_and_on_every_till() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut till = Till::with(one.path(), "2222");
    let order = open(&mut till);
    till.add(order, "T129", 1);
    let to = DeliverTo {
        address: "Via Po 9".to_owned(),
        ..anna()
    };
    till.order(Command::SetDelivery { order, to });
    let view = till.order(Command::SetDelivery { order, to: anna() });
    assert_eq!(view.order.deliver_to, Some(anna()));
    let mut other = Till::at(two.path(), till.time.clone());
    other.sign_in("2222");
    carry(&till.engine, &mut other.engine, 0);
    assert_eq!(other.show(order).order.deliver_to, Some(anna()));
    till.pay(order, Tender::Cash, 800);
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no receipt")
    };
    for text in anna().lines() {
        assert!(html.contains(&text), "{html}");
    }
    assert!(!html.contains("Via Po"), "{html}");
    assert_eq!(
        till.ask(Command::SetDelivery { order, to: anna() }),
        Err(Problem::OrderClosed)
    );
}

#[test]
fn no_history_and_no_journal_says_where_somebody_lives() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = open(&mut till);
    till.add(order, "T129", 1);
    till.order(Command::SetDelivery { order, to: anna() });
    till.pay(order, Tender::Cash, 800);
    let history = format!("{:?}", till.ask(Command::History { order }).unwrap());
    assert!(
        history.contains("deliver_to") && !history.contains("Verdi"),
        "{history}"
    );
    let records = till.engine.store().facts_from(1).unwrap();
    assert!(records.iter().all(|record| !record.body.contains("Verdi")));
}

#[test]
fn an_address_that_no_paper_holds_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = Till::with(folder.path(), "2222");
    let order = open(&mut till);
    let to = DeliverTo {
        address: "a".repeat(201),
        ..anna()
    };
    let refused = till.ask(Command::SetDelivery { order, to });
    assert!(matches!(refused, Err(Problem::Invalid { .. })));
    assert_eq!(till.show(order).order.deliver_to, None);
}
