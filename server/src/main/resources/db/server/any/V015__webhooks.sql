-- What forges have delivered, so that nothing is taken twice. The digest is that of the body: the
-- forge's id of a delivery is not signed, and somebody who repeats one could change it.
CREATE TABLE webhook_deliveries (
    id          TEXT   PRIMARY KEY,
    digest      TEXT   NOT NULL UNIQUE,
    received_ms BIGINT NOT NULL
);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (received_ms);
