-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Papers: what was written, the formats made of it, and how it reached each member.

-- migration 1: papers, uploaded files, formats, releases, deliveries

-- A paper. Until it is sent it can be changed; then it stays as it was read.
-- tenant
-- export yes
CREATE TABLE paper (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  title         TEXT NOT NULL,
  title_key     TEXT NOT NULL,   -- the same order on every engine
  language      TEXT NOT NULL,   -- BCP 47
  reading       TEXT NOT NULL CHECK (reading IN ('done', 'waiting', 'failed')),
  problem       TEXT NOT NULL,   -- message id: why reading failed; '' otherwise
  made_by       BIGINT NOT NULL, -- member
  made_at_us    BIGINT NOT NULL,
  changed_at_us BIGINT NOT NULL,
  sent_at_us    BIGINT,          -- first release
  -- Long texts stand last: SQLite reads a row's columns in order, page by page.
  source        TEXT NOT NULL,   -- CommonMark; '' while its Word file is not read
  easy_source   TEXT NOT NULL,   -- Easy Read rows (doc/easy-read.md); '' for none
  PRIMARY KEY (community_id, id)
);

-- The file a paper came from, kept as it was.
-- tenant
-- export yes
CREATE TABLE paper_file (
  community_id BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  name         TEXT NOT NULL,    -- as it was called where it came from
  bytes        BIGINT NOT NULL,
  has_title    INTEGER NOT NULL CHECK (has_title IN (0, 1)), -- a person gave the paper's title
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, paper_id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

-- Its bytes, 256 KB a row, so that a backup is one file and no value is huge.
-- tenant
-- export yes
CREATE TABLE paper_file_part (
  community_id BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  number       INTEGER NOT NULL, -- from 0
  bytes        BYTEA NOT NULL,
  PRIMARY KEY (community_id, paper_id, number),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper_file (community_id, paper_id)
);

-- A format of a paper that somebody needs. Who needs it stands nowhere readable.
-- tenant
-- export derived
CREATE TABLE paper_format (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  format       TEXT NOT NULL,    -- format_name()
  points       INTEGER NOT NULL, -- 0 where the format has no size
  grade        INTEGER NOT NULL, -- 0 where it is not braille
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'not-ready')),
  problem      TEXT NOT NULL,    -- why it is not ready: message id; '' otherwise
  round        INTEGER NOT NULL, -- counts askings: what a worker made of an older one is dropped
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, paper_id, format, points, grade),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

-- One sending of a paper to some or all members: prepared, then out to all of them at once.
-- tenant
-- export yes
CREATE TABLE release (
  community_id    BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  paper_id        BIGINT NOT NULL,
  made_by         BIGINT NOT NULL,
  made_at_us      BIGINT NOT NULL,
  origin          TEXT NOT NULL,   -- 'https://place.example': what links in mails start with
  released_at_us  BIGINT,          -- NULL while it is prepared
  override_reason TEXT NOT NULL,   -- published; '' when every format was ready
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

CREATE INDEX release_by_paper ON release (community_id, paper_id, id);

-- One member's copy: a paper reaches a member once.
-- tenant
-- special: formats
-- export yes
CREATE TABLE delivery (
  community_id   BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  release_id     BIGINT NOT NULL,
  paper_id       BIGINT NOT NULL,
  member_id      BIGINT NOT NULL,
  released_at_us BIGINT,         -- its release's, set with it: a member's list needs this alone
  way            TEXT NOT NULL CHECK (way IN ('email', 'phone', 'post', 'in-person')),
  formats        BYTEA NOT NULL, -- sealed: what the member wants, first one first
  link_id        BIGINT NOT NULL, -- sign-in link in the mail, 0: none made yet
  done_at_us     BIGINT,         -- mailed, rung, posted, handed over
  done_by        BIGINT NOT NULL, -- member who did it; 0: nobody yet, or the program
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, paper_id, member_id),
  FOREIGN KEY (community_id, release_id) REFERENCES release (community_id, id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

CREATE INDEX delivery_by_member ON delivery (community_id, member_id, paper_id, released_at_us);
CREATE INDEX delivery_by_release ON delivery (community_id, release_id, way, id);

-- migration 2: letters to print

-- The letters of a sending as one file to print: how far the making of it is. The file itself lies
-- sealed in the cache, for a day.
-- tenant
-- export derived
CREATE TABLE post_pack (
  community_id BIGINT NOT NULL,
  release_id   BIGINT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'not-ready')),
  problem      TEXT NOT NULL,    -- why it is not ready: message id; '' otherwise
  round        INTEGER NOT NULL, -- counts askings: what a worker made of an older one is dropped
  PRIMARY KEY (community_id, release_id),
  FOREIGN KEY (community_id, release_id) REFERENCES release (community_id, id)
);

-- migration 3: finding papers by their words

-- A word of a paper, folded (find.h), and how much the paper has of it. Made again from the papers.
-- tenant
-- export derived
CREATE TABLE paper_word (
  community_id BIGINT NOT NULL,
  word         TEXT NOT NULL,
  paper_id     BIGINT NOT NULL,
  weight       INTEGER NOT NULL,
  PRIMARY KEY (community_id, word, paper_id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);
CREATE INDEX paper_word_by_paper ON paper_word (community_id, paper_id);

-- migration 4: how words are said

-- A word and how a computer voice is to say it: part of every recording of the community's papers.
-- From here on, paper_format.format may have the speed of the voice after the format's name
-- ("audio slow"); the usual speed is not written.
-- tenant
-- export yes
CREATE TABLE spoken_word (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  word         TEXT NOT NULL,
  word_key     TEXT NOT NULL,    -- the same word whatever its capitals
  said         TEXT NOT NULL,    -- how it is said, in letters that the voice says right
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, word_key)
);

-- migration 5: mails about several papers

-- A mail to somebody who wants papers put together: of those that were let out from `from_us` on.
-- Made by the first of them, gone when it is sent.
-- tenant
-- export never
CREATE TABLE paper_digest (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL, -- gives the Message-ID
  member_id    BIGINT NOT NULL,
  origin       TEXT NOT NULL,   -- where the site is
  from_us      BIGINT NOT NULL,
  until_us     BIGINT NOT NULL, -- 0: papers still join it
  link_id      BIGINT NOT NULL, -- sign-in link in the mail, 0: none made yet
  PRIMARY KEY (community_id, id)
);

CREATE INDEX paper_digest_by_member ON paper_digest (community_id, member_id, until_us);

-- migration 6: versions of papers, and what people say about them

-- A version of a paper that was sent, from 1. Once sent it is neither changed nor deleted.
-- tenant
-- export yes
CREATE TABLE paper_version (
  community_id BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  number       INTEGER NOT NULL,
  sent_at_us   BIGINT NOT NULL,
  sent_by      BIGINT NOT NULL,  -- member
  is_slip      INTEGER NOT NULL CHECK (is_slip IN (0, 1)), -- a slip put right: nobody was told
  why          TEXT NOT NULL,    -- what changed and why, in a person's words; '' for the first
  -- What it said. NULL while it is the newest: then the paper itself says it.
  title        TEXT,
  language     TEXT,
  source       TEXT,
  easy_source  TEXT,
  PRIMARY KEY (community_id, paper_id, number),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

INSERT INTO paper_version (community_id, paper_id, number, sent_at_us, sent_by, is_slip, why)
  SELECT p.community_id, p.id, 1, p.sent_at_us,
    COALESCE((SELECT max(r.made_by) FROM release r WHERE r.community_id = p.community_id
      AND r.paper_id = p.id AND r.released_at_us = p.sent_at_us), p.made_by), 0, ''
  FROM paper p WHERE p.sent_at_us IS NOT NULL;

-- What somebody says about a paper, or about one part of it (commonmark/parts.h).
-- tenant
-- export yes
CREATE TABLE paper_comment (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  paper_id      BIGINT NOT NULL,
  member_id     BIGINT NOT NULL,  -- whose words; 0: erased
  noted_by      BIGINT NOT NULL,  -- member who wrote them down for them; 0: they did themself
  way           TEXT NOT NULL CHECK (way IN ('page', 'mail', 'slip', 'phone')),
  is_nameless   INTEGER NOT NULL CHECK (is_nameless IN (0, 1)), -- to everybody else
  version       INTEGER NOT NULL, -- of the paper, that it was said about
  part          INTEGER NOT NULL, -- its number in that version; 0: the whole paper
  print         TEXT NOT NULL,    -- its fingerprint; '' for the whole paper
  about         TEXT NOT NULL,    -- how the part begins
  said_at_us    BIGINT NOT NULL,
  changed_at_us BIGINT,
  gone_at_us    BIGINT,           -- taken back after it was answered: its words are ''
  hidden_at_us  BIGINT,
  hidden_why    TEXT NOT NULL,    -- published; '' while it is not hidden
  words         TEXT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

CREATE INDEX paper_comment_by_paper ON paper_comment (community_id, paper_id, id);
CREATE INDEX paper_comment_by_part ON paper_comment (community_id, paper_id, print, part, id);
CREATE INDEX paper_comment_by_member ON paper_comment (community_id, member_id, id);

-- What organisers say to a comment. Saying it again takes the place of what was said.
-- tenant
-- export yes
CREATE TABLE paper_answer (
  community_id   BIGINT NOT NULL,
  comment_id     BIGINT NOT NULL,
  answered_by    BIGINT NOT NULL, -- member; 0: erased
  answered_at_us BIGINT NOT NULL,
  did            TEXT NOT NULL,   -- what was done because of it; '': nothing (yet)
  words          TEXT NOT NULL,
  PRIMARY KEY (community_id, comment_id),
  FOREIGN KEY (community_id, comment_id) REFERENCES paper_comment (community_id, id)
);

-- A word of a comment, as paper_word has those of papers. Hidden ones have none.
-- tenant
-- export derived
CREATE TABLE comment_word (
  community_id BIGINT NOT NULL,
  word         TEXT NOT NULL,
  comment_id   BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  weight       INTEGER NOT NULL,
  PRIMARY KEY (community_id, word, comment_id),
  FOREIGN KEY (community_id, comment_id) REFERENCES paper_comment (community_id, id)
);
CREATE INDEX comment_word_by_comment ON comment_word (community_id, comment_id);

-- migration 7: hard words and what they mean

-- A hard word, or a few that belong together, in plain words: shown where a paper has it.
-- tenant
-- export yes
CREATE TABLE hard_word (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  word         TEXT NOT NULL,
  word_key     TEXT NOT NULL,   -- the same word however it is written (reading_key())
  meaning      TEXT NOT NULL,
  made_by      BIGINT NOT NULL, -- member who explained it last; 0: erased
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, word_key)
);

-- "I do not know this word": until somebody explains it.
-- tenant
-- export yes
CREATE TABLE hard_word_ask (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  word         TEXT NOT NULL,
  word_key     TEXT NOT NULL,
  member_id    BIGINT NOT NULL, -- who asked; 0: without name, or erased
  PRIMARY KEY (community_id, id)
);

CREATE INDEX hard_word_ask_by_word ON hard_word_ask (community_id, word_key, id);

-- migration 8: changing a paper that was sent

-- The next version while it is written: people go on reading what was sent. One a paper.
-- tenant
-- export yes
CREATE TABLE paper_draft (
  community_id  BIGINT NOT NULL,
  paper_id      BIGINT NOT NULL,
  title         TEXT NOT NULL,
  language      TEXT NOT NULL,
  changed_by    BIGINT NOT NULL, -- member
  changed_at_us BIGINT NOT NULL,
  why           TEXT NOT NULL,   -- what changed and why; '' until it is prepared for sending
  source        TEXT NOT NULL,
  easy_source   TEXT NOT NULL,
  PRIMARY KEY (community_id, paper_id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

ALTER TABLE release ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- It puts a slip right: nobody is told.
ALTER TABLE release ADD COLUMN is_slip INTEGER NOT NULL DEFAULT 0 CHECK (is_slip IN (0, 1));

-- From here on a delivery is a member's copy of one version, and a format is one of a version. Both
-- tables are made anew, since SQLite cannot change what is UNIQUE.

-- tenant
-- export never
CREATE TABLE delivery_before (
  community_id   BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  release_id     BIGINT NOT NULL,
  paper_id       BIGINT NOT NULL,
  member_id      BIGINT NOT NULL,
  released_at_us BIGINT,
  way            TEXT NOT NULL,
  formats        BYTEA NOT NULL,
  link_id        BIGINT NOT NULL,
  done_at_us     BIGINT,
  done_by        BIGINT NOT NULL,
  PRIMARY KEY (community_id, id)
);

INSERT INTO delivery_before (community_id, id, release_id, paper_id, member_id, released_at_us, way,
    formats, link_id, done_at_us, done_by)
  SELECT community_id, id, release_id, paper_id, member_id, released_at_us, way, formats, link_id,
    done_at_us, done_by FROM delivery;

DROP TABLE delivery;

-- One member's copy of one version of a paper. A version reaches a member once.
-- tenant
-- special: formats
-- export yes
CREATE TABLE delivery (
  community_id    BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  release_id      BIGINT NOT NULL,
  paper_id        BIGINT NOT NULL,
  member_id       BIGINT NOT NULL,
  released_at_us  BIGINT,         -- its release's, set with it: a member's list needs this alone
  way             TEXT NOT NULL CHECK (way IN ('email', 'phone', 'post', 'in-person')),
  formats         BYTEA NOT NULL, -- sealed: what the member wants, first one first
  link_id         BIGINT NOT NULL, -- sign-in link in the mail, 0: none made yet
  done_at_us      BIGINT,         -- mailed, rung, posted, handed over
  done_by         BIGINT NOT NULL, -- member who did it; 0: nobody yet, or the program
  version         INTEGER NOT NULL DEFAULT 1,
  overtaken_at_us BIGINT,         -- a newer version was let out before this one was brought
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, paper_id, member_id, version),
  FOREIGN KEY (community_id, release_id) REFERENCES release (community_id, id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

INSERT INTO delivery (community_id, id, release_id, paper_id, member_id, released_at_us, way,
    formats, link_id, done_at_us, done_by)
  SELECT community_id, id, release_id, paper_id, member_id, released_at_us, way, formats, link_id,
    done_at_us, done_by FROM delivery_before;

DROP TABLE delivery_before;

CREATE INDEX delivery_by_member
  ON delivery (community_id, member_id, paper_id, released_at_us, version);
CREATE INDEX delivery_by_release ON delivery (community_id, release_id, way, id);

-- tenant
-- export never
CREATE TABLE paper_format_before (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  format       TEXT NOT NULL,
  points       INTEGER NOT NULL,
  grade        INTEGER NOT NULL,
  state        TEXT NOT NULL,
  problem      TEXT NOT NULL,
  round        INTEGER NOT NULL,
  PRIMARY KEY (community_id, id)
);

INSERT INTO paper_format_before (community_id, id, paper_id, format, points, grade, state, problem,
    round)
  SELECT community_id, id, paper_id, format, points, grade, state, problem, round
  FROM paper_format;

DROP TABLE paper_format;

-- A format of a version of a paper that somebody needs. Who needs it stands nowhere readable.
-- tenant
-- export derived
CREATE TABLE paper_format (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  version      INTEGER NOT NULL,
  format       TEXT NOT NULL,    -- format_name(), and the speed of a voice ("audio slow")
  points       INTEGER NOT NULL, -- 0 where the format has no size
  grade        INTEGER NOT NULL, -- 0 where it is not braille
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'not-ready')),
  problem      TEXT NOT NULL,    -- why it is not ready: message id; '' otherwise
  round        INTEGER NOT NULL, -- counts askings: what a worker made of an older one is dropped
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, paper_id, version, format, points, grade),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

INSERT INTO paper_format (community_id, id, paper_id, version, format, points, grade, state,
    problem, round)
  SELECT community_id, id, paper_id, 1, format, points, grade, state, problem, round
  FROM paper_format_before;

DROP TABLE paper_format_before;

-- migration 9: which mail brought it

-- The mail that told of it (mail_return): by it an answer or a bounce finds the paper. 0: none did.
ALTER TABLE delivery ADD COLUMN mail_id BIGINT NOT NULL DEFAULT 0;

CREATE INDEX delivery_by_mail ON delivery (community_id, mail_id);

-- migration 10: formats made by people, copies that come late, reading aloud

-- A format of a paper that a person makes: asked for with whoever said that they make it and a day;
-- then here, or not to be made.
-- tenant
-- export yes
CREATE TABLE made_format (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  paper_id      BIGINT NOT NULL,
  kind          TEXT NOT NULL
    CHECK (kind IN ('sign-film', 'recording', 'translation', 'photo-story', 'other')),
  what          TEXT NOT NULL,   -- in own words, of what people name themselves; '' otherwise
  language      TEXT NOT NULL,   -- of a translation: BCP 47; '' otherwise
  instead_of    TEXT NOT NULL,   -- format_name() that it stands in place of; '': beside them
  owner_id      BIGINT NOT NULL, -- member who said that they make it; 0: none
  owner_name    TEXT NOT NULL,   -- somebody outside, in words; '' for none
  due_us        BIGINT NOT NULL, -- the end of the day that was said; 0: none
  state         TEXT NOT NULL CHECK (state IN ('asked', 'here', 'not-made')),
  why           TEXT NOT NULL,   -- not to be made: why; '' otherwise
  asked_by      BIGINT NOT NULL, -- member
  asked_at_us   BIGINT NOT NULL,
  here_at_us    BIGINT,          -- when it first came
  credit        TEXT NOT NULL,   -- who made it, as they like to be called
  url           TEXT NOT NULL,   -- an address elsewhere; '' where it is a file or words
  media_type    TEXT NOT NULL,   -- of the file, as it is sent; '' for none
  bytes         BIGINT NOT NULL,
  brought_at_us BIGINT NOT NULL, -- when what is here now was brought
  has_words     INTEGER NOT NULL CHECK (has_words IN (0, 1)),
  made_of       TEXT NOT NULL,   -- hash of the paper's title and words then; '' before it is here
  words         TEXT NOT NULL,   -- CommonMark; '' for none
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

CREATE INDEX made_format_by_paper ON made_format (community_id, paper_id, id);
CREATE INDEX made_format_by_owner ON made_format (community_id, owner_id, state);

-- The bytes of its file, 256 KB a row.
-- tenant
-- export yes
CREATE TABLE made_format_part (
  community_id BIGINT NOT NULL,
  made_id      BIGINT NOT NULL,
  number       INTEGER NOT NULL, -- from 0
  bytes        BYTEA NOT NULL,
  PRIMARY KEY (community_id, made_id, number),
  FOREIGN KEY (community_id, made_id) REFERENCES made_format (community_id, id)
);

-- A format that was not ready for its person when the paper went out to all: when it came, and that
-- they were told. Which format stands nowhere readable. With release.released_at_us it says what
-- was on time, format by format (indicator 9).
-- tenant
-- special: format
-- export yes
CREATE TABLE late_copy (
  community_id   BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  release_id     BIGINT NOT NULL,
  paper_id       BIGINT NOT NULL,
  member_id      BIGINT NOT NULL,
  released_at_us BIGINT NOT NULL, -- the others'
  format         BYTEA NOT NULL,  -- sealed: "large-print 24", "made sign-film"
  came_at_us     BIGINT,          -- NULL: it is not here yet
  way            TEXT NOT NULL CHECK (way IN ('', 'email', 'phone', 'post', 'in-person')),
  link_id        BIGINT NOT NULL, -- sign-in link in the mail, 0: none made yet
  done_at_us     BIGINT,          -- told; or, before it came, a newer version went out instead
  done_by        BIGINT NOT NULL, -- member who did it; 0: nobody yet, or the program
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, release_id) REFERENCES release (community_id, id)
);

CREATE INDEX late_copy_by_paper ON late_copy (community_id, paper_id, member_id);
CREATE INDEX late_copy_by_release ON late_copy (community_id, release_id, id);

-- Of a copy whose person wants it read aloud at a meeting: when it was. NULL: not yet.
ALTER TABLE delivery ADD COLUMN read_at_us BIGINT;

-- migration 11: mails that put things together are the notices'

-- What waits in such mails of papers goes over to the general ones (notices.sql).
INSERT INTO digest (community_id, id, member_id, origin, pace, is_open, link_id)
  SELECT community_id, id, member_id, origin, 'day', CASE WHEN until_us = 0 THEN 1 ELSE 0 END,
    link_id
  FROM paper_digest;

INSERT INTO digest_item (community_id, id, member_id, digest_id, kind, thing_id, group_id, at_us,
    number)
  SELECT d.community_id, d.id, d.member_id, p.id, 'paper', d.id, d.paper_id, d.released_at_us,
    CASE WHEN p.until_us = 0 THEN 0 ELSE 1 END
  FROM paper_digest p JOIN delivery d ON d.community_id = p.community_id
    AND d.member_id = p.member_id AND d.way = 'email' AND d.done_at_us IS NULL
    AND d.overtaken_at_us IS NULL AND d.released_at_us >= p.from_us
    AND (p.until_us = 0 OR d.released_at_us <= p.until_us);

UPDATE outbox_task SET kind = 'digest' WHERE kind = 'paper-digest';

DROP TABLE paper_digest;

-- migration 12: one print for all letters that wait

-- How far the making of one file of all letters that wait to be posted is: as post_pack for one
-- sending.
-- tenant
-- clustered
-- export derived
CREATE TABLE post_round (
  community_id BIGINT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'not-ready')),
  problem      TEXT NOT NULL,
  round        INTEGER NOT NULL,
  PRIMARY KEY (community_id)
);

-- migration 13: Easy Read checked by people who use it

-- A version of a paper whose Easy Read was first written after it was sent: its rows are changed in
-- place, until the next version is sent.
-- tenant
-- export yes
CREATE TABLE easy_late (
  community_id BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  version      INTEGER NOT NULL,
  PRIMARY KEY (community_id, paper_id, version),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

-- Somebody understood the Easy Read. A name stands here only because the person said so.
-- tenant
-- export yes
CREATE TABLE easy_check (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  member_id    BIGINT NOT NULL, -- who said it here; 0: an organiser wrote it down for others
  made_by      BIGINT NOT NULL, -- member
  who          TEXT NOT NULL,   -- a name, "a group of four"; '' for somebody
  rows_print   TEXT NOT NULL,   -- fingerprint of the rows as they were then
  checked_us   BIGINT NOT NULL, -- noon UTC of the day
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

CREATE INDEX easy_check_by_paper ON easy_check (community_id, paper_id, checked_us, id);

-- Somebody finds the Easy Read hard, for organisers to mend. Ids of chance, no time: who gave no
-- name is not to be found out.
-- tenant
-- export yes
CREATE TABLE easy_hard (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  member_id    BIGINT NOT NULL, -- 0: without name
  words        TEXT NOT NULL,   -- which part; may be ''
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

CREATE INDEX easy_hard_by_paper ON easy_hard (community_id, paper_id, id);

-- migration 14: a community's own pictures

-- A photograph or drawing that somebody added, and what is known of it.
-- tenant
-- export yes
CREATE TABLE picture (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  name          TEXT NOT NULL,   -- how rows and papers call it: a-z 0-9 -
  shows         TEXT NOT NULL,   -- in words, for who cannot see it
  words         TEXT NOT NULL,   -- more words to find it by
  credit        TEXT NOT NULL,   -- who made it, as it is shown; '': nobody is named
  people        TEXT NOT NULL CHECK (people IN ('none', 'yes')), -- can anybody be recognised?
  consent       TEXT NOT NULL,   -- who said yes, and when: only organisers see it
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'failed', 'taken-away')),
  problem       TEXT NOT NULL,   -- why it failed: message id; '' otherwise
  media_type    TEXT NOT NULL,   -- of what is kept; '' until it is ready
  bytes         BIGINT NOT NULL,
  made_by       BIGINT NOT NULL, -- member; 0: erased
  made_at_us    BIGINT NOT NULL,
  taken_at_us   BIGINT,          -- when it was taken away: its parts are gone
  taken_why     TEXT NOT NULL,   -- only organisers see it
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, name)
);

-- Its bytes, 256 KB a row: as they came until the press has cleaned them, then what it made.
-- tenant
-- export yes
CREATE TABLE picture_part (
  community_id BIGINT NOT NULL,
  picture_id   BIGINT NOT NULL,
  number       INTEGER NOT NULL, -- from 0
  bytes        BYTEA NOT NULL,
  PRIMARY KEY (community_id, picture_id, number),
  FOREIGN KEY (community_id, picture_id) REFERENCES picture (community_id, id)
);

-- A word by which it is found, folded (find.h). Made again from the pictures.
-- tenant
-- export derived
CREATE TABLE picture_word (
  community_id BIGINT NOT NULL,
  word         TEXT NOT NULL,
  picture_id   BIGINT NOT NULL,
  weight       INTEGER NOT NULL,
  PRIMARY KEY (community_id, word, picture_id),
  FOREIGN KEY (community_id, picture_id) REFERENCES picture (community_id, id)
);
CREATE INDEX picture_word_by_picture ON picture_word (community_id, picture_id);

-- migration 15: pictures of Word files

-- The paper whose Word file it came in, while nobody has said what it shows and who is in it: only
-- organisers see it until then; 0: said.
ALTER TABLE picture ADD COLUMN unasked_paper_id BIGINT NOT NULL DEFAULT 0;

-- migration 16: sheets of other subjects that go into letters

-- What goes into a letter besides its paper: a sheet that is the same for everybody who gets it.
-- Chosen when letters are to be made; which it is, is left to the subject that asks.
-- tenant
-- export yes
CREATE TABLE post_leaf (
  community_id BIGINT NOT NULL,
  delivery_id  BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  thing_id     BIGINT NOT NULL,  -- a meeting: the question how it was
  is_made      INTEGER NOT NULL CHECK (is_made IN (0, 1)), -- it is in letters that were made
  PRIMARY KEY (community_id, delivery_id),
  UNIQUE (community_id, member_id, thing_id),
  FOREIGN KEY (community_id, delivery_id) REFERENCES delivery (community_id, id)
);

CREATE INDEX post_leaf_by_thing ON post_leaf (community_id, thing_id, member_id);

-- migration 17: answers that somebody tells

-- 0: no mail tells whose words they answer, and nobody has told them yet.
ALTER TABLE paper_answer ADD COLUMN is_told INTEGER NOT NULL DEFAULT 1 CHECK (is_told IN (0, 1));

CREATE INDEX paper_answer_by_told ON paper_answer (community_id, is_told, comment_id);
