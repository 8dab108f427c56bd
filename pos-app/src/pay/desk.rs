//! A tender while it is taken: how, how much, and what was owed when the guest was told.

use leptos::prelude::*;
use shared::{
    api::till::{OrderView, PartView},
    ids::{EntryId, OrderId},
    money::Money,
    order::Tender,
    price::TenderPreview,
};

use super::{amounts::Entered, own::opened_drawer};
use crate::{
    state::{Over, Place, Settled, Till},
    talk::Talk,
};

/// A tender while it is taken.
#[derive(Clone, Copy)]
pub(crate) struct PayDesk {
    /// How the guest pays.
    pub(crate) tender: RwSignal<Tender>,
    /// What was typed: notes handed over, or the part that goes on the card; none for exact.
    pub(crate) typed: RwSignal<Option<i64>>,
    /// On top for the staff.
    pub(crate) tip: RwSignal<Money>,
    /// The part of a split check that pays; none for the check as a whole.
    pub(crate) part: Memo<Option<EntryId>>,
    chosen: RwSignal<Option<EntryId>>,
    seen: RwSignal<Option<Owed>>,
    owed: Memo<Option<Owed>>,
    /// The payment is on its way to the disk.
    pub(crate) paying: RwSignal<bool>,
    /// Due, typed and tip as amounts.
    pub(crate) sum: Memo<Entered>,
}

/// What is owed for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Owed {
    order: OrderId,
    part: Option<EntryId>,
    due: Money,
}

impl Owed {
    fn of(view: &OrderView, part: Option<EntryId>) -> Self {
        let of_part = part_of(view, part).map(|part| part.totals.due);
        Self {
            order: view.order.id,
            part,
            due: of_part.unwrap_or(view.totals.due),
        }
    }

    /// What was seen of the same before; this, where nothing was.
    fn as_seen(self, seen: Option<Self>) -> Self {
        let is_same = |seen: &Self| seen.order == self.order && seen.part == self.part;
        seen.filter(is_same).unwrap_or(self)
    }
}

impl PayDesk {
    /// The desk of the screen that opens now.
    pub(super) fn provide(till: Till) -> Self {
        let (typed, tip) = (RwSignal::new(None), RwSignal::new(Money::ZERO));
        let tender = RwSignal::new(Tender::Cash);
        let chosen = RwSignal::new(None);
        let seen = RwSignal::new(None::<Owed>);
        let part = Memo::new(move |_| {
            till.order
                .with(|view| part_that_pays(view.as_deref()?, chosen.get()))
        });
        let owed = Memo::new(move |_| {
            till.order
                .with(|view| Some(Owed::of(view.as_deref()?, part.get())))
        });
        let sum = Memo::new(move |_| {
            let rules = till
                .order
                .with(|view| view.as_ref().map(|view| view.order.rules.clone()));
            let due = owed.get();
            let told = due.map(|due| due.as_seen(seen.get()).due);
            Entered::of(
                (&rules.unwrap_or_default(), tender.get()),
                (
                    due.map_or(Money::ZERO, |owed| owed.due),
                    told.unwrap_or_default(),
                ),
                typed.get().map(Money::from_minor),
                tip.get(),
            )
        });
        let desk = Self {
            tender,
            typed,
            tip,
            part,
            chosen,
            seen,
            owed,
            paying: RwSignal::new(false),
            sum,
        };
        desk.watch(till);
        provide_context(desk);
        desk
    }

    /// Remembers what was owed first, and again after a sheet that may have changed it here.
    fn watch(self, till: Till) {
        Effect::new(move |_| {
            if let Some(owed) = self.owed.get()
                && self.seen.get() != Some(owed.as_seen(self.seen.get()))
            {
                self.seen.set(Some(owed));
            }
        });
        Effect::new(move |_| {
            if till.over.with(|over| *over == Over::Nothing) {
                self.seen.set(None);
            }
        });
    }

    /// The desk of the payment that is being taken.
    pub(crate) fn get() -> Self {
        expect_context::<Self>()
    }

    /// The desk on the pay screen; none elsewhere, where that of the last payment is still known
    /// and no longer lives.
    pub(super) fn of_this_screen(till: Till) -> Option<Self> {
        let pays = till.place.get_untracked() == Place::Pay;
        pays.then(use_context::<Self>).flatten()
    }

    /// What was owed when the guest was told, and what is owed now, where these differ: somebody
    /// else adds to the check, or takes off it, while its guests pay.
    pub(super) fn changed(self) -> Option<(Money, Money)> {
        let owed = self.owed.get()?;
        let told = owed.as_seen(self.seen.get());
        (told != owed).then_some((told.due, owed.due))
    }

    /// What was owed when the guest was told.
    pub(super) fn seen_due(self) -> Option<Money> {
        let owed = self.owed.get_untracked()?;
        Some(owed.as_seen(self.seen.get_untracked()).due)
    }

    /// Goes on with what is owed now.
    pub(super) fn look_again(self) {
        self.seen.set(None);
    }

    /// Chooses the part that pays; what was typed for another one is gone.
    pub(crate) fn choose_part(self, part: EntryId) {
        self.typed.set(None);
        self.tip.set(Money::ZERO);
        self.chosen.set(Some(part));
        self.look_again();
    }

    /// After the node's word that a payment is on the disk.
    pub(crate) fn took(self, till: Till, talk: Talk, preview: TenderPreview, view: OrderView) {
        self.typed.try_set(None);
        self.tip.try_set(Money::ZERO);
        self.seen.try_set(None);
        if view.order.closed_at_ms.is_some() {
            let paid = view.order.payments.last();
            let gave = !preview.change.is_zero();
            let cash = paid.is_some_and(|paid| opened_drawer(till, paid.tender, gave));
            till.settled.set(Some(Settled {
                preview,
                order: std::sync::Arc::new(view),
                cash,
            }));
            till.go(Place::Paid);
        } else if let Some(currency) = till.currency() {
            talk.say_words(|words| words.amount_paid(&currency.format(preview.amount)));
        }
    }

    /// Chooses what goes on top for the staff; what was typed without it is gone.
    pub(super) fn choose_tip(self, tip: Money) {
        self.typed.set(None);
        self.tip.set(tip);
    }

    /// Chooses a tender; what was typed for the other one is gone.
    pub(super) fn choose(self, tender: Tender) {
        self.typed.set(None);
        self.tender.set(tender);
        self.look_again();
    }
}

/// The part that was chosen while it owes something, else the first that does.
fn part_that_pays(view: &OrderView, chosen: Option<EntryId>) -> Option<EntryId> {
    let mut owing = view.parts.iter().filter(|part| !part.totals.due.is_zero());
    let first = owing.clone().next();
    let chosen = owing.find(|part| Some(part.totals.id) == chosen);
    chosen.or(first).map(|part| part.totals.id)
}

/// A part of the shown check.
pub(crate) fn part_of(view: &OrderView, id: Option<EntryId>) -> Option<&PartView> {
    view.parts.iter().find(|part| Some(part.totals.id) == id)
}
