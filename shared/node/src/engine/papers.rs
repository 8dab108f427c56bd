//! Papers: what goes on a ticket, a receipt and a report, and the rows that make them print.

mod bill;
mod cards;
mod copies;
mod deposit_receipt;
mod marks;
mod part_receipt;
mod parts;
mod refund_receipt;
mod reports;

use std::collections::BTreeSet;

use local_store::NewJob;
use printers::{
    doc::Doc,
    html,
    layout::layout,
    layouts::{
        DrawerCount, KitchenTicket, Receipt, ReportKind, ReportTax, ReportTender,
        ShiftReport as PaperReport, TaxRow as PaperTax, TicketKind as PaperKind, Words,
        kitchen_ticket, receipt, shift_report, tender_word,
    },
    profile::Profile,
    spool::{KICK_LIFE_MS, RECEIPT_LIFE_MS, TICKET_LIFE_MS},
};
use shared::{
    api::Problem,
    ids::JobId,
    menu::{Catalogue, Site},
    money::Money,
    order::{Order, Ticket, TicketKind},
    price::{TaxRow, Totals},
    shift::ShiftReport,
    time::local_text,
};

use super::{Action, Engine, disk, json, not_found, paying::money};
use cards::{cards_left, tender, with_codes};
pub(super) use copies::Which;
use copies::keep_paper;
use deposit_receipt::used_and_left;
use marks::Marks;
pub(super) use parts::dish_name;
pub(super) use parts::head;
use parts::{
    adjustments, deliver_to, gross_sales, line_discounts, one_course, paper_service, paper_tax,
    place, receipt_line, subtotal, tax_label, ticket_item,
};
use reports::{drawer_count, keep_report};

/// Kinds of jobs.
pub(super) const KICK: &str = "kick";
pub(super) const TICKET: &str = "ticket";
const RECEIPT: &str = "receipt";
const REPORT: &str = "report";

/// The running number of a station's tickets, on this device.
const TICKET_COUNT: &str = "tickets/";
/// How many receipts this device has given.
const RECEIPT_COUNT: &str = "receipts";

impl Engine {
    /// Queues a ticket at its station's printer, under the name that the document knows it by. A
    /// station without one has its screen.
    pub(super) fn queue_ticket(
        &mut self,
        action: &mut Action,
        order: &Order,
        ticket: &Ticket,
        id: JobId,
    ) -> Result<(), Problem> {
        if order.training {
            // Nobody cooks what somebody learns with.
            return Ok(());
        }
        let menu = self.menu()?;
        let Some(printer) = menu.printer_of_station(&ticket.station) else {
            return Ok(());
        };
        let name = format!("{TICKET_COUNT}{}", ticket.station);
        let number = self.count_on(action, name)?;
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let words = Words::of(menu.site.language_of_kitchen());
        let paper = self.ticket_paper(&menu, order, ticket, number);
        let doc = kitchen_ticket(&paper, words);
        self.queue_as(action, id, &printer.name, TICKET, &doc, TICKET_LIFE_MS)
    }

    fn ticket_paper(
        &self,
        menu: &Catalogue,
        order: &Order,
        ticket: &Ticket,
        number: u32,
    ) -> KitchenTicket {
        let beside = order.tickets.iter().filter(|other| {
            other.station != ticket.station && other.sent_at_ms == ticket.sent_at_ms
        });
        let also_at: BTreeSet<_> = beside.map(|other| other.station.clone()).collect();
        let found = ticket.lines.iter();
        let found = found.filter_map(|sent| Some((sent, order.line(sent.line)?)));
        let mut found: Vec<_> = found.collect();
        // As on the screen and as they are eaten, whatever was rung first.
        found.sort_by_key(|(_, line)| line.course);
        let items = found.into_iter().map(|(sent, line)| {
            ticket_item(
                &menu.site,
                order,
                line,
                sent.part,
                sent.quantity,
                ticket.kind,
            )
        });
        let mut items: Vec<_> = items.collect();
        let course = one_course(&mut items);
        KitchenTicket {
            station: ticket.station.clone(),
            kind: match ticket.kind {
                TicketKind::New => PaperKind::New,
                TicketKind::AddOn => PaperKind::AddOn,
                TicketKind::Change => PaperKind::Change,
                TicketKind::Cancel => PaperKind::Cancel,
            },
            number,
            order_number: order.number.clone(),
            service: paper_service(order),
            table: place(order),
            deliver_to: deliver_to(order),
            ready_at: self.ready_text(order, ticket.sent_at_ms),
            guests: Some(order.guests).filter(|guests| *guests > 0),
            server: Some(self.name_of(ticket.by)),
            at: self.local_text(ticket.sent_at_ms),
            course,
            items,
            note: None,
            also_at: also_at.into_iter().collect(),
            backup_from: None,
            possible_duplicate: false,
            copy: None,
            training: false,
        }
    }

    /// Queues the receipt of an order that was settled just now.
    pub(super) fn queue_receipt(
        &mut self,
        action: &mut Action,
        order: &Order,
        sums: &Totals,
    ) -> Result<(), Problem> {
        let menu = self.menu()?;
        let paper = self.paper_of_check(&menu.site, order, sums)?;
        let with_codes = with_codes(order, &paper);
        let is_on_paper = menu.receipt_printer().is_some();
        let kept = if is_on_paper { &paper } else { &with_codes };
        keep_paper(action, order.id, order.id.as_bytes(), kept)?;
        if with_codes.codes.is_empty() && all_have_papers(order, sums) {
            // Every guest has a receipt already; this one is for the books.
            return Ok(());
        }
        self.queue_receipt_paper(action, &menu, &with_codes)
    }

    fn queue_receipt_paper(
        &mut self,
        action: &mut Action,
        menu: &Catalogue,
        paper: &Receipt,
    ) -> Result<(), Problem> {
        let Some(printer) = menu.receipt_printer() else {
            return Ok(());
        };
        let doc = receipt(paper, Words::of(&menu.site.language));
        self.queue(action, &printer.name, RECEIPT, &doc, RECEIPT_LIFE_MS)
    }

    /// The next number of this device's own series of receipts, which has no gap: it is taken in
    /// the transaction that settles the check. A training takes none.
    pub(super) fn next_receipt_number(
        &self,
        action: &mut Action,
        order: &Order,
    ) -> Result<Option<String>, Problem> {
        if order.training {
            return Ok(None);
        }
        let letters = self
            .enrolled
            .as_ref()
            .ok_or(Problem::NotEnrolled)?
            .letters
            .clone();
        let count = self.count_on(action, RECEIPT_COUNT.to_owned())?;
        Ok(Some(format!("{letters}{count:06}")))
    }

    /// The next number of a count that this device keeps; several in one action follow each other.
    pub(super) fn count_on(&self, action: &mut Action, name: String) -> Result<u64, Problem> {
        let mut queued = action.batch.device.iter().rev();
        let queued = queued.find(|(key, _)| *key == name);
        let stored = self.store.device(&name).map_err(disk)?;
        let last = queued.map(|(_, value)| value.clone()).or(stored);
        let count = last.and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) + 1;
        action.batch.device.push((name, count.to_string()));
        Ok(count)
    }

    /// The receipt of a check that was closed, the same on every device.
    fn paper_of_check(
        &self,
        site: &Site,
        order: &Order,
        sums: &Totals,
    ) -> Result<Receipt, Problem> {
        let counted = order.counted.as_ref();
        let counted = counted.ok_or_else(|| not_found("receipt"))?;
        let number = Some(counted.paper.clone()).filter(|number| !number.is_empty());
        self.receipt_paper(site, order, sums, number)
    }

    fn receipt_paper(
        &self,
        site: &Site,
        order: &Order,
        sums: &Totals,
        number: Option<String>,
    ) -> Result<Receipt, Problem> {
        let sold = order.lines.iter().filter(|line| line.quantity > 0);
        let held = sums.taxes_held().map_err(money)?;
        let is_mixed = !held.is_empty() && !sums.taxes_on_top.is_empty();
        let marks = Marks::of(order, sums, &[]).in_two_tables(is_mixed);
        let lines = sold.map(|line| {
            let mut paper = receipt_line(site, line)?;
            paper.mark = marks.of_line(line.id);
            paper.discounts = line_discounts(site, sums, line.id)?;
            Ok(paper)
        });
        let lines: Result<Vec<_>, shared::money::MoneyError> = lines.collect();
        let adjustments = adjustments(site, sums, &marks).map_err(money)?;
        let (adjustments, adjustment_marks): (Vec<_>, Vec<_>) = adjustments.into_iter().unzip();
        let tendered = order.payments.iter().filter(|payment| !payment.deposit);
        let tenders: Result<Vec<_>, _> = tendered.map(|one| tender(site, one)).collect();
        let change = Money::sum(order.payments.iter().map(|p| p.change)).map_err(money)?;
        let (deposit, deposit_left) = used_and_left(sums)?;
        let rows = |rows: &[TaxRow]| -> Vec<_> {
            let rows = marks.rows(rows);
            rows.map(|row| paper_tax(site, row, &marks)).collect()
        };
        let added = if is_mixed {
            &sums.taxes_on_top[..]
        } else {
            &[]
        };
        let added = marks.rows(added).map(|row| PaperTax {
            mark: marks.of_added_rate(row.rate),
            ..paper_tax(site, row, &marks)
        });
        Ok(Receipt {
            site: head(site),
            currency: site.currency,
            order_number: order.number.clone(),
            receipt_number: number,
            service: paper_service(order),
            table: place(order),
            deliver_to: deliver_to(order),
            guests: Some(order.guests).filter(|guests| *guests > 0),
            server: Some(self.name_of(order.server())),
            at: self.local_text(order.closed_at_ms.unwrap_or_else(|| self.source.now_ms())),
            lines: lines.map_err(money)?,
            subtotal: (!sums.taxes_on_top.is_empty() || !adjustments.is_empty())
                .then(|| subtotal(sums))
                .transpose()
                .map_err(money)?,
            adjustments,
            adjustment_marks,
            rounding: Some(sums.rounding).filter(|rounding| !rounding.is_zero()),
            taxes: rows(if is_mixed { &held } else { &sums.taxes }),
            taxes_included: is_mixed || sums.taxes_on_top.is_empty(),
            taxes_on_top: added.collect(),
            total: sums.total,
            tip: Some(sums.tips).filter(|tips| !tips.is_zero()),
            deposit,
            deposit_left,
            is_deposit: false,
            tenders: tenders.map_err(money)?,
            cards_left: cards_left(order.payments.iter()),
            codes: Vec::new(),
            due: None,
            change: Some(change).filter(|change| !change.is_zero()),
            footer: site.receipt_footer.lines().map(str::to_owned).collect(),
            qr: None,
            refund: false,
            copy: None,
            training: order.training,
        })
    }

    pub(super) fn receipt_html(&self, paper: &Receipt) -> Result<String, Problem> {
        let menu = self.menu()?;
        let profile = menu
            .receipt_printer()
            .map_or("", |printer| &printer.profile);
        let profile = Profile::by_name(profile).unwrap_or_else(|_| Profile::epson_80());
        let doc = receipt(paper, Words::of(&menu.site.language));
        Ok(html::render(&layout(&doc, &profile)))
    }

    /// Queues an X or Z report.
    pub(super) fn queue_report(
        &mut self,
        action: &mut Action,
        report: &ShiftReport,
    ) -> Result<(), Problem> {
        let menu = self.menu()?;
        let paper = self.report_paper(&menu.site, report)?;
        keep_report(action, &paper)?;
        self.queue_report_paper(action, &menu, &paper)
    }

    pub(super) fn queue_report_paper(
        &self,
        action: &mut Action,
        menu: &Catalogue,
        paper: &PaperReport,
    ) -> Result<(), Problem> {
        let doc = shift_report(paper, Words::of(&menu.site.language));
        self.queue_on_receipts(action, menu, &doc)
    }

    /// A report for the printer of receipts; where there is none, it is on the screen alone.
    pub(super) fn queue_on_receipts(
        &self,
        action: &mut Action,
        menu: &Catalogue,
        doc: &Doc,
    ) -> Result<(), Problem> {
        match menu.receipt_printer() {
            Some(printer) => self.queue(action, &printer.name, REPORT, doc, RECEIPT_LIFE_MS),
            None => Ok(()),
        }
    }

    fn report_paper(&self, site: &Site, report: &ShiftReport) -> Result<PaperReport, Problem> {
        let tax = Money::sum(report.taxes.iter().map(|row| row.tax)).map_err(money)?;
        let net_sales = report.sales.minus(report.refunded);
        let net_sales = net_sales.and_then(|sales| sales.minus(tax));
        let signed_by = report.closed.as_ref().and_then(|end| end.approved_by);
        Ok(PaperReport {
            site: head(site),
            currency: site.currency,
            kind: report.closed.as_ref().map_or(
                ReportKind::X {
                    number: report.x_number.unwrap_or(0),
                },
                |end| ReportKind::Z {
                    number: end.z_number,
                },
            ),
            till: self.name.clone(),
            opened_at: self.local_text(report.opened_at_ms),
            opened_by: self.name_of(report.opened_by),
            closed_at: report.closed.as_ref().map(|end| self.local_text(end.at_ms)),
            closed_by: report.closed.as_ref().map(|end| self.name_of(end.by)),
            printed_at: self.local_text(self.source.now_ms()),
            checks: u64::from(report.orders),
            guests: Some(u64::from(report.guests)),
            gross_sales: gross_sales(report).map_err(money)?,
            discounts: Money::from_minor(-report.discounted.minor()),
            charges: report.charges,
            delivery_fees: report.delivery_fees,
            gift_cards: report.gift_cards,
            voids: (u64::from(report.voids), report.voided),
            wasted: report.wasted,
            refunds: (u64::from(report.refunds), below_zero(report.refunded)?),
            net_sales: net_sales.map_err(money)?,
            deposits: report.deposits.clone(),
            tips: Money::sum(report.tenders.iter().map(|row| row.tips)).map_err(money)?,
            taxes: report
                .taxes
                .iter()
                .map(|row| ReportTax {
                    label: tax_label(site, row),
                    net: row.net,
                    tax: row.tax,
                })
                .collect(),
            tenders: report
                .tenders
                .iter()
                .map(|row| ReportTender {
                    name: row
                        .named
                        .clone()
                        .unwrap_or_else(|| tender_word(&site.language, row.tender).to_owned()),
                    count: u64::from(row.count),
                    amount: row.amount,
                })
                .collect(),
            drawer: DrawerCount {
                signed_by: signed_by.map(|by| self.name_of(by)),
                ..drawer_count(report)?
            },
            copy: None,
            training: false,
        })
    }

    /// Queues the opening of the drawer. At a printer that is known to be well it is on its way
    /// with the commit.
    pub(super) fn queue_kick(&mut self, action: &mut Action) {
        let Ok(menu) = self.menu() else { return };
        if self.training {
            return;
        }
        if let Some(printer) = menu.receipt_printer() {
            let now_ms = self.source.now_ms();
            let is_sending = !self.troubles.contains_key(&printer.name);
            if is_sending {
                self.bells.kicks.announce();
            }
            action.batch.jobs.push(NewJob {
                id: JobId::from_bytes(self.source.id()),
                printer: printer.name.clone(),
                kind: KICK.to_owned(),
                paper: String::new(),
                made_at_ms: now_ms,
                expires_at_ms: now_ms + KICK_LIFE_MS,
                is_sending,
            });
        }
    }

    fn queue(
        &self,
        action: &mut Action,
        printer: &str,
        kind: &str,
        doc: &Doc,
        life_ms: i64,
    ) -> Result<(), Problem> {
        let id = JobId::from_bytes(self.source.id());
        self.queue_as(action, id, printer, kind, doc, life_ms)
    }

    fn queue_as(
        &self,
        action: &mut Action,
        id: JobId,
        printer: &str,
        kind: &str,
        doc: &Doc,
        life_ms: i64,
    ) -> Result<(), Problem> {
        let now_ms = self.source.now_ms();
        action.batch.jobs.push(NewJob {
            id,
            printer: printer.to_owned(),
            kind: kind.to_owned(),
            paper: json(doc)?,
            made_at_ms: now_ms,
            expires_at_ms: now_ms + life_ms,
            is_sending: false,
        });
        Ok(())
    }

    pub(super) fn local_text(&self, at_ms: i64) -> String {
        local_text(at_ms, self.utc_offset_min(at_ms))
    }
}

/// Each guest paid a part and has its receipt, or nobody came who left a deposit.
fn all_have_papers(order: &Order, sums: &Totals) -> bool {
    let payments = &order.payments;
    let none_came = sums.total.is_zero() && payments.iter().all(|one| one.deposit);
    if none_came && !payments.is_empty() {
        return true;
    }
    let mut apart = payments.iter().filter(|one| !one.deposit);
    let nothing_else = payments.is_empty() || apart.clone().next().is_some();
    order.split.is_some() && nothing_else && apart.all(|one| one.part.is_some())
}

/// What went out, as papers write it.
fn below_zero(amount: Money) -> Result<Money, Problem> {
    Money::ZERO.minus(amount).map_err(money)
}
