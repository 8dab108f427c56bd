//! The kitchen's rail: tickets that are not bumped, and what cooks do to them.

use std::collections::BTreeMap;

use order_doc::{Edit, KitchenMark};
use shared::{
    api::{
        Problem,
        kds::{Change, Command, LineView, Recount, TicketView, View},
    },
    ids::OrderId,
    kitchen::{KitchenRank, KitchenState, Standing, standing},
    links::OtherOrder,
    menu::Site,
    order::{Line, Order, Ticket, TicketKind, TicketLine},
};

use super::{Action, Engine, not_found, papers::dish_name, replacing::instead_of};

/// So long after its last sending an order whose dishes are all done is looked at: a business day,
/// however late it began.
const LOOKED_AT_MS: i64 = 36 * 3_600_000;
/// Bumped tickets that can be recalled from the screen.
const BUMPED_MAX: usize = 50;

impl Engine {
    /// Does what a kitchen screen asks and gives what it shows after.
    pub fn kitchen(&mut self, command: Command) -> Result<View, Problem> {
        let answer = self.kitchen_command(command);
        if answer.is_err() {
            self.forget_unfinished();
        }
        answer
    }

    fn kitchen_command(&mut self, command: Command) -> Result<View, Problem> {
        let action = match command {
            Command::View => return self.kitchen_view(),
            Command::Strike { order, key, done } => self.strike(order, &key, done)?,
            Command::Bump { order, ticket } => self.mark(
                order,
                |one| one.id == ticket,
                |state| state.at(KitchenRank::Bumped),
            )?,
            Command::Recall { order, ticket } => {
                self.mark(order, |one| one.id == ticket, KitchenState::recalled)?
            }
        };
        self.commit(action)?;
        self.kitchen_view()
    }

    /// Undoing a strike needs a new epoch: within one, a line only ever gets further.
    fn strike(&mut self, id: OrderId, key: &str, done: bool) -> Result<Action, Problem> {
        let order = self.order(id)?;
        let lines = order.tickets.iter().flat_map(|ticket| &ticket.lines);
        let line = lines
            .clone()
            .find(|line| line.key == key)
            .ok_or_else(|| not_found("line"))?;
        let state = match (done, line.state.rank >= KitchenRank::Done) {
            (true, false) => line.state.at(KitchenRank::Done),
            (false, true) => line.state.recalled(),
            _ => return Ok(Action::default()),
        };
        self.write_marks(id, vec![(key.to_owned(), state)])
    }

    fn mark(
        &mut self,
        id: OrderId,
        which: impl Fn(&Ticket) -> bool,
        to: impl Fn(KitchenState) -> KitchenState,
    ) -> Result<Action, Problem> {
        let order = self.order(id)?;
        let ticket = order
            .tickets
            .iter()
            .find(|one| which(one))
            .ok_or_else(|| not_found("ticket"))?;
        let changed = ticket
            .lines
            .iter()
            .filter(|line| to(line.state) > line.state);
        let marks = changed
            .map(|line| (line.key.clone(), to(line.state)))
            .collect();
        self.write_marks(id, marks)
    }

    fn write_marks(
        &mut self,
        id: OrderId,
        marks: Vec<(String, KitchenState)>,
    ) -> Result<Action, Problem> {
        let mut action = Action::default();
        let mut edits = Vec::with_capacity(marks.len());
        // One touch is one moment: the history tells it as one.
        self.hlc = self.hlc.next(self.source.now_ms());
        for (key, state) in marks {
            let mark = KitchenMark {
                key,
                epoch: state.epoch,
                rank: state.rank.number(),
                screen: self.name_for(state),
                hlc: self.hlc,
            };
            edits.push(Edit::Mark(self.entry_id(), mark));
        }
        if !edits.is_empty() {
            self.edit(&mut action, id, &edits)?;
        }
        Ok(action)
    }

    /// What this screen is called, for what a cook does at it.
    fn name_for(&self, state: KitchenState) -> String {
        if (state.epoch, state.rank) == (0, KitchenRank::Shown) {
            String::new()
        } else {
            self.name.clone()
        }
    }

    /// Says that a screen shows what arrived, so that the till knows that the kitchen has it.
    pub(super) fn mark_shown(&mut self, orders: &[OrderId]) -> Result<(), Problem> {
        if self.feed.is_idle() {
            return Ok(());
        }
        for id in orders {
            // An order whose opening has not arrived has no tickets yet.
            let Ok(order) = self.order(*id) else { continue };
            let fresh = order.tickets.iter().flat_map(|ticket| &ticket.lines);
            let fresh = fresh.filter(|line| line.state.rank == KitchenRank::Sent);
            let marks: Vec<_> = fresh
                .map(|line| (line.key.clone(), line.state.at(KitchenRank::Shown)))
                .collect();
            if !marks.is_empty() {
                let action = self.write_marks(*id, marks)?;
                self.commit(action)?;
            }
        }
        Ok(())
    }

    /// All orders that a screen has just begun to show are marked as shown.
    pub fn screen_opened(&mut self) -> Result<(), Problem> {
        let ids = self.orders_at_work();
        self.mark_shown(&ids)
    }

    /// Orders that the kitchen may still look at: something of them is not done, or was sent not
    /// long ago. All others stay on the disk, however many years a screen runs.
    fn orders_at_work(&self) -> Vec<OrderId> {
        let since_ms = self.source.now_ms() - LOOKED_AT_MS;
        let all = self.summaries.values();
        let at_work = all.filter(|one| {
            let sent_at_ms = one.sent_at_ms.unwrap_or(i64::MIN);
            one.lines_done < one.lines_sent || sent_at_ms >= since_ms
        });
        at_work.map(|one| one.id).collect()
    }

    /// All that a kitchen screen shows.
    pub fn kitchen_view(&mut self) -> Result<View, Problem> {
        let menu = self.menu()?;
        let site = &menu.site;
        let mut view = View {
            language: site.language_of_kitchen().to_owned(),
            stations: menu.stations.clone(),
            ..View::default()
        };
        for id in self.orders_at_work() {
            let Ok(order) = self.order(id) else { continue };
            let stands = standing(&order);
            for ticket in &order.tickets {
                let shown = self.ticket_view(site, &order, ticket, &stands);
                match shown.bumped_at_ms {
                    None => view.open.push(shown),
                    Some(_) => view.bumped.push(shown),
                }
            }
        }
        view.open
            .sort_by_key(|ticket| (ticket.sent_at_ms, ticket.ticket));
        view.bumped
            .sort_by_key(|ticket| std::cmp::Reverse(ticket.bumped_at_ms));
        view.bumped.truncate(BUMPED_MAX);
        Ok(view)
    }

    fn ticket_view(
        &mut self,
        site: &Site,
        order: &Order,
        ticket: &Ticket,
        stands: &BTreeMap<&str, Standing>,
    ) -> TicketView {
        let bumped = ticket
            .lines
            .iter()
            .all(|line| line.state.rank == KitchenRank::Bumped);
        let bumped_at_ms = bumped
            .then(|| self.bumped_at_ms(order.id, ticket))
            .flatten();
        let lines: Vec<_> = ticket
            .lines
            .iter()
            .filter_map(|sent| line_view(site, order, ticket, sent, stands))
            .collect();
        let also_at = order.tickets.iter().filter(|other| {
            other.station != ticket.station
                && other
                    .lines
                    .iter()
                    .any(|line| line.state.rank < KitchenRank::Done)
        });
        let mut also_at: Vec<_> = also_at.map(|other| other.station.clone()).collect();
        also_at.sort_unstable();
        also_at.dedup();
        let now_at = all_moved_to(order, ticket);
        let (number, table, tab) = match now_at {
            Some(other) => (&other.number, &other.table, &other.tab),
            None => (&order.number, &order.table, &order.tab),
        };
        TicketView {
            order: order.id,
            ticket: ticket.id,
            station: ticket.station.clone(),
            kind: ticket.kind,
            number: number.clone(),
            table: table.clone(),
            tab: tab.clone(),
            service: order.service,
            guests: order.guests,
            server: self.name_of(order.server()),
            sent_at_ms: ticket.sent_at_ms,
            ready_at: self.ready_text(order, ticket.sent_at_ms),
            prep_seconds: lines
                .iter()
                .map(|line| line.prep_seconds)
                .max()
                .unwrap_or(0),
            also_at,
            lines,
            bumped_at_ms,
        }
    }

    /// When the last line of a ticket was bumped.
    fn bumped_at_ms(&mut self, order: OrderId, ticket: &Ticket) -> Option<i64> {
        let doc = &self.live(order).ok()?.doc;
        ticket
            .lines
            .iter()
            .filter_map(|line| doc.marked_at_ms(&line.key))
            .max()
    }

    pub(super) fn tell_kitchen(&mut self) {
        if self.feed.is_idle() {
            return;
        }
        match self.kitchen_view() {
            Ok(view) => self.feed.kitchen(&Change::View(view)),
            Err(error) => tracing::error!("the rail cannot be shown: {error}"),
        }
    }
}

/// The order that all of a ticket is for now; none where some of it is still for its own.
fn all_moved_to<'a>(order: &'a Order, ticket: &Ticket) -> Option<&'a OtherOrder> {
    let mut all = ticket.lines.iter().map(|sent| {
        let line = order.line(sent.line)?;
        let mut to = line.moves.to.iter().map(|one| &one.to);
        let first = to.next().filter(|_| line.quantity == 0)?;
        to.all(|other| other.id == first.id).then_some(first)
    });
    let first = all.next().flatten()?;
    all.all(|other| other.is_some_and(|other| other.id == first.id))
        .then_some(first)
}

fn line_view(
    site: &Site,
    order: &Order,
    ticket: &Ticket,
    sent: &TicketLine,
    stands: &BTreeMap<&str, Standing>,
) -> Option<LineView> {
    let line = order.line(sent.line)?;
    let stands = stands.get(sent.key.as_str()).copied();
    let language = site.language_of_kitchen();
    let rows = line.facts.rows(sent.part, language, site);
    let notes = |allergy: bool| {
        let notes = line
            .notes
            .iter()
            .filter(move |note| note.allergy == allergy);
        notes.map(|note| note.text.clone()).collect()
    };
    Some(LineView {
        key: sent.key.clone(),
        quantity: match ticket.kind {
            TicketKind::Change => line.quantity,
            TicketKind::Cancel => sent.quantity.abs(),
            TicketKind::New | TicketKind::AddOn => stands.map_or(sent.quantity, |one| one.left),
        },
        recount: stands.filter(|one| one.is_news()).map(|one| Recount {
            old: one.known,
            new: one.left,
        }),
        stopped: is_stopped(ticket.kind, line, sent, stands),
        name: dish_name(site, line, sent.part),
        modifiers: rows.iter().map(shared::order::FactRow::plain).collect(),
        replaces: instead_of(site, order, line),
        notes: notes(false),
        allergies: notes(true),
        seat: line.seat,
        course: line.course,
        prep_seconds: line
            .facts
            .part(sent.part)
            .map_or(line.facts.prep_seconds, |part| part.prep_seconds),
        rank: sent.state.rank,
        moved: if all_moved_to(order, ticket).is_some() {
            Vec::new()
        } else {
            let moved = line.moves.to.iter();
            moved
                .map(|one| (one.units, one.to.place().to_owned()))
                .collect()
        },
    })
}

/// All that a ticket asked for was taken off again. A note stays readable on a dish that was; what
/// was moved is still wanted, at another place.
fn is_stopped(kind: TicketKind, line: &Line, sent: &TicketLine, stands: Option<Standing>) -> bool {
    match kind {
        TicketKind::New | TicketKind::AddOn => {
            sent.quantity > 0 && stands.is_some_and(|one| one.left == 0)
        }
        TicketKind::Change => line.quantity == 0 && line.moves.units_gone() == 0,
        TicketKind::Cancel => false,
    }
}
