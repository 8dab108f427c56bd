//! Gift cards on papers: whoever paid with one reads what is left on it, and whoever bought one that
//! the till made reads its code, once.

use printers::layouts::{Receipt, Tender as PaperTender, tender_word};
use shared::{
    gift::{CardUse, GiftLine},
    menu::{Name, Site},
    money::{Money, MoneyError},
    order::{Order, PaymentHint, Tender},
};

/// The name of a tender: as the restaurant called it then, and with the end of a gift card's code.
pub(super) fn named(
    site: &Site,
    tender: Tender,
    (card, name): (Option<&CardUse>, Option<&Name>),
) -> String {
    let word = name.map_or_else(
        || tender_word(&site.language, tender),
        |name| name.in_language(&site.language, site),
    );
    match card {
        Some(used) => format!("{word} {}", used.card.name()),
        None => word.to_owned(),
    }
}

/// Money that was given for a check: all of it, with the tip, as it stands on the slip of a terminal.
pub(super) fn tender(site: &Site, payment: &PaymentHint) -> Result<PaperTender, MoneyError> {
    Ok(PaperTender {
        name: named(
            site,
            payment.tender,
            (payment.card.as_ref(), payment.named.as_ref()),
        ),
        amount: payment.tendered.plus(payment.tip)?,
    })
}

/// What is left on the cards that paid; of a card that paid twice what the last time left.
pub(super) fn cards_left<'a>(
    payments: impl Iterator<Item = &'a PaymentHint>,
) -> Vec<(String, Money)> {
    let mut left: Vec<(String, Money)> = Vec::new();
    for used in payments.filter_map(|payment| payment.card.as_ref()) {
        let name = used.card.name();
        left.retain(|(other, _)| *other != name);
        left.push((name, used.left));
    }
    left
}

/// The paper with the codes of the cards that the till made: the first one, and no copy.
pub(super) fn with_codes(order: &Order, paper: &Receipt) -> Receipt {
    let lines = order.lines.iter().filter(|line| line.quantity > 0);
    let gifts = lines.filter_map(|line| line.facts.special.gift.as_ref());
    let code = |gift: &GiftLine| Some(gift.code.as_ref()?.in_groups());
    Receipt {
        // Nothing is on a card that somebody learnt with.
        codes: if order.training {
            Vec::new()
        } else {
            gifts.filter_map(code).collect()
        },
        ..paper.clone()
    }
}
