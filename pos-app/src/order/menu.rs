//! The menu: categories, and the tiles of what is sold.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{api::till::MenuView, menu::Item, money::Money};
use ui_kit::{
    icon::IconName,
    keys::{Shortcut, use_key},
    states::EmptyState,
    tile::{Grid, ItemTile},
    words::use_words,
};

use super::Desk;
use crate::{
    state::{Till, use_till},
    talk::Talk,
};

/// Categories have keys from 1 to 9.
const CATEGORY_KEYS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Categories above, tiles below; what was found while somebody searches.
#[component]
pub(crate) fn MenuGrid() -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let words = use_words();
    let shown = move || {
        let menu = till.menu.get()?;
        let search = desk.search.get();
        let items = if search.trim().is_empty() {
            of_category(&menu, &chosen_category(&menu, desk.category.get()))
        } else {
            found(&menu, &search)
        };
        Some((menu, items))
    };
    view! {
        <Categories />
        {move || {
            let (menu, items) = shown()?;
            let searching = !desk.search.with_untracked(|text| text.trim().is_empty());
            if items.is_empty() {
                let text = Signal::derive(move || {
                    let words = words.get();
                    if searching { words.common.nothing_found } else { words.till.empty_category }
                        .to_owned()
                });
                return Some(view! { <EmptyState icon=IconName::Search text /> }.into_any());
            }
            let tiles: Vec<_> =
                items.into_iter().map(|item| view! { <Tile item menu=menu.clone() /> }).collect();
            Some(view! { <Grid tile_px_min=168 testid="items">{tiles}</Grid> }.into_any())
        }}
    }
    .into_any()
}

/// The category that is shown: the chosen one, or the first.
fn chosen_category(menu: &MenuView, chosen: Option<String>) -> String {
    chosen
        .filter(|chosen| menu.categories.contains(chosen))
        .or_else(|| menu.categories.first().cloned())
        .unwrap_or_default()
}

fn of_category(menu: &MenuView, category: &str) -> Vec<Item> {
    menu.items
        .iter()
        .filter(|item| item.category == category)
        .cloned()
        .collect()
}

/// Items of which a name, the code or a barcode holds every word of the search; those whose name
/// begins with it come first.
pub(crate) fn found(menu: &MenuView, search: &str) -> Vec<Item> {
    let wanted: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    let holds = |item: &&Item| {
        let text = searched_text(item);
        !wanted.is_empty() && wanted.iter().all(|word| text.contains(word.as_str()))
    };
    let begins = |item: &Item| {
        let first = wanted.first().map_or("", String::as_str);
        !item.name.first.to_lowercase().starts_with(first)
    };
    let mut items: Vec<Item> = menu.items.iter().filter(holds).cloned().collect();
    items.sort_by_key(begins);
    items
}

fn searched_text(item: &Item) -> String {
    let mut text = format!("{} {} {}", item.name.first, item.name.second, item.sku);
    for variant in &item.variants {
        text.push(' ');
        text.push_str(&variant.name);
        text.push(' ');
        text.push_str(variant.barcode.as_deref().unwrap_or_default());
    }
    text.to_lowercase()
}

#[component]
fn Categories() -> impl IntoView {
    let till = use_till();
    let desk = Desk::get();
    let words = use_words();
    let all = Memo::new(move |_| {
        till.menu.with(|menu| {
            menu.as_ref()
                .map_or_else(Vec::new, |menu| menu.categories.clone())
        })
    });
    let chosen = Memo::new(move |_| {
        till.menu.with(|menu| {
            menu.as_ref()
                .map_or_else(String::new, |m| chosen_category(m, desk.category.get()))
        })
    });
    let choose = move |category: String| {
        desk.search.set(String::new());
        desk.category.set(Some(category));
    };
    for (place, key) in CATEGORY_KEYS.into_iter().enumerate() {
        let action = Callback::new(move |()| {
            if let Some(category) = all.with_untracked(|all| all.get(place).cloned()) {
                choose(category);
            }
        });
        let shortcut = if place == 0 {
            Shortcut::new(key, move || words.get().till.menu)
        } else {
            Shortcut::unlisted(key)
        };
        use_key(shortcut, action);
    }
    view! {
        <div class="tabs categories" role="tablist" aria-label=move || words.get().till.menu>
            <For
                each=move || all.get()
                key=|category| category.clone()
                let:category
            >
                <CategoryTab category chosen on_choose=Callback::new(choose) />
            </For>
        </div>
    }
}

#[component]
fn CategoryTab(
    category: String,
    chosen: Memo<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let desk = Desk::get();
    let name = StoredValue::new(category.clone());
    let testid = format!("category-{category}");
    let here = move || {
        let searching = desk.search.with(|text| !text.trim().is_empty());
        let here = !searching && name.with_value(|name| chosen.with(|chosen| chosen == name));
        if here { "true" } else { "false" }
    };
    view! {
        <button
            type="button"
            role="tab"
            class="tab category"
            data-testid=testid
            aria-selected=here
            on:click=move |_| on_choose.run(name.get_value())
        >
            {category}
        </button>
    }
}

#[component]
fn Tile(item: Item, menu: Arc<MenuView>) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let desk = Desk::get();
    let words = use_words();
    let of = StoredValue::new(item.clone());
    let price = Signal::derive(move || of.with_value(|item| tile_price(till, item)));
    let sku = StoredValue::new(item.sku.clone());
    let allergens: Vec<String> = item
        .allergens
        .iter()
        .map(|name| words.get_untracked().allergen(name))
        .collect();
    let add = move |()| {
        sku.with_value(|sku| desk.tap_item(till, talk, sku));
        desk.search.set(String::new());
    };
    view! {
        <ItemTile
            name=tile_name(till, &item)
            price
            currency=menu.site.currency
            from={item.variants.len() > 1 || item.sale.open.is_some()}
            sold_out=item.sold_out
            left=item.left.map(i64::from)
            modifiers={!item.groups.is_empty() || !item.sale.is_plain()}
            allergens
            testid=format!("item-{}", item.sku)
            on_press=add
            on_hold=Callback::new(move |()| sku.with_value(|sku| desk.hold_item(till, sku)))
        />
    }
}

/// What one costs at this moment for the shown order; of several variants the cheapest.
fn tile_price(till: Till, item: &Item) -> Money {
    if let Some(limits) = item.sale.open {
        return limits.min.unwrap_or_default();
    }
    let variants = item.variants.iter().enumerate();
    let now = variants.map(|(place, one)| till.price_now(&item.sku, place, one.price));
    now.min().unwrap_or_default()
}

/// The name, and by what it is weighed.
fn tile_name(till: Till, item: &Item) -> String {
    let name = item_name(till, item);
    match item.sale.weighed {
        Some(unit) => format!("{name} /{}", unit.word()),
        None => name,
    }
}

fn item_name(till: Till, item: &Item) -> String {
    till.menu.with_untracked(|menu| {
        menu.as_ref().map_or_else(
            || item.name.first.clone(),
            |menu| {
                item.name
                    .in_language(&menu.site.language, &menu.site)
                    .to_owned()
            },
        )
    })
}
