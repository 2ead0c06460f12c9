-- LLM providers. The API key is in the vault, under <id>-api-key.
CREATE TABLE providers (
    id                   TEXT   PRIMARY KEY,
    name                 TEXT   NOT NULL,
    type                 TEXT   NOT NULL,
    endpoint             TEXT   NOT NULL,
    model                TEXT   NOT NULL,
    description          TEXT   NOT NULL,
    requires_key         INTEGER NOT NULL,
    status               TEXT   NOT NULL,
    failures             INTEGER NOT NULL,
    failing_since_ms     BIGINT,
    last_heartbeat_ms    BIGINT,
    last_latency_ms      BIGINT,
    last_heartbeat_error TEXT,
    context_window       INTEGER,
    prompt_micros_per_mtoken     BIGINT NOT NULL,
    completion_micros_per_mtoken BIGINT NOT NULL,
    created_ms           BIGINT NOT NULL,
    updated_ms           BIGINT NOT NULL
);
