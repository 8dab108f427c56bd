//! What people see: the order with its totals, the floor with its tables.

use std::{collections::HashMap, sync::Arc};

use shared::{
    api::{
        Problem,
        till::{Change, Floor, OrderSummary, OrderView, PartView, RoomView, TableState, TableView},
    },
    flags::is_settled,
    ids::{OrderId, StaffId},
    kitchen::KitchenRank,
    menu::{Site, Table},
    money::{Money, MoneyError, ratio_half_up},
    order::{Order, Tender, TicketKind},
    price::{Totals, totals},
    split::PartTotals,
    staff::StaffMember,
};

use super::{Engine, paying::money, splits::part_totals};
use crate::feed::Audience;

/// Cash buttons that fit.
const QUICK_AMOUNTS_MAX: usize = 6;
/// Closed orders that a list shows.
pub(super) const CLOSED_LISTED_MAX: usize = 200;

/// What the screen of a person was told of an order.
pub(super) struct Told {
    by: StaffId,
    view: Box<OrderView>,
}

impl Engine {
    /// The order as the person who just changed it sees it.
    pub(super) fn view_after(
        &mut self,
        id: OrderId,
        member: &StaffMember,
    ) -> Result<Box<OrderView>, Problem> {
        match self.just_told.take() {
            Some(told) if told.view.order.id == id && told.by == member.id => Ok(told.view),
            _ => self.order_view(id, Some(member)).map(Box::new),
        }
    }

    /// An order with what it costs and what can be done next.
    pub(super) fn order_view(
        &mut self,
        id: OrderId,
        member: Option<&StaffMember>,
    ) -> Result<OrderView, Problem> {
        let menu = self.menu()?;
        let order = self.order(id)?;
        let totals = totals(&order).map_err(money)?;
        let undo = match member {
            Some(member) if !is_settled(&order, &totals) => self.undoable(id, member)?,
            _ => None,
        };
        let currency = menu.site.currency;
        let tips = |amount: Money| tips_on(&menu.site, amount);
        let in_cash = |due| order.rules.due_in(due, Tender::Cash).map_err(money);
        let part = |totals: PartTotals| {
            Ok(PartView {
                quick_amounts: currency.quick_amounts(in_cash(totals.due)?, QUICK_AMOUNTS_MAX),
                tip_amounts: tips(totals.amount)?,
                totals,
            })
        };
        let prices = self.moment(&menu, &order).prices(&menu)?;
        let parts: Result<Vec<_>, Problem> = part_totals(&order)?.into_iter().map(part).collect();
        Ok(OrderView {
            parts: parts?,
            prices,
            unsent: order.unsent_count(),
            quick_amounts: currency.quick_amounts(totals.cash_due, QUICK_AMOUNTS_MAX),
            tip_amounts: tips(totals.total)?,
            server: self.name_of(order.server()),
            undo_what: undo.as_ref().map(|undo| undo.what.to_owned()),
            undo: undo.map(|undo| undo.name),
            waits_for_hub: self.waiting.orders.contains(&id),
            flags: self.flags_of(&order, &totals)?,
            fire_at_ms: self.fire_at_ms(&order, &totals),
            totals,
            order: Arc::unwrap_or_clone(order).without_codes(),
        })
    }

    /// An order in short; none where the change that opened it is not here yet.
    pub(super) fn summary_of(&mut self, id: OrderId) -> Result<Option<OrderSummary>, Problem> {
        let Some(order) = self.live(id)?.order.clone() else {
            return Ok(None);
        };
        let totals = totals(&order).map_err(money)?;
        let made = order
            .tickets
            .iter()
            .filter(|ticket| matches!(ticket.kind, TicketKind::New | TicketKind::AddOn))
            .flat_map(|ticket| &ticket.lines);
        // What is on another check now is served there.
        let is_away = |id| {
            let line = order.line(id);
            line.is_some_and(|line| line.quantity == 0 && line.moves.units_gone() > 0)
        };
        let here = made.filter(|line| !is_away(line.line));
        let here = here.map(|line| line.state.rank);
        let came = order.lines.iter().filter(|line| line.quantity > 0);
        let came = came.filter(|line| line.moves.from.is_some() && line.sent_quantity > 0);
        let came = came.filter_map(|line| line.kitchen.map(|state| state.rank));
        let (sent, done) = here.chain(came).fold((0, 0), |(sent, done), rank| {
            (sent + 1, done + u32::from(rank >= KitchenRank::Done))
        });
        Ok(Some(OrderSummary {
            id,
            number: order.number.clone(),
            service: order.service,
            table: order.table.clone(),
            tab: order.tab.clone(),
            guests: order.guests,
            state: state_of(&order, &totals, sent, done),
            opened_at_ms: order.opened_at_ms,
            sent_at_ms: order.tickets.last().map(|ticket| ticket.sent_at_ms),
            lines_sent: sent,
            lines_done: done,
            total: totals.total,
            due: totals.due,
            closed_at_ms: order.closed_at_ms,
            server: self.name_of(order.server()),
            flags: self.flags_of(&order, &totals)?,
            training: order.training,
            waits_for: order.waits_for().filter(|_| !order.is_waiting()),
            ready_at_ms: order.serving.ready.map(|ready| ready.at_ms),
            fire_at_ms: self.fire_at_ms(&order, &totals),
            partners: order.links.partners.clone(),
            joined_into: joined_into(&order),
            joined_to: order.links.joined_into.as_ref().map(|one| one.other.id),
            joined_tables: Vec::new(),
        }))
    }

    /// The whole floor.
    pub fn floor(&self) -> Floor {
        let Some(menu) = &self.catalogue else {
            return Floor::default();
        };
        let mut at_table: HashMap<String, Vec<OrderSummary>> = HashMap::new();
        let mut loose = Vec::new();
        // What was paid ahead stands here until the kitchen has it.
        let open = |one: &&OrderSummary| {
            (one.is_open() || one.fire_at_ms.is_some()) && self.is_of_now(one)
        };
        let mut joined = self.joined_tables();
        for summary in self.summaries.values().filter(open) {
            let beside = joined.remove(&summary.id).unwrap_or_default();
            let mut summary = summary.clone();
            summary.joined_tables = beside.into_iter().collect();
            let beside = summary.joined_tables.iter().cloned();
            for table in beside.chain(summary.table.clone()) {
                if menu.table(&table).is_some() {
                    let there = at_table.entry(table).or_default();
                    there.push(summary.clone());
                }
            }
            let has_table = |table: &String| menu.table(table).is_some();
            if !summary.table.as_ref().is_some_and(has_table) {
                loose.push(summary);
            }
        }
        let mut room_view = |room: &shared::menu::Room| RoomView {
            name: room.name.clone(),
            tables: room
                .tables
                .iter()
                .map(|table| {
                    let orders = at_table.remove(table.name.as_str()).unwrap_or_default();
                    table_view(table, orders)
                })
                .collect(),
        };
        Floor {
            rooms: menu.rooms.iter().map(&mut room_view).collect(),
            loose,
        }
    }

    pub(super) fn closed_orders(&self) -> Vec<OrderSummary> {
        let mut closed: Vec<_> = self
            .summaries
            .values()
            // An old one that somebody looked at stays where it is looked for.
            .filter(|one| self.is_receipt(one) && (!self.is_old(one) || self.is_needed(one.id)))
            .cloned()
            .collect();
        // What somebody must decide about stands first.
        closed.sort_by_key(|one| (one.flags.is_empty(), std::cmp::Reverse(one.closed_at_ms)));
        closed.truncate(CLOSED_LISTED_MAX);
        closed
    }

    /// Tells screens of changed orders, and of the floor or the rail that they change.
    pub(super) fn tell_orders(&mut self, touched: &[OrderId]) {
        if touched.is_empty() {
            return;
        }
        for id in touched {
            self.tell_order(*id);
        }
        match self.role {
            shared::api::device::DeviceRole::Till => self.tell_floor(),
            shared::api::device::DeviceRole::Kitchen => self.tell_kitchen(),
        }
    }

    pub(super) fn tell_order(&mut self, id: OrderId) {
        for session in self.screens_showing(id) {
            let member = self.who_quietly(session);
            match self.order_view(id, member.as_ref()) {
                Ok(view) => {
                    let change = Change::Order(Box::new(view));
                    self.feed.till(Audience::Sessions(vec![session]), &change);
                    if let (Change::Order(view), Some(member)) = (change, member) {
                        self.just_told = Some(Told {
                            by: member.id,
                            view,
                        });
                    }
                }
                Err(error) => tracing::error!("order {id} cannot be shown: {error}"),
            }
        }
    }

    pub(super) fn tell_floor(&self) {
        if !self.feed.is_idle() {
            self.feed
                .till(Audience::Tills, &Change::Floor(self.floor()));
        }
    }
}

fn tips_on(site: &Site, amount: Money) -> Result<Vec<(u32, Money)>, Problem> {
    let tip = |percent: &u32| {
        let share = ratio_half_up(amount.minor(), i64::from(*percent), 100)?;
        Ok((*percent, Money::from_minor(share)))
    };
    let tips: Result<Vec<_>, MoneyError> = site.tip_choices.iter().map(tip).collect();
    tips.map_err(money)
}

fn table_view(table: &Table, orders: Vec<OrderSummary>) -> TableView {
    let urgent = |state: &TableState| match state {
        TableState::Ready => 0,
        TableState::Waiting => 1,
        TableState::Bill => 2,
        TableState::Ordered => 3,
        TableState::Seated => 4,
        TableState::Free => 5,
    };
    let state = orders.iter().map(|order| order.state).min_by_key(urgent);
    TableView {
        name: table.name.clone(),
        seats: table.seats,
        x: table.x,
        y: table.y,
        shape: table.shape,
        state: state.unwrap_or(TableState::Free),
        orders,
    }
}

/// The number of the order that it became one with, and into which all of it went; or to which all went
/// back that it was opened for.
fn joined_into(order: &Order) -> Option<String> {
    let joined = order.links.joined_into.as_ref();
    let is_ended = order.closed_at_ms.is_some() && order.counted.is_none();
    let went_back = order.links.went_back.as_ref().filter(|_| is_ended);
    let joined = joined.or(went_back);
    let joined = joined.filter(|_| order.lines.iter().all(|line| line.quantity == 0));
    joined.map(|joined| joined.other.number.clone())
}

fn state_of(order: &Order, totals: &Totals, sent: u32, done: u32) -> TableState {
    // Whoever left a deposit did not ask for the bill.
    let has_bill = order.serving.billed == Some(totals.total) && order.unsent_count() == 0;
    if totals.paid > totals.deposits || has_bill {
        TableState::Bill
    } else if order.unsent_count() > 0 {
        TableState::Waiting
    } else if sent > 0 && sent == done {
        TableState::Ready
    } else if sent > 0 {
        TableState::Ordered
    } else {
        TableState::Seated
    }
}
