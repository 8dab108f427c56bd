//! Puts the hub together: the only place that names every module.

use std::{
    fs::{File, TryLockError},
    io::{self, Write},
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use hub_auth::{AuthBook, FirstManager};
use hub_gateway::GatewaySettings;
use hub_kernel::{
    Clock, Db, DbError, Entropy, Home, Ids, Kernel, Module, OpenError, OsEntropy, StopSwitch,
    SystemClock, ports::Ports,
};
use hub_menu::MenuBook;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{Settings, jobs::Jobs};

/// How long jobs may take to end.
const JOBS_TIME_MAX: Duration = Duration::from_secs(5);

/// Why the hub could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be used.
    #[error("data folder {folder}: {cause}")]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// Another hub works there.
    #[error("data folder {0}: another hub is running in it")]
    Taken(PathBuf),
    /// The database cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database did not answer.
    #[error("start: {0}")]
    Storage(#[from] DbError),
    /// Keys or manager could not be made.
    #[error("first start: {0}")]
    First(#[from] hub_auth::StartError),
    /// The address cannot be listened at.
    #[error("listen at {address}: {cause}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        cause: io::Error,
    },
    /// The password file cannot be written.
    #[error("password file {file}: {cause}")]
    PasswordFile {
        /// Which.
        file: PathBuf,
        /// Why.
        cause: io::Error,
    },
}

/// Starts hubs.
#[derive(Clone, Copy, Debug)]
pub struct Hub;

impl Hub {
    /// Starts a hub; it runs until [`RunningHub::stop`].
    pub async fn start(settings: Settings) -> Result<RunningHub, StartError> {
        Self::start_with(settings, Arc::new(SystemClock), Arc::new(OsEntropy)).await
    }

    /// Starts a hub with a clock and a randomness of one's own.
    pub async fn start_with(
        settings: Settings,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<RunningHub, StartError> {
        let lock = take_folder(&settings.data)?;
        let address = settings.listen;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|cause| StartError::Listen { address, cause })?;
        let address = listener
            .local_addr()
            .map_err(|cause| StartError::Listen { address, cause })?;
        let db = Db::open(&settings.data.join("hub.sqlite"))?;
        let ids = Ids::new(Arc::clone(&clock), entropy);
        let home = hub_tenants::home(&db, &ids).await?;
        let book = MenuBook::open(&db).await?;
        renew_epoch(&db, settings.restored, clock.now_ms()).await?;
        // The last step that can fail: a password that was made must be shown.
        let (manager, is_first) = manager(&db, &ids, home, &settings).await?;
        let ports = Ports {
            devices: Arc::new(AuthBook),
            sessions: Arc::new(AuthBook),
            catalogue: Arc::clone(&book) as _,
            staff: Arc::clone(&book) as _,
        };
        let kernel = Kernel {
            db,
            clock,
            ids,
            home,
            ports,
        };
        let modules = modules(&kernel, book);
        Ok(run(
            kernel,
            modules,
            listener,
            address,
            settings.faces,
            (manager, is_first),
            lock,
        ))
    }
}

/// Every module; `events` is the last one, for it serves the subscribers of all the others.
fn modules(kernel: &Kernel, book: Arc<MenuBook>) -> Vec<Module> {
    let mut modules = vec![
        hub_tenants::module(kernel),
        hub_auth::module(kernel),
        hub_menu::module(kernel, book),
        hub_orders::module(kernel),
        hub_kds::module(kernel),
        hub_reports::module(kernel),
    ];
    let subscribers = modules
        .iter()
        .flat_map(|module| module.subscribers.clone())
        .collect();
    modules.push(hub_events::module(kernel, subscribers));
    modules
}

fn run(
    kernel: Kernel,
    modules: Vec<Module>,
    listener: TcpListener,
    address: SocketAddr,
    faces: Option<PathBuf>,
    (manager, is_first): (Option<FirstManager>, bool),
    lock: File,
) -> RunningHub {
    let (stop, stopped) = StopSwitch::new();
    let (sever, severed) = StopSwitch::new();
    let mut jobs = vec![hub_gateway::upkeep()];
    let mut routers = Vec::new();
    for module in modules {
        jobs.extend(module.jobs);
        routers.push(module.router);
    }
    let router = hub_gateway::router(&kernel, routers, GatewaySettings { faces });
    let jobs = Jobs::start(jobs, &stopped);
    let task = tokio::spawn(hub_gateway::serve(listener, router, stopped, severed));
    RunningHub {
        address,
        manager,
        is_first,
        kernel,
        stop,
        sever,
        task,
        jobs,
        _lock: lock,
    }
}

/// A hub at work.
pub struct RunningHub {
    address: SocketAddr,
    manager: Option<FirstManager>,
    is_first: bool,
    kernel: Kernel,
    stop: StopSwitch,
    sever: StopSwitch,
    task: JoinHandle<()>,
    jobs: Jobs,
    _lock: File,
}

impl RunningHub {
    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where a browser on this machine finds it.
    pub fn url(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{address}")
    }

    /// The manager's password, if this start made one. Nobody can ask for it later.
    pub fn new_manager(&self) -> Option<&FirstManager> {
        self.manager.as_ref()
    }

    /// Whether this was the first start in its folder.
    pub fn is_first_start(&self) -> bool {
        self.is_first
    }

    /// The hub's own tenant and site.
    pub fn home(&self) -> Home {
        self.kernel.home
    }

    /// The parts that handlers use, for stories that look inside.
    pub fn kernel(&self) -> &Kernel {
        &self.kernel
    }

    /// Takes nothing new, ends what has begun, and closes the database.
    pub async fn stop(self) {
        self.stop.stop();
        self.end(JOBS_TIME_MAX).await;
    }

    /// Breaks off every connection and every job in the middle, as the others see it when the
    /// machine dies.
    pub async fn kill(self) {
        self.sever.stop();
        self.task.abort();
        self.end(Duration::ZERO).await;
    }

    async fn end(self, jobs_time_max: Duration) {
        let Self {
            kernel,
            stop,
            sever,
            task,
            jobs,
            ..
        } = self;
        // An error means that it was broken off.
        let _ended = task.await;
        jobs.end(jobs_time_max).await;
        sever.stop();
        stop.stop();
        kernel.db.close().await;
    }
}

/// The manager's password, if this start makes one, and whether it is the first.
async fn manager(
    db: &Db,
    ids: &Ids,
    home: Home,
    settings: &Settings,
) -> Result<(Option<FirstManager>, bool), StartError> {
    let is_first = hub_auth::is_first_start(db, home).await?;
    if !is_first && !settings.new_password {
        return Ok((None, false));
    }
    // Opened before there is a password: nobody could ever read one that has no file to go to.
    let file = settings.first_password_file.as_deref();
    let file = file.map(PasswordFile::open).transpose()?;
    let manager = match hub_auth::first_start(db, ids, home).await? {
        Some(first) => first,
        None => hub_auth::new_password(db, ids, home).await?,
    };
    if let Some(file) = file {
        file.write(&manager.password)?;
    }
    Ok((Some(manager), is_first))
}

/// Where a new password is written, open already.
struct PasswordFile<'a> {
    path: &'a Path,
    file: File,
}

impl<'a> PasswordFile<'a> {
    fn open(path: &'a Path) -> Result<Self, StartError> {
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(path) {
            Ok(file) => Ok(Self { path, file }),
            Err(cause) => Err(unwritten(path, cause)),
        }
    }

    fn write(mut self, password: &str) -> Result<(), StartError> {
        let written = writeln!(self.file, "{password}").and_then(|()| self.file.sync_all());
        written.map_err(|cause| unwritten(self.path, cause))
    }
}

fn unwritten(file: &Path, cause: io::Error) -> StartError {
    StartError::PasswordFile {
        file: file.to_owned(),
        cause,
    }
}

async fn renew_epoch(db: &Db, restored: bool, now_ms: i64) -> Result<(), DbError> {
    let epoch = db.write(move |tx| {
        if restored {
            hub_kernel::new_epoch(tx, now_ms)
        } else {
            hub_kernel::epoch(tx, now_ms)
        }
    });
    let epoch = epoch.await?;
    tracing::info!(epoch, restored, "the database is open");
    Ok(())
}

/// Makes the folder, for nobody else to read, and keeps other hubs out of it.
fn take_folder(folder: &Path) -> Result<File, StartError> {
    let wrong = |cause| StartError::Folder {
        folder: folder.to_owned(),
        cause,
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(wrong)?;
    let lock = File::create(folder.join("hub.lock")).map_err(wrong)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StartError::Taken(folder.to_owned())),
        Err(TryLockError::Error(cause)) => Err(wrong(cause)),
    }
}
