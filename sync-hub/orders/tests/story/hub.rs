//! A hub for tests: this module alone, with a device book and a catalogue that the test writes.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
    serve::ListenerExt,
};
use futures_util::{SinkExt, StreamExt};
use hub_kernel::{
    DbError, Kernel, Stop, StopSwitch, Tx, params,
    ports::{
        CataloguePublisher, Device as Enrolled, DeviceBook, DeviceReport, Ports, PublishedCatalogue,
    },
    testkit::TestKernel,
};
use shared::{
    api::device::DeviceRole,
    ids::{DeviceId, SiteId, TenantId},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time::timeout,
};
use tokio_tungstenite::{client_async, tungstenite::Message};
use tower::ServiceExt;

use super::device::Device;

/// The hub.
pub(crate) struct Hub {
    pub(crate) test: Arc<TestKernel>,
    pub(crate) address: SocketAddr,
    book: Arc<Book>,
    menu: Arc<Menu>,
    router: axum::Router,
    switch: StopSwitch,
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.switch.stop();
    }
}

impl Hub {
    pub(crate) async fn start() -> Self {
        let (book, menu) = (Arc::new(Book::default()), Arc::new(Menu::default()));
        let mut test = TestKernel::new();
        test.kernel.ports = Ports {
            devices: book.clone(),
            catalogue: menu.clone(),
            sessions: test.kernel.ports.sessions.clone(),
            ..Ports::default()
        };
        Self::run(Arc::new(test), book, menu).await
    }

    async fn run(test: Arc<TestKernel>, book: Arc<Book>, menu: Arc<Menu>) -> Self {
        let module = hub_orders::module(&test.kernel);
        let (router, _api) = module.router.split_for_parts();
        let (switch, stop) = StopSwitch::new();
        for job in module.jobs {
            tokio::spawn(job.run(stop.clone()));
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, router.clone(), stop));
        Self {
            test,
            address,
            book,
            menu,
            router,
            switch,
        }
    }

    /// The same hub after it was stopped and started.
    pub(crate) async fn restart(self) -> Self {
        self.switch.stop();
        Self::run(self.test.clone(), self.book.clone(), self.menu.clone()).await
    }

    /// The same hub after somebody put an older file in its place, without telling it.
    pub(crate) async fn forget_after(self, seq: i64) -> Self {
        self.switch.stop();
        let forget = move |tx: &Tx<'_>| -> Result<(), DbError> {
            tx.execute("DELETE FROM orders_change WHERE seq > $1", params![seq])?;
            tx.execute("UPDATE orders_log SET last_seq = $1", params![seq])?;
            tx.execute("UPDATE orders_projection SET seq = $1", params![seq])?;
            Ok(())
        };
        self.kernel().db.write(forget).await.unwrap();
        Self::run(self.test.clone(), self.book.clone(), self.menu.clone()).await
    }

    pub(crate) fn kernel(&self) -> &Kernel {
        &self.test.kernel
    }

    /// Enrols a device.
    pub(crate) fn enrol(&self, device: &Device) {
        let disk = device.disk();
        let enrolled = Enrolled {
            device_id: disk.id,
            site_id: self.kernel().home.site_id,
            role: DeviceRole::Till,
            name: "till".to_owned(),
            letters: "A".to_owned(),
            public_key: disk.key.verifying_key().to_bytes(),
            enrolled_at_ms: 0,
            revoked_at_ms: None,
            last: None,
        };
        self.book.devices.lock().unwrap().insert(disk.id, enrolled);
    }

    /// A new device that is enrolled.
    pub(crate) fn device(&self, number: u8) -> Device {
        let device = Device::new(number);
        self.enrol(&device);
        device
    }

    pub(crate) fn revoke(&self, device: DeviceId) {
        let mut devices = self.book.devices.lock().unwrap();
        devices.get_mut(&device).unwrap().revoked_at_ms = Some(1);
    }

    pub(crate) fn report_of(&self, device: DeviceId) -> Option<DeviceReport> {
        self.book.devices.lock().unwrap().get(&device)?.last.clone()
    }

    pub(crate) fn publish(&self, version: u64, json: &[u8]) {
        let catalogue = PublishedCatalogue {
            version,
            json: json.to_vec(),
        };
        *self.menu.current.lock().unwrap() = Some(catalogue);
        self.menu.version.send_replace(version);
    }

    /// Sends bytes after the hub's first word; whether it hangs up.
    pub(crate) async fn hangs_up_on(&self, bytes: &[u8]) -> bool {
        let url = format!("ws://{}/api/v1/sync", self.address);
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut socket, _) = client_async(url, stream).await.unwrap();
        assert!(matches!(socket.next().await, Some(Ok(Message::Binary(_)))));
        socket
            .send(Message::Binary(bytes.to_vec().into()))
            .await
            .unwrap();
        let answer = timeout(Duration::from_secs(20), socket.next()).await;
        matches!(answer.unwrap(), None | Some(Ok(Message::Close(_)) | Err(_)))
    }

    /// A number that the tables say.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        let read = |tx: &Tx<'_>| tx.query_row(sql, params![], |row| row.get(0));
        self.kernel()
            .db
            .read::<_, DbError, _>(read)
            .await
            .unwrap()
            .unwrap()
    }

    /// Texts that the tables say.
    pub(crate) async fn texts(&self, sql: &'static str) -> Vec<String> {
        let read = |tx: &Tx<'_>| tx.query(sql, params![], |row| row.get(0));
        self.kernel().db.read::<_, DbError, _>(read).await.unwrap()
    }

    /// Waits until the tables say this number.
    pub(crate) async fn until_count(&self, sql: &'static str, wanted: i64) {
        let look = async {
            let mut again = tokio::time::interval(Duration::from_millis(10));
            while self.count(sql).await != wanted {
                again.tick().await;
            }
        };
        let came = timeout(Duration::from_secs(20), look).await;
        let found = self.count(sql).await;
        assert!(came.is_ok(), "never {wanted}, but {found}: {sql}");
    }

    /// Waits until orders were made out of all of the log.
    pub(crate) async fn until_projected(&self) {
        let behind = "SELECT COUNT(*) FROM orders_log l LEFT JOIN orders_projection p
             ON p.site_id = l.site_id WHERE l.last_seq > COALESCE(p.seq, 0)";
        self.until_count(behind, 0).await;
    }

    /// Asks as the manager.
    pub(crate) async fn get(&self, path: &str) -> (StatusCode, serde_json::Value) {
        let request = Request::get(path)
            .header("authorization", format!("Bearer {}", TestKernel::TOKEN))
            .body(Body::empty());
        let answer = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1 << 24).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }
}

async fn serve(listener: TcpListener, router: axum::Router, mut stop: Stop) {
    let until = async move { stop.requested().await };
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
    axum::serve(listener, router)
        .with_graceful_shutdown(until)
        .await
        .unwrap();
}

#[derive(Default)]
struct Book {
    devices: Mutex<BTreeMap<DeviceId, Enrolled>>,
}

impl DeviceBook for Book {
    fn device(&self, _: &Tx<'_>, _: TenantId, id: DeviceId) -> Result<Option<Enrolled>, DbError> {
        Ok(self.devices.lock().unwrap().get(&id).cloned())
    }

    fn devices(&self, _: &Tx<'_>, _: TenantId, _: SiteId) -> Result<Vec<Enrolled>, DbError> {
        Ok(self.devices.lock().unwrap().values().cloned().collect())
    }

    fn report(
        &self,
        _: &Tx<'_>,
        _: TenantId,
        id: DeviceId,
        report: &DeviceReport,
    ) -> Result<(), DbError> {
        if let Some(device) = self.devices.lock().unwrap().get_mut(&id) {
            device.last = Some(report.clone());
        }
        Ok(())
    }

    fn sign(&self, _: &Tx<'_>, _: TenantId, _: SiteId, _: &[u8]) -> Result<[u8; 64], DbError> {
        Err(DbError::Missing("a signing key"))
    }
}

struct Menu {
    current: Mutex<Option<PublishedCatalogue>>,
    version: watch::Sender<u64>,
}

impl Default for Menu {
    fn default() -> Self {
        Self {
            current: Mutex::default(),
            version: watch::channel(0).0,
        }
    }
}

impl CataloguePublisher for Menu {
    fn current(
        &self,
        _: &Tx<'_>,
        _: TenantId,
        _: SiteId,
    ) -> Result<Option<PublishedCatalogue>, DbError> {
        Ok(self.current.lock().unwrap().clone())
    }

    fn versions(&self, _: TenantId, _: SiteId) -> watch::Receiver<u64> {
        self.version.subscribe()
    }
}
