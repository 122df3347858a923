/**
 * Steps of signals.db, in order; the position is the version. Only ever append.
 * A point is found by its signal and time, so that a verdict made again after a restart takes the place of the first.
 */
export const signalMigrations: readonly string[] = [
  `
  CREATE TABLE signal (
    id INTEGER PRIMARY KEY, stream TEXT NOT NULL, key TEXT NOT NULL, last INTEGER NOT NULL, UNIQUE (stream, key)
  );
  CREATE INDEX signal_by_time ON signal (stream, last);
  CREATE TABLE point (
    signal INTEGER NOT NULL, ts INTEGER NOT NULL, value REAL NOT NULL, score REAL NOT NULL, probability REAL NOT NULL,
    lower REAL, upper REAL, flags INTEGER NOT NULL,
    PRIMARY KEY (signal, ts)
  ) WITHOUT ROWID;
  CREATE INDEX point_anomaly ON point (signal, ts) WHERE flags & 1;
  `,
]
