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
