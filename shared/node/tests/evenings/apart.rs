//! Tills that cannot hear each other, and what becomes of it: S4 to S7 of the complaints and rows
//! 1 to 3 and 16 of the adversary's list; row 15 is in `checks`.

use std::collections::BTreeSet;

use shared::{
    api::{
        Problem,
        device::DeviceRole,
        till::{Change, Command, DepositAsked, PartAsked, SplitBy},
    },
    flags::Flag,
    ids::OrderId,
    money::Money,
    order::{Tender, TicketKind},
    split::{LineWeights, Weight},
};

use crate::{
    invariants,
    site::{Device, Site, until},
};

async fn show(till: &Device, order: OrderId) -> shared::api::till::OrderView {
    till.order(Command::ShowOrder { order }).await
}

async fn have(tills: &[&Device], order: OrderId, lines: usize) {
    for till in tills {
        until("the till has the check", || till.sees(order, lines)).await;
    }
}

fn all_in(order: OrderId, tender: Tender, minor: i64) -> Command {
    Command::Pay {
        order,
        tender,
        tendered: Money::from_minor(minor),
        tip: Money::ZERO,
        part: None,
        seen_due: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s04_an_order_made_alone_and_one_made_together_are_both_there_with_their_own_numbers() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    // As many orders on each, so that a number without the device's letters would be the same.
    let together = two.seat("8").await.order;
    two.add(together.id, "T129", 1).await;
    two.send(together.id).await;
    site.kill_hub().await;
    let alone = one.seat("7").await.order;
    one.add(alone.id, "T130", 1).await;
    one.send(alone.id).await;
    assert_ne!(alone.number, together.number);
    let count = |number: &str| number.split('-').nth(1).unwrap().to_owned();
    assert_eq!(count(&alone.number), count(&together.number));
    site.start_hub().await;
    have(&[&one, &two], alone.id, 1).await;
    have(&[&one, &two], together.id, 1).await;
    let mut numbers: Vec<_> = cook
        .shows(2)
        .await
        .into_iter()
        .map(|one| one.number)
        .collect();
    numbers.sort();
    assert_eq!(
        numbers,
        [alone.number, together.number],
        "the cook has both"
    );
    invariants::hold(&site, &[&one, &two, &cook]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s05_a_split_that_somebody_only_looked_at_is_seen_by_nobody() {
    let site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 3).await;
    let line = one.add(order, "T156", 1).await.order.lines[1].id;
    have(&[&one, &two], order, 2).await;
    until("nobody has anything to tell", || async {
        invariants::to_tell(&one).await == 0
    })
    .await;
    let before = show(&two, order).await.order;
    let mut heard = two.node.handle.feed().listen();
    // Items go from one guest to the other, and then somebody presses Back.
    for part in [0, 1] {
        let to = vec![Weight { part, shares: 1 }];
        let by = SplitBy::Hand {
            parts: vec![PartAsked::default(); 2],
            lines: vec![LineWeights { line, to }],
            rest: vec![Weight { part: 0, shares: 1 }],
        };
        one.ask(Command::PreviewSplit { order, by }).await;
    }
    let by = SplitBy::Shares { ways: 3 };
    one.ask(Command::PreviewSplit { order, by }).await;
    assert_eq!(invariants::to_tell(&one).await, 0);
    // Whatever would come of it comes before what was written after it.
    let later = one.seat("8").await.order.id;
    have(&[&one, &two], later, 0).await;
    assert_eq!(show(&two, order).await.order, before);
    // All that the other till's screen was told in the meantime, from the first moment on.
    let mut floors = 0;
    while let Ok(notice) = heard.try_recv() {
        match serde_json::from_str(&notice.text).unwrap() {
            Change::Order(view) => assert_eq!(view.order.id, later, "{}", notice.text),
            Change::Floor(floor) => {
                let tables = floor.rooms.iter().flat_map(|room| &room.tables);
                let seated = tables.flat_map(|table| &table.orders).chain(&floor.loose);
                let seated: BTreeSet<_> = seated.map(|one| one.id).collect();
                assert!(
                    seated.is_subset(&BTreeSet::from([order, later])),
                    "{seated:?}"
                );
                floors += 1;
            }
            _ => {}
        }
    }
    assert!(floors > 0, "the screen hears of the next table");
    invariants::hold(&site, &[&one, &two]).await;
    assert_eq!(invariants::count(&two).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn s07_a_table_opened_on_two_tills_at_once_is_one_check_with_its_guests_once() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    site.kill_hub().await;
    let first = one.seat("7").await.order.id;
    one.add(first, "T129", 1).await;
    let second = two.seat("7").await.order.id;
    two.add(second, "T156", 2).await;
    site.start_hub().await;
    let joined = |till: &Device| {
        let handle = till.node.handle.clone();
        async move {
            let floor = handle.ask(|engine| engine.floor()).await.unwrap();
            let tables = floor.rooms.iter().flat_map(|room| &room.tables);
            let seated = tables.filter(|table| table.name == "7");
            let mut orders = seated.flat_map(|table| table.orders.clone());
            let order = orders.next();
            order.filter(|_| orders.next().is_none())
        }
    };
    for till in [&one, &two] {
        have(&[till], second, 1).await;
        until("one check stands at the table", || async {
            joined(till).await.is_some()
        })
        .await;
        let order = joined(till).await.unwrap();
        assert_eq!(
            (order.id, order.guests),
            (first, 2),
            "the earlier one, two guests"
        );
        have(&[till], first, 2).await;
        let lines = show(till, first).await.order.lines;
        assert_eq!(lines.iter().map(|line| line.quantity).sum::<i64>(), 3);
    }
    invariants::hold(&site, &[&one, &two]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sync01_lines_added_apart_to_the_same_order_are_all_there_once() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    have(&[&one, &two], order, 0).await;
    site.kill_hub().await;
    for sku in ["T129", "T130", "T156"] {
        one.add(order, sku, 1).await;
        two.add(order, sku, 2).await;
    }
    site.start_hub().await;
    have(&[&one, &two], order, 6).await;
    for till in [&one, &two] {
        let seen = show(till, order).await.order;
        let mut lines: Vec<_> = seen
            .lines
            .iter()
            .map(|line| (line.facts.sku.as_str(), line.quantity))
            .collect();
        lines.sort_unstable();
        let all = [
            ("T129", 1),
            ("T129", 2),
            ("T130", 1),
            ("T130", 2),
            ("T156", 1),
            ("T156", 2),
        ];
        assert_eq!(lines, all, "each line once");
        assert!(!seen.contested, "lines that meet are no conflict");
    }
    invariants::hold(&site, &[&one, &two]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sync02_an_allergy_written_while_the_line_was_voided_is_still_read_in_the_kitchen() {
    let mut site = Site::open().await;
    site.put_printer(&["pizza"]).await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = one.seat("7").await.order.id;
    let line = one.add(order, "T129", 2).await.order.lines[0].id;
    one.send(order).await;
    two.knows_of_sending(order, 2).await;
    cook.shows(1).await;
    site.kill_hub().await;
    one.order(Command::VoidLine {
        order,
        line,
        quantity: 2,
        reason: "burnt".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    })
    .await;
    two.order(Command::AddNote {
        order,
        line,
        text: "nuts".to_owned(),
        allergy: true,
    })
    .await;
    assert_eq!(two.send(order).await, 1);
    // The paper of the change is out before anybody knows of the void.
    let slip = site.slip(&["nuts", "Margherita"]).await;
    site.start_hub().await;
    until("both tills know of both", || async {
        let (one, two) = (show(&one, order).await.order, show(&two, order).await.order);
        one == two && one.lines[0].voids.len() == 1 && one.lines[0].notes.len() == 1
    })
    .await;
    let seen = show(&one, order).await.order;
    assert_eq!(
        (seen.lines[0].quantity, seen.lines[0].voids[0].quantity),
        (0, 2)
    );
    assert!(seen.lines[0].notes[0].sent && seen.lines[0].notes[0].allergy);
    // Every ticket of the line says the allergy, and that nobody wants the dish any more.
    let open = cook.shows(3).await;
    let kinds: Vec<_> = open.iter().map(|ticket| ticket.kind).collect();
    for kind in [TicketKind::New, TicketKind::Cancel, TicketKind::Change] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    for ticket in &open {
        let line = &ticket.lines[0];
        assert_eq!(line.allergies, ["nuts"], "{:?}", ticket.kind);
        assert_eq!(line.stopped, ticket.kind != TicketKind::Cancel);
    }
    assert!(slip.to_lowercase().contains("nuts"));
    invariants::hold(&site, &[&one, &two, &cook]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sync03_a_check_paid_whole_on_two_tills_is_listed_as_paid_too_much() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 1).await;
    have(&[&one, &two], order, 1).await;
    site.kill_hub().await;
    one.pay_rest(order).await;
    two.ask(all_in(order, Tender::Card, 800)).await;
    site.start_hub().await;
    let amount = Money::from_minor(800);
    for till in [&one, &two] {
        until("what was paid too much is listed", || async {
            let flags = show(till, order).await.flags;
            let is_twice = |flag: &Flag| matches!(flag, Flag::ClosedTwice { .. });
            flags.contains(&Flag::Overpaid { amount }) && flags.iter().any(is_twice)
        })
        .await;
        let view = show(till, order).await;
        let over = |flag: &&Flag| matches!(flag, Flag::Overpaid { .. });
        assert_eq!(
            view.flags.iter().filter(over).count(),
            1,
            "one thing to settle"
        );
        assert_eq!(view.order.payments.len(), 2);
        assert!(view.order.refunds.is_empty(), "nobody gave anything back");
    }
    let (cash, card) = (one.x_report().await, two.x_report().await);
    assert_eq!(
        (cash.expected_cash, card.expected_cash),
        (amount, Money::ZERO)
    );
    assert_eq!(card.tenders[0].amount, amount);
    invariants::hold(&site, &[&one, &two]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sync16_a_check_that_was_paid_before_is_not_closed_while_two_ways_stand_against_each_other()
{
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 3).await;
    one.ask(Command::TakeDeposit(DepositAsked {
        order,
        tender: Tender::Card,
        tendered: Money::from_minor(2_400),
    }))
    .await;
    until("the other till knows that nothing is owed", || async {
        two.sees(order, 1).await && show(&two, order).await.totals.due.is_zero()
    })
    .await;
    site.kill_hub().await;
    for (till, ways) in [(&one, 2), (&two, 3)] {
        let by = SplitBy::Shares { ways };
        till.order(Command::Split { order, by }).await;
    }
    site.start_hub().await;
    until("both tills see both plans", || async {
        let (one, two) = (show(&one, order).await, show(&two, order).await);
        one.order.is_split_contested() && one.order == two.order
    })
    .await;
    for till in [&one, &two] {
        let refused = till.refused(Command::Settle { order }).await;
        assert_eq!(refused, Problem::SplitContested);
        assert_eq!(show(till, order).await.order.closed_at_ms, None);
    }
    let plan = show(&one, order).await.order.split.unwrap().plan;
    one.order(Command::ConfirmSplit { order, plan }).await;
    let view = one.order(Command::Settle { order }).await;
    assert!(view.order.closed_at_ms.is_some());
    invariants::hold(&site, &[&one, &two]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sync16_a_check_split_two_ways_apart_is_paid_only_when_one_way_is_confirmed() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 3).await;
    have(&[&one, &two], order, 1).await;
    site.kill_hub().await;
    let shares = |ways| Command::Split {
        order,
        by: SplitBy::Shares { ways },
    };
    one.order(shares(2)).await;
    two.order(shares(7)).await;
    site.start_hub().await;
    until("both tills see both plans", || async {
        let (one, two) = (show(&one, order).await, show(&two, order).await);
        one.order.is_split_contested() && one.order == two.order
    })
    .await;
    let refused = two.refused(all_in(order, Tender::Card, 2_400)).await;
    assert_eq!(refused, Problem::SplitContested);
    let rivals = show(&two, order).await.order.split.unwrap().rivals;
    let seven = rivals.iter().find(|rival| rival.parts == 7).unwrap().plan;
    let view = two
        .order(Command::ConfirmSplit { order, plan: seven })
        .await;
    let parts: Vec<_> = view.parts.iter().map(|part| part.totals.amount).collect();
    assert_eq!(parts.len(), 7);
    assert_eq!(view.totals.total, Money::from_minor(2_400));
    assert_eq!(Money::sum(parts).unwrap(), view.totals.total);
    assert!(two.pay_rest(order).await.order.closed_at_ms.is_some());
    invariants::hold(&site, &[&one, &two]).await;
}
