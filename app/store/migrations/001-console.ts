/**
 * Events carry what is filtered and sorted by in columns, the rest as JSON in `detail`.
 * `priority` is the queue's default order in one number of 53 bits (`event-row.ts`); its index holds every column
 * that the queue filters by, so that a filtered page reads no rows but its own.
 */
const events = `
  CREATE TABLE event (
    id TEXT PRIMARY KEY,
    anomaly_type TEXT NOT NULL, title TEXT NOT NULL, detector TEXT NOT NULL,
    entity_kind TEXT NOT NULL, entity TEXT NOT NULL, episode TEXT NOT NULL,
    status TEXT NOT NULL, verdict TEXT, verdict_actor TEXT, owner TEXT,
    severity TEXT NOT NULL, risk_score INTEGER NOT NULL, category TEXT NOT NULL, score REAL NOT NULL,
    first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, count INTEGER NOT NULL,
    explanation TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, resolved_at INTEGER, revision INTEGER NOT NULL,
    priority INTEGER NOT NULL, evidence_first INTEGER, evidence_last INTEGER,
    detail TEXT NOT NULL
  );
  CREATE INDEX event_by_priority ON event
    (priority, id, status, severity, category, verdict, anomaly_type, entity, owner, first_seen, last_seen, risk_score, count);
  CREATE INDEX event_by_last_seen ON event (last_seen, id);
  CREATE INDEX event_by_status ON event (status);
  CREATE INDEX event_by_type ON event (anomaly_type);
  CREATE INDEX event_by_entity ON event (entity);
  CREATE INDEX event_by_evidence ON event (evidence_first, evidence_last);

  CREATE TABLE episode (
    anomaly_type TEXT NOT NULL, entity TEXT NOT NULL, episode TEXT NOT NULL, event_id TEXT NOT NULL,
    PRIMARY KEY (anomaly_type, entity, episode)
  ) WITHOUT ROWID;

  CREATE VIRTUAL TABLE event_search USING fts5
    (title, entity, explanation, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
`

/** Append-only, whoever writes: the hash chain shows a change made past SQLite, the triggers prevent one made through it. */
const activity = `
  CREATE TABLE activity (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
  );
  CREATE INDEX activity_by_subject ON activity (subject, seq);
  CREATE TRIGGER activity_is_not_replaced BEFORE INSERT ON activity WHEN new.seq <= (SELECT coalesce(max(seq), 0) FROM activity)
  BEGIN SELECT raise(ABORT, 'the activity log is append-only'); END;
  CREATE TRIGGER activity_is_not_updated BEFORE UPDATE ON activity BEGIN SELECT raise(ABORT, 'the activity log is append-only'); END;
  CREATE TRIGGER activity_is_not_deleted BEFORE DELETE ON activity BEGIN SELECT raise(ABORT, 'the activity log is append-only'); END;

  CREATE TABLE undo (token TEXT PRIMARY KEY, at INTEGER NOT NULL, changes TEXT NOT NULL);

  CREATE TABLE note (id TEXT PRIMARY KEY, event_id TEXT NOT NULL, author TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL);
  CREATE INDEX note_by_event ON note (event_id, at);
`

const rest = `
  CREATE TABLE profile (
    anomaly_type TEXT NOT NULL, revision INTEGER NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (anomaly_type, revision)
  ) WITHOUT ROWID;
  CREATE TABLE flag (name TEXT PRIMARY KEY, enabled INTEGER NOT NULL, changed_at INTEGER NOT NULL, changed_by TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE progress (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE snapshot (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, state BLOB NOT NULL);
  CREATE TABLE kept_record (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);

  CREATE TABLE alert (
    id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, channel TEXT NOT NULL, at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending', attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, message TEXT
  );
  CREATE INDEX alert_by_event ON alert (event_id);
  CREATE INDEX alert_pending ON alert (next_at) WHERE state = 'pending';
`

export const createConsole = events + activity + rest
