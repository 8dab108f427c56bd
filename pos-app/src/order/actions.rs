//! What can be done with the chosen line: always at the same place, below the menu.

use leptos::prelude::*;
use shared::{api::till::Command, order::Line, staff::Permit};
use ui_kit::{
    button::{Button, ButtonKind},
    icon::{Icon, IconName},
    keys::Shortcut,
    words::use_words,
};

use super::{
    Desk,
    choice::Choice,
    rows::{NoMore, no_more},
    void::likely,
};
use crate::{
    state::{Over, use_till},
    talk::Talk,
};

/// Quantity, note, seat, course, choices and void of the chosen line.
#[component]
pub(crate) fn LineActions() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let line = Memo::new(move |_| {
        let id = till.line.get()?;
        till.order
            .with(|view| view.as_ref()?.order.line(id).cloned())
    });
    let needs_line = Signal::derive(move || {
        line.with(Option::is_none)
            .then(|| words.get().till.choose_line.to_owned())
    });
    let over = move |make: fn(shared::ids::LineId) -> Over| {
        move |()| {
            if let Some(id) = till.line.get_untracked() {
                till.over.set(make(id));
            }
        }
    };
    view! {
        <div class="line-actions" role="group" aria-label=move || words.get().till.choose_line>
            <Quantity line needs_line />
            <ActionButton
                icon=IconName::Note
                word=Signal::derive(move || words.get().common.note)
                key="n"
                testid="line-note"
                blocked=needs_line
                on_press=over(Over::Note)
            />
            <ActionButton
                icon=IconName::Person
                word=Signal::derive(move || words.get().till.seat_word)
                key="p"
                testid="line-seat"
                blocked=needs_line
                on_press=over(Over::Seat)
            />
            <ActionButton
                icon=IconName::Clock
                word=Signal::derive(move || words.get().till.course)
                key="c"
                testid="line-course"
                blocked=needs_line
                on_press=over(Over::Course)
            />
            <OptionsButton line needs_line />
            <DiscountButton />
            <VoidButton line needs_line />
        </div>
    }
    .into_any()
}

/// A small picture over its word.
#[component]
pub(crate) fn ActionButton(
    /// The picture.
    icon: IconName,
    /// The word.
    word: Signal<&'static str>,
    /// The key that does the same.
    key: &'static str,
    /// The name that tests know it by.
    #[prop(into)]
    testid: String,
    /// Why it cannot be pressed now.
    blocked: Signal<Option<String>>,
    /// It takes something away.
    #[prop(optional)]
    danger: bool,
    /// What a press does.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let kind = if danger {
        ButtonKind::Danger
    } else {
        ButtonKind::Plain
    };
    view! {
        <Button
            kind
            class="action"
            blocked
            shortcut=Shortcut::new(key, move || word.get())
            testid
            on_press
        >
            <Icon name=icon />
            <span class="action-word">{move || word.get()}</span>
        </Button>
    }
}

/// One fewer and one more of the chosen line.
#[component]
fn Quantity(line: Memo<Option<Line>>, needs_line: Signal<Option<String>>) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let change = move |by: i32| {
        let Some((order, line)) = till.order_id().zip(till.line.get_untracked()) else {
            return;
        };
        talk.tell(Command::ChangeQuantity { order, line, by });
    };
    let fewer_blocked = Signal::derive(move || {
        needs_line.get().or_else(|| {
            let least = line.with(|line| {
                line.as_ref()
                    .is_some_and(|line| line.quantity <= line.sent_quantity.max(1))
            });
            least.then(|| words.get().till.use_void.to_owned())
        })
    });
    let more_blocked = Signal::derive(move || {
        needs_line.get().or_else(|| {
            let why = line.with(|line| line.as_ref().and_then(no_more))?;
            Some(match why {
                NoMore::Each => words.get().weighed_each().to_owned(),
                NoMore::Gone => words.get().till.voided.to_owned(),
            })
        })
    });
    view! {
        <ActionButton
            icon=IconName::Minus
            word=Signal::derive(move || words.get().common.fewer)
            key="-"
            testid="line-fewer"
            blocked=fewer_blocked
            on_press=move |()| change(-1)
        />
        <ActionButton
            icon=IconName::Plus
            word=Signal::derive(move || words.get().common.one_more)
            key="+"
            testid="line-more"
            blocked=more_blocked
            on_press=move |()| change(1)
        />
    }
}

/// Opens the choices of a line, to change them. What the kitchen has changes whoever may void it.
#[component]
fn OptionsButton(line: Memo<Option<Line>>, needs_line: Signal<Option<String>>) -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let words = use_words();
    let choice = move || {
        line.with(|line| {
            let line = line.as_ref()?;
            let item = till.item(&line.facts.sku)?;
            let choice = till
                .menu
                .with_untracked(|menu| Some(Choice::of_line(line, &item, menu.as_ref()?)))?;
            choice.can_ask().then_some(choice)
        })
    };
    let blocked = Signal::derive(move || {
        let sent = line.with(|line| line.as_ref().is_some_and(|line| line.sent_quantity > 0));
        let gone = line.with(|line| line.as_ref().is_some_and(|line| line.quantity == 0));
        match needs_line.get() {
            Some(reason) => Some(reason),
            None if gone => Some(words.get().till.voided.to_owned()),
            None if sent && !till.may_ask(Permit::VoidSent) => {
                Some(words.get().common.not_allowed.to_owned())
            }
            None => choice()
                .is_none()
                .then(|| words.get().till.nothing_to_choose.to_owned()),
        }
    });
    let open = move |()| {
        if let Some(choice) = choice() {
            desk.ask(till, choice);
            desk.replaces.set(till.line.get_untracked());
            if let Some(line) = line.get_untracked() {
                desk.leftover.set(likely(&line));
            }
        }
    };
    view! {
        <ActionButton
            icon=IconName::Settings
            word=Signal::derive(move || words.get().till.options)
            key="o"
            testid="line-options"
            blocked
            on_press=open
        />
    }
}

/// Opens what comes off: the chosen line or the whole check.
#[component]
fn DiscountButton() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let blocked = Signal::derive(move || {
        let words = words.get();
        let empty = till.order.with(|view| {
            let lines = view.as_ref().map(|view| view.totals.lines);
            lines.is_none_or(shared::money::Money::is_zero)
        });
        if empty {
            return Some(words.till.empty_check.to_owned());
        }
        let may = till.may_ask(Permit::Discount) || till.may_ask(Permit::TakeOrders);
        (!may).then(|| words.common.not_allowed.to_owned())
    });
    view! {
        <ActionButton
            icon=IconName::Cash
            word=Signal::derive(move || words.get().price.discount)
            key="d"
            testid="discount"
            blocked
            on_press=move |()| till.over.set(Over::Discount)
        />
    }
}

/// Takes the line off: at once while the kitchen does not have it, with a reason afterwards.
#[component]
fn VoidButton(line: Memo<Option<Line>>, needs_line: Signal<Option<String>>) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let blocked = Signal::derive(move || {
        let words = words.get();
        line.with(|line| match line {
            None => needs_line.get(),
            Some(line) if line.quantity == 0 => Some(words.till.voided.to_owned()),
            Some(line) if line.sent_quantity > 0 && !till.may_ask(Permit::VoidSent) => {
                Some(words.common.not_allowed.to_owned())
            }
            Some(_) => None,
        })
    });
    let void = move |()| {
        let Some((order, line)) = till.order_id().zip(line.get_untracked()) else {
            return;
        };
        if line.sent_quantity > 0 {
            till.over.set(Over::Void(line.id));
            return;
        }
        let quantity = u32::try_from(line.quantity).unwrap_or(0);
        let name = till.name(&line.facts.name);
        let command = Command::VoidLine {
            order,
            line: line.id,
            quantity,
            reason: String::new(),
            leftover: shared::order::Leftover::default(),
        };
        talk.ask(command, move |_| {
            till.line.set(None);
            talk.say_words(move |words| words.item_removed(&name));
        });
    };
    view! {
        <ActionButton
            icon=IconName::Void
            word=Signal::derive(move || words.get().till.void)
            key="v"
            testid="line-void"
            danger=true
            blocked
            on_press=void
        />
    }
}
