//! Shifts that end while their till is alone, and checks that outlive them: S9 and S10 of the
//! complaints.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use node::Source;
use shared::{
    api::{
        device::DeviceRole,
        hub::Today,
        kds,
        till::{Command, OrderView, Reply, SplitBy},
    },
    closure::Period,
    ids::OrderId,
    menu::Course,
    money::Money,
    order::Tender,
    price::Takes,
    serving::Portion,
    shift::ShiftReport,
};

use crate::{
    invariants,
    site::{Device, Site, until},
};

const DAY_MS: i64 = 86_400_000;

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// A clock so far behind that of everybody else.
#[derive(Clone)]
pub(crate) struct Behind(Arc<AtomicI64>);

impl Behind {
    pub(crate) fn by(ms: i64) -> Self {
        Self(Arc::new(AtomicI64::new(ms)))
    }

    /// Time passes for this device until it is that of the others.
    pub(crate) fn catch_up(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    pub(crate) fn source(&self) -> Source {
        let (machine, behind) = (Source::of_this_machine(), Arc::clone(&self.0));
        let random = machine.clone();
        Source::new(
            move || machine.now_ms() - behind.load(Ordering::Relaxed),
            move |bytes| {
                for few in bytes.chunks_mut(16) {
                    few.copy_from_slice(&random.bytes::<16>()[..few.len()]);
                }
            },
        )
    }
}

async fn sell(till: &Device, sku: &str, tender: Tender) -> OrderId {
    let order = till.seat("7").await.order.id;
    let due = till.add(order, sku, 1).await.totals.due;
    let paid = Command::Pay {
        order,
        tender,
        tendered: due,
        tip: Money::ZERO,
        part: None,
        seen_due: None,
    };
    till.ask(paid).await;
    order
}

/// What the hub counts on the business day before the one that runs, and on this one.
async fn days_at_hub(site: &Site) -> [Today; 2] {
    let now: Today = serde_json::from_value(site.get("api/v1/reports/today").await).unwrap();
    let today: jiff::civil::Date = now.today.day.parse().unwrap();
    let before = today.yesterday().unwrap();
    let before = site
        .get(&format!("api/v1/reports/today?day={before}"))
        .await;
    [serde_json::from_value(before).unwrap(), now]
}

/// Sales, checks, cash and card of a report of the till.
fn of_till(report: &ShiftReport) -> (i64, u32, i64, i64) {
    let brought = |tender| {
        let rows = report.tenders.iter().filter(|row| row.tender == tender);
        rows.map(|row| row.amount.minor()).sum()
    };
    let (cash, card) = (brought(Tender::Cash), brought(Tender::Card));
    (report.sales.minor(), report.orders, cash, card)
}

/// The same of a day at the hub.
fn of_hub(day: &Today) -> (i64, u32, i64, i64) {
    let brought = |tender| {
        let rows = day.by_tender.iter().filter(|row| row.tender == tender);
        rows.map(|row| row.amount.minor()).sum()
    };
    let (cash, card) = (brought(Tender::Cash), brought(Tender::Card));
    (day.today.sales.minor(), day.today.orders, cash, card)
}

#[tokio::test(flavor = "multi_thread")]
async fn s09_what_was_sold_alone_belongs_to_its_shift_and_its_day_however_late_the_hub_hears_it() {
    let mut site = Site::open().await;
    let clock = Behind::by(DAY_MS);
    let mut till = site.till_at("one", clock.source()).await;
    let other = site.till("two").await;
    site.kill_hub().await;
    let alone = [
        sell(&till, "T129", Tender::Cash).await,
        sell(&till, "T131", Tender::Card).await,
    ];
    // The shift ends while nothing of it has reached anybody, and says what waits.
    let first = till.close_shift().await;
    assert!(till.world().await.orders_waiting >= 2);
    assert_eq!(of_till(&first), (1_800, 2, 800, 1_000));
    // A day later the next one begins, still alone.
    clock.catch_up();
    till.sign_in().await;
    till.ask(Command::OpenShift { float: Money::ZERO }).await;
    till.node
        .handle
        .try_ask(node::Engine::close_days)
        .await
        .unwrap();
    sell(&till, "T130", Tender::Cash).await;
    site.start_hub().await;
    for order in alone {
        until("the other till has the sale", || other.sees(order, 1)).await;
    }
    invariants::hold(&site, &[&till, &other]).await;

    let past = till.past_shifts().await;
    assert_eq!(
        past,
        std::slice::from_ref(&first),
        "the Z report says what it said"
    );
    assert_eq!(of_till(&till.x_report().await), (700, 1, 700, 0));
    until("the hub counts all three", || async {
        let [before, today] = days_at_hub(&site).await;
        before.today.orders + today.today.orders == 3
    })
    .await;
    let [before, today] = days_at_hub(&site).await;
    assert_eq!(
        of_hub(&before),
        of_till(&first),
        "the day on which they were sold"
    );
    assert_eq!(of_hub(&today), (700, 1, 700, 0));
    assert_eq!(before.by_tax, first.taxes);
    // The till's own closure of that day says the same.
    let Reply::Closures(closures) = till.ask(Command::Closures).await else {
        panic!("no closures")
    };
    let day = closures
        .iter()
        .find(|one| one.period == Period::Day)
        .unwrap();
    assert_eq!((day.sums.sold, day.sums.checks), (first.sales, 2));
    // And so does the second shift, when it ends.
    let second = till.close_shift().await;
    assert_eq!(of_till(&second), (700, 1, 700, 0));
    assert_eq!(second.closed.unwrap().z_number, 2);
    invariants::hold(&site, &[&till, &other]).await;
}

/// What a person sees of a check.
async fn whole(till: &Device, orders: &[OrderId]) -> Vec<OrderView> {
    let mut views = Vec::new();
    for order in orders {
        views.push(till.show(*order).await);
    }
    views
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_open_checks_are_untouched_by_the_close_of_a_shift_and_the_next_one_sells_them() {
    let site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let cook = site.device(DeviceRole::Kitchen, "kitchen").await;
    let seven = busy_table(&one, &cook).await;
    let eight = two.seat("8").await.order.id;
    two.add(eight, "T131", 2).await;
    until("all know both", || async {
        one.sees(eight, 1).await && two.show(seven).await.order == one.show(seven).await.order
    })
    .await;
    invariants::hold(&site, &[&one, &two, &cook]).await;
    let orders = [seven, eight];
    let (before, at_other) = (whole(&one, &orders).await, whole(&two, &orders).await);
    let rail = cook.kitchen(kds::Command::View).await;

    let asked = Command::CloseShift {
        counted: money(0),
        carry_over: false,
        pieces: Vec::new(),
    };
    let refused = one.refused(asked).await;
    assert_eq!(refused, shared::api::Problem::OrdersOpen { count: 2 });
    let first = one.close_shift().await;
    invariants::hold(&site, &[&one, &two, &cook]).await;
    assert_eq!(whole(&one, &orders).await, before);
    assert_eq!(whole(&two, &orders).await, at_other);
    assert_eq!(cook.kitchen(kds::Command::View).await, rail);
    assert_eq!((first.sales, first.orders), (Money::ZERO, 0));

    // The next shift sells them, each once, and the part that was paid before stays with the first.
    one.ask(Command::OpenShift { float: Money::ZERO }).await;
    assert_eq!(whole(&one, &orders).await, before);
    let mut total = Money::ZERO;
    for order in orders {
        let paid = one.pay_rest(order).await;
        assert!(paid.order.closed_at_ms.is_some());
        total = total.plus(paid.totals.total).unwrap();
    }
    let second = one.close_shift().await;
    assert_eq!((second.sales, second.orders), (total, 2));
    assert_eq!(of_till(&first).3, 500);
    let (_, _, cash, card) = of_till(&second);
    assert_eq!(money(cash + card + 500), total);
    invariants::hold(&site, &[&one, &two, &cook]).await;
}

/// A check with all that a check can have: dishes bumped, shown, noted, waiting and not sent, one
/// taken off, a discount, a split, a part of the money.
async fn busy_table(till: &Device, cook: &Device) -> OrderId {
    let order = till.seat("7").await.order.id;
    till.add(order, "T129", 3).await;
    till.send(order).await;
    let ticket = cook.shows(1).await[0].ticket;
    cook.kitchen(kds::Command::Bump { order, ticket }).await;
    let line = till.add(order, "T156", 2).await.order.lines[1].id;
    till.send(order).await;
    cook.shows(1).await;
    let void = Command::VoidLine {
        order,
        line,
        quantity: 1,
        reason: "spilt".to_owned(),
        leftover: shared::order::Leftover::Wasted,
    };
    till.order(void).await;
    let dessert = till.add(order, "T109", 1).await.order.lines[2].id;
    let held = Command::Hold {
        order,
        portion: Portion::Line { line: dessert },
        on: true,
    };
    till.order(held).await;
    let note = Command::AddNote {
        order,
        line: dessert,
        text: "nuts".to_owned(),
        allergy: true,
    };
    till.order(note).await;
    let course = Command::SetCourse {
        order,
        line: dessert,
        course: Course::Dessert,
    };
    till.order(course).await;
    let takes = Takes::Amount { amount: money(100) };
    let discount = Command::Discount {
        order,
        line: None,
        takes,
        reason: "late".to_owned(),
    };
    till.order(discount).await;
    let by = SplitBy::Shares { ways: 2 };
    till.order(Command::Split { order, by }).await;
    let part = till.show(order).await.parts[0].totals.id;
    let paid = Command::Pay {
        order,
        tender: Tender::Card,
        tendered: money(500),
        tip: Money::ZERO,
        part: Some(part),
        seen_due: None,
    };
    till.ask(paid).await;
    until("the till knows what was bumped", || async {
        let line = &till.show(order).await.order.lines[0];
        line.kitchen
            .is_some_and(|state| state.rank == shared::kitchen::KitchenRank::Bumped)
    })
    .await;
    order
}
