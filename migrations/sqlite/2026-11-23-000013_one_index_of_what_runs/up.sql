-- Performed steps in progress are found by when they were last heard of; a second index of the same
-- rows only costs each start and each end a page.
DROP INDEX performed_step_open;
