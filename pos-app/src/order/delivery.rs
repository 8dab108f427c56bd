//! Orders that are brought to somebody: to whom.

use leptos::prelude::*;
use shared::{api::till::Command, delivery::DeliverTo, menu::Service};
use ui_kit::{
    button::{Button, ButtonKind},
    field::TextField,
    sheet::{Sheet, SheetPlace},
    words::use_words,
};

use crate::{
    state::{Over, Till, use_till},
    talk::Talk,
};

/// Asks whom an order is brought to: a new one, or the shown one.
#[component]
pub(crate) fn DeliverySheet() -> impl IntoView {
    let till = use_till();
    let words = use_words();
    let is_open = move || matches!(till.over.get(), Over::NewDelivery | Over::DeliverTo);
    view! {
        <Sheet
            open=till.is_over(|over| matches!(over, Over::NewDelivery | Over::DeliverTo))
            title=Signal::derive(move || words.get().money.deliver_to.to_owned())
            place=SheetPlace::Middle
            testid="delivery-sheet"
            on_close=move |()| till.close_over()
        >
            {move || is_open().then(|| view! { <DeliveryForm /> })}
        </Sheet>
    }
}

fn known(till: Till) -> DeliverTo {
    let of_order = || {
        till.order
            .with_untracked(|view| view.as_ref()?.order.deliver_to.clone())
    };
    match till.over.get_untracked() {
        Over::DeliverTo => of_order().unwrap_or_default(),
        _ => DeliverTo::default(),
    }
}

#[component]
fn DeliveryForm() -> impl IntoView {
    let till = use_till();
    let talk = Talk::get();
    let words = use_words();
    let before = known(till);
    let name = RwSignal::new(before.name);
    let phone = RwSignal::new(before.phone);
    let address = RwSignal::new(before.address);
    let blocked = Signal::derive(move || {
        let nobody = name.with(|text| text.trim().is_empty())
            && phone.with(|text| text.trim().is_empty())
            && address.with(|text| text.trim().is_empty());
        nobody.then(|| words.get().money.deliver_to.to_owned())
    });
    let go = move |()| {
        let to = DeliverTo {
            name: name.get_untracked().trim().to_owned(),
            phone: phone.get_untracked().trim().to_owned(),
            address: address.get_untracked().trim().to_owned(),
        };
        let say = move |order| talk.tell(Command::SetDelivery { order, to });
        if till.over.get_untracked() == Over::NewDelivery {
            let open = Command::OpenOrder {
                service: Service::Delivery,
                table: None,
                tab: String::new(),
                guests: 1,
            };
            talk.open_order(open, say);
        } else if let Some(order) = till.order_id() {
            till.close_over();
            say(order);
        }
    };
    view! {
        <div class="stack">
            <TextField
                label=Signal::derive(move || words.get().money.guest_name.to_owned())
                value=name
                first=true
                length_max=60
                testid="delivery-name"
            />
            <TextField
                label=Signal::derive(move || words.get().money.phone.to_owned())
                value=phone
                length_max=40
                testid="delivery-phone"
            />
            <TextField
                label=Signal::derive(move || words.get().money.address.to_owned())
                value=address
                length_max=200
                testid="delivery-address"
                on_enter=Callback::new(go)
            />
            <Button kind=ButtonKind::Primary big=true blocked testid="delivery-go" on_press=go>
                {move || words.get().common.save}
            </Button>
        </div>
    }
    .into_any()
}
