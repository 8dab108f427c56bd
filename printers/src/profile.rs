//! What one kind of printer can do, and how it wants to be told.
//!
//! A shop's settings name a profile; nothing here is guessed from the device, because the cheap ones
//! answer as if they were something else.

use serde::{Deserialize, Serialize};

/// A kind of printer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The name in the settings.
    pub name: String,
    /// Characters in a line of normal text.
    pub columns: u16,
    /// Code tables that it has, the one to try first in front.
    pub tables: Vec<TableSlot>,
    /// Whether it has Japanese letters.
    pub kanji: Kanji,
    /// How it parts the paper.
    pub cut: CutKind,
    /// The drawer on its plug, where there is one.
    pub kick: Option<Kick>,
    /// How it says that a job is on paper.
    pub ack: Ack,
    /// It answers `DLE EOT` at any time.
    pub status: bool,
    /// The most bytes handed over in one piece.
    pub chunk_bytes_max: usize,
}

/// A code table and the number by which this printer knows it; clones number them differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSlot {
    /// Which letters it holds.
    pub table: CodeTable,
    /// The `n` of `ESC t n`.
    pub number: u8,
}

/// A set of 128 letters above ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeTable {
    /// The first PC's.
    Pc437,
    /// Western European with the euro sign.
    Pc858,
    /// Windows Western European.
    Windows1252,
    /// Half-width Japanese syllables.
    Katakana,
}

/// Whether a printer has Japanese letters, and how they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kanji {
    /// It has none, or must not use what it has.
    Off,
    /// Two bytes of Shift JIS a letter.
    ShiftJis,
}

/// How a printer parts the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CutKind {
    /// A blade that leaves a bridge.
    Partial,
    /// A blade that cuts through.
    Full,
    /// A hand at the tear bar.
    None,
}

/// How the drawer on a printer's plug is opened. Times are in units of two milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kick {
    /// Which pin of the plug.
    pub pin: DrawerPin,
    /// How long the coil pulls.
    pub on_2ms: u8,
    /// How long it must rest after that; the coil burns above one part in five.
    pub off_2ms: u8,
    /// The plug's line is high while the drawer is open; it differs from drawer to drawer.
    pub open_is_high: bool,
}

/// A pin of the drawer's plug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawerPin {
    /// The usual one.
    Pin2,
    /// The second drawer.
    Pin5,
}

/// How a printer says that everything before is on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ack {
    /// It answers `GS r 1` when it comes to it.
    GsR,
    /// It never does.
    None,
}

/// A name in the settings that no profile has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no printer profile is called `{0}`")]
pub struct UnknownProfile(pub String);

const PC437: TableSlot = TableSlot {
    table: CodeTable::Pc437,
    number: 0,
};
const KATAKANA: TableSlot = TableSlot {
    table: CodeTable::Katakana,
    number: 1,
};
const WINDOWS_1252: TableSlot = TableSlot {
    table: CodeTable::Windows1252,
    number: 16,
};
const PC858: TableSlot = TableSlot {
    table: CodeTable::Pc858,
    number: 19,
};

/// 50 ms on, 500 ms off: what every drawer stands.
const GENTLE_KICK: Kick = Kick {
    pin: DrawerPin::Pin2,
    on_2ms: 25,
    off_2ms: 250,
    open_is_high: true,
};

impl Profile {
    /// Every name that [`Profile::by_name`] knows.
    pub const NAMES: [&str; 5] = [
        "epson-80",
        "epson-80-jp",
        "epson-58",
        "generic-80",
        "generic-58",
    ];

    /// The built-in profile with this name.
    pub fn by_name(name: &str) -> Result<Self, UnknownProfile> {
        match name {
            "epson-80" => Ok(Self::epson_80()),
            "epson-80-jp" => Ok(Self::epson_80_jp()),
            "epson-58" => Ok(Self {
                name: name.to_owned(),
                columns: 32,
                ..Self::epson_80()
            }),
            "generic-80" => Ok(Self::mute(name, 48)),
            "generic-58" => Ok(Self {
                cut: CutKind::None,
                ..Self::mute(name, 32)
            }),
            unknown => Err(UnknownProfile(unknown.to_owned())),
        }
    }

    /// 80 mm paper, Western European letters.
    pub fn epson_80() -> Self {
        Self {
            name: "epson-80".to_owned(),
            columns: 48,
            tables: vec![PC858, PC437, WINDOWS_1252],
            kanji: Kanji::Off,
            cut: CutKind::Partial,
            kick: Some(GENTLE_KICK),
            ack: Ack::GsR,
            status: true,
            chunk_bytes_max: 1_024,
        }
    }

    /// 80 mm paper, Japanese and Western European letters.
    pub fn epson_80_jp() -> Self {
        Self {
            name: "epson-80-jp".to_owned(),
            tables: vec![PC437, KATAKANA, PC858, WINDOWS_1252],
            kanji: Kanji::ShiftJis,
            ..Self::epson_80()
        }
    }

    /// A printer that only listens: nothing it prints can be confirmed.
    fn mute(name: &str, columns: u16) -> Self {
        Self {
            name: name.to_owned(),
            columns,
            ack: Ack::None,
            status: false,
            ..Self::epson_80()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_is_a_profile() {
        for name in Profile::NAMES {
            assert_eq!(
                Profile::by_name(name).map(|profile| profile.name),
                Ok(name.to_owned())
            );
        }
    }

    #[test]
    fn an_unknown_name_is_named() {
        let error = Profile::by_name("star-9").unwrap_err();
        assert_eq!(error.to_string(), "no printer profile is called `star-9`");
    }

    #[test]
    fn no_drawer_coil_pulls_more_than_a_fifth_of_the_time() {
        for name in Profile::NAMES {
            let kick = Profile::by_name(name).unwrap().kick.unwrap();
            let (on, off) = (u32::from(kick.on_2ms), u32::from(kick.off_2ms));
            assert!(on * 5 <= on + off, "{name}");
        }
    }
}
