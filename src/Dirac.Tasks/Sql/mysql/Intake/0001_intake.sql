-- Which messages of which source were taken already: a hash, since brokers' names for them have any length.
CREATE TABLE IF NOT EXISTS {x_TakenMessages} (
  Source VARCHAR(64) NOT NULL,
  MessageHash CHAR(40) NOT NULL,
  TakenMs BIGINT NOT NULL DEFAULT (CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)),
  PRIMARY KEY (Source, MessageHash),
  KEY x_TakenMessages_Taken (Source, TakenMs)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS {x_MessageConsumers} (
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
  PRIMARY KEY (Name, Process)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
