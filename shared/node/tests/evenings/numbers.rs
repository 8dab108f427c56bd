//! Numbers that people read, given by several devices that cannot ask each other.

use crate::{invariants, site::Site};

#[tokio::test(flavor = "multi_thread")]
async fn s13_five_tills_three_of_them_alone_give_no_number_twice() {
    const ORDERS_EACH: usize = 100;
    let mut site = Site::open().await;
    let mut tills = Vec::new();
    for name in ["one", "two", "three", "four", "five"] {
        tills.push(site.till(name).await);
    }
    for till in &tills[..2] {
        sell(till, ORDERS_EACH).await;
    }
    site.kill_hub().await;
    for till in &tills[2..] {
        sell(till, ORDERS_EACH).await;
    }
    site.start_hub().await;
    let tills: Vec<_> = tills.iter().collect();
    invariants::hold(&site, &tills).await;
    assert_eq!(invariants::count(tills[0]).await, 5 * ORDERS_EACH);
}

async fn sell(till: &crate::site::Device, orders: usize) {
    for _ in 0..orders {
        let order = till.seat("7").await.order.id;
        till.add(order, "T156", 1).await;
        till.pay_rest(order).await;
    }
}
