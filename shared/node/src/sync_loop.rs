//! Keeps the connection to the hub: hosts [`DeviceSession`], which decides, and does what it says.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use sync_protocol::{
    DeviceSession, FRAME_BYTES_MAX, PrinterStatus, READ_BYTES_AT_ONCE, RefusedReason, Status,
    TICK_EVERY_MS,
    device::{Effect, Event, Start, Waiting},
};
use tokio::{net::TcpStream, sync::watch, time::Instant};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream,
    tungstenite::{Message, protocol::WebSocketConfig},
};

use crate::{
    actor::Handle,
    engine::{Bells, Engine, RefusedByHub},
};
use shared::api::Problem;

/// Waits between two calls: short at first, so that nobody sees a hub's restart.
const RETRY_MS: [u64; 5] = [200, 400, 800, 1_500, 2_000];
/// A hub that does not take the call in this time is not there.
const CONNECT_MS_MAX: u64 = 2_000;
/// A hub that let nobody in is not asked again before this.
const REFUSED_MS: u64 = 10_000;
/// A message that does not leave in this time never will.
const SEND_MS_MAX: u64 = 2_000;
/// The hub hears at least this often how the device is.
const STATUS_EVERY_MS: u64 = 2_000;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Runs until `stop` is told.
pub(crate) async fn run(handle: Handle, mut stop: watch::Receiver<bool>) {
    let mut failures = 0_usize;
    loop {
        let outcome = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            outcome = connect_once(&handle) => outcome,
        };
        drop(handle.ask(|engine| engine.set_together(false)).await);
        match &outcome {
            Ok(()) => failures = 0,
            Err(error) => {
                tracing::debug!("the hub: {error}");
                failures += 1;
            }
        }
        let last = RETRY_MS.len() - 1;
        let wait_ms = match outcome {
            Err(LinkError::Refused(_)) => REFUSED_MS,
            _ => RETRY_MS.get(failures.min(last)).copied().unwrap_or(2_000),
        };
        let mut enrolled = handle.bells().enrolled.subscribe();
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = enrolled.changed() => {}
            () = tokio::time::sleep(Duration::from_millis(wait_ms)) => {}
        }
    }
}

/// Why a connection ended or never began.
#[derive(Debug, thiserror::Error)]
enum LinkError {
    #[error("this device is not enrolled")]
    NotEnrolled,
    #[error("no answer in {CONNECT_MS_MAX} ms")]
    NoAnswer,
    #[error("nothing leaves any more")]
    Stuck,
    #[error("it does not let us in: {0}")]
    Refused(RefusedReason),
    #[error("{0}")]
    Socket(#[from] Box<tokio_tungstenite::tungstenite::Error>),
    #[error("{0}")]
    Disk(Problem),
}

impl From<Problem> for LinkError {
    fn from(problem: Problem) -> Self {
        Self::Disk(problem)
    }
}

async fn connect_once(handle: &Handle) -> Result<(), LinkError> {
    let (url, start) = handle.ask(start_of).await??;
    // A ticket is small and must not wait for more to come.
    let is_eager = true;
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BYTES_AT_ONCE)
        .max_message_size(Some(FRAME_BYTES_MAX))
        .max_frame_size(Some(FRAME_BYTES_MAX));
    let call = tokio_tungstenite::connect_async_with_config(url, Some(config), is_eager);
    let called = tokio::time::timeout(Duration::from_millis(CONNECT_MS_MAX), call).await;
    let (socket, _) = called.map_err(|_| LinkError::NoAnswer)?.map_err(Box::new)?;
    let mut link = Link {
        handle,
        socket,
        session: DeviceSession::new(start),
        over: false,
    };
    link.step(Event::Opened).await?;
    link.run().await
}

fn start_of(engine: &mut Engine) -> Result<(String, Start), LinkError> {
    let hub = engine
        .enrolled()
        .ok_or(LinkError::NotEnrolled)?
        .hub_url
        .clone();
    let identity = engine.identity().clone();
    let (epoch, cursor, facts_acked) = engine.sync_start().map_err(|error| {
        LinkError::Disk(Problem::Disk {
            why: error.to_string(),
        })
    })?;
    let url = format!("{}/api/v1/sync", hub.replacen("http", "ws", 1));
    let menu_version = engine.catalogue().map_or(0, |menu| menu.version);
    let start = Start {
        device: identity.device,
        key: identity.key,
        boot: identity.boot,
        epoch,
        cursor,
        menu_version,
        facts_acked,
    };
    Ok((url, start))
}

struct Link<'a> {
    handle: &'a Handle,
    socket: Socket,
    session: DeviceSession,
    over: bool,
}

impl Link<'_> {
    async fn run(&mut self) -> Result<(), LinkError> {
        let Bells {
            outbox,
            jobs,
            catalogue,
            ..
        } = self.handle.bells().clone();
        let (mut outbox, mut jobs) = (outbox.subscribe(), jobs.subscribe());
        let mut catalogue = catalogue.subscribe();
        let began = Instant::now();
        let mut ticks = tokio::time::interval(Duration::from_millis(TICK_EVERY_MS));
        let mut statuses = tokio::time::interval(Duration::from_millis(STATUS_EVERY_MS));
        while !self.over {
            let event = tokio::select! {
                message = self.socket.next() => match message {
                    Some(Ok(Message::Binary(bytes))) => Event::Frame(bytes.into()),
                    Some(Ok(Message::Close(_))) | None => Event::Closed,
                    Some(Ok(_)) => continue,
                    Some(Err(error)) => {
                        self.step(Event::Closed).await?;
                        return Err(Box::new(error).into());
                    }
                },
                _ = outbox.changed() => Event::OutboxGrew,
                _ = ticks.tick() => {
                    let now_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
                    Event::Tick { now_ms }
                }
                _ = statuses.tick() => self.status().await?,
                _ = jobs.changed() => self.status().await?,
                _ = catalogue.changed() => self.status().await?,
            };
            self.step(event).await?;
        }
        Ok(())
    }

    async fn status(&self) -> Result<Event, LinkError> {
        Ok(Event::StatusChanged(self.handle.ask(status_of).await?))
    }

    /// Gives the session an event, does what it says, and gives it what comes of that.
    async fn step(&mut self, event: Event) -> Result<(), LinkError> {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            for effect in self.session.handle(event) {
                if let Some(next) = self.effect(effect).await? {
                    events.insert(0, next);
                }
            }
        }
        Ok(())
    }

    async fn effect(&mut self, effect: Effect) -> Result<Option<Event>, LinkError> {
        match effect {
            Effect::Send(bytes) => self.send(bytes).await?,
            Effect::ReadOutbox { after, limit } => {
                return Ok(Some(self.read_outbox(after, limit).await?));
            }
            Effect::Acked { up_to, refused } => {
                let refused: Vec<_> = refused
                    .into_iter()
                    .map(|one| RefusedByHub {
                        number: one.number,
                        why: one.why.to_string(),
                    })
                    .collect();
                self.handle
                    .try_ask(move |engine| engine.acked(up_to, &refused))
                    .await?;
            }
            Effect::Commit {
                items,
                damaged,
                seq,
                ..
            } => {
                for order in damaged {
                    tracing::error!("order {order}: a change arrived damaged and was left out");
                }
                self.handle
                    .try_ask(move |engine| engine.take_in(items, seq))
                    .await?;
                return Ok(Some(Event::Committed { seq }));
            }
            Effect::NewCatalogue {
                version,
                sha256,
                bytes,
            } => {
                let taken = self
                    .handle
                    .try_ask(move |engine| engine.take_catalogue(version, sha256, bytes))
                    .await;
                if let Err(problem) = taken {
                    tracing::error!("catalogue {version}: {problem}");
                }
            }
            Effect::ResetCursor { epoch } => {
                self.handle
                    .try_ask(move |engine| engine.reset_cursor(epoch))
                    .await?;
            }
            Effect::Live { .. } => {
                self.handle.ask(|engine| engine.set_together(true)).await?;
                return Ok(Some(self.status().await?));
            }
            Effect::Lost => self.handle.ask(|engine| engine.set_together(false)).await?,
            Effect::Refuse(reason) => {
                tracing::error!("the hub does not let us in: {reason}");
                return Err(LinkError::Refused(reason));
            }
            Effect::Close(reason) => {
                tracing::debug!("the connection ends: {reason}");
                self.over = true;
                drop(self.socket.close(None).await);
            }
        }
        Ok(None)
    }

    /// On a dead line with a full buffer a send would hold up the ticks that notice it.
    async fn send(&mut self, bytes: Vec<u8>) -> Result<(), LinkError> {
        let sending = self.socket.send(Message::Binary(bytes.into()));
        let sent = tokio::time::timeout(Duration::from_millis(SEND_MS_MAX), sending).await;
        Ok(sent.map_err(|_| LinkError::Stuck)?.map_err(Box::new)?)
    }

    async fn read_outbox(&self, after: u64, limit: usize) -> Result<Event, LinkError> {
        let rows = self
            .handle
            .try_ask(move |engine| {
                let rows = engine.store().outbox(after, limit + 1);
                rows.map_err(|error| Problem::Disk {
                    why: error.to_string(),
                })
            })
            .await?;
        let more = rows.len() > limit;
        let items = rows.into_iter().take(limit);
        let items = items
            .map(|row| Waiting {
                number: row.n,
                item: row.item,
            })
            .collect();
        Ok(Event::Outbox { items, more })
    }
}

fn status_of(engine: &mut Engine) -> Status {
    let world = engine.world();
    let printers = engine.printers().into_iter().map(|printer| {
        let trouble = engine.troubles().get(&printer.name);
        PrinterStatus {
            cause: trouble.map(|trouble| trouble.cause.clone()),
            waiting: trouble.map_or(0, |trouble| trouble.waiting),
            name: printer.name,
        }
    });
    Status {
        now_ms: engine.source().now_ms(),
        oldest_at_ms: engine.oldest_waiting_at_ms(),
        items_waiting: world.items_waiting,
        orders_waiting: world.orders_waiting,
        menu_version: engine.catalogue().map_or(0, |menu| menu.version),
        printers: printers.collect(),
    }
}
