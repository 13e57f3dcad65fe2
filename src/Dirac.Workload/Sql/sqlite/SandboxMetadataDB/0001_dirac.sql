CREATE TABLE IF NOT EXISTS {sb_Owners} (
  OwnerId INTEGER PRIMARY KEY AUTOINCREMENT,
  Owner TEXT NOT NULL,
  OwnerGroup TEXT NOT NULL,
  VO TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS {sb_SandBoxes} (
  SBId INTEGER PRIMARY KEY AUTOINCREMENT,
  OwnerId INTEGER NOT NULL,
  SEName TEXT NOT NULL,
  SEPFN TEXT NOT NULL,
  Bytes INTEGER(20) NOT NULL DEFAULT 0,
  RegistrationTime TEXT NOT NULL,
  LastAccessTime TEXT NOT NULL,
  Assigned INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX IF NOT EXISTS SandboxMetadataDB_sb_SandBoxes_SBOwner ON {sb_SandBoxes} (OwnerId);

CREATE UNIQUE INDEX IF NOT EXISTS SandboxMetadataDB_sb_SandBoxes_Location ON {sb_SandBoxes} (SEName, SEPFN);

CREATE TABLE IF NOT EXISTS {sb_EntityMapping} (
  SBId INTEGER NOT NULL,
  EntityId TEXT NOT NULL,
  Type TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS SandboxMetadataDB_sb_EntityMapping_Entity ON {sb_EntityMapping} (EntityId);

CREATE INDEX IF NOT EXISTS SandboxMetadataDB_sb_EntityMapping_SBIndex ON {sb_EntityMapping} (SBId);

CREATE UNIQUE INDEX IF NOT EXISTS SandboxMetadataDB_sb_EntityMapping_Mapping ON {sb_EntityMapping} (SBId, EntityId, Type);
