//! X and Z reports as they were printed: kept as they are, and printed again as copies.

use printers::layouts::{DrawerCount, Movement, ReportKind, ShiftReport as PaperReport};
use serde::{Deserialize, Serialize};
use shared::{api::Problem, money::Money, order::Tender, shift::ShiftReport};

use super::{Action, Engine, disk, json, money, not_found};

/// A report as it was printed, and how many copies followed.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    paper: PaperReport,
    copies: u32,
}

/// Where a report is kept in the device's own facts.
fn name_of(kind: ReportKind) -> String {
    match kind {
        ReportKind::X { number } => format!("reports/x/{number}"),
        ReportKind::Z { number } => format!("reports/z/{number}"),
    }
}

/// Keeps the paper with the action that makes it.
pub(super) fn keep_report(action: &mut Action, paper: &PaperReport) -> Result<(), Problem> {
    let kept = json(&Kept {
        paper: paper.clone(),
        copies: 0,
    })?;
    action.batch.device.push((name_of(paper.kind), kept));
    Ok(())
}

/// What must be in the drawer and what is.
pub(super) fn drawer_count(report: &ShiftReport) -> Result<DrawerCount, Problem> {
    let cash = report.tenders.iter().find(|row| row.tender == Tender::Cash);
    let cash = cash
        .map(|row| row.amount.plus(row.tips))
        .transpose()
        .map_err(money)?;
    Ok(DrawerCount {
        float: report.float,
        cash_sales: cash.unwrap_or_default(),
        rounding: report.rounding,
        change_given: change_given(report)?,
        paid_in: moved(report.paid_in),
        paid_out: moved(report.paid_out),
        dropped: moved(report.dropped),
        expected: report.expected_cash,
        counted: report.closed.as_ref().map(|end| end.counted),
        difference: report.closed.as_ref().map(|end| end.difference),
        pieces: report
            .closed
            .iter()
            .flat_map(|end| &end.pieces)
            .map(|kind| (kind.count, kind.worth))
            .collect(),
        // The names are known to whoever prints.
        signed_by: None,
        counts_refused: u64::from(report.counts_refused),
        unread: u64::from(report.unread),
        openings_without_sale: u64::from(report.drawer_openings),
    })
}

/// Change for tenders that the restaurant names itself, below zero. What the smallest coin made of it
/// is in the rounding.
fn change_given(report: &ShiftReport) -> Result<Money, Problem> {
    let over = Money::sum(report.tenders.iter().map(|row| row.over)).map_err(money)?;
    Money::ZERO.minus(over).map_err(money)
}

/// Cash that was put in or taken out, as one movement; none where there was none.
fn moved(amount: Money) -> Vec<Movement> {
    let reason = String::new();
    let movement = (!amount.is_zero()).then_some(Movement { reason, amount });
    movement.into_iter().collect()
}

impl Engine {
    /// Prints a report of which no paper was kept.
    pub(in crate::engine) fn queue_report_copy(
        &self,
        action: &mut Action,
        report: &ShiftReport,
    ) -> Result<(), Problem> {
        let menu = self.menu()?;
        let mut paper = self.report_paper(&menu.site, report)?;
        paper.copy = Some(1);
        self.queue_report_paper(action, &menu, &paper)
    }

    /// Prints a report again, to the letter as it was, marked as a copy with its number.
    pub(in crate::engine) fn reprint_report(&self, kind: ReportKind) -> Result<Action, Problem> {
        let name = name_of(kind);
        let stored = self.store.device(&name).map_err(disk)?;
        let stored = stored.ok_or_else(|| not_found("report"))?;
        let mut kept: Kept = serde_json::from_str(&stored).map_err(|error| Problem::Disk {
            why: error.to_string(),
        })?;
        kept.copies += 1;
        let mut action = Action::default();
        action.batch.device.push((name, json(&kept)?));
        let mut paper = kept.paper;
        paper.copy = Some(kept.copies);
        paper.printed_at = self.local_text(self.source.now_ms());
        self.queue_report_paper(&mut action, &*self.menu()?, &paper)?;
        Ok(action)
    }
}
