-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Calendars of people's own programs: where these may read a person's meetings.

-- migration 1: addresses of calendars

-- The address under which a calendar program reads somebody's meetings. No row: there is none, or
-- it was turned off. The token is worked out from the community's keys.
-- tenant
-- export never
CREATE TABLE calendar_feed (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  token_hash   BYTEA NOT NULL,
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, token_hash),
  UNIQUE (community_id, member_id)
);
