-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Planted faults: each line says what script/check-sql must find there, and nothing else.

-- global
-- export yes
CREATE TABLE early (a BIGINT PRIMARY KEY); -- wrong: stands before

-- migration 1: tables

-- tenant
-- export yes
CREATE TABLE thing (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  name         TEXT NOT NULL,
  note         TEXT,
  PRIMARY KEY (community_id, id)
);

-- export yes
CREATE TABLE no_scope ( -- wrong: exactly one of -- tenant
  community_id BIGINT NOT NULL PRIMARY KEY
);

-- tenant
-- export sometimes
CREATE TABLE no_export ( -- wrong: exactly one of -- export
  community_id BIGINT NOT NULL PRIMARY KEY
);

-- tenant
-- export yes
CREATE TABLE own_key (
  community_id BIGINT NOT NULL,
  id           BIGINT PRIMARY KEY -- wrong: the key of a tenant table
);

-- tenant
-- export yes
CREATE TABLE turned (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  name         TEXT NOT NULL,
  code         TEXT NOT NULL UNIQUE, -- wrong: UNIQUE of a tenant table
  thing_id     BIGINT REFERENCES thing (id), -- wrong: a foreign key of a tenant table
  PRIMARY KEY (id, community_id), -- wrong: the key of a tenant table
  UNIQUE (name), -- wrong: UNIQUE of a tenant table
  FOREIGN KEY (thing_id) REFERENCES thing (id), -- wrong: on both sides
  FOREIGN KEY (community_id, thing_id) REFERENCES thing (community_id, id)
    ON DELETE SET NULL -- wrong: ON DELETE SET NULL
);

-- tenant
-- export yes
CREATE TABLE keyless (community_id BIGINT NOT NULL); -- wrong: has no PRIMARY KEY

-- tenant
-- special: need, other
-- export yes
CREATE TABLE sealed ( -- wrong: special column need ;; -- wrong: special column other
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  need         TEXT,
  PRIMARY KEY (community_id, id)
);

-- tenant
-- export yes
CREATE TABLE types (
  community_id BIGINT NOT NULL,
  id           BIGSERIAL NOT NULL, -- wrong: types are ;; -- wrong: ids are made
  price        REAL NOT NULL, -- wrong: types are ;; -- wrong: no floats
  is_open      BOOLEAN NOT NULL, -- wrong: types are ;; -- wrong: types are
  made_at      TIMESTAMPTZ NOT NULL -- wrong: types are ;; -- wrong: times are
    DEFAULT now(), -- wrong: now()
  tags         TEXT ARRAY, -- wrong: not the same
  half         BIGINT DEFAULT 1.5, -- wrong: no floats
  word         TEXT CHECK (word LIKE 'a%'), -- wrong: not the same
  PRIMARY KEY (community_id, id) DEFERRABLE -- wrong: not the same
);

CREATE INDEX thing_by_name ON thing (name); -- wrong: an index of a tenant table
CREATE UNIQUE INDEX thing_by_note ON thing (note, community_id); -- wrong: an index of a
CREATE INDEX nowhere ON nothing (community_id); -- wrong: no migration makes a table nothing
CREATE SEQUENCE counter; -- wrong: ids are made
CREATE TRIGGER watch AFTER INSERT ON thing BEGIN SELECT 1; -- wrong: the program does it
ALTER TABLE thing ADD COLUMN a TEXT, ADD COLUMN b TEXT; -- wrong: one action
ALTER TABLE thing ADD CONSTRAINT c UNIQUE (community_id, name); -- wrong: cannot ADD CONSTRAINT
ALTER TABLE thing ADD COLUMN c TEXT NOT NULL; -- wrong: needs a DEFAULT
