//! A restaurant with a hub and as many devices as an evening needs.

use std::{net::SocketAddr, path::Path, time::Duration};

use node::{Answer, Node, Settings as NodeSettings, Source};
use serde_json::{Value, json};
use shared::{
    api::{
        Problem,
        device::{DeviceRole, Enrol},
        till::{Ask, Command, NewLine, OrderView, Reply},
    },
    ids::{OrderId, SessionId},
    menu::Service,
    money::Money,
    order::Tender,
};
use sync_hub::{Hub, RunningHub, Settings as HubSettings};

/// Nothing in these evenings takes longer on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// A fact is looked for this often.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Waits until `fact` says so.
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, mut fact: impl FnMut() -> F) {
    let wait = async {
        let mut looks = tokio::time::interval(LOOK_EVERY);
        loop {
            looks.tick().await;
            if fact().await {
                return;
            }
        }
    };
    assert!(
        tokio::time::timeout(PATIENCE, wait).await.is_ok(),
        "never: {what}"
    );
}

/// The restaurant.
pub(crate) struct Site {
    folder: tempfile::TempDir,
    hub: Option<RunningHub>,
    address: SocketAddr,
    token: String,
    client: reqwest::Client,
}

impl Site {
    /// Starts the hub and imports the trattoria.
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = HubSettings::in_folder(folder.path().join("hub"));
        settings.listen = ([127, 0, 0, 1], 0).into();
        let hub = Hub::start(settings).await.unwrap();
        let manager = hub.new_manager().unwrap();
        let words = json!({ "name": manager.name, "password": manager.password });
        let address = hub.address();
        let client = reqwest::Client::new();
        let mut site = Self {
            folder,
            hub: Some(hub),
            address,
            token: String::new(),
            client,
        };
        let session = site.post("api/v1/login", &words).await;
        session["token"]
            .as_str()
            .unwrap()
            .clone_into(&mut site.token);
        let restaurant =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/restaurants/trattoria");
        let mut files = serde_json::Map::new();
        for entry in std::fs::read_dir(restaurant).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            files.insert(name, Value::String(std::fs::read_to_string(path).unwrap()));
        }
        site.post("api/v1/import?dry_run=false", &json!({ "files": files }))
            .await;
        // No paper in these evenings; printers have their own.
        site.ask(
            reqwest::Method::PUT,
            "api/v1/printers",
            &json!({ "printers": [] }),
        )
        .await;
        site
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        self.ask(reqwest::Method::POST, path, body).await
    }

    pub(crate) async fn ask(&self, method: reqwest::Method, path: &str, body: &Value) -> Value {
        let url = format!("{}/{path}", self.url());
        let request = self
            .client
            .request(method, url)
            .bearer_auth(&self.token)
            .json(body);
        let response = request.send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let url = format!("{}/{path}", self.url());
        let response = self
            .client
            .get(url)
            .bearer_auth(&self.token)
            .send()
            .await
            .unwrap();
        assert!(
            response.status().is_success(),
            "{path}: {}",
            response.status()
        );
        response.json().await.unwrap()
    }

    /// The hub dies without a word.
    pub(crate) async fn kill_hub(&mut self) {
        self.hub.take().unwrap().kill().await;
    }

    /// The hub is back at the same address.
    pub(crate) async fn start_hub(&mut self) {
        let mut settings = HubSettings::in_folder(self.folder.path().join("hub"));
        settings.listen = self.address;
        self.hub = Some(Hub::start(settings).await.unwrap());
    }

    /// A device that joins with a code and waits for its catalogue.
    pub(crate) async fn device(&self, role: DeviceRole, name: &str) -> Device {
        let words = json!({ "role": role.word(), "name": name });
        let code = self.post("api/v1/devices/codes", &words).await;
        let settings = NodeSettings {
            role,
            name: name.to_owned(),
            data: self.folder.path().join(name),
            listen: ([127, 0, 0, 1], 0).into(),
            hub: None,
            faces: None,
            with_parent: false,
        };
        let node = Node::start(settings, Source::of_this_machine())
            .await
            .unwrap();
        let code = code["code"].as_str().unwrap().to_owned();
        node::enrol(
            &node.handle,
            Enrol {
                hub_url: self.url(),
                code,
            },
        )
        .await
        .unwrap();
        let device = Device {
            node,
            session: None,
        };
        until("a catalogue came", || device.has_catalogue()).await;
        device
    }

    /// A till with the manager signed in and a shift open.
    pub(crate) async fn till(&self, name: &str) -> Device {
        let mut till = self.device(DeviceRole::Till, name).await;
        let pin = shared::api::till::Pin("1111".to_owned());
        let Reply::SignedIn(me) = till.ask(Command::SignIn { pin }).await else {
            panic!("not signed in")
        };
        till.session = Some(me.session);
        till.ask(Command::OpenShift { float: Money::ZERO }).await;
        till
    }
}

/// A node with somebody in front of it.
pub(crate) struct Device {
    pub(crate) node: Node,
    session: Option<SessionId>,
}

impl Device {
    async fn has_catalogue(&self) -> bool {
        self.node
            .handle
            .ask(|engine| engine.catalogue().is_some())
            .await
            .unwrap()
    }

    pub(crate) async fn ask(&self, command: Command) -> Reply {
        let answer = self.answer(command).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    /// Why the node did not do it.
    pub(crate) async fn refused(&self, command: Command) -> Problem {
        let answer = self.answer(command).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    async fn answer(&self, command: Command) -> Answer {
        let ask = Ask {
            session: self.session,
            request: None,
            command,
            approval: None,
        };
        let body = serde_json::to_string(&ask).unwrap();
        self.node.doors.ask("/api/till", &body).await
    }

    pub(crate) async fn order(&self, command: Command) -> OrderView {
        match self.ask(command).await {
            Reply::Order(view) => *view,
            other => panic!("no order but {other:?}"),
        }
    }

    /// Opens an order at a table.
    pub(crate) async fn seat(&self, table: &str) -> OrderView {
        let table = Some(table.to_owned());
        let (service, tab) = (Service::EatIn, String::new());
        self.order(Command::OpenOrder {
            service,
            table,
            tab,
            guests: 2,
        })
        .await
    }

    pub(crate) async fn add(&self, order: OrderId, sku: &str, quantity: u32) -> OrderView {
        let line = NewLine {
            sku: sku.to_owned(),
            variant: 0,
            quantity,
            modifiers: Vec::new(),
            seat: 0,
            course: None,
            note: String::new(),
            more: shared::api::till::LineMore::default(),
        };
        self.order(Command::AddLine { order, line }).await
    }

    pub(crate) async fn send(&self, order: OrderId) -> u32 {
        match self.ask(Command::Send { order }).await {
            Reply::Sent { count, .. } => count,
            other => panic!("not sent but {other:?}"),
        }
    }

    pub(crate) async fn pay_rest(&self, order: OrderId) -> OrderView {
        let tendered = self.order(Command::ShowOrder { order }).await.totals.due;
        let (tender, tip) = (Tender::Cash, Money::ZERO);
        match self
            .ask(Command::Pay {
                order,
                tender,
                tendered,
                tip,
                part: None,
            })
            .await
        {
            Reply::Paid { order, .. } => *order,
            other => panic!("not paid but {other:?}"),
        }
    }

    /// Whether this node knows of so many lines of an order.
    pub(crate) async fn sees(&self, order: OrderId, lines: usize) -> bool {
        let answer = self.answer(Command::ShowOrder { order }).await;
        match serde_json::from_str(&answer.body) {
            Ok(Reply::Order(view)) => view.order.lines.len() == lines,
            _ => false,
        }
    }

    /// Whether the pill says «together» and nothing waits.
    pub(crate) async fn is_settled(&self) -> bool {
        let world = self.node.handle.ask(|engine| engine.world()).await.unwrap();
        world.together && world.items_waiting == 0
    }

    pub(crate) async fn world(&self) -> shared::api::World {
        self.node.handle.ask(|engine| engine.world()).await.unwrap()
    }
}
