CREATE TABLE IF NOT EXISTS {ProxyDB_Requests} (
  Id INTEGER PRIMARY KEY AUTOINCREMENT,
  UserDN TEXT NOT NULL,
  Pem BLOB,
  ExpirationTime TEXT
);

CREATE TABLE IF NOT EXISTS {ProxyDB_CleanProxies} (
  UserName TEXT NOT NULL,
  UserDN TEXT NOT NULL,
  ProxyProvider TEXT NOT NULL DEFAULT 'Certificate',
  Pem BLOB,
  ExpirationTime TEXT,
  PRIMARY KEY (UserDN, ProxyProvider)
);

CREATE TABLE IF NOT EXISTS {ProxyDB_VOMSProxies} (
  UserName TEXT NOT NULL,
  UserDN TEXT NOT NULL,
  UserGroup TEXT NOT NULL,
  VOMSAttr TEXT NOT NULL,
  Pem BLOB,
  ExpirationTime TEXT,
  PRIMARY KEY (UserDN, UserGroup, VOMSAttr)
);

CREATE TABLE IF NOT EXISTS {ProxyDB_Log} (
  ID INTEGER PRIMARY KEY AUTOINCREMENT,
  IssuerDN TEXT NOT NULL,
  IssuerGroup TEXT NOT NULL,
  TargetDN TEXT NOT NULL,
  TargetGroup TEXT NOT NULL,
  Action TEXT NOT NULL,
  Timestamp TEXT
);

CREATE INDEX IF NOT EXISTS ProxyDB_ProxyDB_Log_Timestamp ON {ProxyDB_Log} (Timestamp);
