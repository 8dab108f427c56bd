//! `items.csv`: what is sold, a row for each size.

use std::collections::{BTreeMap, BTreeSet};

use shared::menu::{Course, Item, Name, Variant};

use super::{
    sale,
    sheet::{Errors, Row, Sheet},
    site::SiteFactsNeeded,
};

pub(super) const COLUMNS: &[&str] = &[
    "sku",
    "category",
    "course",
    "station",
    "name",
    "name_2",
    "variant",
    "price",
    "tax",
    "allergens",
    "modifier_groups",
    "prep_seconds",
    "barcode",
    "track_stock",
    "sold_by?",
    "tare?",
    "price_min?",
    "price_max?",
    "halves?",
    "combo?",
];

/// The fourteen allergens that the European Union makes people name.
const ALLERGENS: [&str; 14] = [
    "gluten",
    "crustaceans",
    "eggs",
    "fish",
    "peanuts",
    "soybeans",
    "milk",
    "nuts",
    "celery",
    "mustard",
    "sesame",
    "sulphites",
    "lupin",
    "molluscs",
];
const NO_STATION: &str = "none";
const PREP_SECONDS_MAX: u32 = 86_400;
const BARCODE_CHARS_MAX: usize = 48;

/// What `items.csv` says.
#[derive(Debug, Default)]
pub(super) struct ItemsSheet {
    /// The items whose rows make sense.
    pub(super) items: Vec<Item>,
    /// Categories as they appear.
    pub(super) categories: Vec<String>,
    /// Stations as they appear.
    pub(super) stations: Vec<String>,
    /// Variants whose stock is counted.
    pub(super) tracked: Vec<(String, String)>,
    /// Every code that is named, right or wrong.
    pub(super) seen: BTreeMap<String, Seen>,
    /// Each barcode and its line.
    barcodes: BTreeMap<String, u64>,
}

/// Where a code is and what its sizes are called.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seen {
    line: u64,
    /// Names of its sizes.
    pub(super) sizes: Vec<String>,
}

/// Reads the sheet. `groups` are the names of all modifier groups, where that file is there.
pub(super) fn read(
    sheet: &Sheet,
    facts: &SiteFactsNeeded,
    groups: Option<&[String]>,
    errors: &mut Errors,
) -> ItemsSheet {
    let mut read = ItemsSheet::default();
    let mut above = "";
    let courses = courses_of(sheet);
    for row in &sheet.rows {
        let Some(sku) = row.name(errors, "sku") else {
            continue;
        };
        let item = item(row, &sku, facts, groups, &courses, errors);
        let variant = read.variant(row, facts, errors);
        let is_size = sku == above;
        above = row.get("sku");
        let line = read.see(row, sku.clone());
        if is_size {
            read.add_size(row, item, variant, errors);
        } else if line == row.line {
            read.add_item(item, variant);
        } else {
            let why = format!("`{sku}` is in line {line} already; its sizes must stand together");
            row.wrong(errors, "sku", why);
        }
    }
    if sheet.readable && sheet.rows.is_empty() {
        errors.push(super::ITEMS, 0, "", "there is nothing to sell in it");
    }
    read
}

/// What all sizes of an item have in common; its variants are still to come.
fn item(
    row: &Row,
    sku: &str,
    facts: &SiteFactsNeeded,
    groups: Option<&[String]>,
    courses: &Courses<'_>,
    errors: &mut Errors,
) -> Option<Item> {
    let category = row.name(errors, "category");
    let course = course(row, courses, errors);
    let station = row.name(errors, "station");
    let first = row.name(errors, "name");
    let second = row.optional_name(errors, "name_2");
    let tax = row.name(errors, "tax");
    if let (Some(tax), Some(known)) = (&tax, &facts.taxes)
        && !known.contains(tax)
    {
        row.wrong(
            errors,
            "tax",
            format!("there is no `tax.{tax}` in site.csv"),
        );
    }
    let asked = row.words(errors, "modifier_groups");
    for group in &asked {
        if groups.is_some_and(|known| !known.contains(group)) {
            let why = format!("there is no group `{group}` in modifiers.csv");
            row.wrong(errors, "modifier_groups", why);
        }
    }
    let allergens = allergens(row, errors);
    let prep_seconds = row.whole(errors, "prep_seconds", 0..=PREP_SECONDS_MAX);
    Some(Item {
        sku: sku.to_owned(),
        category: category?,
        course: course?,
        station: Some(station?).filter(|name| name != NO_STATION),
        name: Name {
            first: first?,
            second: second?,
        },
        variants: Vec::new(),
        tax: tax?,
        allergens,
        groups: asked,
        prep_seconds: prep_seconds?,
        sold_out: false,
        left: None,
        sale: sale::sale(row, facts, errors),
    })
}

/// The courses that each category's rows name.
type Courses<'a> = BTreeMap<&'a str, BTreeSet<Course>>;

fn courses_of(sheet: &Sheet) -> Courses<'_> {
    let mut courses = Courses::new();
    for row in &sheet.rows {
        let of_category = courses.entry(row.get("category")).or_default();
        of_category.extend(Course::from_word(row.get("course")));
    }
    courses
}

/// The course of a row. One that names none has the course of its category: the one that all others
/// there name, and none where nobody names any.
fn course(row: &Row, courses: &Courses<'_>, errors: &mut Errors) -> Option<Course> {
    let (word, category) = (row.get("course"), row.get("category"));
    if !word.is_empty() {
        let course = Course::from_word(word);
        if course.is_none() {
            let words = Course::ALL.map(Course::word).join(", ");
            row.wrong(errors, "course", format!("`{word}` is none of {words}"));
        }
        return course;
    }
    let of_category: Vec<Course> = courses
        .get(category)
        .into_iter()
        .flatten()
        .copied()
        .collect();
    match of_category.as_slice() {
        [] => Some(Course::None),
        [only] => Some(*only),
        several => {
            let words: Vec<&str> = several.iter().map(|course| course.word()).collect();
            let words = words.join(", ");
            let why = format!("must be given: `{category}` has {words}");
            row.wrong(errors, "course", why);
            None
        }
    }
}

/// The allergens of a row, each one of the fourteen.
pub(super) fn allergens(row: &Row, errors: &mut Errors) -> Vec<String> {
    let words = row.words(errors, "allergens");
    for word in &words {
        if !ALLERGENS.contains(&word.as_str()) {
            let why = format!("`{word}` is none of {}", ALLERGENS.join(", "));
            row.wrong(errors, "allergens", why);
        }
    }
    words
}

impl ItemsSheet {
    /// Notes that a row names this code, and tells the line of the first one that does.
    fn see(&mut self, row: &Row, sku: String) -> u64 {
        let seen = self.seen.entry(sku).or_insert_with(|| Seen {
            line: row.line,
            sizes: Vec::new(),
        });
        seen.sizes.push(row.get("variant").to_owned());
        seen.line
    }

    fn variant(
        &mut self,
        row: &Row,
        facts: &SiteFactsNeeded,
        errors: &mut Errors,
    ) -> Option<Variant> {
        let name = row.optional_name(errors, "variant");
        let price = facts.price(errors, row, "price", false);
        let barcode = Some(row.get("barcode")).filter(|code| !code.is_empty());
        if let Some(code) = barcode {
            self.check_barcode(row, code, errors);
        }
        match row.get("track_stock") {
            "yes" => {
                let variant = row.get("variant").to_owned();
                self.tracked.push((row.get("sku").to_owned(), variant));
            }
            "" | "no" => {}
            other => row.wrong(
                errors,
                "track_stock",
                format!("`{other}` is not `yes` or `no`"),
            ),
        }
        Some(Variant {
            name: name?,
            price: price?,
            barcode: barcode.map(ToOwned::to_owned),
        })
    }

    fn check_barcode(&mut self, row: &Row, code: &str, errors: &mut Errors) {
        if code.len() > BARCODE_CHARS_MAX || !code.bytes().all(|byte| byte.is_ascii_graphic()) {
            row.wrong(errors, "barcode", format!("no scanner reads `{code}`"));
        }
        if let Some(line) = self.barcodes.get(code) {
            row.wrong(
                errors,
                "barcode",
                format!("`{code}` is in line {line} already"),
            );
        } else {
            self.barcodes.insert(code.to_owned(), row.line);
        }
    }

    fn add_item(&mut self, item: Option<Item>, variant: Option<Variant>) {
        let (Some(mut item), Some(variant)) = (item, variant) else {
            return;
        };
        if !self.categories.contains(&item.category) {
            self.categories.push(item.category.clone());
        }
        if let Some(station) = &item.station
            && !self.stations.contains(station)
        {
            self.stations.push(station.clone());
        }
        item.variants.push(variant);
        self.items.push(item);
    }

    /// A row with the code of the row above: one more size, the rest the same.
    fn add_size(
        &mut self,
        row: &Row,
        item: Option<Item>,
        variant: Option<Variant>,
        errors: &mut Errors,
    ) {
        let (Some(item), Some(variant)) = (item, variant) else {
            return;
        };
        // Where the first row of the item was wrong, its own error says so.
        let Some(first) = self.items.last_mut().filter(|first| first.sku == item.sku) else {
            return;
        };
        for (column, same) in [
            ("category", first.category == item.category),
            ("course", first.course == item.course),
            ("station", first.station == item.station),
            ("name", first.name.first == item.name.first),
            ("name_2", first.name.second == item.name.second),
            ("tax", first.tax == item.tax),
            ("allergens", first.allergens == item.allergens),
            ("modifier_groups", first.groups == item.groups),
            ("sold_by", first.sale == item.sale),
            ("prep_seconds", first.prep_seconds == item.prep_seconds),
        ] {
            if !same {
                let why = format!("must be the same for all sizes of `{}`", item.sku);
                row.wrong(errors, column, why);
            }
        }
        let nameless = variant.name.is_empty() || first.variants.iter().any(|v| v.name.is_empty());
        if nameless {
            let why = format!("`{}` has several sizes, so each needs a name", item.sku);
            row.wrong(errors, "variant", why);
        } else if first
            .variants
            .iter()
            .any(|known| known.name == variant.name)
        {
            let why = format!("`{}` has the size `{}` already", item.sku, variant.name);
            row.wrong(errors, "variant", why);
        }
        first.variants.push(variant);
    }
}
