//! Tenders that the restaurant names itself: meal vouchers, a wallet on a device of its own, a room.

use leptos::prelude::*;
use shared::{
    money::Money,
    order::Tender,
    tender::{SiteTender, TenderMay},
};
use ui_kit::button::Button;

use super::PayDesk;
use crate::state::{Till, use_till};

impl PayDesk {
    /// What the site says of the chosen tender, where it is one of its own.
    pub(crate) fn own(self, till: Till) -> Option<SiteTender> {
        let tender = self.tender.get();
        till.with_site(|site| site.own_tender(tender).cloned())?
    }

    /// Chooses one of the restaurant's own; a tip that it cannot hold is gone.
    fn choose_own(self, till: Till, tender: Tender) {
        self.choose(tender);
        if !self.holds_tip(till) {
            self.tip.set(Money::ZERO);
        }
    }

    /// The chosen tender can hold a tip.
    pub(crate) fn holds_tip(self, till: Till) -> bool {
        self.own(till).is_none_or(|own| own.may(TenderMay::Tip))
    }

    /// What goes beyond what is due is given back.
    pub(crate) fn gives_change(self, till: Till) -> bool {
        let own = self.own(till);
        own.is_some_and(|own| own.may(TenderMay::Change)) || self.tender.get() == Tender::Cash
    }
}

/// A payment with this tender opened the drawer.
pub(crate) fn opened_drawer(till: Till, tender: Tender, gave_change: bool) -> bool {
    let keeps = till.with_site(|site| {
        let own = site.own_tender(tender);
        own.is_some_and(|own| own.may(TenderMay::Drawer) || gave_change)
    });
    tender == Tender::Cash || keeps.unwrap_or(false)
}

/// The name of a tender of the restaurant's own, in the language of the screen.
pub(crate) fn own_name(till: Till, tender: Tender) -> Option<String> {
    let own = till.with_site(|site| site.own_tender(tender).cloned())??;
    Some(till.name(&own.name))
}

/// All of them, in the order of the catalogue.
pub(crate) fn own_tenders(till: Till) -> Vec<Tender> {
    let all = till.with_site(|site| {
        let own = site.tenders.iter();
        own.map(|own| Tender::Other(own.id)).collect()
    });
    all.unwrap_or_default()
}

/// Ends the name under which a tender's button is found.
pub(crate) fn key_of(tender: Tender) -> String {
    match tender {
        Tender::Other(id) => id.to_string(),
        Tender::Cash | Tender::Card | Tender::GiftCard => tender.word(),
    }
}

/// A button for each, below the large ones.
#[component]
pub(super) fn OwnTenders() -> impl IntoView {
    let till = use_till();
    let desk = PayDesk::get();
    let all = own_tenders(till);
    let button = move |tender: Tender| {
        let name = own_name(till, tender).unwrap_or_default();
        view! {
            <Button
                class="own-tender"
                pressed=Signal::derive(move || Some(desk.tender.get() == tender))
                testid=format!("tender-{}", key_of(tender))
                on_press=move |()| desk.choose_own(till, tender)
            >
                {name}
            </Button>
        }
    };
    (!all.is_empty()).then(|| {
        view! { <div class="own-tenders">{all.into_iter().map(button).collect_view()}</div> }
    })
}
