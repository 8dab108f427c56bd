//! Facts about the front door, over real sockets.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    extract::{State, WebSocketUpgrade, ws::Message},
    response::IntoResponse,
    routing::{get, post},
};
use futures_util::{SinkExt, StreamExt};
use hub_kernel::{
    Body, StopSwitch,
    testkit::{Folder, TestKernel},
};
use reqwest::{Client, Response, StatusCode, header};
use serde_json::Value;
use tokio::sync::Notify;
use tower::ServiceExt;
use utoipa_axum::routes;

use super::*;

/// Echoes a number.
#[utoipa::path(post, path = "/api/v1/echo/{id}", request_body = u32, responses((status = 200)))]
async fn echo(Body(number): Body<u32>) -> axum::Json<u32> {
    axum::Json(number)
}

async fn broken() -> StatusCode {
    panic!("this handler is broken")
}

async fn socket(upgrade: WebSocketUpgrade) -> impl IntoResponse {
    upgrade.on_upgrade(|mut socket| async move {
        while let Some(Ok(message)) = socket.recv().await {
            if matches!(message, Message::Text(_)) && socket.send(message).await.is_err() {
                return;
            }
        }
    })
}

/// Says that it has begun, then waits to be let go.
async fn slow(State(gate): State<Arc<Gate>>) -> &'static str {
    gate.begun.notify_one();
    gate.go_on.notified().await;
    "done"
}

#[derive(Default)]
struct Gate {
    begun: Notify,
    go_on: Notify,
}

struct Hub {
    address: SocketAddr,
    client: Client,
    gate: Arc<Gate>,
    stop: StopSwitch,
    sever: StopSwitch,
    task: tokio::task::JoinHandle<()>,
    _test: TestKernel,
}

fn modules(gate: &Arc<Gate>) -> Vec<OpenApiRouter> {
    let module = OpenApiRouter::new()
        .routes(routes!(echo))
        .route("/broken", get(broken))
        .route("/socket", get(socket))
        .route("/slow", post(slow))
        .with_state(Arc::clone(gate));
    vec![module]
}

impl Hub {
    async fn start(faces: Option<&Folder>) -> Self {
        let test = TestKernel::new();
        let gate = Arc::new(Gate::default());
        let settings = GatewaySettings {
            faces: faces.map(|folder| folder.path().to_owned()),
        };
        let router = router(&test.kernel, modules(&gate), settings);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = StopSwitch::new();
        let (sever, cut) = StopSwitch::new();
        let task = tokio::spawn(serve(listener, router, stopped, cut));
        Self {
            address,
            client: Client::new(),
            gate,
            stop,
            sever,
            task,
            _test: test,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    async fn get(&self, path: &str) -> Response {
        self.client.get(self.url(path)).send().await.unwrap()
    }

    async fn ended(self) {
        tokio::time::timeout(Duration::from_secs(20), self.task)
            .await
            .unwrap()
            .unwrap();
    }
}

async fn problem(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "application/problem+json"
    );
    let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    (status, body["code"].as_str().unwrap().to_owned())
}

fn dashboard() -> Folder {
    let folder = Folder::new();
    let dashboard = folder.path().join("dashboard");
    std::fs::create_dir(&dashboard).unwrap();
    std::fs::write(dashboard.join("index.html"), "<title>Comanda</title>").unwrap();
    std::fs::write(dashboard.join("app.js"), "plain").unwrap();
    std::fs::write(dashboard.join("app.js.br"), "brotli").unwrap();
    std::fs::write(folder.path().join("secret"), "not for you").unwrap();
    folder
}

#[tokio::test]
async fn health_answers_with_an_id_and_strict_headers() {
    let hub = Hub::start(None).await;
    let response = hub.get("/health").await;
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers();
    assert_eq!(headers["x-request-id"].len(), 36);
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval';"),
        "{policy}"
    );
}

#[tokio::test]
async fn a_decent_request_id_is_kept_and_a_strange_one_replaced() {
    let hub = Hub::start(None).await;
    let ask = |id: &'static str| {
        let request = hub
            .client
            .get(hub.url("/health"))
            .header("x-request-id", id);
        async move { request.send().await.unwrap().headers()["x-request-id"].clone() }
    };
    assert_eq!(ask("order-17").await, "order-17");
    assert_ne!(ask("a b\"c").await, "a b\"c");
}

#[tokio::test]
async fn a_broken_handler_is_a_problem_and_nothing_else_breaks() {
    let hub = Hub::start(None).await;
    assert_eq!(
        problem(hub.get("/broken").await).await,
        (500, "internal".to_owned())
    );
    assert_eq!(hub.get("/health").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn wrong_paths_methods_and_sizes_are_problems() {
    let hub = Hub::start(None).await;
    assert_eq!(
        problem(hub.get("/api/v1/nowhere").await).await,
        (404, "not-found".to_owned())
    );
    let echo = hub.get("/api/v1/echo/1").await;
    assert_eq!(problem(echo).await, (405, "method-not-allowed".to_owned()));
    let large = hub
        .client
        .post(hub.url("/api/v1/echo/1"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(" ".repeat(limits::BODY_BYTES_MAX + 1));
    assert_eq!(
        problem(large.send().await.unwrap()).await,
        (413, "too-large".to_owned())
    );
}

#[tokio::test]
async fn the_description_holds_the_routes_of_all_modules() {
    let hub = Hub::start(None).await;
    let text = hub.get("/api/openapi.json").await.text().await.unwrap();
    let described: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(described["info"]["title"], "Comanda hub");
    assert!(
        described["paths"]["/api/v1/echo/{id}"]["post"].is_object(),
        "{text}"
    );
    assert!(described["paths"]["/health"]["get"].is_object(), "{text}");
    assert_eq!(
        described["components"]["securitySchemes"]["session"]["in"],
        "cookie"
    );
}

#[tokio::test]
async fn requests_are_measured_by_route_and_not_by_path() {
    let hub = Hub::start(None).await;
    for id in 0..3 {
        let request = hub
            .client
            .post(hub.url(&format!("/api/v1/echo/{id}")))
            .json(&id);
        assert_eq!(
            request.send().await.unwrap().text().await.unwrap(),
            id.to_string()
        );
    }
    let metrics = hub.get("/metrics").await.text().await.unwrap();
    let lines: Vec<_> = metrics
        .lines()
        .filter(|line| line.starts_with("http_requests_total") && line.contains("echo"))
        .filter(|line| line.contains("status=\"200\""))
        .collect();
    assert_eq!(lines.len(), 1, "{metrics}");
    assert!(
        lines[0].contains("route=\"/api/v1/echo/{id}\""),
        "{lines:?}"
    );
    assert!(
        metrics.contains("http_request_duration_seconds_bucket"),
        "{metrics}"
    );
}

#[tokio::test]
async fn methods_that_nobody_knows_are_measured_as_one() {
    let hub = Hub::start(None).await;
    for number in 0..3 {
        let method = format!("MADEUP{number}").parse().unwrap();
        let request = hub.client.request(method, hub.url("/slow"));
        assert_eq!(
            request.send().await.unwrap().status(),
            StatusCode::METHOD_NOT_ALLOWED
        );
    }
    let known = hub.client.request(reqwest::Method::PATCH, hub.url("/slow"));
    known.send().await.unwrap();
    let metrics = hub.get("/metrics").await.text().await.unwrap();
    assert!(!metrics.contains("MADEUP"), "{metrics}");
    let series = |method: &str| {
        let (method, route) = (format!("method=\"{method}\""), "route=\"/slow\"");
        metrics
            .lines()
            .filter(|line| line.starts_with("http_requests_total"))
            .filter(|line| line.contains(&method) && line.contains(route))
            .count()
    };
    assert_eq!((series("other"), series("PATCH")), (1, 1), "{metrics}");
}

#[tokio::test]
async fn the_dashboard_is_served_with_its_own_addresses() {
    let folder = dashboard();
    let hub = Hub::start(Some(&folder)).await;
    for path in ["/", "/devices", "/menu/items"] {
        let response = hub.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
        assert_eq!(
            response.text().await.unwrap(),
            "<title>Comanda</title>",
            "{path}"
        );
    }
    let packed = hub
        .client
        .get(hub.url("/app.js"))
        .header(header::ACCEPT_ENCODING, "br");
    let packed = packed.send().await.unwrap();
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "br");
    assert_eq!(packed.text().await.unwrap(), "brotli");
    assert_eq!(hub.get("/app.js").await.text().await.unwrap(), "plain");
}

#[tokio::test]
async fn what_is_no_file_of_the_dashboard_is_not_found() {
    let folder = dashboard();
    let hub = Hub::start(Some(&folder)).await;
    for path in [
        "/missing.js",
        "/api/v1/nowhere",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
    ] {
        assert_eq!(problem(hub.get(path).await).await.0, 404, "{path}");
    }
    let secret = hub.get("/%2e%2e%2fsecret").await.text().await.unwrap();
    assert!(!secret.contains("not for you"), "{secret}");
}

#[tokio::test]
async fn a_socket_lives_through_all_layers_until_it_is_severed() {
    let hub = Hub::start(None).await;
    let url = format!("ws://{}/socket", hub.address);
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    socket.send("hello".into()).await.unwrap();
    assert_eq!(
        socket.next().await.unwrap().unwrap().into_text().unwrap(),
        "hello"
    );
    hub.sever.stop();
    let broken = tokio::time::timeout(Duration::from_secs(10), socket.next())
        .await
        .unwrap();
    assert!(!matches!(broken, Some(Ok(_))), "{broken:?}");
    hub.stop.stop();
    hub.ended().await;
}

#[tokio::test]
async fn a_request_that_has_begun_ends_before_the_hub_does() {
    let hub = Hub::start(None).await;
    let request = tokio::spawn(hub.client.post(hub.url("/slow")).send());
    hub.gate.begun.notified().await;
    hub.stop.stop();
    hub.gate.go_on.notify_one();
    let response = request.await.unwrap().unwrap();
    assert_eq!(response.text().await.unwrap(), "done");
    let url = hub.url("/health");
    let client = hub.client.clone();
    hub.ended().await;
    assert!(
        client.get(url).send().await.is_err(),
        "nobody listens any more"
    );
}

#[tokio::test(start_paused = true)]
async fn a_request_that_takes_too_long_is_given_up() {
    let router = Router::new()
        .route("/forever", get(std::future::pending::<&'static str>))
        .layer(middleware::from_fn(time_limit));
    let request = axum::extract::Request::get("/forever").body(axum::body::Body::empty());
    let response = router.oneshot(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
}
