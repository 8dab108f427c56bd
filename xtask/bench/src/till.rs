//! A till as it is sold, with a person at it who only touches.

use std::{
    net::Ipv4Addr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use node::{Enrolled, Node, Source};
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::{
    api::{
        device::{DeviceRole, Enrol},
        till::{Ask, Command, NewLine, OrderView, Reply},
    },
    ids::{OrderId, SessionId, SiteId, TenantId},
    menu::{Catalogue, Item, Service},
    money::Money,
    order::Tender,
};
use tokio::runtime::Runtime;

use crate::restaurant::{MANAGER_PIN, Restaurant};

/// A new device has the menu within this time, or something is broken.
const MENU_TIME_MAX: Duration = Duration::from_secs(20);
const FLOAT_MINOR: i64 = 10_000;
/// A device that no hub ever let in is its own restaurant.
const ALONE: [u8; 16] = [7; 16];

/// A node with its own threads.
pub(crate) struct Machine {
    runtime: Runtime,
    pub(crate) node: Node,
}

impl Machine {
    /// Starts a node with its data in `folder`.
    pub(crate) fn start(role: DeviceRole, folder: &Path) -> Result<Self> {
        let runtime = Runtime::new()?;
        let settings = node::Settings {
            role,
            name: role.word().to_owned(),
            data: folder.to_path_buf(),
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            hub: None,
            faces: None,
            with_parent: false,
        };
        let node = runtime.block_on(Node::start(settings, Source::of_this_machine()))?;
        Ok(Self { runtime, node })
    }

    /// Lets the hub take it in, and waits until it has the menu.
    pub(crate) fn join(&self, restaurant: &Restaurant, name: &str) -> Result<()> {
        let role = self.ask(|engine| engine.role())?;
        let asked = Enrol {
            hub_url: restaurant.url(),
            code: restaurant.code(role, name)?,
        };
        let mut menu = self.node.handle.bells().catalogue.subscribe();
        let arrived = async {
            let joined = node::enrol(&self.node.handle, asked).await;
            joined.map_err(|problem| anyhow::anyhow!("{problem}"))?;
            menu.changed().await.context("the node ended")
        };
        let limited = async { tokio::time::timeout(MENU_TIME_MAX, arrived).await };
        self.run(limited)
            .with_context(|| format!("{name} got no menu"))?
    }

    /// Makes it a restaurant of its own, without a hub.
    pub(crate) fn settle_alone(&self, menu: &Catalogue) -> Result<()> {
        let enrolled = Enrolled {
            tenant_id: TenantId::from_bytes(ALONE),
            site_id: SiteId::from_bytes(ALONE),
            name: "Till 1".to_owned(),
            letters: "A".to_owned(),
            // The discard port: nobody listens, and that is known at once.
            hub_url: "http://127.0.0.1:9".to_owned(),
            certificate: String::new(),
            ca: String::new(),
        };
        let bytes = serde_json::to_vec(menu)?;
        let version = menu.version;
        let settled = self.ask(move |engine| {
            engine.enrol(enrolled)?;
            engine.take_catalogue(version, Sha256::digest(&bytes).into(), bytes)
        })?;
        settled.map_err(|problem| anyhow::anyhow!("{problem}"))
    }

    /// Runs a future on the machine's threads, to its end.
    pub(crate) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Lets something run beside.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        // It ends with the machine.
        drop(self.runtime.spawn(work));
    }

    /// Asks the engine.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut node::Engine) -> T + Send + 'static,
    ) -> Result<T> {
        let asked = self.run(self.node.handle.ask(work));
        asked.map_err(|problem| anyhow::anyhow!("{problem}"))
    }

    /// Ends it in good order.
    pub(crate) fn stop(self) {
        let Self { runtime, node } = self;
        runtime.block_on(node.stop());
    }
}

/// A till with somebody signed in, a shift that is open and a screen that listens.
pub(crate) struct Till {
    pub(crate) machine: Machine,
    session: SessionId,
    menu: Arc<Catalogue>,
    /// What needs no choosing.
    plain: Vec<Item>,
    touches: u64,
}

impl Till {
    /// Signs in, opens the shift and lets a screen listen.
    pub(crate) fn open(machine: Machine) -> Result<Self> {
        let menu = machine.ask(|engine| engine.catalogue())?;
        let menu = menu.context("the till has no menu")?;
        let sign_in = json!({
            "session": null,
            "request": null,
            "command": { "do": "sign_in", "pin": MANAGER_PIN },
        });
        let answer = machine.run(machine.node.doors.ask("/api/till", &sign_in.to_string()));
        let Reply::SignedIn(me) = serde_json::from_str(&answer.body)? else {
            bail!("signing in was answered with {}", answer.body);
        };
        let session = me.session;
        let feed = machine
            .node
            .doors
            .feed(&format!("/api/till/feed?session={session}"));
        let mut feed = feed.context("the till has no feed")?;
        machine.spawn(async move { while feed.next().await.is_some() {} });
        let plain = menu.items.iter().filter(|item| item.groups.is_empty());
        // Nothing is asked for them: no weight, no price, no dishes of a combo.
        let plain = plain.filter(|item| item.sale.combo.is_empty() && item.sale.weighed.is_none());
        let plain = plain.filter(|item| item.sale.open.is_none() && !item.sale.gift_card);
        let plain = plain.filter(|item| !item.sold_out).cloned().collect();
        let mut till = Self {
            machine,
            session,
            menu,
            plain,
            touches: 0,
        };
        let float = Money::from_minor(FLOAT_MINOR);
        till.touch(Command::OpenShift { float })?;
        Ok(till)
    }

    /// Does what a person asks for.
    pub(crate) fn touch(&mut self, command: Command) -> Result<Reply> {
        Ok(self.timed(command)?.1)
    }

    /// The same, with the time from the touch to the answer and the moment of the touch.
    pub(crate) fn timed(&mut self, command: Command) -> Result<(Touch, Reply)> {
        self.touches += 1;
        let ask = Ask {
            session: Some(self.session),
            request: Some(format!("touch-{}", self.touches)),
            command,
            approval: None,
        };
        let handle = self.machine.node.handle.clone();
        let at = Instant::now();
        let answer = self
            .machine
            .run(handle.try_ask(move |engine| engine.till(ask)));
        let took = at.elapsed();
        let reply = answer.map_err(|problem| anyhow::anyhow!("{problem}"))?;
        Ok((Touch { at, took }, reply))
    }

    /// Opens an order at a table, each time at the next one, and shows it.
    pub(crate) fn seat(&mut self, turn: usize) -> Result<OrderId> {
        let tables: Vec<_> = self
            .menu
            .rooms
            .iter()
            .flat_map(|room| &room.tables)
            .map(|table| table.name.clone())
            .collect();
        let view = self.order(Command::OpenOrder {
            service: Service::EatIn,
            table: tables.get(turn % tables.len().max(1)).cloned(),
            tab: String::new(),
            guests: 2,
        })?;
        Ok(view.order.id)
    }

    /// One of the dishes that need no choosing.
    pub(crate) fn dish(&self, turn: usize) -> Result<&Item> {
        let dish = self.plain.get(turn % self.plain.len().max(1));
        dish.context("the menu has no plain dish")
    }

    /// One of those that the kitchen makes.
    pub(crate) fn cooked_dish(&self, turn: usize) -> Result<&Item> {
        let cooked: Vec<_> = self
            .plain
            .iter()
            .filter(|item| item.station.is_some())
            .collect();
        let dish = cooked.get(turn % cooked.len().max(1)).copied();
        dish.context("the menu has no dish for the kitchen")
    }

    /// Touches an item.
    pub(crate) fn add(order: OrderId, item: &Item, note: &str) -> Command {
        Command::AddLine {
            order,
            line: NewLine {
                sku: item.sku.clone(),
                variant: 0,
                quantity: 1,
                modifiers: Vec::new(),
                seat: 0,
                course: None,
                note: note.to_owned(),
                more: shared::api::till::LineMore::default(),
            },
        }
    }

    /// Touches something that is answered with the order.
    pub(crate) fn order(&mut self, command: Command) -> Result<OrderView> {
        match self.touch(command)? {
            Reply::Order(view) => Ok(*view),
            other => bail!("no order but {other:?}"),
        }
    }

    /// Cash, exactly what is due.
    pub(crate) fn pay(order: OrderId, due: Money) -> Command {
        Command::Pay {
            order,
            tender: Tender::Cash,
            tendered: due,
            tip: Money::ZERO,
            part: None,
            seen_due: None,
        }
    }
}

/// When something was touched, and how long the answer took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Touch {
    pub(crate) at: Instant,
    pub(crate) took: Duration,
}
