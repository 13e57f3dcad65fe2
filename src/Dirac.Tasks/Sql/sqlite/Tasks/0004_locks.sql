-- The number is kept for locks.
DELETE FROM {x_Triggers} WHERE 1 = 0;
