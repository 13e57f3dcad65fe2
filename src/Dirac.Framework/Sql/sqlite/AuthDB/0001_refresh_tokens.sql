CREATE TABLE IF NOT EXISTS {x_RefreshTokens} (
  JTI TEXT NOT NULL PRIMARY KEY,
  EndDay INTEGER NOT NULL,
  Status TEXT NOT NULL,
  Sub TEXT NOT NULL,
  UserName TEXT NOT NULL,
  VO TEXT NOT NULL,
  Scope TEXT NOT NULL,
  Session TEXT NOT NULL,
  IsLegacy INTEGER NOT NULL,
  CreationTime TEXT NOT NULL,
  ExpirationTime TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS AuthDB_x_RefreshTokens_Sub ON {x_RefreshTokens} (Sub);

CREATE INDEX IF NOT EXISTS AuthDB_x_RefreshTokens_EndDay ON {x_RefreshTokens} (EndDay);
