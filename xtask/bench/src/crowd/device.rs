//! One of the other devices: the product's own session over a real socket, with its outbox in
//! memory.

use std::{
    collections::VecDeque,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use ed25519_dalek::SigningKey;
use futures_util::{SinkExt, StreamExt};
use shared::ids::DeviceId;
use sync_protocol::{
    DeviceSession, READ_BYTES_AT_ONCE, TICK_EVERY_MS,
    device::{Effect, Event, Start, Waiting},
};
use tokio::{net::TcpStream, sync::mpsc, time::interval};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};

use super::{Check, Common, News};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A device, not connected yet.
pub(super) struct Device {
    id: DeviceId,
    key: SigningKey,
    common: Common,
    outbox: VecDeque<Waiting>,
    made: u64,
}

impl Device {
    pub(super) fn new(common: Common) -> Self {
        let key = SigningKey::from_bytes(&common.source.bytes());
        Self {
            id: DeviceId::from_bytes(common.source.id()),
            key,
            common,
            outbox: VecDeque::new(),
            made: 0,
        }
    }

    pub(super) fn id(&self) -> DeviceId {
        self.id
    }

    pub(super) fn public_key(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    /// Stays connected until the program ends, and says if it does not.
    pub(super) async fn work(mut self, mut check: Check, mut edits: mpsc::Receiver<()>) {
        let news = self.common.news.clone();
        if let Err(why) = self.talk(&mut check, &mut edits).await {
            // Nobody may be there to hear it any more.
            drop(news.try_send(News::Lost(format!("{why:#}"))));
        }
    }

    async fn talk(&mut self, check: &mut Check, edits: &mut mpsc::Receiver<()>) -> Result<()> {
        let config = WebSocketConfig::default().read_buffer_size(READ_BYTES_AT_ONCE);
        let url = self.common.url.as_str();
        let is_eager = true;
        let (mut socket, _) = connect_async_with_config(url, Some(config), is_eager).await?;
        let mut session = DeviceSession::new(self.start());
        let began = Instant::now();
        let mut ticks = interval(Duration::from_millis(TICK_EVERY_MS));
        let mut event = Event::Opened;
        loop {
            self.step(&mut session, &mut socket, event).await?;
            event = tokio::select! {
                message = socket.next() => match message.context("the hub closed")?? {
                    Message::Binary(bytes) => Event::Frame(bytes.into()),
                    Message::Close(_) => bail!("the hub closed"),
                    _ => continue_with(&began),
                },
                _ = ticks.tick() => continue_with(&began),
                edit = edits.recv() => {
                    edit.context("the bench ends")?;
                    self.made += 1;
                    let item = check.next_edit()?;
                    self.outbox.push_back(Waiting { number: self.made, item });
                    Event::OutboxGrew
                }
            };
        }
    }

    fn start(&self) -> Start {
        Start {
            device: self.id,
            key: self.key.clone(),
            boot: 1,
            epoch: 0,
            cursor: 0,
            menu_version: 0,
            facts_acked: 0,
        }
    }

    async fn step(
        &mut self,
        session: &mut DeviceSession,
        socket: &mut Socket,
        event: Event,
    ) -> Result<()> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in session.handle(event) {
                match effect {
                    Effect::Send(bytes) => socket.send(Message::Binary(bytes.into())).await?,
                    Effect::Close(why) => bail!("the session ended: {why}"),
                    other => events.extend(self.act(other)),
                }
            }
        }
        Ok(())
    }

    fn act(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::ReadOutbox { after, limit } => {
                let waiting = self.outbox.iter().filter(|one| one.number > after);
                let items: Vec<_> = waiting.take(limit).cloned().collect();
                let last = items.last().map_or(after, |one| one.number);
                let more = last < self.made;
                Some(Event::Outbox { items, more })
            }
            Effect::Acked { up_to, .. } => {
                self.outbox.retain(|one| one.number > up_to);
                None
            }
            Effect::Commit { seq, .. } => {
                self.common.log.fetch_max(seq, Ordering::Relaxed);
                Some(Event::Committed { seq })
            }
            Effect::Live { .. } => {
                // There is room for one from each.
                drop(self.common.news.try_send(News::Live));
                None
            }
            _ => None,
        }
    }
}

fn continue_with(began: &Instant) -> Event {
    let now_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
    Event::Tick { now_ms }
}
