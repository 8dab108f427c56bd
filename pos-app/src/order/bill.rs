//! The bill: what the guests are to pay, on paper, before they do.

use leptos::prelude::*;
use shared::{
    api::till::{BillAsked, Command},
    ids::EntryId,
};
use ui_kit::{
    button::Button,
    icon::{Icon, IconName},
    words::use_words,
};

use crate::{state::use_till, talk::Talk};

/// Prints the bill of the shown check, or of a part of it.
#[component]
pub(crate) fn BillButton(
    /// The part; none for the whole check.
    #[prop(into)]
    part: Signal<Option<EntryId>>,
    /// As large as its neighbours.
    big: bool,
) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let nothing_due = Signal::derive(move || {
        let owes = till
            .order
            .with(|view| view.as_ref().is_some_and(|view| !view.totals.due.is_zero()));
        (!owes).then(|| words.get().common.nothing_due.to_owned())
    });
    let print = move |()| {
        let Some(order) = till.order_id() else { return };
        let part = part.get_untracked();
        let asked = BillAsked { order, part };
        talk.ask(Command::PrintBill(asked), move |_| {
            talk.say(|words| words.money.bill_printed);
            till.close_over();
        });
    };
    view! {
        <Button
            big
            blocked=nothing_due
            label=Signal::derive(move || Some(words.get().money.bill.to_owned()))
            testid="print-bill"
            on_press=print
        >
            <Icon name=IconName::Receipt />
            <span class=if big { "" } else { "split-word" }>{move || words.get().money.bill}</span>
        </Button>
    }
}
