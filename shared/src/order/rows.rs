//! What stands under the name of a line, row by row: weight, halves, dishes of a combo, modifiers.

use super::{LineFacts, LineModifier};
use crate::{
    menu::{Name, Prefix, Site},
    money::Money,
};

/// What a row tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// How much was weighed; its price is that of a whole unit.
    Weight,
    /// A half, a dish of a combo, the end of a gift card's code; its price is the upcharge.
    Dish,
    /// Something with it; its price is that of all of it on one dish.
    With,
    /// Something left off.
    Without,
}

/// A row under the name of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRow {
    /// What it tells.
    pub kind: RowKind,
    /// How far it stands to the right.
    pub depth: usize,
    /// What it says.
    pub text: String,
    /// A price that belongs to it; nothing where it costs nothing.
    pub price: Option<Money>,
}

impl FactRow {
    /// The row as one text: `> cherry` for what hangs under another row.
    pub fn plain(&self) -> String {
        match self.depth {
            0 => self.text.clone(),
            depth => format!("{} {}", ">".repeat(depth), self.text),
        }
    }
}

/// How names are said.
struct Speech<'a> {
    language: &'a str,
    site: Option<&'a Site>,
}

impl Speech<'_> {
    fn name(&self, name: &Name) -> String {
        let site = self.site.map(|site| name.in_language(self.language, site));
        site.unwrap_or(&name.first).to_owned()
    }

    fn modifiers(&self, rows: &mut Vec<FactRow>, modifiers: &[LineModifier], depth: usize) {
        let row = |one: &LineModifier| FactRow {
            kind: match one.prefix {
                Some(Prefix::No) => RowKind::Without,
                _ => RowKind::With,
            },
            depth: depth + one.under.len(),
            text: one.spoken(&self.name(&one.name), self.language),
            // A price that does not fit was refused when the line was made.
            price: one
                .price
                .times(i64::from(one.count))
                .ok()
                .filter(|price| !price.is_zero()),
        };
        rows.extend(modifiers.iter().map(row));
    }
}

impl LineFacts {
    /// All rows of a line in a language; or those of one dish of a combo, which has its own name.
    pub fn rows(&self, part: Option<u32>, language: &str, site: &Site) -> Vec<FactRow> {
        let site = Some(site);
        self.said(part, &Speech { language, site })
    }

    /// All rows with the names in the site's own language, where nobody knows the site.
    pub fn own_rows(&self, language: &str) -> Vec<FactRow> {
        let site = None;
        self.said(None, &Speech { language, site })
    }

    fn said(&self, part: Option<u32>, speech: &Speech<'_>) -> Vec<FactRow> {
        let mut rows = Vec::new();
        if let Some(part) = self.part(part) {
            speech.modifiers(&mut rows, &part.modifiers, 0);
            return rows;
        }
        if let Some(weighed) = &self.special.weighed {
            let sign = speech.site.map_or('.', |site| site.currency.decimal_sign());
            rows.push(FactRow {
                kind: RowKind::Weight,
                depth: 0,
                text: weighed.unit.format(weighed.net_milli, sign),
                price: Some(weighed.price),
            });
        }
        if let Some(gift) = &self.special.gift {
            rows.push(FactRow {
                kind: RowKind::Dish,
                depth: 0,
                text: gift.card.name(),
                price: None,
            });
        }
        for half in self.special.halves() {
            rows.push(FactRow {
                kind: RowKind::Dish,
                depth: 0,
                text: format!("1/2 {}", speech.name(&half.name)),
                price: None,
            });
            speech.modifiers(&mut rows, &half.modifiers, 1);
        }
        for part in self.special.parts() {
            rows.push(FactRow {
                kind: RowKind::Dish,
                depth: 0,
                text: match part.variant.as_str() {
                    "" => speech.name(&part.name),
                    variant => format!("{} {variant}", speech.name(&part.name)),
                },
                price: Some(part.upcharge).filter(|price| !price.is_zero()),
            });
            speech.modifiers(&mut rows, &part.modifiers, 1);
        }
        speech.modifiers(&mut rows, &self.modifiers, 0);
        rows
    }
}
