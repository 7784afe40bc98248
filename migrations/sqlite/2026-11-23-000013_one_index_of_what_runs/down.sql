CREATE INDEX performed_step_open ON performed_step (board_day) WHERE final_at IS NULL;
