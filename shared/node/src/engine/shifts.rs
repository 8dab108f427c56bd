//! A shift and its drawer.

use local_store::{ShiftRow, StoreError};
use printers::layouts::ReportKind;
use shared::{
    api::{Problem, till::Change},
    ids::ShiftId,
    journal::{Fact, Pieces, Record},
    menu::DrawerRules,
    money::Money,
    shift::{ShiftReport, report},
    staff::{Permit, StaffMember},
};

use super::{Action, Engine, disk, invalid, not_found, paying::money};
use crate::feed::Audience;

/// Z reports that a till lists at once; each is added up from the records of its shift.
const PAST_SHIFTS_MAX: u32 = 20;
/// Reasons are short.
const REASON_CHARS_MAX: usize = 200;
/// How many X reports this device has printed.
const X_REPORTS: &str = "x_reports";

/// The shift that is open, with its facts at hand.
pub(super) struct OpenShift {
    pub(super) row: ShiftRow,
    facts: Vec<(i64, Fact)>,
}

impl Engine {
    pub(super) fn load_shift(&mut self) -> Result<(), StoreError> {
        if let Some(row) = self.store.open_shift()? {
            let facts = self.facts_between(row.opened_number, None)?;
            self.shift = Some(OpenShift { row, facts });
        }
        Ok(())
    }

    fn facts_between(&self, from: u64, to: Option<u64>) -> Result<Vec<(i64, Fact)>, StoreError> {
        let records = match to {
            Some(to) => self.store.facts_within(from, to)?,
            None => self.store.facts_from(from)?,
        };
        let fact = |record: &Record| (record.at_ms, read(record));
        Ok(records.iter().map(fact).collect())
    }

    /// Keeps the open shift's facts in step with a committed action.
    pub(super) fn note_facts(&mut self, action: &Action) {
        for shift in &action.batch.shifts {
            self.shift = shift.closed_number.is_none().then(|| OpenShift {
                row: *shift,
                facts: Vec::new(),
            });
        }
        if let Some(open) = &mut self.shift {
            open.facts.extend(action.facts.iter().cloned());
        }
    }

    /// The report of the open shift; none when none is open.
    pub fn shift_report(&self) -> Result<Option<ShiftReport>, Problem> {
        let Some(open) = &self.shift else {
            return Ok(None);
        };
        let facts = open.facts.iter().map(|(at_ms, fact)| (*at_ms, fact));
        report(open.row.id, facts).map_err(money)
    }

    /// The same as screens may show it: where drawers are counted blind, without what should be in
    /// the drawer.
    pub fn shown_shift_report(&self) -> Result<Option<ShiftReport>, Problem> {
        let report = self.shift_report()?;
        Ok(if self.drawer_rules().is_blind {
            report.map(ShiftReport::blinded)
        } else {
            report
        })
    }

    fn drawer_rules(&self) -> DrawerRules {
        let menu = self.catalogue.as_ref();
        menu.map(|menu| menu.site.drawer).unwrap_or_default()
    }

    pub(super) fn tell_shift(&self) {
        match self.shown_shift_report() {
            Ok(report) => {
                self.feed
                    .till(Audience::Tills, &Change::Shift(report.map(Box::new)));
            }
            Err(error) => tracing::error!("the shift cannot be added up: {error}"),
        }
    }

    pub(super) fn open_shift(
        &mut self,
        member: &StaffMember,
        float: Money,
    ) -> Result<Action, Problem> {
        if self.shift.is_some() {
            return Err(Problem::ShiftOpen);
        }
        if float.is_negative() {
            return Err(invalid("float", "below zero"));
        }
        let mut action = Action::default();
        let id = ShiftId::from_bytes(self.source.id());
        self.add_fact(
            &mut action,
            Fact::ShiftOpened {
                shift: id,
                by: member.id,
                float,
            },
        )?;
        let opened_number = self.tail.number + 1;
        action.batch.shifts.push(ShiftRow {
            id,
            opened_number,
            closed_number: None,
            z_number: None,
        });
        Ok(action)
    }

    /// Moves cash in (above zero) or out of the drawer, which opens.
    pub(super) fn move_cash(
        &mut self,
        member: &StaffMember,
        amount: Money,
        reason: &str,
    ) -> Result<Action, Problem> {
        self.cash_moved(member, amount, needed(reason)?, false)
    }

    /// Takes cash out of the drawer, which opens, and into the safe.
    pub(super) fn drop_cash(
        &mut self,
        member: &StaffMember,
        amount: Money,
        note: &str,
    ) -> Result<Action, Problem> {
        let out = Money::from_minor(-amount.at_least_zero().minor());
        let note = note.trim().chars().take(REASON_CHARS_MAX).collect();
        self.cash_moved(member, out, note, true)
    }

    fn cash_moved(
        &mut self,
        member: &StaffMember,
        amount: Money,
        reason: String,
        to_safe: bool,
    ) -> Result<Action, Problem> {
        let shift = self.shift.as_ref().ok_or(Problem::NoShift)?.row.id;
        if amount.is_zero() {
            return Err(invalid("amount", "nothing"));
        }
        let mut action = Action::default();
        self.add_fact(
            &mut action,
            Fact::CashMoved {
                shift,
                by: member.id,
                amount,
                reason,
                to_safe,
            },
        )?;
        self.queue_kick(&mut action);
        Ok(action)
    }

    pub(super) fn open_drawer(
        &mut self,
        member: &StaffMember,
        reason: &str,
    ) -> Result<Action, Problem> {
        let reason = needed(reason)?;
        let shift = self.shift.as_ref().map(|open| open.row.id);
        let mut action = Action::default();
        self.add_fact(
            &mut action,
            Fact::DrawerOpened {
                shift,
                by: member.id,
                reason,
                approved_by: self.approval.lent_by(),
            },
        )?;
        self.queue_kick(&mut action);
        Ok(action)
    }

    /// The report of the running shift; on paper it gets the next number. Where drawers are
    /// counted blind, only a manager reads all of it.
    pub(super) fn x_report(
        &mut self,
        member: &StaffMember,
        print: bool,
    ) -> Result<(ShiftReport, Action), Problem> {
        let mut report = self.shift_report()?.ok_or(Problem::NoShift)?;
        let mut action = Action::default();
        if self.drawer_rules().is_blind {
            if print {
                self.allow(member, Permit::SignDrawer)?;
            } else if !member.role.may(Permit::SignDrawer) {
                return Ok((report.blinded(), action));
            }
        }
        if print {
            let x_number = self.count_on(&mut action, X_REPORTS.to_owned())?;
            report.x_number = Some(x_number);
            let (shift, by) = (report.shift, member.id);
            let read = Fact::ShiftRead {
                shift,
                by,
                x_number,
            };
            self.add_fact(&mut action, read)?;
            self.queue_report(&mut action, &report)?;
        }
        Ok((report, action))
    }

    /// Prints an X report again. One of the running shift tells what should be in its drawer, so
    /// before a blind count it needs whoever may read that, as it did when it was new.
    pub(super) fn reprint_x(
        &mut self,
        member: &StaffMember,
        x_number: u64,
    ) -> Result<Action, Problem> {
        let running = self.shift_report()?;
        let is_of_now = running.is_some_and(|shift| shift.x_reports.contains(&x_number));
        if is_of_now && self.drawer_rules().is_blind {
            self.allow(member, Permit::SignDrawer)?;
        }
        self.reprint_report(ReportKind::X { number: x_number })
    }

    pub(super) fn close_shift(
        &mut self,
        member: &StaffMember,
        counted: Money,
        carry_over: bool,
        pieces: Vec<Pieces>,
    ) -> Result<(ShiftReport, Action), Problem> {
        let mut row = self.shift.as_ref().ok_or(Problem::NoShift)?.row;
        check_count(counted, &pieces)?;
        let open = self.summaries.values();
        let open = open.filter(|one| one.is_open() && !one.training).count();
        if open > 0 && !carry_over {
            return Err(Problem::OrdersOpen {
                count: u32::try_from(open).unwrap_or(u32::MAX),
            });
        }
        let expected = self.shift_report()?.ok_or(Problem::NoShift)?.expected_cash;
        self.check_difference(member, row.id, expected, counted)?;
        let z_number = self.store.next_z_number().map_err(disk)?;
        let mut action = Action::default();
        let fact = Fact::ShiftClosed {
            shift: row.id,
            by: member.id,
            z_number,
            expected,
            counted,
            pieces,
            approved_by: self.approval.lent_by(),
        };
        self.add_fact(&mut action, fact)?;
        row.closed_number = Some(self.tail.number + 1);
        row.z_number = Some(z_number);
        action.batch.shifts.push(row);
        let known = self
            .shift
            .iter()
            .flat_map(|open| &open.facts)
            .chain(&action.facts);
        let facts = known.map(|(at_ms, fact)| (*at_ms, fact));
        let report = report(row.id, facts)
            .map_err(money)?
            .ok_or(Problem::NoShift)?;
        self.queue_report(&mut action, &report)?;
        Ok((report, action))
    }

    /// A difference that is too large for whoever counted is written down, so that nobody tries
    /// amounts until one fits, and the shift stays open.
    fn check_difference(
        &mut self,
        member: &StaffMember,
        shift: ShiftId,
        expected: Money,
        counted: Money,
    ) -> Result<(), Problem> {
        let Some(max) = self.drawer_rules().difference_max else {
            return Ok(());
        };
        let difference = counted.minus(expected).map_err(money)?;
        let is_small = difference.minor().abs() <= max.minor();
        if is_small {
            return Ok(());
        }
        let Err(refusal) = self.allow(member, Permit::SignDrawer) else {
            return Ok(());
        };
        let mut action = Action::default();
        let refused = Fact::CountRefused {
            shift,
            by: member.id,
            expected,
            counted,
        };
        self.add_fact(&mut action, refused)?;
        self.commit(action)?;
        Err(refusal)
    }

    /// Closed shifts with Z reports before this number, the newest first; as many as a list shows.
    pub(super) fn past_shifts(&self, before: Option<u64>) -> Result<Vec<ShiftReport>, Problem> {
        let rows = self.store.closed_shifts(before, PAST_SHIFTS_MAX);
        let rows = rows.map_err(disk)?;
        rows.iter().map(|row| self.report_of(row)).collect()
    }

    fn report_of(&self, row: &ShiftRow) -> Result<ShiftReport, Problem> {
        let facts = self
            .facts_between(row.opened_number, row.closed_number)
            .map_err(disk)?;
        let facts = facts.iter().map(|(at_ms, fact)| (*at_ms, fact));
        report(row.id, facts)
            .map_err(money)?
            .ok_or_else(|| not_found("shift"))
    }

    pub(super) fn reprint_z(&mut self, z_number: u64) -> Result<Action, Problem> {
        let kept = self.reprint_report(ReportKind::Z { number: z_number });
        if !matches!(kept, Err(Problem::NotFound { .. })) {
            return kept;
        }
        // A report from before they were kept is added up again.
        let before = z_number.checked_add(1);
        let rows = self.store.closed_shifts(before, 1).map_err(disk)?;
        let row = rows.iter().find(|row| row.z_number == Some(z_number));
        let report = self.report_of(row.ok_or_else(|| not_found("shift"))?)?;
        let mut action = Action::default();
        self.queue_report_copy(&mut action, &report)?;
        Ok(action)
    }
}

/// What a record of our own says. One of a later version, as after somebody went back to an older
/// one, must not keep the till shut: it stays in the journal, and reports name how many there are.
pub(super) fn read(record: &Record) -> Fact {
    let fact = record.fact_or_unknown();
    if fact == Fact::Unknown {
        let number = record.number;
        tracing::error!("record {number} of the journal is of a later version and is not counted");
    }
    fact
}

/// Notes and coins, where they were counted, make up the count.
fn check_count(counted: Money, pieces: &[Pieces]) -> Result<(), Problem> {
    if counted.is_negative() {
        return Err(invalid("counted", "below zero"));
    }
    if pieces.is_empty() {
        return Ok(());
    }
    let mut sum = Money::ZERO;
    for kind in pieces {
        if kind.count < 0 || kind.worth <= Money::ZERO {
            return Err(invalid("pieces", "below zero"));
        }
        let worth = kind.worth.times(kind.count).map_err(money)?;
        sum = sum.plus(worth).map_err(money)?;
    }
    if sum == counted {
        Ok(())
    } else {
        Err(invalid("pieces", "they do not make up the count"))
    }
}

fn needed(reason: &str) -> Result<String, Problem> {
    match reason.trim() {
        "" => Err(Problem::ReasonNeeded),
        reason => Ok(reason.chars().take(REASON_CHARS_MAX).collect()),
    }
}
