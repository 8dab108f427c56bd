//! How this screen stands to the rest of the restaurant: the pill, and what is behind it.

use leptos::prelude::*;
use shared::api::{PrinterCause, PrinterTrouble};
use ui_kit::{
    age::age_minutes,
    bars::{Pill, World},
    sheet::{Sheet, SheetPlace},
    words::{Words, use_words},
};

use crate::kitchen::Kitchen;

/// The pill, top right; a tap tells more.
#[component]
pub(crate) fn WorldPill(kitchen: Kitchen) -> impl IntoView {
    let words = use_words();
    let open = RwSignal::new(false);
    let state = move || {
        kitchen.world.with(|world| match world {
            _ if !kitchen.linked.get() => World::Trouble,
            Some(world) if !world.printers.is_empty() => World::Trouble,
            Some(world) if !world.together => World::Alone,
            _ => World::Together,
        })
    };
    let text = move || {
        kitchen.world.with(|world| {
            let world = world.as_ref().filter(|_| kitchen.linked.get())?;
            let printer = world
                .printers
                .first()
                .map(|trouble| trouble.printer.clone());
            let waiting = (!world.together && world.items_waiting > 0).then(|| {
                words
                    .get()
                    .bumps_wait_for_hub(i64::from(world.items_waiting))
            });
            printer.or(waiting)
        })
    };
    view! {
        <Pill
            world=Signal::derive(state)
            text=Signal::derive(text)
            on_press=Callback::new(move |()| open.set(true))
        />
        <Sheet
            open
            title=Signal::derive(move || words.get().common.state.to_owned())
            place=SheetPlace::Middle
            testid="world-sheet"
            on_close=move |()| open.set(false)
        >
            <div class="stack">
                <p data-testid="world-hub">{move || hub_text(kitchen, words.get())}</p>
                {move || {
                    let printers = kitchen.world.with(|world| {
                        world.as_ref().map_or_else(Vec::new, |world| world.printers.clone())
                    });
                    printers
                        .iter()
                        .map(|trouble| view! { <p class="panel">{printer_text(trouble, words.get())}</p> })
                        .collect_view()
                }}
            </div>
        </Sheet>
    }
}

fn hub_text(kitchen: Kitchen, words: &Words) -> String {
    if !kitchen.linked.get() {
        return words.kitchen.feed_lost.to_owned();
    }
    kitchen.world.with(|world| match world {
        None => words.common.loading.to_owned(),
        Some(world) if world.together => words.common.together_long.to_owned(),
        Some(world) => {
            let since = world.alone_since_ms.map(|since_ms| {
                format!(
                    " ({})",
                    words.minutes(age_minutes(since_ms, kitchen.now_ms.get()))
                )
            });
            format!("{}{}", words.kitchen.alone_long, since.unwrap_or_default())
        }
    })
}

/// What a printer has and what waits for it.
fn printer_text(trouble: &PrinterTrouble, words: &Words) -> String {
    let what = match trouble.cause {
        PrinterCause::Unreachable => words.till.printer_offline,
        PrinterCause::NoPaper => words.till.printer_no_paper,
        PrinterCause::CoverOpen => words.till.printer_cover,
        PrinterCause::Uncertain => words.kitchen.printer_uncertain,
        PrinterCause::NotPrinted => words.kitchen.printer_not_printed,
    };
    words.printer_trouble(&trouble.printer, what, i64::from(trouble.waiting))
}
