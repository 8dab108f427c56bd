-- An order has several receipts: its own, one for each part that was paid alone, one for each refund.
CREATE TABLE paper (
    order_id BLOB NOT NULL,
    about BLOB NOT NULL,
    paper TEXT NOT NULL,
    copies INTEGER NOT NULL,
    PRIMARY KEY (order_id, about)
) WITHOUT ROWID;
INSERT INTO paper (order_id, about, paper, copies)
    SELECT order_id, order_id, paper, copies FROM receipt;
DROP TABLE receipt;
ALTER TABLE paper RENAME TO receipt;
