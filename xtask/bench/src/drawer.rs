//! P11: from «pay» pressed to the first byte of the drawer's kick at the printer, against one
//! durable row and one write to a socket.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, sync_channel},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use shared::{
    api::{device::DeviceRole, till::Reply},
    menu::Printer,
};

use crate::{
    disk::BareDisk,
    paper::FastPrinter,
    places::Places,
    report::Row,
    restaurant::Restaurant,
    samples::Samples,
    till::{Machine, Till},
    turns::Turns,
};

/// Measured in one run.
const PAYMENTS: usize = 200;
const COMMITS: usize = 1_000;
const LINES: usize = 3;
const GOAL_HUNDREDTHS: u64 = 300;
/// A drawer that takes longer is broken.
const TIME_MAX: Duration = Duration::from_secs(5);
const LOOK_EVERY: Duration = Duration::from_millis(2);
const PRINTER: &str = "Cassa";
const KICK: [u8; 5] = [0x1b, 0x70, 0, 50, 200];

pub(crate) fn run(places: &Places) -> Result<Vec<Row>> {
    let folder = Places::scratch()?;
    let restaurant = Restaurant::open(places, &folder.path().join("hub"))?;
    let mut menu = restaurant.catalogue()?;
    restaurant.close();
    let printer = FastPrinter::start()?;
    menu.printers = vec![Printer {
        name: PRINTER.to_owned(),
        address: printer.address.to_string(),
        profile: "epson-80".to_owned(),
        stations: Vec::new(),
        receipts: true,
    }];
    let machine = Machine::start(DeviceRole::Till, &folder.path().join("till"))?;
    machine.settle_alone(&menu)?;
    let mut till = Till::open(machine)?;
    let disk = BareDisk::open(folder.path(), "bare.db")?;
    let mut line = Line::open()?;
    let mut baseline = || {
        let mut samples = Samples::default();
        for _ in 0..COMMITS {
            let at = Instant::now();
            disk.commit()?;
            samples.push(line.send(at)?);
        }
        Ok(samples)
    };
    let mut turn = 0;
    let mut product = || {
        let mut samples = Samples::default();
        for _ in 0..PAYMENTS {
            turn += 1;
            samples.push(pay(&mut till, turn, &printer)?);
        }
        Ok(samples)
    };
    let turns = Turns::take(&mut baseline, &mut product)?;
    till.machine.stop();
    Ok(vec![
        turns.median_row("P11 pay to drawer, p50", GOAL_HUNDREDTHS),
        turns.tail_row("P11 pay to drawer, p99", None),
    ])
}

/// Rings something up, pays it in cash, and gives the time until the kick was read.
fn pay(till: &mut Till, turn: usize, printer: &FastPrinter) -> Result<Duration> {
    let order = till.seat(turn)?;
    let mut due = shared::money::Money::ZERO;
    for line in 0..LINES {
        let touched = Till::add(order, till.dish(turn + line)?, "");
        due = till.order(touched)?.totals.due;
    }
    let (touch, reply) = till.timed(Till::pay(order, due))?;
    let Reply::Paid { .. } = reply else {
        bail!("paying was answered with {reply:?}");
    };
    let kicked = printer
        .kicks
        .recv_timeout(TIME_MAX)
        .context("the drawer was not kicked")?;
    wait_for_paper(till)?;
    Ok(kicked.saturating_duration_since(touch.at))
}

/// The next guest pays when the receipt of this one is out.
fn wait_for_paper(till: &Till) -> Result<()> {
    let until = Instant::now() + TIME_MAX;
    while till
        .machine
        .ask(|engine| engine.jobs_at(PRINTER).map(|jobs| jobs.len()))?
        != Ok(0)
    {
        if Instant::now() > until {
            bail!("the receipt does not come out");
        }
        till.machine
            .run(async { tokio::time::sleep(LOOK_EVERY).await });
    }
    Ok(())
}

/// A socket that is open, with somebody who reads at its other end.
struct Line {
    stream: TcpStream,
    heard: Receiver<Instant>,
}

impl Line {
    fn open() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let stream = TcpStream::connect(listener.local_addr()?)?;
        stream.set_nodelay(true)?;
        let (mut other, _) = listener.accept()?;
        let (sender, heard) = sync_channel(1);
        std::thread::Builder::new()
            .name("reader".to_owned())
            .spawn(move || {
                let mut bytes = KICK;
                while other.read_exact(&mut bytes).is_ok() {
                    if sender.send(Instant::now()).is_err() {
                        return;
                    }
                }
            })?;
        Ok(Self { stream, heard })
    }

    /// Sends a kick and gives the time from `at` until it was read.
    fn send(&mut self, at: Instant) -> Result<Duration> {
        self.stream.write_all(&KICK)?;
        let heard = self.heard.recv_timeout(TIME_MAX)?;
        Ok(heard.saturating_duration_since(at))
    }
}
