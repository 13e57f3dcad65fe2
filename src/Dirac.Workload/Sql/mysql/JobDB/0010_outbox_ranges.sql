-- A line may stand for several jobs that follow each other.
ALTER TABLE {x_LoggingOutbox} ADD COLUMN LastJobID INT UNSIGNED NOT NULL DEFAULT 0 AFTER JobID;

UPDATE {x_LoggingOutbox} SET LastJobID = JobID;
