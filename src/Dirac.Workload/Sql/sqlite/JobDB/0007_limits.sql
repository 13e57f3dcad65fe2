ALTER TABLE {x_JobAttempts} ADD COLUMN GridCE TEXT DEFAULT NULL;

CREATE INDEX IF NOT EXISTS x_JobAttempts_CE ON {x_JobAttempts} (Site, GridCE, EndedMs);

CREATE TABLE IF NOT EXISTS {x_SiteLimits} (
  VO TEXT NOT NULL,
  Site TEXT NOT NULL,
  PRIMARY KEY (VO, Site)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS {x_MatchingDelays} (
  VO TEXT NOT NULL,
  Site TEXT NOT NULL,
  Attribute TEXT NOT NULL,
  Value TEXT NOT NULL,
  UntilMs INTEGER NOT NULL,
  PRIMARY KEY (VO, Site, Attribute, Value)
) WITHOUT ROWID;

-- As for Jobs: most attempts have ended, and thousands run.
ANALYZE {x_JobAttempts};

DELETE FROM sqlite_stat1 WHERE tbl = 'JobDB_x_JobAttempts';

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('JobDB_x_JobAttempts', 'JobDB_x_JobAttempts', '1000000 2 1'),
  ('JobDB_x_JobAttempts', 'x_JobAttempts_MatchId', '1000000 1'),
  ('JobDB_x_JobAttempts', 'x_JobAttempts_Pilot', '1000000 50 10'),
  ('JobDB_x_JobAttempts', 'x_JobAttempts_Lease', '1000000 20000 10'),
  ('JobDB_x_JobAttempts', 'x_JobAttempts_Host', '1000000 1000 100'),
  ('JobDB_x_JobAttempts', 'x_JobAttempts_CE', '1000000 20000 10000 1000');

ANALYZE sqlite_schema;
