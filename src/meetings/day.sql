-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The day of a meeting. What was said and who came are minutes (agenda.sql); live cards and turns
-- are kept nowhere.

-- migration 1: the meeting bag

-- All sheets of a meeting as one file to print, in one language: how far the making of it is. The
-- file itself lies sealed in the cache, for a day.
-- tenant
-- export derived
CREATE TABLE meeting_bag (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  language     TEXT NOT NULL,    -- BCP 47
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'not-ready')),
  problem      TEXT NOT NULL,    -- why it is not ready: message id; '' otherwise
  round        BIGINT NOT NULL,  -- counts askings: what a worker made of an older one is dropped
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, meeting_id, language),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

-- migration 2: the agenda's clock

-- What is talked about now, for the screen in the room. Gone when the meeting ends: how long people
-- talked is kept nowhere.
-- tenant
-- export never
CREATE TABLE meeting_clock (
  community_id BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  item_id      BIGINT NOT NULL,  -- of the agenda; 0: time to connect
  since_us     BIGINT NOT NULL,
  PRIMARY KEY (community_id, meeting_id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

-- migration 3: one sheet to put into letters

-- Bags lie here for a day only, and each can be made again: the table is made anew, with what of a
-- meeting's sheets the file holds.
DROP TABLE meeting_bag;

-- Sheets of a meeting as one file to print, in one language: how far the making of it is. The file
-- itself lies sealed in the cache, for a day.
-- tenant
-- export derived
CREATE TABLE meeting_bag (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  language     TEXT NOT NULL,    -- BCP 47
  sheets       TEXT NOT NULL CHECK (sheets IN ('all', 'to-post')), -- to-post: how it was
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'not-ready')),
  problem      TEXT NOT NULL,    -- why it is not ready: message id; '' otherwise
  round        BIGINT NOT NULL,  -- counts askings: what a worker made of an older one is dropped
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, meeting_id, language, sheets),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);
