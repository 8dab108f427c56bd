//! Slips of what another till sent too: one of them is on paper, and where both are, people know.
//!
//! The document says whose sending counts ([`order_doc::SentToo`]). Whoever printed for one that gave
//! way drops the slip while it still waits here; when it is out already, the document says so, and a
//! slip of the other that still waits comes out under a banner.

use std::collections::{BTreeMap, BTreeSet};

use order_doc::{Saying, SentToo};
use printers::spool::{Event, JobState, next};
use shared::{
    api::{PrinterCause, Problem},
    ids::{JobId, LineId, OrderId, StaffId, TicketId},
    kitchen::plan_sending,
    order::Line,
};

use super::{
    Action, Engine, disk, invalid,
    sending::only,
    spool::{PrintTask, change_of, facts_of, task_of},
};

/// What becomes of a slip whose ticket, or a part of it, gave way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is on no other paper, so it prints.
    Prints,
    /// The other slip says what it says: it does not print, or only what is left of it.
    Drops,
    /// It says more than the other: it prints under a banner.
    PrintsMarked,
    /// It is out, or may be.
    IsOut,
}

/// The name of a ticket's slip: the same in the spool as in the document.
pub(super) fn job_of(ticket: TicketId) -> JobId {
    JobId::from_bytes(*ticket.as_bytes())
}

impl Engine {
    /// A slip of what is sent to this station goes to a printer.
    pub(super) fn prints_slips_of(&self, station: &str) -> bool {
        let menu = self.catalogue.as_ref();
        menu.is_some_and(|menu| menu.printer_of_station(station).is_some())
    }

    /// After something came from others: what they sent as well waits at none of our printers.
    pub(super) fn hold_slips_back(&mut self, action: &mut Action) {
        if !action.foreign {
            return;
        }
        let touched: BTreeSet<OrderId> = action.touched.iter().copied().collect();
        for id in touched {
            if let Err(problem) = self.hold_back(action, id) {
                tracing::error!("order {id}: its slips print as they are: {problem}");
            }
            if let Err(problem) = self.send_rest(action, id) {
                tracing::error!("order {id}: what two tills sent otherwise waits: {problem}");
            }
        }
    }

    fn hold_back(&mut self, action: &mut Action, id: OrderId) -> Result<(), Problem> {
        let doc = &self.live(id)?.doc;
        let sent_too = doc.sent_too();
        if sent_too.is_empty() {
            return Ok(());
        }
        let mut out = doc.slips_out();
        let mut gave_way: BTreeMap<TicketId, Vec<SentToo>> = BTreeMap::new();
        for one in &sent_too {
            gave_way.entry(one.ticket).or_default().push(*one);
        }
        for (ticket, parts) in gave_way {
            // A ticket of another till has no slip here.
            let Some(slip) = self.slip(ticket)? else {
                continue;
            };
            let fate = fate(slip.state, &parts);
            match fate {
                Fate::Prints => continue,
                Fate::Drops => {
                    self.change_slip(action, &slip, Some(Event::Dropped), None)?;
                    self.queue_rest(action, id, ticket)?;
                    continue;
                }
                Fate::PrintsMarked => {
                    let paper = self.as_possible_duplicate(&slip.paper);
                    self.change_slip(action, &slip, None, paper)?;
                }
                // Whoever is asked whether it printed need not know any more: the other one does.
                Fate::IsOut if slip.state == JobState::Uncertain => {
                    self.change_slip(action, &slip, Some(Event::Dropped), None)?;
                }
                Fate::IsOut => {}
            }
            if out.insert(ticket) {
                let by = parts.first().map(|one| one.by);
                let said = Saying::SlipOut { ticket };
                if let Some(by) = by {
                    self.say(action, by, id, vec![said])?;
                }
            }
        }
        let beside = sent_too.iter().filter(|one| out.contains(&one.ticket));
        let beside: BTreeSet<TicketId> = beside.map(|one| one.counts).collect();
        for ticket in beside {
            if let Some(slip) = self.slip(ticket)?.filter(|slip| waits(slip.state)) {
                let paper = self.as_possible_duplicate(&slip.paper);
                self.change_slip(action, &slip, None, paper)?;
            }
        }
        Ok(())
    }

    /// Two tills that sent the same line with other units in mind (each added a beer) have told the
    /// kitchen only what one of them said. The till whose sending gave way sends what is left, so that
    /// nobody has to find out. And where fewer are wanted than the kitchen was told, because somebody
    /// took them off apart, the till that told it last stops it.
    fn send_rest(&mut self, action: &mut Action, id: OrderId) -> Result<(), Problem> {
        if matches!(self.order(id), Err(Problem::NotFound { .. })) {
            // It came just now: nothing of it was sent from here.
            return Ok(());
        }
        let device = self.identity.device;
        for outsent in self.live(id)?.doc.outsent(device) {
            if self.units_to_send(id, outsent.line)? > 0 {
                let out = self.live(id)?.doc.slips_out();
                let is_out = outsent.tickets.iter().any(|ticket| out.contains(ticket));
                self.send_only(action, id, (outsent.line, outsent.by), is_out)?;
            }
        }
        let order = self.order(id)?;
        if order.lines.iter().all(|line| line.sendable_quantity() >= 0) {
            return Ok(());
        }
        for (line, by) in self.live(id)?.doc.told_last(device) {
            if self.units_to_send(id, line)? < 0 {
                let is_doubled = order.line(line).is_some_and(|line| line.sent_twice > 0);
                self.send_only(action, id, (line, by), is_doubled)?;
            }
        }
        Ok(())
    }

    fn units_to_send(&mut self, id: OrderId, line: LineId) -> Result<i64, Problem> {
        let order = self.order(id)?;
        Ok(order.line(line).map_or(0, Line::sendable_quantity))
    }

    /// Sends what is left of one line, under a banner where another slip may say it already.
    fn send_only(
        &mut self,
        action: &mut Action,
        id: OrderId,
        (line, by): (LineId, StaffId),
        is_marked: bool,
    ) -> Result<(), Problem> {
        let before = action.batch.jobs.len();
        let planned = only(line, plan_sending(&*self.order(id)?));
        self.send_planned(action, by, id, planned)?;
        for job in action.batch.jobs.iter_mut().skip(before) {
            if is_marked && let Some(paper) = self.as_possible_duplicate(&job.paper) {
                job.paper = paper;
            }
        }
        Ok(())
    }

    fn slip(&self, ticket: TicketId) -> Result<Option<PrintTask>, Problem> {
        let job = self.store.job(job_of(ticket)).map_err(disk)?;
        Ok(job.as_ref().and_then(task_of))
    }

    /// A step of a slip, or another paper for it.
    fn change_slip(
        &self,
        action: &mut Action,
        slip: &PrintTask,
        event: Option<Event>,
        paper: Option<String>,
    ) -> Result<(), Problem> {
        if event.is_none() && paper.as_ref().is_none_or(|paper| *paper == slip.paper) {
            return Ok(());
        }
        let now_ms = self.source.now_ms();
        let mut transition = next(facts_of(slip), Event::Tick, now_ms)
            .map_err(|error| invalid("job", error.to_string()))?;
        transition.state = slip.state;
        if let Some(event) = event {
            transition = next(facts_of(slip), event, now_ms)
                .map_err(|error| invalid("job", error.to_string()))?;
        }
        let mut change = change_of(slip.id, &transition, "sent twice", now_ms).map_err(disk)?;
        change.paper = paper;
        action.batch.job_changes.push(change);
        Ok(())
    }

    /// What of a dropped slip is still on no other one, on a paper of its own.
    fn queue_rest(
        &mut self,
        action: &mut Action,
        id: OrderId,
        ticket: TicketId,
    ) -> Result<(), Problem> {
        let order = self.order(id)?;
        let rest = order.tickets.iter().find(|one| one.id == ticket);
        match rest {
            Some(rest) => {
                let job = JobId::from_bytes(self.source.id());
                self.queue_ticket(action, &order, rest, job)
            }
            None => Ok(()),
        }
    }

    /// A printer at which nothing waits any more has no trouble that anybody could mend.
    pub(super) fn look_at_slips(&mut self, action: &Action) {
        if !action.foreign || action.batch.job_changes.is_empty() {
            return;
        }
        let jobs = action.batch.job_changes.iter();
        let jobs = jobs.filter_map(|change| self.store.job(change.id).ok().flatten());
        let printers: BTreeSet<String> = jobs.map(|job| job.asked.printer).collect();
        for printer in printers {
            let waits = self.jobs_at(&printer).is_ok_and(|jobs| !jobs.is_empty());
            let said = self.troubles.get(&printer).map(|one| one.cause.clone());
            let stays = |cause: &PrinterCause| {
                let about_papers = [PrinterCause::Uncertain, PrinterCause::NotPrinted];
                waits && !about_papers.contains(cause)
            };
            self.trouble(&printer, said.filter(stays));
        }
        self.tell_world();
    }
}

/// It is on no paper, and may come onto one.
const fn waits(state: JobState) -> bool {
    matches!(
        state,
        JobState::Queued | JobState::Failed | JobState::Expired
    )
}

fn fate(state: JobState, parts: &[SentToo]) -> Fate {
    let on_paper = |one: &&SentToo| one.has_slip;
    if !parts.iter().any(|one| on_paper(&one)) || state == JobState::Cancelled {
        return Fate::Prints;
    }
    if !waits(state) {
        return Fate::IsOut;
    }
    if parts.iter().all(|one| one.has_slip && one.is_covered) {
        Fate::Drops
    } else {
        Fate::PrintsMarked
    }
}
