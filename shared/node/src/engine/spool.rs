//! Print jobs: what waits at which printer, and what became of it.
//!
//! The rules are those of [`printers::spool`]; here they meet the disk.

use std::collections::{BTreeMap, BTreeSet};

use local_store::{Batch, Job, JobChange, NewJob, StoreError};
use printers::{
    doc::{Block, Doc},
    drive::Reason,
    layouts::Words,
    spool::{Event, JobFacts, JobState, Lane, Transition, next},
};
use shared::{
    api::{PrinterCause, PrinterTrouble, Problem},
    ids::JobId,
    menu::Printer,
};

use super::{Engine, disk, invalid, not_found, papers::KICK, ring};

/// A job as a printer's task sees it.
#[derive(Clone, Debug)]
pub struct PrintTask {
    /// Which.
    pub id: JobId,
    /// In which queue.
    pub lane: Lane,
    /// Where it is.
    pub state: JobState,
    /// How many times it was tried.
    pub attempt: u32,
    /// After this it is not printed by itself any more.
    pub expires_at_ms: i64,
    /// The paper as JSON; empty for a drawer.
    pub paper: String,
}

impl PrintTask {
    /// The same, with its first byte about to leave.
    pub(crate) fn begun(self) -> Self {
        Self {
            state: JobState::Sending,
            ..self
        }
    }
}

impl Engine {
    /// Jobs that were on their way when the node stopped may be on paper or not: somebody is
    /// asked, nothing is printed twice by itself.
    pub(super) fn load_jobs(&mut self) -> Result<(), StoreError> {
        let now_ms = self.source.now_ms();
        let mut changes = Vec::new();
        let mut printers = BTreeSet::new();
        for job in self.store.jobs_waiting()? {
            if let Some(task) = task_of(&job)
                && let Ok(transition) = next(facts_of(&task), Event::Restarted, now_ms)
                && transition.state != task.state
            {
                changes.push(change_of(task.id, &transition, "restarted", now_ms)?);
            }
            printers.insert(job.asked.printer);
        }
        if !changes.is_empty() {
            self.store.commit(&Batch {
                job_changes: changes,
                ..Batch::default()
            })?;
        }
        for printer in printers {
            self.trouble(&printer, None);
        }
        Ok(())
    }

    /// What waits at a printer that the catalogue no longer has will not print by itself.
    pub(super) fn give_up_lost_printers(&mut self) -> Result<(), Problem> {
        for job in self.store.jobs_waiting().map_err(disk)? {
            let printer = job.asked.printer.clone();
            let is_lost = self.catalogue.is_some() && !self.has_printer(&printer);
            if let Some(task) = task_of(&job).filter(|_| is_lost)
                && task.state == JobState::Queued
            {
                self.job_event(&printer, &task, Event::Impossible, None)?;
            }
        }
        Ok(())
    }

    fn has_printer(&self, name: &str) -> bool {
        let menu = self.catalogue.as_ref();
        menu.is_some_and(|menu| menu.printers.iter().any(|printer| printer.name == name))
    }

    /// Printers of the catalogue.
    pub fn printers(&self) -> Vec<Printer> {
        self.catalogue
            .as_ref()
            .map(|menu| menu.printers.clone())
            .unwrap_or_default()
    }

    /// Jobs that wait at a printer, oldest first.
    pub fn jobs_at(&self, printer: &str) -> Result<Vec<PrintTask>, Problem> {
        let jobs = self.store.jobs_waiting_at(printer).map_err(disk)?;
        let mut tasks: Vec<_> = jobs.iter().filter_map(task_of).collect();
        for task in &mut tasks {
            if self.bells.kicks.contains(task.id) {
                task.state = JobState::Queued;
            }
        }
        Ok(tasks)
    }

    /// Kicks that are written as on their way, and are.
    pub(super) fn let_kicks_go(&self, batch: &Batch) {
        for job in batch.jobs.iter().filter(|job| job.is_sending) {
            self.bells.kicks.add(&job.printer, kick_of(job));
        }
    }

    /// Something happened to a job. Gives when it may be tried again.
    ///
    /// Where the job is says its row, and not what the caller saw before it waited for the printer:
    /// somebody may have dropped it meanwhile.
    pub fn job_event(
        &mut self,
        printer: &str,
        task: &PrintTask,
        event: Event,
        reason: Option<Reason>,
    ) -> Result<Transition, Problem> {
        let now_ms = self.source.now_ms();
        let job = self.store.job(task.id).map_err(disk)?;
        let mut facts = facts_of(task);
        if let Some(row) = job.as_ref().and_then(task_of)
            && !self.bells.kicks.contains(task.id)
        {
            if event == Event::Started && row.paper != task.paper {
                // It was written anew while the printer was asked whether it is ready.
                return Err(invalid("job", "its paper is another one now"));
            }
            facts = facts_of(&row);
        }
        let transition =
            next(facts, event, now_ms).map_err(|error| invalid("job", error.to_string()))?;
        if self.bells.kicks.take(task.id) && event == Event::Started {
            // The sale has written it already.
            return Ok(transition);
        }
        let why = reason
            .map(|reason| format!("{reason:?}"))
            .unwrap_or_default();
        let mut change = change_of(task.id, &transition, &why, now_ms).map_err(disk)?;
        if matches!(event, Event::PrintAnyway { .. }) && facts.state == JobState::Uncertain {
            change.paper = self.as_possible_duplicate(&task.paper);
        }
        self.store
            .commit(&Batch {
                job_changes: vec![change],
                ..Batch::default()
            })
            .map_err(disk)?;
        // A kick is not tried again: the guest would have long left when the drawer opens.
        if (facts.lane, transition.state) == (Lane::Kick, JobState::Expired) {
            self.drawer_shut_at_ms = Some(now_ms);
        }
        // What ended says nothing more about the printer; what waits for somebody does.
        let is_over = transition.state.is_settled();
        let cause = reason.filter(|_| !is_over).map(cause_of);
        if cause.is_some() || is_over {
            self.trouble(printer, cause);
            self.tell_world();
        }
        Ok(transition)
    }

    /// A printer stopped in the middle of a paper and waits for a person.
    pub(crate) fn printer_stopped(&mut self, printer: &str, reason: Reason) {
        self.trouble(printer, Some(cause_of(reason)));
        self.tell_world();
    }

    /// The same paper under a banner: the first one may have come out after all.
    pub(super) fn as_possible_duplicate(&self, paper: &str) -> Option<String> {
        let language = self.catalogue.as_ref()?.site.language_of_kitchen();
        let text = Words::of(language).possible_duplicate.to_owned();
        let mut doc: Doc = serde_json::from_str(paper).ok()?;
        let banner = Block::Banner { text };
        if doc.blocks.first() != Some(&banner) {
            doc.blocks.insert(0, banner);
        }
        serde_json::to_string(&doc).ok()
    }

    /// What a printer has: what it said just now, or else what its papers wait for.
    pub(super) fn trouble(&mut self, printer: &str, said: Option<PrinterCause>) {
        let jobs = self.jobs_at(printer).unwrap_or_default();
        let waiting = jobs.len();
        let any = |wanted: fn(JobState) -> bool| jobs.iter().any(|job| wanted(job.state));
        let left = if any(|state| state == JobState::Uncertain) {
            Some(PrinterCause::Uncertain)
        } else if any(JobState::needs_somebody) {
            Some(PrinterCause::NotPrinted)
        } else {
            None
        };
        match said.or(left) {
            Some(cause) => {
                let trouble = PrinterTrouble {
                    printer: printer.to_owned(),
                    cause,
                    waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
                };
                self.troubles.insert(printer.to_owned(), trouble);
            }
            None => drop(self.troubles.remove(printer)),
        }
    }

    /// Somebody wants a printer tried again now.
    pub(super) fn retry_printer(&mut self, printer: &str) -> Result<(), Problem> {
        if !self.has_printer(printer) {
            return Err(not_found("printer"));
        }
        let now_ms = self.source.now_ms();
        for task in self.jobs_at(printer)? {
            let expires_at_ms = now_ms + printers::spool::TICKET_LIFE_MS;
            let event = match (task.state, task.lane) {
                (JobState::Uncertain | JobState::Failed | JobState::Expired, Lane::Paper) => {
                    Event::PrintAnyway { expires_at_ms }
                }
                // A drawer that may have opened is not opened a second time by itself.
                (JobState::Uncertain, Lane::Kick) => Event::Dropped,
                _ => continue,
            };
            self.job_event(printer, &task, event, None)?;
        }
        // What the printer itself said stands until it says another thing.
        let cause = self.troubles.get(printer).map(|trouble| &trouble.cause);
        if let Some(PrinterCause::Uncertain | PrinterCause::NotPrinted) = cause {
            self.trouble(printer, None);
            self.tell_world();
        }
        ring(&self.bells.jobs);
        Ok(())
    }

    /// Somebody decides about the papers that ask for it: what may have printed did, what did not
    /// is let go of. Where none asks, what waits at the printer is let go of.
    pub(super) fn drop_papers(&mut self, printer: &str) -> Result<(), Problem> {
        let jobs = self.jobs_at(printer)?;
        let asks = jobs.iter().any(|job| job.state.needs_somebody());
        for task in jobs {
            let event = match task.state {
                JobState::Uncertain => Event::FoundDone,
                // A paper that is on its way now cannot be dropped; it reports by itself.
                JobState::Sending | JobState::Sent => continue,
                JobState::Queued if asks => continue,
                _ => Event::Dropped,
            };
            self.job_event(printer, &task, event, None)?;
        }
        self.trouble(printer, None);
        self.tell_world();
        ring(&self.bells.jobs);
        Ok(())
    }

    /// Printers in trouble, by name.
    pub fn troubles(&self) -> &BTreeMap<String, PrinterTrouble> {
        &self.troubles
    }
}

const fn cause_of(reason: Reason) -> PrinterCause {
    match reason {
        Reason::PaperOut => PrinterCause::NoPaper,
        Reason::CoverOpen => PrinterCause::CoverOpen,
        _ => PrinterCause::Unreachable,
    }
}

pub(super) fn facts_of(task: &PrintTask) -> JobFacts {
    JobFacts {
        state: task.state,
        lane: task.lane,
        attempt: task.attempt,
        expires_at_ms: task.expires_at_ms,
    }
}

/// A kick that has not begun.
fn kick_of(job: &NewJob) -> PrintTask {
    PrintTask {
        id: job.id,
        lane: Lane::Kick,
        state: JobState::Queued,
        attempt: 0,
        expires_at_ms: job.expires_at_ms,
        paper: String::new(),
    }
}

/// States are stored as the words that JSON would use.
pub(super) fn task_of(job: &Job) -> Option<PrintTask> {
    let state = serde_json::from_value(serde_json::Value::String(job.state.clone())).ok()?;
    Some(PrintTask {
        id: job.asked.id,
        lane: if job.asked.kind == KICK {
            Lane::Kick
        } else {
            Lane::Paper
        },
        state,
        attempt: job.attempt,
        expires_at_ms: job.asked.expires_at_ms,
        paper: job.asked.paper.clone(),
    })
}

pub(super) fn change_of(
    id: JobId,
    transition: &Transition,
    why: &str,
    at_ms: i64,
) -> Result<JobChange, StoreError> {
    let unreadable = |why: String| StoreError::Unreadable {
        what: "state of a job",
        why,
    };
    let state = match serde_json::to_value(transition.state) {
        Ok(serde_json::Value::String(word)) => word,
        other => return Err(unreadable(format!("{other:?}"))),
    };
    Ok(JobChange {
        id,
        state,
        attempt: transition.attempt,
        why: why.to_owned(),
        at_ms,
        expires_at_ms: transition.expires_at_ms,
        paper: None,
    })
}
