-- A line may stand for several jobs that follow each other.
ALTER TABLE {x_LoggingOutbox} ADD COLUMN LastJobID INTEGER NOT NULL DEFAULT 0;

UPDATE {x_LoggingOutbox} SET LastJobID = JobID;
