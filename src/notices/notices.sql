-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Notices: how mails leave this place.

-- migration 1: the mail server

-- The mail server that an organiser named. No row: mails are laid into a folder. The password is
-- sealed under a key of its own (person_key under MAIL_KEY_ID).
-- tenant
-- clustered
-- special: password
-- export never
CREATE TABLE mail_setting (
  community_id BIGINT NOT NULL,
  is_on        INTEGER NOT NULL CHECK (is_on IN (0, 1)), -- 0: no mail here
  server       TEXT NOT NULL,
  port         INTEGER NOT NULL,
  safety       TEXT NOT NULL CHECK (safety IN ('wrapped', 'upgraded', 'none')),
  user_name    TEXT NOT NULL,
  password     BYTEA NOT NULL, -- no bytes: none
  sender       TEXT NOT NULL,  -- address that mails come from
  PRIMARY KEY (community_id)
);

-- migration 2: which mails somebody gets

-- What a member chose for one kind of mail (notices/mail_kinds.c). No row: the kind's usual way.
-- tenant
-- clustered
-- export yes
CREATE TABLE mail_wish (
  community_id  BIGINT NOT NULL,
  member_id     BIGINT NOT NULL,
  kind          TEXT NOT NULL, -- name of the kind: 'paper'
  pace          TEXT NOT NULL CHECK (pace IN ('at-once', 'day', 'week', 'never')),
  is_by_mail    INTEGER NOT NULL CHECK (is_by_mail IN (0, 1)), -- by the link in a mail
  changed_at_us BIGINT NOT NULL,
  PRIMARY KEY (community_id, member_id, kind)
);

-- The address that stops one kind of mail for one member, without coming in. The same in each of
-- these mails: somebody may find an old one. The token is worked out from the community's keys.
-- tenant
-- export never
CREATE TABLE mail_stop (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  kind         TEXT NOT NULL,
  token_hash   BYTEA NOT NULL,
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, token_hash)
);

CREATE INDEX mail_stop_by_member ON mail_stop (community_id, member_id, kind, id);

-- migration 3: at what hour mails come that are put together

-- Where the member's "once a day" is: IANA name, the place's when they chose; '' for UTC.
ALTER TABLE mail_wish ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';

-- migration 4: the way back

-- Where answers to mails go, as an organiser said. No row: nowhere, and mails say so.
-- tenant
-- clustered
-- export never
CREATE TABLE return_setting (
  community_id BIGINT NOT NULL,
  is_on        INTEGER NOT NULL CHECK (is_on IN (0, 1)),
  address      TEXT NOT NULL,
  has_plus     INTEGER NOT NULL CHECK (has_plus IN (0, 1)), -- table+anything@ arrives too
  PRIMARY KEY (community_id)
);

-- A mail to a member that can be answered or can come back. Its token is worked out from the
-- community's keys; whoever sends it back has seen the mail.
-- tenant
-- export never
CREATE TABLE mail_return (
  community_id    BIGINT NOT NULL,
  id              BIGINT NOT NULL, -- the mail's, the same however often it is tried
  member_id       BIGINT NOT NULL,
  kind            TEXT NOT NULL,   -- of mail (notices/mail_kinds.c)
  thing_id        BIGINT NOT NULL, -- what it is about: a row of the kind's subject
  origin          TEXT NOT NULL,   -- where the site is: 'https://place.example'
  token_hash      BYTEA NOT NULL,
  address         BYTEA NOT NULL,  -- blind index of where it went
  made_at_us      BIGINT NOT NULL,
  came_back_at_us BIGINT,          -- NULL: it did not, as far as we know
  status          TEXT NOT NULL,   -- RFC 3463, of the bounce; '' for none
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, token_hash)
);

CREATE INDEX mail_return_by_member ON mail_return (community_id, member_id, id);

-- An address that mails came back from, until it is changed or somebody says that it is right.
-- tenant
-- clustered
-- export never
CREATE TABLE mail_stopped_address (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  address      BYTEA NOT NULL,  -- blind index
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, member_id)
);

-- A mail that came in, by a hash of its Message-ID: the second of the same says nothing new.
-- Counted by what it was, for the page of mail.
-- tenant
-- clustered
-- export never
CREATE TABLE mail_came_in (
  community_id BIGINT NOT NULL,
  mail         BYTEA NOT NULL,
  what         TEXT NOT NULL CHECK (what IN ('answer', 'unplaced', 'unread', 'automatic',
                                             'bounce', 'late')),
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, mail)
);

CREATE INDEX mail_came_in_by_time ON mail_came_in (community_id, at_us);

-- What somebody answered to a mail or by the slip of a letter.
-- tenant
-- special: words, rest, sender
-- export yes
CREATE TABLE mail_answer (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  kind         TEXT NOT NULL,   -- of the mail answered (notices/mail_kinds.c)
  about_id     BIGINT NOT NULL, -- the paper; 0: none
  thing_id     BIGINT NOT NULL, -- the delivery; 0: none
  way          TEXT NOT NULL CHECK (way IN ('mail', 'slip')),
  answer       TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'need', 'comment')),
  paragraph    INTEGER NOT NULL, -- as the slip says; 0: none
  files        INTEGER NOT NULL, -- attachments that were left out
  is_cut       INTEGER NOT NULL CHECK (is_cut IN (0, 1)), -- it was too long
  got_at_us    BIGINT NOT NULL,
  entered_by   BIGINT NOT NULL,  -- member who typed a slip; 0: it came by mail
  done_at_us   BIGINT,           -- an organiser has seen to it
  done_by      BIGINT NOT NULL,  -- 0: nobody, or nothing was to be done
  words        BYTEA NOT NULL,   -- sealed
  rest         BYTEA NOT NULL,   -- sealed: quoted lines and signatures, taken off the words
  sender       BYTEA NOT NULL,   -- sealed: the address, where it is not the member's
  PRIMARY KEY (community_id, id)
);

CREATE INDEX mail_answer_by_member ON mail_answer (community_id, member_id, id);
CREATE INDEX mail_answer_by_thing ON mail_answer (community_id, about_id, thing_id, id);
CREATE INDEX mail_answer_open ON mail_answer (community_id, done_at_us, id);

-- A mail from a person of which nobody can say what it answers. Sealed under a key of its own
-- (person_key under the row's id).
-- tenant
-- special: words, sender
-- export never
CREATE TABLE mail_unplaced (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  got_at_us    BIGINT NOT NULL,
  files        INTEGER NOT NULL,
  words        BYTEA NOT NULL,
  sender       BYTEA NOT NULL,
  PRIMARY KEY (community_id, id)
);

-- What is written back to whoever answered: at most one an hour to one address.
-- tenant
-- special: address
-- export never
CREATE TABLE mail_note (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  origin       TEXT NOT NULL,
  says         TEXT NOT NULL CHECK (says IN ('other-address', 'files', 'unknown', 'unread')),
  about        TEXT NOT NULL,   -- title of the paper; '' for none
  address      BYTEA NOT NULL,  -- sealed: the other address; no bytes: none
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id)
);

CREATE INDEX mail_note_by_member ON mail_note (community_id, member_id, made_at_us);

-- migration 5: mails that put several things together

-- A mail about what came for somebody who wants it put together, or about one thing at once. Made
-- by the first item, gone when it is sent.
-- tenant
-- export never
CREATE TABLE digest (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL, -- gives the mail's id
  member_id    BIGINT NOT NULL,
  origin       TEXT NOT NULL,   -- where the site is
  pace         TEXT NOT NULL CHECK (pace IN ('at-once', 'day', 'week')),
  is_open      INTEGER NOT NULL CHECK (is_open IN (0, 1)), -- 1: things still join it
  link_id      BIGINT NOT NULL, -- sign-in link in the mail, 0: none made yet
  PRIMARY KEY (community_id, id)
);

CREATE INDEX digest_by_member ON digest (community_id, member_id, is_open);

-- One thing in such a mail. It stays after it is sent, so that an answer by its number finds it.
-- tenant
-- export never
CREATE TABLE digest_item (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  digest_id    BIGINT NOT NULL,
  kind         TEXT NOT NULL,   -- name of a DigestKind (src/subjects.c)
  thing_id     BIGINT NOT NULL, -- a row of the kind's subject
  group_id     BIGINT NOT NULL, -- what it belongs to: its paper
  at_us        BIGINT NOT NULL,
  number       INTEGER NOT NULL, -- of its group in the mail; 0: not closed yet
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, digest_id, kind, thing_id)
);

CREATE INDEX digest_item_by_member ON digest_item (community_id, member_id, id);

-- migration 6: needs that people answered

-- When it was put with what helps its person take part. NULL: it was not.
ALTER TABLE mail_answer ADD COLUMN kept_at_us BIGINT;
ALTER TABLE mail_answer ADD COLUMN kept_by BIGINT NOT NULL DEFAULT 0; -- member; 0: nobody

-- migration 7: what mails said in vain

-- When its subject heard that the mail reached nobody; NULL: it did not hear that.
ALTER TABLE digest_item ADD COLUMN lost_at_us BIGINT;

-- migration 8: one choice for all mails

-- What was chosen for this kind alone, while one choice stands for all kinds; '': nothing was.
ALTER TABLE mail_wish ADD COLUMN own_pace TEXT NOT NULL DEFAULT ''
  CHECK (own_pace IN ('', 'at-once', 'day', 'week', 'never'));
