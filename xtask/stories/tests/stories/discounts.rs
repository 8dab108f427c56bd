//! What comes off a check, who allowed it, and what the paper says of it.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    steps::{add, change_person, open_till, pay_exact, seat, type_number},
};

/// Sofia at the trattoria, who may give nothing away by herself.
const WAITER_PIN: &str = "3333";
/// Luca, who may not either.
const OTHER_WAITER_PIN: &str = "4444";

#[tokio::test]
async fn a_waiters_discount_asks_a_manager_on_the_spot_and_both_names_stand_in_the_history()
-> Result<()> {
    let plan = Plan::new("discount", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let manager_pin = evening.restaurant.manager_pin();
        let till = open_till(evening, "Till 1").await?;
        change_person(&till, WAITER_PIN).await?;
        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Primi", "T111", 0).await?;
        add(&till, "Pizze", "T129", 1).await?;
        till.click("line-0").await?;
        till.click("discount").await?;
        // Nothing is taken off before somebody says how much.
        till.wait_attribute("discount-sheet/reason-0", "aria-disabled", "true")
            .await?;
        till.click("percent-20").await?;
        till.wait_says("discount-number", "20").await?;
        till.click("discount-sheet/reason-0").await?;
        till.wait_for("approval-sheet").await?;
        // Nobody came: nothing is off, and nothing has to be said anew.
        till.click("approval-sheet/close").await?;
        till.wait_gone("approval-sheet").await?;
        till.wait_amount("total", 2_100).await?;
        till.click("discount-sheet/reason-0").await?;
        type_number(&till, "approval-pad", OTHER_WAITER_PIN).await?;
        till.wait_says("approval-says", "Neanche").await?;
        // It was Luca's, and not a wrong one.
        till.wait_says("approval-pad/pin-says", "Digita").await?;
        type_number(&till, "approval-pad", manager_pin).await?;
        till.wait_gone("discount-sheet").await?;
        till.wait_amount("total", 1_840).await?;
        till.wait_says("line-0", "2,60").await?;

        till.click("order-facts").await?;
        till.click("history").await?;
        till.wait_says("history-list", "Sofia").await?;
        till.wait_says("history-list", "Giulia").await?;
        till.click("history-sheet/close").await?;

        // A waiter takes money with the same leave.
        till.click("pay").await?;
        till.click("take-cash").await?;
        type_number(&till, "approval-pad", manager_pin).await?;
        till.wait_for("paid").await?;
        evening
            .paper
            .wait(1, &["Servito da: Sofia", "Sconto 20 %", "-2,60", "18,40"])
            .await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_promotion_a_gift_of_the_house_and_no_service_charge_stand_on_the_receipt() -> Result<()>
{
    let plan = Plan {
        site: &[
            ("promo.pranzo", "Pranzo: 10% off Primi"),
            ("service_charge", "12%"),
        ],
        ..Plan::new("promotion", Restaurant::Trattoria)
    };
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Primi", "T111", 0).await?;
        add(&till, "Pizze", "T129", 1).await?;
        // 21.00 and 12 % of it.
        till.wait_amount("total", 2_352).await?;
        promotion_and_amount(&till).await?;
        no_charge_and_back(&till).await?;

        // The pizza is on the house.
        till.click("line-1").await?;
        till.click("discount").await?;
        till.click("kind-comp").await?;
        till.click("discount-sheet/reason-1").await?;
        till.wait_gone("discount-sheet").await?;
        till.wait_says("line-1", "Offerto").await?;
        // 13.00 less 1.30 less 2.00.
        till.wait_amount("total", 970).await?;
        pay_exact(&till).await?;
        let receipt = evening
            .paper
            .wait(
                1,
                &["Pranzo", "-1,30", "Offerto dalla casa", "-8,00", "-2,00"],
            )
            .await?;
        anyhow::ensure!(
            receipt.iter().all(|paper| !paper.contains("Servizio")),
            "the charge that nobody pays is on {receipt:?}"
        );

        till.click("go-shift").await?;
        till.wait_says("report", "Sconti").await?;
        till.wait_says("report", "11,30").await?;
        Ok(())
    })
    .await
}

/// One tap gives the promotion, an amount comes off the whole check with a reason in words.
async fn promotion_and_amount(till: &Face) -> Result<()> {
    till.click("discount").await?;
    till.click("promo-pranzo").await?;
    // It counts once, so it is no longer offered.
    till.wait_gone("promo-pranzo").await?;
    // 19.70 and 12 % of it.
    till.wait_amount("total", 2_206).await?;
    if till.has("discount-check").await? {
        till.click("discount-check").await?;
    }
    till.click("kind-amount").await?;
    type_number(till, "discount-pad", "200").await?;
    till.wait_says("discount-number", "2,00").await?;
    till.wait_attribute("discount-go", "aria-disabled", "true")
        .await?;
    till.type_into("discount-sheet/reason-text", "candeline dimenticate")
        .await?;
    till.click("discount-go").await?;
    till.wait_gone("discount-sheet").await?;
    till.wait_amount("total", 1_982).await
}

/// The service charge is waived, comes back, and is waived for good.
async fn no_charge_and_back(till: &Face) -> Result<()> {
    for again in [true, false] {
        till.click("discount").await?;
        till.click("waive-charge").await?;
        till.click("discount-sheet/reason-2").await?;
        till.wait_gone("discount-sheet").await?;
        till.wait_amount("total", 1_770).await?;
        if again {
            till.click("discount").await?;
            till.click("take-back-charge").await?;
            till.wait_amount("total", 1_982).await?;
            till.click("discount-sheet/close").await?;
            till.wait_gone("discount-sheet").await?;
        }
    }
    Ok(())
}
