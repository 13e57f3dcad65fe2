CREATE TABLE {x_DeviceFlows} (
  UserCode CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  FlowID CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  DeviceCodeHash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  Status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ClientID VARCHAR(64) NOT NULL,
  Scope VARCHAR(1024) NOT NULL,
  Asker VARCHAR(64) NOT NULL,
  CreatedAt DATETIME NOT NULL,
  ExpiresAt DATETIME NOT NULL,
  PolledAt DATETIME,
  UserName VARCHAR(64),
  Subject VARCHAR(255),
  Reason VARCHAR(512),
  PRIMARY KEY (UserCode),
  UNIQUE INDEX DeviceCodeHash (DeviceCodeHash),
  INDEX CreatedAt (CreatedAt)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE {x_AuthorizationFlows} (
  FlowID CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  CodeHash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  Status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ClientID VARCHAR(64) NOT NULL,
  Scope VARCHAR(1024) NOT NULL,
  RedirectURI VARCHAR(1024) NOT NULL,
  ClientState VARCHAR(2048),
  CodeChallenge CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  CreatedAt DATETIME NOT NULL,
  ExpiresAt DATETIME NOT NULL,
  UserName VARCHAR(64),
  Subject VARCHAR(255),
  PRIMARY KEY (FlowID),
  UNIQUE INDEX CodeHash (CodeHash),
  INDEX CreatedAt (CreatedAt)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
