/**
 * What filters and sorts of an application's event is in columns, the rest of its facts in `detail`. `change` grows
 * with every insert and update of any event: the feed that clients resume from. Events of version 1 get theirs in the
 * order they were last written.
 */
const columns = `
  ALTER TABLE event ADD COLUMN source TEXT;
  ALTER TABLE event ADD COLUMN tenant_id TEXT;
  ALTER TABLE event ADD COLUMN user_id TEXT;
  ALTER TABLE event ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE event ADD COLUMN change INTEGER NOT NULL DEFAULT 0;
  UPDATE event SET blocked = coalesce(json_extract(detail, '$.decision.should_block'), 0), change = numbered.change
    FROM (SELECT rowid AS numbered_row, row_number() OVER (ORDER BY updated_at, rowid) AS change FROM event) AS numbered
    WHERE event.rowid = numbered_row;
`

/**
 * Time is the last column that a search narrows by; status, first_seen and verdict behind it spare the count of a
 * search and the scorecard of the rules from reading rows. `event_is_open` finds the event that an observation folds into.
 */
const indices = `
  DROP INDEX event_by_priority;
  DROP INDEX event_by_status;
  DROP INDEX event_by_type;
  DROP INDEX event_by_entity;
  CREATE INDEX event_by_priority ON event
    (priority, id, status, severity, category, verdict, anomaly_type, entity, owner, tenant_id, user_id, first_seen, last_seen, risk_score, count);
  CREATE INDEX event_by_status ON event (status, last_seen, first_seen);
  CREATE INDEX event_by_type ON event (anomaly_type, last_seen, first_seen, status, verdict);
  CREATE INDEX event_by_category ON event (category, severity, last_seen, first_seen, status);
  CREATE INDEX event_by_entity ON event (entity, last_seen, first_seen, status);
  CREATE INDEX event_by_tenant ON event (tenant_id, last_seen, first_seen, status) WHERE tenant_id IS NOT NULL;
  CREATE INDEX event_by_user ON event (user_id, last_seen, first_seen, status) WHERE user_id IS NOT NULL;
  CREATE INDEX event_by_owner ON event (owner, last_seen) WHERE owner IS NOT NULL;
  CREATE INDEX event_by_verdict ON event (verdict, last_seen) WHERE verdict IS NOT NULL;
  CREATE INDEX event_is_open ON event (entity, anomaly_type) WHERE status <> 'resolved';
  CREATE UNIQUE INDEX event_by_change ON event (change);
`

const rules = `
  ALTER TABLE profile ADD COLUMN why TEXT NOT NULL DEFAULT '';
  ALTER TABLE profile ADD COLUMN origin TEXT NOT NULL DEFAULT 'analyst';
  ALTER TABLE profile ADD COLUMN edited TEXT;
  CREATE TABLE pack (
    name TEXT PRIMARY KEY, version TEXT NOT NULL, profiles TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL
  ) WITHOUT ROWID;

  ALTER TABLE flag ADD COLUMN targeting TEXT;
  ALTER TABLE flag ADD COLUMN description TEXT;
  ALTER TABLE flag ADD COLUMN registered_default INTEGER;
  CREATE TABLE flag_effect (
    flag TEXT NOT NULL, day INTEGER NOT NULL, let_through INTEGER NOT NULL, held_back INTEGER NOT NULL,
    PRIMARY KEY (flag, day)
  ) WITHOUT ROWID;
`

/** A block entry that is over stays as a row, so that what was lifted by hand is not put back for the same event. */
const applications = `
  CREATE TABLE block_entry (
    id TEXT PRIMARY KEY, value TEXT NOT NULL, kind TEXT NOT NULL, origin TEXT NOT NULL, reason TEXT NOT NULL, event_id TEXT,
    added_by TEXT NOT NULL, added_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    ended_at INTEGER, ended_how TEXT
  );
  CREATE UNIQUE INDEX block_entry_listed ON block_entry (value) WHERE ended_at IS NULL;
  CREATE INDEX block_entry_ended ON block_entry (value, event_id) WHERE ended_at IS NOT NULL;

  CREATE TABLE api_token (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, prefix TEXT NOT NULL, scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL, created_by TEXT NOT NULL, last_used_at INTEGER, revoked_at INTEGER
  );
`

export const addDecisions = columns + indices + rules + applications
