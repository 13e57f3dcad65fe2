CREATE TABLE IF NOT EXISTS {x_JobAttempts} (
  JobID INT UNSIGNED NOT NULL,
  Attempt INT NOT NULL,
  MatchId VARCHAR(64) NOT NULL,
  PilotStamp VARCHAR(32) NOT NULL,
  Site VARCHAR(128) NOT NULL,
  Outcome VARCHAR(32) NOT NULL DEFAULT 'Running',
  Reason VARCHAR(255) NOT NULL DEFAULT '',
  LastSequence BIGINT NOT NULL DEFAULT 0,
  LeaseUntilMs BIGINT NOT NULL,
  StartedMs BIGINT NOT NULL,
  EndedMs BIGINT DEFAULT NULL,
  PRIMARY KEY (JobID, Attempt),
  UNIQUE INDEX x_JobAttempts_MatchId (MatchId),
  INDEX x_JobAttempts_Pilot (PilotStamp, EndedMs),
  INDEX x_JobAttempts_Lease (EndedMs, LeaseUntilMs)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS {x_LoggingOutbox} (
  Id BIGINT NOT NULL AUTO_INCREMENT,
  Batch VARCHAR(36) DEFAULT NULL,
  JobID INT UNSIGNED NOT NULL,
  Status VARCHAR(32) NOT NULL,
  MinorStatus VARCHAR(128) NOT NULL,
  ApplicationStatus VARCHAR(255) NOT NULL,
  StatusTime DATETIME NOT NULL,
  StatusTimeOrder DOUBLE NOT NULL,
  StatusSource VARCHAR(32) NOT NULL,
  PRIMARY KEY (Id),
  INDEX x_LoggingOutbox_Job (JobID),
  INDEX x_LoggingOutbox_Batch (Batch)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;
