//! What the manager changes on the dashboard reaches every till.

use reqwest::Method;
use serde_json::json;
use shared::{api::till::Command, money::Money};

use crate::{
    invariants,
    site::{Site, until},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_price_and_a_sold_out_dish_reach_every_till_and_change_no_old_check() {
    let site = Site::open().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 1).await;
    let price = json!({ "variant": "", "price_minor": 900 });
    site.ask(Method::PUT, "api/v1/menu/items/T129/price", &price)
        .await;
    let gone = json!({ "sold_out": true, "left": null });
    site.ask(Method::PUT, "api/v1/menu/items/T147/availability", &gone)
        .await;
    for till in [&one, &two] {
        until("the till has the new catalogue", || async {
            let menu = till
                .node
                .handle
                .ask(|engine| engine.catalogue())
                .await
                .unwrap()
                .unwrap();
            menu.item("T129").unwrap().variants[0].price == Money::from_minor(900)
                && menu.item("T147").unwrap().sold_out
        })
        .await;
    }
    let old = one.order(Command::ShowOrder { order }).await;
    assert_eq!(old.totals.total, Money::from_minor(800));
    let new = two.seat("8").await.order.id;
    assert_eq!(
        two.add(new, "T129", 1).await.totals.total,
        Money::from_minor(900)
    );
    invariants::hold(&site, &[&one, &two]).await;
}
