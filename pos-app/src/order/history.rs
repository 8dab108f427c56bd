//! What happened to a check: to the shown one, and to one that is closed.

use leptos::prelude::*;
use shared::{
    api::till::{Command, HistoryRow, Reply},
    ids::OrderId,
    menu::Site,
};
use ui_kit::{
    button::Button,
    icon::{Icon, IconName},
    keys::Shortcut,
    sheet::Sheet,
    states::Loading,
    words::{Words, use_words},
};

use crate::{
    clock,
    receipts::flags::flag_amount,
    state::{Over, Till, use_till},
    talk::Talk,
};

/// Opens the history of a check that is closed.
#[component]
pub(crate) fn HistoryButton(
    /// The check.
    order: OrderId,
) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Button
            shortcut=Shortcut::new("h", move || words.get().common.history)
            testid="receipt-history"
            on_press=move |()| till.over.set(Over::HistoryOf(order))
        >
            {move || words.get().common.history}
        </Button>
    }
}

/// What happened to the shown order, or to a closed one, the newest last.
#[component]
pub(crate) fn HistorySheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::History | Over::HistoryOf(_)))
            title=Signal::derive(move || words.get().common.history.to_owned())
            testid="history-sheet"
            on_close=move |()| till.close_over()
        >
            <HistoryList />
        </Sheet>
    }
}

#[component]
fn HistoryList() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let rows = RwSignal::new(None::<Vec<HistoryRow>>);
    // A closed check is not the shown one, and nothing of it is taken back. It may be of another day.
    let closed = match till.over.get_untracked() {
        Over::HistoryOf(order) => Some(order),
        _ => None,
    };
    let written: fn(i64, &Site) -> String = match closed {
        Some(_) => clock::day_and_time_text,
        None => clock::time_text,
    };
    let again = Callback::new(move |()| {
        if let Some(order) = closed.or_else(|| till.order_id()) {
            talk.ask(Command::History { order }, move |reply| {
                if let Reply::History(found) = reply {
                    rows.try_set(Some(found));
                }
            });
        }
    });
    again.run(());
    view! {
        {closed.is_none().then(|| view! { <TakeBack again /> })}
        {move || match rows.get() {
            None => view! { <Loading /> }.into_any(),
            Some(rows) => {
                let rows: Vec<_> =
                    rows.iter().map(|row| history_view(till, words.get(), row, written)).collect();
                view! { <ol class="history" data-testid="history-list">{rows}</ol> }.into_any()
            }
        }}
    }
}

/// Takes the last thing back that whoever is signed in did to this check.
#[component]
fn TakeBack(again: Callback<()>) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let last = Memo::new(move |_| {
        till.order.with(|view| {
            let view = view.as_ref()?;
            view.undo_what.clone().zip(view.undo.clone())
        })
    });
    let go = move |()| {
        if let Some(order) = till.order_id() {
            talk.ask(Command::UndoLast { order }, move |_| again.run(()));
        }
    };
    move || {
        last.get().map(|(what, name)| {
            view! {
                <Button big=true testid="history-undo" on_press=go>
                    <Icon name=IconName::Undo />
                    {move || words.get().take_back(&what, &name)}
                </Button>
            }
        })
    }
}

fn history_view(
    till: Till,
    words: &Words,
    row: &HistoryRow,
    written: fn(i64, &Site) -> String,
) -> impl IntoView + use<> {
    let time = till
        .with_site(|site| written(row.at_ms, site))
        .unwrap_or_default();
    let undone = row.undone;
    let flag = row.flag.as_ref();
    let flag = flag.map(|flag| words.flag_name(flag, &flag_amount(till, flag)));
    let detail = match flag {
        Some(flag) => format!("{flag} · {}", row.detail),
        None => row.detail.clone(),
    };
    view! {
        <li class:undone=undone>
            <span class="soft">{time}</span>
            <span class="strong">{words.happened(&row.what).to_owned()}</span>
            <span class="grow">{detail}</span>
            <span class="soft">{row.by.clone()}</span>
            <span class="small soft">{words.done_on(&row.device, &row.approved_by)}</span>
        </li>
    }
}
