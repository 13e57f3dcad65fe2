-- No key is unique: what happens twice must show.
CREATE TABLE {x_Effects} (
  EffectID INTEGER PRIMARY KEY AUTOINCREMENT,
  Kind VARCHAR(16) NOT NULL,
  Number BIGINT NOT NULL,
  TaskID BIGINT NOT NULL,
  Attempt INT NOT NULL,
  Epoch BIGINT NOT NULL);

-- Each move of a schedule, and how many of its tasks waited then: it fires one unless one waits.
CREATE TABLE {x_Moves} (
  MoveID INTEGER PRIMARY KEY AUTOINCREMENT,
  Name VARCHAR(64) NOT NULL,
  FromMs BIGINT NOT NULL,
  ToMs BIGINT NOT NULL,
  Waiting INT NOT NULL);
CREATE TRIGGER {x_Triggers_Moved} AFTER UPDATE OF NextMs ON {x_Triggers} BEGIN
  INSERT INTO {x_Moves} (Name, FromMs, ToMs, Waiting) VALUES (NEW.Name, OLD.NextMs, NEW.NextMs, (SELECT COUNT(*) FROM {x_Tasks} WHERE PendingKey = 'trigger ' || NEW.Name));
END;

CREATE TABLE {x_Fired} (TaskID BIGINT NOT NULL);
CREATE TRIGGER {x_Tasks_Fired} AFTER INSERT ON {x_Tasks} WHEN NEW.Name = 'Tick' BEGIN
  INSERT INTO {x_Fired} (TaskID) VALUES (NEW.TaskID);
END;
