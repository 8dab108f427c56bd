//! A printer on the network: one connection a job, closed cleanly, every step with a limit.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, timeout},
};

use super::{
    Limits, PrinterStatus, Reply, TransportCause, TransportError, Trouble, reply,
    status::{ASK_OFFLINE_CAUSE, ASK_PAPER, ASK_PRINTER},
};
use crate::profile::Profile;

/// How long a printer may take to close its side.
const GOODBYE: Duration = Duration::from_millis(200);
/// What a slow printer puts on paper in a second, to give a long job more time for its answer.
const PRINTED_BYTES_PER_S: u64 = 100;

/// A connection to a printer for one job.
#[derive(Debug)]
pub struct Session {
    stream: TcpStream,
    limits: Limits,
    open_is_high: bool,
    bytes_left: u64,
}

impl Session {
    /// Connects to `host:port`.
    pub async fn open(
        addr: &str,
        profile: &Profile,
        limits: Limits,
    ) -> Result<Self, TransportError> {
        let connected = timeout(limits.connect, TcpStream::connect(addr)).await;
        let cause = match connected {
            Ok(Ok(stream)) => match stream.set_nodelay(true) {
                Ok(()) => {
                    let open_is_high = profile.kick.is_some_and(|kick| kick.open_is_high);
                    return Ok(Self {
                        stream,
                        limits,
                        open_is_high,
                        bytes_left: 0,
                    });
                }
                Err(error) => TransportCause::Unreachable(error),
            },
            Ok(Err(error)) => TransportCause::Unreachable(error),
            Err(_) => TransportCause::ConnectTimeout,
        };
        Err(TransportError {
            bytes_left: 0,
            cause,
        })
    }

    /// Bytes of the job that have left this machine so far.
    pub const fn bytes_left(&self) -> u64 {
        self.bytes_left
    }

    /// Asks how the printer is. Questions are not part of a job: no byte of it leaves by them.
    pub async fn status(&mut self) -> Result<PrinterStatus, TransportError> {
        let asked = self.ask_status().await;
        asked
            .map(|(status, _)| status)
            .map_err(|cause| self.error(cause))
    }

    /// Hands bytes of the job over, a chunk at a time.
    pub async fn hand_over(
        &mut self,
        bytes: &[u8],
        chunk_bytes_max: usize,
    ) -> Result<(), TransportError> {
        for chunk in bytes.chunks(chunk_bytes_max.max(1)) {
            let mut rest = chunk;
            while !rest.is_empty() {
                let taken = match timeout(self.limits.no_progress, self.stream.write(rest)).await {
                    Ok(Ok(0)) => return Err(self.error(TransportCause::Closed)),
                    Ok(Ok(taken)) => taken,
                    Ok(Err(error)) => return Err(self.error(TransportCause::Broken(error))),
                    Err(_) => return Err(self.error(TransportCause::NoProgress)),
                };
                self.bytes_left += u64::try_from(taken).unwrap_or(u64::MAX);
                rest = rest.get(taken..).unwrap_or_default();
            }
        }
        Ok(())
    }

    /// Waits for the answer to `GS r 1`, which the printer gives when it comes to it.
    ///
    /// A printer that says why it stopped is waited for, so that paper put in finishes the job
    /// instead of doubling it; `on_trouble` hears of it each time it asks.
    pub async fn acknowledged(
        &mut self,
        profile: &Profile,
        mut on_trouble: impl FnMut(Trouble) + Send,
    ) -> Result<(), TransportError> {
        let grace = Duration::from_secs(self.bytes_left / PRINTED_BYTES_PER_S);
        let patience = self.limits.ack + grace;
        let mut well_until = Instant::now() + patience;
        let mut mend_until: Option<Instant> = None;
        let mut last_trouble = None;
        loop {
            let trouble = match timeout(self.limits.poll, self.read_reply()).await {
                Ok(Ok(Reply::Ack)) => return Ok(()),
                Ok(Ok(Reply::Status(_) | Reply::Other)) => last_trouble,
                Ok(Err(cause)) => return Err(self.error(cause)),
                Err(_) if profile.status => match self.ask_status().await {
                    Ok((_, true)) => return Ok(()),
                    Ok((status, false)) => status.trouble(),
                    Err(cause) => return Err(self.error(cause)),
                },
                Err(_) => None,
            };
            last_trouble = trouble;
            let now = Instant::now();
            if let Some(trouble) = trouble {
                on_trouble(trouble);
                let until = *mend_until.get_or_insert(now + self.limits.mend);
                if now >= until {
                    return Err(self.error(TransportCause::Stopped(trouble)));
                }
                well_until = now + patience;
            } else {
                mend_until = None;
                if now >= well_until {
                    return Err(self.error(TransportCause::NoAck));
                }
            }
        }
    }

    /// Closes without losing what the printer has still to read.
    pub async fn close(mut self) {
        let goodbye = async {
            if self.stream.shutdown().await.is_ok() {
                let mut rest = [0; 64];
                while matches!(self.stream.read(&mut rest).await, Ok(1..)) {}
            }
        };
        // A printer that keeps its side open for longer is left alone with it.
        let _ = timeout(GOODBYE, goodbye).await;
    }

    fn error(&self, cause: TransportCause) -> TransportError {
        TransportError {
            bytes_left: self.bytes_left,
            cause,
        }
    }

    /// The status, and whether the job's answer came in between.
    async fn ask_status(&mut self) -> Result<(PrinterStatus, bool), TransportCause> {
        let mut acknowledged = false;
        let mut answers = [0; 3];
        for (question, answer) in [ASK_PRINTER, ASK_OFFLINE_CAUSE, ASK_PAPER]
            .iter()
            .zip(&mut answers)
        {
            let asked = timeout(self.limits.reply, self.ask(question, &mut acknowledged)).await;
            *answer = asked.map_err(|_| TransportCause::Silent)??;
        }
        let [printer, offline_cause, paper] = answers;
        let status = PrinterStatus::from_replies(printer, offline_cause, paper, self.open_is_high);
        Ok((status, acknowledged))
    }

    async fn ask(
        &mut self,
        question: &[u8],
        acknowledged: &mut bool,
    ) -> Result<u8, TransportCause> {
        self.stream
            .write_all(question)
            .await
            .map_err(TransportCause::Broken)?;
        loop {
            match self.read_reply().await? {
                Reply::Status(byte) => return Ok(byte),
                Reply::Ack => *acknowledged = true,
                Reply::Other => {}
            }
        }
    }

    async fn read_reply(&mut self) -> Result<Reply, TransportCause> {
        match self.stream.read_u8().await {
            Ok(byte) => Ok(reply(byte)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Err(TransportCause::Closed)
            }
            Err(error) => Err(TransportCause::Broken(error)),
        }
    }
}
