//! Draws every screen into `docs/screens`, so that people can look at them.
//!
//! Each screen is reached by touch, the same way a story reaches it, and taken at the size of a
//! small till, of a kitchen's wall, and of a phone where a till has a layout for it.

mod small;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    steps::{add, log_in, open_till, order_number, pay_exact, seat, sign_in, type_number},
};

const SMALL: (&str, u32, u32) = ("1024x768", 1024, 768);
const LARGE: (&str, u32, u32) = ("1920x1080", 1920, 1080);
const PHONE: (&str, u32, u32) = ("390x844", 390, 844);

/// Takes pictures of one screen.
struct Camera<'a> {
    face: &'a Face,
    folder: &'a Path,
    phone: bool,
}

impl Camera<'_> {
    async fn take(&self, name: &str) -> Result<()> {
        let sizes = [Some(LARGE), self.phone.then_some(PHONE), Some(SMALL)];
        for (size, width, height) in sizes.into_iter().flatten() {
            self.face.resize(width, height).await?;
            self.face.settle().await?;
            let file = self.folder.join(format!("{name}-{size}.png"));
            let picture = small::small(&self.face.picture().await?)?;
            std::fs::write(&file, picture)
                .with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let folder = stories::places::Places::find()?.screens();
    std::fs::create_dir_all(&folder)?;
    let (italian, english, japanese) =
        tokio::join!(trattoria(&folder), diner(&folder), yatai(&folder));
    italian.and(english).and(japanese)?;
    let total = size_of_folder(&folder)?;
    anyhow::ensure!(total < SIZE_MAX, "{total} bytes of pictures are too many");
    Ok(())
}

/// A clone of the project must not be mostly pictures.
const SIZE_MAX: u64 = 4 << 20;

fn size_of_folder(folder: &Path) -> Result<u64> {
    let mut total = 0;
    for entry in std::fs::read_dir(folder)? {
        total += entry?.metadata()?.len();
    }
    Ok(total)
}

/// The floor, the order, paying: in Italian.
async fn trattoria(folder: &Path) -> Result<()> {
    let plan = Plan::new("pictures-trattoria", Restaurant::Trattoria);
    let folder: PathBuf = folder.to_path_buf();
    Evening::play(plan, async |evening| {
        let url = evening.new_device("till", "Cassa 1").await?;
        let new = evening.browser("New till", &url).await?;
        new.wait_for("enrol-code").await?;
        let camera = Camera {
            face: &new,
            folder: &folder,
            phone: true,
        };
        camera.take("till-set-up").await?;

        let kitchen = evening.kitchen("Cucina").await?;
        let wall = Camera {
            face: &kitchen,
            folder: &folder,
            phone: false,
        };
        wall.take("kitchen-empty").await?;

        let till = evening.till("Cassa 2").await?;
        let camera = Camera {
            face: &till,
            folder: &folder,
            phone: true,
        };
        camera.take("till-sign-in").await?;
        sign_in(&till, "1111").await?;
        till.click("go-shift").await?;
        camera.take("till-shift-open").await?;
        type_number(&till, "float-pad", "15000").await?;
        till.click("open-shift").await?;
        till.click("go-floor").await?;
        full_house(&till).await?;
        camera.take("till-floor").await?;
        a_meal(&till, &camera).await?;
        paying(&till, &camera).await?;
        kitchen_at_work(&kitchen, &wall).await?;
        cash_and_reports(&till, &camera).await?;
        alone(evening, &till, &camera).await
    })
    .await
}

/// Guests at several tables, each as far as another.
async fn full_house(till: &Face) -> Result<()> {
    for (table, guests, dishes) in [
        ("1", 2, [("Antipasti", "T102"), ("Primi", "T113")]),
        ("3", 4, [("Secondi", "T123"), ("Contorni", "T141")]),
        ("6", 3, [("Pizze", "T131"), ("Bevande", "T156")]),
        ("9", 4, [("Primi", "T118"), ("Dolci", "T145")]),
    ] {
        seat(till, "Sala", table, guests).await?;
        for (line, (category, sku)) in dishes.into_iter().enumerate() {
            add(till, category, sku, line).await?;
        }
        if table != "9" {
            till.click("send").await?;
        }
        till.click("go-floor").await?;
    }
    seat(till, "Sala", "10", 4).await?;
    till.click("go-floor").await?;
    till.click("new-tab").await?;
    till.type_into("tab-name", "Signora Rossi").await?;
    till.click("tab-open").await?;
    add(till, "Vini e bar", "T166", 0).await?;
    till.click("send").await?;
    till.click("go-floor").await?;
    till.click("tab-Sala").await
}

/// The order screen in its states.
async fn a_meal(till: &Face, camera: &Camera<'_>) -> Result<()> {
    till.click("table-7").await?;
    till.wait_for("guests-sheet").await?;
    camera.take("till-guests").await?;
    till.click("guests-4").await?;
    till.wait_for("items").await?;
    till.click("seat-1").await?;
    add(till, "Antipasti", "T101", 0).await?;
    till.click("line-more").await?;
    till.click("seat-2").await?;
    till.click("category-Secondi").await?;
    till.click("item-T121").await?;
    till.wait_for("options").await?;
    camera.take("till-options").await?;
    till.click("modifier-doneness-0").await?;
    till.click("add-line").await?;
    till.wait_for("line-1").await?;
    till.click("line-note").await?;
    till.click("note-allergy").await?;
    till.click("note-3").await?;
    camera.take("till-note").await?;
    till.click("note-save").await?;
    till.click("send").await?;
    add(till, "Pizze", "T135", 2).await?;
    add(till, "Primi", "T111", 2).await?;
    camera.take("till-order").await?;
    till.click("line-0").await?;
    till.click("line-void").await?;
    till.wait_for("void-sheet").await?;
    camera.take("till-void").await?;
    till.click("void-sheet/close").await
}

/// Cash, card, and the calm after it.
async fn paying(till: &Face, camera: &Camera<'_>) -> Result<()> {
    till.click("send").await?;
    till.click("pay").await?;
    type_number(till, "pay-pad", "10000").await?;
    camera.take("till-pay-cash").await?;
    till.click("tender-card").await?;
    camera.take("till-pay-card").await?;
    till.click("tender-cash").await?;
    type_number(till, "pay-pad", "10000").await?;
    till.click("take-cash").await?;
    till.wait_for("paper").await?;
    camera.take("till-paid").await?;
    till.click("next-guest").await?;
    till.click("go-receipts").await?;
    till.wait_for("paper").await?;
    camera.take("till-receipts").await
}

async fn kitchen_at_work(kitchen: &Face, wall: &Camera<'_>) -> Result<()> {
    kitchen.wait_for("wall/bump").await?;
    kitchen.click("wall/line-1").await?;
    wall.take("kitchen-wall").await?;
    kitchen.click("station-hot").await?;
    wall.take("kitchen-station").await?;
    kitchen.click("wall/bump").await?;
    kitchen.click("recall").await?;
    kitchen.wait_for("recall-panel").await?;
    wall.take("kitchen-recall").await?;
    kitchen.click("recall-panel/close").await?;
    kitchen.click("station-all").await
}

/// The shift from the inside.
async fn cash_and_reports(till: &Face, camera: &Camera<'_>) -> Result<()> {
    till.click("go-shift").await?;
    till.wait_for("report").await?;
    camera.take("till-shift").await?;
    till.click("pay-out").await?;
    type_number(till, "cash-pad", "2000").await?;
    till.click("reason-0").await?;
    camera.take("till-paid-out").await?;
    till.click("cash-go").await?;
    till.click("close-shift").await?;
    type_number(till, "count-pad", "22000").await?;
    camera.take("till-count").await?;
    till.click("close-sheet/close").await?;
    till.click("go-floor").await
}

/// The hub is gone.
async fn alone(evening: &mut Evening, till: &Face, camera: &Camera<'_>) -> Result<()> {
    evening.hub.kill().await?;
    till.wait_attribute("pill", "data-world", "alone").await?;
    seat(till, "Giardino", "G2", 2).await?;
    add(till, "Antipasti", "T101", 0).await?;
    till.click("pill").await?;
    till.wait_for("world-sheet").await?;
    camera.take("till-alone").await
}

/// The back office, in English.
async fn diner(folder: &Path) -> Result<()> {
    let plan = Plan::new("pictures-diner", Restaurant::Diner);
    let folder: PathBuf = folder.to_path_buf();
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        for (table, category, sku) in [
            ("1", "Breakfast", "D204"),
            ("2", "Starters", "D219"),
            ("3", "Desserts", "D242"),
        ] {
            seat(&till, "Booths", table, 2).await?;
            add(&till, category, sku, 0).await?;
            till.click("send").await?;
            if table != "3" {
                pay_exact(&till).await?;
            }
        }
        let camera = Camera {
            face: &till,
            folder: &folder,
            phone: false,
        };
        till.click("category-Burgers & sandwiches").await?;
        till.click("item-D208").await?;
        till.click("modifier-doneness-2").await?;
        till.click("modifier-burger_extra-3").await?;
        camera.take("till-burger").await?;
        till.click("options/close").await?;
        pay_with_tip(&till, &camera).await?;
        let office = evening.back_office("Office").await?;
        let camera = Camera {
            face: &office,
            folder: &folder,
            phone: false,
        };
        camera.take("office-login").await?;
        log_in(evening, &office).await?;
        for page in ["today", "devices", "menu", "import", "staff", "settings"] {
            office.click(&format!("nav-{page}")).await?;
            office.wait_for(&format!("page-{page}")).await?;
            if page == "today" {
                office.wait_for("sales-today").await?;
            }
            if page == "import" {
                let files = evening
                    .restaurant_files("dearer", |text| text.replace(",12.95,", ",13.95,"))?;
                office.choose_files("import-files", &files).await?;
                office.wait_for("import-diff").await?;
            }
            camera.take(&format!("office-{page}")).await?;
        }
        office.click("nav-devices").await?;
        office.click("new-device").await?;
        office.type_into("device-name", "Till 2").await?;
        office.click("new-code").await?;
        office.wait_for("code").await?;
        camera.take("office-new-device").await
    })
    .await
}

async fn pay_with_tip(till: &Face, camera: &Camera<'_>) -> Result<()> {
    till.click("pay").await?;
    till.click("tender-card").await?;
    till.click("tip-1").await?;
    camera.take("till-tip").await?;
    till.click("pay-back").await
}

/// The same in Japanese, in the dark.
async fn yatai(folder: &Path) -> Result<()> {
    let plan = Plan::new("pictures-yatai", Restaurant::Yatai);
    let folder: PathBuf = folder.to_path_buf();
    Evening::play(plan, async |evening| {
        let kitchen = evening.kitchen("厨房").await?;
        let till = evening.till("レジ 1").await?;
        till.click("theme")
            .await
            .context("the button that darkens")?;
        sign_in(&till, "7001").await?;
        stories::steps::open_shift(&till, "10000").await?;
        till.click("new-takeaway").await?;
        let number = order_number(&till).await?;
        add(&till, "一品", "Y308", 0).await?;
        till.click("category-ラーメン").await?;
        till.click("item-Y303").await?;
        till.click("modifier-noodle-0").await?;
        till.click("modifier-topping-0").await?;
        till.click("add-line").await?;
        till.wait_for("line-1").await?;
        let camera = Camera {
            face: &till,
            folder: &folder,
            phone: true,
        };
        camera.take("till-order-yatai").await?;
        till.click("send").await?;
        kitchen
            .wait_for(&format!("ticket-{number}-noodles"))
            .await?;
        let wall = Camera {
            face: &kitchen,
            folder: &folder,
            phone: false,
        };
        wall.take("kitchen-yatai").await?;
        till.click("go-floor").await?;
        till.click("tab-テーブル").await?;
        camera.take("till-floor-yatai").await
    })
    .await
}
