//! What people do so often that every story needs it.

use anyhow::Result;

use crate::{Evening, Face};

/// Signs somebody in.
pub async fn sign_in(till: &Face, pin: &str) -> Result<()> {
    enter_pin(till, pin).await?;
    till.wait_for("go-floor").await?;
    till.wait_for("rooms").await
}

/// Somebody else takes over the till.
pub async fn change_person(till: &Face, pin: &str) -> Result<()> {
    till.click("who").await?;
    till.click("sign-out").await?;
    till.wait_for("pin-pad").await?;
    sign_in(till, pin).await
}

/// Types a PIN on the pad, whatever comes of it.
pub async fn enter_pin(till: &Face, pin: &str) -> Result<()> {
    for digit in pin.chars() {
        till.click(&format!("pin-pad/key-{digit}")).await?;
    }
    Ok(())
}

/// Types a number on a pad.
pub async fn type_number(face: &Face, pad: &str, digits: &str) -> Result<()> {
    for digit in digits.chars() {
        face.click(&format!("{pad}/key-{digit}")).await?;
    }
    Ok(())
}

/// Opens a shift with so much in the drawer, and comes back to the floor.
pub async fn open_shift(till: &Face, float_digits: &str) -> Result<()> {
    till.click("go-shift").await?;
    type_number(till, "float-pad", float_digits).await?;
    till.click("open-shift").await?;
    till.wait_for("close-shift").await?;
    till.click("go-floor").await
}

/// A till where the manager is signed in and a shift is open.
pub async fn open_till(evening: &mut Evening, name: &str) -> Result<Face> {
    let pin = evening.restaurant.manager_pin();
    let till = evening.till(name).await?;
    sign_in(&till, pin).await?;
    open_shift(&till, "10000").await?;
    till.wait_for("new-counter").await?;
    Ok(till)
}

/// Seats guests at a table of a room.
pub async fn seat(till: &Face, room: &str, table: &str, guests: u32) -> Result<()> {
    till.click(&format!("tab-{room}")).await?;
    till.click(&format!("table-{table}")).await?;
    till.click(&format!("guests-{guests}")).await?;
    till.wait_for("items").await
}

/// Adds a dish that asks nothing, from its category, and waits for its line.
pub async fn add(till: &Face, category: &str, sku: &str, line: usize) -> Result<()> {
    till.click(&format!("category-{category}")).await?;
    till.click(&format!("item-{sku}")).await?;
    till.wait_for(&format!("line-{line}")).await
}

/// Takes exactly what is due in cash, and goes on to the next guest.
pub async fn pay_exact(till: &Face) -> Result<()> {
    till.click("pay").await?;
    till.click("tender-cash").await?;
    till.click("take-cash").await?;
    till.wait_for("paid").await?;
    till.click("next-guest").await?;
    till.wait_for("rooms").await
}

/// The number of the order that is shown, such as `A-001`.
pub async fn order_number(till: &Face) -> Result<String> {
    till.click("order-facts").await?;
    let title = till.text("facts-sheet").await?;
    till.click("facts-sheet/close").await?;
    let mut words = title.split([' ', '\n', '·']);
    let number = words.find(|word| {
        word.split_once('-').is_some_and(|(letters, number)| {
            !letters.is_empty() && number.len() >= 3 && number.parse::<u32>().is_ok()
        })
    });
    number
        .map(str::to_owned)
        .ok_or_else(|| anyhow::anyhow!("there is no number in {title:?}"))
}

/// Signs the manager in at the back office.
pub async fn log_in(evening: &Evening, office: &Face) -> Result<()> {
    office.type_into("login-name", &evening.hub.manager).await?;
    office
        .type_into("login-password", &evening.hub.password)
        .await?;
    office.click("login").await?;
    office.wait_for("nav-today").await
}
