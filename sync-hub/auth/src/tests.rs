//! Facts about signing in and enrolment, over real sockets.

use std::{net::SocketAddr, sync::Arc};

use hub_kernel::{
    SESSION_COOKIE, params,
    ports::{DeviceBook, DeviceReport, Ports, PrinterHealth},
    testkit::TestKernel,
};
use reqwest::{Client, Method, StatusCode, header};
use serde_json::{Value, json};
use shared::ids::DeviceId;

use crate::{AuthBook, FirstManager};

/// A hub of this one module.
struct Hub {
    test: TestKernel,
    manager: FirstManager,
    url: String,
    client: Client,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// How a request ended.
struct Answer {
    status: StatusCode,
    body: Value,
    cookie: Option<String>,
}

impl Answer {
    fn code(&self) -> (u16, &str) {
        (
            self.status.as_u16(),
            self.body["code"].as_str().unwrap_or_default(),
        )
    }
}

impl Hub {
    async fn start() -> Self {
        let test = TestKernel::with_ports(|_home| Ports {
            devices: Arc::new(AuthBook),
            sessions: Arc::new(AuthBook),
            ..Ports::default()
        });
        let kernel = &test.kernel;
        let first = crate::first_start(&kernel.db, &kernel.ids, kernel.home)
            .await
            .unwrap();
        let router: axum::Router = crate::module(kernel).router.into();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        Self {
            test,
            manager: first.unwrap(),
            url,
            client: Client::new(),
            server,
        }
    }

    async fn ask(&self, method: Method, path: &str, token: Option<&str>, body: Value) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        answer(request).await
    }

    async fn login(&self, password: &str) -> Answer {
        let body = json!({ "name": "manager", "password": password });
        self.ask(Method::POST, "/api/v1/login", None, body).await
    }

    async fn token(&self) -> String {
        self.login(&self.manager.password).await.body["token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    async fn code(&self, token: &str) -> String {
        let body = json!({ "role": "till", "name": "Bar" });
        let made = self
            .ask(Method::POST, "/api/v1/devices/codes", Some(token), body)
            .await;
        assert_eq!(made.status, StatusCode::CREATED);
        made.body["code"].as_str().unwrap().to_owned()
    }

    async fn enrol(&self, code: &str, device: u8, key: u8) -> Answer {
        let public_key = ed25519_dalek::SigningKey::from_bytes(&[key; 32]).verifying_key();
        let body = json!({
            "code": code,
            "device_id": DeviceId::from_bytes([device; 16]),
            "public_key": hex::encode(public_key.as_bytes()),
        });
        self.ask(Method::POST, "/api/v1/enrol", None, body).await
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status();
    let cookie = response.headers().get(header::SET_COOKIE);
    let cookie = cookie.map(|value| value.to_str().unwrap().to_owned());
    let text = response.text().await.unwrap();
    Answer {
        status,
        cookie,
        body: serde_json::from_str(&text).unwrap_or(Value::Null),
    }
}

#[tokio::test]
async fn the_first_password_opens_a_session_and_logout_ends_it() {
    let hub = Hub::start().await;
    let login = hub.login(&hub.manager.password).await;
    assert_eq!(login.status, StatusCode::OK);
    let cookie = login.cookie.clone().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    let token = login.body["token"].as_str().unwrap();
    let me = hub
        .ask(Method::GET, "/api/v1/session", Some(token), Value::Null)
        .await;
    assert_eq!(
        (me.status, &me.body["name"]),
        (StatusCode::OK, &json!("manager"))
    );
    let out = hub
        .ask(Method::POST, "/api/v1/logout", Some(token), Value::Null)
        .await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    let gone = hub
        .ask(Method::GET, "/api/v1/session", Some(token), Value::Null)
        .await;
    assert_eq!(gone.code(), (401, "not-signed-in"));
}

#[tokio::test]
async fn a_second_start_makes_no_second_password() {
    let hub = Hub::start().await;
    let kernel = &hub.test.kernel;
    let again = crate::first_start(&kernel.db, &kernel.ids, kernel.home)
        .await
        .unwrap();
    assert!(again.is_none());
    let new = crate::new_password(&kernel.db, &kernel.ids, kernel.home)
        .await
        .unwrap();
    assert_eq!(
        hub.login(&hub.manager.password).await.code(),
        (401, "wrong-password")
    );
    assert_eq!(hub.login(&new.password).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_fifth_wrong_password_locks_for_a_growing_time() {
    let hub = Hub::start().await;
    for _ in 0..5 {
        assert_eq!(hub.login("wrong").await.code(), (401, "wrong-password"));
    }
    let locked = hub.login(&hub.manager.password).await;
    assert_eq!(locked.code(), (429, "locked"));
    assert_eq!(locked.body["retry_after_s"], 30);
    hub.test.clock.advance(30_000);
    assert_eq!(hub.login("wrong").await.code(), (401, "wrong-password"));
    assert_eq!(hub.login("wrong").await.body["retry_after_s"], 60);
    hub.test.clock.advance(60_000);
    assert_eq!(
        hub.login(&hub.manager.password).await.status,
        StatusCode::OK
    );
    assert_eq!(
        hub.login("wrong").await.code(),
        (401, "wrong-password"),
        "the count starts anew"
    );
}

#[tokio::test]
async fn tries_at_the_same_moment_all_count() {
    let hub = Hub::start().await;
    let (first, second, third, fourth, fifth, sixth) = tokio::join!(
        hub.login("a"),
        hub.login("b"),
        hub.login("c"),
        hub.login("d"),
        hub.login("e"),
        hub.login("f"),
    );
    let locked = [first, second, third, fourth, fifth, sixth]
        .iter()
        .filter(|answer| answer.code().1 == "locked")
        .count();
    assert_eq!(locked, 1);
}

#[tokio::test]
async fn a_session_is_over_after_twelve_hours() {
    let hub = Hub::start().await;
    let token = hub.token().await;
    hub.test.clock.advance(12 * 60 * 60_000);
    let late = hub
        .ask(Method::GET, "/api/v1/session", Some(&token), Value::Null)
        .await;
    assert_eq!(late.code(), (401, "not-signed-in"));
}

#[tokio::test]
async fn a_form_of_another_page_cannot_use_the_cookie() {
    let hub = Hub::start().await;
    let cookie = format!("{SESSION_COOKIE}={}", hub.token().await);
    let url = format!("{}/api/v1/logout", hub.url);
    let forged = hub.client.post(&url).header(header::COOKIE, &cookie);
    assert_eq!(answer(forged).await.code(), (403, "forged"));
    let own = hub
        .client
        .post(&url)
        .header(header::COOKIE, &cookie)
        .header("x-comanda", "1");
    assert_eq!(answer(own).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let hub = Hub::start().await;
    let (mine, other) = (hub.token().await, hub.token().await);
    let change = |new: &str| json!({ "old": hub.manager.password, "new": new });
    let short = hub
        .ask(
            Method::PUT,
            "/api/v1/password",
            Some(&mine),
            change("short"),
        )
        .await;
    assert_eq!(short.body["place"], "new");
    let changed = hub
        .ask(
            Method::PUT,
            "/api/v1/password",
            Some(&mine),
            change("long enough 1"),
        )
        .await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    let session = |token| hub.ask(Method::GET, "/api/v1/session", Some(token), Value::Null);
    assert_eq!(session(mine.as_str()).await.status, StatusCode::OK);
    assert_eq!(
        session(other.as_str()).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(hub.login("long enough 1").await.status, StatusCode::OK);
}

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

#[tokio::test]
async fn doors_of_the_manager_are_shut_for_others() {
    let hub = Hub::start().await;
    for (method, path) in [
        (Method::GET, "/api/v1/devices"),
        (Method::POST, "/api/v1/devices/codes"),
        (Method::POST, "/api/v1/logout"),
        (Method::PUT, "/api/v1/password"),
    ] {
        let forged = format!("{}.AAAA", hub.test.kernel.home.tenant_id);
        for token in [None, Some("nonsense"), Some(forged.as_str())] {
            let answer = hub.ask(method.clone(), path, token, json!({})).await;
            assert_eq!(answer.code(), (401, "not-signed-in"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_database_holds_no_password_no_token_and_no_code() {
    let hub = Hub::start().await;
    let token = hub.token().await;
    let code = hub.code(&token).await;
    hub.test.kernel.db.close().await;
    let secret = token.split_once('.').unwrap().1.to_owned();
    for entry in std::fs::read_dir(hub.test.folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for text in [
            &secret,
            &code,
            &code.replace('-', ""),
            &hub.manager.password,
        ] {
            let found = bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes());
            assert!(!found, "{text}");
        }
    }
}
