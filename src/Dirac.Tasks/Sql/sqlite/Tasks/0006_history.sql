-- The number is kept for the history of done tasks.
DELETE FROM {x_Triggers} WHERE 1 = 0;
