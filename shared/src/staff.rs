//! Who works here and what each role may do: one table, asked by every command.

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;

/// What somebody is here to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the place.
    Manager,
    /// Takes money.
    Cashier,
    /// Serves tables.
    Waiter,
    /// Cooks.
    Cook,
}

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permit {
    /// Open orders, add lines, send them.
    TakeOrders,
    /// Void what the kitchen already has.
    VoidSent,
    /// Take payment.
    TakeMoney,
    /// Open and close a shift, pay in and out, read X.
    RunShift,
    /// Open the drawer without a sale.
    OpenDrawer,
    /// Give money back for what was sold.
    Refund,
    /// Take something off a check, or let guests off the service charge.
    Discount,
    /// Sign for a count that is far off, and read a drawer before it is counted blind.
    SignDrawer,
    /// Switch a till into training and back.
    SwitchTraining,
    /// Sell at a price outside of the limits of the catalogue.
    AnyPrice,
    /// Say that what needs a look was looked at.
    SeeFlags,
}

/// How a role stands to a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Does it by itself.
    May,
    /// Does it when somebody who may gives their PIN on the spot.
    WithApproval,
    /// Does not do it, whoever stands beside.
    MayNot,
}

impl Permit {
    /// All permits.
    pub const ALL: [Self; 11] = [
        Self::TakeOrders,
        Self::VoidSent,
        Self::TakeMoney,
        Self::RunShift,
        Self::OpenDrawer,
        Self::Refund,
        Self::Discount,
        Self::SignDrawer,
        Self::SwitchTraining,
        Self::AnyPrice,
        Self::SeeFlags,
    ];

    /// The table: what manager, cashier, waiter and cook may, in this order.
    const fn row(self) -> [Right; 4] {
        use Right::{May, MayNot, WithApproval};
        match self {
            Self::TakeOrders => [May, May, May, MayNot],
            Self::VoidSent | Self::TakeMoney | Self::Discount => [May, May, WithApproval, MayNot],
            // Whoever counts a drawer answers for it alone; a PIN on the spot lends no drawer.
            Self::RunShift => [May, May, MayNot, MayNot],
            Self::OpenDrawer
            | Self::Refund
            | Self::SwitchTraining
            | Self::AnyPrice
            | Self::SeeFlags => [May, WithApproval, WithApproval, MayNot],
            Self::SignDrawer => [May, WithApproval, MayNot, MayNot],
        }
    }
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::Manager, Self::Cashier, Self::Waiter, Self::Cook];

    /// How this role stands to the permit.
    pub const fn right(self, permit: Permit) -> Right {
        let [manager, cashier, waiter, cook] = permit.row();
        match self {
            Self::Manager => manager,
            Self::Cashier => cashier,
            Self::Waiter => waiter,
            Self::Cook => cook,
        }
    }

    /// Whether this role has the permit by itself.
    pub const fn may(self, permit: Permit) -> bool {
        matches!(self.right(permit), Right::May)
    }

    /// The word in a catalogue's file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Manager => "manager",
            Self::Cashier => "cashier",
            Self::Waiter => "waiter",
            Self::Cook => "cook",
        }
    }

    /// The role that a catalogue's file calls so.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// Who.
    pub id: StaffId,
    /// What the others call them.
    pub name: String,
    /// What they are here to do.
    pub role: Role,
    /// Argon2id of the PIN with the site's salt, in hexadecimal; never the PIN.
    pub pin_hash: String,
}

/// How long somebody must wait after so many wrong PINs in a row.
///
/// Four may be slips of the finger; the fifth costs 30 s, and each one more doubles that, up to
/// fifteen minutes.
pub fn lock_seconds(wrong_in_a_row: u32) -> u32 {
    match wrong_in_a_row.checked_sub(WRONG_PINS_FREE) {
        None | Some(0) => 0,
        Some(over) => LOCK_SECONDS_FIRST
            .checked_shl(over - 1)
            .filter(|_| over <= 8)
            .unwrap_or(LOCK_SECONDS_MAX)
            .min(LOCK_SECONDS_MAX),
    }
}

const WRONG_PINS_FREE: u32 = 4;
const LOCK_SECONDS_FIRST: u32 = 30;
const LOCK_SECONDS_MAX: u32 = 900;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_wrong_pin_locks_and_the_time_grows() {
        let seconds: Vec<_> = [0, 4, 5, 6, 7, 40].into_iter().map(lock_seconds).collect();
        assert_eq!(seconds, [0, 0, 30, 60, 120, 900]);
    }

    #[test]
    fn what_one_role_may_with_approval_another_may_alone() {
        for permit in Permit::ALL {
            assert!(Role::Manager.may(permit), "{permit:?}");
            let approvable = |role: Role| role.right(permit) == Right::WithApproval;
            let alone = |role: Role| role.may(permit);
            if Role::ALL.into_iter().any(approvable) {
                assert!(Role::ALL.into_iter().any(alone), "{permit:?}");
            }
        }
    }

    #[test]
    fn a_waiter_takes_orders_but_no_money() {
        assert!(Role::Waiter.may(Permit::TakeOrders));
        assert!(!Role::Waiter.may(Permit::TakeMoney));
        assert!(!Role::Waiter.may(Permit::VoidSent));
        assert!(!Role::Cook.may(Permit::TakeOrders));
    }
}
