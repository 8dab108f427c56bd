//! What is sold: prices, what is sold out, and how far each change has travelled.

mod item;

use leptos::prelude::*;
use shared::{
    api::hub::{Arrivals, Menu},
    menu::Item,
    money::Currency,
};
use ui_kit::{
    button::{Button, ButtonKind},
    data_table::save_as,
    field::SearchField,
    icon::{Icon, IconName},
    rows::{Cell, Row, csv},
    states::{EmptyState, ErrorNote, Loading},
    tabs::{Tab, Tabs},
    tone::Tone,
    words::{Words, use_words},
};

use self::item::ItemRow;
use crate::{
    desk::{Desk, Page, Polled},
    hub,
};

/// The tab of all categories.
const ALL: &str = "";

/// The page.
#[component]
pub(crate) fn MenuPage() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    let menu = desk.poll(hub::menu);
    let arrivals = desk.poll(hub::arrivals);
    let known = Memo::new(move |_| menu.told.with(Option::is_some));
    move || match (known.get(), menu.trouble.get()) {
        (true, _) => view! { <Known menu arrivals /> }.into_any(),
        (false, None) => view! { <Loading /> }.into_any(),
        (false, Some(trouble)) if trouble.is_no_catalogue() => {
            let text = Signal::derive(move || words.get().dashboard.empty_menu.to_owned());
            let action = Signal::derive(move || Some(words.get().dashboard.import.to_owned()));
            let go = Callback::new(move |()| desk.go(Page::Import));
            view! { <EmptyState icon=IconName::Receipt text action on_action=go testid="no-menu" /> }
                .into_any()
        }
        (false, Some(trouble)) => {
            let what = Signal::derive(move || trouble.text(words.get()));
            view! { <ErrorNote what /> }.into_any()
        }
    }
}

/// Whether an item holds every word that is searched for.
fn matches(item: &Item, search: &str) -> bool {
    let texts = [
        &item.name.first,
        &item.name.second,
        &item.sku,
        &item.category,
    ];
    let barcodes = item
        .variants
        .iter()
        .filter_map(|variant| variant.barcode.as_ref());
    let text = texts
        .into_iter()
        .chain(barcodes)
        .map(|text| text.to_lowercase())
        .collect::<Vec<_>>();
    search
        .split_whitespace()
        .all(|word| text.iter().any(|text| text.contains(&word.to_lowercase())))
}

#[component]
fn Known(menu: Polled<Menu>, arrivals: Polled<Arrivals>) -> impl IntoView {
    let words = use_words();
    let search = RwSignal::new(String::new());
    let category = RwSignal::new(ALL.to_owned());
    let items = Memo::new(move |_| {
        menu.told.with(|menu| {
            let fits = |item: &&Item| {
                let here = category.with(|one| one.is_empty() || item.category == *one);
                here && search.with(|search| matches(item, search))
            };
            menu.iter()
                .flat_map(|menu| &menu.items)
                .filter(fits)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let currency = Memo::new(move |_| menu.told.with(|menu| menu.as_ref().map(|m| m.currency)));
    let tabs = Signal::derive(move || {
        let all = Tab::new(ALL, words.get().common.all);
        let named = menu
            .told
            .with(|menu| menu.as_ref().map(|m| m.categories.clone()));
        std::iter::once(all)
            .chain(
                named
                    .into_iter()
                    .flatten()
                    .map(|name| Tab::new(name.clone(), name)),
            )
            .collect::<Vec<_>>()
    });
    view! {
        <ArrivalChips arrivals />
        <div class="page-head">
            <SearchField
                value=search
                label=Signal::derive(move || words.get().common.search.to_owned())
                testid="menu-search"
            />
            <span class="grow"></span>
            <ExportButton items currency />
        </div>
        <Tabs
            tabs
            selected=category
            label=Signal::derive(move || words.get().dashboard.category.to_owned())
            testid="menu-categories"
            on_select=move |id| category.set(id)
        />
        <Items items currency />
    }
}

#[component]
fn Items(items: Memo<Vec<Item>>, currency: Memo<Option<Currency>>) -> impl IntoView {
    let words = use_words();
    let skus = Memo::new(move |_| {
        items.with(|items| {
            items
                .iter()
                .map(|item| item.sku.clone())
                .collect::<Vec<_>>()
        })
    });
    let row = move |sku: String| {
        let item = Memo::new(move |before: Option<&Option<Item>>| {
            let found = items.with(|items| items.iter().find(|item| item.sku == sku).cloned());
            found.or_else(|| before.cloned().flatten())
        });
        currency
            .get_untracked()
            .map(|currency| view! { <ItemRow item currency /> })
    };
    view! {
        <div class="data-scroll menu-table">
            <table data-testid="menu-items">
                <thead>
                    <tr>
                        <th scope="col">{move || words.get().dashboard.item}</th>
                        <th scope="col" class="wide-only">{move || words.get().dashboard.category}</th>
                        <th scope="col" class="wide-only">{move || words.get().common.station}</th>
                        <th scope="col" class="number">{move || words.get().common.price}</th>
                        <th scope="col" class="number">{move || words.get().dashboard.left_count}</th>
                        <th scope="col">{move || words.get().common.sold_out}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || skus.get() key=Clone::clone children=row />
                </tbody>
            </table>
            {move || {
                skus.with(Vec::is_empty)
                    .then(|| view! { <p class="data-empty soft">{words.get().common.nothing_found}</p> })
            }}
        </div>
    }
}

/// On which devices the newest version is: what a price change waits for.
#[component]
fn ArrivalChips(arrivals: Polled<Arrivals>) -> impl IntoView {
    let words = use_words();
    let count = move || {
        arrivals.told.with(|told| {
            let told = told.as_ref()?;
            let all = i64::try_from(told.devices.len()).ok()?;
            let arrived = told.devices.iter().filter(|device| device.arrived).count();
            let words = words.get();
            let version = words.version(told.version);
            let on = words.arrived_on(i64::try_from(arrived).ok()?, all);
            Some(format!("{version} · {on}"))
        })
    };
    let chip = move |device: &shared::api::hub::Arrival| {
        let (tone, icon) = if device.arrived {
            (Tone::Good, IconName::Check)
        } else {
            (Tone::Warn, IconName::Clock)
        };
        let version = device
            .version
            .map_or("–".to_owned(), |version| version.to_string());
        view! {
            <li
                class=format!("badge arrival {}", tone.class())
                data-testid=format!("arrival-{}", device.name)
                data-arrived=if device.arrived { "true" } else { "false" }
            >
                <Icon name=icon />
                {format!("{} · {version}", device.name)}
            </li>
        }
    };
    view! {
        <section class="arrivals" aria-label=move || words.get().dashboard.arrivals>
            <p class="strong" data-testid="arrivals">{count}</p>
            <ul class="row">
                {move || {
                    arrivals
                        .told
                        .with(|told| told.iter().flat_map(|told| &told.devices).map(chip).collect_view())
                }}
            </ul>
        </section>
    }
}

#[component]
fn ExportButton(items: Memo<Vec<Item>>, currency: Memo<Option<Currency>>) -> impl IntoView {
    let words = use_words();
    let export = move |()| {
        let Some(currency) = currency.get_untracked() else {
            return;
        };
        let words = words.get_untracked();
        let rows: Vec<Row> = items
            .with_untracked(|items| items.iter().flat_map(|item| rows(item, currency)).collect());
        save_as(
            "menu.csv",
            "text/csv;charset=utf-8",
            &csv(&heads(words), &rows),
        );
    };
    view! {
        <Button kind=ButtonKind::Quiet testid="menu-export" on_press=export>
            <Icon name=IconName::Download />
            {move || words.get().common.export_csv}
        </Button>
    }
}

fn heads(words: &Words) -> Vec<String> {
    let dashboard = words.dashboard;
    [
        dashboard.sku,
        dashboard.item,
        words.common.quantity,
        dashboard.category,
        words.common.price,
        dashboard.left_count,
        words.common.sold_out,
    ]
    .map(str::to_owned)
    .to_vec()
}

/// A row a variant, with what a spreadsheet needs.
fn rows(item: &Item, currency: Currency) -> Vec<Row> {
    let left = item.left.map_or(String::new(), |left| left.to_string());
    let row = |variant: &shared::menu::Variant| Row {
        id: String::new(),
        cells: vec![
            Cell::text(item.sku.clone()),
            Cell::text(item.name.first.clone()),
            Cell::text(variant.name.clone()),
            Cell::text(item.category.clone()),
            Cell::money(currency, variant.price),
            Cell::text(left.clone()),
            Cell::number(i64::from(item.sold_out)),
        ],
    };
    item.variants.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use shared::{
        menu::{Course, Name, Variant},
        money::Money,
    };

    use super::*;

    #[test]
    fn an_item_is_found_by_name_code_and_barcode() {
        let item = Item {
            sku: "T129".to_owned(),
            category: "Pizze".to_owned(),
            course: Course::Main,
            station: None,
            name: Name {
                first: "Margherita".to_owned(),
                second: String::new(),
            },
            variants: vec![Variant {
                name: String::new(),
                price: Money::from_minor(800),
                barcode: Some("8001".to_owned()),
            }],
            tax: "food".to_owned(),
            allergens: Vec::new(),
            groups: Vec::new(),
            prep_seconds: 0,
            sold_out: false,
            left: None,
            sale: shared::menu::Sale::default(),
        };
        for search in ["", "MARG", "t129", "8001", "pizze marg"] {
            assert!(matches(&item, search), "{search}");
        }
        assert!(!matches(&item, "marinara"));
        assert!(!matches(&item, "marg marinara"));
    }
}
