//! Words of the kitchen.

use super::words;

words! {
    /// Words of the kitchen.
    KitchenWords {
        bump: "Fatto", "Bump", "完了";
        recall: "Richiama", "Recall", "呼び戻し";
        recalled: "Richiamata", "Recalled", "呼び戻し済み";
        recall_help: "Le ultime comande finite. Tocca per rimetterne una al suo posto.", "The last tickets that were bumped. Tap one to put it back in its place.", "完了した伝票です。タップすると元の位置に戻ります。";
        all_day: "Totale da fare", "All day", "合計";
        all_day_help: "Quanti di ogni piatto sono ancora da fare.", "How many of each dish are still to be made.", "これから作る数です。";
        all_stations: "Tutti", "All", "すべて";
        expo: "Passe", "Pass", "デシャップ";
        open_tickets: "aperte", "open", "未完了";
        late: "In ritardo", "Late", "遅れ";
        late_tickets: "in ritardo", "late", "遅れ";
        average: "media", "average", "平均";
        rush: "Urgente", "Rush", "至急";
        changed: "Cambiata: guarda", "Changed: look", "変更あり";
        added: "Aggiunto", "Added", "追加";
        add_on: "AGGIUNTA", "ADD-ON", "追加注文";
        cancel_seen: "Visto: fermo", "Seen: stopped", "中止を確認";
        cancelled: "Annullata", "Cancelled", "取消";
        cancelled_waste: "Buttato", "Waste", "廃棄";
        cancelled_stock: "Rimesso a posto", "Back to stock", "戻した";
        held: "In attesa", "Held", "保留中";
        fired: "Partita", "Fired", "調理開始済み";
        cooking: "In preparazione", "Cooking", "調理中";
        ready: "Pronto", "Ready", "できあがり";
        served: "Servito", "Served", "提供済み";
        no_allergens: "Nessuna allergia", "No allergies", "アレルギーなし";
        takeaway: "ASPORTO", "TAKEAWAY", "持ち帰り";
        sold_out_now: "Segna esaurito", "Mark sold out", "売り切れにする";
        empty: "Nessuna comanda. Quelle nuove appaiono qui.", "No tickets. New ones appear here.", "伝票はありません。新しい伝票はここに表示されます。";
        empty_recall: "Non c’è ancora niente da richiamare.", "There is nothing to recall yet.", "呼び戻せる伝票はまだありません。";
        empty_all_day: "Niente da fare.", "Nothing to make.", "作るものはありません。";
        sound_on: "Suono acceso", "Sound on", "音あり";
        sound_off: "Suono spento", "Sound off", "音なし";
        sound_blocked: "Il browser blocca il suono. Tocca qui per accenderlo.", "The browser blocks sound. Tap here to turn it on.", "音がブロックされています。タップして有効にしてください。";
        sound_test: "Prova il suono", "Test the sound", "音を試す";
        sound_soft: "Piano", "Soft", "小";
        sound_loud: "Forte", "Loud", "大";
        next_station: "Reparto dopo", "Next station", "次のステーション";
        bump_nth: "Finisce la 1ª comanda (fino a 9)", "Bump the 1st ticket (up to 9)", "1番目の伝票を完了（9まで）";
        next_page: "Pagina dopo", "Next page", "次のページ";
        previous_page: "Pagina prima", "Previous page", "前のページ";
        bumped_by: "Finita da", "Bumped by", "完了者";
        prep_unit: "min", "min", "分";
        new_ticket: "Nuova comanda", "New ticket", "新しい伝票";
        alone_long: "L’hub non risponde. Ciò che finisci qui resta e partirà da solo.", "The hub does not answer. What you bump here is kept and goes out by itself.", "ハブが応答しません。完了した伝票は保存され、復旧後に自動で送信されます。";
        printer_uncertain: "Forse ha stampato solo una parte", "It may have printed a part only", "途中までしか印刷されていない可能性があります";
        printer_not_printed: "Non ha stampato in tempo", "It did not print in time", "時間内に印刷できませんでした";
        feed_lost: "Il collegamento con questo schermo è caduto. Si riprova da solo.", "The link to this screen is down. It tries again by itself.", "この画面の接続が切れました。自動で再接続します。";
    }
}
