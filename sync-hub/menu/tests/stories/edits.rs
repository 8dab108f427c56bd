//! Changing the menu: prices, what is sold out, printers, importing again.

use std::sync::Arc;

use axum::http::StatusCode;
use hub_kernel::{
    DbError, Tx,
    ports::{CataloguePublisher as _, Device, DeviceBook, DeviceReport},
};
use serde_json::json;
use shared::{
    api::device::DeviceRole,
    api::hub::{Arrivals, DiffRow, FieldChange, ImportKind, ImportReport, Menu, Printers},
    ids::{DeviceId, SiteId, TenantId},
};

use crate::{Hub, change, folder};

#[tokio::test]
async fn a_new_price_is_a_new_version_that_wakes_the_devices() {
    let hub = Hub::with("trattoria").await;
    let home = hub.test.kernel.home;
    let mut versions = hub.book.versions(home.tenant_id, home.site_id);
    assert_eq!(*versions.borrow_and_update(), 1);
    hub.test.clock.advance(1_000);

    let set = json!({ "variant": "50 cl", "price_minor": 220 });
    let (status, published) = hub.put("/api/v1/menu/items/T152/price", set.clone()).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(published["version"], 2);

    assert!(versions.has_changed().unwrap());
    assert_eq!(*versions.borrow_and_update(), 2);
    let menu: Menu = hub.get("/api/v1/menu").await;
    let water = menu.items.iter().find(|item| item.sku == "T152").unwrap();
    let prices: Vec<_> = water
        .variants
        .iter()
        .map(|variant| variant.price.minor())
        .collect();
    assert_eq!(prices, [220, 350]);
    let (name, body) = hub.events().await.pop().unwrap();
    assert_eq!(name, "menu.published.v1");
    assert_eq!(body["version"], 2);

    let (_, published) = hub.put("/api/v1/menu/items/T152/price", set).await;
    assert_eq!(
        published["version"], 2,
        "the same price again is no new version"
    );
}

#[tokio::test]
async fn a_price_of_nothing_known_is_refused_with_its_place() {
    let hub = Hub::with("trattoria").await;
    for (sku, variant, price_minor, status, place) in [
        ("T999", "", 100, 404, "sku"),
        ("T152", "2 l", 100, 422, "variant"),
        ("T152", "", 100, 422, "variant"),
        ("T129", "", -1, 422, "price_minor"),
        ("T129", "", 1_000_000_001, 422, "price_minor"),
    ] {
        let set = json!({ "variant": variant, "price_minor": price_minor });
        let path = format!("/api/v1/menu/items/{sku}/price");
        let (found, problem) = hub.put(&path, set).await;
        assert_eq!((found.as_u16(), &problem["place"]), (status, &json!(place)));
    }
    assert_eq!(hub.catalogue().await.version, 1);
}

#[tokio::test]
async fn sold_out_marks_survive_the_next_import() {
    let hub = Hub::with("yatai").await;
    let path = "/api/v1/menu/items/Y301/availability";
    hub.put(path, json!({ "sold_out": true, "left": null }))
        .await;
    let path = "/api/v1/menu/items/Y302/availability";
    hub.put(path, json!({ "sold_out": false, "left": 0 })).await;
    let mut files = folder("yatai");
    change(
        &mut files,
        "items.csv",
        "醤油ラーメン,Shoyu ramen,,850",
        "醤油ラーメン,Shoyu ramen,,870",
    );
    hub.import(&files, false).await;
    let menu = hub.catalogue().await;
    assert_eq!(menu.version, 4);
    let shoyu = menu.item("Y301").unwrap();
    assert_eq!(
        (shoyu.sold_out, shoyu.variants[0].price.minor()),
        (true, 870)
    );
    let miso = menu.item("Y302").unwrap();
    assert_eq!(
        (miso.sold_out, miso.left),
        (true, Some(0)),
        "none left is sold out"
    );
}

fn row(kind: ImportKind, name: &str, fields: &[(&str, &str, &str)]) -> DiffRow {
    let field = |(field, old, new): &(&str, &str, &str)| FieldChange {
        field: (*field).to_owned(),
        old: (*old).to_owned(),
        new: (*new).to_owned(),
    };
    DiffRow {
        kind,
        name: name.to_owned(),
        fields: fields.iter().map(field).collect(),
    }
}

#[tokio::test]
async fn a_dry_run_tells_what_is_added_changed_and_removed() {
    let hub = Hub::with("trattoria").await;
    let mut files = folder("trattoria");
    change(
        &mut files,
        "items.csv",
        "Margherita,Margherita,,8.00",
        "Margherita,Margherita,,8.50",
    );
    change(&mut files, "items.csv", "calice,6.00", "bicchiere,6.00");
    change(&mut files, "items.csv", "T151,Dolci", "T251,Dolci");
    change(&mut files, "site.csv", "tax.food,10", "tax.food,5|5");
    change(&mut files, "recipes.csv", "calice", "bicchiere");
    change(&mut files, "tables.csv", "Sala,1,2", "Sala,1,4");
    change(&mut files, "staff.csv", "waiter,3333", "cashier,3334");
    change(&mut files, "staff.csv", "Luca", "Lucia");
    change(&mut files, "modifiers.csv", "Olives,1.00", "Olives,1.20");
    let (_, report) = hub.import(&files, true).await;
    let diff = serde_json::from_value::<ImportReport>(report).unwrap().diff;
    let item = ImportKind::Item;
    assert_eq!(
        diff.added,
        [
            row(item, "T251 Macedonia", &[]),
            row(ImportKind::Staff, "Lucia", &[]),
        ]
    );
    assert_eq!(
        diff.removed,
        [
            row(item, "T151 Macedonia", &[]),
            row(ImportKind::Staff, "Luca", &[]),
        ]
    );
    let staff = [("role", "waiter", "cashier"), ("pin", "****", "****")];
    assert_eq!(
        diff.changed,
        [
            row(ImportKind::Tax, "food", &[("rate", "10 %", "5 % + 5 %")]),
            row(item, "T129 Margherita", &[("price", "8,00 €", "8,50 €")]),
            row(
                item,
                "T160 Chianti Classico",
                &[
                    ("price bicchiere", "", "6,00 €"),
                    ("price calice", "6,00 €", "")
                ]
            ),
            row(
                ImportKind::Group,
                "pizza_extra",
                &[("Olive", "1,00 €, Olives", "1,20 €, Olives")]
            ),
            row(ImportKind::Table, "Sala 1", &[("seats", "2", "4")]),
            row(ImportKind::Staff, "Sofia", &staff),
        ]
    );
    assert_eq!(hub.catalogue().await.version, 1);
}

#[tokio::test]
async fn another_order_of_the_rows_is_a_change_too() {
    let hub = Hub::with("yatai").await;
    let mut files = folder("yatai");
    let items = files.get_mut("items.csv").unwrap();
    let mut lines: Vec<_> = items.lines().collect();
    lines.swap(1, 2);
    *items = lines.join("\n");
    let (_, report) = hub.import(&files, false).await;
    assert_eq!(
        report["diff"]["changed"][0]["fields"][0]["field"],
        "order of the rows"
    );
    assert_eq!(hub.catalogue().await.items[0].sku, "Y302");
}

#[tokio::test]
async fn a_new_station_prints_somewhere_and_a_gone_one_nowhere() {
    let hub = Hub::with("yatai").await;
    let mut files = folder("yatai");
    change(
        &mut files,
        "items.csv",
        "main,noodles,醤油",
        "main,ramen,醤油",
    );
    for (name, text) in &mut files {
        if name == "items.csv" {
            *text = text.replace(",bar,", ",counter,");
        }
    }
    hub.import(&files, false).await;
    let printers: Printers = hub.get("/api/v1/printers").await;
    let stations = &printers.printers[0].stations;
    assert_eq!(
        *stations,
        ["noodles", "hot", "cold", "grill", "ramen", "counter"]
    );
}

#[tokio::test]
async fn printers_are_replaced_as_a_whole_or_not_at_all() {
    let hub = Hub::with("trattoria").await;
    let printer = |name: &str, address: &str, profile: &str, station: &str| {
        json!({ "name": name, "address": address, "profile": profile, "stations": [station],
            "receipts": false })
    };
    let kitchen = printer("Kitchen", "10.0.0.9:9100", "generic-80", "hot");
    for (second, place) in [
        (
            printer("Kitchen", "a:1", "epson-80", "bar"),
            "printers[1].name",
        ),
        (printer(" ", "a:1", "epson-80", "bar"), "printers[1].name"),
        (
            printer("Bar", "10.0.0.9", "epson-80", "bar"),
            "printers[1].address",
        ),
        (
            printer("Bar", "a:0", "epson-80", "bar"),
            "printers[1].address",
        ),
        (printer("Bar", "a:1", "laser", "bar"), "printers[1].profile"),
        (
            printer("Bar", "a:1", "epson-80", "sushi"),
            "printers[1].stations",
        ),
    ] {
        let set = json!({ "printers": [kitchen, second] });
        let (status, problem) = hub.put("/api/v1/printers", set).await;
        assert_eq!((status.as_u16(), &problem["place"]), (422, &json!(place)));
    }
    assert_eq!(hub.catalogue().await.version, 1);

    let set = json!({ "printers": [kitchen, printer("Bar", "[::1]:9100", "epson-80", "bar")] });
    let (status, _) = hub.put("/api/v1/printers", set).await;
    assert_eq!(status, StatusCode::OK);
    let (_, report) = hub.import(&folder("trattoria"), false).await;
    assert_eq!(
        report["published"],
        json!(null),
        "an import keeps the printers"
    );
    let menu = hub.catalogue().await;
    assert_eq!(menu.printer_of_station("bar").unwrap().name, "Bar");
}

struct TwoDevices(SiteId);

impl DeviceBook for TwoDevices {
    fn device(&self, _: &Tx<'_>, _: TenantId, _: DeviceId) -> Result<Option<Device>, DbError> {
        Ok(None)
    }

    fn devices(&self, _: &Tx<'_>, _: TenantId, _: SiteId) -> Result<Vec<Device>, DbError> {
        let device = |byte: u8, role, last: Option<u64>, revoked_at_ms| Device {
            device_id: DeviceId::from_bytes([byte; 16]),
            site_id: self.0,
            role,
            name: format!("Device {byte}"),
            letters: "A".to_owned(),
            public_key: [0; 32],
            enrolled_at_ms: 1,
            revoked_at_ms,
            last: last.map(|version| DeviceReport {
                at_ms: 7,
                catalogue_version: Some(version),
                ..DeviceReport::default()
            }),
        };
        Ok(vec![
            device(1, DeviceRole::Till, Some(1), None),
            device(2, DeviceRole::Kitchen, None, None),
            device(3, DeviceRole::Till, Some(1), Some(5)),
        ])
    }

    fn report(
        &self,
        _: &Tx<'_>,
        _: TenantId,
        _: DeviceId,
        _: &DeviceReport,
    ) -> Result<(), DbError> {
        Ok(())
    }

    fn sign(&self, _: &Tx<'_>, _: TenantId, _: SiteId, _: &[u8]) -> Result<[u8; 64], DbError> {
        Ok([0; 64])
    }
}

#[tokio::test]
async fn arrivals_tell_which_devices_have_the_newest_menu() {
    let mut hub = Hub::with("yatai").await;
    let site_id = hub.test.kernel.home.site_id;
    hub.test.kernel.ports.devices = Arc::new(TwoDevices(site_id));
    let module = hub_menu::module(&hub.test.kernel, Arc::clone(&hub.book));
    hub.router = module.router.split_for_parts().0;
    let say = |arrivals: Arrivals| -> Vec<_> {
        let devices = arrivals.devices.into_iter();
        devices
            .map(|one| (one.name, one.role.word(), one.version, one.arrived))
            .collect()
    };
    let seen = say(hub.get("/api/v1/menu/arrivals").await);
    let first = "Device 1".to_owned();
    let second = ("Device 2".to_owned(), "kitchen", None, false);
    assert_eq!(
        seen,
        [(first.clone(), "till", Some(1), true), second.clone()]
    );
    let set = json!({ "sold_out": true, "left": null });
    hub.put("/api/v1/menu/items/Y301/availability", set).await;
    let seen = say(hub.get("/api/v1/menu/arrivals").await);
    assert_eq!(seen, [(first, "till", Some(1), false), second]);
}
