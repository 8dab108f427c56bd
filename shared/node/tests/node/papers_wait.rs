//! Papers that wait for a printer or for somebody, without a printer: what their rows say.

use node::PrintTask;
use printers::{
    drive::Reason,
    spool::{Event, JobState, TICKET_LIFE_MS},
};
use sha2::{Digest, Sha256};
use shared::{
    api::{PrinterCause, Problem, till::Command},
    menu::Catalogue,
};

use crate::restaurant::{Till, catalogue};

const BAR: &str = "Bar";

fn take(till: &mut Till, menu: &Catalogue) {
    let bytes = serde_json::to_vec(menu).unwrap();
    let sha = Sha256::digest(&bytes).into();
    till.engine
        .take_catalogue(menu.version, sha, bytes)
        .unwrap();
}

/// A till with one ticket that waits at the bar's printer.
fn one_waits(folder: &std::path::Path) -> (Till, PrintTask) {
    let mut till = Till::with(folder, "1111");
    take(&mut till, &catalogue(Some("127.0.0.1:1".to_owned())));
    let order = till.seat("7");
    till.add(order, "T165", 1);
    till.ask(Command::Send { order }).unwrap();
    let task = only(&till);
    (till, task)
}

fn only(till: &Till) -> PrintTask {
    let mut jobs = till.engine.jobs_at(BAR).unwrap();
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    jobs.remove(0)
}

fn cause(till: &Till) -> Option<PrinterCause> {
    let trouble = till.engine.troubles().get(BAR)?;
    Some(trouble.cause.clone())
}

fn bar() -> Command {
    Command::RetryPrinter {
        printer: BAR.to_owned(),
    }
}

#[test]
fn a_ticket_that_came_too_late_is_asked_about_and_comes_when_somebody_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (mut till, task) = one_waits(folder.path());
    till.time.pass(TICKET_LIFE_MS + 1);
    till.engine
        .job_event(BAR, &task, Event::Tick, None)
        .unwrap();
    assert_eq!(only(&till).state, JobState::Expired);
    assert_eq!(cause(&till), Some(PrinterCause::NotPrinted));

    till.sign_in("1111");
    till.ask(bar()).unwrap();
    let again = only(&till);
    assert_eq!(again.state, JobState::Queued);
    assert!(again.expires_at_ms > task.expires_at_ms);
    assert_eq!(again.paper, task.paper, "no byte of it had left");
    assert_eq!(cause(&till), None);
}

#[test]
fn a_question_is_still_there_after_a_second_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (mut till, task) = one_waits(folder.path());
    till.engine
        .job_event(BAR, &task, Event::Started, None)
        .unwrap();
    let time = till.time.clone();
    drop(till);
    for _restart in 0..2 {
        let till = Till::at(folder.path(), time.clone());
        assert_eq!(only(&till).state, JobState::Uncertain);
        assert_eq!(cause(&till), Some(PrinterCause::Uncertain));
    }
}

#[test]
fn a_paper_that_was_dropped_stays_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let (mut till, task) = one_waits(folder.path());
    // The printer's task is calling the printer meanwhile.
    let printer = BAR.to_owned();
    till.ask(Command::DropPapers { printer }).unwrap();
    let reason = Some(Reason::Silent);
    for event in [Event::NotSent, Event::Started] {
        let late = till.engine.job_event(BAR, &task, event, reason);
        assert!(matches!(late, Err(Problem::Invalid { .. })), "{late:?}");
    }
    assert!(till.engine.jobs_at(BAR).unwrap().is_empty());
}

#[test]
fn papers_of_a_printer_that_is_gone_are_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let (mut till, _) = one_waits(folder.path());
    let mut menu = catalogue(None);
    menu.version = 2;
    take(&mut till, &menu);
    assert_eq!(only(&till).state, JobState::Failed);
    assert_eq!(cause(&till), Some(PrinterCause::NotPrinted));
    let nobody = till.ask(bar()).unwrap_err();
    assert!(matches!(nobody, Problem::NotFound { .. }), "{nobody:?}");
    let printer = BAR.to_owned();
    till.ask(Command::DropPapers { printer }).unwrap();
    assert_eq!(cause(&till), None);
}
