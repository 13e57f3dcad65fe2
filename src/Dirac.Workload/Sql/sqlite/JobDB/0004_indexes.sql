CREATE TABLE IF NOT EXISTS {x_JobCountsBySite} (
  VO TEXT NOT NULL,
  Site TEXT NOT NULL,
  JobType TEXT NOT NULL,
  Status TEXT NOT NULL,
  MinorStatus TEXT NOT NULL,
  Jobs INTEGER NOT NULL,
  PRIMARY KEY (VO, Site, JobType, Status, MinorStatus)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS {x_JobCountsByOwner} (
  VO TEXT NOT NULL,
  Owner TEXT NOT NULL,
  OwnerGroup TEXT NOT NULL,
  JobGroup TEXT NOT NULL,
  Status TEXT NOT NULL,
  Jobs INTEGER NOT NULL,
  PRIMARY KEY (VO, Owner, OwnerGroup, JobGroup, Status)
) WITHOUT ROWID;

-- Every job and every change of a job would write them, and no search here needs them.
DROP INDEX IF EXISTS JobDB_Jobs_JobType;

DROP INDEX IF EXISTS JobDB_Jobs_OwnerGroup;

DROP INDEX IF EXISTS JobDB_Jobs_MinorStatus;

DROP INDEX IF EXISTS JobDB_Jobs_ApplicationStatus;

CREATE INDEX IF NOT EXISTS x_Jobs_OwnerUpdate ON {Jobs} (VO, Owner, LastUpdateTime);

-- How many rows a value finds, of a million: fixed, so that no plan changes overnight. Without it the engine takes every index for a good one and looks
-- for a hundred jobs by their VO.
ANALYZE {Jobs};

DELETE FROM sqlite_stat1 WHERE tbl = 'JobDB_Jobs';

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('JobDB_Jobs', 'JobDB_Jobs_JobGroup', '1000000 1000'),
  ('JobDB_Jobs', 'JobDB_Jobs_Site', '1000000 20000'),
  ('JobDB_Jobs', 'JobDB_Jobs_Owner', '1000000 5000'),
  ('JobDB_Jobs', 'JobDB_Jobs_Status', '1000000 150000'),
  ('JobDB_Jobs', 'JobDB_Jobs_StatusSite', '1000000 150000 5000'),
  ('JobDB_Jobs', 'JobDB_Jobs_LastUpdateTime', '1000000 20'),
  ('JobDB_Jobs', 'x_Jobs_OwnerUpdate', '1000000 250000 5000 2');

ANALYZE sqlite_schema;
