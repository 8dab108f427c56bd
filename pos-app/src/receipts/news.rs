//! What others do to a listed check, as a dish that reaches it late, is seen on the list at once.

use leptos::prelude::*;
use shared::api::till::{Command, OrderSummary, Reply};

use crate::{state::Till, talk::Talk};

/// Hears that something changed, and asks for the listed checks anew, one question at a time.
#[derive(Clone, Copy)]
struct News {
    talk: Talk,
    orders: RwSignal<Option<Vec<OrderSummary>>>,
    /// The node waits for no answer of ours.
    idle: StoredValue<bool>,
    /// Something changed since the last question.
    waits: StoredValue<bool>,
}

/// Keeps the list as the node knows it, as long as the screen is there.
pub(super) fn follow(till: Till, talk: Talk, orders: RwSignal<Option<Vec<OrderSummary>>>) {
    let news = News {
        talk,
        orders,
        idle: StoredValue::new(true),
        waits: StoredValue::new(false),
    };
    // Whatever happens to a check, the floor is told anew.
    Effect::new(move |before: Option<()>| {
        till.floor.track();
        if before.is_some() {
            news.heard();
        }
    });
}

impl News {
    fn heard(self) {
        if self.idle.get_value() {
            self.ask();
        } else {
            self.waits.set_value(true);
        }
    }

    fn ask(self) {
        self.idle.set_value(false);
        self.waits.set_value(false);
        self.talk.try_ask(Command::ClosedOrders, move |answer| {
            if let Ok(Reply::Orders(found)) = answer {
                self.take(&found);
            }
            // The screen may be gone by then.
            if self.idle.try_set_value(true).is_none() && self.waits.get_value() {
                self.ask();
            }
        });
    }

    /// Each check stays at its place, and new ones come when the list is opened again: nothing moves
    /// below a finger.
    fn take(self, found: &[OrderSummary]) {
        let Some(Some(mut shown)) = self.orders.try_get_untracked() else {
            return;
        };
        let mut differs = false;
        for one in &mut shown {
            let now = found.iter().find(|now| now.id == one.id);
            if let Some(now) = now.filter(|now| *now != one) {
                one.clone_from(now);
                differs = true;
            }
        }
        if differs {
            self.orders.set(Some(shown));
        }
    }
}
