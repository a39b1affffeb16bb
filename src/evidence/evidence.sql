-- SPDX-License-Identifier: AGPL-3.0-or-later
-- How shared the work is: only what people say of the figures. The figures themselves are counted
-- from the records of other subjects, each time anew, so that nobody can switch them off.

-- migration 1: what people who use services say of a figure

-- Written by somebody who is in the group as one who uses services. Who, is stored nowhere: it
-- would show their role. Nothing is taken away; what is written later stands before it.
-- tenant
-- clustered
-- export yes
CREATE TABLE figure_comment (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,  -- of chance
  group_id     BIGINT NOT NULL,
  figure       TEXT NOT NULL,    -- a code of evidence/figures.c
  words        TEXT NOT NULL,
  day_us       BIGINT NOT NULL,  -- the start of the day
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX figure_comment_by_group ON figure_comment (community_id, group_id, figure, day_us);

-- migration 2: a page of a group for everybody

-- What a group tells everybody, as it was put together from its records: the words do not change
-- after that, so that two who say yes to it, and whoever reads it, read the same. A later one is a
-- row of its own.
-- tenant
-- special: basis
-- export yes
CREATE TABLE group_account (
  community_id    BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  group_id        BIGINT NOT NULL,
  number          BIGINT NOT NULL,  -- of those that were public: 1, 2 …; 0: this one was not
  body            TEXT NOT NULL,    -- JSON (doc/account.md); never with a name in it
  basis           BYTEA NOT NULL,   -- sealed under the row's own key: what stands behind "who was
                                    -- missing" (evidence/missing.c), to look at the next one by
  made_by         BIGINT NOT NULL,  -- member
  made_at_us      BIGINT NOT NULL,
  asked_by        BIGINT NOT NULL,  -- member who wants it public; 0: nobody yet
  agreed_by       BIGINT NOT NULL,  -- another one who said yes: it is public; 0: not yet
  agreed_at_us    BIGINT,
  ended_at_us     BIGINT,           -- another one stands in its place, or the group took it back
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_account_by_group ON group_account (community_id, group_id, id);
CREATE INDEX group_account_public ON group_account (community_id, ended_at_us, agreed_by, id);
