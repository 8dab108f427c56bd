//! Paper on the screen, as the printer got it.

use leptos::prelude::*;
use ui_kit::states::Loading;

/// A receipt or report; the node has escaped everything in it.
#[component]
pub(crate) fn Paper(
    /// The paper; nothing until it came.
    #[prop(into)]
    html: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        {move || match html.get() {
            None => view! { <Loading /> }.into_any(),
            Some(html) => {
                view! { <div class="paper-view" data-testid="paper" inner_html=html></div> }
                    .into_any()
            }
        }}
    }
}
