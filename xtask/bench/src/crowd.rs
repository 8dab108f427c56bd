//! Nearly two hundred other devices: each has a real connection to the hub and an order of its
//! own, and together they edit at a steady rate.
//!
//! They keep what they are told in no database, so that the machine's disk and cores are left to
//! what is measured.

mod check;
mod device;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use node::Source;
use shared::menu::Catalogue;
use tokio::{
    runtime::{Builder, Runtime},
    sync::{mpsc, watch},
    time::interval,
};

use crate::restaurant::Restaurant;
use check::Check;
use device::Device;

/// All devices are connected within this time, or something is broken.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(30);
/// A device that does not keep up lets its next edits go.
const EDITS_WAITING_MAX: usize = 4;

/// The other devices, on a thread of their own.
pub(crate) struct Crowd {
    working: watch::Sender<bool>,
    news: Receiver<News>,
    log: Arc<AtomicU64>,
    /// Dropped last: all tasks end with it.
    _runtime: Runtime,
}

/// What a device has to say.
#[derive(Debug)]
enum News {
    /// The hub let it in.
    Live,
    /// It fell out.
    Lost(String),
}

/// What all devices share.
#[derive(Clone)]
struct Common {
    url: String,
    menu: Arc<Catalogue>,
    source: Source,
    news: SyncSender<News>,
    /// How far the hub's log has come.
    log: Arc<AtomicU64>,
}

impl Crowd {
    /// Lets `count` devices in, connects them all, and waits until they are.
    pub(crate) fn gather(
        restaurant: &Restaurant,
        menu: Arc<Catalogue>,
        count: usize,
        edits_per_s: u32,
    ) -> Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("crowd")
            .enable_all()
            .build()?;
        let (sender, news) = sync_channel(count * 2);
        let log = Arc::new(AtomicU64::new(0));
        let common = Common {
            url: format!("{}/api/v1/sync", restaurant.url().replacen("http", "ws", 1)),
            menu,
            source: Source::of_this_machine(),
            news: sender,
            log: Arc::clone(&log),
        };
        let mut desks = Vec::with_capacity(count);
        for number in 1..=count {
            let device = Device::new(common.clone());
            restaurant.enrol(
                &format!("Device {number}"),
                device.id(),
                &device.public_key(),
            )?;
            let check = Check::new(device.id(), &common)?;
            let (desk, edits) = mpsc::channel(EDITS_WAITING_MAX);
            drop(runtime.spawn(device.work(check, edits)));
            desks.push(desk);
        }
        let working = watch::Sender::new(false);
        drop(runtime.spawn(conduct(desks, edits_per_s, working.subscribe())));
        for _ in 0..count {
            let first = news.recv_timeout(CONNECT_TIME_MAX);
            match first.context("not every device came in")? {
                News::Live => {}
                News::Lost(why) => bail!("a device fell out: {why}"),
            }
        }
        Ok(Self {
            working,
            news,
            log,
            _runtime: runtime,
        })
    }

    /// Lets them edit, or rest.
    pub(crate) fn work(&self, working: bool) {
        self.working.send_replace(working);
    }

    /// Entries in the hub's log that reached a device.
    pub(crate) fn log(&self) -> u64 {
        self.log.load(Ordering::Relaxed)
    }

    /// Whether all are still connected.
    pub(crate) fn is_whole(&self) -> Result<()> {
        while let Ok(news) = self.news.try_recv() {
            if let News::Lost(why) = news {
                bail!("a device fell out: {why}");
            }
        }
        Ok(())
    }
}

/// Asks one device after another for an edit, at a steady rate.
async fn conduct(desks: Vec<mpsc::Sender<()>>, edits_per_s: u32, working: watch::Receiver<bool>) {
    let mut beat = interval(Duration::from_secs(1) / edits_per_s.max(1));
    let mut turns = desks.iter().cycle();
    loop {
        beat.tick().await;
        if !*working.borrow() {
            continue;
        }
        let Some(desk) = turns.next() else { return };
        // A device that is behind makes one edit less.
        let _behind = desk.try_send(());
    }
}
