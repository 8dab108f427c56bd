//! The stories: each plays in a restaurant of its own.

mod set_up;
