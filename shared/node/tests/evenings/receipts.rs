//! What a receipt says in print, the other till and the hub say too: S12 of the complaints.

use std::time::Duration;

use printers_testkit::Handle;
use shared::{
    api::{
        hub::Today,
        till::{Command, OrderView, Reply},
    },
    ids::OrderId,
    money::Money,
    order::Tender,
    price::TaxRow,
};

use crate::{
    invariants,
    site::{Device, Site, until},
};

const PATIENCE: Duration = Duration::from_secs(30);

/// A receipt as it lies on the counter.
struct Printed(String);

impl Printed {
    async fn at(paper: &Handle) -> Self {
        let seen = paper.wait_for(|seen| !seen.papers.is_empty(), PATIENCE);
        let seen = seen.await.unwrap();
        assert_eq!(seen.papers.len(), 1);
        Self(seen.papers[0].text.clone())
    }

    /// The amounts of the one line that begins with this word.
    fn row(&self, word: &str) -> Vec<i64> {
        let lines = self.0.lines().map(str::trim_start);
        let rows: Vec<&str> = lines.filter(|line| line.starts_with(word)).collect();
        assert_eq!(rows.len(), 1, "{word}: {rows:?} in {}", self.0);
        rows[0].split_whitespace().filter_map(amount).collect()
    }

    fn one(&self, word: &str) -> i64 {
        let amounts = self.row(word);
        assert_eq!(amounts.len(), 1, "{word}: {amounts:?} in {}", self.0);
        amounts[0]
    }

    /// Net and tax of each rate, in the order of the table; its marks are left out.
    fn taxes(&self) -> Vec<(String, i64, i64)> {
        let lines = self.0.lines().map(str::trim_start);
        let rows = lines.filter_map(|line| {
            let (_, row) = line.split_once("IVA ")?;
            let (rate, row) = row.split_once('%')?;
            let amounts: Vec<i64> = row.split_whitespace().filter_map(amount).collect();
            let [net, tax] = amounts[..] else { return None };
            Some((rate.trim().to_owned(), net, tax))
        });
        rows.collect()
    }
}

/// `1.234,50` as minor units; none where it is no amount.
fn amount(word: &str) -> Option<i64> {
    let (whole, cents) = word.rsplit_once(',')?;
    let digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    let whole = whole.replace('.', "");
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(whole) => (-1, whole.to_owned()),
        None => (1, whole),
    };
    let is_one = cents.len() == 2 && digits(cents) && !whole.is_empty() && digits(&whole);
    is_one.then(|| sign * format!("{whole}{cents}").parse::<i64>().unwrap())
}

/// Taxes as the receipt would say them.
fn said(rows: &[TaxRow]) -> Vec<(String, i64, i64)> {
    let row = |row: &TaxRow| (row.rate.percent(), row.net.minor(), row.tax.minor());
    rows.iter().map(row).collect()
}

async fn pay(till: &Device, order: OrderId, tender: Tender, tendered: i64, tip: i64) -> OrderView {
    let paid = Command::Pay {
        order,
        tender,
        tendered: Money::from_minor(tendered),
        tip: Money::from_minor(tip),
        part: None,
        seen_due: None,
    };
    match till.ask(paid).await {
        Reply::Paid { order, .. } => *order,
        other => panic!("not paid but {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_totals_taxes_and_tenders_of_a_printed_receipt_are_those_of_all_to_the_cent() {
    let charged = [("site.csv", "service_charge,0", "service_charge,12.5%")];
    let mut site = Site::open_as(&charged).await;
    let paper = site.put_receipt_printer().await;
    let (one, two) = (site.till("one").await, site.till("two").await);
    // Alone: two rates, a service charge, card and cash, a tip, a smallest coin and change.
    site.kill_hub().await;
    let order = one.seat("7").await.order.id;
    one.add(order, "T129", 2).await;
    one.add(order, "T165", 1).await;
    pay(&one, order, Tender::Card, 1_000, 150).await;
    let paid = pay(&one, order, Tender::Cash, 2_000, 0).await;
    assert!(paid.order.closed_at_ms.is_some());
    let printed = Printed::at(&paper).await;
    site.start_hub().await;
    until("the other till has the check", || two.sees(order, 2)).await;
    invariants::hold(&site, &[&one, &two]).await;

    // The paper is whole in itself.
    let taxes = printed.taxes();
    assert_eq!(taxes.len(), 2, "{}", printed.0);
    let total = printed.one("TOTALE");
    assert_eq!(
        taxes.iter().map(|(_, net, tax)| net + tax).sum::<i64>(),
        total
    );
    let (card, cash, change) = (
        printed.one("Carta"),
        printed.one("Contanti"),
        printed.one("Resto"),
    );
    let (tip, rounding) = (printed.one("Mancia"), printed.one("Arrotondamento"));
    assert_eq!(
        card + cash - change,
        total + rounding + tip,
        "{}",
        printed.0
    );
    assert!(tip > 0 && rounding != 0 && change > 0, "{}", printed.0);

    // The other till.
    let seen = two.show(order).await;
    assert_eq!(seen.totals, paid.totals);
    assert_eq!(seen.order.payments, paid.order.payments);
    assert_eq!(said(&seen.totals.taxes), taxes);
    assert_eq!(seen.totals.total.minor(), total);
    let given = |tender: Tender| {
        let all = seen.order.payments.iter();
        let all = all.filter(move |one| one.tender == tender);
        all.map(|one| one.tendered.minor()).sum::<i64>()
    };
    let given = (given(Tender::Card), given(Tender::Cash));
    assert_eq!(given, (card - tip, cash));
    assert_eq!(seen.order.payments[1].change.minor(), change);

    // The hub.
    let list = site.get("api/v1/orders?limit=500").await;
    assert_eq!(
        (&list[0]["total"], &list[0]["due"]),
        (&total.into(), &0.into())
    );
    until("the hub has counted it", || async {
        today(&site).await.today.orders == 1
    })
    .await;
    let day = today(&site).await;
    assert_eq!(day.today.sales.minor(), total);
    assert_eq!(said(&day.by_tax), taxes);
    assert_eq!((day.tips.minor(), day.rounding.minor()), (tip, rounding));
    let of = |tender: Tender| {
        let row = day.by_tender.iter().find(|row| row.tender == tender);
        row.map(|row| (row.amount.minor(), row.tips.minor()))
    };
    assert_eq!(of(Tender::Card), Some((card - tip, tip)));
    assert_eq!(of(Tender::Cash), Some((cash - change - rounding, 0)));
    assert_eq!(day.by_tender.len(), 2);
}

async fn today(site: &Site) -> Today {
    serde_json::from_value(site.get("api/v1/reports/today").await).unwrap()
}
