-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Communities and the names they live under, sessions, and forms that were already sent.

-- migration 1: communities, hosts, sessions, form replies

-- A community: the root that every tenant row hangs on. Writing locks its row on PostgreSQL, so
-- that one community's writes happen one after another.
-- tenant
-- clustered
-- export yes
CREATE TABLE community (
  community_id BIGINT PRIMARY KEY,
  name         TEXT NOT NULL,      -- '' until it is set up
  time_zone    TEXT NOT NULL,      -- IANA name, 'Europe/London'
  is_set_up    INTEGER NOT NULL CHECK (is_set_up IN (0, 1)),
  made_at_us   BIGINT NOT NULL
);

-- One community = one host name: how a request finds its community, so it cannot be by community.
-- global
-- export yes
CREATE TABLE community_host (
  host         TEXT PRIMARY KEY,   -- lower case, without port
  community_id BIGINT NOT NULL,
  made_at_us   BIGINT NOT NULL
);

-- Somebody is signed in on one browser. The token itself is in their cookie only.
-- tenant
-- clustered
-- export never
CREATE TABLE session (
  community_id  BIGINT NOT NULL,
  token_hash    BYTEA NOT NULL,    -- BLAKE2b-256 of the token
  member_id     BIGINT NOT NULL,
  made_at_us    BIGINT NOT NULL,
  touched_at_us BIGINT NOT NULL,   -- last use, to the day
  PRIMARY KEY (community_id, token_hash)
);

CREATE INDEX session_by_member ON session (community_id, member_id);
CREATE INDEX session_by_time ON session (community_id, touched_at_us);

-- A form that was sent and kept: a repeat gets the same answer and changes nothing (idea 3).
-- Dropped after seven days.
-- tenant
-- clustered
-- export never
CREATE TABLE form_reply (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,    -- who sent it, 0: nobody signed in
  form_id      BYTEA NOT NULL,     -- 128 random bits
  body_hash    BYTEA NOT NULL,     -- BLAKE2b-256 over address and fields
  location     TEXT NOT NULL,      -- where the reply sent them
  message      TEXT NOT NULL,      -- banner: message id, '' for none
  name         TEXT NOT NULL,      -- its {name}, '' for none
  signed_in    BIGINT NOT NULL,    -- member whom this form signed in, 0: none
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, member_id, form_id)
);

CREATE INDEX form_reply_by_time ON form_reply (community_id, at_us);

-- migration 2: how somebody came in

-- Sessions from before are of links: what asks for a stronger way asks for it again.
ALTER TABLE session ADD COLUMN way TEXT NOT NULL DEFAULT 'link'
  CHECK (way IN ('link', 'operator', 'passkey', 'card', 'assisted'));
-- What a page calls it, so that it can be ended; 0: from before.
ALTER TABLE session ADD COLUMN id BIGINT NOT NULL DEFAULT 0;
-- The link, passkey or card that began it, 0: from before.
ALTER TABLE session ADD COLUMN key_id BIGINT NOT NULL DEFAULT 0;
-- Member who vouched (assisted), 0: nobody.
ALTER TABLE session ADD COLUMN helper_id BIGINT NOT NULL DEFAULT 0;
-- Ends by itself then; NULL: as all others do.
ALTER TABLE session ADD COLUMN ends_at_us BIGINT;
-- What the person calls it ('the library'), '' for nothing. Nothing is found out about devices.
ALTER TABLE session ADD COLUMN label TEXT NOT NULL DEFAULT '';
-- The session that this form began, 0: none. A repeat of the form goes on with it.
ALTER TABLE form_reply ADD COLUMN session_id BIGINT NOT NULL DEFAULT 0;

-- migration 3: acting for somebody

-- The trust (table supporter) by which this session acts for another member, 0: for oneself. Only
-- the session changes; that the trust still is, is asked at every request.
ALTER TABLE session ADD COLUMN acting_id BIGINT NOT NULL DEFAULT 0;

-- migration 4: forms are found by their time

-- Their ids were random, each among those of its sender, so that every form that was sent changed a
-- page of its own of the file. Now an id begins with the time when its form was drawn.
-- tenant
-- export never
CREATE TABLE form_reply_before (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  form_id      BYTEA NOT NULL,
  body_hash    BYTEA NOT NULL,
  location     TEXT NOT NULL,
  message      TEXT NOT NULL,
  name         TEXT NOT NULL,
  signed_in    BIGINT NOT NULL,
  at_us        BIGINT NOT NULL,
  session_id   BIGINT NOT NULL,
  PRIMARY KEY (community_id, form_id, member_id)
);

INSERT INTO form_reply_before (community_id, member_id, form_id, body_hash, location, message, name,
    signed_in, at_us, session_id)
  SELECT community_id, member_id, form_id, body_hash, location, message, name, signed_in, at_us,
    session_id FROM form_reply;

DROP TABLE form_reply;

-- A form that was sent and kept: a repeat gets the same answer and changes nothing (idea 3).
-- Dropped after seven days.
-- tenant
-- clustered
-- export never
CREATE TABLE form_reply (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,    -- who sent it, 0: nobody signed in
  form_id      BYTEA NOT NULL,     -- web/request.h, form_id_new
  body_hash    BYTEA NOT NULL,     -- BLAKE2b-256 over address and fields
  location     TEXT NOT NULL,      -- where the reply sent them
  message      TEXT NOT NULL,      -- banner: message id, '' for none
  name         TEXT NOT NULL,      -- its {name}, '' for none
  signed_in    BIGINT NOT NULL,    -- member whom this form signed in, 0: none
  at_us        BIGINT NOT NULL,
  session_id   BIGINT NOT NULL DEFAULT 0, -- that it began, 0: none; a repeat goes on with it
  PRIMARY KEY (community_id, form_id, member_id)
);

CREATE INDEX form_reply_by_time ON form_reply (community_id, at_us);

INSERT INTO form_reply (community_id, member_id, form_id, body_hash, location, message, name,
    signed_in, at_us, session_id)
  SELECT community_id, member_id, form_id, body_hash, location, message, name, signed_in, at_us,
    session_id FROM form_reply_before;

DROP TABLE form_reply_before;
