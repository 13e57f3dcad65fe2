CREATE TABLE {x_Tasks} (
  TaskID INTEGER PRIMARY KEY AUTOINCREMENT,
  Name VARCHAR(64) NOT NULL,
  Priority TINYINT NOT NULL,
  Size TINYINT NOT NULL,
  Body MEDIUMTEXT NOT NULL,
  PendingKey VARCHAR(128) NULL,
  Attempt INT NOT NULL DEFAULT 0,
  -- When it may be claimed next: its start time, or the end of its lease while somebody holds it.
  DueMs BIGINT NOT NULL DEFAULT (CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)),
  Owner VARCHAR(64) NULL,
  Epoch BIGINT NOT NULL DEFAULT 0,
  CreatedMs BIGINT NOT NULL DEFAULT (CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)),
  Errors MEDIUMTEXT NULL,
  TraceParent VARCHAR(64) NULL);
CREATE INDEX {x_Tasks_Due} ON {x_Tasks} (Size, Priority, DueMs);
CREATE UNIQUE INDEX {x_Tasks_PendingKey} ON {x_Tasks} (Name, PendingKey) WHERE PendingKey IS NOT NULL;

CREATE TABLE {x_DeadTasks} (
  TaskID BIGINT NOT NULL PRIMARY KEY,
  Name VARCHAR(64) NOT NULL,
  Priority TINYINT NOT NULL,
  Size TINYINT NOT NULL,
  Body MEDIUMTEXT NOT NULL,
  Attempt INT NOT NULL,
  Reason VARCHAR(16) NOT NULL,
  CreatedMs BIGINT NOT NULL,
  DiedMs BIGINT NOT NULL DEFAULT (CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)),
  Errors MEDIUMTEXT NULL,
  TraceParent VARCHAR(64) NULL);
CREATE INDEX {x_DeadTasks_Name} ON {x_DeadTasks} (Name);

CREATE TABLE {x_Triggers} (
  Name VARCHAR(64) NOT NULL PRIMARY KEY,
  EveryMs BIGINT NOT NULL,
  NextMs BIGINT NOT NULL);
