//! One connection from its first byte to its last.

use std::{collections::VecDeque, future::Future, pin::Pin, sync::Arc, time::Duration};

use axum::extract::ws::{Message, WebSocket};
use futures_util::{
    SinkExt, StreamExt,
    stream::{FuturesUnordered, SplitSink},
};
use hub_kernel::{DbError, ports::DeviceReport};
use shared::ids::DeviceId;
use sync_protocol::{HubSession, Item, RefusedItem, RefusedReason, TICK_EVERY_MS, hub};
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval, timeout},
};

use super::work::{self, Guest};
use crate::state::Orders;

/// A device that does not take a message for so long is let go.
const SEND_TIME_MAX: Duration = Duration::from_secs(10);
/// Reports of a device are written at most so often while they change.
const REPORT_EVERY_MS: i64 = 2_000;
/// Reports of a device are written at least so often, so that it is seen to be there.
const REPORT_LATEST_MS: i64 = 15_000;
/// A device that was sent away notices within this time.
const RECHECK_EVERY_MS: i64 = 5_000;

/// What a piece of work ended with.
enum Done {
    LookedUp(Result<Box<Guest>, RefusedReason>),
    Event(hub::Event),
    Ingested(Vec<(u64, Vec<RefusedItem>)>),
    Welcome(bool),
    Nothing,
}

type Work = Pin<Box<dyn Future<Output = Result<Done, DbError>> + Send>>;

/// Why the loop ends.
enum End {
    Closed,
    Trouble(String),
}

/// A device that is in.
struct Member {
    device_id: DeviceId,
    guest: Guest,
    /// Up to here the device started from nothing.
    fresh_until: u64,
    pushes: VecDeque<(u64, Vec<Item>)>,
    is_writing: bool,
    report: DeviceReport,
    is_report_new: bool,
    reported_at_ms: i64,
    checked_at_ms: i64,
}

struct Link {
    orders: Orders,
    session: HubSession,
    epoch: u64,
    sink: SplitSink<WebSocket, Message>,
    works: FuturesUnordered<Work>,
    boot: u64,
    guest: Option<Guest>,
    member: Option<Member>,
    head: Option<watch::Receiver<u64>>,
    menu: Option<watch::Receiver<u64>>,
}

/// Serves a connection to its end.
pub(crate) async fn serve(socket: WebSocket, orders: Orders) {
    let mut epochs = match orders.epoch().await {
        Ok(epochs) => epochs,
        Err(error) => {
            tracing::error!(%error, "a connection could not begin");
            return;
        }
    };
    let epoch = *epochs.borrow_and_update();
    let mut closing = orders.closing();
    if *closing.borrow_and_update() {
        return;
    }
    let (sink, mut stream) = socket.split();
    let start = hub::Start {
        nonce: orders.kernel.ids.random(),
        epoch,
    };
    let mut link = Link {
        session: HubSession::new(start),
        orders,
        epoch,
        sink,
        works: FuturesUnordered::new(),
        boot: 0,
        guest: None,
        member: None,
        head: None,
        menu: None,
    };
    let mut tick = interval(Duration::from_millis(TICK_EVERY_MS));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut result = link.handle(hub::Event::Opened).await;
    while result.is_ok() {
        result = tokio::select! {
            message = stream.next() => match message {
                Some(Ok(Message::Binary(bytes))) => {
                    link.handle(hub::Event::Frame(bytes.into())).await
                }
                Some(Ok(Message::Text(_))) => Err(End::Trouble("a text came".to_owned())),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => Err(End::Closed),
            },
            Some(done) = link.works.next() => link.done(done).await,
            seq = changed(&mut link.head) => link.handle(hub::Event::LogGrew { seq }).await,
            _ = changed(&mut link.menu) => {
                link.fetch_catalogue();
                Ok(())
            }
            _ = tick.tick() => link.tick().await,
            _ = closing.changed() => Err(End::Closed),
            _ = epochs.changed() => Err(End::Closed),
        };
    }
    if let Err(End::Trouble(why)) = result {
        let device = link
            .member
            .as_ref()
            .map(|member| member.device_id.to_string());
        tracing::warn!(device.id = device, %why, "a connection ended");
    }
    // The other side may be gone already.
    let _gone = timeout(SEND_TIME_MAX, link.sink.close()).await;
}

/// The next value; waits for ever while there is nothing to listen to.
async fn changed(receiver: &mut Option<watch::Receiver<u64>>) -> u64 {
    if let Some(receiver) = receiver
        && receiver.changed().await.is_ok()
    {
        return *receiver.borrow_and_update();
    }
    std::future::pending().await
}

impl Link {
    /// Gives an event to the session and does what it says, and what follows from that.
    async fn handle(&mut self, event: hub::Event) -> Result<(), End> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.session.handle(event) {
                if let Some(event) = self.act(effect).await? {
                    events.push_back(event);
                }
            }
        }
        Ok(())
    }

    async fn act(&mut self, effect: hub::Effect) -> Result<Option<hub::Event>, End> {
        match effect {
            hub::Effect::Send(bytes) => self.send(bytes).await?,
            hub::Effect::LookUp { device, boot } => {
                self.boot = boot;
                let looking = work::look_up(self.orders.clone(), device, boot);
                self.begin(async move { Ok(Done::LookedUp(looking.await?.map(Box::new))) });
            }
            hub::Effect::Live { device, .. } => self.enter(device),
            hub::Effect::Ingest { n, items } => {
                if let Some(member) = &mut self.member {
                    member.pushes.push_back((n, items));
                }
                self.ingest();
            }
            hub::Effect::ReadLog { after, limit } => return Ok(self.read_log(after, limit)),
            hub::Effect::Status(status) => {
                let now_ms = self.orders.kernel.clock.now_ms();
                if let Some(member) = &mut self.member {
                    member.report = work::report_of(&status, now_ms);
                    member.is_report_new = true;
                }
            }
            hub::Effect::SetBack => {
                let begun = self.orders.begin_epoch(self.epoch).await;
                begun.map_err(|error| End::Trouble(error.to_string()))?;
            }
            hub::Effect::Close(reason) => return Err(End::Trouble(reason.to_string())),
            hub::Effect::Got { .. } => {}
        }
        Ok(None)
    }

    async fn send(&mut self, bytes: Vec<u8>) -> Result<(), End> {
        match timeout(SEND_TIME_MAX, self.sink.send(Message::Binary(bytes.into()))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_gone)) => Err(End::Closed),
            Err(_slow) => Err(End::Trouble("it takes no messages".to_owned())),
        }
    }

    fn begin(&mut self, work: impl Future<Output = Result<Done, DbError>> + Send + 'static) {
        self.works.push(Box::pin(work));
    }

    async fn done(&mut self, done: Result<Done, DbError>) -> Result<(), End> {
        match done.map_err(|error| End::Trouble(error.to_string()))? {
            Done::LookedUp(Ok(guest)) => {
                let known = guest.known;
                self.guest = Some(*guest);
                self.handle(hub::Event::Known(known)).await
            }
            Done::LookedUp(Err(reason)) => self.handle(hub::Event::NotKnown(reason)).await,
            Done::Event(event) => self.handle(event).await,
            Done::Ingested(answers) => {
                if let Some(member) = &mut self.member {
                    member.is_writing = false;
                }
                self.ingest();
                for (n, refused) in answers {
                    self.handle(hub::Event::Ingested { n, refused }).await?;
                }
                Ok(())
            }
            Done::Welcome(true) | Done::Nothing => Ok(()),
            Done::Welcome(false) => Err(End::Trouble("the device was sent away".to_owned())),
        }
    }

    /// The device proved who it is.
    fn enter(&mut self, device_id: DeviceId) {
        let Some(guest) = self.guest.take() else {
            return;
        };
        let kernel = self.orders.kernel.clone();
        let now_ms = kernel.clock.now_ms();
        let (tenant_id, site_id) = (guest.place.tenant_id, guest.place.site_id);
        self.head = Some(guest.grown.clone());
        self.menu = Some(kernel.ports.catalogue.versions(tenant_id, site_id));
        self.member = Some(Member {
            device_id,
            fresh_until: 0,
            pushes: VecDeque::new(),
            is_writing: false,
            report: DeviceReport {
                at_ms: now_ms,
                ..DeviceReport::default()
            },
            is_report_new: true,
            reported_at_ms: i64::MIN,
            checked_at_ms: now_ms,
            guest,
        });
        let boot = self.boot;
        self.begin(async move {
            work::keep_boot(kernel, device_id, boot).await?;
            Ok(Done::Nothing)
        });
        self.fetch_catalogue();
    }

    fn fetch_catalogue(&mut self) {
        let Some(member) = &self.member else {
            return;
        };
        let fetching = work::catalogue(self.orders.kernel.clone(), member.guest.place);
        self.begin(async move { Ok(fetching.await?.map_or(Done::Nothing, Done::Event)) });
    }

    /// Writes all pushes that wait, unless some are being written: they must stay in their order,
    /// and what came meanwhile goes into the next commit together.
    fn ingest(&mut self) {
        let Some(member) = &mut self.member else {
            return;
        };
        if member.is_writing || member.pushes.is_empty() {
            return;
        }
        member.is_writing = true;
        let (numbers, pushes): (Vec<u64>, Vec<Vec<Item>>) = member.pushes.drain(..).unzip();
        let guest = &member.guest;
        let device = (member.device_id, guest.device.public_key);
        let feed = Arc::clone(&guest.feed);
        let kernel = self.orders.kernel.clone();
        let writing = work::ingest(kernel, guest.place, device, feed, pushes);
        self.begin(async move {
            let answers = writing.await?;
            Ok(Done::Ingested(numbers.into_iter().zip(answers).collect()))
        });
    }

    fn read_log(&mut self, after: u64, limit: usize) -> Option<hub::Event> {
        let member = self.member.as_mut()?;
        if after == 0 && member.fresh_until == 0 {
            member.fresh_until = member.guest.known.head;
        }
        let is_fresh = after < member.fresh_until;
        let page = member.guest.feed.page(after, limit, member.device_id);
        if let Some(page) = page.filter(|_| !is_fresh) {
            return Some(hub::Event::Log {
                items: page.items,
                up_to: page.up_to,
            });
        }
        let (reader, fresh_until) = (member.device_id, member.fresh_until);
        let kernel = self.orders.kernel.clone();
        let range = (after, limit);
        let reading = work::read_log(kernel, member.guest.place, reader, fresh_until, range);
        self.begin(async move { Ok(Done::Event(reading.await?)) });
        None
    }

    async fn tick(&mut self) -> Result<(), End> {
        let now_ms = self.orders.kernel.clock.now_ms();
        self.report(now_ms);
        self.recheck(now_ms);
        self.handle(hub::Event::Tick { now_ms }).await
    }

    fn report(&mut self, now_ms: i64) {
        let Some(member) = &mut self.member else {
            return;
        };
        let age_ms = now_ms.saturating_sub(member.reported_at_ms);
        let is_due = member.is_report_new && age_ms >= REPORT_EVERY_MS;
        if !is_due && age_ms < REPORT_LATEST_MS {
            return;
        }
        member.is_report_new = false;
        member.reported_at_ms = now_ms;
        member.report.at_ms = now_ms;
        let kernel = self.orders.kernel.clone();
        let (device_id, report) = (member.device_id, member.report.clone());
        self.begin(async move {
            if let Err(error) = work::keep_report(kernel, device_id, report).await {
                // The next one says it too.
                tracing::warn!(%error, device.id = %device_id, "a report was not kept");
            }
            Ok(Done::Nothing)
        });
    }

    fn recheck(&mut self, now_ms: i64) {
        let Some(member) = &mut self.member else {
            return;
        };
        if now_ms.saturating_sub(member.checked_at_ms) < RECHECK_EVERY_MS {
            return;
        }
        member.checked_at_ms = now_ms;
        let asking = work::is_welcome(self.orders.kernel.clone(), member.device_id);
        self.begin(async move { Ok(Done::Welcome(asking.await?)) });
    }
}
