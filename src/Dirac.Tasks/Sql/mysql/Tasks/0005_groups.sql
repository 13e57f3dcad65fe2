CREATE TABLE IF NOT EXISTS {x_TaskGroups} (
  GroupID BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  Members INT NOT NULL,
  OpenMembers INT NOT NULL,
  FailedMembers INT NOT NULL DEFAULT 0,
  -- The task that is made when no member is open any more.
  Name VARCHAR(64) NOT NULL,
  Priority TINYINT NOT NULL,
  Size TINYINT NOT NULL,
  Body MEDIUMTEXT NOT NULL,
  TraceParent VARCHAR(64) NULL,
  -- The group that this task is a member of.
  ParentID BIGINT NULL,
  CreatedMs BIGINT NOT NULL DEFAULT (CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED))) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- GroupID: the group a task is a member of. EndsGroupID: the group whose end made it.
ALTER TABLE {x_Tasks} ADD COLUMN GroupID BIGINT NULL, ADD COLUMN EndsGroupID BIGINT NULL;
ALTER TABLE {x_DeadTasks} ADD COLUMN GroupID BIGINT NULL, ADD COLUMN EndsGroupID BIGINT NULL;
