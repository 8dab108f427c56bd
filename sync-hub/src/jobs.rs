//! Runs the modules' jobs and starts those again that panicked.

use std::time::Duration;

use hub_kernel::{Job, Stop};
use tokio::task::{JoinError, JoinHandle, JoinSet};

/// The wait before a job that panicked starts again.
const RESTART_DELAY: Duration = Duration::from_secs(1);

/// All running jobs.
#[derive(Debug)]
pub(crate) struct Jobs(JoinSet<()>);

impl Jobs {
    pub(crate) fn start(jobs: Vec<Job>, stop: &Stop) -> Self {
        let mut running = JoinSet::new();
        for job in jobs {
            running.spawn(supervise(job, stop.clone()));
        }
        Self(running)
    }

    /// Waits until all have ended, at most so long; then ends them.
    pub(crate) async fn end(mut self, time_max: Duration) {
        let all = async { while self.0.join_next().await.is_some() {} };
        if tokio::time::timeout(time_max, all).await.is_err() {
            tracing::warn!("some jobs did not stop by themselves");
        }
        self.0.shutdown().await;
    }
}

/// Ends the job with the supervisor.
struct Running(JoinHandle<()>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn supervise(job: Job, mut stop: Stop) {
    loop {
        let mut running = Running(tokio::spawn(job.run(stop.clone())));
        let ended = (&mut running.0).await;
        if stop.is_requested() {
            return;
        }
        match ended {
            Ok(()) => {
                tracing::debug!(job = job.name, "a job has ended");
                return;
            }
            Err(error) => tracing::error!(job = job.name, error = %words(error), "a job panicked"),
        }
        tokio::select! {
            () = stop.requested() => return,
            () = tokio::time::sleep(RESTART_DELAY) => {}
        }
    }
}

fn words(error: JoinError) -> String {
    let Ok(panic) = error.try_into_panic() else {
        return "it was ended".to_owned();
    };
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    };

    use hub_kernel::StopSwitch;

    use super::*;

    #[tokio::test]
    async fn a_job_that_panics_starts_again_and_stops_when_asked() {
        let (starts, (up, mut came_up)) =
            (Arc::new(AtomicU32::new(0)), tokio::sync::mpsc::channel(1));
        let job = Job::new("shaky", move |mut stop| {
            let (start, up) = (starts.fetch_add(1, Ordering::SeqCst), up.clone());
            async move {
                assert!(start > 0, "the first start fails");
                up.send(start).await.unwrap();
                stop.requested().await;
            }
        });
        let (switch, stop) = StopSwitch::new();
        let jobs = Jobs::start(vec![job], &stop);
        assert_eq!(came_up.recv().await, Some(1));
        switch.stop();
        jobs.end(Duration::from_secs(10)).await;
    }
}
