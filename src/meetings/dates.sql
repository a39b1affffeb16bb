-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Finding a date: times that are offered for a meeting which has none, and who can come then.

-- migration 1: times that are offered

-- tenant
-- export yes
CREATE TABLE meeting_date (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  starts_at_us BIGINT NOT NULL,
  ends_at_us   BIGINT,           -- NULL: the end is open
  is_withdrawn INTEGER NOT NULL CHECK (is_withdrawn IN (0, 1)),
  offered_by   BIGINT NOT NULL,  -- member
  offered_at_us BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_date_by_meeting ON meeting_date (community_id, meeting_id, starts_at_us, id);
CREATE INDEX meeting_date_by_time ON meeting_date (community_id, starts_at_us, meeting_id);

-- One row a person and time, the newest word. Others see numbers only.
-- tenant
-- export yes
CREATE TABLE meeting_date_word (
  community_id BIGINT NOT NULL,
  date_id      BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  word         TEXT NOT NULL CHECK (word IN ('can', 'could', 'cannot')),
  way          TEXT NOT NULL CHECK (way IN ('page', 'telephone', 'paper', 'talk')),
  entered_by   BIGINT NOT NULL,  -- member who wrote it down for them; 0: they did it themselves
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, date_id, member_id),
  FOREIGN KEY (community_id, date_id) REFERENCES meeting_date (community_id, id)
);

CREATE INDEX meeting_date_word_by_member ON meeting_date_word (community_id, member_id, date_id);

-- migration 2: a word may come by mail

-- SQLite cannot change what a column may say, so the table is made anew.

-- tenant
-- export never
CREATE TABLE meeting_date_word_before (
  community_id BIGINT NOT NULL,
  date_id      BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  word         TEXT NOT NULL,
  way          TEXT NOT NULL,
  entered_by   BIGINT NOT NULL,
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, date_id, member_id)
);

INSERT INTO meeting_date_word_before (community_id, date_id, member_id, word, way, entered_by,
    at_us)
  SELECT community_id, date_id, member_id, word, way, entered_by, at_us FROM meeting_date_word;

DROP TABLE meeting_date_word;

-- One row a person and time, the newest word. Others see numbers only.
-- tenant
-- export yes
CREATE TABLE meeting_date_word (
  community_id BIGINT NOT NULL,
  date_id      BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  word         TEXT NOT NULL CHECK (word IN ('can', 'could', 'cannot')),
  way          TEXT NOT NULL CHECK (way IN ('page', 'mail', 'telephone', 'paper', 'talk')),
  entered_by   BIGINT NOT NULL,  -- member who wrote it down for them; 0: they did it themselves
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, date_id, member_id),
  FOREIGN KEY (community_id, date_id) REFERENCES meeting_date (community_id, id)
);

INSERT INTO meeting_date_word (community_id, date_id, member_id, word, way, entered_by, at_us)
  SELECT community_id, date_id, member_id, word, way, entered_by, at_us
    FROM meeting_date_word_before;

DROP TABLE meeting_date_word_before;

CREATE INDEX meeting_date_word_by_member ON meeting_date_word (community_id, member_id, date_id);

-- migration 3: who was asked, so that nobody is asked twice, and whom no mail reached is seen

-- One row a person and meeting: of the newest mail that went, or of whoever asked them by
-- telephone or when they met.
-- tenant
-- export yes
CREATE TABLE meeting_date_asked (
  community_id BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  date_id      BIGINT NOT NULL,  -- the newest time that was named
  asked_by     BIGINT NOT NULL,  -- member; 0: a mail did
  mail_id      BIGINT NOT NULL,  -- which one may have come back (mail_return); 0: no mail
  asked_at_us  BIGINT NOT NULL,
  PRIMARY KEY (community_id, meeting_id, member_id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_date_asked_by_member ON meeting_date_asked (community_id, member_id);
