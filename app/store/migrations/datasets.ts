/** Every change of datasets.db's shape, in order, as `consoleMigrations` are of the console's. */
export const datasetMigrations: readonly string[] = [
  `
  CREATE TABLE dataset (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    -- Rows it was answered with, as running sums.
    volume TEXT NOT NULL,
    -- Of history, and the newest row that is in them.
    statistics TEXT,
    statistics_record INTEGER NOT NULL DEFAULT 0,
    UNIQUE (name, role)
  );
  CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset INTEGER NOT NULL REFERENCES dataset (id),
    at INTEGER NOT NULL,
    user TEXT,
    origin TEXT NOT NULL,
    operation_name TEXT,
    query_identity TEXT,
    records INTEGER NOT NULL,
    anomalies INTEGER NOT NULL,
    score REAL NOT NULL,
    is_anomaly INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    concerns INTEGER NOT NULL,
    -- The whole result but its rows, and what history said then.
    result TEXT NOT NULL,
    before TEXT
  );
  CREATE INDEX run_of_dataset ON run (dataset, id);
  CREATE INDEX run_at ON run (at);
  CREATE TABLE anomaly (
    run INTEGER NOT NULL REFERENCES run (id),
    place INTEGER NOT NULL,
    at INTEGER NOT NULL,
    anomaly TEXT NOT NULL,
    PRIMARY KEY (run, place)
  ) WITHOUT ROWID;
  CREATE INDEX anomaly_at ON anomaly (at);
  -- History. It is kept for a shorter time than runs are, or a longer one: neither is the other's child.
  CREATE TABLE record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dataset INTEGER NOT NULL REFERENCES dataset (id),
    at INTEGER NOT NULL,
    anomalous INTEGER NOT NULL,
    -- Of data: whether a row was there before is asked for every row that looks odd.
    hash INTEGER NOT NULL,
    data TEXT NOT NULL
  );
  CREATE INDEX record_hash ON record (dataset, hash);
  -- With all that counting and choosing rows asks for.
  CREATE INDEX record_of_dataset ON record (dataset, id, anomalous);
  CREATE INDEX record_at ON record (at);
  CREATE TABLE model (
    dataset INTEGER NOT NULL REFERENCES dataset (id),
    version INTEGER NOT NULL,
    trained_at INTEGER NOT NULL,
    training_records INTEGER NOT NULL,
    threshold REAL NOT NULL,
    features TEXT NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (dataset, version)
  );
  CREATE TABLE query (
    role TEXT NOT NULL,
    identity TEXT NOT NULL,
    operation_name TEXT,
    text TEXT NOT NULL,
    datasets TEXT NOT NULL,
    features TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    rows TEXT NOT NULL,
    PRIMARY KEY (role, identity)
  ) WITHOUT ROWID;
  CREATE TABLE role (
    role TEXT PRIMARY KEY,
    requests INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    complexity TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE role_field (
    role TEXT NOT NULL,
    dataset TEXT NOT NULL,
    field TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    PRIMARY KEY (role, dataset, field)
  ) WITHOUT ROWID;
  -- Answers of the language model, by what it was asked.
  CREATE TABLE analysis (
    question TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    answer TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE counter (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `,
  `
  -- What the fields have been, answer after answer: which of them are identifiers.
  ALTER TABLE dataset ADD COLUMN traces TEXT NOT NULL DEFAULT '{}';
  `,
]
