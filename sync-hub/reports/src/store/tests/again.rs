//! Closings that go on from others, which they name.

use shared::{ids::FactId, order::Counted};

use super::*;

/// The closing `fact` of a check of so much, which goes on from the closing `before` of so much.
fn closing(fact: u8, total: i64, before: Option<(u8, i64)>) -> (Source, OrderClosed) {
    let counted = before.map(|(before, total)| {
        let counted = sale(order(1), &[total]);
        Counted {
            closing: Some(FactId::from_bytes([before; 16])),
            total: counted.total,
            gift_cards: Money::ZERO,
            taxes: counted.taxes,
            deposits: counted.deposits,
            paper: String::new(),
        }
    });
    let closed = OrderClosed {
        counted,
        ..sale(order(1), &[total])
    };
    (source(fact, 10 * i64::from(fact)), closed)
}

async fn sold_in_any_order(all: Vec<(Source, OrderClosed)>, total: i64) {
    for turn in 0..all.len() {
        let mut all = all.clone();
        all.rotate_left(turn);
        with_tx(move |tx| {
            for (source, closed) in &all {
                add_sale(tx, HERE, *source, closed)?;
            }
            assert_eq!(sales(tx, HERE, ALL)?, money(total), "turn {turn}");
            let made: i64 = items(tx, HERE, ALL, 10)?
                .iter()
                .map(|row| row.amount.minor())
                .sum();
            assert_eq!(made, total, "turn {turn}");
            Ok(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_check_that_comes_back_to_what_it_was_and_grows_again_is_sold_as_it_is_now() {
    let all = vec![
        closing(1, 3_000, None),
        closing(2, 3_800, Some((1, 3_000))),
        closing(3, 3_000, Some((2, 3_800))),
        closing(4, 3_800, Some((3, 3_000))),
    ];
    sold_in_any_order(all, 3_800).await;
}

#[tokio::test]
async fn of_two_closings_apart_that_one_counts_from_which_the_next_goes_on() {
    let all = vec![
        closing(1, 3_000, None),
        closing(2, 3_800, Some((1, 3_000))),
        closing(3, 3_500, Some((1, 3_000))),
        closing(4, 4_000, Some((2, 3_800))),
    ];
    sold_in_any_order(all, 4_000).await;
    let first_apart = vec![
        closing(1, 3_000, None),
        closing(2, 3_500, None),
        closing(3, 4_000, Some((1, 3_000))),
    ];
    sold_in_any_order(first_apart, 4_000).await;
}
