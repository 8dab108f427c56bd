//! Stories of the kitchen module: events in, an answer out, over a real database.
#![expect(
    clippy::unwrap_used,
    reason = "a story that cannot go on is a failed test"
)]

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use hub_kernel::{
    DbError, DomainEvent, HandleError, Subscriber, Tx,
    ports::{CataloguePublisher, PublishedCatalogue},
    testkit::{NOON_MS, TestKernel},
};
use serde_json::{Value, json};
use shared::{
    api::hub::KitchenLateness,
    ids::{SiteId, TenantId, TicketId},
};
use tokio::sync::watch;
use tower::ServiceExt as _;

const MINUTE_MS: i64 = 60_000;

/// A site in Tokyo where business begins at five; noon in UTC is nine in the evening there.
struct Tokyo;

impl CataloguePublisher for Tokyo {
    fn current(
        &self,
        _: &Tx<'_>,
        _: TenantId,
        _: SiteId,
    ) -> Result<Option<PublishedCatalogue>, DbError> {
        let catalogue = json!({
            "site": {
                "name": "屋台", "address": "", "tax_number": "", "currency": "JPY",
                "language": "ja", "second_language": null, "kitchen_language": null,
                "timezone": "Asia/Tokyo", "business_day_starts_min": 300,
                "prices_include_tax": true, "cash_rounding_minor": 0, "tip_choices": [],
                "auto_lock_min": 5, "receipt_footer": "",
            },
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

struct Hub {
    test: TestKernel,
    router: Router,
    ears: Vec<Arc<dyn Subscriber>>,
}

impl Hub {
    fn new() -> Self {
        let mut test = TestKernel::new();
        test.kernel.ports.catalogue = Arc::new(Tokyo);
        Self::over(test)
    }

    fn over(test: TestKernel) -> Self {
        let module = hub_kds::module(&test.kernel);
        let (router, _) = module.router.split_for_parts();
        Self {
            router,
            ears: module.subscribers,
            test,
        }
    }

    async fn hear(&self, seq: i64, body: Value) -> Result<(), HandleError> {
        let ears = self.ears.clone();
        let ctx = self.test.kernel.hub_ctx();
        let event = DomainEvent {
            seq,
            ..DomainEvent::new(&self.test.kernel.ids, &ctx, "kitchen.ticket.v1", body)
        };
        let handle = move |tx: &Tx<'_>| {
            let mut wanting = ears.iter().filter(|ear| ear.wants(&event.name));
            wanting.try_for_each(|ear| ear.handle(tx, &event))
        };
        self.test.kernel.db.write(handle).await
    }

    async fn get(&self) -> (StatusCode, Value) {
        let token = format!("Bearer {}", TestKernel::TOKEN);
        let request = Request::get("/api/v1/kitchen").header("authorization", token);
        let request = request.body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn kitchen(&self) -> KitchenLateness {
        let (status, body) = self.get().await;
        assert_eq!(status, StatusCode::OK, "{body}");
        serde_json::from_value(body).unwrap()
    }
}

fn ticket(byte: u8, station: &str, sent_min_ago: i64) -> Value {
    let id = TicketId::from_bytes([byte; 16]).to_string();
    json!({
        "order": id, "ticket": id, "station": station, "kind": "new",
        "number": format!("A-00{byte}"), "table": "T1",
        "sent_at_ms": NOON_MS - sent_min_ago * MINUTE_MS, "prep_seconds": 420,
    })
}

fn with(mut ticket: Value, field: &str, value: Value) -> Value {
    ticket
        .as_object_mut()
        .unwrap()
        .insert(field.to_owned(), value);
    ticket
}

#[tokio::test]
async fn a_ticket_is_late_after_its_slowest_dish() {
    let hub = Hub::new();
    hub.hear(1, ticket(1, "noodles", 7)).await.unwrap();
    let kitchen = hub.kitchen().await;
    assert_eq!(
        (kitchen.open, kitchen.late),
        (1, 0),
        "seven minutes are not over seven"
    );
    hub.test.clock.advance(1);
    let kitchen = hub.kitchen().await;
    assert_eq!((kitchen.open, kitchen.late), (1, 1));
    assert_eq!(kitchen.tickets.first().unwrap().age_ms, 7 * MINUTE_MS + 1);
}

#[tokio::test]
async fn done_cancelled_and_yesterdays_tickets_are_not_late() {
    let hub = Hub::new();
    let done = with(ticket(1, "noodles", 30), "done_at_ms", json!(NOON_MS));
    hub.hear(1, done).await.unwrap();
    hub.hear(2, with(ticket(2, "hot", 30), "kind", json!("cancel")))
        .await
        .unwrap();
    hub.hear(3, ticket(3, "hot", 17 * 60)).await.unwrap();
    let kitchen = hub.kitchen().await;
    assert_eq!((kitchen.open, kitchen.late), (2, 0));
}

#[tokio::test]
async fn each_station_has_its_own_average() {
    let hub = Hub::new();
    let after = |byte, station, minutes: i64| {
        let done_at_ms = NOON_MS - (60 - minutes) * MINUTE_MS;
        let done = with(ticket(byte, station, 60), "done_at_ms", json!(done_at_ms));
        with(done, "bumped_at_ms", json!(NOON_MS))
    };
    for (seq, body) in [
        after(1, "noodles", 4),
        after(2, "noodles", 9),
        after(3, "bar", 1),
    ]
    .into_iter()
    .enumerate()
    {
        hub.hear(i64::try_from(seq).unwrap() + 1, body)
            .await
            .unwrap();
    }
    hub.hear(9, ticket(4, "noodles", 8)).await.unwrap();
    let kitchen = hub.kitchen().await;
    let rows: Vec<_> = kitchen
        .stations
        .iter()
        .map(|row| {
            (
                row.station.as_str(),
                row.open,
                row.late,
                row.finished,
                row.average_s,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [("bar", 0, 0, 1, Some(60)), ("noodles", 1, 1, 2, Some(390))]
    );
}

#[tokio::test]
async fn a_replay_leaves_the_last_word() {
    let hub = Hub::new();
    let bumped = with(ticket(1, "noodles", 9), "bumped_at_ms", json!(NOON_MS));
    for (seq, body) in [
        (1, ticket(1, "noodles", 9)),
        (2, bumped.clone()),
        (1, ticket(1, "noodles", 9)),
    ] {
        hub.hear(seq, body).await.unwrap();
    }
    assert_eq!(hub.kitchen().await.open, 0);
}

#[tokio::test]
async fn a_ticket_of_an_unknown_kind_is_refused_by_name() {
    let hub = Hub::new();
    let strange = with(ticket(1, "noodles", 9), "kind", json!("fry"));
    let error = hub.hear(1, strange).await.unwrap_err().to_string();
    assert!(
        error.starts_with("body of kitchen.ticket.v1: unknown variant `fry`"),
        "{error}"
    );
    assert_eq!(hub.kitchen().await.open, 0);
}

#[tokio::test]
async fn without_a_menu_there_is_no_answer() {
    let (status, problem) = Hub::over(TestKernel::new()).get().await;
    assert_eq!(
        (status.as_u16(), &problem["code"]),
        (404, &json!("no-catalogue"))
    );
}
