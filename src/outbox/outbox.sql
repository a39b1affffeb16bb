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

-- migration 2: what ran when

-- One kind of work: when it last ended, and when it last ended well. For the page of background
-- jobs; a task that is done is gone, so this is all that is left of it.
-- tenant
-- clustered
-- export never
CREATE TABLE outbox_kind (
  community_id BIGINT NOT NULL,
  kind         TEXT NOT NULL,
  last_run_us  BIGINT NOT NULL,
  last_done_us BIGINT NOT NULL, -- 0: never yet
  PRIMARY KEY (community_id, kind)
);

-- migration 3: tasks are found by their key

-- On SQLite a table of rows with a key beside them costs a form one more tree to change. Tasks come
-- with nearly every form, and are small.
-- tenant
-- export never
CREATE TABLE outbox_task_before (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  kind         TEXT NOT NULL,
  thing_id     BIGINT NOT NULL,
  due_us       BIGINT NOT NULL,
  attempt      INTEGER NOT NULL,
  is_given_up  INTEGER NOT NULL,
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id)
);

INSERT INTO outbox_task_before (community_id, id, kind, thing_id, due_us, attempt, is_given_up,
    made_at_us)
  SELECT community_id, id, kind, thing_id, due_us, attempt, is_given_up, made_at_us
    FROM outbox_task;

DROP TABLE outbox_task;

-- One task, as before.
-- tenant
-- clustered
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

INSERT INTO outbox_task (community_id, id, kind, thing_id, due_us, attempt, is_given_up, made_at_us)
  SELECT community_id, id, kind, thing_id, due_us, attempt, is_given_up, made_at_us
    FROM outbox_task_before;

DROP TABLE outbox_task_before;

CREATE INDEX outbox_task_due ON outbox_task (community_id, is_given_up, due_us);
