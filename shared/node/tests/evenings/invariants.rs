//! What must be true after every evening, whatever happened in it.

use std::collections::BTreeSet;

use serde_json::Value;
use shared::{
    ids::OrderId,
    journal::{Fact, Record, Tail, verify_run},
    money::Money,
};

use crate::site::{Device, Site, until};

/// All nodes see the same orders with the same money; the hub has every journal whole; each
/// payment exists once; no number was given twice; every database is sound.
pub(crate) async fn hold(site: &Site, tills: &[&Device]) {
    for till in tills {
        until("everything is at the hub", || till.is_settled()).await;
    }
    // Each list holds at least what its own till opened, so equal lists hold everything.
    until("all tills see the same orders", || async {
        let first = orders(tills[0]).await;
        for till in tills {
            if orders(till).await != first {
                return false;
            }
        }
        true
    })
    .await;
    let first = orders(tills[0]).await;
    let numbers: BTreeSet<_> = first.iter().map(|order| order.1.clone()).collect();
    assert_eq!(numbers.len(), first.len(), "a number was given twice");
    let mut paid: Vec<(OrderId, Money)> = Vec::new();
    for till in tills {
        paid.extend(journal_is_whole(site, till).await);
        let sound = till
            .node
            .handle
            .ask(|engine| engine.store().integrity().unwrap())
            .await;
        assert_eq!(sound.unwrap(), "ok");
    }
    // Every payment that an order points at is in a journal exactly once, and the other way round.
    let pointed: Money = Money::sum(first.iter().map(|order| order.2)).unwrap();
    assert_eq!(Money::sum(paid.iter().map(|one| one.1)).unwrap(), pointed);
    hub_has(site, &first).await;
}

/// Id, number, paid and due of each order, open and closed, as a till sees them.
async fn orders(till: &Device) -> Vec<(OrderId, String, Money, Money)> {
    let seen = till.node.handle.ask(|engine| {
        let rows = engine.store().orders(0).unwrap();
        rows.iter()
            .map(|row| {
                let summary: shared::api::till::OrderSummary =
                    serde_json::from_str(&row.summary).unwrap();
                let paid = summary.total.minus(summary.due).unwrap();
                (summary.id, summary.number, paid, summary.due)
            })
            .collect()
    });
    seen.await.unwrap()
}

/// The journal verifies, and the hub holds the very same records. Gives its payments.
async fn journal_is_whole(site: &Site, till: &Device) -> Vec<(OrderId, Money)> {
    let (device, key, records) = till
        .node
        .handle
        .ask(|engine| {
            let identity = engine.identity();
            let records = engine.store().facts_from(1).unwrap();
            (identity.device, identity.key.verifying_key(), records)
        })
        .await
        .unwrap();
    verify_run(Tail::START, &key, &records).unwrap();
    let mut held: Vec<Record> = Vec::new();
    loop {
        let from = held.len() + 1;
        let page = site
            .get(&format!("api/v1/journal/{device}?from={from}&limit=500"))
            .await;
        let page: Vec<Record> = serde_json::from_value(page["records"].clone()).unwrap();
        if page.is_empty() {
            break;
        }
        held.extend(page);
    }
    assert_eq!(held, records, "the hub holds another journal than the till");
    let payments = records
        .iter()
        .filter_map(|record| match record.fact().unwrap() {
            Fact::Payment(payment) => Some((payment.order, payment.amount)),
            _ => None,
        });
    payments.collect()
}

async fn hub_has(site: &Site, expected: &[(OrderId, String, Money, Money)]) {
    let wanted: BTreeSet<String> = expected.iter().map(|order| order.0.to_string()).collect();
    until("the hub shows every order", || async {
        let list = site.get("api/v1/orders?limit=500").await;
        let rows = list.as_array().cloned().unwrap_or_default();
        let id = |row: &Value| row["order"].as_str().unwrap_or_default().to_owned();
        rows.iter().map(id).collect::<BTreeSet<_>>() == wanted
    })
    .await;
}
