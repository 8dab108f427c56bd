-- Orders that rest are kept in one piece instead of a row for each edit; what came since is in `chunk`.
CREATE TABLE piece (
    order_id BLOB NOT NULL UNIQUE,
    changes INTEGER NOT NULL,
    bytes BLOB NOT NULL
);

-- An edit that waits for the hub and is in a piece: of `order_id`, the one at this place.
ALTER TABLE outbox ADD COLUMN part INTEGER;

-- Pieces whose edits a hub that lost its log still has to be offered, a few at a time.
CREATE TABLE offer (
    order_id BLOB PRIMARY KEY
) WITHOUT ROWID;

-- What people call an order, to find a receipt of last month.
ALTER TABLE order_view ADD COLUMN number TEXT NOT NULL DEFAULT '';
UPDATE order_view SET number = COALESCE(json_extract(summary, '$.number'), '')
    WHERE json_valid(summary);
CREATE INDEX order_view_number ON order_view (number);
