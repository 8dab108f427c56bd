//! Approval on the spot: what the node holds back until somebody who may gives their PIN.
//!
//! The same touch goes again under the same name, with the PIN beside it. The PIN is kept nowhere.

use std::time::Duration;

use leptos::prelude::*;
use shared::api::{
    Problem,
    till::{Pin, Reply},
};
use ui_kit::{
    numpad::PinPad,
    sheet::{Sheet, SheetPlace},
    words::use_words,
};

use super::{Failure, Job, Talk};
use crate::{clock, state::use_till};

/// A PIN that is long enough goes when no digit follows for so long.
const PIN_PAUSE: Duration = Duration::from_millis(400);

/// What waits for a PIN, and what came of those that were tried.
#[derive(Clone, Copy)]
pub(crate) struct Held {
    job: StoredValue<Option<Job>, LocalStorage>,
    wrong: RwSignal<u32>,
    locked_until_ms: RwSignal<i64>,
    /// The PIN was of somebody who may not either.
    refused: RwSignal<bool>,
    busy: RwSignal<bool>,
}

impl Held {
    pub(super) fn new() -> Self {
        Self {
            job: StoredValue::new_local(None),
            wrong: RwSignal::new(0),
            locked_until_ms: RwSignal::new(0),
            refused: RwSignal::new(false),
            busy: RwSignal::new(false),
        }
    }

    /// Nobody waits for it any more.
    pub(super) fn forget(self) {
        self.job.set_value(None);
        self.busy.set(false);
    }

    fn take(self) -> Option<Job> {
        self.job.try_update_value(Option::take).flatten()
    }
}

impl Talk {
    /// Holds back what needs approval; gives back what is answered.
    pub(super) fn hold(
        self,
        job: Job,
        answer: Result<Reply, Failure>,
    ) -> Option<(Job, Result<Reply, Failure>)> {
        let (held, till) = (self.held, self.till());
        held.busy.set(false);
        match (&answer, job.approval.is_some()) {
            (Err(Failure::Problem(Problem::NeedsApproval { permit })), _) => {
                held.wrong.set(0);
                held.refused.set(false);
                till.approval.set(Some(*permit));
            }
            (Err(Failure::Problem(Problem::WrongPin)), true) => {
                held.refused.set(false);
                held.wrong.update(|wrong| *wrong += 1);
            }
            (Err(Failure::Problem(Problem::Locked { seconds })), true) => {
                held.wrong.update(|wrong| *wrong += 1);
                let until_ms = clock::now_ms() + i64::from(*seconds) * 1_000;
                held.locked_until_ms.set(until_ms);
            }
            (Err(Failure::Problem(Problem::NotAllowed { .. })), true) => {
                held.refused.set(true);
                held.wrong.update(|wrong| *wrong += 1);
            }
            (_, approved) => {
                if approved {
                    till.approval.set(None);
                }
                return Some((job, answer));
            }
        }
        // Somebody may have closed the sheet while the PIN was looked at.
        let Some(permit) = till.approval.get_untracked() else {
            return Some((job, answer));
        };
        // One question at a time: whoever waited before hears that nobody came.
        if let Some(before) = held.take() {
            (before.then)(Err(Failure::Problem(Problem::NeedsApproval { permit })));
        }
        held.job.set_value(Some(job));
        None
    }

    fn approve(self, pin: String) {
        if let Some(job) = self.held.take() {
            self.held.busy.set(true);
            self.ask_approved(job, Pin(pin));
        }
    }

    /// Nobody came: whoever asked hears that it was not done.
    fn leave_unapproved(self) {
        let permit = self.till().approval.get_untracked();
        self.till().approval.set(None);
        if let Some((job, permit)) = self.held.take().zip(permit) {
            (job.then)(Err(Failure::Problem(Problem::NeedsApproval { permit })));
        }
    }
}

/// Asks for the PIN of somebody who may.
#[component]
pub(crate) fn ApprovalSheet() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let held = talk.held;
    let locked = move || {
        let left_ms = held.locked_until_ms.get() - till.now_ms.get();
        u32::try_from((left_ms + 999) / 1_000).unwrap_or(0)
    };
    let says = move || {
        let words = words.get();
        if held.refused.get() {
            words.approval_refused().to_owned()
        } else {
            till.approval
                .get()
                .map(|permit| words.approval_for(permit))
                .unwrap_or_default()
        }
    };
    view! {
        <Sheet
            open=Signal::derive(move || till.approval.with(Option::is_some))
            title=Signal::derive(move || words.get().needs_approval().to_owned())
            place=SheetPlace::Middle
            testid="approval-sheet"
            on_close=move |()| talk.leave_unapproved()
        >
            <div class="stack">
                <p role="status" data-testid="approval-says">
                    {says}
                </p>
                <PinPad
                    pause=PIN_PAUSE
                    wrong=held.wrong
                    known=held.refused
                    locked_seconds=Signal::derive(locked)
                    busy=held.busy
                    testid="approval-pad"
                    on_pin=move |pin| talk.approve(pin)
                />
            </div>
        </Sheet>
    }
}
