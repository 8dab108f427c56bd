//! An amount of money as people read it.

use leptos::prelude::*;
use shared::money::{Currency, Money};

/// How large an amount stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PriceSize {
    /// As the text around it.
    #[default]
    Inline,
    /// 24 px: a price.
    Large,
    /// 40 px: what is due, and the change.
    Due,
}

/// An amount; its digits never change their width.
#[component]
pub fn Price(
    /// How much.
    #[prop(into)]
    amount: Signal<Money>,
    /// Of which currency.
    currency: Currency,
    /// How large it stands.
    #[prop(optional)]
    size: PriceSize,
    /// Without the sign of the currency, for columns.
    #[prop(optional)]
    bare: bool,
    /// The name that tests know it by.
    #[prop(optional, into)]
    testid: Option<String>,
) -> impl IntoView {
    let class = match size {
        PriceSize::Inline => "price",
        PriceSize::Large => "price large",
        PriceSize::Due => "price due",
    };
    view! {
        <span class=class data-testid=testid>
            {move || if bare { currency.digits(amount.get()) } else { currency.format(amount.get()) }}
        </span>
    }
}
