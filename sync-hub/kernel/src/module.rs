//! What a module hands to the program that starts it.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use tokio::sync::watch;
use utoipa_axum::router::OpenApiRouter;

use crate::Subscriber;

/// A future in a box.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Hears that the hub is to stop.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Returns when the hub is to stop.
    pub async fn requested(&mut self) {
        // An error means that nobody can ask any more: the hub is gone.
        let _gone = self.0.wait_for(|stop| *stop).await;
    }

    /// Whether the hub is to stop.
    pub fn is_requested(&self) -> bool {
        *self.0.borrow()
    }
}

/// Tells every [`Stop`].
#[derive(Debug)]
pub struct StopSwitch(watch::Sender<bool>);

impl StopSwitch {
    /// A switch and what hears it.
    pub fn new() -> (Self, Stop) {
        let (sender, receiver) = watch::channel(false);
        (Self(sender), Stop(receiver))
    }

    /// Asks everything to stop.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

/// Work that runs as long as the hub.
#[derive(Clone)]
pub struct Job {
    /// What it is called in the log.
    pub name: &'static str,
    run: Arc<dyn Fn(Stop) -> BoxFuture<()> + Send + Sync>,
}

impl Job {
    /// A job; `run` is called again when it panicked.
    pub fn new<F>(name: &'static str, run: impl Fn(Stop) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self {
            name,
            run: Arc::new(move |stop| Box::pin(run(stop))),
        }
    }

    /// Starts it.
    pub fn run(&self, stop: Stop) -> BoxFuture<()> {
        (self.run)(stop)
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A module: its doors, its ears and its work.
pub struct Module {
    /// The module's name; its tables begin with it.
    pub name: &'static str,
    /// Its routes with their description, full paths included.
    pub router: OpenApiRouter,
    /// What it listens to.
    pub subscribers: Vec<Arc<dyn Subscriber>>,
    /// What it does beside answering.
    pub jobs: Vec<Job>,
}

impl Module {
    /// A module that does nothing yet.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            router: OpenApiRouter::new(),
            subscribers: Vec::new(),
            jobs: Vec::new(),
        }
    }

    /// Adds routes.
    #[must_use]
    pub fn with_router(mut self, router: OpenApiRouter) -> Self {
        self.router = self.router.merge(router);
        self
    }

    /// Adds an ear.
    #[must_use]
    pub fn with_subscriber(mut self, subscriber: impl Subscriber) -> Self {
        self.subscribers.push(Arc::new(subscriber));
        self
    }

    /// Adds work.
    #[must_use]
    pub fn with_job(mut self, job: Job) -> Self {
        self.jobs.push(job);
        self
    }
}
