//! `staff.csv`: who works here.

use shared::staff::Role;

use super::{
    NewStaff, STAFF, STAFF_MAX,
    sheet::{Errors, Row, Sheet},
};
use crate::pin::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, is_pin};

pub(super) const COLUMNS: &[&str] = &["name", "role", "pin"];

/// Reads the sheet. No error repeats a PIN.
pub(super) fn read(sheet: &Sheet, errors: &mut Errors) -> Vec<NewStaff> {
    let mut staff: Vec<NewStaff> = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let name = row.name(errors, "name");
        if let Some(name) = &name
            && staff.iter().any(|known| known.name == *name)
        {
            row.wrong(errors, "name", format!("`{name}` is there twice"));
        }
        let word = row.get("role");
        let role = Role::from_word(word);
        if role.is_none() {
            let words = Role::ALL.map(Role::word).join(", ");
            row.wrong(errors, "role", format!("`{word}` is none of {words}"));
        }
        let pin = row.get("pin");
        if !is_pin(pin) {
            let why = format!("must have {PIN_DIGITS_MIN} to {PIN_DIGITS_MAX} digits");
            row.wrong(errors, "pin", why);
        } else if let Some(other) = staff.iter().find(|known| known.pin == pin) {
            row.wrong(errors, "pin", format!("is the PIN of `{}` too", other.name));
        }
        if let (Some(name), Some(role)) = (name, role) {
            staff.push(NewStaff {
                name,
                role,
                pin: pin.to_owned(),
            });
        }
    }
    if staff.len() > STAFF_MAX {
        errors.push(STAFF, 0, "", format!("more than {STAFF_MAX} people"));
    }
    let manages = |row: &Row| row.get("role") == Role::Manager.word();
    if sheet.readable && !sheet.rows.iter().any(manages) {
        errors.push(STAFF, 0, "role", "at least one must be a manager");
    }
    staff
}
