//! The tip of a payment: one of those that are worth a button, any other one, or none.

use leptos::prelude::*;
use shared::money::{Currency, Money};
use ui_kit::{
    button::{Button, ButtonKind},
    entry::{PadKey, entered},
    keys::Shortcut,
    numpad::Numpad,
    price::{Price, PriceSize},
    sheet::{Sheet, SheetPlace},
    words::use_words,
};

use super::{PayDesk, part_of};
use crate::state::{Over, use_till};

/// What stands on the button for any tip, and whether it is the chosen one.
///
/// Where the site offers no tips the button is the only one: it has the word for a tip itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OtherTip {
    /// It stands beside tips that are one tap away.
    is_beside: bool,
    /// The tip, where it is none of those.
    typed: Option<Money>,
}

impl OtherTip {
    fn of(offered: &[(u32, Money)], tip: Money) -> Self {
        let is_offered = offered.iter().any(|(_, amount)| *amount == tip);
        Self {
            is_beside: !offered.is_empty(),
            typed: (!tip.is_zero() && !is_offered).then_some(tip),
        }
    }
}

/// Tips worth a button, any other one, and none.
#[component]
pub(super) fn Tips(currency: Currency) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let desk = PayDesk::get();
    let offered = Memo::new(move |_| {
        till.order.with(|view| {
            let view = view.as_ref();
            let part = view.and_then(|view| part_of(view, desk.part.get()));
            let of_part = part.map(|part| &part.tip_amounts);
            let amounts = of_part.or_else(|| view.map(|view| &view.tip_amounts));
            amounts.cloned().unwrap_or_default()
        })
    });
    let other = Memo::new(move |_| offered.with(|all| OtherTip::of(all, desk.tip.get())));
    let is = move |amount: Money| Signal::derive(move || Some(desk.tip.get() == amount));
    let can_be_none = move || other.with(|other| other.is_beside || other.typed.is_some());
    view! {
        <div class="tips" role="group" aria-label=move || words.get().till.tip>
            <Show when=can_be_none>
                <Button
                    pressed=is(Money::ZERO)
                    testid="tip-none"
                    on_press=move |()| desk.choose_tip(Money::ZERO)
                >
                    {move || words.get().till.no_tip}
                </Button>
            </Show>
            <For
                each=move || offered.get().into_iter().enumerate()
                key=|(_, tip)| *tip
                let:((place, (percent, amount)))
            >
                <Button
                    pressed=is(amount)
                    testid=format!("tip-{place}")
                    on_press=move |()| desk.choose_tip(amount)
                >
                    <span>
                        <span class="tip-word">{move || words.get().till.tip} " "</span>
                        {percent}
                        "\u{a0}%"
                    </span>
                    <span class="soft">{currency.digits(amount)}</span>
                </Button>
            </For>
            <Button
                pressed=Signal::derive(move || Some(other.with(|other| other.typed.is_some())))
                shortcut=Shortcut::new("t", move || words.get().till.tip)
                testid="tip-other"
                on_press=move |()| till.over.set(Over::OtherTip)
            >
                <span>
                    {move || {
                        let words = words.get().till;
                        if other.get().is_beside { words.tip_other } else { words.tip }
                    }}
                </span>
                {move || {
                    let typed = other.get().typed?;
                    Some(view! { <span class="soft">{currency.digits(typed)}</span> })
                }}
            </Button>
        </div>
    }
    .into_any()
}

/// The pad for any tip.
#[component]
pub(super) fn TipSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    view! {
        <Sheet
            open=till.is_over(|over| *over == Over::OtherTip)
            title=Signal::derive(move || words.get().till.tip.to_owned())
            place=SheetPlace::Middle
            testid="other-tip-sheet"
            on_close=move |()| till.close_over()
        >
            <TipForm />
        </Sheet>
    }
}

#[component]
fn TipForm() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let desk = PayDesk::get();
    // The first key begins anew, as a new amount and not one more digit of the old one is meant.
    let typed = RwSignal::new(None::<i64>);
    let tip = Signal::derive(move || {
        typed
            .get()
            .map_or_else(|| desk.tip.get(), Money::from_minor)
    });
    let on_key =
        move |key: PadKey| typed.update(|typed| *typed = Some(entered(typed.unwrap_or(0), key)));
    let choose = Callback::new(move |tip: Money| {
        till.close_over();
        desk.choose_tip(tip);
    });
    view! {
        <div class="stack cash-form">
            {till
                .currency()
                .map(|currency| {
                    view! {
                        <Price amount=tip currency size=PriceSize::Due testid="other-tip-amount" />
                    }
                })}
            {till.currency().map(|currency| view! { <WholeChange currency choose /> })}
            <Numpad testid="other-tip-pad" on_key />
            <div class="row">
                <Button big=true testid="other-tip-none" on_press=move |()| choose.run(Money::ZERO)>
                    {move || words.get().till.no_tip}
                </Button>
                <Button
                    kind=ButtonKind::Primary
                    big=true
                    class="grow"
                    shortcut=Shortcut::unlisted("Enter")
                    testid="other-tip-go"
                    on_press=move |()| choose.run(tip.get_untracked())
                >
                    {move || words.get().common.save}
                </Button>
            </div>
        </div>
    }
    .into_any()
}

/// «Keep the change»: the guest leaves all of it, and nobody has to reckon how much that is.
#[component]
fn WholeChange(currency: Currency, choose: Callback<Money>) -> impl IntoView {
    let words = use_words();
    let sum = PayDesk::get().sum.get_untracked();
    let change = sum.preview.change;
    (!change.is_zero()).then(|| {
        view! {
            <Button
                big=true
                testid="tip-change"
                on_press=move |()| choose.run(sum.tip.plus(change).unwrap_or(sum.tip))
            >
                <span class="grow">{move || words.get().till.tip_change}</span>
                <span class="strong">{currency.digits(change)}</span>
            </Button>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered() -> Vec<(u32, Money)> {
        vec![(15, Money::from_minor(150)), (20, Money::from_minor(200))]
    }

    #[test]
    fn a_tip_that_no_button_has_is_shown_on_the_other_one() {
        let tip = Money::from_minor(175);
        assert_eq!(OtherTip::of(&offered(), tip).typed, Some(tip));
        assert_eq!(OtherTip::of(&[], tip).typed, Some(tip));
    }

    #[test]
    fn no_tip_and_one_of_the_buttons_are_no_other_tip() {
        for tip in [Money::ZERO, Money::from_minor(200)] {
            assert_eq!(OtherTip::of(&offered(), tip).typed, None);
        }
    }

    #[test]
    fn without_offered_tips_the_button_stands_alone() {
        assert!(!OtherTip::of(&[], Money::ZERO).is_beside);
        assert!(OtherTip::of(&offered(), Money::ZERO).is_beside);
    }
}
