//! Checks that were sent and move, split, join and come apart: S19 of the complaints and row 15 of
//! the adversary's list.

use std::collections::BTreeMap;

use shared::{
    api::{
        device::DeviceRole,
        kds::TicketView,
        till::{Command, MoveTo, OrderView, SplitBy, UnitsOf},
    },
    ids::{LineId, OrderId},
    money::Money,
};

use crate::{
    invariants,
    site::{Device, Site, until},
};

async fn move_units(
    till: &Device,
    order: OrderId,
    lines: &[(LineId, u32)],
    to: MoveTo,
) -> OrderView {
    let units = lines.iter().map(|(line, units)| UnitsOf {
        line: *line,
        units: *units,
    });
    let lines = units.collect();
    till.order(Command::MoveLines { order, lines, to }).await
}

async fn join(till: &Device, order: OrderId, with: OrderId) -> OrderView {
    till.order(Command::JoinOrders { order, with }).await
}

async fn to_table(till: &Device, order: OrderId, table: &str) -> OrderView {
    let table = table.to_owned();
    till.order(Command::MoveTable { order, table }).await
}

/// What is wanted on a check: units by the name of the dish.
fn wanted(view: &OrderView) -> BTreeMap<&str, i64> {
    let mut wanted = BTreeMap::new();
    for line in view.order.lines.iter().filter(|line| line.quantity > 0) {
        *wanted.entry(line.facts.name.first.as_str()).or_default() += line.quantity;
    }
    wanted
}

/// What tells one ticket from another, whatever table is written on it.
fn asked(open: &[TicketView]) -> Vec<(String, Vec<(String, i64)>)> {
    let dishes = |ticket: &TicketView| {
        let lines = ticket.lines.iter();
        lines
            .map(|line| (line.name.clone(), line.quantity))
            .collect()
    };
    open.iter()
        .map(|ticket| (ticket.ticket.to_string(), dishes(ticket)))
        .collect()
}

/// Waits until the kitchen reads these places on its tickets, the oldest first.
async fn reads(cook: &Device, places: &[&str]) {
    until("the kitchen reads where the dishes go", || async {
        let open = cook.rail().await;
        let at = open
            .iter()
            .map(|one| one.table.as_deref().unwrap_or_default());
        at.eq(places.iter().copied())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s19_moving_splitting_merging_and_unmerging_what_was_sent_make_no_new_ticket() {
    let mut site = Site::open().await;
    site.put_printer(&["pizza"]).await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let seven = one.seat("7").await.order.id;
    one.add(seven, "T129", 2).await;
    let salame = one.add(seven, "T131", 1).await.order.lines[1].id;
    one.send(seven).await;
    let eight = one.seat("8").await.order.id;
    one.add(eight, "T129", 3).await;
    one.send(eight).await;
    let before = asked(&cook.shows(2).await);
    two.knows_of_sending(seven, 3).await;
    two.knows_of_sending(eight, 3).await;

    // The guests go to another table: the ticket says so, and says nothing else.
    to_table(&two, seven, "12").await;
    reads(&cook, &["12", "8"]).await;
    // Splitting, and one check again.
    for by in [SplitBy::Shares { ways: 3 }, SplitBy::Whole] {
        two.order(Command::Split { order: seven, by }).await;
    }
    // Merged with the same dish sent on both: one check of five, and nothing new to send.
    let view = join(&two, seven, eight).await;
    assert_eq!(wanted(&view), [("Diavola", 1), ("Margherita", 5)].into());
    assert_eq!(view.unsent, 0);
    reads(&cook, &["12", "12"]).await;
    // And taken apart again.
    let transfer = view.order.links.joined[0].transfer;
    let view = two
        .order(Command::Unjoin {
            order: seven,
            transfer,
        })
        .await;
    assert_eq!(wanted(&view), [("Diavola", 1), ("Margherita", 2)].into());
    assert_eq!(wanted(&two.show(eight).await), [("Margherita", 3)].into());
    reads(&cook, &["12", "8"]).await;
    // A part of a ticket goes to a new check at another table.
    let new = MoveTo::New {
        table: Some("5".to_owned()),
        tab: String::new(),
    };
    move_units(&two, seven, &[(salame, 1)], new).await;
    until("the kitchen reads what went", || async {
        let open = cook.rail().await;
        open[0]
            .lines
            .iter()
            .any(|line| line.moved == [(1, "5".to_owned())])
    })
    .await;

    assert_eq!(
        asked(&cook.rail().await),
        before,
        "no ticket came, went or asks for something else"
    );
    for order in [seven, eight] {
        assert_eq!(two.send(order).await, 0);
    }
    invariants::hold(&site, &[&one, &two, &cook]).await;
}

/// Whether the dish that goes was sent, and what its new table has: the same dish sent, the same not
/// sent, or another one. Then how many units the next sending carries from the new table.
const SIX: [(bool, Option<bool>, u32); 6] = [
    (true, Some(true), 0),
    (true, Some(false), 3),
    (true, None, 0),
    (false, Some(false), 5),
    (false, Some(true), 2),
    (false, None, 2),
];

#[tokio::test(flavor = "multi_thread")]
async fn s19_six_ways_in_which_a_dish_meets_its_like_and_each_unit_is_told_once() {
    let mut site = Site::open().await;
    site.put_printer(&["pizza"]).await;
    let till = site.till("one").await;
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let (mut units, mut tickets) = (0, 0);
    for (is_sent, same_at_new, unsent) in SIX {
        for merged in [false, true] {
            let case = format!("sent {is_sent}, same dish there {same_at_new:?}, merged {merged}");
            // Two of the dish at 7; at 8 three of the same, or of another one that was sent.
            let from = till.seat("7").await.order.id;
            let line = till.add(from, "T129", 2).await.order.lines[0].id;
            let to = till.seat("8").await.order.id;
            let there = same_at_new.map_or("T131", |_| "T129");
            till.add(to, there, 3).await;
            if is_sent {
                till.send(from).await;
                tickets += 1;
            }
            if same_at_new != Some(false) {
                till.send(to).await;
                tickets += 1;
            }
            let before = asked(&cook.shows(tickets).await);
            if merged {
                join(&till, to, from).await;
            } else {
                let onto = MoveTo::Order { order: to };
                move_units(&till, from, &[(line, 2)], onto).await;
            }
            let view = till.show(to).await;
            assert_eq!(
                view.order.lines.iter().map(|one| one.quantity).sum::<i64>(),
                5,
                "{case}"
            );
            assert_eq!(view.unsent, unsent, "{case}");
            assert_eq!(till.show(from).await.unsent, 0, "{case}");
            // Whatever is new is told once, from where it is now, and nothing is told again.
            assert_eq!(till.send(to).await, unsent, "{case}");
            assert_eq!(till.send(to).await, 0, "{case}");
            if !merged {
                assert_eq!(till.send(from).await, 0, "{case}");
            }
            tickets += usize::from(unsent > 0);
            let after = asked(&cook.shows(tickets).await);
            assert_eq!(after[..before.len()], before, "{case}");
            units += 5;
            let told = after.iter().flat_map(|(_, lines)| lines);
            assert_eq!(told.map(|(_, units)| units).sum::<i64>(), units, "{case}");
        }
    }
    invariants::hold(&site, &[&till, &cook]).await;
}

/// Where a check stands on a till, and what all its guests owe.
async fn stands(till: &Device, orders: &[OrderId]) -> (Vec<Option<String>>, Money) {
    let (mut tables, mut owed) = (Vec::new(), Vec::new());
    for order in orders {
        let view = till.show(*order).await;
        owed.push(view.totals.total);
        // A check that went into another one has no table of its own.
        let is_here = view.order.closed_at_ms.is_none();
        tables.push(view.order.table.filter(|_| is_here));
    }
    (tables, Money::sum(owed).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn sync15_guests_moved_to_two_tables_and_joined_to_one_at_once_stand_alike_everywhere() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let (seven, nine) = (one.seat("7").await.order.id, one.seat("9").await.order.id);
    for (order, sku, units) in [(seven, "T129", 2), (nine, "T131", 1)] {
        one.add(order, sku, units).await;
        one.send(order).await;
        two.knows_of_sending(order, i64::from(units)).await;
    }
    let tickets = asked(&cook.shows(2).await);
    let both = [seven, nine];
    let (_, owed) = stands(&one, &both).await;
    assert_eq!(owed, Money::from_minor(2_600));

    // Apart: one waiter moves the guests of 7 to 5; the other moves them to 9 and joins both checks.
    site.kill_hub().await;
    to_table(&one, seven, "5").await;
    to_table(&two, seven, "9").await;
    join(&two, nine, seven).await;
    site.start_hub().await;
    until("both tills say that two moved them", || async {
        let (one, two) = (one.show(seven).await, two.show(seven).await);
        one.order.contested && one.order == two.order
    })
    .await;
    for till in [&one, &two] {
        let (tables, sum) = stands(till, &both).await;
        assert_eq!(tables, [None, Some("9".to_owned())], "7 is a part of 9 now");
        assert_eq!(sum, owed, "the bill is what it was");
        let crossed = till.show(seven).await.order.links.crossed;
        assert_eq!(
            crossed.len(),
            2,
            "the banner names both tables: {crossed:?}"
        );
    }
    reads(&cook, &["9", "9"]).await;
    assert_eq!(asked(&cook.rail().await), tickets);
    invariants::hold(&site, &[&one, &two, &cook]).await;
    assert_eq!(two.pay_rest(nine).await.totals.total, owed);
    invariants::hold(&site, &[&one, &two, &cook]).await;
}

/// The two ways in which checks meet at once: each is joined into the other; one is joined to two.
#[tokio::test(flavor = "multi_thread")]
async fn sync15_checks_joined_at_once_on_two_sides_owe_together_what_they_owed_before() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let mut seated = Vec::new();
    for (table, sku, units) in [
        ("5", "T129", 2),
        ("6", "T131", 1),
        ("7", "T130", 3),
        ("8", "T129", 1),
        ("9", "T131", 2),
    ] {
        let order = one.seat(table).await.order.id;
        one.add(order, sku, units).await;
        one.send(order).await;
        two.knows_of_sending(order, i64::from(units)).await;
        seated.push(order);
    }
    let [five, six, seven, eight, nine] = seated[..] else {
        unreachable!()
    };
    let tickets = asked(&cook.shows(5).await);
    let owed = stands(&one, &seated).await.1;
    site.kill_hub().await;
    join(&one, five, six).await;
    join(&two, six, five).await;
    join(&one, seven, eight).await;
    join(&two, nine, eight).await;
    site.start_hub().await;
    until("both tills see the same", || async {
        let mut same = true;
        for order in [five, six, seven, eight, nine] {
            same &= one.show(order).await.order == two.show(order).await.order;
        }
        same
    })
    .await;
    invariants::hold(&site, &[&one, &two, &cook]).await;
    for till in [&one, &two] {
        let (tables, sum) = stands(till, &seated).await;
        assert_eq!(sum, owed);
        let open = tables.iter().flatten().count();
        assert_eq!(
            open, 3,
            "one of 5 and 6; 7 and 9, one of which has what 8 had"
        );
    }
    assert_eq!(asked(&cook.rail().await), tickets);
    // Each check that is left is paid, and together they bring what all owed.
    let mut paid = Vec::new();
    for order in seated {
        if two.show(order).await.order.closed_at_ms.is_none() {
            paid.push(two.pay_rest(order).await.totals.total);
        }
    }
    assert_eq!(Money::sum(paid).unwrap(), owed);
    invariants::hold(&site, &[&one, &two, &cook]).await;
}
