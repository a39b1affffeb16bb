-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Calendars of people's own programs: where these may read a person's meetings. And reminders.

-- migration 1: addresses of calendars

-- The address under which a calendar program reads somebody's meetings. No row: there is none, or
-- it was turned off. The token is worked out from the community's keys.
-- tenant
-- export never
CREATE TABLE calendar_feed (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  token_hash   BYTEA NOT NULL,
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, token_hash),
  UNIQUE (community_id, member_id)
);

-- migration 2: reminders

-- When somebody wants to be reminded of a meeting that they come to. No row: a day before.
-- tenant
-- clustered
-- export yes
CREATE TABLE reminder_wish (
  community_id  BIGINT NOT NULL,
  member_id     BIGINT NOT NULL,
  ahead         TEXT NOT NULL CHECK (ahead IN ('none', 'hours', 'day', 'days', 'week')),
  changed_at_us BIGINT NOT NULL,
  PRIMARY KEY (community_id, member_id)
);

-- One reminder: of one time of one meeting, to one person, once. Its time may be gone since: then
-- nobody is told any more.
-- tenant
-- export yes
CREATE TABLE meeting_reminder (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  starts_at_us BIGINT NOT NULL,  -- the time it reminds of
  way          TEXT NOT NULL CHECK (way IN ('mail', 'list')), -- list: somebody rings, or writes
  made_at_us   BIGINT NOT NULL,
  told_by      BIGINT NOT NULL,  -- member who did; 0: nobody yet, or it goes by mail
  told_at_us   BIGINT,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, meeting_id, member_id, starts_at_us),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_reminder_by_member ON meeting_reminder (community_id, member_id);
