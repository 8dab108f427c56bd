//! Facts about codes and devices.

use super::*;

#[tokio::test]
async fn a_device_gets_its_letters_its_certificate_and_the_site_key() {
    let hub = Hub::start().await;
    let token = hub.token().await;
    let first = hub
        .enrol(&hub.code(&token).await.to_lowercase(), 1, 1)
        .await;
    let second = hub
        .enrol(&hub.code(&token).await.replace('-', " "), 2, 2)
        .await;
    assert_eq!(
        (first.status, second.status),
        (StatusCode::OK, StatusCode::OK)
    );
    assert_eq!(
        (&first.body["letters"], &second.body["letters"]),
        (&json!("A"), &json!("B"))
    );
    assert_eq!(
        (&first.body["role"], &first.body["name"]),
        (&json!("till"), &json!("Bar"))
    );
    let pem = first.body["certificate_pem"].as_str().unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"), "{pem}");
    let home = hub.test.kernel.home;
    let signature =
        hub.test.kernel.db.read(move |tx| {
            AuthBook.sign(tx, home.tenant_id, home.site_id, b"a message of the hub")
        });
    let signature = ed25519_dalek::Signature::from_bytes(&signature.await.unwrap());
    let mut key = [0; 32];
    hex::decode_to_slice(first.body["site_public_key"].as_str().unwrap(), &mut key).unwrap();
    let key = ed25519_dalek::VerifyingKey::from_bytes(&key).unwrap();
    key.verify_strict(b"a message of the hub", &signature)
        .unwrap();
}

#[tokio::test]
async fn a_code_works_once_and_a_lost_answer_can_be_asked_for_again() {
    let hub = Hub::start().await;
    let code = hub.code(&hub.token().await).await;
    let first = hub.enrol(&code, 1, 1).await;
    let again = hub.enrol(&code, 1, 1).await;
    assert_eq!((again.status, again.body), (first.status, first.body));
    assert_eq!(hub.enrol(&code, 2, 2).await.code(), (409, "code-used"));
}

#[tokio::test]
async fn two_devices_with_one_code_at_once_are_one_device() {
    let hub = Hub::start().await;
    let code = hub.code(&hub.token().await).await;
    let (one, other) = tokio::join!(hub.enrol(&code, 1, 1), hub.enrol(&code, 2, 2));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[tokio::test]
async fn wrong_and_old_codes_say_so_and_guessing_is_stopped() {
    let hub = Hub::start().await;
    let code = hub.code(&hub.token().await).await;
    hub.test.clock.advance(15 * 60_000);
    assert_eq!(hub.enrol(&code, 1, 1).await.code(), (410, "code-expired"));
    for typed in ["AAAA-AAAA", "not a code"].into_iter().cycle().take(10) {
        assert_eq!(hub.enrol(typed, 1, 1).await.code(), (404, "code-unknown"));
    }
    let stopped = hub.enrol("AAAA-AAAB", 1, 1).await;
    assert_eq!(stopped.code(), (429, "too-many-tries"));
    assert_eq!(stopped.body["retry_after_s"], 601);
}

#[tokio::test]
async fn a_key_that_is_no_key_uses_up_no_code() {
    let hub = Hub::start().await;
    let code = hub.code(&hub.token().await).await;
    let device_id = DeviceId::from_bytes([1; 16]);
    for public_key in ["", "00", &"zz".repeat(32), &"00".repeat(32)] {
        let body = json!({ "code": code, "device_id": device_id, "public_key": public_key });
        let refused = hub.ask(Method::POST, "/api/v1/enrol", None, body).await;
        assert_eq!(refused.body["place"], "public_key", "{public_key}");
    }
    assert_eq!(hub.enrol(&code, 1, 1).await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_takes_over_the_id_of_a_device() {
    let hub = Hub::start().await;
    let token = hub.token().await;
    hub.enrol(&hub.code(&token).await, 1, 1).await;
    let thief = hub.enrol(&hub.code(&token).await, 1, 2).await;
    assert_eq!(thief.code(), (409, "device-known"));
    let same = hub.enrol(&hub.code(&token).await, 1, 1).await;
    assert_eq!(
        same.body["letters"], "A",
        "the same device comes in again with its letters"
    );
}

#[tokio::test]
async fn a_device_that_took_the_code_of_another_role_can_be_put_right() {
    let hub = Hub::start().await;
    let token = hub.token().await;
    let code = async |role: &str| {
        let body = json!({ "role": role, "name": role });
        let made = hub
            .ask(Method::POST, "/api/v1/devices/codes", Some(&token), body)
            .await;
        made.body["code"].as_str().unwrap().to_owned()
    };
    let wrong = hub.enrol(&code("kitchen").await, 1, 1).await;
    let right = hub.enrol(&code("till").await, 1, 1).await;
    assert_eq!(
        (&wrong.body["role"], &right.body["role"]),
        (&json!("kitchen"), &json!("till"))
    );
    assert_eq!(right.body["letters"], wrong.body["letters"]);
    assert_ne!(right.body["certificate_pem"], wrong.body["certificate_pem"]);
    let unused = code("kitchen").await;
    let public_key = ed25519_dalek::SigningKey::from_bytes(&[2; 32]).verifying_key();
    let body = json!({
        "code": unused,
        "device_id": DeviceId::from_bytes([2; 16]),
        "public_key": hex::encode(public_key.as_bytes()),
        "role": "till",
    });
    let refused = hub.ask(Method::POST, "/api/v1/enrol", None, body).await;
    assert_eq!(refused.code(), (409, "wrong-role"));
    assert_eq!(
        hub.enrol(&unused, 3, 3).await.status,
        StatusCode::OK,
        "the code is not used up"
    );
}

#[tokio::test]
async fn a_revoked_device_stays_out_and_the_manager_sees_it() {
    let hub = Hub::start().await;
    let token = hub.token().await;
    hub.enrol(&hub.code(&token).await, 1, 1).await;
    let id = DeviceId::from_bytes([1; 16]);
    let path = format!("/api/v1/devices/{id}/revoke");
    let revoked = hub
        .ask(Method::POST, &path, Some(&token), Value::Null)
        .await;
    assert_eq!(
        revoked.body["revoked_at_ms"],
        hub.test.kernel.clock.now_ms()
    );
    let back = hub.enrol(&hub.code(&token).await, 1, 1).await;
    assert_eq!(back.code(), (409, "device-revoked"));
    let unknown = format!("/api/v1/devices/{}/revoke", DeviceId::from_bytes([9; 16]));
    let unknown = hub
        .ask(Method::POST, &unknown, Some(&token), Value::Null)
        .await;
    assert_eq!(unknown.code(), (404, "not-found"));
    let events = hub.test.kernel.db.read(|tx| {
        let sql = "SELECT name FROM events_outbox ORDER BY seq";
        tx.query(sql, params![], |row| row.get::<String>(0))
    });
    assert_eq!(
        events.await.unwrap(),
        ["device.enrolled.v1", "device.revoked.v1"]
    );
}

#[tokio::test]
async fn the_list_of_devices_shows_what_they_told() {
    let hub = Hub::start().await;
    let token = hub.token().await;
    hub.enrol(&hub.code(&token).await, 1, 1).await;
    let printers = vec![PrinterHealth {
        name: "bar".to_owned(),
        state: "paper_out".to_owned(),
        waiting: 2,
    }];
    let at_ms = hub.test.kernel.clock.now_ms();
    let report = DeviceReport {
        at_ms,
        queue_waiting: 3,
        printers,
        ..DeviceReport::default()
    };
    let home = hub.test.kernel.home;
    let kept = hub.test.kernel.db.write(move |tx| {
        AuthBook.report(tx, home.tenant_id, DeviceId::from_bytes([1; 16]), &report)
    });
    kept.await.unwrap();
    hub.test.clock.advance(10_000);
    let list = hub
        .ask(Method::GET, "/api/v1/devices", Some(&token), Value::Null)
        .await
        .body;
    assert_eq!(
        (&list[0]["online"], &list[0]["queue_waiting"]),
        (&json!(true), &json!(3))
    );
    assert_eq!(list[0]["printers"][0]["state"], "paper_out");
    hub.test.clock.advance(1);
    let list = hub
        .ask(Method::GET, "/api/v1/devices", Some(&token), Value::Null)
        .await
        .body;
    assert_eq!(
        (&list[0]["online"], &list[0]["last_seen_ms"]),
        (&json!(false), &json!(at_ms))
    );
}
