//! One item of the menu: its prices and whether it can be ordered, changed where they stand.

use leptos::{html, prelude::*};
use shared::{
    api::hub::{SetAvailability, SetPrice},
    menu::{Item, Variant},
    money::{Currency, Money},
};
use ui_kit::{
    field::Switch,
    icon::{Icon, IconName},
    words::use_words,
};
use web_sys::KeyboardEvent;

use crate::{desk::Desk, hub};

/// The row.
#[component]
pub(super) fn ItemRow(item: Memo<Option<Item>>, currency: Currency) -> impl IntoView {
    let words = use_words();
    let get = move |pick: fn(&Item) -> String| {
        move || {
            item.with(|item| item.as_ref().map(pick))
                .unwrap_or_default()
        }
    };
    let sku = item
        .with_untracked(|item| item.as_ref().map(|i| i.sku.clone()))
        .unwrap_or_default();
    let sold_out = move || item.with(|item| item.as_ref().is_some_and(|item| item.sold_out));
    let variants = Memo::new(move |_| {
        item.with(|item| item.as_ref().map(|item| item.variants.clone()))
            .unwrap_or_default()
    });
    let names = Memo::new(move |_| {
        variants.with(|all| {
            all.iter()
                .map(|variant| variant.name.clone())
                .collect::<Vec<_>>()
        })
    });
    let prices_sku = sku.clone();
    let mark = mark_sold_out(sku.clone());
    view! {
        <tr class:sold-out=sold_out data-testid=format!("item-{sku}")>
            <td>
                <span class="item-name">{get(|item| item.name.first.clone())}</span>
                <span class="soft small item-more">
                    {get(|item| format!("{} {}", item.sku, item.name.second))}
                </span>
            </td>
            <td class="wide-only">{get(|item| item.category.clone())}</td>
            <td class="wide-only">{get(|item| item.station.clone().unwrap_or_default())}</td>
            <td class="number">
                {move || {
                    let one = names.with(Vec::len) == 1;
                    names
                        .get()
                        .into_iter()
                        .map(|name| {
                            let sku = prices_sku.clone();
                            view! { <PriceCell sku name one variants currency /> }
                        })
                        .collect_view()
                }}
            </td>
            <td class="number">
                <LeftCell item sku=sku.clone() />
            </td>
            <td>
                <Switch
                    label=Signal::derive(move || words.get().common.sold_out.to_owned())
                    on=Signal::derive(sold_out)
                    testid=format!("sold-out-{sku}")
                    on_change=mark
                />
            </td>
        </tr>
    }
}

/// Marks an item sold out, or sells it again without a count.
fn mark_sold_out(sku: String) -> Callback<bool> {
    let desk = Desk::get();
    Callback::new(move |sold_out: bool| {
        let sku = sku.clone();
        let set = SetAvailability {
            sold_out,
            left: None,
        };
        let question = async move { hub::set_availability(&sku, &set).await };
        desk.tell(question, move |_| desk.refresh());
    })
}

/// Reads a price as people write it: with a point or with the currency's own mark.
fn read_price(text: &str, currency: Currency) -> Option<Money> {
    let plain = text
        .trim()
        .trim_start_matches(currency.symbol())
        .trim_end_matches(currency.symbol());
    let plain = plain.trim().replace(',', ".");
    currency
        .parse(&plain)
        .ok()
        .filter(|price| !price.is_negative())
}

/// The price without group marks, ready to be changed.
fn written(price: Money, currency: Currency) -> String {
    let digits = currency.digits(price);
    let marks = digits
        .chars()
        .filter(|c| !c.is_ascii_digit() && *c != '-')
        .count();
    match (currency.decimals(), marks) {
        (0, _) => digits.chars().filter(char::is_ascii_digit).collect(),
        (_, 1) => digits,
        (decimals, _) => {
            let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
            let cut = plain.len().saturating_sub(decimals as usize);
            format!(
                "{}.{}",
                plain.get(..cut).unwrap_or("0"),
                plain.get(cut..).unwrap_or("")
            )
        }
    }
}

/// A price: a tap makes it a field, Enter or a tap elsewhere saves it, Esc leaves it.
#[component]
fn PriceCell(
    sku: String,
    name: String,
    one: bool,
    variants: Memo<Vec<Variant>>,
    currency: Currency,
) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let testid = if one {
        format!("price-{sku}")
    } else {
        format!("price-{sku}-{name}")
    };
    let (sku, name) = (StoredValue::new(sku), StoredValue::new(name));
    let price = Memo::new(move |_| {
        variants
            .with(|all| {
                name.with_value(|name| all.iter().find(|v| v.name == *name).map(|v| v.price))
            })
            .unwrap_or_default()
    });
    let editing = RwSignal::new(false);
    let save = Callback::new(move |text: String| {
        editing.set(false);
        let Some(new) = read_price(&text, currency) else {
            desk.notices.warn(format!(
                "«{text}»: {}",
                words.get_untracked().dashboard.price_wrong
            ));
            return;
        };
        if new == price.get_untracked() {
            return;
        }
        let set = SetPrice {
            variant: name.get_value(),
            price_minor: new.minor(),
        };
        let old = SetPrice {
            variant: name.get_value(),
            price_minor: price.get_untracked().minor(),
        };
        put_price(desk, sku.get_value(), set, Some(old));
    });
    let label = (!one).then(|| name.get_value());
    view! {
        <span class="price-cell">
            {label.map(|name| view! { <span class="soft small">{name}</span> })}
            {move || {
                let testid = testid.clone();
                if editing.get() {
                        let first = written(price.get_untracked(), currency);
                        view! { <CellField first testid label=words.get().dashboard.new_price save editing /> }
                            .into_any()
                    } else {
                        view! {
                            <button
                                type="button"
                                class="cell-button"
                                data-testid=testid
                                on:click=move |_| editing.set(true)
                            >
                                {move || currency.format(price.get())}
                                <Icon name=IconName::Note />
                            </button>
                        }
                            .into_any()
                    }
            }}
        </span>
    }
}

/// Sends a price; the old one can be put back for ten seconds.
fn put_price(desk: Desk, sku: String, set: SetPrice, old: Option<SetPrice>) {
    let asked = sku.clone();
    let question = async move { hub::set_price(&asked, &set).await };
    desk.tell(question, move |_| {
        desk.refresh();
        let said = desk.words.get_untracked().dashboard.price_saved;
        match old {
            Some(old) => {
                let undo = move |()| put_price(desk, sku.clone(), old.clone(), None);
                desk.notices.say_with_undo(said, Callback::new(undo));
            }
            None => desk.notices.say(said),
        }
    });
}

/// How many are left: empty where nobody counts, 0 makes it sold out.
#[component]
fn LeftCell(item: Memo<Option<Item>>, sku: String) -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let testid = format!("left-{sku}");
    let left = Memo::new(move |_| item.with(|item| item.as_ref().and_then(|item| item.left)));
    let editing = RwSignal::new(false);
    let save = Callback::new(move |text: String| {
        editing.set(false);
        let text = text.trim();
        let new = if text.is_empty() {
            None
        } else {
            text.parse().ok()
        };
        if (new.is_none() && !text.is_empty()) || new == left.get_untracked() {
            return;
        }
        let sku = sku.clone();
        let set = SetAvailability {
            sold_out: new == Some(0),
            left: new,
        };
        let question = async move { hub::set_availability(&sku, &set).await };
        desk.tell(question, move |_| desk.refresh());
    });
    move || {
        let testid = testid.clone();
        if editing.get() {
            let first = left
                .get_untracked()
                .map_or(String::new(), |left| left.to_string());
            view! { <CellField first testid label=words.get().dashboard.left_help save editing /> }
                .into_any()
        } else {
            view! {
                <button
                    type="button"
                    class="cell-button"
                    data-testid=testid
                    title=move || words.get().dashboard.left_help
                    on:click=move |_| editing.set(true)
                >
                    {move || left.get().map_or("–".to_owned(), |left| left.to_string())}
                    <Icon name=IconName::Note />
                </button>
            }
            .into_any()
        }
    }
}

/// The field that a cell becomes.
#[component]
fn CellField(
    first: String,
    testid: String,
    label: &'static str,
    save: Callback<String>,
    editing: RwSignal<bool>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _refused = input.focus();
            input.select();
        }
    });
    // Enter takes the field away, and a field that goes loses the focus: one of the two saves.
    let saved = StoredValue::new(false);
    let done = move |save_it: bool| {
        // A field that is gone already has nothing to save.
        if saved.try_get_value() != Some(false) {
            return;
        }
        saved.set_value(true);
        match input.get_untracked().filter(|_| save_it) {
            Some(input) => save.run(input.value()),
            None => editing.set(false),
        }
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            done(true);
        }
        "Escape" => {
            event.prevent_default();
            done(false);
        }
        _ => {}
    };
    view! {
        <input
            class="input cell-field"
            type="text"
            inputmode="decimal"
            autocomplete="off"
            aria-label=label
            maxlength="12"
            data-testid=testid
            value=first
            node_ref=input
            on:keydown=on_key
            on:blur=move |_| done(true)
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro() -> Currency {
        Currency::from_code("EUR").unwrap()
    }

    #[test]
    fn a_price_is_read_with_a_point_or_a_comma() {
        for text in ["8.5", "8,50", " 8.50 € ", "€8.50"] {
            assert_eq!(
                read_price(text, euro()),
                Some(Money::from_minor(850)),
                "{text}"
            );
        }
        for text in ["", "eight", "-1", "8.505", "1.000,00"] {
            assert_eq!(read_price(text, euro()), None, "{text}");
        }
    }

    #[test]
    fn a_price_that_is_written_reads_back() {
        let yen = Currency::from_code("JPY").unwrap();
        for (currency, minor) in [(euro(), 850), (euro(), 123_456), (yen, 850), (yen, 12_345)] {
            let price = Money::from_minor(minor);
            assert_eq!(read_price(&written(price, currency), currency), Some(price));
        }
    }
}
