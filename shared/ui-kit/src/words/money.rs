//! Words of the till about money beside the lines: papers, deposits, gift cards, delivery, tips.

use super::words;

words! {
    /// Words about money beside the lines.
    MoneyWords {
        check: "Conto", "Check", "伝票";
        delivery: "Consegna", "Delivery", "配達";
        delivery_fee: "Costo consegna", "Delivery fee", "配達料";
        deliver_to: "A chi si consegna?", "Deliver to whom?", "配達先は？";
        guest_name: "Nome", "Name", "お名前";
        phone: "Telefono", "Telephone", "電話番号";
        address: "Indirizzo", "Address", "住所";
        x_printed: "X stampati", "X reports printed", "印刷済みX点検";
    }
}
