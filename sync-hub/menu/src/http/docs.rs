//! What the OpenAPI document says of the types in `shared::api::hub`, by one example each.
//!
//! `shared` knows nothing of OpenAPI, so each type has a stand-in here. The examples are values of
//! the real types: they cannot say what the code does not.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::{
    api::{device::DeviceRole, hub},
    ids::{DeviceId, StaffId},
    menu::{Course, Item, Name, Printer, Site, Variant},
    money::{Currency, Money},
    staff::Role,
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type, empty},
    },
};

macro_rules! described {
    ($($(#[$doc:meta])* $name:ident = $example:expr;)*) => { $(
        $(#[$doc])*
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let example = json!($example);
                let schema = schema_of(&example);
                schema.examples([example]).into()
            }
        }

        impl ToSchema for $name {}
    )* };
}

/// The schema of an object whose fields are always there.
fn schema_of(example: &Value) -> ObjectBuilder {
    let fields = example.as_object().into_iter().flatten();
    fields.fold(
        ObjectBuilder::new().schema_type(Type::Object),
        |object, (name, value)| object.property(name, field_schema(value)).required(name),
    )
}

fn field_schema(value: &Value) -> Schema {
    let of_type = |kind| ObjectBuilder::new().schema_type(kind).into();
    match value {
        // An example that holds nothing does not tell what else it may hold.
        Value::Null => of_type(SchemaType::AnyValue),
        Value::Bool(_) => of_type(Type::Boolean.into()),
        Value::Number(_) => of_type(Type::Integer.into()),
        Value::String(_) => of_type(Type::String.into()),
        Value::Array(values) => {
            let item = RefOr::T(values.first().map_or_else(empty, field_schema));
            ArrayBuilder::new().items(item).into()
        }
        Value::Object(_) => schema_of(value).into(),
    }
}

described! {
    /// What is sold, as last published.
    Menu = menu();
    /// A new price of one variant.
    SetPrice = hub::SetPrice { variant: "50 cl".to_owned(), price_minor: 220 };
    /// Whether an item can be ordered.
    SetAvailability = hub::SetAvailability { sold_out: false, left: Some(3) };
    /// A version that every device will get.
    Published = hub::Published { version: 2, published_at_ms: AT_MS };
    /// On which devices the newest catalogue is.
    Arrivals = arrivals();
    /// The files of a restaurant's folder.
    ImportRequest = import_request();
    /// What an import changed or would change.
    ImportReport = import_report();
    /// Every error of an import; nothing was changed.
    ImportRefused = import_refused();
    /// Somebody of the staff.
    StaffRow = hub::StaffRow { id: staff_id(), name: "Sofia".to_owned(), role: Role::Waiter };
    /// What somebody of the staff is to be.
    SetStaff = set_staff();
    /// The printers and what can be chosen for them.
    Printers = printers();
    /// All printers.
    SetPrinters = hub::SetPrinters { printers: vec![printer()] };
    /// The restaurant's own facts.
    SiteFacts = site_facts();
}

const AT_MS: i64 = 1_795_262_400_000;

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn currency() -> Currency {
    Currency::from_code("EUR").expect("the euro is a known currency")
}

fn staff_id() -> StaffId {
    StaffId::new(AT_MS, [7; 10])
}

fn menu() -> hub::Menu {
    let water = Item {
        sku: "T152".to_owned(),
        category: "Bevande".to_owned(),
        course: Course::Drink,
        station: Some("bar".to_owned()),
        name: Name {
            first: "Acqua naturale".to_owned(),
            second: "Still water".to_owned(),
        },
        variants: vec![Variant {
            name: "50 cl".to_owned(),
            price: Money::from_minor(200),
            barcode: Some("8001620000011".to_owned()),
        }],
        tax: "food".to_owned(),
        allergens: Vec::new(),
        groups: Vec::new(),
        prep_seconds: 45,
        sold_out: false,
        left: None,
        sale: shared::menu::Sale::default(),
    };
    hub::Menu {
        version: 2,
        published_at_ms: AT_MS,
        currency: currency(),
        prices_include_tax: true,
        categories: words(&["Bevande"]),
        stations: words(&["bar"]),
        items: vec![water],
        groups: Vec::new(),
    }
}

fn arrivals() -> hub::Arrivals {
    hub::Arrivals {
        version: 2,
        published_at_ms: AT_MS,
        devices: vec![hub::Arrival {
            device: DeviceId::new(AT_MS, [8; 10]),
            name: "Till 1".to_owned(),
            role: DeviceRole::Till,
            version: Some(2),
            arrived: true,
            seen_at_ms: Some(AT_MS),
        }],
    }
}

fn import_request() -> hub::ImportRequest {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    hub::ImportRequest {
        files: BTreeMap::from([
            file("site.csv", "key,value\nname,Trattoria\n…"),
            file("staff.csv", "name,role,pin\n…"),
        ]),
    }
}

fn import_report() -> hub::ImportReport {
    hub::ImportReport {
        dry_run: true,
        diff: hub::ImportDiff {
            changed: vec![hub::DiffRow {
                kind: hub::ImportKind::Item,
                name: "T129 Margherita".to_owned(),
                fields: vec![hub::FieldChange {
                    field: "price".to_owned(),
                    old: "8,00 €".to_owned(),
                    new: "8,50 €".to_owned(),
                }],
            }],
            ..hub::ImportDiff::default()
        },
        errors: Vec::new(),
        notes: Vec::new(),
        published: None,
    }
}

fn import_refused() -> hub::ImportRefused {
    hub::ImportRefused {
        kind: "/problems/import-refused".to_owned(),
        code: "import-refused".to_owned(),
        title: "Unprocessable Entity".to_owned(),
        status: 422,
        detail: "1 things are wrong; nothing was changed".to_owned(),
        place: "items.csv:7 price".to_owned(),
        errors: vec![hub::ImportError {
            file: "items.csv".to_owned(),
            line: 7,
            field: "price".to_owned(),
            why: "`8,50` is not an amount in EUR".to_owned(),
        }],
    }
}

fn set_staff() -> hub::SetStaff {
    hub::SetStaff {
        name: "Sofia".to_owned(),
        role: Role::Waiter,
        pin: Some("3333".to_owned()),
    }
}

fn printer() -> Printer {
    Printer {
        name: "Bar".to_owned(),
        address: "192.168.1.50:9100".to_owned(),
        profile: "epson-80".to_owned(),
        stations: words(&["bar"]),
        receipts: true,
    }
}

fn printers() -> hub::Printers {
    hub::Printers {
        printers: vec![printer()],
        profiles: words(&["epson-80"]),
        stations: words(&["bar"]),
    }
}

fn site_facts() -> hub::SiteFacts {
    hub::SiteFacts {
        site: Site {
            name: "Trattoria Comanda".to_owned(),
            address: "Via del Forno 12, 50122 Firenze".to_owned(),
            tax_number: "IT01234567890".to_owned(),
            currency: currency(),
            language: "it".to_owned(),
            second_language: Some("en".to_owned()),
            kitchen_language: None,
            timezone: "Europe/Rome".to_owned(),
            business_day_starts_min: 300,
            prices_include_tax: true,
            cash_rounding_minor: 5,
            tip_choices: Vec::new(),
            auto_lock_min: 5,
            receipt_footer: "Grazie e arrivederci".to_owned(),
            prices: shared::price::SitePrices::default(),
            drawer: shared::menu::DrawerRules::default(),
            serving: shared::menu::ServingRules::default(),
            tenders: Vec::new(),
        },
        settings: BTreeMap::from([("service_charge".to_owned(), "0".to_owned())]),
        version: 2,
        items: 70,
        tables: 23,
        staff: 5,
    }
}
