//! How money goes back: a button for each way that the node names. A way is mostly one tender; where
//! that may not give all of it, a second one gives the rest.

use leptos::prelude::*;
use shared::{
    api::till::{RefundAsked, RefundPreview, SeveralBack, WayBack},
    gift::CardCode,
    order::Tender,
    refund::RefundLine,
};
use ui_kit::{
    field::TextField,
    words::{Words, use_words},
};

use crate::state::{Till, use_till};

/// What the node said last.
pub(super) type Preview = RwSignal<Option<RefundPreview>>;

/// The way that begins with this tender.
pub(super) fn way_of(preview: Preview, tender: Tender) -> Option<WayBack> {
    let begins = |way: &&WayBack| way.by.first().is_some_and(|by| by.tender == tender);
    preview.with(|now| now.as_ref()?.ways.iter().find(begins).cloned())
}

/// The restaurant's own tenders that something can go back with.
pub(super) fn others(preview: Preview) -> Memo<Vec<Tender>> {
    Memo::new(move |_| {
        let all = preview.with(|now| now.as_ref().map(|now| now.others.clone()));
        let all = all.unwrap_or_default().into_iter();
        all.map(|back| back.tender).collect()
    })
}

/// A gift card can get it: one paid, or nothing else may.
pub(super) fn onto_card(preview: Preview) -> bool {
    preview.with(|now| {
        let now = now.as_ref();
        now.is_some_and(|now| now.card.is_some() || now.only_card.is_some())
    })
}

/// No card paid, so somebody may say which one gets it.
fn asks_code(preview: Preview) -> bool {
    preview.with(|now| {
        let now = now.as_ref();
        now.is_some_and(|now| now.card.is_none() && now.only_card.is_some())
    })
}

/// Why nothing goes back with this tender, where it can give nothing.
pub(super) fn gives_nothing(
    till: Till,
    words: &Words,
    preview: Preview,
    tender: Tender,
) -> Option<String> {
    if way_of(preview, tender).is_some() {
        return None;
    }
    let only = preview.with(|now| now.as_ref()?.only_card.clone())?;
    if till.is_training() && tender == Tender::GiftCard {
        return Some(words.common.in_training.to_owned());
    }
    let most = till.currency().map(|currency| currency.format(only.most));
    Some(words.only_onto_card(&till.name(&only.name), &most.unwrap_or_default()))
}

/// What the tender is called; one of the restaurant's own as it was called when it paid.
pub(super) fn name_of(till: Till, words: &Words, preview: Preview, tender: Tender) -> String {
    let own = preview.with(|now| {
        let mut others = now.as_ref()?.others.iter();
        let own = others.find(|back| back.tender == tender)?;
        Some(till.name(&own.name))
    });
    words.tender_called(tender, own.as_deref())
}

/// What its button says: how much, and how.
pub(super) fn says(till: Till, words: &Words, preview: Preview, tender: Tender) -> String {
    let digits = |amount| {
        let currency = till.currency();
        let digits = currency.map(|currency| currency.digits(amount));
        digits.unwrap_or_default()
    };
    let Some(way) = way_of(preview, tender) else {
        return name_of(till, words, preview, tender);
    };
    let parts = way.by.iter().zip(&way.gives);
    let part = |(by, gives): (&shared::refund::BackBy, &shared::money::Money)| {
        (name_of(till, words, preview, by.tender), digits(*gives))
    };
    let parts: Vec<(String, String)> = parts.map(part).collect();
    match parts.as_slice() {
        [(name, amount)] => words.refund_by(name, amount),
        _ => words.refund_by_several(&parts),
    }
}

/// What to ask the node for.
pub(super) fn asked(
    way: WayBack,
    lines: Vec<RefundLine>,
    code: &str,
    reason: String,
) -> Option<RefundAsked> {
    let code = Some(CardCode(code.trim().to_owned())).filter(|code| !code.0.is_empty());
    Some(match way.by.as_slice() {
        [] => return None,
        [by] if by.tender == Tender::GiftCard => RefundAsked::OntoCard {
            lines,
            code,
            reason,
        },
        [by] if lines.is_empty() => RefundAsked::Surplus { tender: by.tender },
        [by] => RefundAsked::Lines {
            lines,
            tender: by.tender,
            reason,
        },
        _ => RefundAsked::Several(SeveralBack {
            lines,
            by: way.by,
            code,
            reason,
        }),
    })
}

/// What the tenders may give, and the field for a gift card that did not pay.
#[component]
pub(super) fn Limits(preview: Preview, code: RwSignal<String>) -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let notes = move || {
        let words = words.get();
        let now = preview.get()?;
        let only = now.only_card?;
        let currency = till.currency()?;
        let mut notes =
            vec![words.only_onto_card(&till.name(&only.name), &currency.format(only.most))];
        let own = now.others.iter();
        notes.extend(
            own.map(|own| words.gives_at_most(&till.name(&own.name), &currency.format(own.most))),
        );
        Some(notes)
    };
    view! {
        {move || {
            notes()
                .map(|notes| {
                    view! {
                        <div class="stack small" role="note" data-testid="refund-limits">
                            {notes.into_iter().map(|note| view! { <p>{note}</p> }).collect_view()}
                        </div>
                    }
                })
        }}
        <Show when=move || asks_code(preview)>
            <TextField
                label=Signal::derive(move || words.get().card_or_new().to_owned())
                value=code
                length_max=60
                testid="refund-card-code"
            />
        </Show>
    }
    .into_any()
}
