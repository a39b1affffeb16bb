-- SPDX-License-Identifier: AGPL-3.0-or-later
-- When it gets hard in a group: what somebody asks for in private, and what the group learned.

-- migration 1: when it gets hard

-- Between two people and nobody else: neither who asked nor that anybody did is told to others.
-- tenant
-- special: words, answer
-- export yes
CREATE TABLE hard_ask (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,  -- who asks
  to_id        BIGINT NOT NULL,  -- member whom they chose; 0: erased
  kind         TEXT NOT NULL CHECK (kind IN ('pause', 'talk', 'facilitator')),
  words        BYTEA NOT NULL,   -- sealed under the asker's key, as the answer is
  answer       BYTEA NOT NULL,   -- empty: none yet
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'answered', 'read', 'back')),
  answer_by_us BIGINT NOT NULL,  -- by when an answer was promised
  asked_at_us  BIGINT NOT NULL,
  answered_at_us BIGINT,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX hard_ask_by_member ON hard_ask (community_id, member_id, group_id, id);
CREATE INDEX hard_ask_by_to ON hard_ask (community_id, to_id, state);

-- What the group learned, written together and without names. A text ends only when somebody who
-- had read it wrote another one; two that stand at once were written at the same time.
-- tenant
-- export yes
CREATE TABLE group_learned (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  words        TEXT NOT NULL,
  replaced_by  BIGINT NOT NULL,  -- the text that was written after reading it; 0: it stands
  written_by   BIGINT NOT NULL,  -- member
  written_at_us BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_learned_by_group ON group_learned (community_id, group_id, id);
