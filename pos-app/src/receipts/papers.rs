//! Which paper of a check is shown: its own, that of a part, or that of a refund.

use leptos::prelude::*;
use shared::{
    api::till::{Command, OrderView, Reply},
    ids::{EntryId, FactId, OrderId},
};
use ui_kit::words::use_words;

use crate::talk::Talk;

/// A paper of the chosen check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Which {
    /// That of the whole check.
    #[default]
    Check,
    /// That of a part that was paid alone.
    Part(EntryId),
    /// That of money that went back.
    Refund(FactId),
}

impl Which {
    /// Asks for the paper as it was printed.
    pub(crate) const fn show(self, order: OrderId) -> Command {
        match self {
            Self::Check => Command::ShowReceipt { order },
            Self::Part(part) => Command::ShowPart { order, part },
            Self::Refund(refund) => Command::ShowRefund { order, refund },
        }
    }

    /// Asks for a copy.
    pub(crate) const fn print(self, order: OrderId) -> Command {
        match self {
            Self::Check => Command::Reprint { order },
            Self::Part(part) => Command::ReprintPart { order, part },
            Self::Refund(refund) => Command::ReprintRefund { order, refund },
        }
    }
}

/// Chooses a paper of the chosen check and shows it when it came.
pub(crate) fn chooser(
    talk: Talk,
    chosen: RwSignal<Option<OrderId>>,
    which: RwSignal<Which>,
    paper: RwSignal<Option<String>>,
) -> Callback<Which> {
    Callback::new(move |wanted: Which| {
        let Some(order) = chosen.get_untracked() else {
            return;
        };
        which.set(wanted);
        paper.set(None);
        talk.ask(wanted.show(order), move |reply| {
            let still = chosen.try_get_untracked() == Some(Some(order))
                && which.try_get_untracked() == Some(wanted);
            if let Reply::Paper { html } = reply
                && still
            {
                paper.try_set(Some(html));
            }
        });
    })
}

/// Before the number of the paper of money taken ahead.
const DEPOSIT_SIGN: char = '+';

/// A paper and what is written on its button; nothing for the whole check.
type Named = (Which, String);

fn papers_of(view: &OrderView) -> Vec<Named> {
    let count = view.parts.len();
    let mut papers = vec![(Which::Check, String::new())];
    for (place, part) in view.parts.iter().enumerate() {
        let part = &part.totals;
        let paid_alone = |id| view.order.payments.iter().any(|one| one.part == Some(id));
        if part.settled && paid_alone(part.id) {
            let name = format!("{}/{count} {}", place + 1, part.label);
            papers.push((Which::Part(part.id), name.trim().to_owned()));
        }
    }
    for deposit in view.order.payments.iter().filter(|one| one.deposit) {
        let name = format!("{DEPOSIT_SIGN}{}", deposit.paper);
        papers.push((Which::Refund(deposit.fact), name));
    }
    for refund in view
        .order
        .refunds
        .iter()
        .filter(|one| !one.number.is_empty())
    {
        papers.push((Which::Refund(refund.fact), refund.number.clone()));
    }
    papers
}

/// A button for each paper of the chosen check; none where there is one only.
#[component]
pub(crate) fn PaperChips(
    order: OrderId,
    which: RwSignal<Which>,
    choose: Callback<Which>,
) -> impl IntoView {
    let talk = Talk::get();
    let words = use_words();
    let papers = RwSignal::new(Vec::<Named>::new());
    talk.ask(Command::ShowOrder { order }, move |reply| {
        if let Reply::Order(view) = reply {
            papers.try_set(papers_of(&view));
        }
    });
    let chip = move |(paper, name): Named| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if which.get() == paper { "true" } else { "false" }
                data-testid="paper-chip"
                on:click=move |_| choose.run(paper)
            >
                {move || match paper {
                    Which::Check => words.get().money.check.to_owned(),
                    Which::Part(_) => name.clone(),
                    Which::Refund(_) => match name.strip_prefix(DEPOSIT_SIGN) {
                        Some(number) => format!("{} {number}", words.get().deposit()),
                        None => format!("{} {name}", words.get().till.refunds),
                    },
                }}
            </button>
        }
    };
    view! {
        <Show when=move || papers.with(|papers| papers.len() > 1)>
            <div class="chips" data-testid="paper-chips">
                {move || papers.get().into_iter().map(chip).collect_view()}
            </div>
        </Show>
    }
    .into_any()
}
