//! The six meanings that a colour may have.

/// What a colour says; a shape or a word always says it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// The next thing to do.
    Accent,
    /// Done, ready, together.
    Good,
    /// Soon too late, alone.
    Warn,
    /// Late, broken, void.
    Bad,
    /// Under way.
    Info,
    /// Ordered, held, special.
    Violet,
}

impl Tone {
    /// The class that gives an element the five colours of the tone.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "tone-plain",
            Self::Accent => "tone-accent",
            Self::Good => "tone-good",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
            Self::Info => "tone-info",
            Self::Violet => "tone-violet",
        }
    }
}
