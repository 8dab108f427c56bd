//! What the kitchen is told, and never told twice: S14, S15 and S18 of the complaints and row 14 of
//! the adversary's list. What moves between checks is in `checks`.

use shared::{
    api::{
        device::DeviceRole,
        kds::{self, LineView, Recount, TicketView},
        till::{Chosen, Command, LineMore, NewLine},
    },
    ids::{LineId, OrderId},
    kitchen::KitchenRank,
    menu::Service,
    order::TicketKind,
};

use crate::{
    invariants,
    site::{Site, until},
};

fn void(order: OrderId, line: LineId) -> Command {
    Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "changed their mind".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s14_a_line_sent_twice_and_from_two_tills_at_once_is_one_ticket() {
    let mut site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 2).await;
    until("the other till has the check", || two.sees(order, 1)).await;
    // A slow line, a finger that taps twice, and a second waiter.
    site.kill_hub().await;
    assert_eq!(one.send(order).await, 2);
    assert_eq!(one.send(order).await, 0);
    assert_eq!(two.send(order).await, 2);
    site.start_hub().await;
    one.knows_of_sending(order, 2).await;
    let open = cook.shows(1).await;
    assert_eq!(open[0].lines.len(), 1);
    assert_eq!(open[0].lines[0].quantity, 2);
    invariants::hold(&site, &[&one, &two, &cook]).await;
    assert_eq!(cook.rail().await, open, "also when all know of all");
}

#[tokio::test(flavor = "multi_thread")]
async fn s15_a_dish_added_to_a_sent_check_is_a_ticket_of_its_own_that_says_so() {
    let mut site = Site::open().await;
    site.put_printer(&["pizza"]).await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 2).await;
    one.send(order).await;
    two.knows_of_sending(order, 2).await;
    two.add(order, "T130", 1).await;
    two.send(order).await;
    let open = cook.shows(2).await;
    let added = of_kind(&open, TicketKind::AddOn);
    assert_eq!(added.lines.len(), 1);
    assert_eq!(
        (added.lines[0].quantity, added.lines[0].name.as_str()),
        (1, "Marinara")
    );
    assert_eq!(added.service, Service::EatIn);
    let slip = site.slip(&["AGGIUNTA", "1 x Marinara"]).await;
    assert!(slip.contains("Tavolo 7"), "{slip}");
    assert!(!slip.contains("Margherita"), "{slip}");
    invariants::hold(&site, &[&one, &two, &cook]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s15_what_a_waiter_adds_to_a_takeaway_is_an_addition_that_says_takeaway() {
    let mut site = Site::open().await;
    site.put_printer(&["pizza"]).await;
    let (one, mut two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let open = Command::OpenOrder {
        service: Service::Takeaway,
        table: None,
        tab: "Rossi".to_owned(),
        guests: 0,
    };
    let order = one.order(open).await.order.id;
    one.add(order, "T129", 2).await;
    one.send(order).await;
    two.knows_of_sending(order, 2).await;
    // Whoever takes the telephone next is a waiter, with no right beyond taking orders.
    two.sign_in_with("3333").await;
    two.add(order, "T130", 1).await;
    two.send(order).await;
    let open = cook.shows(2).await;
    let added = of_kind(&open, TicketKind::AddOn);
    assert_eq!(added.lines.len(), 1);
    assert_eq!(added.service, Service::Takeaway);
    let slip = site.slip(&["AGGIUNTA", "1 x Marinara"]).await;
    assert!(slip.contains("ASPORTO Rossi"), "{slip}");
    assert!(!slip.contains("Margherita"), "{slip}");
    two.sign_in().await;
    invariants::hold(&site, &[&one, &two, &cook]).await;
}

fn of_kind(open: &[TicketView], kind: TicketKind) -> &TicketView {
    open.iter().find(|one| one.kind == kind).unwrap()
}

/// How many a line says, and what it said before.
fn said(line: &LineView) -> (i64, Option<(i64, i64)>) {
    let recount = line.recount.map(|Recount { old, new }| (old, new));
    (line.quantity, recount)
}

/// A pizza as the guest wants it: the seventh of its extras is one less.
fn without_mozzarella(quantity: u32) -> NewLine {
    NewLine {
        sku: "T129".to_owned(),
        variant: 0,
        quantity,
        modifiers: vec![Chosen {
            group: "pizza_extra".to_owned(),
            option: 6,
            count: 1,
            prefix: None,
            inner: Vec::new(),
        }],
        seat: 0,
        course: None,
        note: String::new(),
        more: LineMore::default(),
    }
}

/// One of two pizzas goes off and two portions of squid come on, in one edit; then the other pizza
/// goes off as well.
#[tokio::test(flavor = "multi_thread")]
async fn s18_a_dish_off_and_two_on_are_a_cancel_as_it_was_ordered_and_a_new_slip_old_and_new_told()
{
    let mut site = Site::open().await;
    site.put_printer(&["pizza", "hot"]).await;
    let till = site.till("one").await;
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = till.seat("7").await.order.id;
    let line = without_mozzarella(2);
    let line = till.order(Command::AddLine { order, line }).await;
    let line = line.order.lines[0].id;
    let note = Command::AddNote {
        order,
        line,
        text: "no onion".to_owned(),
        allergy: false,
    };
    till.order(note).await;
    till.send(order).await;
    let asked = cook.shows(1).await.remove(0);
    assert_eq!(said(&asked.lines[0]), (2, None));

    // The edit: one off, two on at another station and one more at this one.
    till.order(void(order, line)).await;
    till.add(order, "T109", 2).await;
    till.add(order, "T130", 1).await;
    till.send(order).await;
    let open = cook.shows(4).await;
    let cancel = of_kind(&open, TicketKind::Cancel);
    assert_eq!((cancel.station.as_str(), cancel.lines.len()), ("pizza", 1));
    let stop = &cancel.lines[0];
    assert_eq!(said(stop), (1, Some((2, 1))));
    assert_eq!(stop.name, asked.lines[0].name);
    assert_eq!(stop.modifiers, ["Senza mozzarella"]);
    assert_eq!(stop.notes, ["no onion"]);
    let fried = open.iter().find(|one| one.station == "hot").unwrap();
    assert_eq!((fried.kind, fried.lines.len()), (TicketKind::New, 1));
    assert_eq!(said(&fried.lines[0]), (2, None));
    let more = of_kind(&open, TicketKind::AddOn);
    assert_eq!(
        (more.station.as_str(), said(&more.lines[0])),
        ("pizza", (1, None))
    );

    slips_say_the_same(&site).await;

    // The ticket that asked says old and new until a cook has read the cancel, and then new alone.
    let again = |open: Vec<TicketView>| {
        let mut open = open.into_iter();
        open.find(|one| one.ticket == asked.ticket)
            .unwrap()
            .lines
            .remove(0)
    };
    assert_eq!(said(&again(open.clone())), (1, Some((2, 1))));
    let read = |ticket| kds::Command::Bump { order, ticket };
    let open = cook.kitchen(read(cancel.ticket)).await.open;
    let left = again(open);
    assert_eq!((said(&left), left.stopped), ((1, None), false));

    // The last one off: struck, and still old and new until it was read.
    till.order(void(order, line)).await;
    let open = cook.shows(4).await;
    let left = again(open.clone());
    assert_eq!((said(&left), left.stopped), ((0, Some((1, 0))), true));
    let stop = of_kind(&open, TicketKind::Cancel);
    assert_eq!(said(&stop.lines[0]), (1, Some((1, 0))));
    let strike = kds::Command::Strike {
        order,
        key: stop.lines[0].key.clone(),
        done: true,
    };
    let left = again(cook.kitchen(strike).await.open);
    assert_eq!((said(&left), left.stopped), ((0, None), true));
    invariants::hold(&site, &[&till, &cook]).await;
}

/// The cancel as the dish was ordered, and what is new on slips of their own.
async fn slips_say_the_same(site: &Site) {
    let slip = site.slip(&["ANNULLA", "1 x Margherita"]).await;
    for word in ["era 2", "mozzarella", "no onion"] {
        assert!(slip.to_lowercase().contains(word), "no `{word}`: {slip}");
    }
    let slip = site.slip(&["2 x Calamari fritti"]).await;
    assert!(!slip.contains("ANNULLA"), "{slip}");
    site.slip(&["AGGIUNTA", "1 x Marinara"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sync14_a_bump_made_alone_does_not_undo_a_recall() {
    let mut site = Site::open().await;
    let till = site.till("one").await;
    let (hot, pass) = (
        site.device(DeviceRole::Kitchen, "hot").await,
        site.device(DeviceRole::Kitchen, "pass").await,
    );
    let order = till.seat("7").await.order.id;
    till.add(order, "T129", 1).await;
    till.send(order).await;
    let ticket = hot.shows(1).await[0].ticket;
    pass.shows(1).await;
    site.kill_hub().await;
    let (bump, recall) = (
        kds::Command::Bump { order, ticket },
        kds::Command::Recall { order, ticket },
    );
    hot.kitchen(bump.clone()).await;
    pass.kitchen(bump).await;
    pass.kitchen(recall).await;
    site.start_hub().await;
    until("the till and both screens have the dish open", || async {
        let state = till.show(order).await.order.lines[0].kitchen.unwrap();
        let is_open = (state.epoch, state.rank) == (1, KitchenRank::Shown);
        is_open && hot.rail().await.len() == 1 && pass.rail().await.len() == 1
    })
    .await;
    invariants::hold(&site, &[&till, &hot, &pass]).await;
}
