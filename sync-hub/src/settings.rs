//! What the hub is told when it starts: flags first, then the environment, read once.

use std::{
    ffi::{OsStr, OsString},
    net::SocketAddr,
    path::PathBuf,
};

/// What `--help` says.
pub const HELP: &str = "\
sync-hub: the hub of a restaurant

  --data DIR                  where everything is kept        (COMANDA_DATA, default ./hub-data)
  --listen ADDRESS:PORT       where it answers                (COMANDA_LISTEN, default 127.0.0.1:7700)
  --faces DIR                 the built faces; serves DIR/dashboard       (COMANDA_FACES)
  --first-password-file FILE  also writes the first manager's password there
  --new-password              gives the manager a new password and shows it
  --restored                  say so once after restoring DIR from a backup
  --help, --version

COMANDA_LOG sets what is logged to standard error: error, warn, info, debug, or module=level,…
";

/// The settings of a hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The folder with the database.
    pub data: PathBuf,
    /// Where the hub answers; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder with the built faces.
    pub faces: Option<PathBuf>,
    /// Where the first manager's password is written too.
    pub first_password_file: Option<PathBuf>,
    /// Gives the manager a new password.
    pub new_password: bool,
    /// The data came from a backup: devices must compare everything.
    pub restored: bool,
}

impl Settings {
    /// A hub in this folder, on a free port of this machine, without faces.
    pub fn in_folder(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            faces: None,
            first_password_file: None,
            new_password: false,
            restored: false,
        }
    }
}

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Run a hub.
    Run(Settings),
    /// Show [`HELP`].
    Help,
    /// Show the version.
    Version,
}

/// Why the command line makes no sense.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Nobody knows this flag.
    #[error("`{0}` is no flag of the hub; see --help")]
    Unknown(String),
    /// A flag without its value.
    #[error("{0} needs a value")]
    NoValue(&'static str),
    /// Not an address with a port.
    #[error("{place}: `{value}` is no address like 127.0.0.1:7700")]
    NotAnAddress {
        /// The flag or variable.
        place: &'static str,
        /// What is there.
        value: String,
    },
}

/// Reads flags and environment.
pub fn read(
    mut arguments: impl Iterator<Item = OsString>,
    environment: impl Fn(&str) -> Option<OsString>,
) -> Result<Asked, SettingsError> {
    let mut settings = Settings::in_folder(
        environment("COMANDA_DATA").unwrap_or_else(|| OsString::from("hub-data")),
    );
    settings.listen = match environment("COMANDA_LISTEN") {
        Some(value) => address("COMANDA_LISTEN", &value)?,
        None => SocketAddr::from(([127, 0, 0, 1], 7700)),
    };
    settings.faces = environment("COMANDA_FACES").map(PathBuf::from);
    while let Some(argument) = arguments.next() {
        let mut value = |flag| arguments.next().ok_or(SettingsError::NoValue(flag));
        match argument.to_str() {
            Some("--data") => settings.data = value("--data")?.into(),
            Some("--listen") => settings.listen = address("--listen", &value("--listen")?)?,
            Some("--faces") => settings.faces = Some(value("--faces")?.into()),
            Some("--first-password-file") => {
                settings.first_password_file = Some(value("--first-password-file")?.into());
            }
            Some("--new-password") => settings.new_password = true,
            Some("--restored") => settings.restored = true,
            Some("--help" | "-h") => return Ok(Asked::Help),
            Some("--version" | "-V") => return Ok(Asked::Version),
            _ => {
                return Err(SettingsError::Unknown(
                    argument.to_string_lossy().into_owned(),
                ));
            }
        }
    }
    Ok(Asked::Run(settings))
}

fn address(place: &'static str, value: &OsStr) -> Result<SocketAddr, SettingsError> {
    let text = value.to_string_lossy();
    text.parse().map_err(|_| SettingsError::NotAnAddress {
        place,
        value: text.into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &[&str], variable: Option<(&str, &str)>) -> Result<Asked, SettingsError> {
        read(arguments.iter().map(OsString::from), |name| {
            variable
                .filter(|(known, _)| *known == name)
                .map(|(_, value)| value.into())
        })
    }

    #[test]
    fn without_flags_the_hub_is_on_loopback_only() {
        let Ok(Asked::Run(settings)) = asked(&[], None) else {
            panic!("it runs")
        };
        assert_eq!(settings.listen.to_string(), "127.0.0.1:7700");
        assert_eq!(settings.data, PathBuf::from("hub-data"));
    }

    #[test]
    fn a_flag_wins_over_the_environment() {
        let variable = Some(("COMANDA_DATA", "from-environment"));
        let Ok(Asked::Run(from_flag)) = asked(&["--data", "flag"], variable) else {
            panic!()
        };
        let Ok(Asked::Run(from_environment)) = asked(&[], variable) else {
            panic!()
        };
        assert_eq!(from_flag.data, PathBuf::from("flag"));
        assert_eq!(from_environment.data, PathBuf::from("from-environment"));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let text = |arguments: &[&str]| asked(arguments, None).unwrap_err().to_string();
        assert_eq!(
            text(&["--port"]),
            "`--port` is no flag of the hub; see --help"
        );
        assert_eq!(text(&["--data"]), "--data needs a value");
        assert_eq!(
            text(&["--listen", "7700"]),
            "--listen: `7700` is no address like 127.0.0.1:7700"
        );
    }
}
