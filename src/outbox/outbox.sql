-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Work to be done after a commit.

-- migration 1: tasks

-- One task. `thing_id` is a row of the kind's own subject; nothing personal stands here. A task
-- that is done is deleted; one that was given up stays, for the page of background jobs.
-- tenant
-- export never
CREATE TABLE outbox_task (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  kind         TEXT NOT NULL,
  thing_id     BIGINT NOT NULL,
  due_us       BIGINT NOT NULL,
  attempt      INTEGER NOT NULL, -- times started; the newest start alone may finish it
  is_given_up  INTEGER NOT NULL,
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id)
);

CREATE INDEX outbox_task_due ON outbox_task (community_id, is_given_up, due_us);
