//! The amount of a tender: quick amounts, the pad, and what comes of it.

use leptos::prelude::*;
use shared::{
    money::{Currency, Money},
    order::Tender,
    price::{PriceRules, TenderPreview},
};
use ui_kit::{
    button::{Button, ButtonKind},
    entry::entered,
    numpad::Numpad,
    price::{Price, PriceSize},
    words::use_words,
};

use super::{PayDesk, desk::part_of, tip::Tips};
use crate::state::use_till;

/// No more quick amounts fit.
const QUICK_AMOUNTS_MAX: usize = 6;

/// What was typed, as amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entered {
    /// What the check still owes.
    pub(crate) due: Money,
    /// The same in coins that exist, where cash is given.
    pub(crate) owed: Money,
    /// What goes on top for the staff.
    pub(crate) tip: Money,
    /// What the guest hands over, tip and all.
    pub(crate) handed: Money,
    /// What of it goes towards the check.
    pub(crate) tendered: Money,
    /// What it does to the check.
    pub(crate) preview: TenderPreview,
}

impl Entered {
    /// What a typed amount means; nothing typed is exactly what the guest was `told` to give, tip
    /// and all, whatever is `due` since.
    pub(crate) fn of(
        (rules, tender): (&PriceRules, Tender),
        (due, told): (Money, Money),
        typed: Option<Money>,
        tip: Money,
    ) -> Self {
        let owed = rules.due_in(told, tender).unwrap_or(told);
        let all = owed.plus(tip).unwrap_or(owed);
        let handed = typed.unwrap_or(all);
        let tendered = handed.minus(tip).unwrap_or(Money::ZERO);
        let nothing = TenderPreview {
            amount: Money::ZERO,
            change: Money::ZERO,
            due_after: due,
            rounding: Money::ZERO,
        };
        let preview = rules.preview(due, tender, tendered).unwrap_or(nothing);
        Self {
            due,
            owed,
            tip,
            handed,
            tendered,
            preview,
        }
    }
}

/// Everything below the tenders.
#[component]
pub(crate) fn Amounts() -> impl IntoView {
    let till = use_till();
    let desk = PayDesk::get();
    let on_key = move |key| {
        desk.typed
            .update(|typed| *typed = Some(entered(typed.unwrap_or(0), key)));
    };
    view! {
        <div class="amounts scroll">
            <Show when=move || desk.holds_tip(till)>
                {move || till.currency().map(|currency| view! { <Tips currency /> })}
            </Show>
            <div class="amounts-both">
                <div class="stack grow">
                    {move || {
                        till.currency()
                            .map(|currency| {
                                view! {
                                    <Handed currency />
                                    <Quick currency />
                                }
                            })
                    }}
                </div>
                <Numpad testid="pay-pad" on_key />
            </div>
        </div>
    }
    .into_any()
}

/// What the guest hands over, and the change or what stays owed.
#[component]
fn Handed(currency: Currency) -> impl IntoView {
    let words = use_words();
    let desk = PayDesk::get();
    let till = use_till();
    let is_card = move || desk.tender.get() == Tender::Card;
    let handed = Signal::derive(move || desk.sum.with(|sum| sum.handed));
    let change = Signal::derive(move || desk.sum.with(|sum| sum.preview.change));
    let label = move || {
        if is_card() {
            words.get().till.card_on_terminal
        } else if desk.tender.get().is_other() {
            words.get().common.amount
        } else {
            words.get().till.tendered
        }
    };
    let tip = move || {
        let tip = desk.tip.get();
        let tip =
            (!tip.is_zero()).then(|| format!("{} {}", words.get().till.tip, currency.format(tip)));
        let rounding = desk.sum.with(|sum| sum.preview.rounding);
        let rounding = (!rounding.is_zero()).then(|| {
            let word = words.get().price.rounding;
            format!("{word} {}", currency.digits(rounding))
        });
        let both: Vec<_> = tip.into_iter().chain(rounding).collect();
        (!both.is_empty()).then(|| both.join(" · "))
    };
    view! {
        <div class="handed-pair">
            <div class="handed">
                <span class="soft">{label}</span>
                <Price amount=handed currency size=PriceSize::Due testid="handed" />
                <span class="small soft">{tip}</span>
            </div>
            <Show when=move || desk.gives_change(till)>
                <div class="handed change-preview" class:some=move || !change.get().is_zero()>
                    <span class="soft">{move || words.get().till.change}</span>
                    <Price amount=change currency size=PriceSize::Due testid="change-preview" />
                </div>
            </Show>
        </div>
    }
}

/// What the guest is likely to hand over.
#[component]
fn Quick(currency: Currency) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let desk = PayDesk::get();
    let amounts = Memo::new(move |_| {
        let tip = desk.tip.get();
        till.order.with(|view| {
            let view = view.as_ref()?;
            let part = part_of(view, desk.part.get());
            if tip.is_zero() {
                let of_part = part.map(|part| &part.quick_amounts);
                return Some(of_part.unwrap_or(&view.quick_amounts).clone());
            }
            let due = part.map_or(view.totals.due, |part| part.totals.due);
            let owed = view.order.rules.due_in(due, Tender::Cash).ok()?;
            let all = owed.plus(tip).ok()?;
            Some(currency.quick_amounts(all, QUICK_AMOUNTS_MAX))
        })
    });
    let is_cash = move || desk.tender.get() == Tender::Cash;
    view! {
        <Show when=is_cash>
            <div class="quick">
                <For
                    each=move || amounts.get().unwrap_or_default().into_iter().enumerate()
                    key=|(place, amount)| (*place, *amount)
                    let:((place, amount))
                >
                    <Button
                        big=true
                        kind=ButtonKind::Plain
                        pressed=Signal::derive(move || {
                            Some(desk.sum.with(|sum| sum.handed) == amount)
                        })
                        testid=format!("quick-{place}")
                        on_press=move |()| desk.typed.set(Some(amount.minor()))
                    >
                        {currency.digits(amount)}
                        {(place == 0)
                            .then(|| {
                                view! {
                                    <span class="small soft">{move || words.get().till.exact}</span>
                                }
                            })}
                    </Button>
                </For>
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    #[test]
    fn nothing_typed_is_exact_with_its_tip() {
        let sum = Entered::of(
            (&PriceRules::default(), Tender::Cash),
            (money(4_250), money(4_250)),
            None,
            money(500),
        );
        assert_eq!((sum.handed, sum.tendered), (money(4_750), money(4_250)));
        assert!(sum.preview.change.is_zero() && sum.preview.due_after.is_zero());
    }

    #[test]
    fn the_tip_is_taken_out_of_the_note_before_the_change() {
        let sum = Entered::of(
            (&PriceRules::default(), Tender::Cash),
            (money(4_250), money(4_250)),
            Some(money(5_000)),
            money(500),
        );
        assert_eq!(sum.tendered, money(4_500));
        assert_eq!(sum.preview.change, money(250));
    }

    #[test]
    fn exact_in_cash_is_what_coins_can_pay_and_the_card_pays_every_cent() {
        let rules = PriceRules {
            cash_step_minor: 5,
            ..PriceRules::default()
        };
        let cash = Entered::of(
            (&rules, Tender::Cash),
            (money(1_002), money(1_002)),
            None,
            Money::ZERO,
        );
        assert_eq!(
            (cash.tendered, cash.preview.rounding),
            (money(1_000), money(-2))
        );
        assert!(cash.preview.due_after.is_zero());
        let card = Entered::of(
            (&rules, Tender::Card),
            (money(1_002), money(1_002)),
            None,
            Money::ZERO,
        );
        assert_eq!(
            (card.tendered, card.preview.rounding),
            (money(1_002), Money::ZERO)
        );
    }

    #[test]
    fn a_check_that_grew_takes_what_the_terminal_was_told_and_owes_the_rest() {
        let sum = Entered::of(
            (&PriceRules::default(), Tender::Card),
            (money(4_250), money(3_800)),
            None,
            money(100),
        );
        assert_eq!((sum.handed, sum.tendered), (money(3_900), money(3_800)));
        assert_eq!(sum.preview.due_after, money(450));
    }

    #[test]
    fn a_note_below_the_tip_pays_nothing_of_the_check() {
        let sum = Entered::of(
            (&PriceRules::default(), Tender::Cash),
            (money(4_250), money(4_250)),
            Some(money(300)),
            money(500),
        );
        assert!(sum.tendered.is_negative());
        assert_eq!(sum.preview.due_after, money(4_250));
    }
}
