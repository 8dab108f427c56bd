//! A catalogue as flat lists of named things with fields in words, and the difference of two.

use std::collections::BTreeMap;

use shared::{
    api::hub::{DiffRow, FieldChange, ImportDiff, ImportKind},
    menu::{
        Catalogue, Item, Modifier, ModifierGroup, Printer, Site, TableShape, TaxClass, TaxRate,
    },
    money::Currency,
    staff::StaffMember,
    tender::SiteTender,
};

/// Stands for what nobody may read.
const HIDDEN: &str = "****";

/// A thing of a catalogue.
struct Thing {
    kind: ImportKind,
    /// By what it is known; unique within its kind.
    key: String,
    /// What people call it.
    label: String,
    fields: Vec<(String, String)>,
}

/// What becomes different when `new` replaces `old`. `settings` are the texts beside each.
pub(crate) fn difference(
    old: Option<(&Catalogue, &BTreeMap<String, String>)>,
    new: (&Catalogue, &BTreeMap<String, String>),
) -> ImportDiff {
    let mut before: BTreeMap<(ImportKind, String), Thing> = BTreeMap::new();
    let old_things = old.map(|(catalogue, settings)| things(catalogue, settings));
    for thing in old_things.unwrap_or_default() {
        before.insert((thing.kind, thing.key.clone()), thing);
    }
    let mut diff = ImportDiff::default();
    for thing in things(new.0, new.1) {
        let Some(known) = before.remove(&(thing.kind, thing.key.clone())) else {
            diff.added.push(row(thing, Vec::new()));
            continue;
        };
        let fields = changes(&known.fields, &thing.fields);
        if !fields.is_empty() {
            diff.changed.push(row(thing, fields));
        }
    }
    let gone = before.into_values().map(|thing| row(thing, Vec::new()));
    diff.removed.extend(gone);
    if let Some((old, _)) = old
        && diff.is_empty()
        && order(old) != order(new.0)
    {
        diff.changed.push(DiffRow {
            kind: ImportKind::Site,
            name: new.0.site.name.clone(),
            fields: vec![change("order of the rows", "", "")],
        });
    }
    diff
}

fn row(thing: Thing, fields: Vec<FieldChange>) -> DiffRow {
    DiffRow {
        kind: thing.kind,
        name: thing.label,
        fields,
    }
}

fn change(field: &str, old: &str, new: &str) -> FieldChange {
    FieldChange {
        field: field.to_owned(),
        old: old.to_owned(),
        new: new.to_owned(),
    }
}

fn changes(old: &[(String, String)], new: &[(String, String)]) -> Vec<FieldChange> {
    let value = |fields: &[(String, String)], name: &str| {
        let field = fields.iter().find(|(field, _)| field == name);
        field.map_or(String::new(), |(_, value)| value.clone())
    };
    let gone = old
        .iter()
        .filter(|(name, _)| !new.iter().any(|(field, _)| field == name));
    new.iter()
        .chain(gone)
        .map(|(name, _)| (name, value(old, name), value(new, name)))
        .filter(|(_, old, new)| old != new)
        .map(|(name, old, new)| {
            if name == PIN {
                change(name, HIDDEN, HIDDEN)
            } else {
                change(name, &old, &new)
            }
        })
        .collect()
}

/// The name of the field whose values nobody may read.
const PIN: &str = "pin";

/// Everything whose place in a list is seen on a screen.
fn order(catalogue: &Catalogue) -> Vec<&str> {
    let items = catalogue.items.iter().flat_map(|item| {
        let sizes = item.variants.iter().map(|variant| variant.name.as_str());
        std::iter::once(item.sku.as_str()).chain(sizes)
    });
    let options = catalogue.groups.iter().flat_map(|group| {
        let options = group
            .options
            .iter()
            .map(|option| option.name.first.as_str());
        std::iter::once(group.name.as_str()).chain(options)
    });
    let tables = catalogue.rooms.iter().flat_map(|room| &room.tables);
    items
        .chain(options)
        .chain(tables.map(|table| table.name.as_str()))
        .chain(catalogue.categories.iter().map(String::as_str))
        .chain(catalogue.stations.iter().map(String::as_str))
        .chain(catalogue.staff.iter().map(|one| one.name.as_str()))
        .chain(catalogue.taxes.iter().map(|tax| tax.name.as_str()))
        .chain(catalogue.site.tenders.iter().map(|own| own.id.as_str()))
        .collect()
}

fn things(catalogue: &Catalogue, settings: &BTreeMap<String, String>) -> Vec<Thing> {
    let currency = catalogue.site.currency;
    let mut things = vec![site(&catalogue.site, settings)];
    things.extend(catalogue.taxes.iter().map(tax));
    things.extend(catalogue.items.iter().map(|one| item(one, currency)));
    things.extend(catalogue.groups.iter().map(|one| group(one, currency)));
    for room in &catalogue.rooms {
        things.extend(room.tables.iter().map(|table| Thing {
            kind: ImportKind::Table,
            key: table.name.clone(),
            label: format!("{} {}", room.name, table.name),
            fields: fields([
                ("room", room.name.clone()),
                ("seats", table.seats.to_string()),
                ("place", format!("{}, {}", table.x, table.y)),
                ("shape", shape(table.shape).to_owned()),
            ]),
        }));
    }
    things.extend(catalogue.staff.iter().map(person));
    things.extend(catalogue.printers.iter().map(printer));
    things
}

fn fields<const N: usize>(pairs: [(&str, String); N]) -> Vec<(String, String)> {
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

fn site(site: &Site, settings: &BTreeMap<String, String>) -> Thing {
    let rounding = shared::money::Money::from_minor(site.cash_rounding_minor);
    let tips: Vec<_> = site.tip_choices.iter().map(u32::to_string).collect();
    let starts = site.business_day_starts_min;
    let mut fields = fields([
        ("name", site.name.clone()),
        ("address", site.address.clone()),
        ("tax_number", site.tax_number.clone()),
        ("currency", site.currency.to_string()),
        ("language", site.language.clone()),
        (
            "language_2",
            site.second_language.clone().unwrap_or_default(),
        ),
        (
            "kitchen_language",
            site.kitchen_language.clone().unwrap_or_default(),
        ),
        ("timezone", site.timezone.clone()),
        (
            "business_day_starts",
            format!("{:02}:{:02}", starts / 60, starts % 60),
        ),
        ("prices_include_tax", yes_or_no(site.prices_include_tax)),
        ("cash_rounding", site.currency.format(rounding)),
        ("tip_choices", tips.join(", ")),
        ("auto_lock_minutes", site.auto_lock_min.to_string()),
        ("receipt_footer", site.receipt_footer.clone()),
    ]);
    fields.extend(
        settings
            .iter()
            .map(|(key, value)| (key.clone(), value.clone())),
    );
    fields.extend(site.tenders.iter().map(tender));
    Thing {
        kind: ImportKind::Site,
        key: String::new(),
        label: site.name.clone(),
        fields,
    }
}

/// A way to pay: its names, and what it may do.
fn tender(own: &SiteTender) -> (String, String) {
    let mut parts = vec![own.name.first.clone()];
    if !own.name.second.is_empty() {
        parts.push(own.name.second.clone());
    }
    parts.extend(own.may.iter().map(|what| what.word().to_owned()));
    (format!("tender {}", own.id), parts.join(", "))
}

fn tax(tax: &TaxClass) -> Thing {
    let percent = |rates: &[TaxRate]| {
        let on_taxes = |rate| tax.compound.contains(rate);
        let rates: Vec<_> = rates
            .iter()
            .map(|rate| {
                let on = if on_taxes(rate) { " on taxes" } else { "" };
                format!("{} %{on}", rate.percent())
            })
            .collect();
        rates.join(" + ")
    };
    let takeaway = tax.takeaway.as_deref().map(percent);
    let delivery = tax.delivery.as_deref().map(percent);
    Thing {
        kind: ImportKind::Tax,
        key: tax.name.clone(),
        label: tax.name.clone(),
        fields: fields([
            ("rate", percent(&tax.eat_in)),
            ("rate for takeaway", takeaway.unwrap_or_default()),
            ("rate for delivery", delivery.unwrap_or_default()),
        ]),
    }
}

fn item(item: &Item, currency: Currency) -> Thing {
    let mut fields = fields([
        ("name", item.name.first.clone()),
        ("name_2", item.name.second.clone()),
        ("category", item.category.clone()),
        ("course", item.course.word().to_owned()),
        ("station", item.station.clone().unwrap_or_default()),
        ("tax", item.tax.clone()),
        ("allergens", item.allergens.join(", ")),
        ("modifier_groups", item.groups.join(", ")),
        ("prep_seconds", item.prep_seconds.to_string()),
    ]);
    for variant in &item.variants {
        let of_variant = |what: &str| format!("{what} {}", variant.name).trim_end().to_owned();
        fields.push((of_variant("price"), currency.format(variant.price)));
        let barcode = variant.barcode.clone().unwrap_or_default();
        fields.push((of_variant("barcode"), barcode));
    }
    Thing {
        kind: ImportKind::Item,
        key: item.sku.clone(),
        label: format!("{} {}", item.sku, item.name.first),
        fields,
    }
}

fn group(group: &ModifierGroup, currency: Currency) -> Thing {
    let mut fields = fields([
        ("min", group.min.to_string()),
        ("max", group.max.to_string()),
    ]);
    let say = |option: &Modifier| {
        let mut parts = vec![currency.format(option.price)];
        if !option.name.second.is_empty() {
            parts.push(option.name.second.clone());
        }
        parts.extend(option.allergens.iter().cloned());
        parts.join(", ")
    };
    let options = group.options.iter();
    fields.extend(options.map(|option| (option.name.first.clone(), say(option))));
    Thing {
        kind: ImportKind::Group,
        key: group.name.clone(),
        label: group.name.clone(),
        fields,
    }
}

fn person(person: &StaffMember) -> Thing {
    Thing {
        kind: ImportKind::Staff,
        key: person.name.clone(),
        label: person.name.clone(),
        fields: fields([
            ("role", person.role.word().to_owned()),
            (PIN, person.pin_hash.clone()),
        ]),
    }
}

fn printer(printer: &Printer) -> Thing {
    Thing {
        kind: ImportKind::Printer,
        key: printer.name.clone(),
        label: printer.name.clone(),
        fields: fields([
            ("address", printer.address.clone()),
            ("profile", printer.profile.clone()),
            ("stations", printer.stations.join(", ")),
            ("receipts", yes_or_no(printer.receipts)),
        ]),
    }
}

fn yes_or_no(value: bool) -> String {
    (if value { "yes" } else { "no" }).to_owned()
}

const fn shape(shape: TableShape) -> &'static str {
    match shape {
        TableShape::Square => "square",
        TableShape::Round => "round",
        TableShape::Stool => "stool",
    }
}
