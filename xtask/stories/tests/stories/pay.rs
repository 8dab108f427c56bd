//! Taking money.

use anyhow::Result;
use stories::{
    Evening, Restaurant,
    evening::Plan,
    paper::has_row,
    steps::{add, open_till, order_number, pay_exact, seat, type_number},
};

#[tokio::test]
async fn cash_opens_the_drawer_and_a_card_does_not() -> Result<()> {
    let plan = Plan::new("pay", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        let before = evening.paper.kicks().await?;
        seat(&till, "Sala", "1", 2).await?;
        let cash = order_number(&till).await?;
        add(&till, "Primi", "T111", 0).await?;
        add(&till, "Pizze", "T129", 1).await?;
        till.click("pay").await?;
        till.wait_amount("due", 2_100).await?;
        type_number(&till, "pay-pad", "5000").await?;
        till.wait_amount("change-preview", 2_900).await?;
        till.click("take-cash").await?;
        till.wait_amount("change", 2_900).await?;
        till.wait_says("change-words", "29,00").await?;
        till.wait_says("paper", "Trattoria Comanda").await?;
        evening.paper.wait_kicks(before + 1).await?;
        evening
            .paper
            .wait(1, &["Trattoria Comanda", "21,00", "50,00", "29,00"])
            .await?;
        till.click("next-guest").await?;

        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Pizze", "T129", 0).await?;
        till.click("pay").await?;
        till.click("tender-card").await?;
        till.wait_says("confirm-card", "8,00").await?;
        till.click("confirm-card").await?;
        till.wait_for("paid").await?;
        till.click("next-guest").await?;

        // Two tenders on one check; the drawer opens for the coins only.
        seat(&till, "Sala", "1", 2).await?;
        add(&till, "Primi", "T111", 0).await?;
        till.click("pay").await?;
        till.click("tender-card").await?;
        type_number(&till, "pay-pad", "500").await?;
        till.click("confirm-card").await?;
        till.wait_amount("due", 800).await?;
        till.click("tender-cash").await?;
        till.click("quick-1").await?;
        till.click("take-cash").await?;
        till.wait_for("paid").await?;
        till.click("next-guest").await?;
        evening.paper.wait_kicks(before + 2).await?;

        till.click("go-receipts").await?;
        till.click(&format!("receipt-{cash}")).await?;
        till.wait_says("paper", "21,00").await?;
        till.click("reprint").await?;
        evening.paper.wait(1, &["COPIA", "21,00"]).await?;
        till.wait_says("paper", "COPIA").await?;
        // A copy opens no drawer.
        evening.paper.wait_kicks(before + 2).await
    })
    .await
}

#[tokio::test]
async fn a_tip_goes_on_top_and_stands_on_the_receipt() -> Result<()> {
    let plan = Plan::new("tip", Restaurant::Diner);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "Counter", "C3", 1).await?;
        add(&till, "Starters", "D219", 0).await?;
        // 6.95 and 8.875 % of it.
        till.wait_amount("total", 757).await?;
        till.click("pay").await?;
        till.click("tender-card").await?;
        till.click("tip-1").await?;
        till.wait_text("confirm-card", "more than is due", |text| {
            stories::face::amount(text).is_some_and(|minor| minor > 757)
        })
        .await?;
        till.click("confirm-card").await?;
        till.wait_for("paid").await?;
        evening.paper.wait(1, &["Corner Diner", "7.57"]).await?;
        till.wait_text("paper", "the tip", |text| {
            text.to_lowercase().contains("tip")
        })
        .await?;
        till.click("next-guest").await?;
        // This drawer is counted blind: only a manager reads what lies in it.
        till.click("go-shift").await?;
        till.click("print-x").await?;
        till.wait_text("report-sheet", "the tip", |text| {
            text.to_lowercase().contains("tip")
        })
        .await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_bowl_of_ramen_is_paid_in_whole_yen() -> Result<()> {
    let plan = Plan::new("yen", Restaurant::Yatai);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        seat(&till, "カウンター", "4", 1).await?;
        till.click("category-ラーメン").await?;
        till.click("item-Y301").await?;
        till.click("modifier-noodle-0").await?;
        till.click("modifier-topping-0").await?;
        till.click("add-line").await?;
        till.wait_amount("total", 970).await?;
        till.click("pay").await?;
        till.click("quick-1").await?;
        till.wait_amount("change-preview", 30).await?;
        till.click("take-cash").await?;
        till.wait_amount("change", 30).await?;
        evening.paper.wait(1, &["屋台 こまんだ", "970"]).await?;
        till.click("next-guest").await?;
        till.wait_attribute("table-4", "data-state", "free").await?;
        seat(&till, "カウンター", "5", 1).await?;
        add(&till, "一品", "Y308", 0).await?;
        pay_exact(&till).await
    })
    .await
}

#[tokio::test]
async fn what_guests_leave_of_their_change_and_of_a_deposit_is_a_tip_and_stays_in_the_drawer()
-> Result<()> {
    let plan = Plan::new("kept", Restaurant::Trattoria);
    Evening::play(plan, async |evening| {
        let till = open_till(evening, "Till 1").await?;
        till.click("new-counter").await?;
        add(&till, "Pizze", "T129", 0).await?;
        till.click("pay").await?;
        till.wait_amount("due", 800).await?;
        type_number(&till, "pay-pad", "1000").await?;
        till.wait_amount("change-preview", 200).await?;
        // «Keep the change»: nobody reckons how much that is.
        till.click("tip-other").await?;
        till.wait_says("tip-change", "2,00").await?;
        till.click("tip-change").await?;
        till.wait_amount("handed", 1_000).await?;
        till.wait_amount("change-preview", 0).await?;
        till.click("take-cash").await?;
        till.wait_amount("change", 0).await?;
        till.wait_says("paper", "Mancia").await?;
        till.click("next-guest").await?;

        // Anna gave twenty ahead, had a pizza, and leaves the rest.
        till.click("new-tab").await?;
        till.type_into("tab-name", "Anna").await?;
        till.click("tab-open").await?;
        till.wait_says("order-facts", "Anna").await?;
        let number = order_number(&till).await?;
        till.click("order-facts").await?;
        till.click("deposit").await?;
        type_number(&till, "deposit-pad", "2000").await?;
        till.click("deposit-cash").await?;
        till.wait_gone("deposit-sheet").await?;
        add(&till, "Pizze", "T129", 0).await?;
        till.wait_amount("deposit-left", 1_200).await?;
        till.click("pay").await?;
        till.wait_for("rooms").await?;
        let kicks = evening.paper.kicks().await?;
        till.click("go-receipts").await?;
        till.click(&format!("receipt-{number}")).await?;
        till.wait_says("flag", "12,00").await?;
        till.click("surplus-keep").await?;
        till.wait_gone("flag").await?;

        till.click("go-shift").await?;
        till.click("print-x").await?;
        till.wait_for("report-sheet").await?;
        let paper = evening.paper.wait(1, &["LETTURA X"]).await?.concat();
        has_row(&paper, &["Mance", "14,00"])?;
        has_row(&paper, &["Vendite lorde", "16,00"])?;
        // The float, two pizzas, and both tips: nothing went back.
        has_row(&paper, &["Atteso", "130,00"])?;
        evening.paper.wait_kicks(kicks).await
    })
    .await
}
