//! Journals: what is believed, and what is not.

use shared::{
    ids::{FactId, OrderId},
    journal::{Hash, Record, Tail},
};
use sync_protocol::{Item, WhyRefused};

use super::{
    device::Device,
    hub::Hub,
    meals::{closed, payment},
};

const ORDER: OrderId = OrderId::from_bytes([1; 16]);
const FACTS: &str = "SELECT COUNT(*) FROM orders_fact";
const ASIDE: &str = "SELECT why FROM orders_quarantine ORDER BY why";

async fn refusals(device: &Device) -> Vec<WhyRefused> {
    device.until_acked().await;
    device
        .disk()
        .refused
        .iter()
        .map(|refusal| refusal.why)
        .collect()
}

fn record(device: &Device, tail: Tail, id: u8) -> Record {
    let disk = device.disk();
    let id = FactId::from_bytes([id; 16]);
    Record::next(tail, disk.id, &disk.key, 1, id, &payment(ORDER)).unwrap()
}

#[tokio::test]
async fn a_journal_is_kept_whole_and_can_be_read_and_verified() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    for at_ms in 1..=3 {
        till.say(at_ms, &payment(ORDER));
    }
    assert_eq!(refusals(&till).await, []);
    let (_, page) = hub
        .get(&format!("/api/v1/journal/{}?from=2", till.id()))
        .await;
    let records: Vec<Record> = serde_json::from_value(page["records"].clone()).unwrap();
    assert_eq!(
        records
            .iter()
            .map(|record| record.number)
            .collect::<Vec<_>>(),
        [2, 3]
    );
    let (_, page) = hub.get(&format!("/api/v1/journal/{}", till.id())).await;
    let all: Vec<Record> = serde_json::from_value(page["records"].clone()).unwrap();
    let key = till.disk().key.verifying_key();
    assert_eq!(
        shared::journal::verify_run(Tail::START, &key, &all),
        Ok(till.disk().tail)
    );
}

#[tokio::test]
async fn a_forged_fact_is_refused_and_put_aside() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let mut forged = record(&till, Tail::START, 1);
    forged.body = forged.body.replace("950", "9");
    till.make(Item::Fact(forged));
    assert_eq!(refusals(&till).await, [WhyRefused::Forged]);
    assert_eq!(hub.count(FACTS).await, 0);
    assert_eq!(hub.texts(ASIDE).await, ["forged"]);
}

#[tokio::test]
async fn a_fact_of_somebody_else_needs_their_signature() {
    let hub = Hub::start().await;
    let (till, other) = (hub.device(1), hub.device(2));
    let _a = till.connect(&hub).await;
    let honest = record(&other, Tail::START, 1);
    let mut forged = record(&till, honest.tail(), 2);
    forged.device = other.id();
    let stranger = record(&Device::new(7), Tail::START, 3);
    for record in [honest, forged, stranger] {
        till.make(Item::Fact(record));
    }
    assert_eq!(
        refusals(&till).await,
        [WhyRefused::Forged, WhyRefused::Stranger]
    );
    assert_eq!(
        hub.count(FACTS).await,
        1,
        "what a device holds of another is taken"
    );
}

#[tokio::test]
async fn a_gap_and_a_fork_are_refused_and_what_was_there_stays() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let first = record(&till, Tail::START, 1);
    let second = record(&till, first.tail(), 2);
    let third = record(&till, second.tail(), 3);
    let other_first = record(&till, Tail::START, 4);
    let on_nothing = record(
        &till,
        Tail {
            number: 1,
            hash: Hash([9; 32]),
        },
        5,
    );
    for record in [first.clone(), third, other_first, on_nothing, second, first] {
        till.make(Item::Fact(record));
    }
    let wanted = [WhyRefused::Gap, WhyRefused::Fork, WhyRefused::Fork];
    assert_eq!(refusals(&till).await, wanted);
    assert_eq!(
        hub.count(FACTS).await,
        2,
        "and the same record again is no fork"
    );
    assert_eq!(hub.texts(ASIDE).await, ["fork", "fork", "gap"]);
}

#[tokio::test]
async fn a_record_id_cannot_be_used_twice() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let _a = till.connect(&hub).await;
    let first = record(&till, Tail::START, 1);
    let second = record(&till, first.tail(), 1);
    till.make(Item::Fact(first));
    till.make(Item::Fact(second));
    assert_eq!(refusals(&till).await, [WhyRefused::Fork]);
}

#[tokio::test]
async fn payments_and_settled_checks_are_told_once() {
    let hub = Hub::start().await;
    let till = hub.device(1);
    let plug = till.connect(&hub).await;
    let paid = till.say(1, &payment(ORDER));
    till.say(2, &closed(ORDER));
    till.until_acked().await;
    drop(plug);
    till.disk().acked = 0;
    let _a = till.connect(&hub).await;
    till.until_acked().await;
    hub.until_projected().await;
    let names = hub
        .texts("SELECT name FROM events_outbox ORDER BY seq")
        .await;
    assert_eq!(names, ["payment.recorded.v1", "order.closed.v1"]);
    let bodies = hub
        .texts("SELECT body FROM events_outbox ORDER BY seq")
        .await;
    let body: serde_json::Value = serde_json::from_str(&bodies[0]).unwrap();
    assert_eq!(body["fact"], paid.id.to_string());
    assert_eq!((&body["amount"], &body["tip"]), (&950.into(), &50.into()));
    assert_eq!(body["order"], ORDER.to_string());
}
