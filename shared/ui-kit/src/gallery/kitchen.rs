//! Tickets on the component page.

#![expect(unreachable_pub, reason = "the component macro writes public items")]

use leptos::prelude::*;

use super::Part;
use crate::ticket::{
    AgeBar, TicketBanner, TicketCard, TicketLineState, TicketLineView, TicketView,
};

/// What the clock says on this page.
const NOW_MS: i64 = 1_000_000;
/// What the dish of the examples takes.
const PREP_SECONDS: u32 = 600;

/// A ticket of so many seconds.
fn ticket(age_seconds: i64) -> TicketView {
    let line = |id: &str, name: &str| TicketLineView {
        id: id.to_owned(),
        quantity: 2,
        name: name.to_owned(),
        ..TicketLineView::default()
    };
    TicketView {
        title: "T7".to_owned(),
        subtitle: "Sofia · 4".to_owned(),
        sent_at_ms: NOW_MS - age_seconds * 1_000,
        prep_seconds: PREP_SECONDS,
        lines: vec![
            TicketLineView {
                modifiers: vec!["NO aglio".to_owned()],
                allergy: Some("nuts · seat 2".to_owned()),
                ..line("1", "Bruschetta")
            },
            TicketLineView {
                state: TicketLineState::Done,
                ..line("2", "Tagliata")
            },
        ],
        ..TicketView::default()
    }
}

/// One ticket for each thing that a ticket can be.
fn examples() -> [TicketView; 7] {
    let add_on = TicketView {
        banner: Some(TicketBanner::AddOn),
        rush: true,
        ..ticket(500)
    };
    let changed = TicketView {
        banner: Some(TicketBanner::Changed),
        flash: true,
        course: Some("② main".to_owned()),
        lines: vec![TicketLineView {
            id: "1".to_owned(),
            quantity: 1,
            recount: Some((3, 1)),
            name: "Polpo alla griglia".to_owned(),
            note: Some("senza sale".to_owned()),
            changed: true,
            ..TicketLineView::default()
        }],
        also_at: vec!["Pizza".to_owned(), "Cold".to_owned()],
        ..ticket(500)
    };
    let mut cancelled = TicketView {
        banner: Some(TicketBanner::Cancelled),
        ..ticket(60)
    };
    for line in &mut cancelled.lines {
        line.state = TicketLineState::Cancelled;
    }
    let held = TicketView {
        held: true,
        course: Some("② main".to_owned()),
        ..ticket(0)
    };
    let recalled = TicketView {
        banner: Some(TicketBanner::Recalled),
        ..ticket(130)
    };
    [
        ticket(130),
        add_on,
        ticket(700),
        changed,
        held,
        cancelled,
        recalled,
    ]
}

#[component]
pub(super) fn Kitchen() -> impl IntoView {
    view! {
        <Part title="AgeBar: calm, amber, red">
            {[200, 500, 700]
                .map(|age_seconds: i64| {
                    view! {
                        <AgeBar
                            sent_at_ms=NOW_MS - age_seconds * 1_000
                            prep_seconds=PREP_SECONDS
                            now_ms=NOW_MS
                        />
                    }
                })
                .collect_view()}
        </Part>
        <Part title="TicketCard: calm, amber and added to, red, changed, held, cancelled, recalled">
            <div class="row">
                {examples()
                    .into_iter()
                    .zip(1_u32..)
                    .map(|(ticket, number)| {
                        view! {
                            <TicketCard
                                ticket
                                now_ms=NOW_MS
                                key_number=Some(number)
                                selected=number == 1
                                on_line=|_| {}
                                on_bump=|()| {}
                            />
                        }
                    })
                    .collect_view()}
            </div>
        </Part>
    }
    .into_any()
}
