//! The restaurant's facts, its printers, and the own password.

mod password;
mod printers;

use leptos::prelude::*;
use shared::{api::hub::SiteFacts, money::Money};
use ui_kit::words::{Language, Words, use_words};

use self::{password::Password, printers::PrintersPanel};
use crate::desk::Desk;

/// The page.
#[component]
pub(crate) fn Settings() -> impl IntoView {
    view! {
        <div class="settings">
            <PrintersPanel />
            <SitePanel />
            <Password />
        </div>
    }
}

/// The facts that came with the folder; they are changed there.
#[component]
fn SitePanel() -> impl IntoView {
    let desk = Desk::get();
    let words = use_words();
    desk.learn_site();
    let rows = move || {
        desk.site.with(|site| {
            site.iter()
                .flat_map(|facts| rows(facts, words.get()))
                .map(|(name, value)| {
                    view! {
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    }
                })
                .collect_view()
        })
    };
    let others = move || {
        desk.site.with(|site| {
            let others = site
                .as_ref()
                .map(|facts| facts.settings.clone())
                .unwrap_or_default();
            (!others.is_empty()).then(|| {
                let rows = others
                    .into_iter()
                    .map(|(name, value)| {
                        view! {
                            <dt>{name}</dt>
                            <dd>{value}</dd>
                        }
                    })
                    .collect_view();
                view! {
                    <h3>{words.get().dashboard.other_settings}</h3>
                    <dl class="facts">{rows}</dl>
                }
            })
        })
    };
    view! {
        <section class="panel stack" data-testid="site-facts">
            <h2 class="panel-title">{move || words.get().dashboard.site}</h2>
            <p class="soft">
                {move || if desk.site.with(Option::is_some) { words.get().dashboard.site_help } else { words.get().dashboard.empty_menu }}
            </p>
            <dl class="facts">{rows}</dl>
            {others}
        </section>
    }
}

/// Each fact with its word.
fn rows(facts: &SiteFacts, words: &Words) -> Vec<(&'static str, String)> {
    let (site, dashboard, common) = (&facts.site, words.dashboard, words.common);
    let yes = |yes: bool| if yes { common.yes } else { common.no }.to_owned();
    let language = |code: &str| Language::from_code(code).name().to_owned();
    let rounding = Money::from_minor(site.cash_rounding_minor);
    let rounding = if rounding.is_zero() {
        common.none.to_owned()
    } else {
        site.currency.format(rounding)
    };
    let tips: Vec<String> = site
        .tip_choices
        .iter()
        .map(|percent| format!("{percent} %"))
        .collect();
    let starts = site.business_day_starts_min;
    vec![
        (common.name, site.name.clone()),
        (dashboard.address, site.address.clone()),
        (dashboard.tax_number, site.tax_number.clone()),
        (dashboard.currency, site.currency.code().to_owned()),
        (dashboard.prices_with_tax, yes(site.prices_include_tax)),
        (dashboard.cash_rounding, rounding),
        (dashboard.tip_choices, tips.join(", ")),
        (common.language, language(&site.language)),
        (
            dashboard.second_language,
            site.second_language
                .as_deref()
                .map_or(common.none.to_owned(), language),
        ),
        (
            dashboard.kitchen_language,
            language(site.language_of_kitchen()),
        ),
        (dashboard.timezone, site.timezone.clone()),
        (
            dashboard.day_starts,
            format!("{:02}:{:02}", starts / 60, starts % 60),
        ),
        (
            dashboard.auto_lock,
            words.minutes(i64::from(site.auto_lock_min)),
        ),
        (dashboard.receipt_footer, site.receipt_footer.clone()),
        (dashboard.items, facts.items.to_string()),
        (dashboard.tables, facts.tables.to_string()),
        (dashboard.staff, facts.staff.to_string()),
        (dashboard.menu_version, facts.version.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| {
        let value = if value.is_empty() {
            "–".to_owned()
        } else {
            value
        };
        (name, value)
    })
    .collect()
}
