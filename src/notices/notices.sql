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
