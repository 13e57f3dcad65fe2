CREATE TABLE IF NOT EXISTS {x_Downtimes} (
  Id INTEGER PRIMARY KEY AUTOINCREMENT,
  Element TEXT NOT NULL,
  Name TEXT NOT NULL,
  VO TEXT NOT NULL,
  Reason TEXT NOT NULL,
  Planner TEXT NOT NULL,
  BeginTime TEXT NOT NULL,
  EndTime TEXT NOT NULL,
  DrainSeconds INTEGER NOT NULL,
  State TEXT NOT NULL,
  BeforeStatus TEXT,
  BeforeReason TEXT
);

CREATE INDEX IF NOT EXISTS ResourceStatusDB_x_Downtimes_State ON {x_Downtimes} (State, EndTime);
