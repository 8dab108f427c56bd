//! Money that two nodes and a paper must agree on: S12, S22 and S23 of the complaints.

use shared::{
    api::till::{Command, OrderView, RefundAsked, Reply, SplitBy},
    flags::Flag,
    ids::{LineId, OrderId},
    money::Money,
    order::Tender,
    price::Takes,
    refund::RefundLine,
    split,
};

use crate::{
    invariants,
    site::{Device, Site, until},
};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

async fn show(till: &Device, order: OrderId) -> OrderView {
    till.order(Command::ShowOrder { order }).await
}

async fn pay(till: &Device, order: OrderId, tender: Tender, minor: i64) -> OrderView {
    let paid = Command::Pay {
        order,
        tender,
        tendered: money(minor),
        tip: Money::ZERO,
        part: None,
    };
    match till.ask(paid).await {
        Reply::Paid { order, .. } => *order,
        other => panic!("not paid but {other:?}"),
    }
}

fn refund(order: OrderId, line: LineId, quantity: u32) -> Command {
    let what = RefundAsked::Lines {
        lines: vec![RefundLine { line, quantity }],
        tender: Tender::Cash,
        reason: "cold".to_owned(),
    };
    Command::Refund { order, what }
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_what_was_paid_alone_by_cash_and_card_is_what_everybody_reads_afterwards() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    site.kill_hub().await;
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 2).await;
    one.add(order, "T165", 1).await;
    pay(&one, order, Tender::Card, 1_000).await;
    let printed = pay(&one, order, Tender::Cash, 2_000).await;
    assert!(printed.order.closed_at_ms.is_some());
    let Reply::Paper { html } = one.ask(Command::ShowReceipt { order }).await else {
        panic!("no receipt")
    };
    site.start_hub().await;
    until("the other till has the check", || two.sees(order, 2)).await;
    invariants::hold(&site, &[&one, &two]).await;
    let seen = show(&two, order).await;
    assert_eq!(seen.totals, printed.totals);
    assert_eq!(seen.order.payments, printed.order.payments);
    for row in &seen.totals.taxes {
        let minor = row.tax.minor();
        let said = format!("{},{:02}", minor / 100, minor % 100);
        assert!(html.contains(&said), "the receipt does not say {said}");
    }
    let list = site.get("api/v1/orders?limit=500").await;
    assert_eq!(list[0]["total"], printed.totals.total.minor());
    assert_eq!(list[0]["due"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn s22_a_check_shared_by_three_by_four_and_by_seven_is_paid_to_the_cent_of_its_taxes() {
    let site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    for (ways, sku, quantity) in [(3, "T130", 1), (4, "T156", 1), (7, "T165", 1)] {
        let order = one.seat("7").await.order.id;
        one.add(order, sku, quantity).await;
        let by = SplitBy::Shares { ways };
        let Reply::Parts(previewed) = one
            .ask(Command::PreviewSplit {
                order,
                by: by.clone(),
            })
            .await
        else {
            panic!("no parts")
        };
        let view = one.order(Command::Split { order, by }).await;
        let amounts = |parts: &[shared::split::PartTotals]| -> Vec<Money> {
            parts.iter().map(|part| part.amount).collect()
        };
        let parts = split::parts_of(&view.order, &view.totals).unwrap();
        assert_eq!(
            amounts(&previewed),
            amounts(&parts),
            "what was shown is what is done"
        );
        assert!(parts.iter().all(|part| part.amount >= Money::ZERO));
        assert_eq!(Money::sum(amounts(&parts)).unwrap(), view.totals.total);
        let taxes = parts.iter().flat_map(|part| &part.taxes).map(|row| row.tax);
        assert_eq!(Money::sum(taxes).unwrap(), view.totals.tax);
        for part in &parts {
            let paid = Command::Pay {
                order,
                tender: Tender::Card,
                tendered: part.due,
                tip: Money::ZERO,
                part: Some(part.id),
            };
            one.ask(paid).await;
        }
        assert!(
            show(&one, order).await.order.closed_at_ms.is_some(),
            "{ways}"
        );
        // The whole receipt, printed again, says the taxes that the parts said together.
        one.ask(Command::Reprint { order }).await;
        assert_eq!(show(&one, order).await.totals.taxes, view.totals.taxes);
    }
    invariants::hold(&site, &[&one, &two]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s23_what_is_refunded_is_what_was_paid_and_the_shift_ends_balanced() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    let line = one.add(order, "T129", 3).await.order.lines[0].id;
    let view = one
        .order(Command::Discount {
            order,
            line: None,
            takes: Takes::Percent { ppm: 100_000 },
            reason: "regulars".to_owned(),
        })
        .await;
    let total = view.totals.total;
    assert_eq!(total, money(2_160));
    pay(&one, order, Tender::Card, 1_000).await;
    one.pay_rest(order).await;
    until("the other till has the check", || async {
        two.sees(order, 1).await && show(&two, order).await.order.closed_at_ms.is_some()
    })
    .await;
    // One piece, then two, and never a fourth.
    one.order(refund(order, line, 1)).await;
    one.order(refund(order, line, 2)).await;
    let back = show(&one, order).await.order.refunds;
    assert_eq!(
        Money::sum(back.iter().map(|one| one.amount)).unwrap(),
        total
    );
    one.refused(refund(order, line, 1)).await;
    // Two tills that cannot hear each other give the same piece back: both are kept, one is listed.
    let again = one.seat("8").await.order.id;
    let beer = one.add(again, "T129", 1).await.order.lines[0].id;
    one.pay_rest(again).await;
    until("the other till has the check", || async {
        two.sees(again, 1).await && show(&two, again).await.order.closed_at_ms.is_some()
    })
    .await;
    site.kill_hub().await;
    one.order(refund(again, beer, 1)).await;
    two.order(refund(again, beer, 1)).await;
    site.start_hub().await;
    until("both tills list it", || async {
        let listed = |view: OrderView| {
            let twice = |flag: &Flag| matches!(flag, Flag::RefundedTwice { units: 1, .. });
            view.flags.iter().any(twice)
        };
        listed(show(&one, again).await) && listed(show(&two, again).await)
    })
    .await;
    invariants::hold(&site, &[&one, &two]).await;
    for till in [&one, &two] {
        let report = till
            .node
            .handle
            .try_ask(|engine| engine.shift_report())
            .await;
        let counted = report.unwrap().unwrap().expected_cash;
        let close = Command::CloseShift {
            counted: counted.at_least_zero(),
            carry_over: false,
            pieces: Vec::new(),
        };
        let Reply::Shift(z_report) = till.ask(close).await else {
            panic!("no report")
        };
        let difference = counted.at_least_zero().minus(counted).unwrap();
        assert_eq!(z_report.closed.unwrap().difference, difference);
    }
}
