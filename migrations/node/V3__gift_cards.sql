-- Documents that hold the balance of a gift card: they are no orders, never end, and are kept for ever.
CREATE TABLE gift_card (
    order_id BLOB PRIMARY KEY
) WITHOUT ROWID;
