CREATE TABLE IF NOT EXISTS {x_Submissions} (
  VO TEXT NOT NULL,
  Owner TEXT NOT NULL,
  SubmissionKey TEXT NOT NULL,
  Digest TEXT NOT NULL,
  FirstJobID INTEGER NOT NULL DEFAULT 0,
  Jobs INTEGER NOT NULL DEFAULT 0,
  CreatedMs INTEGER NOT NULL,
  PRIMARY KEY (VO, Owner, SubmissionKey)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS x_Submissions_Created ON {x_Submissions} (CreatedMs);
