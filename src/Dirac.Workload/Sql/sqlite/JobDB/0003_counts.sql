CREATE TABLE IF NOT EXISTS {x_JobCounts} (
  VO TEXT NOT NULL,
  Owner TEXT NOT NULL,
  OwnerGroup TEXT NOT NULL,
  JobGroup TEXT NOT NULL,
  JobType TEXT NOT NULL,
  Site TEXT NOT NULL,
  Status TEXT NOT NULL,
  MinorStatus TEXT NOT NULL,
  Jobs INTEGER NOT NULL,
  PRIMARY KEY (VO, Owner, OwnerGroup, JobGroup, JobType, Site, Status, MinorStatus)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS x_JobCounts_Site ON {x_JobCounts} (Site, Status);

CREATE TABLE IF NOT EXISTS {x_JobCountDeltas} (
  Id INTEGER PRIMARY KEY AUTOINCREMENT,
  VO TEXT NOT NULL,
  Owner TEXT NOT NULL,
  OwnerGroup TEXT NOT NULL,
  JobGroup TEXT NOT NULL,
  JobType TEXT NOT NULL,
  Site TEXT NOT NULL,
  Status TEXT NOT NULL,
  MinorStatus TEXT NOT NULL,
  Jobs INTEGER NOT NULL
);
