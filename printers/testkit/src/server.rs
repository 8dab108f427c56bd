//! The socket of the emulated printer: one connection at a time, like a real one.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    time::{Instant, sleep},
};

use crate::machine::{Faults, Machine, Snapshot};

/// Bytes that are printed before the socket is looked at again.
const WORK_BYTES_MAX: usize = 256;

/// The printer and everybody who watches it.
#[derive(Debug)]
pub(crate) struct Shared {
    machine: Mutex<Machine>,
    version: watch::Sender<u64>,
    started: Instant,
}

impl Shared {
    pub(crate) fn new(columns: u16) -> Arc<Self> {
        Arc::new(Self {
            machine: Mutex::new(Machine::new(columns)),
            version: watch::Sender::new(0),
            started: Instant::now(),
        })
    }

    /// Changes the printer and wakes everybody who watches.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Machine) -> T) -> T {
        let result = change(&mut self.lock());
        self.version.send_modify(|version| *version += 1);
        result
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        // The version first: a change in between is then seen once more, never missed.
        let version = *self.version.borrow();
        self.lock().snapshot(version)
    }

    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    fn faults(&self) -> Faults {
        self.lock().faults
    }

    fn lock(&self) -> MutexGuard<'_, Machine> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves printers' clients for ever.
pub(crate) async fn serve(shared: Arc<Shared>, listener: TcpListener, addr: SocketAddr) {
    let mut watch = shared.watch();
    let mut listener = Some(listener);
    loop {
        if shared.faults().refuse {
            // Only a socket that is not there refuses.
            listener = None;
            if watch.changed().await.is_err() {
                return;
            }
            continue;
        }
        let Some(open) = &listener else {
            listener = bind_again(addr).await;
            continue;
        };
        tokio::select! {
            accepted = open.accept() => match accepted {
                Ok((stream, _)) => connection(&shared, stream).await,
                Err(error) => tracing::warn!(%error, "emulated printer cannot accept"),
            },
            changed = watch.changed() => {
                if changed.is_err() {
                    return;
                }
                finish_buffer(&shared).await;
            }
        }
    }
}

/// Binds the port that was given up a moment ago.
async fn bind_again(addr: SocketAddr) -> Option<TcpListener> {
    match TcpListener::bind(addr).await {
        Ok(listener) => Some(listener),
        Err(error) => {
            tracing::warn!(%error, "emulated printer cannot bind again");
            sleep(Duration::from_millis(20)).await;
            None
        }
    }
}

/// What was buffered without paper is printed when there is paper, also without a connection.
async fn finish_buffer(shared: &Shared) {
    loop {
        let busy = shared.lock().has_work();
        if busy {
            pace(shared).await;
        }
        if !busy || work(shared).is_none() {
            return;
        }
    }
}

async fn connection(shared: &Shared, mut stream: TcpStream) {
    shared.change(|machine| machine.connections += 1);
    let first_byte = shared.lock().bytes();
    if let Err(error) = converse(shared, &mut stream, first_byte).await {
        tracing::debug!(%error, "connection to the emulated printer broke");
    }
    shared.change(Machine::disconnect);
    finish_buffer(shared).await;
}

async fn converse(shared: &Shared, stream: &mut TcpStream, first_byte: u64) -> io::Result<()> {
    let mut watch = shared.watch();
    let mut chunk = [0; 1024];
    // A command that is not whole waits for its other bytes.
    let mut waits_at = None;
    loop {
        if shared.faults().refuse {
            return Ok(());
        }
        let (busy, reads) = {
            let machine = shared.lock();
            (
                machine.has_work() && waits_at != Some(machine.buffered()),
                machine.reads(),
            )
        };
        // Questions are answered while it prints, so printing is one of three things to wait for.
        tokio::select! {
            read = stream.read(&mut chunk), if reads => {
                let count = read?;
                let bytes = chunk.get(..count).unwrap_or_default();
                if bytes.is_empty() || take(shared, stream, bytes, first_byte).await? {
                    return Ok(());
                }
            }
            () = pace(shared), if busy => match work(shared) {
                Some(answers) => stream.write_all(&answers).await?,
                None => waits_at = Some(shared.lock().buffered()),
            },
            changed = watch.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
            }
        }
    }
}

/// Takes bytes in; says whether the connection is to break now.
async fn take(
    shared: &Shared,
    stream: &mut TcpStream,
    bytes: &[u8],
    first_byte: u64,
) -> io::Result<bool> {
    let answers = shared.change(|machine| {
        let Some(limit) = machine.faults.drop_after_bytes else {
            return Some(machine.receive(bytes));
        };
        let mut answers = Vec::new();
        for byte in bytes {
            answers.extend(machine.receive(&[*byte]));
            if machine.bytes() - first_byte >= limit {
                machine.faults.drop_after_bytes = None;
                return None;
            }
        }
        Some(answers)
    });
    if let Some(answers) = answers {
        return stream.write_all(&answers).await.map(|()| false);
    }
    // A reset, as from a plug that was pulled.
    stream.set_zero_linger()?;
    Ok(true)
}

/// The time that a slow printer takes for its next byte.
async fn pace(shared: &Shared) {
    if let Some(speed) = shared.faults().slow_bytes_per_s {
        sleep(Duration::from_secs(1) / speed.max(1)).await;
    }
}

/// Prints a piece of the buffer; nothing if the command at its head is not whole.
fn work(shared: &Shared) -> Option<Vec<u8>> {
    let after = shared.started.elapsed();
    let answers = {
        let mut machine = shared.lock();
        let slow = machine.faults.slow_bytes_per_s.is_some();
        let before = machine.buffered();
        let answers = machine.work(if slow { 1 } else { WORK_BYTES_MAX }, after);
        (machine.buffered() < before).then_some(answers)?
    };
    shared.version.send_modify(|version| *version += 1);
    Some(answers)
}
