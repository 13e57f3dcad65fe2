CREATE TABLE IF NOT EXISTS {x_JobAttempts} (
  JobID INTEGER NOT NULL,
  Attempt INTEGER NOT NULL,
  MatchId TEXT NOT NULL,
  PilotStamp TEXT NOT NULL,
  Site TEXT NOT NULL,
  Outcome TEXT NOT NULL DEFAULT 'Running',
  Reason TEXT NOT NULL DEFAULT '',
  LastSequence INTEGER NOT NULL DEFAULT 0,
  LeaseUntilMs INTEGER NOT NULL,
  StartedMs INTEGER NOT NULL,
  EndedMs INTEGER DEFAULT NULL,
  PRIMARY KEY (JobID, Attempt)
) WITHOUT ROWID;

CREATE UNIQUE INDEX IF NOT EXISTS x_JobAttempts_MatchId ON {x_JobAttempts} (MatchId);

CREATE INDEX IF NOT EXISTS x_JobAttempts_Pilot ON {x_JobAttempts} (PilotStamp, EndedMs);

CREATE INDEX IF NOT EXISTS x_JobAttempts_Lease ON {x_JobAttempts} (EndedMs, LeaseUntilMs);

CREATE TABLE IF NOT EXISTS {x_LoggingOutbox} (
  Id INTEGER PRIMARY KEY AUTOINCREMENT,
  Batch TEXT DEFAULT NULL,
  JobID INTEGER NOT NULL,
  Status TEXT NOT NULL,
  MinorStatus TEXT NOT NULL,
  ApplicationStatus TEXT NOT NULL,
  StatusTime TEXT NOT NULL,
  StatusTimeOrder REAL NOT NULL,
  StatusSource TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS x_LoggingOutbox_Job ON {x_LoggingOutbox} (JobID);

CREATE INDEX IF NOT EXISTS x_LoggingOutbox_Batch ON {x_LoggingOutbox} (Batch);
