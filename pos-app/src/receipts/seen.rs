//! Saying that somebody looked at what needed a look, and what was done about it.

use leptos::prelude::*;
use shared::{
    api::till::{Command, Reply, SeeAsked, UnseeAsked},
    flags::Flag,
    ids::{OrderId, StaffId},
    seen::{SeenFlag, can_be_seen},
    staff::Permit,
};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    sheet::{Sheet, SheetPlace},
    words::use_words,
};

use super::flags::flag_amount;
use crate::{
    clock,
    reason::ReasonField,
    state::{Over, Till, use_till},
    talk::Talk,
};

/// «Looked at», where nothing on the till settles it.
#[component]
pub(crate) fn SeenButton(order: OrderId, flag: Flag) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let lacks = Signal::derive(move || {
        (!till.may_ask(Permit::SeeFlags)).then(|| words.get().common.not_allowed.to_owned())
    });
    let shown = can_be_seen(&flag);
    let flag = StoredValue::new(flag);
    shown.then(|| {
        view! {
            <Button
                blocked=lacks
                testid="looked-at"
                on_press=move |()| till.over.set(Over::Seen(order, Box::new(flag.get_value())))
            >
                <Icon name=IconName::Check />
                {move || words.get().looked_at()}
            </Button>
        }
    })
}

/// What was done about it; `done` hears of the order afterwards.
#[component]
pub(crate) fn SeenSheet(done: Callback<OrderId>) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let asked = move || match till.over.get() {
        Over::Seen(order, flag) => Some((order, *flag)),
        _ => None,
    };
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::Seen(..)))
            title=Signal::derive(move || words.get().looked_at().to_owned())
            place=SheetPlace::Middle
            testid="seen-sheet"
            on_close=move |()| till.close_over()
        >
            {move || asked().map(|(order, flag)| view! { <SeenForm order flag done /> })}
        </Sheet>
    }
}

#[component]
fn SeenForm(order: OrderId, flag: Flag, done: Callback<OrderId>) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let note = RwSignal::new(String::new());
    let amount = flag_amount(till, &flag);
    let (shown, flag) = (flag.clone(), StoredValue::new(flag));
    let empty = Signal::derive(move || {
        note.with(|text| text.trim().is_empty())
            .then(|| words.get().looked_at_what().to_owned())
    });
    let go = move |()| {
        let asked = SeeAsked {
            order,
            flag: flag.get_value(),
            note: note.get_untracked().trim().to_owned(),
        };
        till.close_over();
        talk.ask(Command::See(asked), move |_| {
            talk.say(|words| words.common.done);
            done.run(order);
        });
    };
    view! {
        <div class="stack">
            <p class="strong">{move || words.get().flag(&shown, &amount)}</p>
            <p class="soft">{move || words.get().looked_at_moves_nothing()}</p>
            <h3>{move || words.get().looked_at_what()}</h3>
            <ReasonField
                value=note
                ready=move |words: &'static ui_kit::words::Words| {
                    words.looked_at_notes().to_vec()
                }
                testid="seen-note"
                label=|words| words.common.note
            />
            <Button
                kind=ButtonKind::Primary
                big=true
                blocked=empty
                testid="seen-go"
                on_press=go
            >
                {move || words.get().looked_at()}
            </Button>
        </div>
    }
    .into_any()
}

/// What was looked at on a closed check, with the way back for whoever said it.
#[component]
pub(super) fn SeenNotes(order: OrderId, changed: Callback<OrderId>) -> impl IntoView {
    let talk = Talk::get();
    let seen = RwSignal::new(Vec::<SeenFlag>::new());
    talk.ask(Command::ShowOrder { order }, move |reply| {
        if let Reply::Order(view) = reply {
            seen.try_set(view.order.seen);
        }
    });
    move || {
        let all = seen.get().into_iter();
        all.map(|one| view! { <SeenNote order one changed /> })
            .collect_view()
    }
}

#[component]
fn SeenNote(order: OrderId, one: SeenFlag, changed: Callback<OrderId>) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let entry = one.entry;
    let time = till.with_site(|site| clock::day_and_time_text(one.at_ms, site));
    let me = till.me.with_untracked(|me| me.as_ref().map(|me| me.id));
    let mine = me.is_some_and(|me| one.is_of(me));
    let back = move |()| {
        let asked = UnseeAsked { order, seen: entry };
        talk.ask(Command::Unsee(asked), move |_| {
            talk.say(|words| words.common.done);
            changed.run(order);
        });
    };
    let by = name_of(till, one.by);
    let approved = one.approved_by.map(|by| name_of(till, by));
    let (flag, note) = (one.flag, one.note);
    let what = move || {
        let words = words.get();
        let name = flag
            .as_ref()
            .map(|flag| words.flag_name(flag, &flag_amount(till, flag)));
        name.unwrap_or_else(|| words.looked_at().to_owned())
    };
    let who = move || {
        let approved = approved.as_deref().unwrap_or_default();
        let lent = words.get().done_on("", approved);
        let parts = [time.clone().unwrap_or_default(), by.clone(), lent];
        let said: Vec<_> = parts.into_iter().filter(|text| !text.is_empty()).collect();
        said.join(" · ")
    };
    view! {
        <div class="panel stack" data-testid="seen-flag">
            <p class="row tight soft">
                <Icon name=IconName::Check />
                {what}
            </p>
            <p class="strong">{note}</p>
            <p class="small soft">{who}</p>
            {mine
                .then(|| {
                    view! {
                        <Button testid="unsee" on_press=back>
                            <Icon name=IconName::Undo />
                            {move || words.get().not_looked_at()}
                        </Button>
                    }
                })}
        </div>
    }
    .into_any()
}

/// What the others call somebody; nothing for who serves nobody any more.
fn name_of(till: Till, person: StaffId) -> String {
    till.menu.with_untracked(|menu| {
        let mut all = menu.iter().flat_map(|menu| &menu.servers);
        let found = all.find(|(id, _)| *id == person);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    })
}
