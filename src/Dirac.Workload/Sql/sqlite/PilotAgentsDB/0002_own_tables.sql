CREATE TABLE IF NOT EXISTS {x_PilotSecrets} (
  Hash TEXT NOT NULL,
  VO TEXT NOT NULL,
  Site TEXT NOT NULL,
  UsesLeft INTEGER NOT NULL,
  ExpiresMs INTEGER NOT NULL,
  CreatedBy TEXT NOT NULL,
  PRIMARY KEY (Hash)
);

CREATE INDEX x_PilotStamp ON {PilotAgents} (PilotStamp);
