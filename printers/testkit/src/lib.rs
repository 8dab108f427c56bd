//! An emulated network printer: tests read its papers, people watch them on a page.
//!
//! It reads ESC/POS with a parser and letters of its own, takes one connection at a time, answers
//! `DLE EOT` and `GS r`, and can run out of paper, open its cover, fall silent, refuse, break off
//! or be slow.
//!
//! ```no_run
//! # async fn story() -> anyhow::Result<()> {
//! use std::time::Duration;
//! use printers_testkit::Paper;
//!
//! let printer = Paper::start("127.0.0.1:0".parse()?, None).await?;
//! printer.set_faults(|faults| faults.paper_out = true);
//! // ... something prints to `printer.addr()` ...
//! printer.wait_for(|seen| seen.papers.len() == 1, Duration::from_secs(5)).await?;
//! # Ok(()) }
//! ```

mod decode;
mod letters;
mod machine;
mod page;
mod server;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

pub use machine::{Faults, Happening, KEPT_MAX, PrintedPaper, Snapshot, What};
use server::Shared;
use tokio::{net::TcpListener, task::JoinHandle, time::timeout};

/// Letters in a line of 80 mm paper.
const COLUMNS: u16 = 48;

/// Starts emulated printers.
#[derive(Debug)]
pub struct Paper;

/// A running printer; it stops when this is dropped.
#[derive(Debug)]
pub struct Handle {
    shared: Arc<Shared>,
    addr: SocketAddr,
    page: Option<SocketAddr>,
    tasks: Vec<JoinHandle<()>>,
}

/// Something did not happen in time.
#[derive(Debug)]
pub struct NotInTime {
    /// What there was instead.
    pub seen: Box<Snapshot>,
}

impl std::fmt::Display for NotInTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the printer did not do it in time; it shows {:#?}",
            self.seen
        )
    }
}

impl std::error::Error for NotInTime {}

impl Paper {
    /// Starts a printer at `listen`, and a page about it at `page`. Port 0 takes a free one.
    pub async fn start(listen: SocketAddr, page: Option<SocketAddr>) -> io::Result<Handle> {
        let listener = TcpListener::bind(listen).await?;
        let addr = listener.local_addr()?;
        let shared = Shared::new(COLUMNS);
        let mut tasks = Vec::new();
        let page = match page {
            None => None,
            Some(page) => {
                let listener = TcpListener::bind(page).await?;
                let bound = listener.local_addr()?;
                tasks.push(tokio::spawn(page::serve(Arc::clone(&shared), listener)));
                Some(bound)
            }
        };
        tasks.push(tokio::spawn(server::serve(
            Arc::clone(&shared),
            listener,
            addr,
        )));
        Ok(Handle {
            shared,
            addr,
            page,
            tasks,
        })
    }
}

impl Handle {
    /// Where it listens, as a printer's address is written.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Where its page is.
    pub fn page(&self) -> Option<SocketAddr> {
        self.page
    }

    /// Everything that can be seen now.
    pub fn snapshot(&self) -> Snapshot {
        self.shared.snapshot()
    }

    /// The text of each paper that was cut off, the oldest first.
    pub fn papers(&self) -> Vec<String> {
        self.snapshot()
            .papers
            .into_iter()
            .map(|paper| paper.text)
            .collect()
    }

    /// How often the drawer opened.
    pub fn kicks(&self) -> usize {
        self.snapshot().kicks()
    }

    /// Breaks or mends something.
    pub fn set_faults(&self, change: impl FnOnce(&mut Faults)) {
        self.shared.change(|machine| change(&mut machine.faults));
    }

    /// Somebody shuts the drawer.
    pub fn close_drawer(&self) {
        self.shared.change(|machine| machine.drawer_open = false);
    }

    /// Waits until `fact` is true of the printer.
    pub async fn wait_for(
        &self,
        fact: impl Fn(&Snapshot) -> bool,
        limit: Duration,
    ) -> Result<Snapshot, NotInTime> {
        let mut watch = self.shared.watch();
        let seen = async {
            loop {
                let snapshot = self.shared.snapshot();
                if fact(&snapshot) || watch.changed().await.is_err() {
                    return snapshot;
                }
            }
        };
        let waited = timeout(limit, seen).await;
        waited.map_err(|_| NotInTime {
            seen: Box::new(self.shared.snapshot()),
        })
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}
