//! Words of the till about money beside the lines: papers, deposits, gift cards, delivery, tips.

use super::words;

words! {
    /// Words about money beside the lines.
    MoneyWords {
        check: "Conto", "Check", "伝票";
        bill: "Preconto", "Bill", "会計票";
        bill_printed: "Preconto stampato", "Bill printed", "会計票を印刷しました";
        check_grew: "Il conto è cambiato: guarda quanto manca", "The check has changed: look at what is due", "伝票が変わりました。金額を確認してください";
        closed_elsewhere: "Chiuso a un'altra cassa, non manca niente", "Closed at another till, nothing is due", "別のレジで会計済みです";
        terminal_took: "Se il terminale ha già preso il denaro, annulla il pagamento sul terminale", "If the terminal has taken the money, cancel that payment on the terminal", "端末で決済が済んでいる場合は、端末で取り消してください";
        paper_elsewhere: "Questa ricevuta è sulla cassa che l'ha stampata", "This receipt is at the till that printed it", "このレシートは発行したレジにあります";
        go_on_with: "Il conto è cambiato, prosegui", "The check changed, go on", "伝票が変わりました。続ける";
        no_tip_by_card: "La mancia non va sulla carta regalo: scegli «senza mancia» o un altro pagamento", "A gift card gives no tip: choose «no tip», or pay in another way", "ギフトカードではチップを払えません";
        delivery: "Consegna", "Delivery", "配達";
        delivery_fee: "Costo consegna", "Delivery fee", "配達料";
        deliver_to: "A chi si consegna?", "Deliver to whom?", "配達先は？";
        guest_name: "Nome", "Name", "お名前";
        phone: "Telefono", "Telephone", "電話番号";
        address: "Indirizzo", "Address", "住所";
        gift_card: "Carta regalo", "Gift card", "ギフトカード";
        gift_cards_sold: "Carte regalo vendute", "Gift cards sold", "ギフトカード販売";
        owed_on_cards: "Da onorare su carte regalo", "Owed on gift cards", "ギフトカード残高";
        card_code: "Codice della carta", "Code of the card", "カードのコード";
        card_made: "Vuoto: la cassa ne crea uno e lo stampa", "Empty: the till makes one and prints it", "空欄：レジが作成して印刷します";
        card_show: "Mostra il saldo", "Show the balance", "残高を表示";
        card_balance: "Saldo", "Balance", "残高";
        x_printed: "X stampati", "X reports printed", "印刷済みX点検";
    }
}
