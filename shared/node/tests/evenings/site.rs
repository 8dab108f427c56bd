//! A restaurant with a hub and as many devices as an evening needs.

use std::{collections::BTreeSet, net::SocketAddr, path::Path, sync::Mutex, time::Duration};

use node::{Answer, Node, Settings as NodeSettings, Source};
use printers_testkit::{Handle, Paper};
use serde_json::{Value, json};
use shared::{
    api::{
        Problem,
        device::{DeviceRole, Enrol},
        kds::{self, TicketView},
        till::{Ask, Command, NewLine, OrderView, Reply},
    },
    ids::{FactId, OrderId, SessionId},
    menu::Service,
    money::Money,
    order::Tender,
    shift::ShiftReport,
};
use sync_hub::{Hub, RunningHub, Settings as HubSettings};

use crate::sent::Sent;

/// Nothing in these evenings takes longer on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);
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
    /// The kitchen's printer, and the stations that it prints for.
    pub(crate) paper: Option<(Handle, Vec<String>)>,
}

impl Site {
    /// Starts the hub and imports the trattoria.
    pub(crate) async fn open() -> Self {
        Self::open_as(&[]).await
    }

    /// The same with other words in its folder: the file, what stands there, what stands there now.
    pub(crate) async fn open_as(edits: &[(&str, &str, &str)]) -> Self {
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
            paper: None,
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
            let mut text = std::fs::read_to_string(path).unwrap();
            for (_, from, to) in edits.iter().filter(|(file, _, _)| *file == name) {
                assert!(text.contains(from), "{name} does not say {from}");
                text = text.replacen(from, to, 1);
            }
            files.insert(name, Value::String(text));
        }
        site.post("api/v1/import?dry_run=false", &json!({ "files": files }))
            .await;
        // No paper in most of these evenings; printers have their own.
        let none = json!({ "printers": [] });
        site.ask(reqwest::Method::PUT, "api/v1/printers", &none)
            .await;
        site
    }

    /// Puts a printer into the kitchen, before the devices come.
    pub(crate) async fn put_printer(&mut self, stations: &[&str]) {
        let paper = self.new_printer(stations, false).await;
        let stations = stations.iter().map(|&station| station.to_owned());
        self.paper = Some((paper, stations.collect()));
    }

    /// Puts a printer beside the drawer, before the devices come.
    pub(crate) async fn put_receipt_printer(&self) -> Handle {
        self.new_printer(&[], true).await
    }

    async fn new_printer(&self, stations: &[&str], receipts: bool) -> Handle {
        let paper = Paper::start(([127, 0, 0, 1], 0).into(), None)
            .await
            .unwrap();
        let printer = json!({
            "name": "Pass",
            "address": paper.addr().to_string(),
            "profile": "epson-80",
            "stations": stations,
            "receipts": receipts,
        });
        let printers = json!({ "printers": [printer] });
        self.ask(reqwest::Method::PUT, "api/v1/printers", &printers)
            .await;
        paper
    }

    /// Waits for a slip of the kitchen on which all of this stands.
    pub(crate) async fn slip(&self, words: &[&str]) -> String {
        let (paper, _) = self.paper.as_ref().unwrap();
        let is_it = |text: &str| words.iter().all(|word| text.contains(word));
        let seen = paper
            .wait_for(
                |seen| seen.papers.iter().any(|one| is_it(&one.text)),
                PATIENCE,
            )
            .await;
        let seen = seen.unwrap();
        let slip = seen.papers.iter().find(|one| is_it(&one.text));
        slip.unwrap().text.clone()
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
        self.device_at(role, name, Source::of_this_machine()).await
    }

    async fn device_at(&self, role: DeviceRole, name: &str, source: Source) -> Device {
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
        let node = Node::start(settings, source).await.unwrap();
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
            told: Mutex::default(),
            sent: Sent::default(),
        };
        until("a catalogue came", || device.has_catalogue()).await;
        device
    }

    /// A till with the manager signed in and a shift open.
    pub(crate) async fn till(&self, name: &str) -> Device {
        self.till_at(name, Source::of_this_machine()).await
    }

    /// The same with a clock of its own.
    pub(crate) async fn till_at(&self, name: &str, source: Source) -> Device {
        let mut till = self.device_at(DeviceRole::Till, name, source).await;
        till.sign_in().await;
        till.ask(Command::OpenShift { float: Money::ZERO }).await;
        till
    }
}

/// A node with somebody in front of it.
pub(crate) struct Device {
    pub(crate) node: Node,
    session: Option<SessionId>,
    /// Payments and refunds that this device said are done.
    told: Mutex<BTreeSet<FactId>>,
    /// What somebody brought here, and whether they sent it.
    pub(crate) sent: Sent,
}

impl Device {
    async fn has_catalogue(&self) -> bool {
        self.node
            .handle
            .ask(|engine| engine.catalogue().is_some())
            .await
            .unwrap()
    }

    pub(crate) async fn sign_in(&mut self) {
        self.sign_in_with("1111").await;
    }

    /// Somebody else signs in, who may do less than the manager.
    pub(crate) async fn sign_in_with(&mut self, pin: &str) {
        let pin = shared::api::till::Pin(pin.to_owned());
        let Reply::SignedIn(me) = self.ask(Command::SignIn { pin }).await else {
            panic!("not signed in")
        };
        self.session = Some(me.session);
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        self.session.is_some()
    }

    pub(crate) async fn ask(&self, command: Command) -> Reply {
        self.ask_as_request(None, command).await
    }

    /// The same under a name, by which a face asks again.
    pub(crate) async fn ask_as(&self, request: &str, command: Command) -> Reply {
        self.ask_as_request(Some(request), command).await
    }

    async fn ask_as_request(&self, request: Option<&str>, command: Command) -> Reply {
        let answer = self.answer_as(request, command.clone()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let reply = serde_json::from_str(&answer.body).unwrap();
        self.sent.note(&command, &reply);
        if let Reply::Order(view) | Reply::Paid { order: view, .. } = &reply {
            let payments = view.order.payments.iter().map(|one| one.fact);
            let refunds = view.order.refunds.iter().map(|one| one.fact);
            self.told.lock().unwrap().extend(payments.chain(refunds));
        }
        reply
    }

    pub(crate) fn told(&self) -> BTreeSet<FactId> {
        self.told.lock().unwrap().clone()
    }

    /// What the node did, or why it did not.
    pub(crate) async fn tried(&self, command: Command) -> Result<Reply, Problem> {
        let answer = self.answer(command).await;
        match answer.status {
            200 => Ok(serde_json::from_str(&answer.body).unwrap()),
            _ => Err(serde_json::from_str(&answer.body).unwrap()),
        }
    }

    /// Why the node did not do it.
    pub(crate) async fn refused(&self, command: Command) -> Problem {
        let answer = self.answer(command).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    async fn answer(&self, command: Command) -> Answer {
        self.answer_as(None, command).await
    }

    async fn answer_as(&self, request: Option<&str>, command: Command) -> Answer {
        let ask = Ask {
            session: self.session,
            request: request.map(str::to_owned),
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
                seen_due: None,
            })
            .await
        {
            Reply::Paid { order, .. } => *order,
            other => panic!("not paid but {other:?}"),
        }
    }

    pub(crate) async fn show(&self, order: OrderId) -> OrderView {
        self.order(Command::ShowOrder { order }).await
    }

    /// What a cook does at this node's screen, and sees after.
    pub(crate) async fn kitchen(&self, command: kds::Command) -> kds::View {
        let asked = self.node.handle.try_ask(|engine| engine.kitchen(command));
        asked.await.unwrap()
    }

    /// The tickets on this node's kitchen screen.
    pub(crate) async fn rail(&self) -> Vec<TicketView> {
        self.kitchen(kds::Command::View).await.open
    }

    /// Waits for so many tickets on this node's kitchen screen.
    pub(crate) async fn shows(&self, tickets: usize) -> Vec<TicketView> {
        until("the kitchen has its tickets", || async {
            self.rail().await.len() == tickets
        })
        .await;
        self.rail().await
    }

    /// Waits until this node knows that the kitchen was told of so many units.
    pub(crate) async fn knows_of_sending(&self, order: OrderId, units: i64) {
        until("the till knows what was sent", || async {
            // The order may not even have arrived.
            let answer = self.answer(Command::ShowOrder { order }).await;
            let Ok(Reply::Order(view)) = serde_json::from_str(&answer.body) else {
                return false;
            };
            let sent = view.order.lines.iter().map(|line| line.sent_quantity);
            sent.sum::<i64>() == units
        })
        .await;
    }

    /// The report of the shift that is open.
    pub(crate) async fn x_report(&self) -> ShiftReport {
        let report = self.node.handle.try_ask(|engine| engine.shift_report());
        report.await.unwrap().unwrap()
    }

    /// The reports of the shifts that were closed; none where nobody is signed in.
    pub(crate) async fn past_shifts(&self) -> Vec<ShiftReport> {
        if !self.is_signed_in() {
            return Vec::new();
        }
        match self.ask(Command::PastShifts).await {
            Reply::Shifts(past) => past,
            other => panic!("no shifts but {other:?}"),
        }
    }

    /// Ends the shift with just what should be in the drawer; open checks go on.
    pub(crate) async fn close_shift(&self) -> ShiftReport {
        let counted = self.x_report().await.expected_cash.at_least_zero();
        let close = Command::CloseShift {
            counted,
            carry_over: true,
            pieces: Vec::new(),
        };
        match self.ask(close).await {
            Reply::Shift(report) => *report,
            other => panic!("no report but {other:?}"),
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
