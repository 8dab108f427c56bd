//! The thread on which the engine runs, and the handle by which everybody asks it.
//!
//! One writer, one queue with a bound: commands are done one after another in the order in which
//! they came, and a slow disk slows the asker, never loses the question.

use shared::api::Problem;
use tokio::sync::{mpsc, oneshot};

use crate::{
    engine::{Bells, Engine},
    feed::Feed,
    source::Source,
};

/// Questions that may wait.
const QUESTIONS_MAX: usize = 1_024;

type Question = Box<dyn FnOnce(&mut Engine) + Send>;

/// Asks the engine.
#[derive(Clone, Debug)]
pub struct Handle {
    questions: mpsc::Sender<Question>,
    feed: Feed,
    bells: Bells,
    source: Source,
}

impl Handle {
    /// Starts the engine's thread. It ends when the last handle is gone.
    pub fn start(engine: Engine) -> std::io::Result<Self> {
        let (questions, waiting) = mpsc::channel(QUESTIONS_MAX);
        let (feed, bells, source) = (engine.feed(), engine.bells(), engine.source());
        std::thread::Builder::new()
            .name("engine".to_owned())
            .spawn(move || run(engine, waiting))?;
        Ok(Self {
            questions,
            feed,
            bells,
            source,
        })
    }

    /// Runs `work` on the engine's thread and waits for what it gives.
    pub async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Engine) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let gone = || Problem::Disk {
            why: "the node is stopping".to_owned(),
        };
        let (sender, answer) = oneshot::channel();
        let question: Question = Box::new(move |engine| {
            // Whoever asked may have gone away; the work is done all the same.
            drop(sender.send(work(engine)));
        });
        self.questions.send(question).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())
    }

    /// Runs `work` on the engine's thread, and waits for nothing. What finds the queue full is
    /// left out: only for news that comes again.
    pub(crate) fn tell(&self, work: impl FnOnce(&mut Engine) + Send + 'static) {
        drop(self.questions.try_send(Box::new(work)));
    }

    /// Like [`Self::ask`], for work that may be refused.
    pub async fn try_ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Engine) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.ask(work).await?
    }

    /// Where screens listen.
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// Where work waits.
    pub fn bells(&self) -> &Bells {
        &self.bells
    }

    /// Time and randomness.
    pub fn source(&self) -> &Source {
        &self.source
    }
}

fn run(mut engine: Engine, mut waiting: mpsc::Receiver<Question>) {
    while let Some(question) = waiting.blocking_recv() {
        // One question that panics must not take the till down; what it edited in memory and did
        // not finish is read again from the disk.
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| question(&mut engine)));
        if done.is_err() {
            tracing::error!("a command fell over; what it had begun is dropped");
            engine.recover();
        }
    }
}
