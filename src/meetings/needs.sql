-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What would let people come to a meeting: each thing is a task with somebody who sees to it. Which
-- thing it is, only its seal knows.

-- migration 1: needs of meetings

-- One row a person, meeting and kind of help. One that was not wanted any more before the meeting
-- stays as a row, for whoever had seen to it; it counts no more. Whether somebody had what they
-- needed, they alone say.
-- tenant
-- special: what, why, instead
-- export yes
CREATE TABLE meeting_need (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,  -- who needs it
  what         BYTEA NOT NULL,   -- sealed: its code of meetings/needs.c, a line end, own words
  entered_by   BIGINT NOT NULL,  -- member who wrote it down for them; 0: they did it themselves
  stated_at_us BIGINT NOT NULL,
  is_withdrawn INTEGER NOT NULL CHECK (is_withdrawn IN (0, 1)),
  -- How far it is. What was so before the meeting was moved does not hold for the new time.
  state        TEXT NOT NULL CHECK (state IN ('open', 'owned', 'ready', 'cannot')),
  state_at_us  BIGINT NOT NULL,
  owner_id     BIGINT NOT NULL,  -- member who sees to it; 0: nobody
  asked_id     BIGINT NOT NULL,  -- member who was asked to and has not answered; 0: nobody
  why          BYTEA NOT NULL,   -- sealed; of 'cannot': why it cannot be had
  instead      BYTEA NOT NULL,   -- sealed; and what there is instead
  had          TEXT NOT NULL CHECK (had IN ('', 'yes', 'partly', 'no')), -- '': has not said
  had_at_us    BIGINT,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_need_by_meeting ON meeting_need (community_id, meeting_id, member_id, id);
CREATE INDEX meeting_need_by_member ON meeting_need (community_id, member_id, meeting_id);
CREATE INDEX meeting_need_by_owner ON meeting_need (community_id, owner_id, meeting_id);
CREATE INDEX meeting_need_by_asked ON meeting_need (community_id, asked_id, meeting_id);

-- migration 2: answers are told otherwise than by mail

-- When somebody told its person the answer, by telephone, by letter or as they met; before
-- state_at_us: an older one. NULL: nobody has, or needs to.
ALTER TABLE meeting_need ADD COLUMN told_at_us BIGINT;
