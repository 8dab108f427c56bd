//! Line drawings of 24 by 24, drawn with the colour of the text beside them.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        /// A drawing of the kit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum IconName {
            $($(#[$doc])* $name,)*
        }

        impl IconName {
            /// Every drawing, for the component page.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The strokes of the drawing.
            const fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)*
                }
            }
        }
    };
}

icons! {
    /// A tick.
    Check = "M5 12.5l4.5 4.5L19 7";
    /// A cross.
    Close = "M6 6l12 12M18 6L6 18";
    /// An arrow to the left.
    Back = "M19 12H5M11 6l-6 6 6 6";
    /// An arrow to the right.
    Forward = "M5 12h14M13 6l6 6-6 6";
    /// A small arrow down.
    Down = "M6 9l6 6 6-6";
    /// A small arrow up.
    Up = "M6 15l6-6 6 6";
    /// A plus.
    Plus = "M12 5v14M5 12h14";
    /// A minus.
    Minus = "M5 12h14";
    /// A triangle with an exclamation mark.
    Warning = "M12 4L2.5 20h19zM12 10v5M12 17.6v.4";
    /// An arrow that turns back.
    Undo = "M9 7L4 12l5 5M4 12h10a6 6 0 0 1 0 12h-1";
    /// Two arrows in a circle.
    Again = "M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5";
    /// A looking glass.
    Search = "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5";
    /// A bar code.
    Scan = "M4 5v14M8 5v14M11 5v14M15 5v14M17.5 5v14M20 5v14";
    /// Three lines.
    Menu = "M4 6h16M4 12h16M4 18h16";
    /// Three dots.
    More = "M5 11.5v1M12 11.5v1M19 11.5v1M4.5 12h1M11.5 12h1M18.5 12h1";
    /// A clock.
    Clock = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2";
    /// A person.
    Person = "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 21a7.5 7.5 0 0 1 15 0";
    /// Two people.
    Guests = "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20a6.5 6.5 0 0 1 13 0M16 5.2a3.5 3.5 0 0 1 0 6.6M18 14.5a6.5 6.5 0 0 1 3.5 5.5";
    /// A table with two chairs.
    Table = "M3 8h18M12 8v12M8 20h8M5 12v8M19 12v8";
    /// A bell.
    Bell = "M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21.5h4";
    /// A receipt.
    Receipt = "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6";
    /// A printer.
    Printer = "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z";
    /// A cash drawer.
    Drawer = "M3 13h18v7H3zM6 13V5h12v8M10 16.5h4";
    /// Notes of money.
    Cash = "M3 7h18v10H3zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM6 10v.1M18 14v.1";
    /// A bank card.
    Card = "M3 6h18v12H3zM3 10h18M6.5 14.5h4";
    /// A lock.
    Lock = "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2";
    /// Two machines with a line between them.
    Together = "M3 5h8v6H3zM13 13h8v6h-8zM7 11v5h6M17 13V8h-6";
    /// A line that is broken.
    Alone = "M9 15l-2 2a3.5 3.5 0 0 1-5-5l3-3M15 9l2-2a3.5 3.5 0 0 1 5 5l-3 3M9 3v3M3 9h3M15 21v-3M21 15h-3";
    /// A flame.
    Fire = "M12 3c1 4 5.5 5.5 5.5 11a5.5 5.5 0 0 1-11 0c0-2 1-3.5 2-4.5.3 1.6 1 2.5 2 3C10.2 9 10.5 6 12 3z";
    /// Two bars.
    Hold = "M8 5v14M16 5v14";
    /// A dish under its cover.
    Ready = "M3 17h18M5 17a7 7 0 0 1 14 0M12 10V8M10.5 8h3M4 20.5h16";
    /// A pot.
    Cooking = "M4 10h16v7a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3zM2 12h2M20 12h2M9 7c0-1.5 1-1.5 1-3M14 7c0-1.5 1-1.5 1-3";
    /// A paper plane.
    Send = "M21 3L10 14M21 3l-7 18-4-7-7-4z";
    /// A pencil.
    Note = "M4 20h4L19.5 8.5l-4-4L4 16zM13.5 6.5l4 4";
    /// A circle with a line through it.
    Void = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.7 5.7l12.6 12.6";
    /// A star.
    Star = "M12 3.5l2.6 5.5 6 .8-4.4 4.200 1.1 6-5.3-2.900L6.7 20l1.1-6L3.4 9.800l6-.8z";
    /// A sheet of paper with an arrow down.
    Download = "M12 4v11M7 11l5 5 5-5M5 20h14";
    /// Bars of a chart.
    Chart = "M4 20h16M7 20v-7M12 20V5M17 20v-10";
    /// A sun.
    Sun = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4";
    /// A moon.
    Moon = "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z";
    /// A keyboard.
    Keyboard = "M3 6h18v12H3zM7 10v.1M11 10v.1M15 10v.1M8 14h8";
    /// An arrow from the left that erases.
    Erase = "M9 5h12v14H9l-6-7zM12.5 9.5l5 5M17.5 9.5l-5 5";
    /// A bag.
    Takeaway = "M5 8h14l1 13H4zM9 8V6a3 3 0 0 1 6 0v2";
    /// Two arrows that part.
    Split = "M12 21v-7M12 14L5 7M12 14l7-7M5 12V7h5M19 12V7h-5";
    /// Two arrows across.
    Move = "M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4";
    /// A cog-like slider.
    Settings = "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4";
}

/// A drawing; decoration only, so the text beside it must say the same.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=name.path()></path>
        </svg>
    }
}
