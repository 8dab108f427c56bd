//! A law over payments and refunds in any order: what goes back in money is at most what was paid with
//! tenders that may go back, and every way that a preview names can be gone.

use proptest::prelude::*;
use shared::{
    api::till::{Command, RefundAsked, SeveralBack},
    ids::OrderId,
    money::Money,
    order::{Order, Tender},
    refund::{RefundKind, RefundLine},
};

use crate::{
    back::{preview, till_of},
    deposits::{ahead, money},
    restaurant::Till,
    tenders::own,
};

#[derive(Clone, Copy, Debug)]
enum Deed {
    Dish(u32),
    Ahead(Tender, i64),
    Pay(Tender, i64),
    PayAll(Tender),
    Settle,
    /// So many units of a line in its place, with a tender that somebody thought of.
    Lines(usize, u32, Tender),
    Surplus(Tender),
    Keep,
    /// As a preview says, of its ways the one in this place.
    Way(usize, u32, usize),
}

fn any_tender() -> impl Strategy<Value = Tender> {
    prop_oneof![
        3 => Just(Tender::Cash),
        2 => Just(Tender::Card),
        3 => Just(own("ticket")),
        2 => Just(own("room")),
        1 => Just(own("bonus")),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let back = prop_oneof![4 => any_tender(), 1 => Just(Tender::GiftCard)];
    prop_oneof![
        2 => (1_u32..4).prop_map(Deed::Dish),
        2 => (any_tender(), 1_i64..1_500).prop_map(|(t, m)| Deed::Ahead(t, m)),
        3 => (any_tender(), 1_i64..1_500).prop_map(|(t, m)| Deed::Pay(t, m)),
        3 => any_tender().prop_map(Deed::PayAll),
        1 => Just(Deed::Settle),
        4 => (0_usize..3, 1_u32..3, back.clone()).prop_map(|(l, n, t)| Deed::Lines(l, n, t)),
        2 => back.prop_map(Deed::Surplus),
        1 => Just(Deed::Keep),
        4 => (0_usize..4, 1_u32..3, 0_usize..5).prop_map(|(l, n, w)| Deed::Way(l, n, w)),
    ]
}

fn wanted(till: &mut Till, order: OrderId, place: usize, quantity: u32) -> Vec<RefundLine> {
    let view = till.show(order);
    let line = view.order.lines.get(place).map(|line| line.id);
    line.map(|line| RefundLine { line, quantity })
        .into_iter()
        .collect()
}

fn act(till: &mut Till, order: OrderId, deed: Deed) {
    let refund = |what| Command::Refund { order, what };
    let reason = || "cold".to_owned();
    // Whatever the till refuses changes nothing, which the sums show as well.
    let _ = match deed {
        Deed::Dish(units) => till.ask(Command::AddLine {
            order,
            line: crate::restaurant::plain("T129", units),
        }),
        Deed::Ahead(tender, minor) => till.ask(ahead(order, tender, minor)),
        Deed::Pay(tender, minor) => till.ask(crate::restaurant::pay(order, tender, minor)),
        Deed::PayAll(tender) => {
            let due = till.show(order).totals.due.minor();
            till.ask(crate::restaurant::pay(order, tender, due))
        }
        Deed::Settle => till.ask(Command::Settle { order }),
        Deed::Lines(place, quantity, tender) => {
            let lines = wanted(till, order, place, quantity);
            till.ask(refund(RefundAsked::Lines {
                lines,
                tender,
                reason: reason(),
            }))
        }
        Deed::Surplus(tender) => till.ask(refund(RefundAsked::Surplus { tender })),
        Deed::Keep => till.ask(refund(RefundAsked::Keep)),
        Deed::Way(place, quantity, way) => return go(till, order, (place, quantity, way)),
    };
}

/// No way that is named is refused.
fn go(till: &mut Till, order: OrderId, (place, quantity, way): (usize, u32, usize)) {
    let lines = wanted(till, order, place, quantity);
    let asked = Command::PreviewRefund {
        order,
        lines: lines.clone(),
    };
    if till.ask(asked).is_err() {
        return;
    }
    let seen = preview(till, order, lines.clone());
    let Some(way) = seen.ways.get(way) else {
        return;
    };
    let amount = if lines.is_empty() {
        till.show(order).totals.overpaid
    } else {
        seen.refund.amount
    };
    assert_eq!(Money::sum(way.by.iter().map(|one| one.amount)), Ok(amount));
    let asked_of = |tender: Tender| seen.only_card.is_some() || tender != Tender::GiftCard;
    if !way.by.iter().all(|one| asked_of(one.tender)) {
        // Onto a card that nobody named.
        return;
    }
    let what = RefundAsked::Several(SeveralBack {
        lines,
        by: way.by.clone(),
        code: None,
        reason: "cold".to_owned(),
    });
    let gone = till.ask(Command::Refund { order, what });
    assert!(gone.is_ok(), "{gone:?}: {seen:?}");
}

fn holds(order: &Order) {
    let stays = [own("ticket"), own("bonus")];
    let sum = |all: &mut dyn Iterator<Item = Money>| Money::sum(all).unwrap().minor();
    let paid = &order.payments;
    let may = paid.iter().filter(|one| !stays.contains(&one.tender));
    let may = sum(&mut may.map(|one| one.amount));
    let all = sum(&mut paid.iter().map(|one| one.amount));
    let back = order.refunds.iter();
    let in_money = back.clone().filter(|one| one.tender != Tender::GiftCard);
    let in_money = sum(&mut in_money.map(|one| one.amount));
    let back = sum(&mut back.map(|one| one.amount));
    assert!(in_money <= may, "{in_money} of {may}: {order:?}");
    assert!(back <= all, "{back} of {all}: {order:?}");
    let by_room = order.refunds.iter().filter(|one| one.tender == own("room"));
    let by_room = by_room.filter(|one| one.of != RefundKind::Kept);
    let room = paid.iter().filter(|one| one.tender == own("room"));
    let room = sum(&mut room.map(|one| one.amount));
    assert!(sum(&mut by_room.map(|one| one.amount)) <= room);
    for one in &order.refunds {
        let lines = sum(&mut one.lines.iter().map(|line| line.amount));
        let is_whole = one.lines.is_empty() || lines == one.amount.minor();
        assert!(is_whole, "{one:?}");
        let taxed = one.taxes.iter().flat_map(|row| [row.net, row.tax]);
        let taxed = sum(&mut taxed.into_iter());
        assert!(
            one.taxes.is_empty() || taxed == one.amount.minor(),
            "{one:?}"
        );
    }
    for line in &order.lines {
        let back = order.refunds.iter().flat_map(|one| &one.lines);
        let units: i64 = back
            .filter(|one| one.line == line.id)
            .map(|one| one.quantity)
            .sum();
        assert!(units <= line.quantity, "{order:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]
    #[test]
    fn what_goes_back_in_money_was_paid_with_tenders_that_may_go_back(
        deeds in proptest::collection::vec(deed(), 1..40)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut till = till_of(folder.path());
        let order = till.seat("7");
        till.add(order, "T129", 2);
        till.add(order, "T165", 1);
        for deed in deeds {
            act(&mut till, order, deed);
            holds(&till.show(order).order);
        }
        let cash = till.engine.shift_report().unwrap().unwrap().expected_cash;
        assert!(cash >= money(0));
    }
}

/// Each case is a check with a disk; more of them by `PROPTEST_CASES`.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(96)
}
