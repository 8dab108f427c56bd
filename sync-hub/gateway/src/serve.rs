//! Takes connections, as many as the machine can bear, and lets go of them in two steps.

use std::{
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{Router, extract::ConnectInfo, middleware::AddExtension};
use hub_kernel::{BoxFuture, Stop};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tower::Layer;

/// Most connections at once; more wait in the system's queue.
const CONNECTIONS_MAX: usize = 16_384;
/// How long a client may take for the head of a request.
const HEAD_TIME_MAX: Duration = Duration::from_secs(10);
/// How long requests may take to end after `stop`.
const GRACE: Duration = Duration::from_secs(5);
/// The wait after a connection could not be taken (too many open files).
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// Serves until `stop`: then takes nothing new and lets requests end. On `sever`, or when the
/// grace is over, every connection breaks off, an open WebSocket too.
pub async fn serve(listener: TcpListener, router: Router, mut stop: Stop, sever: Stop) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let taken = tokio::select! {
            () = stop.requested() => break,
            taken = take(&listener, &places) => taken,
        };
        let (stream, address, place) = match taken {
            Ok(taken) => taken,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(ACCEPT_RETRY).await;
                continue;
            }
        };
        // A ticket is small and must not wait for a full packet.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection ended before it began");
            continue;
        }
        let service = axum::Extension(ConnectInfo(address)).layer(router.clone());
        let stream = Severable::new(stream, sever.clone());
        let stop = stop.clone();
        tokio::spawn(async move {
            if let Err(error) = answer(stream, service, stop).await {
                tracing::debug!(%error, "a connection broke off");
            }
            drop(place);
        });
    }
    drop(listener);
    let mut severed = sever;
    let all = u32::try_from(CONNECTIONS_MAX).unwrap_or(u32::MAX);
    tokio::select! {
        _all_places = places.acquire_many(all) => {}
        () = tokio::time::sleep(GRACE) => {}
        () = severed.requested() => {}
    }
}

/// Answers the requests of one connection; after `stop` only the one that has begun.
async fn answer(
    stream: Severable,
    service: AddExtension<Router, ConnectInfo<SocketAddr>>,
    mut stop: Stop,
) -> Result<(), hyper::Error> {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = pin!(connection);
    tokio::select! {
        done = connection.as_mut() => return done,
        () = stop.requested() => connection.as_mut().graceful_shutdown(),
    }
    connection.await
}

type Taken = (TcpStream, std::net::SocketAddr, OwnedSemaphorePermit);

async fn take(listener: &TcpListener, places: &Arc<Semaphore>) -> io::Result<Taken> {
    let place = Arc::clone(places)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    let (stream, address) = listener.accept().await?;
    Ok((stream, address, place))
}

/// A connection that breaks off when it is told to, whoever holds it by then.
struct Severable {
    stream: TcpStream,
    severed: BoxFuture<()>,
    is_severed: bool,
}

impl Severable {
    fn new(stream: TcpStream, mut sever: Stop) -> Self {
        let severed = Box::pin(async move { sever.requested().await });
        Self {
            stream,
            severed,
            is_severed: false,
        }
    }

    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        self.is_severed = self.is_severed || self.severed.as_mut().poll(cx).is_ready();
        if self.is_severed {
            Err(io::ErrorKind::ConnectionAborted.into())
        } else {
            Ok(())
        }
    }
}

impl AsyncRead for Severable {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Severable {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_severed {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.is_severed {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
