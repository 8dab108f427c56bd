//! Orders for later: the kitchen hears of them in time, by itself.

use order_doc::Saying;
use shared::{
    api::{Problem, device::DeviceRole, till::OrderSummary},
    flags::is_settled,
    ids::{OrderId, StaffId},
    kitchen::{PlannedTicket, plan_firing, plan_sending},
    order::Order,
    price::Totals,
    staff::StaffMember,
    time::{BusinessDay, DAY_MS, MINUTE_MS},
};

use super::{Action, Engine, invalid};

/// Nobody orders further ahead.
const AHEAD_MS_MAX: i64 = 92 * DAY_MS;
/// The till that an order was opened on sends it; another one does so when it is so late, for that
/// till may be off. The kitchen makes it once, whoever says it.
const OTHERS_AFTER_MS: i64 = 2 * MINUTE_MS;

impl Engine {
    /// Says when all of an order should be ready; none for as soon as it is sent.
    ///
    /// What the kitchen has stays there. An order that was for later and went to the kitchen waits no
    /// more, whatever its new time is.
    pub(super) fn schedule(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        ready_at_ms: Option<i64>,
    ) -> Result<Action, Problem> {
        let order = self.order(id)?;
        // A guest who paid ahead may come later; what is paid is cooked at some time.
        if !order.is_waiting() || order.closed_at_ms.is_none() {
            self.open_order(id)?;
        } else if ready_at_ms.is_none() {
            return Err(invalid("ready_at_ms", "it is paid: say when, or send it"));
        }
        let now_ms = self.source.now_ms();
        if ready_at_ms.is_some_and(|at_ms| at_ms <= now_ms) {
            return Err(invalid("ready_at_ms", "it is past"));
        }
        if ready_at_ms.is_some_and(|at_ms| at_ms > now_ms + AHEAD_MS_MAX) {
            return Err(invalid("ready_at_ms", "more than 92 days ahead"));
        }
        let before = order.serving.ready;
        let mut action = Action::default();
        if before.map(|ready| ready.at_ms) == ready_at_ms
            && !before.map_or(order.contested, |ready| ready.contested)
        {
            return Ok(action);
        }
        let waits = ready_at_ms.is_some() && before.is_none_or(|ready| ready.waits);
        let said = Saying::ReadyAt {
            at_ms: ready_at_ms,
            waits,
        };
        self.say(&mut action, member.id, id, vec![said])?;
        Ok(action)
    }

    /// Sends what waited for its time, now, and what is paid and was never sent. An order that was paid ahead and closed goes altogether,
    /// less what was refunded; of one that is open, held courses still wait to be fired.
    pub(super) fn send_scheduled(
        &mut self,
        action: &mut Action,
        by: StaffId,
        id: OrderId,
    ) -> Result<(u32, Vec<String>), Problem> {
        let order = self.order(id)?;
        let waiting = order.serving.ready.filter(|ready| ready.waits);
        if let Some(ready) = waiting {
            let said = Saying::ReadyAt {
                at_ms: Some(ready.at_ms),
                waits: false,
            };
            self.say(action, by, id, vec![said])?;
        }
        let order = self.order(id)?;
        if order.closed_at_ms.is_none() {
            return match waiting {
                Some(_) => self.send(action, by, id),
                None => Ok((0, Vec::new())),
            };
        }
        let mut planned = plan_sending(&order);
        planned.extend(plan_firing(&order, |_| true));
        take_refunded_off(&order, &mut planned);
        self.fire_planned(action, by, id, planned)
    }

    /// Sends every order whose time has come; tells how many. Each is an action of its own: one that
    /// cannot be sent is tried again at the next look, and stops no other.
    pub fn send_due(&mut self) -> usize {
        if self.role != DeviceRole::Till {
            return 0;
        }
        let now_ms = self.source.now_ms();
        // Guests wait for their food although somebody learns at this till.
        let is_due = |one: &&OrderSummary| {
            let is_now = one.fire_at_ms.is_some_and(|at_ms| at_ms <= now_ms);
            is_now && (!one.training || self.training)
        };
        let due: Vec<OrderSummary> = self.summaries.values().filter(is_due).cloned().collect();
        let mut sent = 0;
        for one in due {
            let id = one.id;
            match self.send_one_due(&one, now_ms) {
                Ok(was_sent) => sent += usize::from(was_sent),
                Err(problem) => {
                    self.forget_unfinished();
                    tracing::error!("order {id} is due and was not sent yet: {problem}");
                }
            }
        }
        sent
    }

    fn send_one_due(&mut self, one: &OrderSummary, now_ms: i64) -> Result<bool, Problem> {
        let learning = std::mem::replace(&mut self.training, one.training);
        let action = self.action_of_due(one, now_ms);
        self.training = learning;
        match action? {
            Some(action) => self.commit(action).map(|()| true),
            None => Ok(false),
        }
    }

    /// What sends an order whose time has come; none while another till is to do it.
    fn action_of_due(
        &mut self,
        one: &OrderSummary,
        now_ms: i64,
    ) -> Result<Option<Action>, Problem> {
        let order = self.order(one.id)?;
        let is_late = |at_ms: i64| at_ms + OTHERS_AFTER_MS <= now_ms;
        let is_late = one.fire_at_ms.is_some_and(is_late);
        if order.opened_on != self.identity.device && !is_late {
            return Ok(None);
        }
        let ready = order.serving.ready.filter(|ready| ready.waits);
        let mut action = Action::default();
        let by = ready.map_or(order.opened_by, |ready| ready.by);
        self.send_scheduled(&mut action, by, one.id)?;
        Ok(Some(action))
    }

    /// When an order that waits goes to the kitchen. What is paid and closed and was never sent, as
    /// where another till took the time back while this one took the money, goes at once.
    pub(super) fn fire_at_ms(&self, order: &Order, totals: &Totals) -> Option<i64> {
        if order.closed_at_ms.is_some() && !order.has_uncooked() {
            return None;
        }
        if !order.is_waiting() && is_settled(order, totals) {
            return order.closed_at_ms;
        }
        let menu = self.catalogue.as_ref();
        let lead_min = menu.map_or(0, |menu| menu.site.serving.scheduled_lead_min);
        order.fire_at_ms(i64::from(lead_min) * MINUTE_MS)
    }

    /// When an order should be ready, as papers of `at_ms` write it: the time, with its date where
    /// that is another day.
    pub(super) fn ready_text(&self, order: &Order, at_ms: i64) -> Option<String> {
        let ready_at_ms = order.serving.ready?.at_ms;
        let day = |at_ms| BusinessDay::of(at_ms, self.utc_offset_min(at_ms), 0);
        let text = self.local_text(ready_at_ms);
        let is_same_day = day(ready_at_ms) == day(at_ms);
        let time = text.split_once(' ').map(|(_, time)| time.to_owned());
        Some(time.filter(|_| is_same_day).unwrap_or(text))
    }
}

/// Nobody cooks what was paid back before the kitchen heard of it.
fn take_refunded_off(order: &Order, planned: &mut Vec<PlannedTicket>) {
    for ticket in planned.iter_mut() {
        for one in &mut ticket.lines {
            let refunded = order.refunded_units(one.line);
            one.quantity -= refunded.min(one.quantity.max(0));
        }
        ticket.lines.retain(|one| one.quantity != 0);
    }
    planned.retain(|ticket| !ticket.lines.is_empty());
}
