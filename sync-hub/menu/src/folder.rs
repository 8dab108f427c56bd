//! A restaurant's folder of CSV files, read as a whole: either all of it makes sense, or every
//! place that does not is named.

mod combos;
mod groups;
mod items;
mod lists;
mod prices;
mod recipes;
mod sale;
mod sheet;
mod site;
mod staff;
mod tables;
mod taxes;
mod tenders;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::{
    api::hub::ImportError,
    menu::{ComboGroup, Item, ModifierGroup, Room, Site, TaxClass},
    staff::Role,
};

use sheet::{Errors, Sheet};

/// Largest price, in minor units: sums of whole evenings stay far from the end of the range.
pub(crate) const PRICE_MINOR_MAX: i64 = 1_000_000_000;
/// Most people of one site; each PIN is hashed slowly on purpose.
pub(crate) const STAFF_MAX: usize = 200;

const COMBOS: &str = "combos.csv";
const ITEMS: &str = "items.csv";
const MODIFIERS: &str = "modifiers.csv";
const PRICES: &str = "prices.csv";
const RECIPES: &str = "recipes.csv";
const SITE: &str = "site.csv";
const STAFF: &str = "staff.csv";
const TABLES: &str = "tables.csv";
const TENDERS: &str = "tenders.csv";

const CSV: &str = ".csv";

/// Every file, and whether a folder must have it.
const FILES: [(&str, bool); 9] = [
    (COMBOS, false),
    (ITEMS, true),
    (MODIFIERS, true),
    (PRICES, false),
    (RECIPES, false),
    (SITE, true),
    (STAFF, true),
    (TABLES, true),
    (TENDERS, false),
];

/// What a folder says.
#[derive(Debug)]
pub(crate) struct Folder {
    /// The restaurant.
    pub(crate) site: Site,
    /// Tax classes.
    pub(crate) taxes: Vec<TaxClass>,
    /// Categories in the order in which items name them.
    pub(crate) categories: Vec<String>,
    /// What is sold.
    pub(crate) items: Vec<Item>,
    /// Modifier groups.
    pub(crate) groups: Vec<ModifierGroup>,
    /// Dishes to choose from in combos.
    pub(crate) combos: Vec<ComboGroup>,
    /// Stations in the order in which items name them.
    pub(crate) stations: Vec<String>,
    /// Rooms with tables.
    pub(crate) rooms: Vec<Room>,
    /// People.
    pub(crate) staff: Vec<NewStaff>,
    /// What is kept and not used yet.
    pub(crate) extra: Extra,
}

/// Somebody of `staff.csv`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct NewStaff {
    /// What the others call them.
    pub(crate) name: String,
    /// What they are here to do.
    pub(crate) role: Role,
    /// The PIN itself; it is hashed and then forgotten.
    pub(crate) pin: String,
}

impl std::fmt::Debug for NewStaff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.name, self.role.word())
    }
}

/// What a folder says beyond the catalogue: kept for stock, and settings as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Extra {
    /// Settings as they were written: `service_charge`, `happy_hour`, promotions.
    pub(crate) settings: BTreeMap<String, String>,
    /// What goes into an item.
    pub(crate) recipes: Vec<Recipe>,
    /// What a modifier takes from the stock.
    pub(crate) ingredients: Vec<ModifierIngredient>,
    /// Variants whose stock is counted: code and name of the variant.
    pub(crate) tracked: Vec<(String, String)>,
}

/// A row of `recipes.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Recipe {
    /// The item.
    pub(crate) sku: String,
    /// Name of the variant; empty for all.
    pub(crate) variant: String,
    /// What goes in.
    pub(crate) ingredient: String,
    /// How much, as it was written.
    pub(crate) quantity: String,
    /// Of what unit.
    pub(crate) unit: String,
}

/// The ingredient of a row of `modifiers.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ModifierIngredient {
    /// The group.
    pub(crate) group: String,
    /// The modifier's name in the site's language.
    pub(crate) modifier: String,
    /// What it takes.
    pub(crate) ingredient: String,
}

impl Folder {
    /// Reads the files; with errors, nothing but the errors.
    pub(crate) fn read(files: &BTreeMap<String, String>) -> Result<Self, Vec<ImportError>> {
        let mut errors = Errors::default();
        let texts = by_name(files, &mut errors);
        let sheet = |file: &'static str, columns, errors: &mut Errors| {
            let text = texts.get(file).copied();
            text.map(|text| Sheet::read(file, text, columns, errors))
        };
        let site = sheet(SITE, site::COLUMNS, &mut errors);
        let site = site.map(|sheet| site::read(&sheet, &mut errors));
        let facts = site.as_ref().map(site::SiteSheet::facts);
        let facts = facts.unwrap_or_default();
        let needed = facts.clone();
        let groups = sheet(MODIFIERS, groups::COLUMNS, &mut errors);
        let groups = groups.map(|sheet| groups::read(&sheet, &facts, &mut errors));
        let items = sheet(ITEMS, items::COLUMNS, &mut errors).map(|sheet| {
            let known = groups.as_ref().map(|groups| groups.names.as_slice());
            items::read(&sheet, &facts, known, &mut errors)
        });
        let sold = items
            .as_ref()
            .map_or(&[][..], |items| items.items.as_slice());
        let combos = sheet(COMBOS, combos::COLUMNS, &mut errors);
        let combos = combos.map(|sheet| combos::read(&sheet, &facts, sold, &mut errors));
        let listed = sheet(PRICES, lists::COLUMNS, &mut errors);
        let recipes = sheet(RECIPES, recipes::COLUMNS, &mut errors).map(|sheet| {
            let known = items.as_ref().map(|items| &items.seen);
            recipes::read(&sheet, known, &mut errors)
        });
        let people = sheet(STAFF, staff::COLUMNS, &mut errors);
        let people = people.map(|sheet| staff::read(&sheet, &mut errors));
        let rooms = sheet(TABLES, tables::COLUMNS, &mut errors);
        let rooms = rooms.map(|sheet| tables::read(&sheet, &mut errors));
        let own = sheet(TENDERS, tenders::COLUMNS, &mut errors);
        let own = own.map(|sheet| tenders::read(&sheet, &mut errors));
        if let (true, Some(site), Some(groups), Some(items), Some(staff), Some(rooms)) =
            (errors.is_empty(), site, groups, items, people, rooms)
            && let Some((mut facts, taxes, settings)) = site.finish()
        {
            facts.tenders = own.unwrap_or_default();
            let combos = combos.unwrap_or_default();
            combos::check(&items.items, &combos, &mut errors);
            if let Some(sheet) = &listed {
                let lists = &mut facts.prices.lists;
                lists::fill(lists, sheet, &needed, &items.items, &mut errors);
            }
            lists::check(&facts.prices.lists, &rooms, &mut errors);
            check_categories(&facts, &items.categories, &mut errors);
            if !errors.is_empty() {
                return Err(errors.into_sorted());
            }
            return Ok(Self {
                site: facts,
                taxes,
                categories: items.categories,
                items: items.items,
                groups: groups.groups,
                combos,
                stations: items.stations,
                rooms,
                staff,
                extra: Extra {
                    settings,
                    recipes: recipes.unwrap_or_default(),
                    ingredients: groups.ingredients,
                    tracked: items.tracked,
                },
            });
        }
        Err(errors.into_sorted())
    }
}

/// Categories that happy hours and promotions name, and that no item is in.
fn check_categories(site: &Site, categories: &[String], errors: &mut Errors) {
    let hours = site.prices.happy_hours.iter();
    let hours = hours.map(|hour| ("happy_hour".to_owned(), hour.category.clone()));
    let promotions = site.prices.promotions.iter().flat_map(|promotion| {
        let key = format!("promo.{}", promotion.id);
        let of = promotion.categories.iter();
        of.map(move |category| (key.clone(), category.clone()))
    });
    for (key, category) in hours.chain(promotions) {
        if !categories.contains(&category) {
            errors.push(SITE, 0, &key, format!("nothing is in `{category}`"));
        }
    }
}

/// The texts by the plain names of their files.
fn by_name<'a>(
    files: &'a BTreeMap<String, String>,
    errors: &mut Errors,
) -> BTreeMap<&'static str, &'a str> {
    let mut texts = BTreeMap::new();
    for (path, text) in files {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        match FILES.iter().find(|(file, _)| *file == name) {
            Some((file, _)) => {
                let other = texts.insert(*file, text.as_str());
                if other.is_some() {
                    errors.push(file, 0, "", "is there twice");
                }
            }
            None if name.ends_with(CSV) => {
                errors.push(&name, 0, "", "is no file of a restaurant's folder");
            }
            // A note of the author, a hidden file of the system.
            None => {}
        }
    }
    for (file, needed) in FILES {
        if needed && !texts.contains_key(file) {
            errors.push(file, 0, "", "this file is missing");
        }
    }
    texts
}
