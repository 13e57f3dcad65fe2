-- What was done, for as long as its kind keeps it. Rows of a kind stand together, in the order they ended.
CREATE TABLE IF NOT EXISTS {x_TaskHistory} (
  Name VARCHAR(64) NOT NULL,
  EndedMs BIGINT NOT NULL DEFAULT (CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)),
  TaskID BIGINT NOT NULL,
  Attempts INT NOT NULL,
  CreatedMs BIGINT NOT NULL,
  DurationUs BIGINT NOT NULL,
  Worker VARCHAR(64) NOT NULL,
  TraceID CHAR(32) NULL,
  PRIMARY KEY (Name, EndedMs, TaskID)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- When a program last said that it watches the schedule; 0: nobody noted it.
ALTER TABLE {x_Triggers} ADD COLUMN SeenMs BIGINT NOT NULL DEFAULT 0;
UPDATE {x_Triggers} SET SeenMs = CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED);
