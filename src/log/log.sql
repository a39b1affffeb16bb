-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The record of acts: append-only, hash-chained, one chain a community.

-- migration 1: the chain

-- One act. `id` counts 1, 2, 3 … within the community: a gap is a deletion. Ids and counts only;
-- `reason` holds words that are published with a use of power.
-- tenant
-- clustered
-- export yes
CREATE TABLE log_entry (
  community_id    BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  kind            TEXT NOT NULL,
  actor_id        BIGINT NOT NULL,  -- member, 0: the operator or the program
  role            INTEGER NOT NULL, -- ActRole
  on_behalf_of_id BIGINT NOT NULL,
  concerns_id     BIGINT NOT NULL,
  thing_id        BIGINT NOT NULL,
  reason          TEXT NOT NULL,
  at_us           BIGINT NOT NULL,
  request_id      BIGINT NOT NULL,
  hash            BYTEA NOT NULL,   -- BLAKE2b-256 over the entry before and this one
  PRIMARY KEY (community_id, id)
);

CREATE INDEX log_entry_by_member ON log_entry (community_id, concerns_id, id);

-- Where the chain ends, so that cutting off its tail shows.
-- tenant
-- clustered
-- export derived
CREATE TABLE log_head (
  community_id BIGINT NOT NULL,
  last_id      BIGINT NOT NULL,
  hash         BYTEA NOT NULL,
  PRIMARY KEY (community_id)
);

-- The uses of power, for the page that members read.
-- tenant
-- clustered
-- export derived
CREATE TABLE log_power (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL, -- of the log entry
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, id) REFERENCES log_entry (community_id, id)
);
