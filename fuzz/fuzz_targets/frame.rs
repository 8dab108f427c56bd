//! Frames from a stranger.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: {
        // A panic that the door contains is no harm; one that gets out still ends the run.
        std::panic::set_hook(Box::new(|_| {}));
    },
    |bytes: &[u8]| hostile::frame(bytes)
);
