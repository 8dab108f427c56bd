//! Keeps the connection to the hub: hosts [`DeviceSession`], which decides, and does what it says.

use std::{convert::Infallible, time::Duration};

use futures_util::{SinkExt, StreamExt};
use sync_protocol::{
    CloseReason, DeviceSession, FRAME_BYTES_MAX, PrinterStatus, READ_BYTES_AT_ONCE, RefusedReason,
    Status, TICK_EVERY_MS,
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
    #[error("it hung up")]
    HungUp,
    #[error("we hung up: {0}")]
    Ended(CloseReason),
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

/// Calls the hub, and stays until the connection ends. It is no failure when the hub had let us in.
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
    let mut link = Link::new(handle, socket, start);
    match link.run().await {
        LinkError::Disk(problem) => Err(LinkError::Disk(problem)),
        why if link.was_let_in => {
            tracing::debug!("the hub: {why}");
            Ok(())
        }
        why => Err(why),
    }
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
    was_let_in: bool,
}

impl<'a> Link<'a> {
    fn new(handle: &'a Handle, socket: Socket, start: Start) -> Self {
        Self {
            handle,
            socket,
            session: DeviceSession::new(start),
            was_let_in: false,
        }
    }

    /// Stays until the connection ends, and tells why it did.
    async fn run(&mut self) -> LinkError {
        match self.talk().await {
            Ok(never) => match never {},
            Err(why) => why,
        }
    }

    async fn talk(&mut self) -> Result<Infallible, LinkError> {
        self.step(Event::Opened).await?;
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
        loop {
            let event = tokio::select! {
                message = self.socket.next() => match message {
                    Some(Ok(Message::Binary(bytes))) => Event::Frame(bytes.into()),
                    // Whoever asks a closed socket again is told the same at once, for ever.
                    Some(Ok(Message::Close(_))) | None => {
                        self.step(Event::Closed).await?;
                        return Err(LinkError::HungUp);
                    }
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
                self.was_let_in = true;
                self.handle.ask(|engine| engine.set_together(true)).await?;
                return Ok(Some(self.status().await?));
            }
            Effect::Lost => self.handle.ask(|engine| engine.set_together(false)).await?,
            Effect::Refuse(reason) => {
                tracing::error!("the hub does not let us in: {reason}");
                return Err(LinkError::Refused(reason));
            }
            Effect::Close(reason) => {
                drop(self.socket.close(None).await);
                return Err(LinkError::Ended(reason));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use shared::api::device::DeviceRole;
    use tokio::net::TcpListener;

    /// A hub that takes the call and closes it in good order, as one does that is stopped.
    async fn hub_that_hangs_up(listener: TcpListener) {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        socket.close(None).await.unwrap();
        while socket.next().await.is_some() {}
    }

    #[tokio::test]
    async fn a_hub_that_hangs_up_is_not_listened_to_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let source = Source::of_this_machine();
        let engine = Engine::open(folder.path(), DeviceRole::Till, "Till", source).unwrap();
        let identity = engine.identity().clone();
        let handle = Handle::start(engine).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        let hub = tokio::spawn(hub_that_hangs_up(listener));
        let (socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        let start = Start {
            device: identity.device,
            key: identity.key,
            boot: identity.boot,
            epoch: 0,
            cursor: 0,
            menu_version: 0,
            facts_acked: 0,
        };
        let ended = Link::new(&handle, socket, start).run().await;
        assert!(matches!(ended, LinkError::HungUp), "{ended}");
        hub.await.unwrap();
    }
}
