-- No key is unique: what happens twice must show.
CREATE TABLE IF NOT EXISTS {x_Effects} (
  EffectID BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  Kind VARCHAR(16) NOT NULL,
  Number BIGINT NOT NULL,
  TaskID BIGINT NOT NULL,
  Attempt INT NOT NULL,
  Epoch BIGINT NOT NULL) ENGINE=InnoDB;

-- Each move of a schedule, and how many of its tasks waited then: it fires one unless one waits.
CREATE TABLE IF NOT EXISTS {x_Moves} (
  MoveID BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  Name VARCHAR(64) NOT NULL,
  FromMs BIGINT NOT NULL,
  ToMs BIGINT NOT NULL,
  Waiting INT NOT NULL) ENGINE=InnoDB;
DROP TRIGGER IF EXISTS {x_Triggers_Moved};
CREATE TRIGGER {x_Triggers_Moved} AFTER UPDATE ON {x_Triggers} FOR EACH ROW
  INSERT INTO {x_Moves} (Name, FromMs, ToMs, Waiting)
  SELECT NEW.Name, OLD.NextMs, NEW.NextMs, (SELECT COUNT(*) FROM {x_Tasks} WHERE PendingKey = CONCAT('trigger ', NEW.Name)) FROM DUAL WHERE OLD.NextMs <> NEW.NextMs;

CREATE TABLE IF NOT EXISTS {x_Fired} (TaskID BIGINT NOT NULL) ENGINE=InnoDB;
DROP TRIGGER IF EXISTS {x_Tasks_Fired};
CREATE TRIGGER {x_Tasks_Fired} AFTER INSERT ON {x_Tasks} FOR EACH ROW
  INSERT INTO {x_Fired} (TaskID) SELECT NEW.TaskID FROM DUAL WHERE NEW.Name = 'Tick';
