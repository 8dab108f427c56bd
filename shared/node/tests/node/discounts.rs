//! What comes off a check, the service charge, the smallest coin, and what of it is recorded.

use sha2::{Digest, Sha256};
use shared::{
    api::{
        Problem, Refusal,
        till::{Command, OrderView, Reply},
    },
    ids::{LineId, OrderId},
    journal::Fact,
    money::Money,
    order::Tender,
    price::{ChargeBase, HappyHour, Promotion, ServiceCharge, SitePrices, Takes},
    shift::ShiftReport,
    staff::Permit,
};

use crate::restaurant::{Till, catalogue};

/// A till of a restaurant with these prices, and five cents as its smallest coin.
pub(crate) fn till_with(folder: &std::path::Path, prices: SitePrices) -> Till {
    let mut till = Till::with(folder, "2222");
    publish(&mut till, 2, prices);
    till
}

fn publish(till: &mut Till, version: u64, prices: SitePrices) {
    let mut menu = catalogue(None);
    menu.version = version;
    menu.site.cash_rounding_minor = 5;
    menu.site.prices = prices;
    let bytes = serde_json::to_vec(&menu).unwrap();
    let hash = Sha256::digest(&bytes).into();
    till.engine.take_catalogue(version, hash, bytes).unwrap();
}

pub(crate) fn lunch() -> SitePrices {
    SitePrices {
        promotions: vec![Promotion {
            id: "lunch".to_owned(),
            name: "Pranzo".to_owned(),
            takes: Takes::Percent { ppm: 100_000 },
            categories: Vec::new(),
        }],
        charge: Some(ServiceCharge {
            rate_ppm: 180_000,
            from_guests: 2,
            taxed: true,
            base: ChargeBase::AfterDiscounts,
        }),
        ..SitePrices::default()
    }
}

fn discount(order: OrderId, line: Option<LineId>, takes: Takes) -> Command {
    Command::Discount {
        order,
        line,
        takes,
        reason: "in ritardo".to_owned(),
    }
}

fn amount(minor: i64) -> Takes {
    Takes::Amount {
        amount: Money::from_minor(minor),
    }
}

fn total(view: &OrderView) -> i64 {
    view.totals.total.minor()
}

fn facts(till: &Till) -> Vec<Fact> {
    let records = till.engine.store().facts_from(1).unwrap();
    records.iter().map(|one| one.fact().unwrap()).collect()
}

fn x_report(till: &mut Till) -> ShiftReport {
    match till.ask(Command::XReport { print: false }).unwrap() {
        Reply::Shift(report) => *report,
        other => panic!("no report but {other:?}"),
    }
}

#[test]
fn a_discount_comes_off_and_goes_back_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_with(folder.path(), SitePrices::default());
    let order = till.seat("7");
    let line = till.add(order, "T165", 2).order.lines[0].id;
    let view = till.order(discount(order, Some(line), Takes::Percent { ppm: 100_000 }));
    assert_eq!(total(&view), 990);
    let view = till.order(discount(order, None, amount(90)));
    assert_eq!((total(&view), view.order.discounts.len()), (900, 2));
    let key = view.order.discounts[0].key.clone();
    let back = Command::TakeBack { order, key };
    assert_eq!(total(&till.order(back.clone())), 1_010);
    assert!(till.ask(back).is_err(), "it is taken back already");
    let Reply::History(rows) = till.ask(Command::History { order }).unwrap() else {
        panic!("no history")
    };
    let what: Vec<_> = rows.iter().map(|row| row.what.as_str()).collect();
    assert_eq!(
        what[what.len() - 3..],
        ["discount", "discount", "taken_back"]
    );
    let said: Vec<_> = rows.iter().map(|row| row.detail.as_str()).collect();
    assert_eq!(
        said[said.len() - 3..said.len() - 1],
        ["10 % · Birra · in ritardo", "0,90 € · in ritardo"]
    );
}

#[test]
fn bad_discounts_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_with(folder.path(), SitePrices::default());
    let order = till.seat("7");
    assert!(
        till.ask(discount(order, None, amount(100))).is_err(),
        "there is nothing yet"
    );
    till.add(order, "T165", 1);
    let nobody = Some(LineId::from_bytes([9; 16]));
    let ppm = |ppm| Takes::Percent { ppm };
    for bad in [
        discount(order, nobody, amount(100)),
        discount(order, None, amount(0)),
        discount(order, None, amount(-5)),
        discount(order, None, ppm(0)),
        discount(order, None, ppm(1_000_001)),
    ] {
        assert!(till.ask(bad.clone()).is_err(), "{bad:?}");
    }
    let reason = "  ".to_owned();
    let silent = Command::Discount {
        order,
        line: None,
        takes: Takes::Comp,
        reason,
    };
    assert_eq!(till.ask(silent), Err(Problem::ReasonNeeded));
    let view = till.order(discount(order, None, Takes::Comp));
    assert_eq!(total(&view), 0);
    let nothing_is_left = Problem::Refused(Refusal::NothingToDiscount);
    assert_eq!(
        till.ask(discount(order, None, amount(5))),
        Err(nothing_is_left)
    );
    assert_eq!(till.show(order).order.discounts.len(), 1);
}

#[test]
fn a_waiter_needs_a_managers_pin_and_both_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_with(folder.path(), lunch());
    till.sign_in("3333");
    let order = till.seat("7");
    till.add(order, "T165", 2);
    let permit = Permit::Discount;
    let off = discount(order, None, amount(100));
    assert_eq!(
        till.ask(off.clone()),
        Err(Problem::NeedsApproval { permit })
    );
    till.ask_with("1111", off).unwrap();
    let given = till.show(order).order.discounts[0].clone();
    assert!(given.approved_by.is_some() && given.approved_by != Some(given.by));
    let promotion = "lunch".to_owned();
    till.order(Command::Promote { order, promotion });
}

#[test]
fn a_promotion_counts_once_and_comes_back_to_life() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_with(
        folder.path(),
        SitePrices {
            charge: None,
            ..lunch()
        },
    );
    let order = till.seat("7");
    till.add(order, "T165", 2);
    let promotion = "lunch".to_owned();
    let promote = Command::Promote { order, promotion };
    assert_eq!(total(&till.order(promote.clone())), 990);
    assert_eq!(total(&till.order(promote.clone())), 990);
    let key = "promo/lunch".to_owned();
    assert_eq!(total(&till.order(Command::TakeBack { order, key })), 1_100);
    assert_eq!(total(&till.order(promote)), 990);
    let promotion = "dinner".to_owned();
    assert!(till.ask(Command::Promote { order, promotion }).is_err());
}

#[test]
fn a_large_party_pays_service_until_somebody_lets_it_off() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_with(folder.path(), lunch());
    let order = till.seat("7");
    let view = till.add(order, "T165", 2);
    assert_eq!((view.totals.charge.minor(), total(&view)), (198, 1_298));
    let reason = "lento".to_owned();
    let waive = Command::WaiveCharge { order, reason };
    let view = till.order(waive.clone());
    assert_eq!((view.totals.charge_waived, total(&view)), (true, 1_100));
    assert!(till.ask(waive).is_err(), "nothing is charged any more");
    let key = view.order.charge_waived.unwrap().key;
    assert_eq!(total(&till.order(Command::TakeBack { order, key })), 1_298);
    // An open check keeps its rules; a new one has the new ones.
    publish(&mut till, 3, SitePrices::default());
    assert_eq!(total(&till.show(order)), 1_298);
    let next = till.seat("8");
    assert_eq!(total(&till.add(next, "T165", 2)), 1_100);
}

#[test]
fn a_happy_hour_price_stays_when_the_hour_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let happy_hours = vec![HappyHour {
        category: "All".to_owned(),
        off_ppm: 200_000,
        from_min: 0,
        to_min: 0,
        days: [true; 7],
    }];
    let prices = SitePrices {
        happy_hours,
        ..SitePrices::default()
    };
    let mut till = till_with(folder.path(), prices);
    let order = till.seat("7");
    assert_eq!(total(&till.add(order, "T165", 1)), 440);
    publish(&mut till, 3, SitePrices::default());
    let view = till.add(order, "T165", 1);
    assert_eq!((total(&view), view.order.lines.len()), (990, 2));
}

#[test]
fn cash_is_rounded_to_the_coin_and_the_drawer_knows() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_with(folder.path(), SitePrices::default());
    let order = till.seat("7");
    till.add(order, "T165", 2);
    let view = till.order(discount(order, None, amount(8)));
    assert_eq!(
        (view.totals.due.minor(), view.totals.cash_due.minor()),
        (1_092, 1_090)
    );
    assert_eq!(view.quick_amounts[0].minor(), 1_090);
    let Reply::Paid {
        preview,
        order: paid,
    } = till.pay(order, Tender::Cash, 2_000)
    else {
        panic!("not paid")
    };
    assert_eq!(
        (preview.rounding.minor(), preview.change.minor()),
        (-2, 910)
    );
    assert!(paid.order.closed_at_ms.is_some() && paid.totals.overpaid.is_zero());
    assert_eq!(paid.totals.rounding.minor(), -2);
    let report = x_report(&mut till);
    assert_eq!(report.expected_cash.minor(), 10_000 + 1_090);
    assert_eq!((report.sales.minor(), report.rounding.minor()), (1_092, -2));
    let Reply::Paper { html } = till.ask(Command::ShowReceipt { order }).unwrap() else {
        panic!("no receipt")
    };
    assert!(html.contains("Sconto") && html.contains("-0,08"), "{html}");
    assert!(
        html.contains("Arrotondamento") && html.contains("-0,02"),
        "{html}"
    );
}

#[test]
fn a_card_pays_to_the_cent_and_the_last_cents_need_no_coin() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_with(folder.path(), SitePrices::default());
    let order = till.seat("7");
    till.add(order, "T165", 2);
    till.order(discount(order, None, amount(8)));
    till.pay(order, Tender::Card, 1_090);
    let view = till.show(order);
    assert_eq!(
        (view.totals.due.minor(), view.totals.cash_due.minor()),
        (2, 0)
    );
    let Reply::Paid {
        preview,
        order: paid,
    } = till.pay(order, Tender::Cash, 0)
    else {
        panic!("not paid")
    };
    assert_eq!((preview.amount.minor(), preview.rounding.minor()), (2, -2));
    assert!(paid.order.closed_at_ms.is_some());
}

#[test]
fn the_journal_says_who_gave_what_and_its_lines_make_the_total() {
    let folder = tempfile::tempdir().unwrap();
    let mut till = till_with(folder.path(), lunch());
    let order = till.seat("7");
    let line = till.add(order, "T165", 2).order.lines[0].id;
    till.add(order, "T129", 1);
    till.order(discount(order, Some(line), amount(100)));
    till.order(discount(order, None, Takes::Percent { ppm: 333_333 }));
    let due = till.show(order).totals.due.minor();
    till.pay(order, Tender::Card, due);
    let closed = facts(&till).into_iter().find_map(|fact| match fact {
        Fact::OrderClosed(closed) => Some(closed),
        _ => None,
    });
    let closed = closed.unwrap();
    let of_lines: i64 = closed
        .lines
        .iter()
        .map(|line| line.amount.minor() - line.discount.minor())
        .sum();
    assert_eq!(of_lines + closed.charge.minor(), closed.total.minor());
    let reasons: Vec<_> = closed
        .discounts
        .iter()
        .map(|row| row.reason.as_str())
        .collect();
    assert_eq!(reasons, ["in ritardo", "in ritardo"]);
    let report = x_report(&mut till);
    let taken: i64 = closed.discounts.iter().map(|row| row.amount.minor()).sum();
    assert_eq!((report.discounts, report.discounted.minor()), (2, taken));
    assert_eq!(report.charges, closed.charge);
}
