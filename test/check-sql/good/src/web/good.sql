-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What script/check-sql must let pass.

-- migration 1: a root, a thing with parts, a place

-- tenant
-- clustered
-- export yes
CREATE TABLE community (
  community_id BIGINT PRIMARY KEY,
  name         TEXT NOT NULL DEFAULT 'now() is a text; so is "this"'
);

-- A thing.
-- tenant
-- special: need
-- export derived
CREATE TABLE thing (
  community_id BIGINT NOT NULL REFERENCES community (community_id),
  id           BIGINT NOT NULL,
  name         TEXT NOT NULL,
  need         BYTEA,
  state        TEXT NOT NULL CHECK (state IN ('new', 'old')),
  due_us       BIGINT,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, name)
);
CREATE INDEX thing_by_due ON thing (community_id, due_us);
CREATE UNIQUE INDEX thing_new ON thing (community_id, name) WHERE state = 'new';

-- tenant
-- export never
CREATE TABLE part (
  community_id BIGINT NOT NULL,
  thing_id     BIGINT NOT NULL,
  number       INTEGER NOT NULL,
  size         BIGINT NOT NULL,
  PRIMARY KEY (community_id, thing_id, number),
  FOREIGN KEY (community_id, thing_id) REFERENCES thing (community_id, id) ON DELETE CASCADE
);

-- global
-- export yes
CREATE TABLE place (
  host         TEXT PRIMARY KEY,
  community_id BIGINT NOT NULL
);

-- migration 2: a colour
ALTER TABLE thing ADD COLUMN colour TEXT NOT NULL DEFAULT '';
UPDATE thing SET colour = 'red' WHERE state = 'new';
