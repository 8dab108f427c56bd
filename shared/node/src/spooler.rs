//! Printers: one task each, so that a dead one holds nobody else up.

use std::{collections::HashMap, time::Duration};

use printers::{
    doc::Doc,
    drive::{self, Outcome, Progress, Reason},
    escpos,
    layout::layout,
    layouts::Words,
    profile::Profile,
    spool::{Choice, Event, JobState, Lane, Transition, Waiting, choose},
    transport::Limits,
};
use shared::{api::Problem, ids::JobId, menu::Printer};
use tokio::{sync::watch, task::JoinHandle};

use crate::{actor::Handle, engine::PrintTask};

/// A printer's task looks for work at least this often.
const LOOK_EVERY_MS: u64 = 1_000;
/// A sale that was begun is on the disk by then.
const STAND_BY_MS: u64 = 1_000;

/// A printer's task, and how to let it end between two jobs.
struct Station {
    printer: Printer,
    leave: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Station {
    /// Begins after `before` has ended: two tasks never speak to one printer.
    fn open(handle: Handle, printer: Printer, before: Option<JoinHandle<()>>) -> Self {
        let leave = watch::Sender::new(false);
        let (stop, served) = (leave.subscribe(), printer.clone());
        let task = tokio::spawn(async move {
            if let Some(before) = before {
                drop(before.await);
            }
            serve(handle, served, stop).await;
        });
        Self {
            printer,
            leave,
            task,
        }
    }

    /// A job under way is finished first; what becomes of it is still told.
    fn close(self) -> JoinHandle<()> {
        self.leave.send_replace(true);
        self.task
    }
}

/// Keeps a task for each printer of the catalogue until `stop` is told.
pub(crate) async fn run(handle: Handle, mut stop: watch::Receiver<bool>) {
    let mut open: HashMap<String, Station> = HashMap::new();
    let mut leaving: HashMap<String, JoinHandle<()>> = HashMap::new();
    let mut catalogue = handle.bells().catalogue.subscribe();
    loop {
        let printers = handle
            .ask(|engine| engine.printers())
            .await
            .unwrap_or_default();
        let changed = open.extract_if(|_, desk| !printers.contains(&desk.printer));
        leaving.extend(changed.map(|(name, desk)| (name, desk.close())));
        leaving.retain(|_, task| !task.is_finished());
        for printer in printers {
            let name = printer.name.clone();
            open.entry(name).or_insert_with_key(|name| {
                Station::open(handle.clone(), printer, leaving.remove(name))
            });
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            changed = catalogue.changed() => if changed.is_err() { break },
        }
    }
    let tasks = open.into_values().map(|desk| desk.task);
    for task in tasks.chain(leaving.into_values()) {
        task.abort();
    }
}

/// Prints what waits at one printer until it is told to leave.
async fn serve(handle: Handle, printer: Printer, mut leave: watch::Receiver<bool>) {
    let profile = Profile::by_name(&printer.profile).unwrap_or_else(|error| {
        tracing::error!("printer {}: {error}; it prints as epson-80", printer.name);
        Profile::epson_80()
    });
    let mut bell = handle.bells().jobs.subscribe();
    let mut soon = handle.bells().kicks.listen();
    let language = handle.ask(|engine| engine.catalogue().map(|menu| menu.site.language.clone()));
    let name = printer.name.clone();
    let jobs = handle.try_ask(move |engine| engine.jobs_at(&name)).await;
    let broke_off = |job: &PrintTask| job.lane == Lane::Paper && job.state == JobState::Uncertain;
    let mut desk = Desk {
        language: language.await.ok().flatten().unwrap_or_default(),
        // Half a paper from before a restart may still be in the printer.
        broke_off: jobs.is_ok_and(|jobs| jobs.iter().any(broke_off)),
        ..Desk::default()
    };
    while !*leave.borrow_and_update() {
        bell.borrow_and_update();
        let wait_ms = match step(&handle, &printer, &profile, &mut desk).await {
            Ok(wait_ms) => wait_ms,
            Err(problem) => {
                tracing::error!("printer {}: {problem}", printer.name);
                LOOK_EVERY_MS
            }
        };
        if wait_ms > 0 {
            let pause = tokio::time::sleep(Duration::from_millis(wait_ms));
            tokio::select! {
                () = pause => {}
                _ = leave.changed() => {}
                changed = bell.changed() => if changed.is_err() { return },
                changed = soon.changed(), if printer.receipts => match changed {
                    Ok(()) => desk.work(&handle, &printer, &profile).stand_by().await,
                    Err(_) => return,
                },
            }
        }
    }
}

/// What a printer's task remembers between two jobs.
#[derive(Debug, Default)]
struct Desk {
    /// When a job may be tried again.
    not_before: HashMap<JobId, i64>,
    /// The last paper broke off in the middle: half of it may still be in the printer.
    broke_off: bool,
    /// Language of the site, for what is printed beside the papers.
    language: String,
}

impl Desk {
    fn work<'a>(
        &'a self,
        handle: &'a Handle,
        printer: &'a Printer,
        profile: &'a Profile,
    ) -> Work<'a> {
        Work {
            handle,
            printer,
            profile,
            broke_off: self.broke_off,
            language: &self.language,
        }
    }
}

/// Does one thing, and says how long to wait before the next.
async fn step(
    handle: &Handle,
    printer: &Printer,
    profile: &Profile,
    desk: &mut Desk,
) -> Result<u64, Problem> {
    let name = printer.name.clone();
    let jobs = handle.try_ask(move |engine| engine.jobs_at(&name)).await?;
    let queued: Vec<_> = jobs
        .iter()
        .filter(|job| job.state == JobState::Queued)
        .collect();
    desk.not_before
        .retain(|id, _| queued.iter().any(|job| job.id == *id));
    let waiting: Vec<_> = queued
        .iter()
        .map(|job| Waiting {
            id: job.id,
            lane: job.lane,
            not_before_ms: desk.not_before.get(&job.id).copied().unwrap_or(0),
            expires_at_ms: job.expires_at_ms,
        })
        .collect();
    let now_ms = handle.source().now_ms();
    let (id, expire) = match choose(&waiting, now_ms) {
        Choice::Idle => return Ok(LOOK_EVERY_MS),
        Choice::WaitUntil(at_ms) => {
            return Ok(u64::try_from(at_ms - now_ms)
                .unwrap_or(0)
                .clamp(1, LOOK_EVERY_MS));
        }
        Choice::Expire(id) => (id, true),
        Choice::Run(id) => (id, false),
    };
    let Some(task) = jobs.into_iter().find(|job| job.id == id) else {
        return Ok(LOOK_EVERY_MS);
    };
    let lane = task.lane;
    let work = desk.work(handle, printer, profile);
    let transition = if expire {
        work.report(task, Event::Tick, None).await?
    } else {
        work.print(task).await?
    };
    desk.not_before.insert(id, transition.not_before_ms);
    // A drawer leaves nothing in the printer and cuts nothing away.
    desk.broke_off = match (lane, transition.state) {
        (Lane::Paper, JobState::Uncertain) => true,
        (Lane::Paper, JobState::Printed | JobState::Unconfirmed) => false,
        _ => desk.broke_off,
    };
    Ok(0)
}

struct Work<'a> {
    handle: &'a Handle,
    printer: &'a Printer,
    profile: &'a Profile,
    broke_off: bool,
    language: &'a str,
}

impl Work<'_> {
    /// Connects while the sale goes to the disk, so that the drawer opens with the commit. When the
    /// printer is not ready, or no kick follows, everything goes its usual way.
    async fn stand_by(&self) {
        let Some(bytes) = drive::kick_bytes(self.profile) else {
            return;
        };
        let limits = Limits::default();
        let ready = drive::prepare(&self.printer.address, self.profile, limits).await;
        let Ok((session, _)) = ready else { return };
        let kick = self.handle.bells().kicks.wait_at(&self.printer.name);
        let kick = tokio::time::timeout(Duration::from_millis(STAND_BY_MS), kick).await;
        let Ok(Some(kick)) = kick else {
            session.close().await;
            return;
        };
        let outcome = drive::send(session, &bytes, self.profile, |_| {}).await;
        if let Err(problem) = self.tell(kick.begun(), outcome).await {
            tracing::error!("printer {}: {problem}", self.printer.name);
        }
    }

    async fn print(&self, task: PrintTask) -> Result<Transition, Problem> {
        let bytes = match self.bytes_of(&task) {
            Ok(bytes) => bytes,
            Err(why) => {
                tracing::error!("printer {}: {why}", self.printer.name);
                return self.report(task, Event::Impossible, None).await;
            }
        };
        let limits = Limits::default();
        match drive::prepare(&self.printer.address, self.profile, limits).await {
            Err(reason) => self.report(task, Event::NotSent, Some(reason)).await,
            Ok((session, _)) => {
                // On the disk before the first byte leaves: after a crash nobody prints it twice.
                let started = self.report(task.clone(), Event::Started, None).await?;
                let task = PrintTask {
                    state: started.state,
                    attempt: started.attempt,
                    ..task
                };
                let stopped = |progress| {
                    if let Progress::Stopped(trouble) = progress {
                        self.say_stopped(trouble.into());
                    }
                };
                let outcome = drive::send(session, &bytes, self.profile, stopped).await;
                self.tell(task, outcome).await
            }
        }
    }

    /// It waits for a person: the screens say so meanwhile.
    fn say_stopped(&self, reason: Reason) {
        let name = self.printer.name.clone();
        self.handle
            .tell(move |engine| engine.printer_stopped(&name, reason));
    }

    async fn tell(&self, task: PrintTask, outcome: Outcome) -> Result<Transition, Problem> {
        if !matches!(outcome, Outcome::Printed | Outcome::Unconfirmed) {
            tracing::warn!("printer {}: {outcome:?}", self.printer.name);
        }
        self.report(task, outcome.event(), outcome.reason()).await
    }

    fn bytes_of(&self, task: &PrintTask) -> Result<Vec<u8>, String> {
        if task.lane == Lane::Kick {
            return drive::kick_bytes(self.profile)
                .ok_or_else(|| format!("profile {} has no drawer", self.profile.name));
        }
        let doc: Doc = serde_json::from_str(&task.paper).map_err(|error| error.to_string())?;
        let said = |error: escpos::EncodeError| error.to_string();
        let mut bytes = Vec::new();
        if self.broke_off {
            let notice = Words::of(self.language).incomplete;
            bytes = escpos::recovery_prefix(self.profile, notice).map_err(said)?;
        }
        bytes.extend(escpos::encode(&layout(&doc, self.profile), self.profile).map_err(said)?);
        Ok(bytes)
    }

    async fn report(
        &self,
        task: PrintTask,
        event: Event,
        reason: Option<Reason>,
    ) -> Result<Transition, Problem> {
        let name = self.printer.name.clone();
        self.handle
            .try_ask(move |engine| engine.job_event(&name, &task, event, reason))
            .await
    }
}
