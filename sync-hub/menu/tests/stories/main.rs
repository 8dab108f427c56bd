//! Stories of the menu module: through its routes, over a real database.
#![expect(
    clippy::unwrap_used,
    reason = "a story that cannot go on is a failed test"
)]

mod broken;
mod courses;
mod edits;
mod kinds;
mod restaurants;
mod staff;
mod tenders;

use std::{collections::BTreeMap, path::Path, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use hub_kernel::testkit::TestKernel;
use hub_menu::MenuBook;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::menu::Catalogue;
use tower::ServiceExt as _;

/// A hub with nothing but the menu.
struct Hub {
    test: TestKernel,
    book: Arc<MenuBook>,
    router: Router,
    openapi: utoipa::openapi::OpenApi,
}

/// The files of a restaurant.
type Files = BTreeMap<String, String>;

impl Hub {
    async fn new() -> Self {
        let mut test = TestKernel::new();
        let book = MenuBook::open(&test.kernel.db).await.unwrap();
        test.kernel.ports.catalogue = Arc::clone(&book) as _;
        test.kernel.ports.staff = Arc::clone(&book) as _;
        let module = hub_menu::module(&test.kernel, Arc::clone(&book));
        let (router, openapi) = module.router.split_for_parts();
        Self {
            test,
            book,
            router,
            openapi,
        }
    }

    /// A hub with a restaurant in it.
    async fn with(restaurant: &str) -> Self {
        let hub = Self::new().await;
        let (status, report) = hub.import(&folder(restaurant), false).await;
        assert_eq!(status, StatusCode::OK, "{report}");
        hub
    }

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", TestKernel::TOKEN))
            .header("content-type", "application/json");
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let request = request.body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
        (
            status,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        let (status, body) = self.call("GET", path, None).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        serde_json::from_value(body).unwrap()
    }

    async fn put(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.call("PUT", path, Some(body)).await
    }

    async fn import(&self, files: &Files, dry_run: bool) -> (StatusCode, Value) {
        let path = format!("/api/v1/import?dry_run={dry_run}");
        self.call("POST", &path, Some(json!({ "files": files })))
            .await
    }

    /// What devices get.
    async fn catalogue(&self) -> Catalogue {
        let home = self.test.kernel.home;
        let ports = self.test.kernel.ports.catalogue.clone();
        let read = move |tx: &hub_kernel::Tx<'_>| ports.current(tx, home.tenant_id, home.site_id);
        let published = self.test.kernel.db.read(read).await.unwrap().unwrap();
        let catalogue: Catalogue = serde_json::from_slice(&published.json).unwrap();
        assert_eq!(catalogue.version, published.version);
        catalogue
    }

    /// Names and bodies of all events.
    async fn events(&self) -> Vec<(String, Value)> {
        let read = |tx: &hub_kernel::Tx<'_>| {
            tx.query(
                "SELECT name, body FROM events_outbox ORDER BY seq",
                hub_kernel::params![],
                |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
            )
        };
        let rows: Result<_, hub_kernel::DbError> = self.test.kernel.db.read(read).await;
        let rows: Vec<(String, String)> = rows.unwrap();
        let parse = |(name, body): (String, String)| (name, serde_json::from_str(&body).unwrap());
        rows.into_iter().map(parse).collect()
    }
}

/// The folder of a restaurant that comes with the project.
fn folder(restaurant: &str) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/restaurants");
    let files = std::fs::read_dir(root.join(restaurant)).unwrap();
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    files.map(read).collect()
}

/// Replaces a text in a file that must hold it.
fn change(files: &mut Files, file: &str, old: &str, new: &str) {
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(old), "{file} holds no {old}");
    *text = text.replacen(old, new, 1);
}
