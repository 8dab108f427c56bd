//! What comes out at the kitchen's printer when it is asked twice: S14 of the complaints.

use shared::{
    api::{device::DeviceRole, till::Command},
    flags::Flag,
    ids::OrderId,
};

use crate::{
    invariants,
    site::{Device, Site, until},
};

/// A restaurant whose pizza station has a printer, two tills, a screen, and a check on both tills.
async fn two_tills() -> (Site, Device, Device, Device, OrderId) {
    let mut site = Site::open().await;
    site.put_printer(&["pizza"]).await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 2).await;
    until("the other till has the check", || two.sees(order, 1)).await;
    (site, one, two, cook, order)
}

/// Papers that wait at a till.
async fn waiting(till: &Device) -> usize {
    let jobs = till.node.handle.try_ask(|engine| engine.jobs_at("Pass"));
    jobs.await.unwrap().len()
}

/// Slips that came out, when nothing waits any more.
async fn slips(site: &Site, tills: [&Device; 2]) -> Vec<String> {
    until("nothing waits at the printer", || async {
        waiting(tills[0]).await + waiting(tills[1]).await == 0
    })
    .await;
    let (paper, _) = site.paper.as_ref().unwrap();
    let papers = paper.snapshot().papers.into_iter();
    papers.map(|one| one.text).collect()
}

async fn flags(till: &Device, order: OrderId) -> Vec<Flag> {
    till.show(order).await.flags
}

fn refuse(site: &Site, refuse: bool) {
    let (paper, _) = site.paper.as_ref().unwrap();
    paper.set_faults(|faults| faults.refuse = refuse);
}

#[tokio::test(flavor = "multi_thread")]
async fn s14_a_double_tap_a_retry_and_a_second_till_are_one_slip_and_one_card() {
    let (site, one, two, cook, order) = two_tills().await;
    let send = || Command::Send { order };
    // The answer is lost on the way, the face asks again, and a finger taps twice.
    let first = one.ask_as("tap", send()).await;
    assert_eq!(one.ask_as("tap", send()).await, first);
    assert_eq!(one.send(order).await, 0);
    two.knows_of_sending(order, 2).await;
    assert_eq!(two.send(order).await, 0);
    cook.shows(1).await;
    let out = slips(&site, [&one, &two]).await;
    assert_eq!(out.len(), 1, "{out:?}");
    assert!(out[0].contains("2 x Margherita"), "{out:?}");

    // Two waiters in the same moment: whoever is told of the other in time prints nothing.
    one.add(order, "T130", 1).await;
    until("the other till has the dish", || two.sees(order, 2)).await;
    tokio::join!(one.send(order), two.send(order));
    one.knows_of_sending(order, 3).await;
    two.knows_of_sending(order, 3).await;
    let open = cook.shows(2).await;
    assert_eq!(
        open.iter().map(|ticket| ticket.lines.len()).sum::<usize>(),
        2
    );
    invariants::hold(&site, &[&one, &two, &cook]).await;
    let out = slips(&site, [&one, &two]).await;
    let told = flags(&one, order).await;
    assert_eq!(told.is_empty(), out.len() == 2, "{told:?} {out:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn s14_what_two_tills_send_apart_is_one_slip_while_one_can_be_held_back_and_said_otherwise() {
    let (mut site, one, two, cook, order) = two_tills().await;
    // Apart, and the printer is out of order.
    refuse(&site, true);
    site.kill_hub().await;
    assert_eq!(one.send(order).await, 2);
    assert_eq!(two.send(order).await, 2);
    assert_eq!((waiting(&one).await, waiting(&two).await), (1, 1));
    site.start_hub().await;
    until("one slip is left", || async {
        waiting(&one).await + waiting(&two).await == 1
    })
    .await;
    refuse(&site, false);
    let out = slips(&site, [&one, &two]).await;
    assert_eq!(out.len(), 1, "{out:?}");
    assert!(!out[0].contains("FORSE DOPPIA"), "{out:?}");
    cook.shows(1).await;
    invariants::hold(&site, &[&one, &two, &cook]).await;
    assert_eq!(
        (flags(&one, order).await, flags(&two, order).await),
        (vec![], vec![])
    );

    // Apart, and both print.
    one.add(order, "T130", 1).await;
    until("the other till has the dish", || two.sees(order, 2)).await;
    site.kill_hub().await;
    assert_eq!(one.send(order).await, 1);
    assert_eq!(two.send(order).await, 1);
    let out = slips(&site, [&one, &two]).await;
    assert_eq!(out.len(), 3, "{out:?}");
    site.start_hub().await;
    let is_told = |told: &[Flag]| {
        let twice = |flag: &Flag| matches!(flag, Flag::SentTwice { name, units: 1, .. } if name == "Marinara");
        told.len() == 1 && told.iter().any(twice)
    };
    until("both tills say it", || async {
        is_told(&flags(&one, order).await) && is_told(&flags(&two, order).await)
    })
    .await;
    assert_eq!(cook.shows(2).await.len(), 2);
    invariants::hold(&site, &[&one, &two, &cook]).await;
}
