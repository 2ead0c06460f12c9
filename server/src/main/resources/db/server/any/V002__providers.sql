-- LLM providers. The API key is in the vault, under <id>-api-key.
--   model           as configured; blank: selected_model, from the provider's own list
--   has_key         whether the vault has its key; the key is there before this says so
--   context_window  as found; configured_context_window goes before it
--   next_probe_ms   when it is looked at again. Who moves it on from the past makes the probe
--   revision        of what is configured: what a probe of an older one found is not written
CREATE TABLE providers (
    id                   TEXT   PRIMARY KEY,
    name                 TEXT   NOT NULL,
    type                 TEXT   NOT NULL,
    endpoint             TEXT   NOT NULL,
    model                TEXT   NOT NULL,
    selected_model       TEXT   NOT NULL,
    description          TEXT   NOT NULL,
    has_key              INTEGER NOT NULL,
    streaming            INTEGER NOT NULL,
    status               TEXT   NOT NULL,
    failures             INTEGER NOT NULL,
    failing_since_ms     BIGINT,
    last_heartbeat_ms    BIGINT,
    last_latency_ms      BIGINT,
    last_heartbeat_error TEXT,
    next_probe_ms        BIGINT NOT NULL,
    context_window       INTEGER,
    configured_context_window    INTEGER,
    prompt_micros_per_mtoken     BIGINT NOT NULL,
    completion_micros_per_mtoken BIGINT NOT NULL,
    revision             BIGINT NOT NULL,
    created_ms           BIGINT NOT NULL,
    updated_ms           BIGINT NOT NULL
);
