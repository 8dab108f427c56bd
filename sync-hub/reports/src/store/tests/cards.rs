//! Gift cards: no sale, on a line of their own.

use shared::{
    gift::{CardLoad, CardRef},
    order::Counted,
};

use super::*;

fn load(minor: i64) -> CardLoad {
    CardLoad {
        card: CardRef {
            document: OrderId::from_bytes([0x22; 16]),
            last_four: "2345".to_owned(),
        },
        amount: money(minor),
    }
}

/// A check with these prices and so much for a card.
fn with_card(prices: &[i64], minor: i64) -> OrderClosed {
    OrderClosed {
        gift_cards: vec![load(minor)],
        ..sale(order(1), prices)
    }
}

#[tokio::test]
async fn money_for_a_card_is_no_sale_and_a_check_that_two_tills_closed_counts_once() {
    with_tx(|tx| {
        for (fact, at_ms) in [(1, 10), (2, 20), (1, 10)] {
            add_sale(tx, HERE, source(fact, at_ms), &with_card(&[500], 5_000))?;
        }
        assert_eq!(sales(tx, HERE, ALL)?, money(500));
        assert_eq!(gift_cards(tx, HERE, ALL)?, money(5_000));
        assert_eq!(gift_cards(tx, NEXT_DOOR, ALL)?, Money::ZERO);
        let paid = payment(Tender::GiftCard, 500, 0);
        add_payment(tx, HERE, source(3, 30), &paid)?;
        assert_eq!(tenders(tx, HERE, ALL)?[0].tender, Tender::GiftCard);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_card_that_came_late_stands_on_its_own_day() {
    with_tx(|tx| {
        let late = |prices: &[i64], minor, before: i64| OrderClosed {
            counted: Some(Counted {
                closing: None,
                deposits: Money::ZERO,
                total: money(500),
                gift_cards: money(before),
                taxes: Vec::new(),
                paper: String::new(),
            }),
            ..with_card(prices, minor)
        };
        add_sale(tx, HERE, source(1, 10), &sale(order(1), &[500]))?;
        add_sale(tx, HERE, source(2, 20), &late(&[500], 5_000, 0))?;
        add_sale(tx, HERE, source(3, 30), &late(&[500], 7_000, 5_000))?;
        let on = |from_ms, to_ms| gift_cards(tx, HERE, Span { from_ms, to_ms });
        assert_eq!((on(0, 15)?, on(15, 25)?), (Money::ZERO, money(5_000)));
        assert_eq!(on(0, i64::MAX)?, money(7_000));
        assert_eq!(sales(tx, HERE, ALL)?, money(500));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn money_for_a_card_that_went_back_is_off_the_cards_and_no_sale() {
    with_tx(|tx| {
        add_sale(tx, HERE, source(1, 10), &with_card(&[500], 5_000))?;
        let back = Refunded {
            gift_cards: vec![load(2_000)],
            lines: Vec::new(),
            taxes: Vec::new(),
            amount: money(2_000),
            ..refunded(RefundKind::Lines, 300)
        };
        for _ in 0..2 {
            add_refund(tx, HERE, source(2, 20), &back)?;
        }
        assert_eq!(gift_cards(tx, HERE, ALL)?, money(3_000));
        assert_eq!(sales(tx, HERE, ALL)?, money(500));
        let all: i64 = hours(tx, HERE, ALL)?
            .iter()
            .map(|one| one.sales.minor())
            .sum();
        assert_eq!(all, 500);
        // The drawer gave it all the same.
        assert_eq!(tenders(tx, HERE, ALL)?[0].amount, money(-2_000));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_check_of_a_card_alone_is_not_open_once_its_journal_says_so() {
    with_tx(|tx| {
        let mut open = check(1, 5);
        open.total = money(5_500);
        set_check(tx, HERE, 1, &open, false)?;
        assert_eq!(open_checks(tx, HERE, 10)?.len(), 1);
        add_sale(tx, HERE, source(1, 10), &with_card(&[500], 5_000))?;
        assert_eq!(open_checks(tx, HERE, 10)?, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_owed_on_cards_is_loaded_less_spent_and_with_what_went_back_onto_them() {
    with_tx(|tx| {
        add_sale(tx, HERE, source(1, 10), &with_card(&[500], 5_000))?;
        assert_eq!(owed_on_cards(tx, HERE)?, money(5_000));
        add_payment(
            tx,
            HERE,
            source(2, 20),
            &payment(Tender::GiftCard, 1_200, 0),
        )?;
        add_payment(tx, HERE, source(3, 30), &payment(Tender::Cash, 700, 0))?;
        assert_eq!(owed_on_cards(tx, HERE)?, money(3_800));
        let onto = Refunded {
            tender: Tender::GiftCard,
            named: None,
            ..refunded(RefundKind::Lines, 300)
        };
        add_refund(tx, HERE, source(4, 40), &onto)?;
        add_refund(tx, HERE, source(5, 50), &refunded(RefundKind::Lines, 100))?;
        assert_eq!(owed_on_cards(tx, HERE)?, money(4_100));
        assert_eq!(owed_on_cards(tx, NEXT_DOOR)?, Money::ZERO);
        Ok(())
    })
    .await;
}
