-- Events of performed steps that a subscriber waits for (MPPS Notification, PS3.4 F.9). A row goes when
-- its event was delivered; what was given up stays until the subscriber takes an event again.
CREATE TABLE notification (
    id INTEGER PRIMARY KEY NOT NULL,
    -- AE title.
    subscriber TEXT NOT NULL,
    sop_instance_uid TEXT NOT NULL,
    -- Event Type ID: 1 in progress, 2 completed, 3 discontinued, 4 updated.
    event_type INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    -- Attempts that failed, and how many of them the subscriber answered with a failure.
    attempts INTEGER NOT NULL,
    rejections INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    given_up_at BIGINT,
    -- Why the last attempt failed.
    problem TEXT NOT NULL
);
CREATE INDEX notification_waiting ON notification (id) WHERE given_up_at IS NULL;
CREATE INDEX notification_subscriber ON notification (subscriber, given_up_at);
