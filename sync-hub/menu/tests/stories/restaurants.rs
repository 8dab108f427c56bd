//! The three restaurants of the project come in whole.

use axum::http::StatusCode;
use hub_kernel::ports::CataloguePublisher as _;
use serde_json::json;
use shared::{
    api::hub::{ImportKind, ImportReport, SiteFacts},
    menu::{Catalogue, Course, Printer, Service, TableShape},
    staff::Role,
};

use crate::{Files, Hub, folder};

/// Items, variants, groups, options, tables, people.
fn counts(catalogue: &Catalogue) -> [usize; 6] {
    [
        catalogue.items.len(),
        catalogue.items.iter().map(|item| item.variants.len()).sum(),
        catalogue.groups.len(),
        catalogue
            .groups
            .iter()
            .map(|group| group.options.len())
            .sum(),
        catalogue.rooms.iter().map(|room| room.tables.len()).sum(),
        catalogue.staff.len(),
    ]
}

/// The price of a variant in minor units.
fn price(catalogue: &Catalogue, sku: &str, variant: &str) -> i64 {
    let item = catalogue.item(sku).unwrap();
    let variant = item.variants.iter().find(|known| known.name == variant);
    variant.unwrap().price.minor()
}

fn default_printer(catalogue: &Catalogue, profile: &str) -> Printer {
    Printer {
        name: "Printer".to_owned(),
        address: "127.0.0.1:9100".to_owned(),
        profile: profile.to_owned(),
        stations: catalogue.stations.clone(),
        receipts: true,
    }
}

#[tokio::test]
async fn the_trattoria_comes_in_whole() {
    let hub = Hub::with("trattoria").await;
    let menu = hub.catalogue().await;
    assert_eq!(menu.version, 1);
    assert_eq!(counts(&menu), [73, 80, 8, 31, 23, 5]);
    assert_eq!(menu.stations, ["cold", "hot", "grill", "pizza", "bar"]);
    assert_eq!(menu.categories.len(), 9);
    assert_eq!(menu.categories[7], "Vini e bar");
    assert_eq!(price(&menu, "T129", ""), 800);
    assert_eq!(price(&menu, "T160", "bottiglia"), 2_800);
    assert_eq!(price(&menu, "T165", "0,4 l"), 550);
    let half = menu.group("pasta").unwrap();
    assert_eq!(half.options[3].price.minor(), -400);
    let kind = |sku: &str| menu.item(sku).unwrap().sale.clone();
    assert!(kind("T140").halves.is_some() && kind("T171").weighed.is_some());
    assert!(kind("T172").open.is_some() && !kind("T173").combo.is_empty());
    let cover = menu.item("T170").unwrap();
    assert_eq!(
        (cover.station.as_deref(), cover.course),
        (None, Course::None)
    );
    let (water, place) = menu.by_barcode("8001620000028").unwrap();
    assert_eq!((water.sku.as_str(), place), ("T152", 1));
    assert_eq!(menu.tax("alcohol").unwrap().eat_in[0].ppm(), 220_000);
    assert_eq!(menu.table("3").unwrap().shape, TableShape::Round);
    assert_eq!(menu.site.price_rules().cash_step_minor, 5);
    assert_eq!(menu.site.prices.charge, None);
    assert_eq!(menu.site.business_day_starts_min, 300);
    assert_eq!(menu.site.second_language.as_deref(), Some("en"));
    assert_eq!(menu.staff[0].role, Role::Manager);
    assert_eq!(menu.printers, [default_printer(&menu, "epson-80")]);
}

#[tokio::test]
async fn the_diner_comes_in_whole() {
    let hub = Hub::with("diner").await;
    let menu = hub.catalogue().await;
    assert!(menu.site.drawer.is_blind);
    let max = menu.site.drawer.difference_max;
    assert_eq!(max.map(shared::money::Money::minor), Some(500));
    assert_eq!(counts(&menu), [46, 49, 17, 67, 22, 5]);
    assert_eq!(menu.stations, ["griddle", "fryer", "cold", "counter"]);
    assert_eq!(price(&menu, "D209", ""), 1_495);
    assert_eq!(price(&menu, "D236", "Pitcher"), 1_900);
    let alcohol = menu.tax("alcohol").unwrap().rates(Service::EatIn);
    let rates: Vec<_> = alcohol.iter().map(|rate| rate.ppm()).collect();
    assert_eq!(rates, [88_750, 5_000]);
    let card = menu.item("D246").unwrap();
    assert!(card.sale.gift_card && card.station.is_none());
    let limits = card.sale.open.unwrap();
    assert_eq!(limits.min.map(shared::money::Money::minor), Some(1_000));
    let alone = menu.site.prices.card_alone_max(menu.site.currency);
    assert_eq!(alone.minor(), 7_500);
    assert!(!menu.site.prices_include_tax);
    assert_eq!(menu.site.tip_choices, [15, 18, 20, 25]);
    let charge = menu.site.prices.charge.unwrap();
    assert_eq!((charge.rate_ppm, charge.from_guests), (180_000, 8));
    let bar = &menu.site.prices.happy_hours[0];
    assert_eq!((bar.category.as_str(), bar.off_ppm), ("Bar", 200_000));
    assert_eq!((bar.from_min, bar.to_min), (960, 1_080));
    let sides = menu.group("two_sides").unwrap();
    assert_eq!((sides.min, sides.max), (2, 2));
    let facts: SiteFacts = hub.get("/api/v1/site").await;
    assert_eq!(
        facts.settings["happy_hour"],
        "Bar 20% off 16:00-18:00 Mon-Fri"
    );
    assert_eq!((facts.items, facts.tables, facts.staff), (46, 22, 5));
}

#[tokio::test]
async fn the_yatai_comes_in_whole() {
    let hub = Hub::with("yatai").await;
    let menu = hub.catalogue().await;
    assert_eq!(counts(&menu), [22, 22, 5, 14, 11, 3]);
    assert_eq!(menu.stations, ["noodles", "hot", "cold", "grill", "bar"]);
    assert_eq!(price(&menu, "Y304", ""), 980);
    assert_eq!(menu.item("Y308").unwrap().name.first, "餃子 6個");
    let food = menu.tax("food").unwrap();
    assert_eq!(food.rates(Service::EatIn)[0].percent(), "10");
    assert_eq!(food.rates(Service::Takeaway)[0].percent(), "8");
    let alcohol = menu.tax("alcohol").unwrap();
    assert_eq!(alcohol.rates(Service::Takeaway)[0].percent(), "10");
    assert_eq!(menu.site.cash_rounding_minor, 0);
    assert_eq!(menu.printers, [default_printer(&menu, "epson-80-jp")]);
}

#[tokio::test]
async fn a_spreadsheet_writes_the_same_restaurant_in_its_own_way() {
    let plain = Hub::with("trattoria").await;
    let files = folder("trattoria").into_iter().map(|(name, text)| {
        let text = format!("\u{feff}{}\r\n\r\n", text.replace('\n', "\r\n"));
        (format!("Trattoria/{name}"), text)
    });
    let mut files: Files = files.collect();
    files.insert("Trattoria/.DS_Store".to_owned(), "\0".to_owned());
    let hub = Hub::new().await;
    let (_, report) = hub.import(&files, false).await;
    assert_eq!(report["errors"], json!([]));
    assert_eq!(hub.catalogue().await.items, plain.catalogue().await.items);
}

#[tokio::test]
async fn a_dry_run_tells_everything_and_writes_nothing() {
    let hub = Hub::new().await;
    let (_, report) = hub.import(&folder("yatai"), true).await;
    let report: ImportReport = serde_json::from_value(report).unwrap();
    let added = |kind| {
        report
            .diff
            .added
            .iter()
            .filter(|row| row.kind == kind)
            .count()
    };
    assert_eq!(added(ImportKind::Item), 22);
    assert_eq!(added(ImportKind::Table), 11);
    assert_eq!(added(ImportKind::Printer), 1);
    assert_eq!((report.dry_run, report.published), (true, None));
    assert_eq!(
        report.notes,
        ["recipes.csv: 7 rows are kept; stock is not counted yet"]
    );
    let (status, problem) = hub.call("GET", "/api/v1/menu", None).await;
    assert_eq!(
        (status.as_u16(), &problem["code"]),
        (404, &json!("no-catalogue"))
    );
    assert!(hub.events().await.is_empty());
}

#[tokio::test]
async fn importing_the_same_again_publishes_nothing() {
    let hub = Hub::with("diner").await;
    let before = hub.catalogue().await;
    let (_, report) = hub.import(&folder("diner"), false).await;
    let report: ImportReport = serde_json::from_value(report).unwrap();
    assert!(report.diff.is_empty(), "{:?}", report.diff);
    assert_eq!(report.published, None);
    assert_eq!(hub.catalogue().await, before);
    assert_eq!(hub.events().await.len(), 1);
}

#[tokio::test]
async fn a_hub_that_starts_again_knows_its_newest_version() {
    let hub = Hub::with("yatai").await;
    let home = hub.test.kernel.home;
    assert_eq!(*hub.book.versions(home.tenant_id, home.site_id).borrow(), 1);
    let again = hub_menu::MenuBook::open(&hub.test.kernel.db).await.unwrap();
    assert_eq!(*again.versions(home.tenant_id, home.site_id).borrow(), 1);
}

#[tokio::test]
async fn every_route_is_described_with_an_example() {
    let hub = Hub::new().await;
    let document = serde_json::to_value(&hub.openapi).unwrap();
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        [
            "/api/v1/import",
            "/api/v1/menu",
            "/api/v1/menu/arrivals",
            "/api/v1/menu/items/{sku}/availability",
            "/api/v1/menu/items/{sku}/price",
            "/api/v1/printers",
            "/api/v1/site",
            "/api/v1/staff",
            "/api/v1/staff/{id}",
        ]
    );
    let price = &document["components"]["schemas"]["SetPrice"];
    assert_eq!(price["properties"]["price_minor"]["type"], "integer");
    assert_eq!(price["required"], json!(["price_minor", "variant"]));
}

#[tokio::test]
async fn a_restaurant_that_brings_orders_has_rates_and_a_fee_for_it() {
    let mut files = folder("trattoria");
    let rows = "\ntax.food.delivery,4\ndelivery_fee,3.50\ndelivery_fee_tax,food\n";
    files.get_mut("site.csv").unwrap().push_str(rows);
    let hub = Hub::new().await;
    let mut wrong = files.clone();
    crate::change(&mut wrong, "site.csv", "fee_tax,food", "fee_tax,fod");
    let (status, report) = hub.import(&wrong, false).await;
    assert_ne!(status, StatusCode::OK);
    assert!(
        report.to_string().contains("there is no `tax.fod`"),
        "{report}"
    );
    let (status, report) = hub.import(&files, false).await;
    assert_eq!(status, StatusCode::OK, "{report}");
    let menu = hub.catalogue().await;
    let food = menu.tax("food").unwrap();
    assert_eq!(food.rates(Service::Delivery)[0].percent(), "4");
    assert_eq!(food.rates(Service::Takeaway)[0].percent(), "10");
    let fee = menu.site.prices.delivery.clone().unwrap();
    assert_eq!((fee.amount.minor(), fee.tax.name.as_str()), (350, "food"));
    assert_eq!(menu.site.price_rules().delivery, Some(fee));
}
