//! A device for tests: the real session over a real socket, with a disk in memory that outlives
//! the connection.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use ed25519_dalek::SigningKey;
use futures_util::{SinkExt, StreamExt};
use shared::{
    ids::{DeviceId, FactId},
    journal::{Fact, Record, Tail},
};
use sync_protocol::{Change, DeviceSession, Item, RefusedReason, Status, TICK_EVERY_MS, device};
use tokio::{
    net::TcpStream,
    sync::watch,
    task::JoinHandle,
    time::{interval, timeout},
};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};

use super::hub::Hub;

const PATIENCE: Duration = Duration::from_secs(20);

/// What a device remembers.
#[derive(Debug)]
pub(crate) struct Disk {
    pub(crate) id: DeviceId,
    pub(crate) key: SigningKey,
    pub(crate) boot: u64,
    pub(crate) epoch: u64,
    pub(crate) cursor: u64,
    pub(crate) tail: Tail,
    pub(crate) made: Vec<Item>,
    pub(crate) acked: u64,
    pub(crate) refused: Vec<device::Refusal>,
    /// What came, as often as it came.
    pub(crate) held: Vec<Item>,
    pub(crate) menu: Option<(u64, Vec<u8>)>,
    pub(crate) status: Option<Status>,
    pub(crate) turned_away: Option<RefusedReason>,
    pub(crate) resets: u32,
}

/// A device.
#[derive(Clone)]
pub(crate) struct Device {
    disk: Arc<Mutex<Disk>>,
    bell: Arc<watch::Sender<u64>>,
}

/// A connection; dropping it is pulling the plug.
pub(crate) struct Plug(JoinHandle<()>);

impl Plug {
    /// Waits until the hub or the session ended it.
    pub(crate) async fn ended(mut self) {
        timeout(PATIENCE, &mut self.0).await.unwrap().unwrap();
    }
}

impl Drop for Plug {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Device {
    pub(crate) fn new(number: u8) -> Self {
        let disk = Disk {
            id: DeviceId::from_bytes([number; 16]),
            key: SigningKey::from_bytes(&[number; 32]),
            boot: 1,
            epoch: 0,
            cursor: 0,
            tail: Tail::START,
            made: Vec::new(),
            acked: 0,
            refused: Vec::new(),
            held: Vec::new(),
            menu: None,
            status: None,
            turned_away: None,
            resets: 0,
        };
        Self {
            disk: Arc::new(Mutex::new(disk)),
            bell: Arc::new(watch::channel(0).0),
        }
    }

    pub(crate) fn disk(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().unwrap()
    }

    pub(crate) fn id(&self) -> DeviceId {
        self.disk().id
    }

    fn ring(&self) {
        self.bell.send_modify(|count| *count += 1);
    }

    pub(crate) fn make(&self, item: Item) {
        self.disk().made.push(item);
        self.ring();
    }

    pub(crate) fn make_change(&self, change: Change) {
        self.make(Item::Change(change));
    }

    /// Says a fact, properly numbered, chained and signed.
    pub(crate) fn say(&self, at_ms: i64, fact: &Fact) -> Record {
        let record = {
            let mut disk = self.disk();
            let id = FactId::new(at_ms, [disk.tail.number.to_be_bytes()[7]; 10]);
            let record = Record::next(disk.tail, disk.id, &disk.key, at_ms, id, fact).unwrap();
            disk.tail = record.tail();
            record
        };
        self.make(Item::Fact(record.clone()));
        record
    }

    /// Waits until the disk looks so.
    pub(crate) async fn until(&self, what: &str, looks: impl Fn(&Disk) -> bool) {
        let mut bell = self.bell.subscribe();
        let waiting = async {
            loop {
                if looks(&self.disk()) {
                    return;
                }
                bell.changed().await.unwrap();
            }
        };
        let came = timeout(PATIENCE, waiting).await;
        assert!(came.is_ok(), "never: {what}; {:?}", self.disk());
    }

    /// Waits until the hub has everything.
    pub(crate) async fn until_acked(&self) {
        self.until("all acknowledged", |disk| {
            disk.acked == disk.made.len() as u64
        })
        .await;
    }

    /// Calls the hub and stays connected until the hub or the plug ends it.
    pub(crate) async fn connect(&self, hub: &Hub) -> Plug {
        let stream = TcpStream::connect(hub.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let url = format!("ws://{}/api/v1/sync", hub.address);
        let (socket, _) = client_async(url, stream).await.unwrap();
        Plug(tokio::spawn(self.clone().talk(socket)))
    }

    async fn talk(self, mut socket: WebSocketStream<TcpStream>) {
        let mut session = DeviceSession::new(self.start());
        let begun = Instant::now();
        let mut bell = self.bell.subscribe();
        let mut tick = interval(Duration::from_millis(TICK_EVERY_MS));
        let mut made_known = 0;
        let mut events = VecDeque::from([device::Event::Opened]);
        if let Some(status) = self.disk().status.clone() {
            events.push_back(device::Event::StatusChanged(status));
        }
        loop {
            while let Some(event) = events.pop_front() {
                for effect in session.handle(event) {
                    match effect {
                        device::Effect::Send(bytes) => {
                            if socket.send(Message::Binary(bytes.into())).await.is_err() {
                                return;
                            }
                        }
                        device::Effect::Close(_) => return self.ring(),
                        other => events.extend(self.act(other)),
                    }
                }
                self.ring();
            }
            tokio::select! {
                message = socket.next() => match message {
                    Some(Ok(Message::Binary(bytes))) => {
                        events.push_back(device::Event::Frame(bytes.to_vec()));
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                    Some(Ok(_)) => {}
                },
                _ = tick.tick() => {
                    let now_ms = i64::try_from(begun.elapsed().as_millis()).unwrap();
                    events.push_back(device::Event::Tick { now_ms });
                }
                _ = bell.changed() => {
                    let made = self.disk().made.len();
                    if made > made_known {
                        made_known = made;
                        events.push_back(device::Event::OutboxGrew);
                    }
                }
            }
        }
    }

    fn start(&self) -> device::Start {
        let disk = self.disk();
        device::Start {
            device: disk.id,
            key: disk.key.clone(),
            boot: disk.boot,
            epoch: disk.epoch,
            cursor: disk.cursor,
            menu_version: disk.menu.as_ref().map_or(0, |(version, _)| *version),
            facts_acked: 0,
        }
    }

    fn act(&self, effect: device::Effect) -> Option<device::Event> {
        let mut disk = self.disk();
        match effect {
            device::Effect::ReadOutbox { after, limit } => {
                let from = after.max(disk.acked);
                let numbered = (1..).zip(&disk.made).filter(|(number, _)| *number > from);
                let items: Vec<_> = numbered
                    .take(limit)
                    .map(|(number, item)| device::Waiting {
                        number,
                        item: item.clone(),
                    })
                    .collect();
                let more = items
                    .last()
                    .is_some_and(|last| last.number < disk.made.len() as u64);
                Some(device::Event::Outbox { items, more })
            }
            device::Effect::Acked { up_to, refused } => {
                disk.acked = up_to;
                disk.refused.extend(refused);
                None
            }
            device::Effect::Commit {
                items,
                damaged,
                seq,
                ..
            } => {
                assert_eq!(damaged, []);
                disk.held.extend(items);
                disk.cursor = seq;
                Some(device::Event::Committed { seq })
            }
            device::Effect::NewCatalogue { version, bytes, .. } => {
                disk.menu = Some((version, bytes));
                None
            }
            device::Effect::ResetCursor { epoch } => {
                (disk.epoch, disk.cursor, disk.acked) = (epoch, 0, 0);
                disk.resets += 1;
                None
            }
            device::Effect::Refuse(reason) => {
                disk.turned_away = Some(reason);
                None
            }
            _ => None,
        }
    }
}
