-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Safety.

-- migration 1: the person to talk to

-- Shown to everybody who opens "I am worried": a role taken on in public.
-- tenant
-- clustered
-- export yes
CREATE TABLE safety_contact (
  community_id BIGINT NOT NULL,
  name         TEXT NOT NULL,
  phone        TEXT NOT NULL,
  PRIMARY KEY (community_id)
);

-- migration 2: worries, and who reads them

-- The named person stands in name and phone, the alternate in other_…; a member's id where they
-- are members here and read worries on their pages, 0 where they are somebody outside with a phone.
ALTER TABLE safety_contact ADD COLUMN member_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE safety_contact ADD COLUMN other_name TEXT NOT NULL DEFAULT '';
ALTER TABLE safety_contact ADD COLUMN other_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE safety_contact ADD COLUMN other_member_id BIGINT NOT NULL DEFAULT 0;
-- Told back within so many days.
ALTER TABLE safety_contact ADD COLUMN answer_days INTEGER NOT NULL DEFAULT 3;
-- When neither of the two may read a worry: 'organisers', or 'nobody' until others are named.
ALTER TABLE safety_contact ADD COLUMN else_to TEXT NOT NULL DEFAULT 'organisers'
  CHECK (else_to IN ('organisers', 'nobody'));

-- What one organiser proposed for the row above; a second one's yes puts it there.
-- tenant
-- clustered
-- export never
CREATE TABLE safety_contact_change (
  community_id    BIGINT NOT NULL,
  name            TEXT NOT NULL,
  phone           TEXT NOT NULL,
  member_id       BIGINT NOT NULL,
  other_name      TEXT NOT NULL,
  other_phone     TEXT NOT NULL,
  other_member_id BIGINT NOT NULL,
  answer_days     INTEGER NOT NULL,
  else_to         TEXT NOT NULL,
  by_member_id    BIGINT NOT NULL,
  made_at_us      BIGINT NOT NULL,
  PRIMARY KEY (community_id)
);

-- Numbers to call, of the place: 'police', 'adults', 'children', 'out-of-hours', 'other'.
-- tenant
-- clustered
-- export yes
CREATE TABLE safety_number (
  community_id BIGINT NOT NULL,
  kind         TEXT NOT NULL,
  name         TEXT NOT NULL,     -- of 'other': what it is; '' for the rest
  number       TEXT NOT NULL,
  PRIMARY KEY (community_id, kind)
);

-- A worry, sealed under a key of its own (a row of person_key with the worry's id), so that erasing
-- a person loses none. Who raised it stands nowhere: whoever has the code may read the answer.
-- Who may read it is worked out when somebody asks (safety/readers.h). Never deleted.
-- Moves with a backup only: a list of worries is not to be carried about.
-- tenant
-- special: about, words, who, kept_from, name, contact
-- export never
CREATE TABLE worry (
  community_id   BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  code_blind     BYTEA NOT NULL,   -- keyed hash of the receipt code
  about          BYTEA NOT NULL,   -- sealed, as all below: which of the plain choices
  words          BYTEA NOT NULL,
  who            BYTEA NOT NULL,   -- whom it is about, as typed
  kept_from      BYTEA NOT NULL,   -- ids of those who must not read it
  name           BYTEA NOT NULL,   -- of who raised it, if they gave it
  contact        BYTEA NOT NULL,
  hear           TEXT NOT NULL CHECK (hear IN ('code', 'contact', 'nothing')),
  origin         TEXT NOT NULL,    -- for the mail that says something waits
  made_at_us     BIGINT NOT NULL,
  due_us         BIGINT NOT NULL,  -- told back by
  answered_at_us BIGINT,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, code_blind)
);

-- What was said since: only ever added to.
-- tenant
-- special: words
-- export never
CREATE TABLE worry_entry (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  worry_id     BIGINT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('answer', 'note', 'handed-over', 'more')),
  member_id    BIGINT NOT NULL,    -- reader who wrote it; 0: who raised the worry
  words        BYTEA NOT NULL,     -- sealed under the worry's key
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, worry_id) REFERENCES worry (community_id, id)
);

CREATE INDEX worry_entry_by_worry ON worry_entry (community_id, worry_id, id);

-- Who was told by mail that something waits; round 0 when it came, 1 and on when it is overdue.
-- Member 0 stands for the round itself, so that none is sent twice.
-- tenant
-- export never
CREATE TABLE worry_notice (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  worry_id     BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  round        INTEGER NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, worry_id, member_id, round)
);

-- migration 3: suspending, removing, appeals

-- A pause (one organiser, at most three days), a suspension or a removal (proposed by one, agreed
-- by another), and the appeal against it. Its words are sealed under the key of the person whom it
-- concerns.
-- tenant
-- special: grounds, words, appeal, answer
-- export never
CREATE TABLE measure (
  community_id   BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  member_id      BIGINT NOT NULL,  -- whom it concerns
  kind           TEXT NOT NULL CHECK (kind IN ('pause', 'suspend', 'remove')),
  days           INTEGER NOT NULL, -- 0: no end
  grounds        BYTEA NOT NULL,   -- which of the plain choices
  words          BYTEA NOT NULL,
  state          TEXT NOT NULL
    CHECK (state IN ('proposed', 'declined', 'running', 'ended', 'lifted')),
  proposed_by    BIGINT NOT NULL,
  proposed_at_us BIGINT NOT NULL,
  decided_by     BIGINT NOT NULL,  -- the second organiser, 0: none
  starts_at_us   BIGINT,
  ends_at_us     BIGINT,           -- NULL: not in force, or no end
  key_version    INTEGER NOT NULL, -- that the token of the person's own page is derived from
  token_blind    BYTEA NOT NULL,   -- keyed hash of that token; empty before it is in force
  origin         TEXT NOT NULL,
  appeal         BYTEA NOT NULL,   -- empty: none
  appealed_at_us BIGINT,
  heard_by       BIGINT NOT NULL,
  heard_at_us    BIGINT,
  answer         BYTEA NOT NULL,
  PRIMARY KEY (community_id, id)
);

CREATE INDEX measure_by_member ON measure (community_id, member_id, id);
CREATE INDEX measure_by_token ON measure (community_id, token_blind);

-- A mail about one: to the person it concerns, to those who may agree, to those who may hear an
-- appeal. It carries no reason and no name.
-- tenant
-- export never
CREATE TABLE measure_notice (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  measure_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('told', 'asked', 'appealed', 'heard')),
  PRIMARY KEY (community_id, id)
);

-- migration 4: house rules, keeping away, introductions

-- The rules of the house; each change is a new version.
-- tenant
-- export yes
CREATE TABLE house_rules (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  words        TEXT NOT NULL,
  easy_words   TEXT NOT NULL,    -- '' for none
  made_by      BIGINT NOT NULL,
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id)
);

-- Who has said that they read which version; 0 is the one the program brings.
-- tenant
-- clustered
-- export yes
CREATE TABLE house_rules_read (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  version_id   BIGINT NOT NULL,
  read_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, member_id, version_id)
);

-- Somebody keeps away from somebody else. Nobody but them can read from whom.
-- tenant
-- special: other
-- clustered
-- export never
CREATE TABLE keep_away (
  community_id BIGINT NOT NULL,
  pair_blind   BYTEA NOT NULL,   -- keyed hash of both ids
  member_id    BIGINT NOT NULL,
  other        BYTEA NOT NULL,   -- sealed under the member's key: the other's id
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, pair_blind)
);

CREATE INDEX keep_away_by_member ON keep_away (community_id, member_id, made_at_us);

-- Somebody asks to be introduced to somebody. Whoever asked is told of a yes only.
-- tenant
-- special: who, words
-- export never
CREATE TABLE introduction (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  asker_id      BIGINT NOT NULL,
  who           BYTEA NOT NULL,   -- sealed under the asker's key: the name as typed
  words         BYTEA NOT NULL,   -- sealed likewise: what to say to them
  other_id      BIGINT NOT NULL,  -- 0: nobody of that name was found yet
  passed_by     BIGINT NOT NULL,  -- organiser who passed it on, 0: nobody yet
  state         TEXT NOT NULL CHECK (state IN ('asked', 'passed-on', 'yes', 'no')),
  made_at_us    BIGINT NOT NULL,
  answered_at_us BIGINT,
  PRIMARY KEY (community_id, id)
);

CREATE INDEX introduction_by_asker ON introduction (community_id, asker_id, id);
CREATE INDEX introduction_by_other ON introduction (community_id, other_id, id);

-- migration 5: told with help

-- A worry that a supporter told in a person's name, because that person had asked for it (table
-- supporter). Only such worries have a row; of all others it stays true that nobody knows whose
-- they are. The trust is a keyed hash, so that the data alone do not say who it was.
-- tenant
-- special: helper
-- export never
CREATE TABLE worry_help (
  community_id BIGINT NOT NULL,
  worry_id     BIGINT NOT NULL,
  trust_blind  BYTEA NOT NULL,
  helper       BYTEA NOT NULL,     -- sealed under the worry's key: the supporter's name
  PRIMARY KEY (community_id, worry_id),
  FOREIGN KEY (community_id, worry_id) REFERENCES worry (community_id, id)
);

CREATE INDEX worry_help_by_trust ON worry_help (community_id, trust_blind, worry_id);

-- migration 6: finding what nobody has passed on

CREATE INDEX introduction_by_state ON introduction (community_id, state, id);

-- migration 7: what ends with a measure

-- Organised here when it began. The role ends with it and does not come back by itself.
ALTER TABLE measure ADD COLUMN was_organiser INTEGER NOT NULL DEFAULT 0;
