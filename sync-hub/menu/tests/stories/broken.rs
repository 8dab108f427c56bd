//! A broken folder: every error is told with its place, and nothing changes.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::api::hub::{ImportRefused, ImportReport};

use crate::{Files, Hub, change, folder};

fn places(errors: &[shared::api::hub::ImportError]) -> Vec<String> {
    let place = |error: &shared::api::hub::ImportError| {
        format!(
            "{}:{} {}: {}",
            error.file, error.line, error.field, error.why
        )
    };
    errors.iter().map(place).collect()
}

fn broken_trattoria() -> Files {
    let mut files = folder("trattoria");
    let items = "items.csv";
    change(
        &mut files,
        items,
        "T101,Antipasti,starter",
        "T101,Antipasti,dinner",
    );
    change(
        &mut files,
        items,
        ",9.00,food,milk,",
        ",\"9,00\",food,milk,",
    );
    change(&mut files, items, ",11.00,food,", ",-11.00,food,");
    change(&mut files, items, "fish|eggs,,240", "fish|egg,,240");
    change(&mut files, items, ",14.00,food,", ",14.00,fod,");
    change(&mut files, items, "T107,Antipasti", "T106,Antipasti");
    change(
        &mut files,
        items,
        ",6.00,food,mustard,dressing,",
        ",6.00,food,mustard,dresing,",
    );
    change(&mut files, items, "8001620000028", "8001620000011");
    change(&mut files, items, "T168,Vini e bar", "T101,Vini e bar");
    let groups = "modifiers.csv";
    change(
        &mut files,
        groups,
        "doneness,1,1,Ben cotta",
        "doneness,2,1,Ben cotta",
    );
    change(
        &mut files,
        groups,
        "gelato,3,3,Fragola,",
        "gelato,3,3,Cioccolato,",
    );
    change(&mut files, groups, "Soya,0.50", "Soya,0.505");
    change(&mut files, "recipes.csv", "T156,,", "T999,,");
    change(&mut files, "recipes.csv", "0.3,kg", "some,kg");
    change(&mut files, "site.csv", "Europe/Rome", "Europe/Roma");
    change(&mut files, "site.csv", "05:00", "5am");
    change(&mut files, "site.csv", "tax.alcohol,22", "tax.alcohol,220");
    change(&mut files, "site.csv", "receipt_footer", "reciept_footer");
    change(&mut files, "staff.csv", "3333", "2222");
    change(&mut files, "staff.csv", "waiter,4444", "boss,44");
    change(&mut files, "tables.csv", "Giardino,G1", "Giardino,12");
    change(&mut files, "tables.csv", "B5,1,4,0,stool", "B5,0,4,x,chair");
    files
}

const ERRORS: &[&str] = &[
    "items.csv:2 course: `dinner` is none of none, drink, starter, first, main, dessert",
    "items.csv:3 price: `9,00` is not an amount in EUR: digits, and after a point at most 2",
    "items.csv:4 price: `-11.00` is below zero",
    "items.csv:5 allergens: `egg` is none of gluten, crustaceans, eggs, fish, peanuts, soybeans, \
     milk, nuts, celery, mustard, sesame, sulphites, lupin, molluscs",
    "items.csv:6 tax: there is no `tax.fod` in site.csv",
    "items.csv:8 allergens: must be the same for all sizes of `T106`",
    "items.csv:8 name: must be the same for all sizes of `T106`",
    "items.csv:8 name_2: must be the same for all sizes of `T106`",
    "items.csv:8 prep_seconds: must be the same for all sizes of `T106`",
    "items.csv:8 variant: `T106` has several sizes, so each needs a name",
    "items.csv:11 modifier_groups: there is no group `dresing` in modifiers.csv",
    "items.csv:57 barcode: `8001620000011` is in line 56 already",
    "items.csv:79 sku: `T101` is in line 2 already; its sizes must stand together",
    "modifiers.csv:8 min: 2 here, 1 in the rows of `doneness` above",
    "modifiers.csv:8 min: 2 is more than the most, 1",
    "modifiers.csv:25 name: `Cioccolato` is in `gelato` already",
    "modifiers.csv:31 price: `0.505` is not an amount in EUR: digits, and after a point at most 2",
    "recipes.csv:37 sku: there is no item `T999`",
    "recipes.csv:40 quantity: `some` is not an amount above zero",
    "site.csv:8 timezone: `Europe/Roma` is not a time zone such as `Europe/Rome`",
    "site.csv:9 business_day_starts: `5am` is not a time such as `05:00`",
    "site.csv:12 tax.alcohol: `220` is not a tax rate between 0 and 100 %",
    "site.csv:15 reciept_footer: is no key of this file",
    "staff.csv:4 pin: is the PIN of `Marco` too",
    "staff.csv:5 pin: must have 4 to 8 digits",
    "staff.csv:5 role: `boss` is none of manager, cashier, waiter, cook",
    "tables.csv:14 table: there is a table `12` already",
    "tables.csv:24 seats: `0` is not a whole number from 1 to 100",
    "tables.csv:24 shape: `chair` is none of square, round, stool",
    "tables.csv:24 y: `x` is not a whole number from 0 to 1000",
];

#[tokio::test]
async fn every_error_is_told_with_its_place_and_nothing_changes() {
    let hub = Hub::with("trattoria").await;
    let before = hub.catalogue().await;
    let files = broken_trattoria();

    let (status, report) = hub.import(&files, true).await;
    assert_eq!(status, StatusCode::OK);
    let report: ImportReport = serde_json::from_value(report).unwrap();
    assert_eq!(places(&report.errors), ERRORS);
    assert!(report.diff.is_empty());

    let (status, refused) = hub.import(&files, false).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused: ImportRefused = serde_json::from_value(refused).unwrap();
    assert_eq!(places(&refused.errors), ERRORS);
    assert_eq!(refused.place, "items.csv:2 course");

    assert_eq!(hub.catalogue().await, before);
    assert_eq!(
        hub.events().await.len(),
        1,
        "only the first import was published"
    );
}

#[tokio::test]
async fn no_error_repeats_a_pin() {
    let hub = Hub::new().await;
    let mut files = folder("trattoria");
    change(&mut files, "staff.csv", "3333", "2222");
    change(&mut files, "staff.csv", "4444", "987x");
    let (_, report) = hub.import(&files, true).await;
    let text = report["errors"].to_string();
    assert!(!text.contains("2222") && !text.contains("987x"), "{text}");
}

async fn errors_of(files: &Files) -> Vec<String> {
    let hub = Hub::new().await;
    let (_, report) = hub.import(files, true).await;
    let report: ImportReport = serde_json::from_value(report).unwrap();
    places(&report.errors)
}

#[tokio::test]
async fn missing_strange_and_doubled_files_are_named() {
    let mut files = folder("yatai");
    files.remove("tables.csv");
    files.insert("old/staff.csv".to_owned(), String::new());
    files.insert("wines.csv".to_owned(), String::new());
    files.insert("README.md".to_owned(), String::new());
    assert_eq!(
        errors_of(&files).await,
        [
            "staff.csv:0 : is there twice",
            "tables.csv:0 : this file is missing",
            "wines.csv:0 : is no file of a restaurant's folder",
        ]
    );
}

#[tokio::test]
async fn a_site_without_its_facts_names_each() {
    let mut files = folder("yatai");
    files.insert(
        "site.csv".to_owned(),
        "key,value\nname,\nname,x\nlanguage,fr\n".to_owned(),
    );
    let errors = errors_of(&files).await;
    let of_site: Vec<_> = errors
        .iter()
        .filter(|error| error.starts_with("site"))
        .collect();
    assert_eq!(
        of_site,
        [
            "site.csv:0 currency: must be given",
            "site.csv:0 prices_include_tax: must be given",
            "site.csv:0 tax.food: at least one tax must be given",
            "site.csv:0 timezone: must be given",
            "site.csv:3 name: is there twice",
            "site.csv:4 language: `fr` is not one of en, it, ja",
        ]
    );
    let of_prices = errors.iter().filter(|error| error.contains("price:"));
    assert_eq!(of_prices.count(), 0, "without a currency no price is wrong");
}

#[tokio::test]
async fn a_place_without_a_manager_is_refused() {
    let mut files = folder("yatai");
    change(&mut files, "staff.csv", "manager", "cook");
    assert_eq!(
        errors_of(&files).await,
        ["staff.csv:0 role: at least one must be a manager"]
    );
}

#[tokio::test]
async fn a_request_that_is_no_import_is_refused_with_its_place() {
    let hub = Hub::new().await;
    let wrong = json!({ "files": { "items.csv": 7 } });
    let (status, problem) = hub
        .call("POST", "/api/v1/import?dry_run=true", Some(wrong))
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["place"], "files.items.csv");
    let (status, _) = hub
        .call("POST", "/api/v1/import", Some(json!({ "files": {} })))
        .await;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "say whether it is a dry run"
    );
    let large = "x".repeat(17 << 20);
    let large = json!({ "files": { "items.csv": large } });
    let (status, _) = hub
        .call("POST", "/api/v1/import?dry_run=true", Some(large))
        .await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn nobody_imports_without_signing_in() {
    let hub = Hub::new().await;
    let request = axum::http::Request::post("/api/v1/import?dry_run=false")
        .header("content-type", "application/json")
        .body(axum::body::Body::from(Value::Null.to_string()))
        .unwrap();
    let router = hub.router.clone();
    let response = tower::ServiceExt::oneshot(router, request).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}
