//! Money that two nodes and a paper must agree on: S22 and S23 of the complaints.

use shared::{
    api::{
        Problem,
        hub::Today,
        till::{Command, OrderView, PartAsked, RefundAsked, Reply, SplitBy},
    },
    flags::Flag,
    ids::{LineId, OrderId},
    menu::Service,
    money::Money,
    order::Tender,
    price::{Takes, Totals},
    refund::RefundLine,
    split::{self, PartTotals, Weight},
};

use crate::{
    invariants,
    site::{Device, Site, until},
};

/// A restaurant with the dishes and the coins of a row.
async fn with_items(items: &str, site: &[(&str, &str)]) -> Site {
    let items = format!("\n{items}\nT101,");
    let mut edits = vec![("items.csv", "\nT101,", items.as_str())];
    edits.extend(site.iter().map(|(from, to)| ("site.csv", *from, *to)));
    Site::open_as(&edits).await
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

async fn pay(till: &Device, order: OrderId, tender: Tender, minor: i64) -> OrderView {
    let paid = Command::Pay {
        order,
        tender,
        tendered: money(minor),
        tip: Money::ZERO,
        part: None,
        seen_due: None,
    };
    match till.ask(paid).await {
        Reply::Paid { order, .. } => *order,
        other => panic!("not paid but {other:?}"),
    }
}

fn refund(order: OrderId, line: LineId, quantity: u32) -> Command {
    let what = back(vec![RefundLine { line, quantity }], Tender::Cash);
    Command::Refund { order, what }
}

/// What the parts of a check pay, on one node.
async fn parts_at(till: &Device, order: OrderId) -> Vec<PartTotals> {
    let view = till.show(order).await;
    let parts = split::parts_of(&view.order, &view.totals).unwrap();
    let shown: Vec<_> = view.parts.into_iter().map(|part| part.totals).collect();
    assert_eq!(shown, parts);
    parts
}

/// No part is below zero, and all of them make the check, its taxes rate by rate.
fn make_it_up(parts: &[PartTotals], totals: &Totals) {
    assert!(parts.iter().all(|part| part.amount >= Money::ZERO));
    let amounts = parts.iter().map(|part| part.amount);
    assert_eq!(Money::sum(amounts).unwrap(), totals.total);
    for whole in &totals.taxes {
        let rows = parts.iter().flat_map(|part| &part.taxes);
        let rows: Vec<_> = rows.filter(|row| row.rate == whole.rate).collect();
        assert_eq!(
            Money::sum(rows.iter().map(|row| row.tax)).unwrap(),
            whole.tax
        );
        assert_eq!(
            Money::sum(rows.iter().map(|row| row.net)).unwrap(),
            whole.net
        );
    }
}

/// Ways to share, what is on the check, and whether it is taken away: then nobody asks for service.
struct Shared {
    ways: u32,
    dishes: &'static [(&'static str, u32)],
    service: Service,
    /// What the first parts pay, where the row says it.
    pays: &'static [i64],
}

const SHARED: [Shared; 5] = [
    Shared {
        ways: 3,
        dishes: &[("X100", 1)],
        service: Service::Takeaway,
        pays: &[3_334, 3_333, 3_333],
    },
    Shared {
        ways: 4,
        dishes: &[("X002", 1)],
        service: Service::Takeaway,
        pays: &[1, 1, 0, 0],
    },
    // 131.00 and 12.5 % for service make 147.38.
    Shared {
        ways: 7,
        dishes: &[("X100", 1), ("XW31", 1)],
        service: Service::EatIn,
        pays: &[2_106, 2_106, 2_106, 2_105, 2_105, 2_105, 2_105],
    },
    Shared {
        ways: 30,
        dishes: &[("X100", 2), ("XW31", 3), ("X002", 1)],
        service: Service::EatIn,
        pays: &[],
    },
    // More guests than cents.
    Shared {
        ways: 30,
        dishes: &[("X002", 7)],
        service: Service::EatIn,
        pays: &[],
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn s22_hundred_by_three_two_cents_by_four_tax_and_service_by_seven_and_thirty_are_exact() {
    const ITEMS: &str = "X100,Secondi,main,grill,Cento,Hundred,,100.00,food,,,60,,,,,,,\n\
        X002,Secondi,main,grill,Briciola,Crumb,,0.02,food,,,60,,,,,,,\n\
        XW31,Vini,drink,none,Vino,Wine,,31.00,alcohol,,,0,,,,,,,";
    let site = with_items(ITEMS, &[("service_charge,0", "service_charge,12.5%")]).await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    for case in SHARED {
        share(&one, &two, &case).await;
    }
    invariants::hold(&site, &[&one, &two]).await;
}

/// The button is there where a preview is; so whatever is asked for, both rules say the same.
async fn what_may_be_touched_is_what_is_done(till: &Device, order: OrderId) {
    let hand = |parts: usize, part: u32| SplitBy::Hand {
        parts: vec![PartAsked::default(); parts],
        lines: Vec::new(),
        rest: vec![Weight { part, shares: 1 }],
    };
    let ways = [0, 1, 2, 3, 4, 7, 30, 31, 999, 1_000, 1_001, u32::MAX];
    let ways = ways.map(|ways| SplitBy::Shares { ways });
    // No line stands on a seat; and a share of a part that is not there.
    let others = [
        hand(0, 0),
        hand(2, 1),
        hand(2, 2),
        SplitBy::Seat,
        SplitBy::Whole,
    ];
    let mut refused = 0;
    for by in ways.into_iter().chain(others) {
        let name = format!("{by:?}");
        let shown = till.tried(Command::PreviewSplit {
            order,
            by: by.clone(),
        });
        let shown = shown.await;
        match (shown, till.tried(Command::Split { order, by }).await) {
            (Ok(Reply::Parts(shown)), Ok(Reply::Order(view))) => {
                let amounts = |parts: &mut dyn Iterator<Item = &PartTotals>| {
                    parts.map(|part| part.amount).collect::<Vec<_>>()
                };
                let done = amounts(&mut view.parts.iter().map(|part| &part.totals));
                assert_eq!(amounts(&mut shown.iter()), done, "{name}");
            }
            (Err(shown), Err(done)) => {
                assert_eq!(shown, done, "{name}");
                refused += 1;
            }
            both => panic!("{name}: {both:?}"),
        }
    }
    assert_eq!(refused, 6);
}

async fn share(one: &Device, two: &Device, case: &Shared) {
    let ways = case.ways;
    let open = Command::OpenOrder {
        service: case.service,
        table: (case.service == Service::EatIn).then(|| "7".to_owned()),
        tab: String::new(),
        guests: ways,
    };
    let order = one.order(open).await.order.id;
    for (sku, quantity) in case.dishes {
        one.add(order, sku, *quantity).await;
    }
    what_may_be_touched_is_what_is_done(one, order).await;
    let by = SplitBy::Shares { ways };
    let asked = Command::PreviewSplit {
        order,
        by: by.clone(),
    };
    let Reply::Parts(previewed) = one.ask(asked).await else {
        panic!("no parts")
    };
    let whole = one.order(Command::Split { order, by }).await.totals;
    assert_eq!(
        whole.charge.is_zero(),
        case.service == Service::Takeaway || whole.lines.minor() < 4
    );
    let parts = parts_at(one, order).await;
    let amounts: Vec<_> = parts.iter().map(|part| part.amount).collect();
    let shown: Vec<_> = previewed.iter().map(|part| part.amount).collect();
    assert_eq!(shown, amounts, "what was shown is what is done");
    assert_eq!(u32::try_from(parts.len()).unwrap(), ways);
    let minors = amounts.iter().map(|amount| amount.minor());
    assert!(
        case.pays.is_empty() || minors.eq(case.pays.iter().copied()),
        "{amounts:?}"
    );
    make_it_up(&parts, &whole);
    until("the other till has the same parts", || async {
        two.sees(order, case.dishes.len()).await && parts_at(two, order).await == parts
    })
    .await;
    // Half of them pay at one till, then the others at the other one.
    let (first, second) = parts.split_at(parts.len() / 2);
    let mut receipts = pay_parts(one, order, first).await;
    until("the other till knows who has paid", || async {
        parts_at(two, order).await == parts_at(one, order).await
    })
    .await;
    receipts.extend(pay_parts(two, order, second).await);
    make_it_up(&receipts, &whole);
    let end = two.show(order).await;
    assert!(end.order.closed_at_ms.is_some(), "{ways}");
    assert_eq!(
        (&end.totals.taxes, end.totals.total),
        (&whole.taxes, whole.total)
    );
    until("both tills see the end", || async {
        one.show(order).await.order == end.order
    })
    .await;
    make_it_up(&parts_at(one, order).await, &whole);
}

/// Each of them pays by card and gets a receipt that says its taxes, also when it is printed again;
/// whoever owes nothing is asked for nothing, and can pay nothing. Gives what the receipts said.
async fn pay_parts(till: &Device, order: OrderId, parts: &[PartTotals]) -> Vec<PartTotals> {
    let mut receipts = Vec::new();
    for part in parts {
        let paid = Command::Pay {
            order,
            tender: Tender::Card,
            tendered: part.due,
            tip: Money::ZERO,
            part: Some(part.id),
            seen_due: None,
        };
        if part.due.is_zero() {
            let refused = till.refused(paid).await;
            let is_open = till.show(order).await.order.closed_at_ms.is_none();
            let why = if is_open {
                Problem::NothingDue
            } else {
                Problem::OrderClosed
            };
            assert_eq!(refused, why);
            continue;
        }
        till.ask(paid).await;
        let again = Command::ReprintPart {
            order,
            part: part.id,
        };
        let Reply::Paper { html } = till.ask(again).await else {
            panic!("no receipt")
        };
        let now = parts_at(till, order).await;
        let now = now.into_iter().find(|one| one.id == part.id).unwrap();
        for row in now.taxes.iter().filter(|row| !row.tax.is_zero()) {
            let said = digits(row.tax);
            assert!(html.contains(&said), "the receipt does not say {said}");
        }
        receipts.push(now);
    }
    receipts
}

/// An amount as a receipt of this restaurant says it.
fn digits(amount: Money) -> String {
    format!("{},{:02}", amount.minor() / 100, amount.minor() % 100)
}

async fn is_closed_at(till: &Device, order: OrderId, lines: usize) {
    until("the other till has the closed check", || async {
        till.sees(order, lines).await && till.show(order).await.order.closed_at_ms.is_some()
    })
    .await;
}

fn back(lines: Vec<RefundLine>, tender: Tender) -> RefundAsked {
    let reason = "cold".to_owned();
    RefundAsked::Lines {
        lines,
        tender,
        reason,
    }
}

/// What went back for a check.
fn given(view: &OrderView) -> Money {
    Money::sum(view.order.refunds.iter().map(|one| one.amount)).unwrap()
}

/// Each till's shift ends with what should be in the drawer and nothing over: a Z report that says
/// so.
async fn end_balanced(tills: &[&Device]) {
    for till in tills {
        let expected = till.x_report().await.expected_cash;
        let end = till.close_shift().await;
        let difference = expected.at_least_zero().minus(expected).unwrap();
        assert_eq!(end.expected_cash, expected);
        assert_eq!(end.closed.unwrap().difference, difference);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s23_two_of_two_twelve_at_twenty_percent_less_ten_percent_go_back_as_they_were_paid() {
    const ITEMS: &str = "X212,Secondi,main,grill,Spiedino,Skewer,,2.12,standard,,,60,,,,,,,";
    // Held by the price 4.24 less 0.42 is 3.82, of which 0.64 are tax; on top of it 0.76 are added.
    for (included, total, tax) in [("yes", 382, 64), ("no", 458, 76)] {
        let says = format!("prices_include_tax,{included}\ntax.standard,20");
        let site = with_items(
            ITEMS,
            &[
                ("prices_include_tax,yes", says.as_str()),
                ("cash_rounding,0.05", "cash_rounding,0.01"),
            ],
        )
        .await;
        let (one, two) = (site.till("one").await, site.till("two").await);
        let order = one.seat("7").await.order.id;
        let line = one.add(order, "X212", 2).await.order.lines[0].id;
        let view = one
            .order(Command::Discount {
                order,
                line: None,
                takes: Takes::Percent { ppm: 100_000 },
                reason: "regulars".to_owned(),
            })
            .await;
        assert_eq!(
            (view.totals.total, view.totals.tax),
            (money(total), money(tax))
        );
        one.pay_rest(order).await;
        is_closed_at(&two, order, 1).await;
        let view = one.order(refund(order, line, 2)).await;
        assert_eq!(given(&view), money(total));
        let taxes = view.order.refunds[0].taxes.iter().map(|row| row.tax);
        assert_eq!(Money::sum(taxes).unwrap(), money(tax));
        let report = one.x_report().await;
        assert_eq!(report.expected_cash, Money::ZERO);
        let taxes = report.taxes.iter().map(|row| row.tax);
        assert_eq!(Money::sum(taxes).unwrap(), Money::ZERO);
        invariants::hold(&site, &[&one, &two]).await;
        end_balanced(&[&one, &two]).await;
        invariants::hold(&site, &[&one, &two]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s23_three_pieces_go_back_one_then_two_and_a_fourth_apart_is_listed() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    let line = one.add(order, "T129", 3).await.order.lines[0].id;
    let view = one.show(order).await;
    pay(&one, order, Tender::Card, 1_000).await;
    one.pay_rest(order).await;
    is_closed_at(&two, order, 1).await;
    one.order(refund(order, line, 1)).await;
    let back = one.order(refund(order, line, 2)).await;
    assert_eq!(given(&back), view.totals.total);
    one.refused(refund(order, line, 1)).await;
    // Two tills that cannot hear each other give the same piece back: both are kept, one is listed.
    let again = one.seat("8").await.order.id;
    let pizza = one.add(again, "T129", 1).await.order.lines[0].id;
    one.pay_rest(again).await;
    is_closed_at(&two, again, 1).await;
    site.kill_hub().await;
    one.order(refund(again, pizza, 1)).await;
    two.order(refund(again, pizza, 1)).await;
    site.start_hub().await;
    until("both tills list it", || async {
        let listed = |view: OrderView| {
            let twice = |flag: &Flag| matches!(flag, Flag::RefundedTwice { units: 1, .. });
            view.flags.iter().any(twice)
        };
        listed(one.show(again).await) && listed(two.show(again).await)
    })
    .await;
    invariants::hold(&site, &[&one, &two]).await;
    end_balanced(&[&one, &two]).await;
    invariants::hold(&site, &[&one, &two]).await;
}

/// The smallest coin is ten: 138 less 55 by card leaves 83, which 80 in cash settle. All of it goes
/// back as it came.
#[tokio::test(flavor = "multi_thread")]
async fn s23_hundred_thirty_eight_paid_fifty_five_by_card_and_eighty_in_coins_go_back_as_they_came()
{
    const ITEMS: &str = "X055,Secondi,main,grill,Piatto,Plate,,55.00,food,,,60,,,,,,,\n\
        X083,Secondi,main,grill,Vassoio,Platter,,83.00,food,,,60,,,,,,,";
    let coins = [("cash_rounding,0.05", "cash_rounding,10.00")];
    let site = with_items(ITEMS, &coins).await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    one.add(order, "X055", 1).await;
    let lines = one.add(order, "X083", 1).await.order.lines;
    assert_eq!(one.show(order).await.totals.total, money(13_800));
    pay(&one, order, Tender::Card, 5_500).await;
    let paid = pay(&one, order, Tender::Cash, 8_000).await;
    assert!(paid.order.closed_at_ms.is_some());
    assert_eq!(one.x_report().await.expected_cash, money(8_000));
    is_closed_at(&two, order, 2).await;
    for (line, tender) in lines.iter().zip([Tender::Card, Tender::Cash]) {
        let (line, quantity) = (line.id, 1);
        let what = back(vec![RefundLine { line, quantity }], tender);
        one.order(Command::Refund { order, what }).await;
    }
    let gone = one.show(order).await.order.refunds;
    let gone = gone
        .iter()
        .map(|one| (one.tender, one.amount.plus(one.rounding).unwrap()));
    let came = [(Tender::Card, money(5_500)), (Tender::Cash, money(8_000))];
    assert_eq!(gone.collect::<Vec<_>>(), came);
    let report = one.x_report().await;
    assert_eq!(report.expected_cash, Money::ZERO);
    assert_eq!(report.rounding, Money::ZERO);
    for row in &report.tenders {
        assert_eq!(row.amount, Money::ZERO, "{:?}", row.tender);
    }
    let Reply::Paper { html } = one
        .ask(Command::ShowRefund {
            order,
            refund: one.show(order).await.order.refunds[1].fact,
        })
        .await
    else {
        panic!("no paper")
    };
    for said in ["-83,00", "-80,00"] {
        assert!(html.contains(said), "the paper does not say {said}");
    }
    invariants::hold(&site, &[&one, &two]).await;
    until("the hub counts both refunds", || async {
        let day = site.get("api/v1/reports/today").await;
        let day: Today = serde_json::from_value(day).unwrap();
        day.rounding.is_zero() && day.today.sales.is_zero() && day.today.orders == 1
    })
    .await;
    end_balanced(&[&one, &two]).await;
    invariants::hold(&site, &[&one, &two]).await;
}
