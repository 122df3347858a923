/** Trained models: what is known of a version as JSON, and the model itself compressed, which only its use needs. */
export const addModels = `
  CREATE TABLE model (
    id TEXT PRIMARY KEY, feature_set TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL, trained_at INTEGER NOT NULL,
    summary TEXT NOT NULL, document BLOB NOT NULL,
    UNIQUE (feature_set, version)
  );
  CREATE UNIQUE INDEX model_in_force ON model (feature_set) WHERE state = 'in_force';

  CREATE TABLE model_number (feature_set TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
`
