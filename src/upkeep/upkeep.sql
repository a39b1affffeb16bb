-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Looking after this: backups, checks, tests of mail, how long things are kept, who answers for
-- the data, complaints.

-- migration 1: backups, checks, mail tests, privacy, how long things are kept, complaints

-- How backups are made. No row: the usual way (UPKEEP_USUAL in backups.h).
-- tenant
-- clustered
-- export yes
CREATE TABLE upkeep_backup_setting (
  community_id BIGINT NOT NULL,
  kept         INTEGER NOT NULL, -- the newest ones that stay
  is_daily     INTEGER NOT NULL CHECK (is_daily IN (0, 1)),
  PRIMARY KEY (community_id)
);

-- One backup: a file in the folder for backups, named by the id. In a place that was brought back
-- from a backup the files of these rows are not there: pages look at the folder too.
-- tenant
-- export never
CREATE TABLE upkeep_backup (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'made', 'failed')),
  problem       TEXT NOT NULL, -- a word of backup_problems, '' for none
  trial         TEXT NOT NULL CHECK (trial IN ('none', 'waiting', 'good', 'bad', 'unable')),
  bytes         BIGINT NOT NULL,
  members       BIGINT NOT NULL, -- what was in it when it was opened
  papers        BIGINT NOT NULL,
  entries       BIGINT NOT NULL,
  asked_by      BIGINT NOT NULL, -- member, 0: the daily one
  asked_at_us   BIGINT NOT NULL,
  made_at_us    BIGINT NOT NULL, -- 0: not yet
  tried_at_us   BIGINT NOT NULL, -- 0: not yet
  PRIMARY KEY (community_id, id)
);

-- The last look at the database and at the record of acts.
-- tenant
-- clustered
-- export never
CREATE TABLE upkeep_check (
  community_id BIGINT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('database', 'record')),
  is_good      INTEGER NOT NULL CHECK (is_good IN (0, 1)),
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, kind)
);

-- A test of mail: who it went to is sealed for the organiser who asked.
-- tenant
-- special: address
-- export never
CREATE TABLE upkeep_mail_test (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  address      BYTEA NOT NULL,
  step         TEXT NOT NULL,   -- '' while it waits, else a word of mail_steps
  asked_at_us  BIGINT NOT NULL,
  done_at_us   BIGINT NOT NULL, -- 0: not yet
  PRIMARY KEY (community_id, id)
);

-- Who answers for the data, in words that everybody may read.
-- tenant
-- clustered
-- export yes
CREATE TABLE upkeep_privacy (
  community_id   BIGINT NOT NULL,
  controller     TEXT NOT NULL, -- the group or body that decides about the data
  contact        TEXT NOT NULL, -- how to reach it
  host           TEXT NOT NULL, -- who runs the machine, '' for the same
  registration   TEXT NOT NULL, -- at the Information Commissioner, '' for none
  is_public_body INTEGER NOT NULL CHECK (is_public_body IN (0, 1)),
  changed_at_us  BIGINT NOT NULL,
  assessment_id  BIGINT NOT NULL, -- the paper with the impact assessment, 0: none yet
  PRIMARY KEY (community_id)
);

-- For how long a kind of thing is kept. No row: the usual time (retention.c).
-- tenant
-- clustered
-- export yes
CREATE TABLE upkeep_keep (
  community_id BIGINT NOT NULL,
  kind         TEXT NOT NULL,
  days         INTEGER NOT NULL,
  PRIMARY KEY (community_id, kind)
);

-- What was removed because its time was over: counts only.
-- tenant
-- export yes
CREATE TABLE upkeep_removal (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  kind         TEXT NOT NULL,
  removed      BIGINT NOT NULL,
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, id)
);

-- A complaint about data protection. It is sealed under a key of its own (person_key under the
-- complaint's id), since those who complain may not be members, and so that it can be erased.
-- tenant
-- special: words, contact, outcome
-- export yes
CREATE TABLE upkeep_complaint (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  receipt_hash  BYTEA NOT NULL,   -- BLAKE2b-256 of the receipt that opens its page
  words         BYTEA NOT NULL,
  contact       BYTEA NOT NULL,   -- name and how to reach them, as they wrote it
  outcome       BYTEA,            -- what they were told
  made_at_us    BIGINT NOT NULL,
  due_us        BIGINT NOT NULL,  -- acknowledge by
  known_at_us   BIGINT NOT NULL,  -- acknowledged, 0: not yet
  told_at_us    BIGINT NOT NULL,  -- the outcome was told, 0: not yet
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, receipt_hash)
);

CREATE INDEX upkeep_complaint_open ON upkeep_complaint (community_id, told_at_us, due_us);

-- migration 2: archives to take along

-- An archive that an organiser asked for: a file in the folder for archives, named by the id. It
-- goes soon after it was fetched, and after some days in any case.
-- tenant
-- special: passphrase
-- export never
CREATE TABLE upkeep_archive (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  member_id    BIGINT NOT NULL, -- who asked
  passphrase   BYTEA NOT NULL,  -- sealed for them until the archive is made; then no bytes
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'made', 'failed')),
  bytes        BIGINT NOT NULL,
  people       BIGINT NOT NULL, -- what is in it
  papers       BIGINT NOT NULL,
  asked_at_us  BIGINT NOT NULL,
  made_at_us   BIGINT NOT NULL, -- 0: not yet
  PRIMARY KEY (community_id, id)
);

-- migration 3: answering a complaint by mail

-- What links and the number of a mail start with: of whoever answered it; '' before.
ALTER TABLE upkeep_complaint ADD COLUMN origin TEXT NOT NULL DEFAULT '';

-- migration 4: a community that is brought here from an archive, by the browser

-- An archive that was brought to this place while nobody has set it up: one at a time. It goes when
-- it was taken in (with this whole community, which gives way), and after a day.
-- tenant
-- special: passphrase
-- export never
CREATE TABLE upkeep_arrival (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  browser       TEXT NOT NULL,   -- keyed hash that only the browser which brought it can make again
  token_hash    BYTEA NOT NULL,  -- of the link to set up, which leads that browser in afterwards
  link_ends_us  BIGINT NOT NULL, -- when that link is over
  host          TEXT NOT NULL,   -- the name that the community gets
  passphrase    BYTEA NOT NULL,  -- sealed under a key of its own (person_key); then no bytes
  state         TEXT NOT NULL CHECK (state IN ('checking', 'checked', 'taking', 'refused')),
  problem       TEXT NOT NULL,   -- a word of arrival_problems, '' for none
  name          TEXT NOT NULL,   -- of the community in it, '' while it is not known
  bytes         BIGINT NOT NULL,
  people        BIGINT NOT NULL, -- what is in it
  papers        BIGINT NOT NULL,
  files         BIGINT NOT NULL,
  entries       BIGINT NOT NULL,
  suspended     BIGINT NOT NULL,
  changed_at_us BIGINT NOT NULL, -- when its state changed last
  PRIMARY KEY (community_id, id)
);

-- The file as it came, 256 KB each: sealed with the passphrase of whoever made the archive.
-- tenant
-- export never
CREATE TABLE upkeep_arrival_part (
  community_id BIGINT NOT NULL,
  arrival_id   BIGINT NOT NULL,
  number       INTEGER NOT NULL,
  bytes        BYTEA NOT NULL,
  PRIMARY KEY (community_id, arrival_id, number)
);

-- migration 5: several organisers in an archive: whoever brings it says who they are

-- Those who take part in it, [{"id": "…", "name": "…"}], for the page that asks; and who they said.
ALTER TABLE upkeep_arrival ADD COLUMN organisers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE upkeep_arrival ADD COLUMN organiser_id BIGINT NOT NULL DEFAULT 0;
