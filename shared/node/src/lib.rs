//! What a till and a kitchen screen are underneath: a database, documents, a connection to the
//! hub, printers, and a face that serves the screens to any browser.
//!
//! A node does its work on its own disk and shares it afterwards: nothing that a person asks for
//! waits for another machine.

mod actor;
mod doors;
mod engine;
mod enrol;
mod export;
mod face;
mod feed;
mod kicks;
mod settings;
mod source;
mod spooler;
mod sync_loop;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use shared::api::{Problem, device::DeviceRole};
use tokio::{sync::watch, task::JoinHandle};

pub use actor::Handle;
pub use doors::{Answer, DoorFeed, Doors};
pub use engine::{Bells, Engine, Enrolled, Identity, PrintTask, card_of};
pub use enrol::enrol;
pub use export::{ExportError, export_journal};
pub use feed::{Audience, Feed, Listener, Notice};
pub use kicks::Kicks;
pub use settings::{SettingsError, parse as parse_settings};
pub use source::Source;

/// Idle screens are looked for this often.
const LOCK_EVERY_MS: u64 = 5_000;
/// On stop, tasks get this long to finish what they do.
const STOP_MS_MAX: u64 = 2_000;

/// How a node is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What the device is for.
    pub role: DeviceRole,
    /// What people call it until the hub says otherwise.
    pub name: String,
    /// The folder of its data.
    pub data: PathBuf,
    /// Where the face listens; port 0 takes any.
    pub listen: SocketAddr,
    /// The hub that the set-up screen suggests.
    pub hub: Option<String>,
    /// Folder of the built screens.
    pub faces: Option<PathBuf>,
    /// Stop when standard input closes.
    pub with_parent: bool,
}

/// A node that runs.
#[derive(Debug)]
pub struct Node {
    /// Asks its engine.
    pub handle: Handle,
    /// What its screens ask.
    pub doors: Doors,
    /// Where its face listens.
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Why a node did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Its data cannot be opened.
    #[error("the data in {folder} cannot be opened: {why}")]
    Data {
        /// Where.
        folder: PathBuf,
        /// Why.
        why: String,
    },
    /// Somebody else listens at its address.
    #[error("cannot listen at {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The system gave no thread.
    #[error("cannot start a thread: {0}")]
    Thread(std::io::Error),
    /// The engine refused.
    #[error("{0}")]
    Engine(Problem),
}

impl Node {
    /// Opens the data, listens, and begins to look for the hub and the printers.
    pub async fn start(settings: Settings, source: Source) -> Result<Self, StartError> {
        let folder = settings.data.clone();
        let mut engine =
            Engine::open(&folder, settings.role, &settings.name, source).map_err(|error| {
                StartError::Data {
                    folder,
                    why: error.to_string(),
                }
            })?;
        if let Some(hub) = &settings.hub {
            engine.suggest_hub(hub).map_err(StartError::Engine)?;
        }
        let handle = Handle::start(engine).map_err(StartError::Thread)?;
        let doors = Doors::new(handle.clone(), settings.role);
        let address = settings.listen;
        let listen_error = |source| StartError::Listen { address, source };
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        let (stop, stopped) = watch::channel(false);
        let router = face::router(doors.clone(), settings.role, settings.faces);
        let tasks = vec![
            tokio::spawn(face::serve(listener, router, stopped.clone())),
            tokio::spawn(sync_loop::run(handle.clone(), stopped.clone())),
            tokio::spawn(spooler::run(handle.clone(), stopped.clone())),
            tokio::spawn(look_after(handle.clone(), stopped)),
        ];
        Ok(Self {
            handle,
            doors,
            address,
            stop,
            tasks,
        })
    }

    /// Stops what runs beside the engine; what was done is on the disk already.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            let abort = task.abort_handle();
            if tokio::time::timeout(Duration::from_millis(STOP_MS_MAX), task)
                .await
                .is_err()
            {
                abort.abort();
            }
        }
    }
}

/// Locks screens that nobody touches, tells them what costs something else now, sends orders whose
/// time has come, puts the edits of those that rest together, and once a day lets go of what is long
/// done.
async fn look_after(handle: Handle, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(Duration::from_millis(LOCK_EVERY_MS)) => {}
        }
        let tidied = handle.ask(|engine| {
            engine.lock_idle();
            engine.follow_prices();
            engine.send_due();
            engine.join_opened_twice();
            if let Err(problem) = engine.close_days() {
                // It is tried again at the next look; nothing is counted twice.
                tracing::error!("yesterday is not closed yet: {problem}");
            }
            if let Err(error) = engine.shelve_some().and_then(|_| engine.offer_more()) {
                // Nothing was changed, and it is tried again.
                tracing::error!("orders stay in single edits: {error}");
            }
            engine.tidy()
        });
        match tidied.await {
            Err(_stopping) => return,
            // It is tried again tomorrow; nothing is lost by keeping more.
            Ok(Err(error)) => tracing::error!("yesterday's orders stay: {error}"),
            Ok(Ok(())) => {}
        }
    }
}
