//! What stands on the command line of a node.

use std::path::PathBuf;

use shared::api::device::DeviceRole;

use crate::Settings;

/// What is said when somebody asks for help.
const USAGE: &str = "\
usage: comanda-node --role till|kitchen --data DIR [options]
       comanda-node export-journal FOLDER FILE
  --name NAME        what people call the device until the hub says otherwise
  --listen IP:PORT   where browsers find its screen (till 127.0.0.1:7701, kitchen 127.0.0.1:7702)
  --hub URL          the hub that the set-up screen suggests
  --faces DIR        folder of the built screens
  --with-parent      stop when standard input closes";

/// Why the command line was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Help was asked for.
    #[error("{USAGE}")]
    Help,
    /// An option that does not exist.
    #[error("unknown option `{0}`\n{USAGE}")]
    Unknown(String),
    /// An option without its value.
    #[error("`{0}` needs a value")]
    NoValue(String),
    /// A value that cannot be.
    #[error("`{value}` is no value for `{option}`")]
    BadValue {
        /// The option.
        option: &'static str,
        /// What was given.
        value: String,
    },
    /// An option that is needed.
    #[error("`{0}` is missing\n{USAGE}")]
    Missing(&'static str),
}

/// Reads the command line; `role` is what the program is for when it does not say.
pub fn parse(
    args: impl IntoIterator<Item = String>,
    role: Option<DeviceRole>,
) -> Result<Settings, SettingsError> {
    let mut args = args.into_iter();
    let (mut role, mut data, mut name, mut listen) = (role, None, None, None);
    let (mut hub, mut faces, mut with_parent) = (None, None, false);
    while let Some(option) = args.next() {
        let mut value = || {
            args.next()
                .ok_or_else(|| SettingsError::NoValue(option.clone()))
        };
        match option.as_str() {
            "--role" => role = Some(role_of(value()?)?),
            "--data" => data = Some(PathBuf::from(value()?)),
            "--name" => name = Some(value()?),
            "--listen" => {
                let value = value()?;
                let bad = SettingsError::BadValue {
                    option: "--listen",
                    value: value.clone(),
                };
                listen = Some(value.parse().map_err(|_| bad)?);
            }
            "--hub" => hub = Some(value()?),
            "--faces" => faces = Some(PathBuf::from(value()?)),
            "--with-parent" => with_parent = true,
            "--help" | "-h" => return Err(SettingsError::Help),
            _ => return Err(SettingsError::Unknown(option)),
        }
    }
    let role = role.ok_or(SettingsError::Missing("--role"))?;
    let (port, title) = match role {
        DeviceRole::Till => (7701, "Till"),
        DeviceRole::Kitchen => (7702, "Kitchen"),
    };
    Ok(Settings {
        role,
        name: name.unwrap_or_else(|| title.to_owned()),
        data: data.ok_or(SettingsError::Missing("--data"))?,
        listen: listen.unwrap_or_else(|| ([127, 0, 0, 1], port).into()),
        hub,
        faces,
        with_parent,
    })
}

fn role_of(value: String) -> Result<DeviceRole, SettingsError> {
    DeviceRole::from_word(&value).ok_or(SettingsError::BadValue {
        option: "--role",
        value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_kitchen_screen_has_its_own_port() {
        let settings = parse(words("--role kitchen --data d"), None).unwrap();
        assert_eq!(settings.listen.port(), 7702);
        assert_eq!(settings.name, "Kitchen");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let error = |text| parse(words(text), None).unwrap_err();
        assert_eq!(error("--role till"), SettingsError::Missing("--data"));
        assert_eq!(error("--data"), SettingsError::NoValue("--data".to_owned()));
        assert!(matches!(
            error("--role bar"),
            SettingsError::BadValue { .. }
        ));
        assert!(matches!(error("--colour red"), SettingsError::Unknown(_)));
    }
}
