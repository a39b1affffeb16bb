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
