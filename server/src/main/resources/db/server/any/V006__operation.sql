-- What readiness probes write, to know that the database takes writes.
CREATE TABLE health_probes (
    name       TEXT   PRIMARY KEY,
    written_ms BIGINT NOT NULL
);
