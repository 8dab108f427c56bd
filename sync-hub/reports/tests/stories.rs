//! Stories of the reports module: events in, answers out, over a real database.
#![expect(
    clippy::unwrap_used,
    reason = "a story that cannot go on is a failed test"
)]

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use hub_kernel::{
    DbError, DomainEvent, HandleError, Subscriber, Tx,
    ports::{CataloguePublisher, PublishedCatalogue, StaffBook, StaffEntry},
    testkit::{NOON_MS, TestKernel},
};
use serde_json::{Value, json};
use shared::{
    api::hub::{OpenChecks, Today},
    ids::{SiteId, StaffId, TenantId},
    order::Tender,
    staff::Role,
};
use tokio::sync::watch;
use tower::ServiceExt as _;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A site in Rome where business begins at five.
struct Rome;

impl CataloguePublisher for Rome {
    fn current(
        &self,
        _: &Tx<'_>,
        _: TenantId,
        _: SiteId,
    ) -> Result<Option<PublishedCatalogue>, DbError> {
        let catalogue = json!({
            "version": 1,
            "site": {
                "name": "Trattoria", "address": "", "tax_number": "", "currency": "EUR",
                "language": "it", "second_language": null, "kitchen_language": null,
                "timezone": "Europe/Rome", "business_day_starts_min": 300,
                "prices_include_tax": true, "cash_rounding_minor": 5, "tip_choices": [],
                "auto_lock_min": 5, "receipt_footer": "",
            },
            "more": "that reports do not read",
        });
        Ok(Some(PublishedCatalogue {
            version: 1,
            json: catalogue.to_string().into_bytes(),
        }))
    }

    fn versions(&self, _: TenantId, _: SiteId) -> watch::Receiver<u64> {
        watch::channel(1).1
    }
}

impl StaffBook for Rome {
    fn staff(
        &self,
        _: &Tx<'_>,
        _: TenantId,
        _: SiteId,
        staff_id: StaffId,
    ) -> Result<Option<StaffEntry>, DbError> {
        Ok(
            (staff_id == StaffId::from_bytes([5; 16])).then(|| StaffEntry {
                staff_id,
                name: "Sofia".to_owned(),
                role: Role::Waiter,
            }),
        )
    }
}

struct Hub {
    test: TestKernel,
    router: Router,
    ears: Vec<Arc<dyn Subscriber>>,
}

fn id(byte: u8) -> String {
    StaffId::from_bytes([byte; 16]).to_string()
}

impl Hub {
    fn new() -> Self {
        let mut test = TestKernel::new();
        test.kernel.ports.catalogue = Arc::new(Rome);
        test.kernel.ports.staff = Arc::new(Rome);
        Self::over(test)
    }

    fn over(test: TestKernel) -> Self {
        let module = hub_reports::module(&test.kernel);
        let (router, _) = module.router.split_for_parts();
        Self {
            router,
            ears: module.subscribers,
            test,
        }
    }

    fn event(&self, seq: i64, name: &str, body: Value) -> DomainEvent {
        let ctx = self.test.kernel.hub_ctx();
        DomainEvent {
            seq,
            ..DomainEvent::new(&self.test.kernel.ids, &ctx, name, body)
        }
    }

    async fn hear(&self, event: &DomainEvent) -> Result<(), HandleError> {
        let ears = self.ears.clone();
        let event = event.clone();
        let handle = move |tx: &Tx<'_>| {
            let mut wanting = ears.iter().filter(|ear| ear.wants(&event.name));
            wanting.try_for_each(|ear| ear.handle(tx, &event))
        };
        self.test.kernel.db.write(handle).await
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        let token = format!("Bearer {}", TestKernel::TOKEN);
        let request = Request::get(path).header("authorization", token);
        let request = request.body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn today(&self, query: &str) -> Today {
        let (status, body) = self.get(&format!("/api/v1/reports/today{query}")).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        serde_json::from_value(body).unwrap()
    }

    async fn open(&self) -> OpenChecks {
        let (status, body) = self.get("/api/v1/checks/open").await;
        assert_eq!(status, StatusCode::OK, "{body}");
        serde_json::from_value(body).unwrap()
    }

    /// An evening: two checks today, one a week ago at one o'clock and one that evening.
    fn evening(&self) -> Vec<DomainEvent> {
        vec![
            self.event(1, "order.updated.v1", updated(1, 2_200, 2_200, false)),
            self.event(
                2,
                "order.closed.v1",
                closed(11, 1, NOON_MS - HOUR_MS, 2_200),
            ),
            self.event(
                3,
                "payment.recorded.v1",
                paid(12, 1, NOON_MS - HOUR_MS, "cash", 2_200, 0),
            ),
            self.event(4, "order.updated.v1", updated(1, 2_200, 0, true)),
            self.event(5, "order.closed.v1", closed(13, 2, NOON_MS - 60_000, 4_400)),
            self.event(
                6,
                "payment.recorded.v1",
                paid(14, 2, NOON_MS - 60_000, "card", 4_000, 500),
            ),
            self.event(
                7,
                "payment.recorded.v1",
                paid(15, 2, NOON_MS - 60_000, "cash", 400, 0),
            ),
            self.event(
                8,
                "order.closed.v1",
                closed(16, 3, NOON_MS - 7 * DAY_MS - 1, 1_100),
            ),
            self.event(
                9,
                "order.closed.v1",
                closed(17, 4, NOON_MS - 7 * DAY_MS + HOUR_MS, 3_300),
            ),
            self.event(10, "order.updated.v1", updated(5, 1_000, 1_000, false)),
            self.event(11, "order.updated.v1", updated(5, 2_000, 1_500, false)),
        ]
    }
}

fn updated(order: u8, total: i64, due: i64, closed: bool) -> Value {
    json!({
        "order": id(order), "number": format!("A-00{order}"), "table": "7", "tab": "",
        "guests": 2, "opened_at_ms": NOON_MS - HOUR_MS, "total": total, "due": due,
        "server": id(5), "device": id(8), "closed": closed, "closed_at_ms": null,
    })
}

fn closed(fact: u8, order: u8, at_ms: i64, total: i64) -> Value {
    json!({
        "fact": id(fact), "device": id(8), "number": fact, "at_ms": at_ms,
        "order": id(order), "order_number": "A-001", "shift": id(9), "service": "eat_in",
        "guests": 2, "opened_at_ms": at_ms - HOUR_MS,
        "lines": [
            { "sku": "T125", "name": "Branzino al forno", "category": "Secondi",
              "quantity": total / 2_200, "amount": total / 2_200 * 2_200 },
            { "sku": "T170", "name": "Coperto", "category": "Coperto", "quantity": 2,
              "amount": 0 },
        ],
        "taxes": [{ "rate": 100_000, "net": total / 11 * 10, "tax": total / 11 }],
        "total": total, "tips": 0, "by": id(5),
    })
}

fn paid(fact: u8, order: u8, at_ms: i64, tender: &str, amount: i64, tip: i64) -> Value {
    json!({
        "fact": id(fact), "device": id(8), "number": fact, "at_ms": at_ms,
        "order": id(order), "order_number": "A-001", "shift": id(9), "tender": tender,
        "amount": amount, "tip": tip, "tendered": amount + tip, "change": 0, "by": id(5),
    })
}

#[tokio::test]
async fn today_adds_up_to_the_cent() {
    let hub = Hub::new();
    for event in hub.evening() {
        hub.hear(&event).await.unwrap();
    }
    let seen = hub.today("").await;
    assert_eq!(seen.today.day, "2026-11-21");
    assert_eq!(seen.today.sales.minor(), 6_600);
    assert_eq!((seen.today.orders, seen.today.guests), (2, 4));
    let hours: BTreeMap<_, _> = seen
        .today
        .by_hour
        .iter()
        .filter(|row| row.orders > 0)
        .map(|row| (row.hour, row.sales.minor()))
        .collect();
    assert_eq!(
        hours,
        BTreeMap::from([(12, 6_600)]),
        "local hours, from 11:00 to 11:59 UTC"
    );
    assert_eq!(seen.today.by_hour.len(), 24);
    assert_eq!(seen.today.by_hour.first().unwrap().hour, 5);
    let items: Vec<_> = seen
        .by_item
        .iter()
        .map(|row| (row.sku.as_str(), row.quantity))
        .collect();
    assert_eq!(items, [("T125", 3), ("T170", 4)]);
    let tenders: Vec<_> = seen
        .by_tender
        .iter()
        .map(|row| (row.tender, row.count, row.amount.minor()))
        .collect();
    assert_eq!(
        tenders,
        [(Tender::Cash, 2, 2_600), (Tender::Card, 1, 4_000)]
    );
    let tax = seen.by_tax.first().unwrap();
    assert_eq!((tax.net.minor(), tax.tax.minor()), (6_000, 600));
    assert_eq!(seen.tips.minor(), 500);
    assert_eq!(seen.last_week.day, "2026-11-14");
    assert_eq!(seen.last_week.sales.minor(), 4_400);
    assert_eq!(seen.last_week_sales_so_far.minor(), 1_100);
}

#[tokio::test]
async fn a_replay_in_any_order_changes_nothing() {
    let straight = Hub::new();
    let events = straight.evening();
    for event in &events {
        straight.hear(event).await.unwrap();
    }
    let shuffled = Hub::new();
    for event in events.iter().rev().chain(&events) {
        shuffled.hear(event).await.unwrap();
    }
    assert_eq!(shuffled.today("").await, straight.today("").await);
    assert_eq!(shuffled.open().await, straight.open().await);
}

#[tokio::test]
async fn another_day_can_be_asked_for() {
    let hub = Hub::new();
    for event in hub.evening() {
        hub.hear(&event).await.unwrap();
    }
    let seen = hub.today("?day=2026-11-14").await;
    assert_eq!(seen.today.sales.minor(), 4_400);
    assert_eq!(seen.last_week.sales.minor(), 0);
    for day in ["2026-02-30", "yesterday", ""] {
        let (status, problem) = hub.get(&format!("/api/v1/reports/today?day={day}")).await;
        assert_eq!((status.as_u16(), &problem["place"]), (422, &json!("day")));
    }
}

#[tokio::test]
async fn what_was_sold_offline_belongs_to_the_day_on_which_it_was_sold() {
    let in_time = Hub::new();
    let late = Hub::new();
    let events = late.evening();
    for event in &events {
        in_time.hear(event).await.unwrap();
    }
    // The till was alone all evening: the hub hears of the checks two days later, after what was
    // sold since.
    late.test.clock.set(NOON_MS + 2 * DAY_MS);
    let since = closed(31, 9, NOON_MS + 2 * DAY_MS - HOUR_MS, 2_200);
    let since = late.event(20, "order.closed.v1", since);
    late.hear(&since).await.unwrap();
    for event in &events {
        late.hear(event).await.unwrap();
    }
    let day = "?day=2026-11-21";
    let (was, is) = (in_time.today(day).await, late.today(day).await);
    assert_eq!(is.today, was.today);
    assert_eq!(
        (is.by_item, is.by_tender, is.by_tax),
        (was.by_item, was.by_tender, was.by_tax)
    );
    assert_eq!(late.today("").await.today.sales.minor(), 2_200);
}

#[tokio::test]
async fn before_the_start_of_business_it_is_still_yesterday() {
    let hub = Hub::new();
    hub.test.clock.set(NOON_MS + 15 * HOUR_MS);
    assert_eq!(hub.today("").await.today.day, "2026-11-21");
    hub.test.clock.set(NOON_MS + 16 * HOUR_MS);
    assert_eq!(hub.today("").await.today.day, "2026-11-22");
}

#[tokio::test]
async fn open_checks_show_who_owes_what_for_how_long() {
    let hub = Hub::new();
    for event in hub.evening() {
        hub.hear(&event).await.unwrap();
    }
    let open = hub.open().await;
    let check = open.checks.first().unwrap();
    assert_eq!(open.checks.len(), 1);
    assert_eq!((check.number.as_str(), check.age_ms), ("A-005", HOUR_MS));
    assert_eq!((check.total.minor(), check.due.minor()), (2_000, 1_500));
    assert_eq!(
        (check.server.as_str(), check.device.as_str()),
        ("Sofia", "")
    );
    assert_eq!(open.due.minor(), 1_500);
}

#[tokio::test]
async fn an_event_without_sense_is_refused_by_name_and_leaves_nothing() {
    let hub = Hub::new();
    let mut body = closed(11, 1, NOON_MS, 2_200);
    body.as_object_mut().unwrap().remove("total");
    let error = hub
        .hear(&hub.event(1, "order.closed.v1", body))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "body of order.closed.v1: missing field `total`"
    );
    assert_eq!(hub.today("").await.today.orders, 0);
}

#[tokio::test]
async fn without_a_menu_there_is_no_report() {
    let hub = Hub::over(TestKernel::new());
    for path in ["/api/v1/reports/today", "/api/v1/checks/open"] {
        let (status, problem) = hub.get(path).await;
        assert_eq!(
            (status.as_u16(), &problem["code"]),
            (404, &json!("no-catalogue"))
        );
    }
}
