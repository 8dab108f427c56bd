-- What gift cards paid, and what went back onto them: few rows among many, summed up since the beginning.
CREATE INDEX reports_payment_card ON reports_payment (tenant_id, site_id) WHERE tender = 'gift_card';
CREATE INDEX reports_refund_card ON reports_refund (tenant_id, site_id) WHERE tender = 'gift_card';
