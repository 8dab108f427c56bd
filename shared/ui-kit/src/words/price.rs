//! Words of the till about what comes off a check, the service charge and the smallest coin.

use super::words;

words! {
    /// Words about discounts and charges.
    PriceWords {
        discount: "Sconto", "Discount", "割引";
        discounts: "Sconti", "Discounts", "割引";
        title: "Che cosa si toglie?", "What comes off?", "何を割り引きますか？";
        whole_check: "Tutto il conto", "Whole check", "伝票全体";
        this_line: "Questa riga", "This line", "この行";
        comp: "Offerto dalla casa", "On the house", "サービス";
        percent: "Percento", "Percent", "パーセント";
        amount: "Importo", "Amount", "金額";
        comma: "Una cifra decimale", "One decimal digit", "小数1桁";
        why: "Perché?", "Why?", "理由は？";
        enter_first: "Prima quanto si toglie", "First say how much", "先に割引額を入力してください";
        reason_late: "Attesa troppo lunga", "Waited too long", "お待たせした";
        reason_complaint: "Reclamo", "Complaint", "苦情";
        reason_regular: "Cliente abituale", "Regular guest", "常連のお客様";
        reason_staff: "Personale", "Staff", "従業員";
        given: "Sconti dati", "Given", "適用中の割引";
        take_off: "Togli", "Take back", "取り消す";
        promotions: "Promozioni", "Promotions", "キャンペーン";
        service_charge: "Servizio", "Service charge", "サービス料";
        waive: "Senza servizio", "No service charge", "サービス料なし";
        waived: "Servizio tolto", "Service charge waived", "サービス料免除";
        rounding: "Arrotondamento", "Rounding", "端数調整";
        in_cash: "In contanti", "In cash", "現金の場合";
    }
}
