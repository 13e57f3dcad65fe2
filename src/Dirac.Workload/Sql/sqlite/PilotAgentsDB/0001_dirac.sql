CREATE TABLE IF NOT EXISTS {PilotAgents} (
  PilotID INTEGER PRIMARY KEY AUTOINCREMENT,
  InitialJobID INTEGER NOT NULL DEFAULT 0,
  CurrentJobID INTEGER NOT NULL DEFAULT 0,
  PilotJobReference TEXT NOT NULL DEFAULT 'Unknown',
  PilotStamp TEXT NOT NULL DEFAULT '',
  DestinationSite TEXT NOT NULL DEFAULT 'NotAssigned',
  Queue TEXT NOT NULL DEFAULT 'Unknown',
  GridSite TEXT NOT NULL DEFAULT 'Unknown',
  VO TEXT NOT NULL,
  GridType TEXT NOT NULL DEFAULT 'LCG',
  BenchMark REAL NOT NULL DEFAULT 0.0,
  SubmissionTime TEXT DEFAULT NULL,
  LastUpdateTime TEXT DEFAULT NULL,
  Status TEXT NOT NULL DEFAULT 'Unknown',
  StatusReason TEXT NOT NULL DEFAULT 'Unknown',
  AccountingSent TEXT NOT NULL DEFAULT 'False'
);

CREATE INDEX IF NOT EXISTS PilotAgentsDB_PilotAgents_PilotJobReference ON {PilotAgents} (PilotJobReference);

CREATE INDEX IF NOT EXISTS PilotAgentsDB_PilotAgents_Status ON {PilotAgents} (Status);

CREATE INDEX IF NOT EXISTS PilotAgentsDB_PilotAgents_Statuskey ON {PilotAgents} (GridSite, DestinationSite, Status);

CREATE TABLE IF NOT EXISTS {JobToPilotMapping} (
  PilotID INTEGER NOT NULL,
  JobID INTEGER NOT NULL,
  StartTime TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS PilotAgentsDB_JobToPilotMapping_JobID ON {JobToPilotMapping} (JobID);

CREATE INDEX IF NOT EXISTS PilotAgentsDB_JobToPilotMapping_PilotID ON {JobToPilotMapping} (PilotID);

CREATE TABLE IF NOT EXISTS {PilotOutput} (
  PilotID INTEGER NOT NULL,
  StdOutput TEXT NOT NULL,
  StdError TEXT NOT NULL,
  PRIMARY KEY (PilotID)
);
