//! What a line takes from the catalogue, for good: price of this moment, modifiers, weight, halves,
//! the dishes of a combo.

use shared::{
    api::{
        Problem,
        till::{DishAsked, HalfAsked, LineMore, NewLine, PriceNow},
    },
    gift::CardProblem,
    menu::{Catalogue, ComboGroup, Item, Service, TaxClass, Variant, WeightUnit},
    money::Money,
    order::{Combo, ComboPart, Half, Halves, LineFacts, Order, Special, Weighed},
    price::{Rounding, listed_price, price_at},
};

use super::{Engine, choosing::choose, invalid, not_found, paying::money};

/// No scale of a restaurant weighs more, in thousandths of a unit.
const WEIGHT_MILLI_MAX: u32 = 999_999;
/// No price is larger.
const PRICE_MINOR_MAX: i64 = 1_000_000_000;

/// When, where and for whom something is sold.
pub(super) struct Moment {
    service: Service,
    room: Option<String>,
    rounding: Rounding,
    at_ms: i64,
    utc_offset_min: i32,
    /// The dish is the guest's already: it may be sold out for others.
    theirs: bool,
}

/// A line ready to be added.
pub(super) struct Frozen {
    pub(super) facts: LineFacts,
    /// Its price is outside of the limits of the catalogue.
    pub(super) outside_limits: bool,
}

impl Engine {
    /// The moment at which something would be added to an order.
    pub(super) fn moment(&self, menu: &Catalogue, order: &Order) -> Moment {
        let at_ms = self.source.now_ms();
        let sits_in = |room: &&shared::menu::Room| {
            let mut tables = room.tables.iter();
            tables.any(|table| order.table.as_ref() == Some(&table.name))
        };
        let room = menu.rooms.iter().find(sits_in);
        Moment {
            service: order.service,
            room: room.map(|room| room.name.clone()),
            rounding: order.rules.rounding,
            at_ms,
            utc_offset_min: self.utc_offset_min(at_ms),
            theirs: false,
        }
    }

    /// Tells screens other prices when a happy hour or the hours of a list begin or end.
    pub fn follow_prices(&mut self) {
        let Some(menu) = self.catalogue.clone() else {
            return;
        };
        let at_ms = self.source.now_ms();
        let offset = self.utc_offset_min(at_ms);
        let prices = &menu.site.prices;
        let happy = prices
            .happy_hours
            .iter()
            .map(|one| one.is_on(at_ms, offset));
        let hours = prices.lists.iter().filter_map(|list| list.hours);
        let on: Vec<bool> = happy
            .chain(hours.map(|hours| hours.is_on(at_ms, offset)))
            .collect();
        if self.people.prices_on != on {
            self.people.prices_on = on;
            for order in self.shown_orders() {
                self.tell_order(order);
            }
        }
    }

    /// What a line would cost.
    pub(super) fn price_line(&mut self, order: &Order, new: &NewLine) -> Result<Money, Problem> {
        let menu = self.menu()?;
        let frozen = freeze(&menu, &self.moment(&menu, order), new, None)?;
        let one = frozen.facts.price_of_one().map_err(money)?;
        one.times(i64::from(new.quantity)).map_err(money)
    }
}

impl Moment {
    /// The same for a dish that the guest has already.
    pub(super) fn of_theirs(self) -> Self {
        Self {
            theirs: true,
            ..self
        }
    }

    /// What one costs now, and the list that says so: first the list of other prices, then the
    /// happy hour.
    fn price<'a>(
        &self,
        menu: &'a Catalogue,
        item: &Item,
        variant: &Variant,
    ) -> Result<(Money, &'a str), Problem> {
        let prices = &menu.site.prices;
        let listed = listed_price(
            &prices.lists,
            (&item.sku, &variant.name),
            self.service,
            self.room.as_deref(),
            self.at_ms,
            self.utc_offset_min,
        );
        let (list, price) = listed.unwrap_or(("", variant.price));
        let price = price_at(
            price,
            &item.category,
            &prices.happy_hours,
            prices.rounding,
            self.at_ms,
            self.utc_offset_min,
        );
        Ok((price.map_err(money)?, list))
    }

    /// Everything that costs something else now than the menu says.
    pub(super) fn prices(&self, menu: &Catalogue) -> Result<Vec<PriceNow>, Problem> {
        let prices = &menu.site.prices;
        let mut now = Vec::new();
        if prices.lists.is_empty() && prices.happy_hours.is_empty() {
            return Ok(now);
        }
        for item in &menu.items {
            for (place, variant) in (0_u32..).zip(&item.variants) {
                let (price, _) = self.price(menu, item, variant)?;
                if price != variant.price {
                    now.push(PriceNow {
                        sku: item.sku.clone(),
                        variant: place,
                        price,
                    });
                }
            }
        }
        Ok(now)
    }
}

/// What the line takes from the catalogue. `labelled` is a price that a scale has printed.
pub(super) fn freeze(
    menu: &Catalogue,
    moment: &Moment,
    new: &NewLine,
    labelled: Option<Money>,
) -> Result<Frozen, Problem> {
    let item = sellable(menu, moment, &new.sku)?;
    let place = usize::try_from(new.variant).map_err(|_| not_found("variant"))?;
    let variant = item
        .variants
        .get(place)
        .ok_or_else(|| not_found("variant"))?;
    let tax = menu.tax(&item.tax).ok_or_else(|| not_found("tax"))?;
    check_gift(item, new)?;
    let (price, list) = moment.price(menu, item, variant)?;
    let mut special = Special {
        list: list.to_owned(),
        ..Special::default()
    };
    let mut outside_limits = false;
    let sale = &item.sale;
    let mut now = price;
    if let Some(price) = labelled {
        now = price;
    } else if let Some(unit) = sale.weighed {
        special.weighed = Some(weigh(unit, price, sale.tare_milli, new)?);
    } else if let Some(limits) = sale.open {
        now = asked(&new.more)?;
        outside_limits = !limits.hold(now);
    } else if let Some(rule) = sale.halves {
        let both = halve(menu, moment, item, variant, &new.more.halves)?;
        special.halves = Some(Halves {
            rule,
            on_top: price,
            both,
        });
    } else if !sale.combo.is_empty() {
        special.combo = Some(combine(menu, moment, item, price, &new.more.dishes)?);
    }
    if labelled.is_some() || sale.open.is_some() {
        special.asked = true;
        special.list.clear();
    }
    let unit_price = special.price_of_one(now, moment.rounding).map_err(money)?;
    let facts = LineFacts {
        sku: item.sku.clone(),
        name: item.name.clone(),
        variant: variant.name.clone(),
        category: item.category.clone(),
        unit_price,
        tax: if sale.gift_card {
            untaxed(tax)
        } else {
            tax.clone()
        },
        tax_included: menu.site.prices_include_tax,
        station: item.station.clone().filter(|_| !sale.gift_card),
        allergens: item.allergens.clone(),
        prep_seconds: item.prep_seconds,
        modifiers: choose(menu, &item.groups, &new.modifiers)?,
        menu_version: menu.version,
        special: Box::new(special),
    };
    Ok(Frozen {
        facts,
        outside_limits,
    })
}

/// Money for a gift card is one each time, and something.
fn check_gift(item: &Item, new: &NewLine) -> Result<(), Problem> {
    if !item.sale.gift_card {
        return Ok(());
    }
    if new.quantity != 1 {
        return Err(Problem::GiftCard(CardProblem::OneEach));
    }
    if new.more.price.is_none_or(|price| price <= Money::ZERO) {
        return Err(invalid("price", "nothing would be on the card"));
    }
    Ok(())
}

/// The tax of a dish is due when the money on a card is spent, not when the card is sold.
fn untaxed(class: &TaxClass) -> TaxClass {
    TaxClass {
        name: class.name.clone(),
        eat_in: Vec::new(),
        takeaway: None,
        delivery: None,
        compound: Vec::new(),
    }
}

/// The item with this code, where somebody can order it.
fn sellable<'a>(menu: &'a Catalogue, moment: &Moment, sku: &str) -> Result<&'a Item, Problem> {
    let item = menu.item(sku).ok_or_else(|| not_found("item"))?;
    if !moment.theirs && (item.sold_out || item.left == Some(0)) {
        return Err(Problem::SoldOut {
            name: item.name.first.clone(),
        });
    }
    Ok(item)
}

/// The variant with this name; the first one where the item has none of that name.
fn variant_of<'a>(item: &'a Item, name: &str) -> Result<&'a Variant, Problem> {
    let named = item.variants.iter().find(|variant| variant.name == name);
    named
        .or_else(|| item.variants.first())
        .ok_or_else(|| not_found("variant"))
}

fn weigh(unit: WeightUnit, price: Money, tare: u32, new: &NewLine) -> Result<Weighed, Problem> {
    if new.quantity != 1 {
        return Err(invalid("quantity", "what is weighed is one each time"));
    }
    let shown = new
        .more
        .weight_milli
        .ok_or_else(|| invalid("weight", "it must be weighed"))?;
    let tare_milli = new.more.tare_milli.unwrap_or(tare);
    if shown > WEIGHT_MILLI_MAX || shown <= tare_milli {
        let why = format!("not more than the box, {tare_milli}, or more than {WEIGHT_MILLI_MAX}");
        return Err(invalid("weight", why));
    }
    Ok(Weighed {
        unit,
        price,
        net_milli: shown - tare_milli,
        tare_milli,
    })
}

fn asked(more: &LineMore) -> Result<Money, Problem> {
    let price = more
        .price
        .ok_or_else(|| invalid("price", "somebody must say it"))?;
    if price.is_negative() || price.minor() > PRICE_MINOR_MAX {
        return Err(invalid("price", "below nothing or more than any price"));
    }
    Ok(price)
}

/// Both halves of a dish.
fn halve(
    menu: &Catalogue,
    moment: &Moment,
    item: &Item,
    variant: &Variant,
    halves: &[HalfAsked],
) -> Result<[Half; 2], Problem> {
    let [one, other] = halves else {
        return Err(invalid("halves", "there must be two"));
    };
    let half = |asked: &HalfAsked| {
        let of = sellable(menu, moment, &asked.sku)?;
        if of.category != item.category || !of.sale.is_plain() {
            return Err(invalid("halves", format!("`{}` is no half of it", of.sku)));
        }
        let (price, _) = moment.price(menu, of, variant_of(of, &variant.name)?)?;
        Ok(Half {
            sku: of.sku.clone(),
            name: of.name.clone(),
            price,
            allergens: of.allergens.clone(),
            modifiers: choose(menu, &of.groups, &asked.modifiers)?,
        })
    };
    Ok([half(one)?, half(other)?])
}

/// The dishes of a combo, after making sure that each group has as many as it asks for.
fn combine(
    menu: &Catalogue,
    moment: &Moment,
    item: &Item,
    price: Money,
    dishes: &[DishAsked],
) -> Result<Combo, Problem> {
    let stray = dishes
        .iter()
        .find(|dish| !item.sale.combo.contains(&dish.group));
    if let Some(stray) = stray {
        let why = format!("`{}` is not asked for here", stray.group);
        return Err(invalid("dishes", why));
    }
    let mut parts = Vec::new();
    for name in &item.sale.combo {
        let group = menu.combos.iter().find(|group| group.name == *name);
        let group = group.ok_or_else(|| not_found("group"))?;
        let before = parts.len();
        for dish in dishes.iter().filter(|dish| dish.group == *name) {
            parts.push(dish_of(menu, moment, group, dish)?);
        }
        let count = u32::try_from(parts.len() - before).unwrap_or(u32::MAX);
        if count < group.min || count > group.max {
            return Err(Problem::Modifiers {
                group: name.clone(),
                min: group.min,
                max: group.max,
            });
        }
    }
    Ok(Combo { price, parts })
}

fn dish_of(
    menu: &Catalogue,
    moment: &Moment,
    group: &ComboGroup,
    asked: &DishAsked,
) -> Result<ComboPart, Problem> {
    let place = usize::try_from(asked.dish).map_err(|_| not_found("dish"))?;
    let dish = group.dishes.get(place).ok_or_else(|| not_found("dish"))?;
    let item = sellable(menu, moment, &dish.sku)?;
    if item.sale.gift_card {
        return Err(not_found("dish"));
    }
    let variant = variant_of(item, &dish.variant)?;
    let (listed, _) = moment.price(menu, item, variant)?;
    let tax = menu.tax(&item.tax).ok_or_else(|| not_found("tax"))?;
    Ok(ComboPart {
        group: group.name.clone(),
        sku: item.sku.clone(),
        name: item.name.clone(),
        variant: variant.name.clone(),
        category: item.category.clone(),
        upcharge: dish.upcharge,
        listed,
        tax: tax.clone(),
        station: item.station.clone(),
        allergens: item.allergens.clone(),
        prep_seconds: item.prep_seconds,
        modifiers: choose(menu, &item.groups, &asked.modifiers)?,
    })
}
