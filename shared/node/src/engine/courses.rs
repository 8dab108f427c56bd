//! Holding and firing: what waits, and what goes to the kitchen after all.

use order_doc::{Edit, Said, Saying, Stamp, Topic};
use shared::{
    api::{Problem, till::Command},
    ids::{OrderId, StaffId},
    kitchen::{PlannedTicket, plan_firing},
    menu::{Catalogue, Course, Service},
    order::Line,
    serving::Portion,
    staff::{Permit, StaffMember},
};

use super::{Action, Engine, invalid, lines::Why, not_found};

/// Courses that wait from the start of an order. Only a table eats in courses: whoever takes it away
/// or stands at the counter gets all of it at once.
pub(super) fn held_at_first(menu: &Catalogue, service: Service, at_table: bool) -> Vec<Course> {
    if service == Service::EatIn && at_table {
        menu.site.serving.hold_courses.clone()
    } else {
        Vec::new()
    }
}

impl Engine {
    /// Commands about how an order is served; none for all others.
    pub(super) fn change_serving(
        &mut self,
        member: &StaffMember,
        command: &Command,
    ) -> Option<Result<(OrderId, Action), Problem>> {
        let (order, action) = match command {
            Command::Hold { order, portion, on } => {
                (*order, self.hold(member, *order, *portion, *on))
            }
            Command::SetServer { order, server } => {
                (*order, self.set_server(member, *order, *server))
            }
            Command::Schedule(asked) => {
                let ready_at_ms = asked.ready_at_ms;
                (asked.order, self.schedule(member, asked.order, ready_at_ms))
            }
            Command::ReplaceLine {
                order,
                line,
                with,
                reason,
                leftover,
            } => {
                let why = Why {
                    reason,
                    leftover: *leftover,
                };
                (*order, self.replace_line(member, *order, *line, with, why))
            }
            _ => return self.change_seen(member, command),
        };
        Some(action.map(|action| (order, action)))
    }

    /// Gives the guests to somebody else who may take orders.
    fn set_server(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        server: StaffId,
    ) -> Result<Action, Problem> {
        let order = self.open_order(id)?;
        let menu = self.menu()?;
        let mut staff = menu.staff.iter();
        let may = |one: &StaffMember| one.id == server && one.role.may(Permit::TakeOrders);
        if !staff.any(may) {
            return Err(not_found("server"));
        }
        let mut action = Action::default();
        if order.server() != server || order.serving.server_contested {
            self.say(&mut action, member.id, id, vec![Saying::Server { server }])?;
        }
        Ok(action)
    }

    /// Lets a line or a course wait, or lets it go with the next sending after all.
    ///
    /// A line that was held or let go by itself goes its own way until it is sent, whatever its
    /// course does; so a course that is held or let go takes its lines along.
    pub(super) fn hold(
        &mut self,
        member: &StaffMember,
        id: OrderId,
        portion: Portion,
        on: bool,
    ) -> Result<Action, Problem> {
        let order = self.open_order(id)?;
        let mut action = Action::default();
        match portion {
            Portion::Line { line } => {
                let line = order.line(line).ok_or_else(|| not_found("line"))?;
                if line.facts.first_made().is_none() || line.unsent_quantity() <= 0 {
                    return Err(invalid("line", "the kitchen has it, or never gets it"));
                }
                if line.held != on {
                    let held = self.line_held(id, line, on)?;
                    self.say(&mut action, member.id, id, vec![held])?;
                }
            }
            Portion::Course { course } => {
                let mut sayings = Vec::new();
                let lines = order.lines.iter().filter(|line| line.course == course);
                let cooked = lines.filter(|line| line.facts.first_made().is_some());
                for line in cooked.filter(|line| line.unsent_quantity() > 0 && line.held != on) {
                    if self.line_is_said(id, line)? {
                        sayings.push(self.line_held(id, line, on)?);
                    }
                }
                // The course is what somebody touched, also where its lines alone were otherwise.
                if order.holds(course) != on || !sayings.is_empty() {
                    sayings.insert(0, Saying::CourseHeld { course, held: on });
                }
                self.say(&mut action, member.id, id, sayings)?;
            }
            Portion::Scheduled => {
                return Err(invalid("portion", "an order waits for a time: say which"));
            }
        }
        Ok(action)
    }

    /// Sends what was held of a line or a course: exactly that, as tickets for its stations. A
    /// course that was fired holds nothing any more. Firing what nothing waits for sends nothing.
    pub(super) fn fire(
        &mut self,
        action: &mut Action,
        member: &StaffMember,
        id: OrderId,
        portion: Portion,
    ) -> Result<(u32, Vec<String>), Problem> {
        if portion == Portion::Scheduled {
            return self.send_scheduled(action, member.id, id);
        }
        let order = self.open_order(id)?;
        if let Portion::Line { line } = portion {
            order.line(line).ok_or_else(|| not_found("line"))?;
        }
        let planned = plan_firing(&order, |line| portion.has(line));
        if let Portion::Course { course } = portion
            && order.holds(course)
        {
            self.say(action, member.id, id, vec![Saying::CourseFired { course }])?;
        }
        self.fire_planned(action, member.id, id, planned)
    }

    /// Sends all that was held.
    pub(super) fn fire_all(
        &mut self,
        action: &mut Action,
        by: StaffId,
        id: OrderId,
    ) -> Result<(), Problem> {
        let planned = plan_firing(&*self.order(id)?, |_| true);
        self.fire_planned(action, by, id, planned).map(drop)
    }

    pub(super) fn fire_planned(
        &mut self,
        action: &mut Action,
        by: StaffId,
        id: OrderId,
        planned: Vec<PlannedTicket>,
    ) -> Result<(u32, Vec<String>), Problem> {
        let mut stations: Vec<String> = planned.iter().map(|one| one.station.clone()).collect();
        stations.dedup();
        let lines = planned.iter().flat_map(|ticket| &ticket.lines);
        let units: i64 = lines.map(|line| line.quantity).sum();
        self.send_planned(action, by, id, planned)?;
        Ok((u32::try_from(units).unwrap_or(u32::MAX), stations))
    }

    fn line_held(&mut self, id: OrderId, line: &Line, held: bool) -> Result<Saying, Problem> {
        let fired = self.live(id)?.doc.times_fired(line.id);
        let line = line.id;
        Ok(Saying::LineHeld { line, fired, held })
    }

    /// Somebody held the line or let it go by itself.
    fn line_is_said(&mut self, id: OrderId, line: &Line) -> Result<bool, Problem> {
        let doc = &self.live(id)?.doc;
        let topic = Topic::Line(line.id, doc.times_fired(line.id));
        Ok(!doc.open_said(topic).is_empty())
    }

    /// Writes down what somebody said, as one action with one stamp.
    pub(super) fn say(
        &mut self,
        action: &mut Action,
        by: StaffId,
        id: OrderId,
        sayings: Vec<Saying>,
    ) -> Result<(), Problem> {
        let stamp = self.stamp(by);
        self.say_at(action, stamp, id, sayings)
    }

    /// Says it as a part of what has this stamp, which takes it along when it goes back.
    pub(super) fn say_at(
        &mut self,
        action: &mut Action,
        stamp: Stamp,
        id: OrderId,
        sayings: Vec<Saying>,
    ) -> Result<(), Problem> {
        let mut edits = Vec::with_capacity(sayings.len());
        for what in sayings {
            let doc = &self.live(id)?.doc;
            let after = what.topic().map(|topic| doc.open_said(topic));
            let after = after.unwrap_or_default();
            edits.push(Edit::Say(self.entry_id(), Said { what, after, stamp }));
        }
        if !edits.is_empty() {
            self.edit(action, id, &edits)?;
        }
        Ok(())
    }
}
