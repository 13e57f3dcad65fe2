CREATE TABLE {x_DeviceFlows} (
  UserCode TEXT NOT NULL PRIMARY KEY,
  FlowID TEXT NOT NULL,
  DeviceCodeHash TEXT NOT NULL UNIQUE,
  Status TEXT NOT NULL,
  ClientID TEXT NOT NULL,
  Scope TEXT NOT NULL,
  Asker TEXT NOT NULL,
  CreatedAt TEXT NOT NULL,
  ExpiresAt TEXT NOT NULL,
  PolledAt TEXT,
  UserName TEXT,
  Subject TEXT,
  Reason TEXT
);

CREATE INDEX {x_DeviceFlows_CreatedAt} ON {x_DeviceFlows} (CreatedAt);

CREATE TABLE {x_AuthorizationFlows} (
  FlowID TEXT NOT NULL PRIMARY KEY,
  CodeHash TEXT UNIQUE,
  Status TEXT NOT NULL,
  ClientID TEXT NOT NULL,
  Scope TEXT NOT NULL,
  RedirectURI TEXT NOT NULL,
  ClientState TEXT,
  CodeChallenge TEXT NOT NULL,
  CreatedAt TEXT NOT NULL,
  ExpiresAt TEXT NOT NULL,
  UserName TEXT,
  Subject TEXT
);

CREATE INDEX {x_AuthorizationFlows_CreatedAt} ON {x_AuthorizationFlows} (CreatedAt);
