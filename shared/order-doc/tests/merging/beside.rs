//! What stands beside the lines, written apart: whom an order is brought to.

use order_doc::{DeliverEntry, Edit};
use shared::delivery::DeliverTo;

use super::{entry_id, exchange, pair, stamp};

pub(crate) fn deliver(n: u8, name: &str) -> Edit {
    let to = DeliverTo {
        name: name.to_owned(),
        ..DeliverTo::default()
    };
    let stamp = stamp(160 + i64::from(n));
    Edit::Deliver(entry_id(n), DeliverEntry { to, stamp })
}

#[test]
fn of_two_addresses_the_later_one_counts_on_every_device() {
    let (mut one, mut two) = pair();
    one.edit(&[deliver(1, "Anna")]);
    two.edit(&[deliver(2, "Bruno")]);
    exchange(&mut one, &mut two);
    let to = one.order().deliver_to.unwrap();
    assert_eq!(to.name, "Bruno");
    // Saying nothing takes it off again.
    one.edit(&[deliver(3, "")]);
    exchange(&mut one, &mut two);
    assert_eq!(two.order().deliver_to, None);
}
