-- Pages of a whole VO in the order of job numbers: an index of this engine ends with the row's number, so nothing is sorted.
CREATE INDEX IF NOT EXISTS x_Jobs_VO ON {Jobs} (VO);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('JobDB_Jobs', 'x_Jobs_VO', '1000000 250000');

ANALYZE sqlite_schema;
