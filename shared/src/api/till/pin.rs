//! The PIN of somebody who signs in or approves.

use serde::{Deserialize, Serialize};

/// A PIN on its way to the node; no log can say it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pin(pub String);

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::till::{Ask, Command};

    #[test]
    fn no_log_says_the_pin_of_somebody_who_signs_in() {
        let pin = Pin("9041".to_owned());
        let ask = Ask {
            session: None,
            request: None,
            command: Command::SignIn { pin: pin.clone() },
            approval: Some(pin),
        };
        assert!(!format!("{ask:?}").contains("9041"));
        let wire = serde_json::to_string(&ask.command).unwrap();
        assert_eq!(wire, r#"{"do":"sign_in","pin":"9041"}"#);
    }
}
