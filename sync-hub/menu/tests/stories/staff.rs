//! Who works here.

use axum::http::StatusCode;
use hub_kernel::ports::StaffBook as _;
use hub_menu::hash_pin;
use serde_json::{Value, json};
use shared::{api::hub::StaffRow, ids::StaffId, staff::Role};

use crate::{Hub, change, folder};

impl Hub {
    async fn staff_id(&self, name: &str) -> StaffId {
        let staff = self.catalogue().await.staff;
        staff.iter().find(|one| one.name == name).unwrap().id
    }
}

#[tokio::test]
async fn a_device_can_check_the_pins_of_the_catalogue() {
    let hub = Hub::with("trattoria").await;
    let menu = hub.catalogue().await;
    assert_eq!(menu.pin_salt.len(), 32);
    let hash = hash_pin("3333", &menu.pin_salt).unwrap();
    let found = menu.staff.iter().find(|one| one.pin_hash == hash).unwrap();
    assert_eq!((found.name.as_str(), found.role), ("Sofia", Role::Waiter));
}

#[tokio::test]
async fn a_site_keeps_its_salt() {
    let hub = Hub::with("yatai").await;
    let salt = hub.catalogue().await.pin_salt;
    hub.import(&folder("diner"), false).await;
    assert_eq!(hub.catalogue().await.pin_salt, salt);
}

#[tokio::test]
async fn the_same_name_keeps_its_id_and_gets_its_new_pin() {
    let hub = Hub::with("trattoria").await;
    let before = hub.catalogue().await;
    let mut files = folder("trattoria");
    change(&mut files, "staff.csv", "3333", "8888");
    hub.import(&files, false).await;
    let after = hub.catalogue().await;
    let ids = |staff: &[shared::staff::StaffMember]| -> Vec<_> {
        staff.iter().map(|one| one.id).collect()
    };
    assert_eq!(ids(&after.staff), ids(&before.staff));
    assert_eq!(
        after.staff[2].pin_hash,
        hash_pin("8888", &after.pin_salt).unwrap()
    );
    assert_eq!(after.staff[3], before.staff[3]);
}

#[tokio::test]
async fn somebody_is_added_changed_and_removed() {
    let hub = Hub::with("trattoria").await;
    let anna = json!({ "name": " Anna ", "role": "waiter", "pin": "6666" });
    let (status, added) = hub.call("POST", "/api/v1/staff", Some(anna)).await;
    assert_eq!(status, StatusCode::CREATED);
    let anna: StaffRow = serde_json::from_value(added).unwrap();
    assert_eq!(anna.name, "Anna");

    let path = format!("/api/v1/staff/{}", anna.id);
    let (status, _) = hub
        .put(
            &path,
            json!({ "name": "Anna B", "role": "cashier", "pin": null }),
        )
        .await;
    assert_eq!(status, StatusCode::OK);
    let menu = hub.catalogue().await;
    let found = menu.staff.last().unwrap();
    assert_eq!((found.name.as_str(), found.role), ("Anna B", Role::Cashier));
    assert_eq!(
        found.pin_hash,
        hash_pin("6666", &menu.pin_salt).unwrap(),
        "the PIN stays"
    );

    let (status, published) = hub.call("DELETE", &path, None).await;
    assert_eq!((status.as_u16(), &published["version"]), (200, &json!(4)));
    let (status, _) = hub.call("DELETE", &path, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let rows: Vec<StaffRow> = hub.get("/api/v1/staff").await;
    assert_eq!(rows.len(), 5);

    let home = hub.test.kernel.home;
    let book = hub.book.clone();
    let read = move |tx: &hub_kernel::Tx<'_>| book.staff(tx, home.tenant_id, home.site_id, anna.id);
    let gone = hub.test.kernel.db.read(read).await.unwrap().unwrap();
    assert_eq!(gone.name, "Anna B", "old checks still name her");
}

#[tokio::test]
async fn no_answer_holds_a_pin_or_its_hash() {
    let hub = Hub::with("trattoria").await;
    let hash = hub.catalogue().await.staff[2].pin_hash.clone();
    for path in ["/api/v1/staff", "/api/v1/menu", "/api/v1/site"] {
        let body = hub.get::<Value>(path).await.to_string();
        for secret in ["pin_", "\"pin\"", "3333", &hash] {
            assert!(!body.contains(secret), "{path} holds {secret}");
        }
    }
    let read = |tx: &hub_kernel::Tx<'_>| {
        tx.query(
            "SELECT json FROM menu_extra",
            hub_kernel::params![],
            |row| row.get::<String>(0),
        )
    };
    let rows: Result<Vec<String>, hub_kernel::DbError> = hub.test.kernel.db.read(read).await;
    assert!(!rows.unwrap().concat().contains("3333"));
}

#[tokio::test]
async fn a_name_and_a_pin_belong_to_one_person() {
    let hub = Hub::with("trattoria").await;
    let sofia = format!("/api/v1/staff/{}", hub.staff_id("Sofia").await);
    for (body, status, code) in [
        (
            json!({ "name": "Luca", "role": "waiter", "pin": null }),
            409,
            "name-taken",
        ),
        (
            json!({ "name": "Sofia", "role": "waiter", "pin": "4444" }),
            409,
            "pin-taken",
        ),
        (
            json!({ "name": "Sofia", "role": "waiter", "pin": "44x4" }),
            422,
            "invalid",
        ),
        (
            json!({ "name": "", "role": "waiter", "pin": null }),
            422,
            "invalid",
        ),
    ] {
        let (found, problem) = hub.put(&sofia, body).await;
        assert_eq!((found.as_u16(), &problem["code"]), (status, &json!(code)));
    }
    let nobody = json!({ "name": "Anna", "role": "waiter", "pin": null });
    let (status, problem) = hub.call("POST", "/api/v1/staff", Some(nobody)).await;
    assert_eq!((status.as_u16(), &problem["place"]), (422, &json!("pin")));
    let (status, _) = hub
        .put(
            &sofia,
            json!({ "name": "Sofia", "role": "waiter", "pin": "3333" }),
        )
        .await;
    assert_eq!(
        status,
        StatusCode::OK,
        "one's own name and PIN are no doubles"
    );
    assert_eq!(hub.catalogue().await.version, 1);
}

#[tokio::test]
async fn the_last_manager_stays_one() {
    let hub = Hub::with("trattoria").await;
    let giulia = format!("/api/v1/staff/{}", hub.staff_id("Giulia").await);
    let (status, problem) = hub.call("DELETE", &giulia, None).await;
    assert_eq!(
        (status.as_u16(), &problem["code"]),
        (409, &json!("last-manager"))
    );
    let waiter = json!({ "name": "Giulia", "role": "waiter", "pin": null });
    let (status, _) = hub.put(&giulia, waiter).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(hub.catalogue().await.version, 1);
}
