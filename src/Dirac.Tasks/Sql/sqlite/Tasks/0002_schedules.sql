ALTER TABLE {x_Triggers} ADD COLUMN Schedule VARCHAR(512) NOT NULL DEFAULT '';
UPDATE {x_Triggers} SET Schedule = 'every ' || (EveryMs / 1000) || 's' WHERE EveryMs % 1000 = 0;
ALTER TABLE {x_Triggers} DROP COLUMN EveryMs;
