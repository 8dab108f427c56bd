//! Tenders that the restaurant names itself: from its folder to its devices.

use axum::http::StatusCode;
use shared::{
    api::hub::{ImportRefused, ImportReport},
    menu::Catalogue,
    order::Tender,
    tender::TenderMay,
};

use crate::{Files, Hub, folder};

const TENDERS: &str = "tenders.csv";

fn with_tenders(rows: &str) -> Files {
    let mut files = folder("diner");
    files.insert(TENDERS.to_owned(), format!("id,name,name_2,may\n{rows}"));
    files
}

#[tokio::test]
async fn the_trattoria_takes_two_meal_vouchers() {
    let hub = Hub::with("trattoria").await;
    let site = hub.catalogue().await.site;
    let tender = Tender::from_word("other:ticket").unwrap();
    let ticket = site.own_tender(tender).unwrap();
    assert_eq!(ticket.name.first, "Ticket Forchetta");
    assert_eq!(ticket.name.in_language("en", &site), "Forchetta voucher");
    assert!(ticket.may(TenderMay::Drawer) && !ticket.may(TenderMay::Change));
    let ids: Vec<_> = site.tenders.iter().map(|own| own.id.as_str()).collect();
    assert_eq!(
        ids,
        ["ticket", "mensa", "bonifico"],
        "as the file names them"
    );
}

#[tokio::test]
async fn a_folder_and_a_catalogue_without_a_list_have_none() {
    let hub = Hub::with("diner").await;
    let catalogue = hub.catalogue().await;
    assert!(catalogue.site.tenders.is_empty());
    let json = serde_json::to_string(&catalogue).unwrap();
    assert!(!json.contains("tenders"), "{json}");
    let read: Catalogue = serde_json::from_str(&json).unwrap();
    assert_eq!(read, catalogue);
}

#[tokio::test]
async fn each_wrong_row_is_told_with_its_place_and_nothing_changes() {
    let hub = Hub::with("diner").await;
    let rows = "paypay,PayPay,,\nPayPay,Other,,\n,Nobody,,\npaypay,Twice,,tip\nroom,PayPay,,\n\
                table,Table,,tip|fly\nnameless,,,\n";
    let (status, body) = hub.import(&with_tenders(rows), false).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    let refused: ImportRefused = serde_json::from_value(body).unwrap();
    let places: Vec<_> = refused
        .errors
        .iter()
        .map(|error| (error.file.as_str(), error.line, error.field.as_str()))
        .collect();
    let expected = [
        (3, "id"),
        (4, "id"),
        (5, "id"),
        (6, "name"),
        (7, "may"),
        (8, "name"),
    ];
    assert_eq!(places, expected.map(|(line, field)| (TENDERS, line, field)));
    assert!(hub.catalogue().await.site.tenders.is_empty());
}

#[tokio::test]
async fn there_are_at_most_32() {
    let hub = Hub::with("diner").await;
    let rows = |count: usize| {
        let rows: Vec<_> = (0..count).map(|n| format!("t{n},Tender {n},,")).collect();
        rows.join("\n")
    };
    let (status, body) = hub.import(&with_tenders(&rows(33)), false).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    let refused: ImportRefused = serde_json::from_value(body).unwrap();
    assert_eq!(refused.errors.len(), 1);
    assert_eq!(
        (refused.errors[0].line, refused.errors[0].field.as_str()),
        (34, "id")
    );
    let (status, body) = hub.import(&with_tenders(&rows(32)), false).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(hub.catalogue().await.site.tenders.len(), 32);
}

#[tokio::test]
async fn whoever_imports_sees_before_which_tenders_change() {
    let hub = Hub::with("diner").await;
    let (_, body) = hub
        .import(&with_tenders("room,Room,,refund|tip\n"), true)
        .await;
    let report: ImportReport = serde_json::from_value(body).unwrap();
    let fields: Vec<_> = report
        .diff
        .changed
        .iter()
        .flat_map(|row| &row.fields)
        .collect();
    assert_eq!(fields.len(), 1, "{fields:?}");
    assert_eq!(
        (fields[0].field.as_str(), fields[0].new.as_str()),
        ("tender room", "Room, refund, tip")
    );
    assert!(hub.catalogue().await.site.tenders.is_empty());
}
