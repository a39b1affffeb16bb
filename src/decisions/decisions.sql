-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Ideas and what became of them. An answer is never overwritten: the one after an appeal stands
-- beside the first.

-- migration 1: ideas

-- tenant
-- export yes
CREATE TABLE idea (
  community_id   BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  group_id       BIGINT NOT NULL,  -- that it was put to; 0: nobody has placed it yet
  asked_id       BIGINT NOT NULL,  -- the group that answers in this round; 0: organisers place it
  round          INTEGER NOT NULL CHECK (round IN (1, 2)), -- 2: after its one appeal
  words          TEXT NOT NULL,    -- '' when taken back
  seen_by        TEXT NOT NULL CHECK (seen_by IN ('all', 'group')),
  is_nameless    INTEGER NOT NULL, -- 1: others are not told whose it is
  author_id      BIGINT NOT NULL,  -- member; 0: erased
  noted_by       BIGINT NOT NULL,  -- member who wrote it down for them; 0: they did themself
  way            TEXT NOT NULL CHECK (way IN ('page', 'phone', 'paper', 'talk', 'mail')),
  is_theirs      INTEGER NOT NULL, -- 0: written down by another, and they have not said yes to it
  said_at_us     BIGINT NOT NULL,
  gone_at_us     BIGINT,           -- when it was taken back
  owner_id       BIGINT NOT NULL,  -- member who is asked to answer; 0: nobody
  owner_state    TEXT NOT NULL CHECK (owner_state IN ('none', 'asked', 'yes', 'no')),
  due_us         BIGINT NOT NULL,  -- by when an answer is promised
  first_due_us   BIGINT NOT NULL,  -- what was promised first in this round: late is counted by it
  outcome        TEXT NOT NULL
                 CHECK (outcome IN ('', 'adopted', 'partly', 'not', 'merged')), -- '': it waits
  into_id        BIGINT NOT NULL,  -- of 'merged': the idea that it is part of now; else 0
  answered_at_us BIGINT,           -- the newest answer; NULL in a round that waits
  PRIMARY KEY (community_id, id)
);

CREATE INDEX idea_by_group ON idea (community_id, group_id, id);
CREATE INDEX idea_by_asked ON idea (community_id, asked_id, id);
CREATE INDEX idea_by_author ON idea (community_id, author_id, id);
CREATE INDEX idea_by_outcome ON idea (community_id, outcome, first_due_us);
CREATE INDEX idea_by_into ON idea (community_id, into_id);

-- What an idea was answered, and what its author says to that.
-- tenant
-- export yes
CREATE TABLE idea_answer (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  idea_id       BIGINT NOT NULL,
  round         INTEGER NOT NULL CHECK (round IN (1, 2)),
  group_id      BIGINT NOT NULL,  -- that answered; 0: no group, the organisers
  outcome       TEXT NOT NULL CHECK (outcome IN ('adopted', 'partly', 'not', 'merged')),
  because       TEXT NOT NULL,
  due_us        BIGINT NOT NULL,  -- by when it was first promised
  made_by       BIGINT NOT NULL,  -- member
  made_at_us    BIGINT NOT NULL,
  told_at_us    BIGINT,           -- the author knows of it: mailed, told by somebody, or replied
  told_by       BIGINT NOT NULL,  -- member who told them; 0: the program, or they saw it themself
  reply         TEXT NOT NULL CHECK (reply IN ('', 'yes', 'no', 'left')), -- does it answer you?
  reply_words   TEXT NOT NULL,
  replied_at_us BIGINT,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, idea_id, round),
  FOREIGN KEY (community_id, idea_id) REFERENCES idea (community_id, id)
);

CREATE INDEX idea_answer_untold ON idea_answer (community_id, told_at_us);

-- migration 2: news of an idea

-- Until when somebody has read what is new of an idea that others are part of.
-- tenant
-- export yes
CREATE TABLE idea_read (
  community_id BIGINT NOT NULL,
  idea_id      BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  read_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, idea_id, member_id),
  FOREIGN KEY (community_id, idea_id) REFERENCES idea (community_id, id)
);

CREATE INDEX idea_read_by_member ON idea_read (community_id, member_id);

-- migration 3: who helped to share an idea

-- A supporter who acted for its author, as they had opened it; 0: nobody. It opens nothing to them.
ALTER TABLE idea ADD COLUMN helped_by BIGINT NOT NULL DEFAULT 0;
