//! A small restaurant for the tests: one till, a few dishes, a clock that is set by hand.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use argon2::{Algorithm, Argon2, Params, Version};
use node::{Engine, Enrolled, Source};
use sha2::{Digest, Sha256};
use shared::{
    api::{
        Problem,
        device::DeviceRole,
        till::{Ask, Command, NewLine, OrderView, Reply},
    },
    ids::{OrderId, SessionId, SiteId, StaffId, TenantId},
    menu::{
        Catalogue, Course, Item, Modifier, ModifierGroup, Name, Printer, Room, Service, Site,
        Table, TableShape, TaxClass, TaxRate, Variant,
    },
    money::{Currency, Money},
    order::Tender,
    staff::{Role, StaffMember},
};

/// 2026-11-21 18:00 UTC.
pub(crate) const SIX_IN_THE_EVENING_MS: i64 = 1_795_284_000_000;
/// A manager's PIN that no hash holds by accident.
pub(crate) const LONG_PIN: &str = "90417352";
const SALT: &str = "000102030405060708090a0b0c0d0e0f";

/// A clock set by hand, and bytes that never repeat.
#[derive(Clone)]
pub(crate) struct Time {
    now_ms: Arc<AtomicI64>,
    count: Arc<AtomicU64>,
}

impl Time {
    pub(crate) fn new() -> Self {
        // Each device has randomness of its own, or two would be clones of each other.
        static DEVICES: AtomicU64 = AtomicU64::new(1);
        let seed = DEVICES.fetch_add(1, Ordering::Relaxed) << 32;
        let now_ms = Arc::new(AtomicI64::new(SIX_IN_THE_EVENING_MS));
        Self {
            now_ms,
            count: Arc::new(AtomicU64::new(seed)),
        }
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::Relaxed);
    }

    pub(crate) fn source(&self) -> Source {
        let (clock, count) = (Arc::clone(&self.now_ms), Arc::clone(&self.count));
        Source::new(
            // Each look at the clock is a millisecond later, as on a machine that works.
            move || clock.fetch_add(1, Ordering::Relaxed),
            move |bytes| {
                let n = count.fetch_add(1, Ordering::Relaxed);
                let hash = Sha256::digest(n.to_be_bytes());
                for (place, byte) in bytes.iter_mut().enumerate() {
                    *byte = hash[place % hash.len()];
                }
            },
        )
    }
}

pub(crate) fn pin_hash(pin: &str) -> String {
    // Slow on purpose, and every till of every test has the same people.
    static KNOWN: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap();
    known
        .entry(pin.to_owned())
        .or_insert_with(|| hash_slowly(pin))
        .clone()
}

fn hash_slowly(pin: &str) -> String {
    let mut hash = [0; 32];
    let params = Params::new(19_456, 2, 1, Some(32)).unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), &hex::decode(SALT).unwrap(), &mut hash)
        .unwrap();
    hex::encode(hash)
}

pub(crate) fn item(
    sku: &str,
    name: &str,
    price: i64,
    station: Option<&str>,
    course: Course,
) -> Item {
    Item {
        sku: sku.to_owned(),
        category: "All".to_owned(),
        course,
        station: station.map(str::to_owned),
        name: Name {
            first: name.to_owned(),
            second: String::new(),
        },
        variants: vec![Variant {
            name: String::new(),
            price: Money::from_minor(price),
            barcode: Some(format!("800{sku}")),
        }],
        tax: "food".to_owned(),
        allergens: Vec::new(),
        groups: Vec::new(),
        prep_seconds: 300,
        sold_out: false,
        left: None,
        sale: shared::menu::Sale::default(),
    }
}

pub(crate) fn catalogue(printer: Option<String>) -> Catalogue {
    let rate = |percent: &str| TaxRate::from_percent(percent).unwrap();
    let table = |name: &str, x| Table {
        name: name.to_owned(),
        seats: 4,
        x,
        y: 0,
        shape: TableShape::Square,
    };
    Catalogue {
        version: 1,
        site: site(),
        taxes: vec![TaxClass {
            name: "food".to_owned(),
            eat_in: vec![rate("10")],
            takeaway: Some(vec![rate("8")]),
            delivery: None,
            compound: Vec::new(),
        }],
        categories: vec!["All".to_owned()],
        items: items(),
        groups: vec![ModifierGroup {
            name: "doneness".to_owned(),
            min: 1,
            max: 1,
            options: vec![option("Al sangue"), option("Media")],
        }],
        combos: Vec::new(),
        stations: ["pizza", "grill", "bar", "cold"]
            .map(str::to_owned)
            .to_vec(),
        rooms: vec![Room {
            name: "Sala".to_owned(),
            tables: vec![table("7", 0), table("8", 3)],
        }],
        staff: vec![
            member(1, "Giulia", Role::Manager, "1111"),
            member(2, "Marco", Role::Cashier, "2222"),
            member(3, "Sofia", Role::Waiter, "3333"),
            member(4, "Aldo", Role::Cook, "4444"),
            member(5, "Elena", Role::Manager, LONG_PIN),
        ],
        pin_salt: SALT.to_owned(),
        printers: printer
            .map(|address| Printer {
                name: "Bar".to_owned(),
                address,
                profile: "epson-80".to_owned(),
                stations: ["pizza", "grill", "bar"].map(str::to_owned).to_vec(),
                receipts: true,
            })
            .into_iter()
            .collect(),
    }
}

fn items() -> Vec<Item> {
    let mut steak = item("T121", "Tagliata", 2_400, Some("grill"), Course::Main);
    steak.groups = vec!["doneness".to_owned()];
    let mut gone = item("T147", "Cannolo", 550, Some("cold"), Course::Dessert);
    gone.sold_out = true;
    vec![
        item("T129", "Margherita", 800, Some("pizza"), Course::Main),
        steak,
        item("T165", "Birra", 550, Some("bar"), Course::Drink),
        item("T170", "Coperto", 250, None, Course::None),
        gone,
    ]
}

fn site() -> Site {
    Site {
        name: "Trattoria Comanda".to_owned(),
        address: "Via del Forno 12".to_owned(),
        tax_number: "IT01234567890".to_owned(),
        currency: Currency::from_code("EUR").unwrap(),
        language: "it".to_owned(),
        second_language: Some("en".to_owned()),
        kitchen_language: None,
        timezone: "Europe/Rome".to_owned(),
        business_day_starts_min: 300,
        prices_include_tax: true,
        cash_rounding_minor: 0,
        tip_choices: vec![10],
        auto_lock_min: 3,
        receipt_footer: "Grazie".to_owned(),
        prices: shared::price::SitePrices::default(),
        drawer: shared::menu::DrawerRules::default(),
        serving: shared::menu::ServingRules::default(),
        tenders: Vec::new(),
    }
}

pub(crate) fn option(name: &str) -> Modifier {
    Modifier {
        name: Name {
            first: name.to_owned(),
            second: String::new(),
        },
        price: Money::ZERO,
        allergens: Vec::new(),
        detail: shared::menu::ModifierDetail::default(),
    }
}

fn member(n: u8, name: &str, role: Role, pin: &str) -> StaffMember {
    StaffMember {
        id: StaffId::new(1, [n; 10]),
        name: name.to_owned(),
        role,
        pin_hash: pin_hash(pin),
    }
}

pub(crate) fn settle_in(engine: &mut Engine, letters: &str, printer: Option<String>) {
    let enrolled = Enrolled {
        tenant_id: TenantId::new(1, [1; 10]),
        site_id: SiteId::new(1, [1; 10]),
        name: "Cassa 1".to_owned(),
        letters: letters.to_owned(),
        hub_url: "http://127.0.0.1:1".to_owned(),
        certificate: String::new(),
        ca: String::new(),
    };
    engine.enrol(enrolled).unwrap();
    let bytes = serde_json::to_vec(&catalogue(printer)).unwrap();
    engine
        .take_catalogue(1, Sha256::digest(&bytes).into(), bytes)
        .unwrap();
}

/// A till with somebody in front of it.
pub(crate) struct Till {
    pub(crate) engine: Engine,
    pub(crate) time: Time,
    pub(crate) session: Option<SessionId>,
    requests: Mutex<u32>,
}

impl Till {
    pub(crate) fn open(folder: &Path) -> Self {
        Self::at(folder, Time::new())
    }

    pub(crate) fn at(folder: &Path, time: Time) -> Self {
        let mut engine = Engine::open(folder, DeviceRole::Till, "Till", time.source()).unwrap();
        if engine.enrolled().is_none() {
            settle_in(&mut engine, "A", None);
        }
        Self {
            engine,
            time,
            session: None,
            requests: Mutex::new(0),
        }
    }

    /// Signs in and opens a shift.
    pub(crate) fn with(folder: &Path, pin: &str) -> Self {
        let mut till = Self::open(folder);
        till.sign_in("1111");
        till.ask(Command::OpenShift {
            float: Money::from_minor(10_000),
        })
        .unwrap();
        till.sign_in(pin);
        till
    }

    pub(crate) fn sign_in(&mut self, pin: &str) {
        self.session = Some(self.engine.sign_in(&pin_hash(pin)).unwrap().session);
    }

    pub(crate) fn ask(&mut self, command: Command) -> Result<Reply, Problem> {
        self.ask_as(None, command)
    }

    pub(crate) fn ask_as(
        &mut self,
        request: Option<&str>,
        command: Command,
    ) -> Result<Reply, Problem> {
        *self.requests.lock().unwrap() += 1;
        let request = request.map(str::to_owned);
        self.engine.till(Ask {
            session: self.session,
            request,
            command,
            approval: None,
        })
    }

    /// The same, with the PIN of somebody who stands beside.
    pub(crate) fn ask_with(&mut self, pin: &str, command: Command) -> Result<Reply, Problem> {
        let ask = Ask {
            session: self.session,
            request: None,
            command,
            approval: None,
        };
        self.engine.till_approved(ask, &pin_hash(pin))
    }

    pub(crate) fn order(&mut self, command: Command) -> OrderView {
        match self.ask(command).unwrap() {
            Reply::Order(view) => *view,
            other => panic!("no order but {other:?}"),
        }
    }

    pub(crate) fn seat(&mut self, table: &str) -> OrderId {
        let command = Command::OpenOrder {
            service: Service::EatIn,
            table: Some(table.to_owned()),
            tab: String::new(),
            guests: 2,
        };
        self.order(command).order.id
    }

    pub(crate) fn add(&mut self, order: OrderId, sku: &str, quantity: u32) -> OrderView {
        self.order(Command::AddLine {
            order,
            line: plain(sku, quantity),
        })
    }

    pub(crate) fn show(&mut self, order: OrderId) -> OrderView {
        self.order(Command::ShowOrder { order })
    }

    /// Another catalogue than the one it was set up with.
    pub(crate) fn take(&mut self, menu: &Catalogue) {
        let bytes = serde_json::to_vec(menu).unwrap();
        let sha = Sha256::digest(&bytes).into();
        self.engine
            .take_catalogue(menu.version, sha, bytes)
            .unwrap();
    }

    /// Papers that wait at the one printer.
    pub(crate) fn papers(&self) -> Vec<String> {
        let jobs = self.engine.jobs_at("Bar").unwrap();
        jobs.into_iter().map(|job| job.paper).collect()
    }

    pub(crate) fn pay(&mut self, order: OrderId, tender: Tender, minor: i64) -> Reply {
        self.ask(pay(order, tender, minor)).unwrap()
    }
}

pub(crate) fn plain(sku: &str, quantity: u32) -> NewLine {
    NewLine {
        sku: sku.to_owned(),
        variant: 0,
        quantity,
        modifiers: Vec::new(),
        seat: 0,
        course: None,
        note: String::new(),
        more: shared::api::till::LineMore::default(),
    }
}

pub(crate) fn pay(order: OrderId, tender: Tender, minor: i64) -> Command {
    Command::Pay {
        order,
        tender,
        tendered: Money::from_minor(minor),
        tip: Money::ZERO,
        part: None,
        seen_due: None,
    }
}
