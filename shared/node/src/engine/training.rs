//! Training: somebody learns at a till, and nothing of it is sold.
//!
//! Orders of a training are documents like others, marked and never given to the hub, so that no
//! kitchen and no other till hears of them. What the journal says of them is wrapped in a fact of its
//! own kind, which nobody adds up.

use local_store::StoreError;
use shared::{
    api::{
        Problem,
        till::{Command, OrderSummary},
    },
    ids::ShiftId,
    journal::Fact,
    staff::StaffMember,
};

use super::{Action, Engine, device::stored, json};

/// Whether this till is in training, in the device's own facts: a restart ends no training.
const TRAINING: &str = "training";
/// Where payments of a training are when no shift is open.
const NO_SHIFT: ShiftId = ShiftId::from_bytes([0; 16]);

impl Engine {
    pub(super) fn load_training(&mut self) -> Result<(), StoreError> {
        self.training = stored(&self.store, TRAINING)?.unwrap_or(false);
        Ok(())
    }

    /// Whether an order belongs to what the till does now: to the training, or to the guests.
    pub(super) fn is_of_now(&self, order: &OrderSummary) -> bool {
        order.training == self.training
    }

    /// The shift whose drawer takes the money; a training needs none.
    pub(super) fn paying_shift(&self) -> Result<ShiftId, Problem> {
        match &self.shift {
            Some(open) => Ok(open.row.id),
            None if self.training => Ok(NO_SHIFT),
            None => Err(Problem::NoShift),
        }
    }

    /// Drawer and shift are real money: not while somebody learns.
    pub(super) fn refuse_in_training(&self, command: &Command) -> Result<(), Problem> {
        let is_money = matches!(
            command,
            Command::OpenShift { .. }
                | Command::CloseShift { .. }
                | Command::PayIn { .. }
                | Command::PayOut { .. }
                | Command::DropCash { .. }
                | Command::OpenDrawer { .. }
                | Command::XReport { print: true }
        );
        if self.training && is_money {
            Err(Problem::InTraining)
        } else {
            Ok(())
        }
    }

    pub(super) fn set_training(
        &mut self,
        member: &StaffMember,
        on: bool,
    ) -> Result<Action, Problem> {
        let mut action = Action::default();
        if on == self.training {
            return Ok(action);
        }
        let switched = Fact::TrainingSwitched {
            on,
            by: member.id,
            approved_by: self.approval.lent_by(),
        };
        self.add_fact(&mut action, switched)?;
        action.batch.device.push((TRAINING.to_owned(), json(&on)?));
        Ok(action)
    }

    /// After the switch is on the disk.
    pub(super) fn training_was_set(&mut self, on: bool) {
        self.training = on;
        self.tell_world();
        self.tell_floor();
    }

    /// What the journal says: the fact, or that somebody learnt.
    pub(super) fn fact_of_now(&self, fact: Fact) -> Fact {
        let is_real = matches!(fact, Fact::TrainingSwitched { .. } | Fact::PeriodClosed(_));
        if self.training && !is_real {
            Fact::Training {
                fact: Box::new(fact),
            }
        } else {
            fact
        }
    }
}
