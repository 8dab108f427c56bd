//! The kitchen's two sounds, made on the spot: soft enough for a whole evening.

use leptos::prelude::*;
use web_sys::{AudioContext, AudioContextState, OscillatorType};

use crate::memory;

/// Where the browser remembers how loud.
const VOLUME_KEY: &str = "comanda-kitchen-volume";
/// How long one tone sounds, in seconds.
const TONE_S: f64 = 0.22;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sound {
    /// A ticket came: two tones up.
    New,
    /// A ticket was changed or cancelled: two tones down.
    Changed,
}

impl Sound {
    /// Its tones in hertz.
    const fn tones(self) -> [f32; 2] {
        match self {
            Self::New => [659.3, 880.0],
            Self::Changed => [587.3, 392.0],
        }
    }
}

/// How loud the kitchen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Volume {
    /// Silent.
    Off,
    /// For a quiet kitchen.
    Soft,
    /// Beside a fan.
    Loud,
}

impl Volume {
    /// All of them, the quietest first.
    pub(crate) const ALL: [Self; 3] = [Self::Off, Self::Soft, Self::Loud];

    /// What it is known by.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Soft => "soft",
            Self::Loud => "loud",
        }
    }

    /// The volume that is known by this.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|volume| volume.id() == id)
    }

    const fn gain(self) -> f32 {
        match self {
            Self::Off => 0.0,
            Self::Soft => 0.12,
            Self::Loud => 0.6,
        }
    }
}

/// The loudspeaker of this screen.
#[derive(Clone, Copy)]
pub(crate) struct Speaker {
    context: StoredValue<Option<AudioContext>, LocalStorage>,
    /// How loud.
    pub(crate) volume: RwSignal<Volume>,
    /// The browser makes no sound before somebody touches the screen.
    pub(crate) blocked: RwSignal<bool>,
}

impl Speaker {
    /// The speaker, as loud as it was the last time.
    pub(crate) fn new() -> Self {
        let volume = memory::get(VOLUME_KEY).and_then(|id| Volume::from_id(&id));
        let speaker = Self {
            context: StoredValue::new_local(AudioContext::new().ok()),
            volume: RwSignal::new(volume.unwrap_or(Volume::Soft)),
            blocked: RwSignal::new(false),
        };
        speaker.look();
        speaker
    }

    /// Sets how loud, and lets hear it.
    pub(crate) fn set_volume(self, volume: Volume) {
        self.volume.set(volume);
        memory::put(VOLUME_KEY, volume.id());
        self.unblock();
        self.play(Sound::New);
    }

    /// Looks whether the browser lets this screen be heard.
    pub(crate) fn look(self) {
        let running = self.context.try_with_value(|context| {
            context
                .as_ref()
                .is_none_or(|context| context.state() == AudioContextState::Running)
        });
        let silent = self.volume.get_untracked() == Volume::Off;
        let blocked = !silent && running == Some(false);
        if self.blocked.get_untracked() != blocked {
            self.blocked.set(blocked);
        }
    }

    /// Asks the browser for sound; works only inside a touch or a key.
    pub(crate) fn unblock(self) {
        self.context.with_value(|context| {
            if let Some(context) = context {
                // Whether it worked shows in the context's state at the next look.
                let _asked = context.resume();
            }
        });
        set_timeout(move || self.look(), std::time::Duration::from_millis(150));
    }

    /// Plays a sound, if the screen may be heard.
    pub(crate) fn play(self, sound: Sound) {
        let gain = self.volume.get_untracked().gain();
        self.context.with_value(|context| {
            let Some(context) = context.as_ref().filter(|_| gain > 0.0) else {
                return;
            };
            for (step, hertz) in (0..).zip(sound.tones()) {
                // A tone that the browser refuses is a tone less; the ticket is on the screen.
                let _refused = tone(context, hertz, gain, step);
            }
        });
    }
}

/// One tone that swells and fades, so that it does not click.
#[expect(
    clippy::float_arithmetic,
    reason = "Web Audio counts seconds as floats"
)]
fn tone(
    context: &AudioContext,
    hertz: f32,
    gain: f32,
    step: u32,
) -> Result<(), wasm_bindgen::JsValue> {
    let from_s = context.current_time() + f64::from(step) * TONE_S;
    let oscillator = context.create_oscillator()?;
    let loudness = context.create_gain()?;
    oscillator.set_type(OscillatorType::Sine);
    oscillator.frequency().set_value(hertz);
    loudness.gain().set_value_at_time(0.0001, from_s)?;
    loudness
        .gain()
        .linear_ramp_to_value_at_time(gain, from_s + 0.02)?;
    loudness
        .gain()
        .exponential_ramp_to_value_at_time(0.0001, from_s + TONE_S)?;
    oscillator.connect_with_audio_node(&loudness)?;
    loudness.connect_with_audio_node(&context.destination())?;
    oscillator.start_with_when(from_s)?;
    oscillator.stop_with_when(from_s + TONE_S)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_is_remembered_by_its_id() {
        for volume in Volume::ALL {
            assert_eq!(Volume::from_id(volume.id()), Some(volume));
        }
        assert_eq!(Volume::from_id("deafening"), None);
    }
}
