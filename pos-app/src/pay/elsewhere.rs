//! A check that another till closed while this one shows it.

use leptos::prelude::*;
use shared::{
    api::till::OrderView,
    flags::{is_counted, is_settled},
    order::Tender,
};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::Shortcut,
    states::EmptyState,
    words::use_words,
};

use super::{PayDesk, paid::next_guest};
use crate::state::{Till, use_till};

/// The shown check is closed and nobody has to do anything on it.
pub(crate) fn is_over(till: Till) -> bool {
    let is_over = |view: &OrderView| {
        let (order, totals) = (&view.order, &view.totals);
        let is_to_settle = totals.overpaid.is_zero() && is_counted(order, totals) == Ok(false);
        is_settled(order, totals) && !is_to_settle
    };
    till.order.with(|view| view.as_deref().is_some_and(is_over))
}

/// In place of the tenders. Whoever holds a terminal may have taken the money a second time: the
/// till can no more write it down, and the terminal can still give it back.
#[component]
pub(super) fn PaidElsewhere() -> impl IntoView {
    let words = use_words();
    let desk = PayDesk::get();
    let text = Signal::derive(move || words.get().money.closed_elsewhere.to_owned());
    view! {
        <EmptyState icon=IconName::Check text testid="closed-elsewhere" />
        <Show when=move || desk.tender.get() == Tender::Card>
            <p class="check-warns tone-warn" role="alert" data-testid="terminal-took">
                <Icon name=IconName::Warning />
                {move || words.get().money.terminal_took}
            </p>
        </Show>
    }
    .into_any()
}

/// Goes on to the next guest.
#[component]
pub(crate) fn LeaveCheck() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Button
            kind=ButtonKind::Good
            big=true
            shortcut=Shortcut::new("Enter", move || words.get().till.next_guest)
            testid="leave-check"
            on_press=move |()| next_guest(till)
        >
            {move || words.get().common.next}
            <Icon name=IconName::Forward />
        </Button>
    }
    .into_any()
}
