-- Which messages of which source were taken already: a hash, since brokers' names for them have any length.
CREATE TABLE {x_TakenMessages} (
  Source VARCHAR(64) NOT NULL,
  MessageHash CHAR(40) NOT NULL,
  TakenMs BIGINT NOT NULL DEFAULT (CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)),
  PRIMARY KEY (Source, MessageHash)) WITHOUT ROWID;
CREATE INDEX {x_TakenMessages_Taken} ON {x_TakenMessages} (Source, TakenMs);

CREATE TABLE {x_MessageConsumers} (
  Name VARCHAR(64) NOT NULL,
  Process VARCHAR(128) NOT NULL,
  Task VARCHAR(64) NOT NULL,
  MqUri VARCHAR(512) NOT NULL,
  State VARCHAR(16) NOT NULL,
  Broker VARCHAR(256) NULL,
  Problem VARCHAR(1024) NULL,
  SinceMs BIGINT NOT NULL,
  LastMs BIGINT NULL,
  Received BIGINT NOT NULL,
  SeenMs BIGINT NOT NULL,
  PRIMARY KEY (Name, Process));
