-- What can be held, used up or waited for. Whoever changes holds or waits of a resource has its row locked.
CREATE TABLE IF NOT EXISTS {x_TaskResources} (
  Resource VARCHAR(240) NOT NULL PRIMARY KEY,
  -- How many may hold it at once, as last used.
  Capacity INT NOT NULL,
  -- Of a rate: the time of one pass as last used and when it is unused again (microseconds), and the last turn given to a task that waits.
  IntervalUs BIGINT NOT NULL DEFAULT 0,
  TatUs BIGINT NOT NULL DEFAULT 0,
  LastTurnMs BIGINT NOT NULL DEFAULT 0,
  UsedMs BIGINT NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A hold counts while its task is held under its epoch: it needs no end of its own.
CREATE TABLE IF NOT EXISTS {x_TaskHolds} (
  Resource VARCHAR(240) NOT NULL,
  TaskID BIGINT NOT NULL,
  Epoch BIGINT NOT NULL,
  Mode TINYINT NOT NULL,
  PRIMARY KEY (Resource, TaskID),
  KEY x_TaskHolds_TaskID (TaskID)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS {x_TaskWaits} (
  TaskID BIGINT NOT NULL PRIMARY KEY,
  Resource VARCHAR(240) NOT NULL,
  Mode TINYINT NOT NULL,
  Priority TINYINT NOT NULL,
  Size TINYINT NOT NULL,
  SinceMs BIGINT NOT NULL,
  WokenMs BIGINT NULL,
  -- The configured value of the limit when the wait began; empty without one.
  Configured VARCHAR(64) NOT NULL DEFAULT '',
  KEY x_TaskWaits_Resource (Resource, Priority, SinceMs, TaskID)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
