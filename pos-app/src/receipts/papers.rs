//! Which paper of a check is shown: its own, that of a part, or that of a refund.

use leptos::prelude::*;
use shared::{
    api::{
        Problem,
        till::{Command, OrderView, Reply},
    },
    ids::{EntryId, FactId, OrderId},
};
use ui_kit::{icon::IconName, states::EmptyState, words::use_words};

use crate::{paper::Paper, talk::Talk, wire::Failure};

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

/// A paper that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// It is on its way.
    #[default]
    Coming,
    /// It came.
    Here(String),
    /// Another till printed it, and keeps it.
    Elsewhere,
}

/// Chooses a paper of the chosen check and shows it when it came.
pub(crate) fn chooser(
    talk: Talk,
    chosen: RwSignal<Option<OrderId>>,
    which: RwSignal<Which>,
    paper: RwSignal<Sheet>,
) -> Callback<Which> {
    Callback::new(move |wanted: Which| {
        let Some(order) = chosen.get_untracked() else {
            return;
        };
        which.set(wanted);
        paper.set(Sheet::Coming);
        talk.try_ask(wanted.show(order), move |answer| {
            let still = chosen.try_get_untracked() == Some(Some(order))
                && which.try_get_untracked() == Some(wanted);
            match answer {
                Ok(Reply::Paper { html }) if still => drop(paper.try_set(Sheet::Here(html))),
                Err(Failure::Problem(Problem::NotFound { .. })) if still => {
                    drop(paper.try_set(Sheet::Elsewhere));
                }
                Err(failure) => talk.say_failure(&failure),
                Ok(_) => {}
            }
        });
    })
}

/// The chosen paper, or where it is.
#[component]
pub(crate) fn ChosenPaper(paper: RwSignal<Sheet>) -> impl IntoView {
    let words = use_words();
    let html = Signal::derive(move || match paper.get() {
        Sheet::Here(html) => Some(html),
        Sheet::Coming | Sheet::Elsewhere => None,
    });
    let text = Signal::derive(move || words.get().money.paper_elsewhere.to_owned());
    view! {
        <Show
            when=move || paper.with(|paper| *paper == Sheet::Elsewhere)
            fallback=move || view! { <Paper html /> }
        >
            <EmptyState icon=IconName::Receipt text testid="paper-elsewhere" />
        </Show>
    }
    .into_any()
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
    let chip = move |(place, (paper, name)): (usize, Named)| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if which.get() == paper { "true" } else { "false" }
                data-testid=format!("paper-chip-{place}")
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
                {move || papers.get().into_iter().enumerate().map(chip).collect_view()}
            </div>
        </Show>
    }
    .into_any()
}
