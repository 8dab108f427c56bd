//! Asks the node, one thing after the other, and keeps what is known up to date.
//!
//! Asks go out in the order of the touches, each with a name of its own, so that one that is sent
//! twice is done once. What the feed says about the shown order is always newer than an answer
//! that was under way meanwhile.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use shared::{
    api::{
        Problem, World,
        till::{Ask, Change, Command, Me, OrderView, Pin, Reply},
    },
    ids::{OrderId, SessionId, StaffId},
};
use ui_kit::{
    bars::{Notices, use_notices},
    words::{Words, use_words},
};

use crate::{
    clock,
    state::{Place, ShiftNow, Till, use_till},
    wire::{self, Failure},
};

mod approval;

pub(crate) use approval::{ApprovalSheet, Held};

/// What an answer is given to.
type Then = Box<dyn FnOnce(Result<Reply, Failure>)>;

/// No more often does the face say that somebody is there.
const STILL_HERE_MS: i64 = 30_000;

/// A question that is not answered is asked again after so long, under the same name.
const ASK_AGAIN: Duration = Duration::from_millis(400);
/// So long; then the person is told.
const ASK_AGAIN_MS_MAX: i64 = 4_000;

/// One question.
pub(crate) struct Job {
    command: Command,
    request: String,
    asked_at_ms: i64,
    /// The PIN of somebody who may.
    approval: Option<Pin>,
    then: Then,
}

/// The conversation with the node.
#[derive(Clone, Copy)]
pub(crate) struct Talk {
    till: StoredValue<Till>,
    notices: Notices,
    words: Signal<&'static Words>,
    waiting: StoredValue<VecDeque<Job>, LocalStorage>,
    under_way: StoredValue<bool>,
    /// Waits for the PIN of somebody who may.
    pub(crate) held: Held,
    /// Grows with each order that the feed brings.
    orders_heard: StoredValue<u64>,
    last_touch_ms: StoredValue<i64>,
    /// Who locked the screen, and where they were.
    left_at: StoredValue<Option<(StaffId, Place, Option<OrderId>)>>,
}

impl Talk {
    /// Begins the conversation, for everything below.
    pub(crate) fn provide() -> Self {
        let talk = Self {
            till: StoredValue::new(use_till()),
            notices: use_notices(),
            words: use_words(),
            waiting: StoredValue::new_local(VecDeque::new()),
            under_way: StoredValue::new(false),
            held: Held::new(),
            orders_heard: StoredValue::new(0),
            last_touch_ms: StoredValue::new(0),
            left_at: StoredValue::new(None),
        };
        provide_context(talk);
        talk
    }

    /// The conversation that everything here takes part in.
    pub(crate) fn get() -> Self {
        expect_context::<Self>()
    }

    /// Asks for something of which only the effect matters.
    pub(crate) fn tell(self, command: Command) {
        self.ask(command, |_| {});
    }

    /// Asks for something; `then` gets the answer, and what went wrong is said.
    pub(crate) fn ask(self, command: Command, then: impl FnOnce(Reply) + 'static) {
        self.try_ask(command, move |answer| match answer {
            Ok(reply) => then(reply),
            Err(failure) => self.say_failure(&failure),
        });
    }

    /// Asks for something; `then` gets the answer or what went wrong.
    pub(crate) fn try_ask(
        self,
        command: Command,
        then: impl FnOnce(Result<Reply, Failure>) + 'static,
    ) {
        let job = Job {
            command,
            request: wire::fresh_request(),
            asked_at_ms: clock::now_ms(),
            approval: None,
            then: Box::new(then),
        };
        self.waiting.update_value(|waiting| waiting.push_back(job));
        self.next();
    }

    /// Says in words why something did not work.
    pub(crate) fn say_failure(self, failure: &Failure) {
        let words = self.words.get_untracked();
        match failure {
            // The sheet that asks for the PIN said so already.
            Failure::Problem(Problem::SignedOut | Problem::NeedsApproval { .. }) => {}
            Failure::Problem(problem) => {
                let currency = self.till.with_value(|till| till.currency());
                let format = |left| currency.map_or_else(String::new, |one| one.format(left));
                self.notices.warn(words.problem_of_money(problem, format));
            }
            Failure::Silent => self.notices.warn(words.common.error_node),
        }
    }

    /// Says what was done.
    pub(crate) fn say(self, text: fn(&'static Words) -> &'static str) {
        self.notices.say(text(self.words.get_untracked()));
    }

    /// Says in words that something is not so.
    pub(crate) fn warn_of(self, text: fn(&'static Words) -> &'static str) {
        self.notices.warn(text(self.words.get_untracked()));
    }

    /// Says what was done, with a number or a name in it.
    pub(crate) fn say_words(self, text: impl FnOnce(&'static Words) -> String) {
        self.notices.say(text(self.words.get_untracked()));
    }

    /// Asks the same again, under the same name, with the PIN of somebody who may.
    fn ask_approved(self, mut job: Job, pin: Pin) {
        job.approval = Some(pin);
        job.asked_at_ms = clock::now_ms();
        self.waiting.update_value(|waiting| waiting.push_front(job));
        self.next();
    }

    fn next(self) {
        if self.under_way.get_value() {
            return;
        }
        let Some(job) = self.waiting.try_update_value(VecDeque::pop_front).flatten() else {
            return;
        };
        self.under_way.set_value(true);
        self.send(job);
    }

    /// Asks one thing. Without an answer it is asked again for a while: the node does it once, so a
    /// payment whose answer was lost is never taken twice.
    fn send(self, job: Job) {
        spawn_local(async move {
            let heard = self.orders_heard.get_value();
            let ask = Ask {
                session: self.session(),
                request: Some(job.request.clone()),
                command: job.command.clone(),
                approval: job.approval.clone(),
            };
            let answer = wire::post::<_, Reply>("/api/till", &ask).await;
            let waited_ms = clock::now_ms() - job.asked_at_ms;
            if answer == Err(Failure::Silent) && waited_ms < ASK_AGAIN_MS_MAX {
                self.till().node_answers.set(false);
                set_timeout(move || self.send(job), ASK_AGAIN);
                return;
            }
            self.under_way.set_value(false);
            self.take(&answer, heard);
            if let Some((job, answer)) = self.hold(job, answer) {
                (job.then)(answer);
            }
            self.next();
        });
    }

    fn till(self) -> Till {
        self.till.get_value()
    }

    fn session(self) -> Option<SessionId> {
        self.till()
            .me
            .with_untracked(|me| me.as_ref().map(|me| me.session))
    }

    /// Takes over what any answer tells.
    fn take(self, answer: &Result<Reply, Failure>, heard: u64) {
        if answer.is_ok() {
            self.till().node_answers.set(true);
        }
        match answer {
            Ok(Reply::Order(view) | Reply::Paid { order: view, .. }) => {
                // The node undoes what was done last: an older offer would take back something else.
                self.notices.forget_undo();
                let newer = self.orders_heard.get_value() != heard;
                let same = self.till().order_id() == Some(view.order.id);
                if !(newer && same) {
                    self.till().order.set(Some(Arc::new(view.as_ref().clone())));
                }
            }
            Ok(Reply::Menu(menu)) => self.till().menu.set(Some(Arc::new(menu.as_ref().clone()))),
            Err(Failure::Problem(Problem::SignedOut)) => self.locked(),
            _ => {}
        }
    }

    /// Takes over what the feed tells.
    pub(crate) fn hear(self, change: Change) {
        let till = self.till();
        till.node_answers.set(true);
        match change {
            Change::World(world) => self.hear_world(world),
            Change::Floor(floor) => till.floor.set(Arc::new(floor)),
            Change::Order(view) => self.hear_order(*view),
            Change::MenuVersion(version) => self.hear_menu(version),
            Change::Shift(shift) => till.shift.set(shift.map_or(ShiftNow::None, ShiftNow::Open)),
            Change::SignedOut => self.locked(),
        }
    }

    /// The feed opened, or was lost: after a while without it the shown order may be old.
    pub(crate) fn feed_is(self, open: bool) {
        self.till().node_answers.set(open);
        if !open {
            return;
        }
        if self.till().device.with_untracked(Option::is_none) || self.session().is_none() {
            wire::learn_device(self.till());
        } else if let Some(order) = self.till().order_id() {
            self.tell(Command::ShowOrder { order });
        }
    }

    /// A drawer that stayed shut is said once; what was so before this screen opened is not.
    fn hear_world(self, world: World) {
        let shut_at_ms = world.drawer_shut_at_ms;
        let news = self.till().world.with_untracked(|before| {
            let before = before.as_ref();
            before.is_some_and(|before| before.drawer_shut_at_ms != shut_at_ms)
        });
        self.till().world.set(Some(world));
        if news && shut_at_ms.is_some() {
            self.warn_of(|words| words.till.drawer_stayed_shut);
        }
    }

    fn hear_order(self, view: OrderView) {
        if self.till().order_id() == Some(view.order.id) {
            self.orders_heard
                .update_value(|heard| *heard = heard.wrapping_add(1));
            let went = self.went_elsewhere(&view);
            self.till().order.set(Some(Arc::new(view)));
            if let Some(other) = went {
                self.show_order(other);
                self.say(|words| words.moving.joined);
            }
        }
    }

    /// The shown check has just become one with another, and nobody here asked for that.
    fn went_elsewhere(self, view: &OrderView) -> Option<OrderId> {
        let joined = view.order.links.joined_into.as_ref()?;
        let knew = |before: &Option<Arc<OrderView>>| {
            let order = before.as_ref().map(|before| &before.order);
            order.is_some_and(|order| order.links.joined_into.is_some())
        };
        let is_news = !self.till().order.with_untracked(knew) && !self.under_way.get_value();
        is_news.then_some(joined.other.id)
    }

    fn hear_menu(self, version: u64) {
        let known = self
            .till()
            .menu
            .with_untracked(|menu| menu.as_ref().map(|menu| menu.version));
        if self.session().is_some() && known != Some(version) {
            self.tell(Command::Menu);
        }
        if self.session().is_none() {
            wire::learn_device(self.till());
        }
    }

    /// The session ended by itself: the person comes back to where they were.
    fn locked(self) {
        self.remember_place();
        self.held.forget();
        self.till().forget_person();
    }

    /// Ends the session; after a lock the same person comes back to where they were.
    pub(crate) fn sign_out(self, keep_place: bool) {
        if keep_place {
            self.remember_place();
        } else {
            self.left_at.set_value(None);
        }
        let till = self.till();
        self.try_ask(Command::SignOut, move |_| {
            till.forget_person();
            if !keep_place {
                till.order.set(None);
                till.place.set(Place::Floor);
            }
        });
    }

    fn remember_place(self) {
        if let Some(id) = self
            .till()
            .me
            .with_untracked(|me| me.as_ref().map(|me| me.id))
        {
            let place = self.till().place.get_untracked();
            self.left_at
                .set_value(Some((id, place, self.till().order_id())));
        }
    }

    /// Somebody signed in: shows where they were, or the floor.
    pub(crate) fn welcome(self, me: Me) {
        let till = self.till();
        let left_at = self.left_at.get_value().filter(|(id, ..)| *id == me.id);
        self.left_at.set_value(None);
        self.notices.clear();
        till.me.set(Some(me));
        till.order.set(None);
        till.go(Place::Floor);
        self.tell(Command::Menu);
        if let Some((_, place, order)) = left_at {
            match (place, order) {
                (Place::Order | Place::Pay, Some(order)) => self.show_order(order),
                (Place::Receipts | Place::Shift, _) => till.go(place),
                _ => {}
            }
        }
    }

    /// Shows an order and what can be added to it.
    pub(crate) fn show_order(self, order: OrderId) {
        let till = self.till();
        self.ask(Command::ShowOrder { order }, move |_| {
            till.seat.set(0);
            till.go(Place::Order);
        });
    }

    /// Opens an order and shows it.
    pub(crate) fn open_order(self, command: Command, then: impl FnOnce(OrderId) + 'static) {
        let till = self.till();
        self.ask(command, move |reply| {
            if let Reply::Order(view) = reply {
                till.seat.set(0);
                till.go(Place::Order);
                then(view.order.id);
            }
        });
    }

    /// Adds something to the shown order and offers to take it back.
    pub(crate) fn add(self, command: Command) {
        self.add_or(command, || ());
    }

    /// The same; `nothing` is done where nothing came of it, as where nobody gave leave.
    pub(crate) fn add_or(self, command: Command, nothing: impl FnOnce() + 'static) {
        self.try_ask(command, move |answer| match answer {
            Ok(Reply::Order(view)) => self.added(*view),
            Ok(_) => {}
            Err(failure) => {
                self.say_failure(&failure);
                nothing();
            }
        });
    }

    fn added(self, view: OrderView) {
        let newest = view
            .order
            .lines
            .iter()
            .max_by_key(|line| line.at_ms)
            .map(|line| line.id);
        self.till().line.set(newest);
        let order = view.order.id;
        if let Some(name) = view.undo {
            let undo = Callback::new(move |()| self.tell(Command::UndoLast { order }));
            let text = self.words.get_untracked().item_added(&name);
            self.notices.say_with_undo(text, undo);
        }
    }

    /// Says at most twice a minute that somebody touches the screen.
    pub(crate) fn touched(self) {
        let now_ms = clock::now_ms();
        if self.session().is_some() && now_ms - self.last_touch_ms.get_value() > STILL_HERE_MS {
            self.last_touch_ms.set_value(now_ms);
            self.tell(Command::StillHere);
        }
    }
}
