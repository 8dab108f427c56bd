//! The tenders that a restaurant names itself: what may be taken with them, and what may go back.

use shared::{
    api::Problem,
    menu::{Name, Site},
    money::Money,
    order::{Order, Tender},
    tender::{NamedTender, SiteTender, TenderMay},
};

use super::{Engine, invalid, not_found};

/// A way to pay as this till may take it now.
pub(super) struct Way {
    tender: Tender,
    own: Option<SiteTender>,
}

impl Engine {
    /// The way that is asked for; an error where the site knows no such tender.
    pub(super) fn way_to_pay(&self, tender: Tender) -> Result<Way, Problem> {
        let own = match tender {
            Tender::Cash | Tender::Card | Tender::GiftCard => None,
            Tender::Other(_) => {
                let menu = self.menu()?;
                let own = menu.site.own_tender(tender).cloned();
                Some(own.ok_or_else(|| not_found("tender"))?)
            }
        };
        Ok(Way { tender, own })
    }

    /// The drawer opens for what goes back with this tender.
    pub(super) fn opens_for_refund(&self, tender: Tender) -> bool {
        let keeps = |site: &Site| {
            let own = site.own_tender(tender);
            own.is_some_and(|own| own.may(TenderMay::Drawer))
        };
        tender == Tender::Cash || self.menu().is_ok_and(|menu| keeps(&menu.site))
    }
}

/// The tender that something goes back with, as it was called when it paid.
pub(super) fn named(order: &Order, tender: Tender) -> Option<NamedTender> {
    let Tender::Other(id) = tender else {
        return None;
    };
    let name = order.tender_name(tender)?.clone();
    Some(NamedTender { id, name })
}

impl Way {
    /// What the order freezes of it.
    pub(super) fn named(&self) -> Option<NamedTender> {
        self.own.as_ref().map(SiteTender::named)
    }

    /// What the journal calls it.
    pub(super) fn name(&self) -> Option<String> {
        let name = |own: &SiteTender| first(&own.name);
        self.own.as_ref().map(name)
    }

    /// What is worth more than is due is given back in cash.
    pub(super) fn gives_change(&self) -> bool {
        let own = self.own.as_ref();
        own.is_some_and(|own| own.may(TenderMay::Change)) || self.tender == Tender::Cash
    }

    /// The drawer opens: for cash, for change, for paper that is kept in it.
    pub(super) fn opens(&self, change: Money) -> bool {
        let own = self.own.as_ref();
        let own = own.is_some_and(|own| own.may(TenderMay::Drawer) || !change.is_zero());
        own || self.tender == Tender::Cash
    }

    /// A card pays no more than is due, and neither does what gives no change; a tip only goes
    /// where it can be held.
    pub(super) fn check(&self, due: Money, tendered: Money, tip: Money) -> Result<(), Problem> {
        if self.tender == Tender::Card && tendered > due {
            return Err(invalid(
                "tendered",
                "a card pays no more than is due; the rest is a tip",
            ));
        }
        let Some(own) = &self.own else { return Ok(()) };
        if tendered > due && !self.gives_change() {
            return Err(invalid(
                "tendered",
                "this tender gives no change, so it pays no more than is due",
            ));
        }
        if !tip.is_zero() && !own.may(TenderMay::Tip) {
            return Err(invalid("tip", "this tender holds no tip"));
        }
        Ok(())
    }
}

/// The name in the site's language, as the journal keeps it.
pub(super) fn first(name: &Name) -> String {
    name.first.clone()
}
