CREATE TABLE {x_TaskGroups} (
  GroupID INTEGER PRIMARY KEY AUTOINCREMENT,
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
  CreatedMs BIGINT NOT NULL DEFAULT (CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)));

-- GroupID: the group a task is a member of. EndsGroupID: the group whose end made it.
ALTER TABLE {x_Tasks} ADD COLUMN GroupID BIGINT NULL;
ALTER TABLE {x_Tasks} ADD COLUMN EndsGroupID BIGINT NULL;
ALTER TABLE {x_DeadTasks} ADD COLUMN GroupID BIGINT NULL;
ALTER TABLE {x_DeadTasks} ADD COLUMN EndsGroupID BIGINT NULL;
