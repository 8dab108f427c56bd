//! Print jobs: what waits at which printer, and what became of it.
//!
//! The rules are those of [`printers::spool`]; here they meet the disk.

use std::collections::BTreeMap;

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

use super::{Engine, disk, invalid, papers::KICK, ring};

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
        for job in self.store.jobs_waiting()? {
            if let Some(task) = task_of(&job)
                && let Ok(transition) = next(facts_of(&task), Event::Restarted, now_ms)
                && transition.state != task.state
            {
                changes.push(change_of(task.id, &transition, "restarted", now_ms)?);
                if transition.state == JobState::Uncertain {
                    self.trouble(&job.asked.printer, Some(PrinterCause::Uncertain));
                }
            }
        }
        if !changes.is_empty() {
            self.store.commit(&Batch {
                job_changes: changes,
                ..Batch::default()
            })?;
        }
        Ok(())
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
    pub fn job_event(
        &mut self,
        printer: &str,
        task: &PrintTask,
        event: Event,
        reason: Option<Reason>,
    ) -> Result<Transition, Problem> {
        let now_ms = self.source.now_ms();
        let transition = next(facts_of(task), event, now_ms)
            .map_err(|error| invalid("job", error.to_string()))?;
        if self.bells.kicks.take(task.id) && event == Event::Started {
            // The sale has written it already.
            return Ok(transition);
        }
        let why = reason
            .map(|reason| format!("{reason:?}"))
            .unwrap_or_default();
        let mut change = change_of(task.id, &transition, &why, now_ms).map_err(disk)?;
        if matches!(event, Event::PrintAnyway { .. }) {
            change.paper = self.as_possible_duplicate(&task.paper);
        }
        self.store
            .commit(&Batch {
                job_changes: vec![change],
                ..Batch::default()
            })
            .map_err(disk)?;
        let cause = match (transition.state, reason) {
            (JobState::Uncertain, _) => Some(PrinterCause::Uncertain),
            (JobState::Printed | JobState::Unconfirmed, _) | (_, None) => None,
            (_, Some(reason)) => Some(cause_of(reason)),
        };
        if cause.is_some() || transition.state.is_settled() {
            self.trouble(printer, cause);
            self.tell_world();
        }
        Ok(transition)
    }

    /// The same paper under a banner: the first one may have come out after all.
    fn as_possible_duplicate(&self, paper: &str) -> Option<String> {
        let language = self.catalogue.as_ref()?.site.language_of_kitchen();
        let text = Words::of(language).possible_duplicate.to_owned();
        let mut doc: Doc = serde_json::from_str(paper).ok()?;
        doc.blocks.insert(0, Block::Banner { text });
        serde_json::to_string(&doc).ok()
    }

    fn trouble(&mut self, printer: &str, cause: Option<PrinterCause>) {
        let waiting = self.jobs_at(printer).map_or(0, |jobs| jobs.len());
        match cause {
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
        let now_ms = self.source.now_ms();
        for task in self.jobs_at(printer)? {
            let expires_at_ms = now_ms + printers::spool::TICKET_LIFE_MS;
            let event = match (task.state, task.lane) {
                (JobState::Uncertain, Lane::Paper) => Event::PrintAnyway { expires_at_ms },
                // A drawer that may have opened is not opened a second time by itself.
                (JobState::Uncertain, Lane::Kick) => Event::Dropped,
                _ => continue,
            };
            self.job_event(printer, &task, event, None)?;
        }
        ring(&self.bells.jobs);
        Ok(())
    }

    /// Somebody drops what waits at a printer; what may have printed counts as printed.
    pub(super) fn drop_papers(&mut self, printer: &str) -> Result<(), Problem> {
        for task in self.jobs_at(printer)? {
            let event = match task.state {
                JobState::Uncertain => Event::FoundDone,
                _ => Event::Dropped,
            };
            // A paper that is on its way now cannot be dropped; it reports by itself.
            if task.state != JobState::Sending && task.state != JobState::Sent {
                self.job_event(printer, &task, event, None)?;
            }
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

fn facts_of(task: &PrintTask) -> JobFacts {
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
fn task_of(job: &Job) -> Option<PrintTask> {
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

fn change_of(
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
        paper: None,
    })
}
