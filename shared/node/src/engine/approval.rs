//! Approval on the spot: whoever may gives their PIN at the screen of somebody who may not.
//!
//! The right is lent to one action and to nothing after it. Both names are written down: who did
//! it, and who lent the right.

use shared::{
    api::{
        Problem,
        till::{Ask, Reply},
    },
    ids::StaffId,
    staff::{Permit, Right, StaffMember},
};

use super::Engine;

/// Whoever stands beside the person at the screen, for the action under way.
#[derive(Default)]
pub(super) struct Approval {
    /// Gave their PIN.
    beside: Option<StaffMember>,
    /// Their right was needed.
    lent: bool,
}

impl Approval {
    /// Who lent a right to the action under way; none where the person's own role was enough.
    pub(super) fn lent_by(&self) -> Option<StaffId> {
        let beside = self.beside.as_ref().filter(|_| self.lent);
        beside.map(|member| member.id)
    }
}

impl Engine {
    /// Does what a face asks, with the PIN of somebody who may. A wrong PIN counts as one at the
    /// sign-in does, and locks the same lock.
    pub fn till_approved(&mut self, ask: Ask, pin_hash: &str) -> Result<Reply, Problem> {
        // Nobody tries PINs at a screen at which nobody is signed in.
        self.who(ask.session)?;
        // Somebody may have locked the pad while the hash was computed.
        self.pin_salt()?;
        let menu = self.menu()?;
        let beside = menu.staff.iter().find(|one| one.pin_hash == pin_hash);
        let Some(beside) = beside.cloned() else {
            return Err(self.count_wrong_pin()?);
        };
        self.approval = Approval {
            beside: Some(beside),
            lent: false,
        };
        let answer = self.till(ask);
        let lent = std::mem::take(&mut self.approval).lent;
        if lent && answer.is_ok() {
            self.forgive_wrong_pins()?;
        }
        answer
    }

    /// Refuses what somebody's role may not do, where nobody beside them lends the right.
    pub(super) fn allow(&mut self, member: &StaffMember, permit: Permit) -> Result<(), Problem> {
        match (member.role.right(permit), &self.approval.beside) {
            (Right::May, _) => Ok(()),
            (Right::WithApproval, None) => Err(Problem::NeedsApproval { permit }),
            (Right::WithApproval, Some(beside)) if beside.role.may(permit) => {
                self.approval.lent = true;
                Ok(())
            }
            (Right::WithApproval, Some(_)) | (Right::MayNot, _) => {
                Err(Problem::NotAllowed { permit })
            }
        }
    }

    /// Nothing is lent any more: an action ended, or fell over.
    pub(super) fn forget_approval(&mut self) {
        self.approval = Approval::default();
    }
}
