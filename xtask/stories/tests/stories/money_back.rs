//! Money that nobody owes: what is left of a deposit, what was paid twice, what was on a card.

use anyhow::Result;
use stories::{
    Evening, Face, Restaurant,
    evening::Plan,
    steps::{add, open_shift, open_till, order_number, pay_exact, seat, sign_in, type_number},
};

#[tokio::test]
async fn what_is_left_of_a_deposit_goes_back_and_that_of_nobody_who_came_is_kept() -> Result<()> {
    let plan = Plan::new("deposits", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let eaten = tab_with_deposit(&till, "Anna").await?;
        add(&till, "Pizze", "T129", 0).await?;
        till.wait_amount("deposit-left", 1_200).await?;
        till.click("pay").await?;
        till.wait_for("rooms").await?;
        let missed = tab_with_deposit(&till, "Bruno").await?;
        till.click("pay").await?;
        till.wait_for("rooms").await?;

        let before = evening.paper.kicks().await?;
        till.click("go-receipts").await?;
        till.click(&format!("receipt-{eaten}")).await?;
        till.wait_says("flag", "12,00").await?;
        till.wait_says("paper-chips", "Acconto").await?;
        till.click("surplus-cash").await?;
        till.wait_gone("flag").await?;
        evening.paper.wait_kicks(before + 1).await?;

        till.click(&format!("receipt-{missed}")).await?;
        till.wait_says("flag", "20,00").await?;
        till.click("keep-deposit").await?;
        till.wait_attribute("keep-deposit-go", "aria-disabled", "true")
            .await?;
        till.wait_in_sight("keep-deposit-go").await?;
        till.click("flag/reason-0").await?;
        till.click("keep-deposit-go").await?;
        till.wait_gone("flag").await?;

        till.click("go-shift").await?;
        till.click("print-x").await?;
        till.wait_says("report-sheet", "Acconti trattenuti").await?;
        evening
            .paper
            .wait(
                1,
                &[
                    "LETTURA X",
                    "Acconti presi",
                    "40,00",
                    "Acconti usati",
                    "8,00",
                    "Acconti resi",
                    "12,00",
                    "Acconti trattenuti",
                    "20,00",
                ],
            )
            .await?;
        Ok(())
    })
    .await
}

/// A tab with a deposit of twenty on it; gives its number.
async fn tab_with_deposit(till: &Face, name: &str) -> Result<String> {
    till.click("new-tab").await?;
    till.type_into("tab-name", name).await?;
    till.click("tab-open").await?;
    till.wait_says("order-facts", name).await?;
    let number = order_number(till).await?;
    till.click("order-facts").await?;
    till.click("deposit").await?;
    type_number(till, "deposit-pad", "2000").await?;
    till.click("deposit-cash").await?;
    till.wait_gone("deposit-sheet").await?;
    Ok(number)
}

#[tokio::test]
async fn a_check_that_two_tills_took_money_for_gives_one_of_them_back() -> Result<()> {
    let plan = Plan::new("twice", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let first = open_till(evening, "Till 1").await?;
        seat(&first, "Sala", "1", 2).await?;
        let number = order_number(&first).await?;
        add(&first, "Pizze", "T129", 0).await?;
        let second = evening.till("Till 2").await?;
        sign_in(&second, evening.restaurant.manager_pin()).await?;
        open_shift(&second, "10000").await?;
        second.click("tab-Sala").await?;
        second
            .wait_attribute("table-1", "data-state", "waiting")
            .await?;
        second.click("table-1").await?;
        second.wait_says("line-0", "Margherita").await?;

        evening.hub.kill().await?;
        for till in [&first, &second] {
            till.wait_attribute("pill", "data-world", "alone").await?;
            pay_exact(till).await?;
        }
        evening.hub.start_again().await?;
        for till in [&first, &second] {
            till.wait_attribute("pill", "data-world", "together")
                .await?;
        }
        let before = evening.paper.kicks().await?;
        first.click("go-receipts").await?;
        first.click(&format!("receipt-{number}")).await?;
        first.wait_says("flag", "8,00").await?;
        first.click("surplus-cash").await?;
        first.wait_gone("surplus-cash").await?;
        evening.paper.wait_kicks(before + 1).await?;
        first.click("go-shift").await?;
        first.wait_says("report", "Pagato in più, reso").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_coffee_paid_by_gift_card_goes_back_onto_it_and_its_balance_says_so() -> Result<()> {
    let plan = Plan::new("gift-back", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        till.click("category-Gift cards").await?;
        till.click("item-D246").await?;
        type_number(&till, "typed-pad", "5000").await?;
        till.type_into("card-code", "gift 1234 5678").await?;
        till.click("add-line").await?;
        till.wait_amount("total", 5_000).await?;
        pay_exact(&till).await?;
        till.click("new-counter").await?;
        let number = order_number(&till).await?;
        add(&till, "Drinks", "D231", 0).await?;
        till.click("pay").await?;
        till.click("tender-gift-card").await?;
        till.type_into("gift-card-code", "GIFT-1234-5678").await?;
        till.click("gift-card-show").await?;
        till.click("gift-card-pay").await?;
        till.wait_says("card-left", "46.79").await?;
        till.click("next-guest").await?;

        let before = evening.paper.kicks().await?;
        till.click("go-receipts").await?;
        till.click(&format!("receipt-{number}")).await?;
        till.click("refund").await?;
        till.click("refund-quantity/one-more").await?;
        till.click("refund-sheet/reason-0").await?;
        till.wait_says("refund-gift-card", "3.21").await?;
        till.click("refund-gift-card").await?;
        till.wait_gone("refund-sheet").await?;
        evening.paper.wait(1, &["REFUND", "Coffee", "3.21"]).await?;
        evening.paper.wait_kicks(before).await?;

        till.click("ask-gift-card").await?;
        till.type_into("gift-card-code", "gift12345678").await?;
        till.click("gift-card-show").await?;
        till.wait_amount("gift-card-balance", 5_000).await?;
        till.wait_says("gift-card", &number).await?;
        Ok(())
    })
    .await
}
