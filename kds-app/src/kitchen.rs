//! What this screen knows and what a cook can do: one place for both.

use std::{collections::HashSet, time::Duration};

use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*};
use shared::{
    api::{
        World,
        kds::{Change, Command, TicketView, View},
    },
    ids::{OrderId, TicketId},
    order::TicketKind,
};
use ui_kit::{
    bars::{Notices, use_notices},
    words::{Language, Words, use_words},
};

use crate::{
    board::{Counters, News, is_done},
    card, memory, node,
    pending::{Pending, Touch},
    sound::{Sound, Speaker},
};

/// Where the browser remembers the station of this screen.
const STATION_KEY: &str = "comanda-kitchen-station";
/// The clock of the screen ticks so often.
const TICK: Duration = Duration::from_secs(1);

/// All that the screens of the kitchen share.
#[derive(Clone, Copy)]
pub(crate) struct Kitchen {
    told: RwSignal<Option<View>>,
    pending: RwSignal<Pending>,
    /// Tickets whose change nobody has touched yet.
    flashing: RwSignal<HashSet<TicketId>>,
    /// How this screen stands to the rest; none before the node told.
    pub(crate) world: RwSignal<Option<World>>,
    /// The link to the node is up.
    pub(crate) linked: RwSignal<bool>,
    /// The clock.
    pub(crate) now_ms: RwSignal<i64>,
    /// The station of this screen; none for all.
    pub(crate) station: RwSignal<Option<String>>,
    /// What the screen shows: told by the node, without what the cook just bumped.
    pub(crate) view: Memo<View>,
    /// The three numbers at the top.
    pub(crate) counters: Memo<Counters>,
    /// The loudspeaker.
    pub(crate) speaker: Speaker,
    words: Signal<&'static Words>,
    notices: Notices,
}

impl Kitchen {
    /// A kitchen that nobody has told anything yet.
    pub(crate) fn new() -> Self {
        let told = RwSignal::new(None::<View>);
        let pending = RwSignal::new(Pending::default());
        let now_ms = RwSignal::new(node::now_ms());
        let station = RwSignal::new(memory::get(STATION_KEY).filter(|name| !name.is_empty()));
        let view = Memo::new(move |_| {
            told.with(|told| {
                told.as_ref()
                    .map(|view| pending.with(|p| p.laid_over(view)))
                    .unwrap_or_default()
            })
        });
        let counters = Memo::new(move |_| {
            view.with(|view| station.with(|s| Counters::of(view, s.as_deref(), now_ms.get())))
        });
        Self {
            told,
            pending,
            flashing: RwSignal::new(HashSet::new()),
            world: RwSignal::new(None),
            linked: RwSignal::new(true),
            now_ms,
            station,
            view,
            counters,
            speaker: Speaker::new(),
            words: use_words(),
            notices: use_notices(),
        }
    }

    /// Listens to the node and lets the clock tick for as long as the caller is shown.
    pub(crate) fn run(self, language: RwSignal<Language>) {
        node::listen(
            Callback::new(move |change| self.take(change, language)),
            Callback::new(move |linked| self.linked.set(linked)),
        );
        let tick = move || {
            self.now_ms.set(node::now_ms());
            self.speaker.look();
            let now_ms = self.now_ms.get_untracked();
            if self.pending.try_update_untracked(|p| p.expire(now_ms)) == Some(true) {
                self.pending.notify();
            }
        };
        if let Ok(clock) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || clock.clear());
        }
    }

    /// Something has come from the node at least once.
    pub(crate) fn has_view(self) -> bool {
        self.told.with(Option::is_some)
    }

    fn take(self, change: Change, language: RwSignal<Language>) {
        match change {
            Change::World(world) => self.world.set(Some(world)),
            Change::View(view) => {
                let spoken = Language::from_code(&view.language);
                if language.get_untracked() != spoken {
                    language.set(spoken);
                }
                self.tell_news(&view);
                self.pending.update(Pending::seen);
                self.told.set(Some(view));
            }
        }
    }

    /// Sound and flash for what is new since the last view; the first one is no news.
    fn tell_news(self, view: &View) {
        let news = self.told.with_untracked(|before| {
            self.station.with_untracked(|station| {
                before
                    .as_ref()
                    .map(|before| News::between(before, view, station.as_deref()))
            })
        });
        let Some(news) = news else { return };
        if !news.changed.is_empty() {
            self.speaker.play(Sound::Changed);
            self.flashing
                .update(|flashing| flashing.extend(news.changed));
        } else if !news.new.is_empty() {
            self.speaker.play(Sound::New);
        }
    }

    /// One ticket of the screen as it is now.
    pub(crate) fn ticket(self, id: TicketId) -> Option<TicketView> {
        self.view
            .with(|view| view.open.iter().find(|ticket| ticket.ticket == id).cloned())
    }

    /// The card of a ticket.
    pub(crate) fn card(self, ticket: &TicketView) -> ui_kit::ticket::TicketView {
        let flash = self
            .flashing
            .with(|flashing| flashing.contains(&ticket.ticket));
        let look = card::Look {
            flash,
            station: self.station.with(Option::is_none),
        };
        self.pending
            .with(|pending| card::card(ticket, pending, look, self.words.get()))
    }

    /// Chooses a station, or all.
    pub(crate) fn choose_station(self, station: Option<String>) {
        memory::put(STATION_KEY, station.as_deref().unwrap_or_default());
        self.station.set(station);
    }

    /// Somebody looked at what happened to a ticket.
    pub(crate) fn seen(self, id: TicketId) {
        if self
            .flashing
            .with_untracked(|flashing| flashing.contains(&id))
        {
            self.flashing.update(|flashing| {
                flashing.remove(&id);
            });
        }
    }

    /// Something that nobody has touched yet hangs where `elsewhere` says.
    pub(crate) fn has_news(self, elsewhere: impl Fn(TicketId) -> bool) -> bool {
        self.flashing.with(|flashing| {
            self.view.with(|view| {
                view.open
                    .iter()
                    .map(|t| t.ticket)
                    .any(|id| flashing.contains(&id) && elsewhere(id))
            })
        })
    }

    /// Strikes the line at a place of a card, or unstrikes it.
    pub(crate) fn strike(self, ticket: &TicketView, place: &str) {
        self.seen(ticket.ticket);
        // What is to be stopped was read with the tap; there is nothing to finish.
        if ticket.kind == TicketKind::Cancel {
            return;
        }
        let Some(key) = card::key_at(ticket, place) else {
            return;
        };
        let done = !self
            .pending
            .with_untracked(|pending| pending.struck(ticket, &key));
        let command = Command::Strike {
            order: ticket.order,
            key: key.clone(),
            done,
        };
        self.send(Touch::Strike(key), done, command);
    }

    /// Takes a ticket off the screen; recall is offered at the same place for ten seconds.
    pub(crate) fn bump(self, ticket: &TicketView) {
        self.seen(ticket.ticket);
        let (order, id) = (ticket.order, ticket.ticket);
        let words = self.words.get_untracked();
        let unfinished = ticket.lines.iter().filter(|line| !is_done(line)).count();
        let text = words.ticket_bumped(&card::title(ticket, words), unfinished);
        let undo = Callback::new(move |()| self.recall(order, id));
        self.notices.say_with_undo(text, undo);
        self.send(Touch::Bump(id), true, Command::Bump { order, ticket: id });
    }

    /// Puts a bumped ticket back at its place in time.
    pub(crate) fn recall(self, order: OrderId, id: TicketId) {
        self.pending
            .update(|pending| pending.refused(&Touch::Bump(id)));
        let command = Command::Recall { order, ticket: id };
        leptos::task::spawn_local(async move {
            match node::ask(command).await {
                Ok(view) => self.told.set(Some(view)),
                Err(why) => self.notices.warn(why.text(self.words.get_untracked())),
            }
        });
    }

    fn send(self, touch: Touch, done: bool, command: Command) {
        self.pending
            .update(|pending| pending.sent(touch.clone(), done));
        leptos::task::spawn_local(async move {
            match node::ask(command).await {
                // The feed brings the view; an answer may be older than what the feed told since.
                Ok(_) => self.pending.update_untracked(|pending| {
                    pending.answered(&touch, done, node::now_ms());
                }),
                Err(why) => {
                    self.pending.update(|pending| pending.refused(&touch));
                    self.notices.warn(why.text(self.words.get_untracked()));
                }
            }
        });
    }
}
