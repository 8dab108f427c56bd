//! P2: from «send» touched at a till to the line on the kitchen screen's feed, on the disk at both
//! ends and at the hub, while two hundred devices are connected and a hundred edits a second are
//! made, against two bare commits and one round trip over loopback.

use std::{
    collections::VecDeque,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    sync::mpsc::{Receiver, sync_channel},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use shared::{
    api::{device::DeviceRole, kds, till::Command},
    ids::{OrderId, TicketId},
};

use crate::{
    crowd::Crowd,
    disk::BareDisk,
    places::Places,
    report::Row,
    restaurant::Restaurant,
    samples::Samples,
    till::{Machine, Till},
    turns::Turns,
};

/// With the till and the kitchen screen two hundred.
const OTHERS: usize = 198;
/// Edits of the others in a second. The till makes some 22 more (a line and a sending for each tap,
/// and what opens and settles a check), the kitchen 20 (shown, bumped).
const EDITS_OF_OTHERS_PER_S: u32 = 58;
const TAP_EVERY: Duration = Duration::from_millis(100);
/// Measured in one run.
const TAPS: usize = 150;
const ROUNDS: usize = 300;
/// The baseline goes at the rate of all edits together.
const ROUND_EVERY: Duration = Duration::from_millis(10);
/// The others have begun, or are done, after so long.
const SETTLE: Duration = Duration::from_secs(2);
/// Taps on one check before it is paid.
const TAPS_A_CHECK: usize = 8;
/// Tickets that hang before the oldest is bumped.
const RAIL: usize = 10;
/// A line that is not on the screen by then never comes.
const TIME_MAX: Duration = Duration::from_secs(10);
/// Texts of the kitchen's feed that may wait to be looked at.
const TEXTS_MAX: usize = 4_096;
const GOAL_HUNDREDTHS: u64 = 400;
const TAIL_GOAL: Duration = Duration::from_millis(15);

pub(crate) fn run(places: &Places) -> Result<Vec<Row>> {
    let folder = Places::scratch()?;
    let restaurant = Restaurant::open(places, &folder.path().join("hub"))?;
    let mut service = Service::begin(&restaurant, folder.path())?;
    let menu = service.till.machine.ask(|engine| engine.catalogue())?;
    let menu = menu.context("the till has no menu")?;
    let crowd = Crowd::gather(&restaurant, menu, OTHERS, EDITS_OF_OTHERS_PER_S)?;
    let mut bare = Bare::open(folder.path())?;
    let mut rates = Vec::new();
    let mut product = || {
        crowd.work(true);
        service.wait(SETTLE);
        let (before, began) = (crowd.log(), Instant::now());
        let samples = service.tap_and_look(TAPS)?;
        let entries = u128::from(crowd.log() - before) * 1_000;
        rates.push(entries / began.elapsed().as_millis().max(1));
        crowd.work(false);
        service.wait(SETTLE);
        crowd.is_whole()?;
        Ok(samples)
    };
    let turns = Turns::take(&mut || bare.go_round(), &mut product)?;
    drop(crowd);
    service.end();
    restaurant.close();
    let rates: Vec<_> = rates.iter().map(u128::to_string).collect();
    let load = format!("entries a second in the hub's log: {}", rates.join(", "));
    Ok(vec![
        turns
            .median_row("P2 till to kitchen, p50", GOAL_HUNDREDTHS)
            .with_note(load),
        turns.tail_row("P2 till to kitchen, p99", Some(TAIL_GOAL)),
    ])
}

/// A text of the kitchen's feed, and when it was there.
type Shown = (Instant, String);

/// The till and the kitchen screen.
struct Service {
    till: Till,
    kitchen: Machine,
    shown: Receiver<Shown>,
    order: Option<OrderId>,
    taps: usize,
    rail: VecDeque<(OrderId, TicketId)>,
}

impl Service {
    fn begin(restaurant: &Restaurant, folder: &Path) -> Result<Self> {
        let machine = Machine::start(DeviceRole::Till, &folder.join("till"))?;
        machine.join(restaurant, "Till 1")?;
        let kitchen = Machine::start(DeviceRole::Kitchen, &folder.join("kitchen"))?;
        kitchen.join(restaurant, "Kitchen 1")?;
        let feed = kitchen.node.doors.feed("/api/kds/feed");
        let mut feed = feed.context("the kitchen has no feed")?;
        let (sender, shown) = sync_channel(TEXTS_MAX);
        kitchen.spawn(async move {
            while let Some(text) = feed.next().await {
                // Nobody looks between the taps, and what is lost then is not missed.
                drop(sender.try_send((Instant::now(), text)));
            }
        });
        Ok(Self {
            till: Till::open(machine)?,
            kitchen,
            shown,
            order: None,
            taps: 0,
            rail: VecDeque::new(),
        })
    }

    fn wait(&self, time: Duration) {
        self.till
            .machine
            .run(async { tokio::time::sleep(time).await });
    }

    fn tap_and_look(&mut self, taps: usize) -> Result<Samples> {
        let mut samples = Samples::default();
        let mut next = Instant::now();
        for _ in 0..taps {
            self.wait(next.saturating_duration_since(Instant::now()));
            next = Instant::now() + TAP_EVERY;
            samples.push(self.tap()?);
        }
        Ok(samples)
    }

    /// Rings something up, sends it, and gives the time until the kitchen's screen was told.
    fn tap(&mut self) -> Result<Duration> {
        self.taps += 1;
        let order = self.order_for_tap()?;
        let note = format!("tap {}.", self.taps);
        let touched = Till::add(order, self.till.cooked_dish(self.taps)?, &note);
        self.till.touch(touched)?;
        while self.shown.try_recv().is_ok() {}
        let (touch, _) = self.till.timed(Command::Send { order })?;
        let until = Instant::now() + TIME_MAX;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let shown = self.shown.recv_timeout(left);
            let (at, text) = shown.with_context(|| format!("{note} is not on the screen"))?;
            if text.contains(&note) {
                self.cook(&text, &note)?;
                return Ok(at.saturating_duration_since(touch.at));
            }
        }
    }

    /// The check of this tap; the one before is paid when it is long enough.
    fn order_for_tap(&mut self) -> Result<OrderId> {
        match self.order {
            Some(order) if !self.taps.is_multiple_of(TAPS_A_CHECK) => Ok(order),
            before => {
                if let Some(order) = before {
                    let view = self.till.order(Command::ShowOrder { order })?;
                    self.till.touch(Till::pay(order, view.totals.due))?;
                }
                let order = self.till.seat(self.taps / TAPS_A_CHECK)?;
                self.order = Some(order);
                Ok(order)
            }
        }
    }

    /// Hangs the new ticket up, and takes the oldest down when there are many.
    fn cook(&mut self, text: &str, note: &str) -> Result<()> {
        let kds::Change::View(view) = serde_json::from_str(text)? else {
            bail!("the line came in something else than the view");
        };
        let is_new = |line: &kds::LineView| line.notes.iter().any(|one| one == note);
        let ticket = view.open.iter().find(|one| one.lines.iter().any(is_new));
        let ticket = ticket.context("the line is on no ticket")?;
        self.rail.push_back((ticket.order, ticket.ticket));
        if self.rail.len() > RAIL
            && let Some((order, ticket)) = self.rail.pop_front()
        {
            let bump = kds::Command::Bump { order, ticket };
            let bumped = self.kitchen.ask(|engine| engine.kitchen(bump))?;
            bumped.map_err(|problem| anyhow::anyhow!("{problem}"))?;
        }
        Ok(())
    }

    fn end(self) {
        self.till.machine.stop();
        self.kitchen.stop();
    }
}

/// The least that it could take: a commit here, a message there and back, a commit there.
struct Bare {
    here: BareDisk,
    there: BareDisk,
    stream: TcpStream,
}

impl Bare {
    fn open(folder: &Path) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let stream = TcpStream::connect(listener.local_addr()?)?;
        stream.set_nodelay(true)?;
        let (mut other, _) = listener.accept()?;
        other.set_nodelay(true)?;
        std::thread::Builder::new()
            .name("echo".to_owned())
            .spawn(move || {
                let mut byte = [0];
                while other.read_exact(&mut byte).is_ok() && other.write_all(&byte).is_ok() {}
            })?;
        Ok(Self {
            here: BareDisk::open(folder, "here.db")?,
            there: BareDisk::open(folder, "there.db")?,
            stream,
        })
    }

    fn go_round(&mut self) -> Result<Samples> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()?;
        let mut samples = Samples::default();
        for _ in 0..ROUNDS {
            runtime.block_on(async { tokio::time::sleep(ROUND_EVERY).await });
            let at = Instant::now();
            self.here.commit()?;
            let mut byte = [1];
            self.stream.write_all(&byte)?;
            self.stream.read_exact(&mut byte)?;
            self.there.commit()?;
            samples.push(at.elapsed());
        }
        Ok(samples)
    }
}
