-- A dead task that is tried again goes on above its last epoch: whoever held it before stays fenced off.
ALTER TABLE {x_DeadTasks} ADD COLUMN Epoch BIGINT NOT NULL DEFAULT 0;
