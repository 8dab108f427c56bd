//! What comes off a check: of a line or of all, in percent, as an amount, or everything; and what
//! was given already.

use leptos::prelude::*;
use shared::{
    api::till::{Command, OrderView},
    ids::{LineId, OrderId},
    money::{Currency, Money},
    price::{DiscountRow, Promotion, Takes},
};
use ui_kit::{
    button::{Button, ButtonKind},
    entry::entered,
    numpad::Numpad,
    sheet::{Sheet, SheetPlace},
    words::{Words, use_words},
};

use super::percent::{CommaButton, Percent};
use crate::{
    reason::{Go, ReasonRows},
    state::{Over, Till, use_till},
    talk::Talk,
};

/// Percents that are one tap away.
const PERCENTS: [i64; 5] = [5, 10, 15, 20, 50];

/// In what the number is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Percent,
    Amount,
    Comp,
    /// No service charge.
    Charge,
}

/// A discount while it is put together.
#[derive(Clone, Copy)]
struct Draft {
    line: RwSignal<Option<LineId>>,
    kind: RwSignal<Kind>,
    percent: RwSignal<Percent>,
    /// The amount in minor units.
    amount: RwSignal<i64>,
}

impl Draft {
    /// What is asked of the node for this reason; none while nothing is taken off.
    fn command(self, order: OrderId, reason: String) -> Option<Command> {
        if self.kind.get() == Kind::Charge {
            return Some(Command::WaiveCharge { order, reason });
        }
        Some(Command::Discount {
            order,
            line: self.line.get(),
            takes: self.takes()?,
            reason,
        })
    }

    fn is_ready(self) -> bool {
        self.kind.get() == Kind::Charge || self.takes().is_some()
    }

    /// What it takes; none while there is nothing to take.
    fn takes(self) -> Option<Takes> {
        match self.kind.get() {
            Kind::Charge => None,
            Kind::Comp => Some(Takes::Comp),
            Kind::Percent => {
                let ppm = self.percent.get().ppm()?;
                Some(Takes::Percent { ppm })
            }
            Kind::Amount => {
                let amount = Money::from_minor(self.amount.get());
                (amount > Money::ZERO).then_some(Takes::Amount { amount })
            }
        }
    }
}

/// What a discount is called on the check.
pub(crate) fn discount_name(row: &DiscountRow, words: &Words) -> String {
    match (row.name.as_str(), row.takes) {
        ("", Takes::Comp) => words.price.comp.to_owned(),
        ("", Takes::Percent { ppm }) => {
            let percent = shared::menu::TaxRate::from_ppm(ppm);
            let percent = percent.map(shared::menu::TaxRate::percent);
            format!("{} {} %", words.price.discount, percent.unwrap_or_default())
        }
        ("", Takes::Amount { .. }) => words.price.discount.to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// The reasons that are one tap away.
fn reasons(words: &'static Words) -> [&'static str; 5] {
    let (price, till) = (words.price, words.till);
    [
        price.reason_late,
        till.reason_kitchen,
        price.reason_complaint,
        price.reason_regular,
        price.reason_staff,
    ]
}

/// The sheet: beside the check, so that everybody sees what it does.
#[component]
pub(crate) fn DiscountSheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let open = till.is_over(|over| *over == Over::Discount);
    view! {
        <Sheet
            open
            title=Signal::derive(move || words.get().price.title.to_owned())
            place=SheetPlace::Right
            testid="discount-sheet"
            on_close=move |()| till.close_over()
        >
            <DiscountForm />
        </Sheet>
    }
}

#[component]
fn DiscountForm() -> impl IntoView {
    let till = use_till();
    let draft = Draft {
        line: RwSignal::new(till.line.get_untracked()),
        kind: RwSignal::new(Kind::Percent),
        percent: RwSignal::new(Percent::default()),
        amount: RwSignal::new(0),
    };
    view! {
        <div class="stack">
            <Given />
            <Promotions />
            <Scope draft />
            <div class="discount-both">
                <HowMuch draft />
                <Why draft />
            </div>
        </div>
    }
    .into_any()
}

/// What was given already, each with a way back, and the service charge.
#[component]
fn Given() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    move || {
        let (view, currency) = till.order.get().zip(till.currency())?;
        let words = words.get();
        let mut rows: Vec<_> = view
            .totals
            .discounts
            .iter()
            .enumerate()
            .map(|(place, row)| {
                let parts = [
                    discount_name(row, words),
                    row.reason.clone(),
                    format!("−{}", currency.digits(row.amount)),
                ];
                // A promotion needs no reason.
                let says: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                let says = says.join(" · ");
                let testid = format!("take-back-{place}");
                given_row(
                    (till, talk),
                    (says, words.price.take_off),
                    row.key.clone(),
                    testid,
                )
            })
            .collect();
        if let Some(waived) = &view.order.charge_waived {
            let says = format!("{} · {}", words.price.waived, waived.reason);
            let testid = "take-back-charge".to_owned();
            let key = waived.key.clone();
            rows.push(given_row(
                (till, talk),
                (says, words.price.take_off),
                key,
                testid,
            ));
        }
        (!rows.is_empty()).then(|| {
            view! {
                <h3>{words.price.given}</h3>
                {rows}
            }
        })
    }
}

fn given_row(
    (till, talk): (Till, Talk),
    (says, take_off): (String, &'static str),
    key: String,
    testid: String,
) -> AnyView {
    let take_back = move |()| {
        if let Some(order) = till.order_id() {
            let key = key.clone();
            talk.tell(Command::TakeBack { order, key });
        }
    };
    view! {
        <div class="row">
            <span class="grow">{says}</span>
            <Button testid on_press=take_back>
                {take_off}
            </Button>
        </div>
    }
    .into_any()
}

/// Promotions of the restaurant that do not count yet, one tap each.
#[component]
fn Promotions() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let open = Memo::new(move |_| {
        let all = till.with_site(|site| site.prices.promotions.clone());
        till.order.with(|view| {
            let is_given = |promotion: &Promotion| {
                let key = format!("{}{}", shared::price::PROMO_PREFIX, promotion.id);
                view.as_ref()
                    .is_some_and(|view| view.order.discounts.iter().any(|one| one.key == key))
            };
            let open = all.unwrap_or_default().into_iter();
            open.filter(|one| !is_given(one)).collect::<Vec<_>>()
        })
    });
    let give = move |promotion: String| {
        if let Some(order) = till.order_id() {
            talk.tell(Command::Promote { order, promotion });
        }
    };
    view! {
        <Show when=move || open.with(|open| !open.is_empty())>
            <h3>{move || words.get().price.promotions}</h3>
            <div class="choices">
                <For each=move || open.get() key=|one| one.id.clone() let:one>
                    {
                        let id = one.id.clone();
                        view! {
                            <Button
                                class="choice"
                                testid=format!("promo-{}", one.id)
                                on_press=move |()| give(id.clone())
                            >
                                {one.name}
                            </Button>
                        }
                    }
                </For>
            </div>
        </Show>
    }
}

/// The chosen line or the whole check.
#[component]
fn Scope(draft: Draft) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let chosen = till.line.get_untracked();
    let name = till.order.with_untracked(|view| {
        let line = view.as_ref()?.order.line(chosen?)?;
        Some(till.name(&line.facts.name))
    });
    let is = move |line| Signal::derive(move || Some(draft.line.get() == line));
    name.map(|name| {
        view! {
            <div class="choices" role="group">
                <Button
                    class="choice"
                    pressed=is(chosen)
                    testid="discount-line"
                    on_press=move |()| draft.line.set(chosen)
                >
                    {move || format!("{}: {name}", words.get().price.this_line)}
                </Button>
                <Button
                    class="choice"
                    pressed=is(None)
                    testid="discount-check"
                    on_press=move |()| draft.line.set(None)
                >
                    {move || words.get().price.whole_check}
                </Button>
            </div>
        }
    })
}

/// Percent, amount or everything.
#[component]
fn HowMuch(draft: Draft) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let is = move |kind| Signal::derive(move || Some(draft.kind.get() == kind));
    let choose = move |kind| {
        draft.percent.set(Percent::default());
        draft.amount.set(0);
        draft.kind.set(kind);
    };
    let on_key = move |key| {
        if draft.kind.get_untracked() == Kind::Percent {
            draft
                .percent
                .update(|percent| *percent = percent.press(key));
        } else {
            draft.amount.update(|minor| *minor = entered(*minor, key));
        }
    };
    let charged = move || {
        let is_charged = |view: &OrderView| !view.totals.charge.is_zero();
        till.order
            .with(|view| view.as_deref().is_some_and(is_charged))
    };
    let shown = move || {
        let currency = till.currency()?;
        Some(number_text(draft, currency, words.get()))
    };
    let percents = PERCENTS.map(|percent| {
        view! {
            <Button
                class="choice"
                testid=format!("percent-{percent}")
                on_press=move |()| {
                    draft.kind.set(Kind::Percent);
                    draft.percent.set(Percent::of_whole(percent));
                }
            >
                {format!("{percent} %")}
            </Button>
        }
    });
    view! {
        <div class="stack">
            <div class="row tight" role="group">
                <Button pressed=is(Kind::Percent) testid="kind-percent" on_press=move |()| choose(Kind::Percent)>
                    "%"
                </Button>
                <Button pressed=is(Kind::Amount) testid="kind-amount" on_press=move |()| choose(Kind::Amount)>
                    {move || words.get().price.amount}
                </Button>
                <Button pressed=is(Kind::Comp) testid="kind-comp" on_press=move |()| choose(Kind::Comp)>
                    {move || words.get().price.comp}
                </Button>
            </div>
            <Show when=charged>
                <Button pressed=is(Kind::Charge) testid="waive-charge" on_press=move |()| choose(Kind::Charge)>
                    {move || words.get().price.waive}
                </Button>
            </Show>
            <div class="row tight">
                <p class="discount-number strong grow" data-testid="discount-number">{shown}</p>
                <Show when=move || draft.kind.get() == Kind::Percent>
                    {move || {
                        let currency = till.currency()?;
                        Some(view! { <CommaButton percent=draft.percent currency /> })
                    }}
                </Show>
            </div>
            <div class="percents">{percents.collect_view()}</div>
            <Show when=move || matches!(draft.kind.get(), Kind::Percent | Kind::Amount)>
                <Numpad testid="discount-pad" on_key />
            </Show>
        </div>
    }
    .into_any()
}

fn number_text(draft: Draft, currency: Currency, words: &Words) -> String {
    match draft.kind.get() {
        Kind::Percent => {
            let percent = draft.percent.get().text(currency.decimal_sign());
            format!("− {percent} %")
        }
        Kind::Amount => {
            let amount = Money::from_minor(draft.amount.get());
            format!("− {}", currency.format(amount))
        }
        Kind::Comp => words.price.comp.to_owned(),
        Kind::Charge => words.price.waive.to_owned(),
    }
}

/// A tap on a reason does it.
#[component]
fn Why(draft: Draft) -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let give = move |reason: String| {
        let order = till.order_id();
        let command = order.and_then(|order| untrack(|| draft.command(order, reason)));
        if let Some(command) = command {
            talk.ask(command, move |_| till.close_over());
        }
    };
    let missing = Signal::derive(move || {
        (!draft.is_ready()).then(|| words.get().price.enter_first.to_owned())
    });
    view! {
        <div class="stack">
            <h3>{move || words.get().price.why}</h3>
            <ReasonRows
                ready=reasons
                narrow=true
                blocked=missing
                go=Go {
                    kind: ButtonKind::Primary,
                    word: |words| words.price.discount,
                    testid: "discount-go",
                }
                on_reason=give
            />
        </div>
    }
    .into_any()
}
