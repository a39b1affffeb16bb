-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a group said it would do, and what became of it. Nothing is overwritten that somebody said:
-- the first day stays for ever, and a word about how it went ends only when somebody who had read
-- it wrote another one.

-- migration 1: actions

-- tenant
-- export yes
CREATE TABLE group_action (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL, -- in whose minutes it stands; 0: it came up otherwise
  item_id      BIGINT NOT NULL, -- of that meeting's agenda; 0: of none
  words        TEXT NOT NULL,   -- never changed: another one is written instead
  first_due_us BIGINT NOT NULL, -- the end of the first day; never changed: late is late by this
  due_us       BIGINT NOT NULL, -- the end of the day as it is now
  owner_id     BIGINT NOT NULL, -- member who is asked or said yes; 0: nobody, or somebody outside
  owner_state  TEXT NOT NULL CHECK (owner_state IN ('none', 'asked', 'yes', 'outside')),
  owner_way    TEXT NOT NULL CHECK (owner_way IN ('page', 'telephone', 'paper', 'mail', 'said')),
  outside      TEXT NOT NULL,   -- who it is, outside of the group
  -- 'two': words that were written at the same time disagree, and nobody has made one of them yet.
  state        TEXT NOT NULL CHECK (state IN ('open', 'done', 'partly', 'not', 'dropped', 'two')),
  why          TEXT NOT NULL,   -- of the newest word
  done_at_us   BIGINT,          -- the end of the day on which it was done
  entered_by   BIGINT NOT NULL, -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_action_by_group ON group_action (community_id, group_id, id);
CREATE INDEX group_action_by_meeting ON group_action (community_id, meeting_id, id);
-- The start page of everybody asks for theirs.
CREATE INDEX group_action_by_owner ON group_action (community_id, owner_id, owner_state);

-- What was said of one: how it went, or that it got another day, each with why.
-- tenant
-- export yes
CREATE TABLE group_action_word (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  action_id    BIGINT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('state', 'day')),
  state        TEXT NOT NULL CHECK (state IN ('', 'open', 'done', 'partly', 'not', 'dropped')),
  done_at_us   BIGINT,          -- of 'done'
  due_us       BIGINT NOT NULL, -- of 'day': the new one; else 0
  was_due_us   BIGINT NOT NULL, -- of 'day': the one before; else 0
  words        TEXT NOT NULL,
  way          TEXT NOT NULL CHECK (way IN ('page', 'telephone', 'paper', 'mail', 'said')),
  replaced_by  BIGINT NOT NULL, -- the word that was written after reading it; 0: it stands
  written_by   BIGINT NOT NULL, -- member
  written_at_us BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, action_id) REFERENCES group_action (community_id, id)
);

CREATE INDEX group_action_word_by_action ON group_action_word (community_id, action_id, id);
