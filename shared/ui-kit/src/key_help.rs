//! The list of keys that `?` shows.

use leptos::prelude::*;

use crate::{
    keys::Keys,
    sheet::{Sheet, SheetPlace},
    words::use_words,
};

/// Shows the keys of the screen when `?` is pressed; once, at the root of a face.
#[component]
pub fn KeyHelp() -> impl IntoView {
    let words = use_words();
    use_context::<Keys>().map(|keys| {
        let open = keys.help();
        view! {
            <Sheet
                open
                title=Signal::derive(move || words.get().common.keys.to_owned())
                place=SheetPlace::Middle
                testid="key-help"
                on_close=move |()| open.set(false)
            >
                <dl class="key-list">
                    {move || {
                        keys.listed()
                            .into_iter()
                            .map(|(key, name)| {
                                view! {
                                    <dt>
                                        <kbd>{key}</kbd>
                                    </dt>
                                    <dd>{move || name.get()}</dd>
                                }
                            })
                            .collect_view()
                    }}
                </dl>
            </Sheet>
        }
    })
}
