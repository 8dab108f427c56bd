//! Facts about signing in and enrolment, over real sockets.

mod devices;
mod people;

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
