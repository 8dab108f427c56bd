//! Units that several waiters add, take off and send apart: all that was sent is cooked, and no more.

use printers::{doc::Doc, layout::layout, profile::Profile, text};
use proptest::prelude::*;
use shared::flags::Flag;

use super::{MARK, Pass, is_sent_twice};

/// Units of pizza that slips ask for, those of cancels taken off.
fn units_on(papers: &[String]) -> i64 {
    let mut units = 0;
    for paper in papers {
        let doc: Doc = serde_json::from_str(paper).unwrap();
        let slip = text::render(&layout(&doc, &Profile::epson_80()));
        let sign = if slip.contains("ANNULLA") { -1 } else { 1 };
        let rows = slip
            .lines()
            .filter_map(|line| line.split_once(" x Margherita"));
        let row = |(before, _): (&str, &str)| before.trim().parse::<i64>().unwrap();
        units += sign * rows.map(row).sum::<i64>();
    }
    units
}

/// What both waiters do to the pizzas while apart; then they meet.
fn apart(pass: &mut Pass, one: &[i64], two: &[i64]) {
    for (till, steps) in [one, two].into_iter().enumerate() {
        for by in steps {
            match by {
                0 => pass.send(till),
                _ => pass.change(till, *by),
            }
        }
    }
    pass.meet();
}

fn wanted_and_sent(pass: &mut Pass) -> (i64, i64) {
    let order = pass.order;
    let both = pass.tills.iter_mut().map(|till| {
        // A line that nobody sent is gone when its last unit is.
        let view = till.show(order);
        let line = view.order.lines.first();
        line.map_or((0, 0), |line| (line.quantity, line.sent_quantity))
    });
    let both: Vec<_> = both.collect();
    assert!(both.iter().all(|one| *one == both[0]), "{both:?}");
    both[0]
}

#[test]
fn what_both_tills_added_and_sent_apart_is_cooked_to_the_last_beer() {
    // Each waiter adds one to the two that both know, and sends three.
    let mut pass = Pass::begin(2);
    apart(&mut pass, &[1, 0], &[1, 0]);
    assert_eq!(wanted_and_sent(&mut pass), (4, 4));
    pass.print(0);
    pass.print(1);
    assert_eq!(units_on(&pass.papers), 4, "{:?}", pass.papers);
    pass.meet();
    assert_eq!(pass.flags(), []);
}

#[test]
fn one_more_here_and_one_less_there_are_both_told() {
    let mut pass = Pass::begin(2);
    pass.send(0);
    pass.print(0);
    pass.meet();
    apart(&mut pass, &[1, 0], &[-1]);
    assert_eq!(wanted_and_sent(&mut pass), (2, 2));
    pass.print(0);
    pass.print(1);
    assert_eq!(units_on(&pass.papers), 2, "{:?}", pass.papers);
}

#[test]
fn one_more_that_another_till_evened_out_is_cooked_when_that_till_stops_one() {
    let mut pass = Pass::begin(3);
    pass.change(1, 1);
    // Before it knows that the kitchen has them.
    pass.change(0, -1);
    pass.send(2);
    for (to, from) in [(1, 2), (1, 0), (0, 2)] {
        pass.hear(to, from);
    }
    for till in [0, 1] {
        // The first stops one; the second finds two wanted and two told, says so, and says it once.
        pass.send(till);
        pass.send(till);
    }
    pass.meet();
    assert_eq!(wanted_and_sent(&mut pass), (2, 2));
    (0..3).for_each(|till| pass.print(till));
    let order = pass.order;
    let tickets = pass.tills[1].show(order).order.tickets;
    let mut told: Vec<_> = tickets
        .iter()
        .flat_map(|ticket| &ticket.lines)
        .map(|line| line.quantity)
        .collect();
    told.sort_unstable();
    assert_eq!(told, [-1, 1, 2]);
    assert_eq!(pass.papers.len(), 3, "{:?}", pass.papers);
    assert_eq!(units_on(&pass.papers), 2, "{:?}", pass.papers);
}

#[test]
fn one_more_of_what_another_till_took_off_apart_needs_no_reason() {
    let mut pass = Pass::begin(3);
    pass.send(2);
    pass.change(1, -1);
    pass.change(1, -1);
    for from in [2, 1] {
        pass.hear(0, from);
    }
    assert_eq!(pass.tills[0].show(pass.order).order.lines[0].quantity, 0);
    pass.change(0, 1);
    pass.send(0);
    pass.meet();
    assert_eq!(wanted_and_sent(&mut pass), (1, 1));
}

#[test]
fn units_that_both_tills_took_off_are_all_stopped() {
    let mut pass = Pass::begin(2);
    pass.send(0);
    pass.print(0);
    pass.meet();
    apart(&mut pass, &[-1], &[-1]);
    assert_eq!(wanted_and_sent(&mut pass), (0, 0));
    pass.print(0);
    pass.print(1);
    assert_eq!(units_on(&pass.papers), 0, "{:?}", pass.papers);
}

#[test]
fn what_is_left_prints_under_a_banner_where_both_slips_are_out() {
    let mut pass = Pass::begin(2);
    for till in [0, 1] {
        pass.change(till, 1);
        pass.send(till);
        pass.print(till);
    }
    pass.meet();
    assert_eq!(wanted_and_sent(&mut pass), (4, 4));
    pass.print(0);
    pass.print(1);
    assert!(pass.papers[2].contains(MARK), "{:?}", pass.papers);
    let flags = pass.flags();
    assert!(is_sent_twice(&flags, 3), "{flags:?}");
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Change(usize, i64),
    Send(usize),
    Print(usize),
    Hear(usize, usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0_usize..3, prop_oneof![Just(1), Just(-1)]).prop_map(|(till, by)| Step::Change(till, by)),
        3 => (0_usize..3).prop_map(Step::Send),
        2 => (0_usize..3).prop_map(Step::Print),
        3 => (0_usize..3, 1_usize..3).prop_map(|(to, by)| Step::Hear(to, (to + by) % 3)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(
            std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(64)
        )
    })]

    /// Whoever sends and whichever printer works when, and in whatever order they hear of each
    /// other: what was sent is on a slip, and where it is on two, everybody is told.
    #[test]
    fn what_was_sent_is_on_one_slip_or_everybody_is_told(
        steps in prop::collection::vec(any_step(), 1..14),
    ) {
        let mut pass = Pass::begin(3);
        for step in steps {
            match step {
                Step::Change(till, by) => pass.change(till, by),
                Step::Send(till) => pass.send(till),
                Step::Print(till) => pass.print(till),
                Step::Hear(to, from) => pass.hear(to, from),
            }
        }
        for till in 0..3 {
            pass.send(till);
        }
        for _ in 0..2 {
            pass.meet();
            for till in 0..3 {
                pass.print(till);
            }
        }
        pass.meet();
        prop_assert_eq!(pass.waiting(), [0, 0, 0]);
        let (wanted, sent) = wanted_and_sent(&mut pass);
        prop_assert_eq!(wanted, sent, "{:?}", pass.papers);
        let twice = |flag: &Flag| match flag {
            Flag::SentTwice { units, .. } => *units,
            _ => 0,
        };
        let twice: i64 = pass.flags().iter().map(twice).sum();
        let is_told = twice > 0 || pass.papers.iter().any(|paper| paper.contains(MARK));
        let units = units_on(&pass.papers);
        prop_assert!(is_told || units == wanted, "{} on slips, {} wanted: {:?}", units, wanted, pass.papers);
        // Whatever is on slips beyond what the kitchen was told, to make and to stop, is flagged.
        let on_slips: i64 = pass.papers.iter().map(|paper| units_on(std::slice::from_ref(paper)).abs()).sum();
        let order = pass.order;
        let tickets = pass.tills[0].show(order).order.tickets;
        let told: i64 = tickets.iter().flat_map(|ticket| &ticket.lines).map(|line| line.quantity.abs()).sum();
        prop_assert_eq!(on_slips, told + twice, "{:?}", pass.papers);
    }
}
