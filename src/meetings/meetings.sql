-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Meetings: when, where, what about. What was planned first stays to be seen: each move and each
-- calling off is a row beside the meeting.

-- migration 1: meetings and their places

-- Where people meet. Only facts that somebody has looked at: what is not known is in neither list.
-- tenant
-- export yes
CREATE TABLE meeting_place (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,  -- whose it is
  seen_by      TEXT NOT NULL CHECK (seen_by IN ('all', 'group')), -- which groups may meet there
  name         TEXT NOT NULL,
  sort_key     TEXT NOT NULL,
  address      TEXT NOT NULL,
  words        TEXT NOT NULL,    -- how to get there and in, in own words
  has          TEXT NOT NULL,    -- codes of meetings/venues.c with commas between: it is there
  has_not      TEXT NOT NULL,    -- and this is not there
  made_by      BIGINT NOT NULL,  -- member
  changed_by   BIGINT NOT NULL,  -- member who looked last
  changed_at_us BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX meeting_place_by_name ON meeting_place (community_id, sort_key, id);
CREATE INDEX meeting_place_by_group ON meeting_place (community_id, group_id, id);

-- tenant
-- export yes
CREATE TABLE meeting (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  series_id    BIGINT NOT NULL,  -- the first of those called together; 0: called alone
  title        TEXT NOT NULL,
  about        TEXT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('shared', 'preparation', 'peer-led')),
  state        TEXT NOT NULL CHECK (state IN ('to-find', 'called', 'held', 'off')),
  starts_at_us BIGINT,           -- NULL: the date is to be found
  ends_at_us   BIGINT,           -- NULL: the end is open
  first_at_us  BIGINT,           -- the start as it was called first: it is never changed
  breaks       TEXT NOT NULL,    -- in own words
  place_id     BIGINT NOT NULL,  -- 0: no room
  online       TEXT NOT NULL,    -- address of the room on the internet; '': none
  dial_in      TEXT NOT NULL,    -- number to telephone, and what to say there
  moves        BIGINT NOT NULL,  -- how often it got another time
  is_written_after INTEGER NOT NULL CHECK (is_written_after IN (0, 1)), -- nobody was invited here
  called_by    BIGINT NOT NULL,  -- member
  called_at_us BIGINT NOT NULL,
  held_by      BIGINT NOT NULL,  -- member who said that it took place; 0: nobody yet
  held_at_us   BIGINT,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX meeting_by_group ON meeting (community_id, group_id, starts_at_us, id);
CREATE INDEX meeting_by_time ON meeting (community_id, starts_at_us, group_id);
CREATE INDEX meeting_by_place ON meeting (community_id, place_id);

-- tenant
-- export yes
CREATE TABLE meeting_change (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  change       TEXT NOT NULL CHECK (change IN ('moved', 'off', 'kind')),
  was_at_us    BIGINT,           -- the start before; NULL: it had none
  was_kind     TEXT NOT NULL,    -- of 'kind': what it was before; else ''
  why          TEXT NOT NULL,
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_change_by_meeting ON meeting_change (community_id, meeting_id, id);

-- migration 2: invitations and replies

-- What all in the group are told: one row a change. Of what nobody was told yet, only the newest of
-- a meeting is told.
-- tenant
-- export yes
CREATE TABLE meeting_news (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  what         TEXT NOT NULL CHECK (what IN ('called', 'moved', 'off')),
  time_zone    TEXT NOT NULL,    -- in which its hours are said
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_news_by_meeting ON meeting_news (community_id, meeting_id, id);

-- Whom somebody told of it by telephone, by letter, or when they met.
-- tenant
-- export yes
CREATE TABLE meeting_told (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  news_id      BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  told_by      BIGINT NOT NULL,  -- member
  told_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, news_id, member_id),
  FOREIGN KEY (community_id, news_id) REFERENCES meeting_news (community_id, id)
);

CREATE INDEX meeting_told_by_member ON meeting_told (community_id, member_id);

-- Whether somebody comes: one row a person and meeting, the newest answer. One given before the
-- meeting was moved does not count any more. Nobody is asked why not.
-- tenant
-- special: words
-- export yes
CREATE TABLE meeting_reply (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  answer       TEXT NOT NULL CHECK (answer IN ('yes', 'online', 'if', 'thoughts', 'no')),
  words        BYTEA NOT NULL,   -- sealed: their thoughts, or what would let them come
  way          TEXT NOT NULL CHECK (way IN ('page', 'mail', 'telephone', 'paper', 'talk')),
  entered_by   BIGINT NOT NULL,  -- member who wrote it down for them; 0: they did it themselves
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, meeting_id, member_id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_reply_by_member ON meeting_reply (community_id, member_id, meeting_id);

-- Shared business is settled without one side: why. It stands in the minutes.
-- tenant
-- export yes
CREATE TABLE meeting_ahead (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  missing      TEXT NOT NULL CHECK (missing IN ('uses', 'work', 'both')),
  why          TEXT NOT NULL,
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_ahead_by_meeting ON meeting_ahead (community_id, meeting_id, id);

-- migration 3: where the site is

-- Where the site is, for what is said of the meeting later: 'https://place.example'. Empty: it was
-- told before this was kept.
ALTER TABLE meeting_news ADD COLUMN origin TEXT NOT NULL DEFAULT '';

-- migration 4: what else changes is told too

-- How often its name, its place or a way in changed after all were told of it (moves: its time);
-- how many of these were before the newest move; and when it was the last time. With the moves they
-- make the number by which calendar programs know what is newer.
ALTER TABLE meeting ADD COLUMN retold BIGINT NOT NULL DEFAULT 0;
ALTER TABLE meeting ADD COLUMN retold_before BIGINT NOT NULL DEFAULT 0;
ALTER TABLE meeting ADD COLUMN retold_at_us BIGINT;

-- 1: of 'moved': not its time moved, something else that is told did.
ALTER TABLE meeting_news ADD COLUMN is_other INTEGER NOT NULL DEFAULT 0 CHECK (is_other IN (0, 1));

-- From here on meeting_told has a row, too, for each mail that went: told_by is 0. A row of
-- meeting_reminder that went by mail has its told_at_us.

-- migration 5: what was told, so that somebody can say on the telephone what is new

-- How the meeting was when this was told. An empty title: it was told before this was kept.
ALTER TABLE meeting_news ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting_news ADD COLUMN starts_at_us BIGINT;   -- NULL: it had no date
ALTER TABLE meeting_news ADD COLUMN ends_at_us BIGINT;     -- NULL: the end was open
ALTER TABLE meeting_news ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting_news ADD COLUMN online TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting_news ADD COLUMN dial_in TEXT NOT NULL DEFAULT '';

-- migration 6: which mail told it, since that one may come back

-- Of mail_return; 0: no mail, or it was told before this was kept.
ALTER TABLE meeting_told ADD COLUMN mail_id BIGINT NOT NULL DEFAULT 0;
