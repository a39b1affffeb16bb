-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The record of decisions. Nothing in it is overwritten: a promise made later, and what became of a
-- decision, stand beside it.

-- migration 1: the record of decisions

-- A question that was announced, a decision that was written down, or first the one and then the
-- other.
-- tenant
-- export yes
CREATE TABLE decision (
  community_id   BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  group_id       BIGINT NOT NULL,
  question       TEXT NOT NULL,    -- as it was announced; '': nobody announced it
  opened_by      BIGINT NOT NULL,  -- member; 0: nobody
  opened_at_us   BIGINT,           -- NULL: nobody announced it
  state          TEXT NOT NULL CHECK (state IN ('open', 'made')),
  what           TEXT NOT NULL,    -- of 'open', as all below: ''
  why            TEXT NOT NULL,
  do_good        TEXT NOT NULL,    -- if we do it: what is good about it
  do_bad         TEXT NOT NULL,    -- … what may go wrong
  not_good       TEXT NOT NULL,    -- if we do not
  not_bad        TEXT NOT NULL,
  decided_by     TEXT NOT NULL CHECK (decided_by IN ('', 'group', 'both', 'outside')),
  body           TEXT NOT NULL,    -- of 'outside': which body; never a person
  meeting_id     BIGINT NOT NULL,  -- at which it was decided; 0: none
  item_id        BIGINT NOT NULL,  -- of its agenda; 0: none
  idea_id        BIGINT NOT NULL,  -- that it came of; 0: none
  decided_us     BIGINT,           -- the end of the day on which it was decided
  written_by     BIGINT NOT NULL,  -- member; 0: not yet
  written_at_us  BIGINT,
  again_us       BIGINT,           -- when it is looked at again, as it was said first
  next_us        BIGINT,           -- … as it is now; NULL: not any more, or never said
  asked_by       BIGINT NOT NULL,  -- member who wants it public; 0: nobody
  agreed_by      BIGINT NOT NULL,  -- another one who said yes: it is public; 0: it is not
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX decision_by_group ON decision (community_id, group_id, id);
CREATE INDEX decision_by_next ON decision (community_id, next_us);
CREATE INDEX decision_by_idea ON decision (community_id, idea_id);
CREATE INDEX decision_by_public ON decision (community_id, agreed_by, id);

-- How far people are to take part, as it was promised before anything was decided. The first one
-- counts; it never changes.
-- tenant
-- export yes
CREATE TABLE decision_promise (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  decision_id  BIGINT NOT NULL,
  level        TEXT NOT NULL CHECK (level IN ('', 'coercion', 'education', 'informing',
               'consultation', 'engagement', 'co-design', 'co-production')), -- '': own words only
  words        TEXT NOT NULL,
  why          TEXT NOT NULL,   -- of a later one: why it is another one now
  made_by      BIGINT NOT NULL, -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, decision_id) REFERENCES decision (community_id, id)
);

CREATE INDEX decision_promise_by_decision ON decision_promise (community_id, decision_id, id);

-- What became of a decision: it was looked at again and stands, or it was changed, stopped, undone.
-- tenant
-- export yes
CREATE TABLE decision_change (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  decision_id  BIGINT NOT NULL,
  became       TEXT NOT NULL CHECK (became IN ('stands', 'changed', 'stopped', 'undone')),
  changed_by   TEXT NOT NULL CHECK (changed_by IN ('group', 'both', 'outside')),
  body         TEXT NOT NULL,   -- of 'outside': which body; never a person
  why          TEXT NOT NULL,
  changed_us   BIGINT NOT NULL, -- the end of the day on which it was changed
  again_us     BIGINT,          -- when it is looked at after that; NULL: not said
  made_by      BIGINT NOT NULL, -- member who wrote it down
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, decision_id) REFERENCES decision (community_id, id)
);

CREATE INDEX decision_change_by_decision ON decision_change (community_id, decision_id, id);

-- Who took part, as the group was when the decision was written down, and since when each knows of
-- it.
-- tenant
-- export yes
CREATE TABLE decision_told (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  decision_id  BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  told_at_us   BIGINT,          -- the mail went, or somebody told them; NULL: not yet
  told_by      BIGINT NOT NULL, -- member who told them; 0: the program, or nobody yet
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, decision_id, member_id),
  FOREIGN KEY (community_id, decision_id) REFERENCES decision (community_id, id)
);

CREATE INDEX decision_told_by_member ON decision_told (community_id, member_id);
CREATE INDEX decision_told_by_time ON decision_told (community_id, told_at_us);

-- Who has said how far people took part: that they did, never what.
-- tenant
-- export yes
CREATE TABLE decision_said (
  community_id BIGINT NOT NULL,
  decision_id  BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  PRIMARY KEY (community_id, decision_id, member_id),
  FOREIGN KEY (community_id, decision_id) REFERENCES decision (community_id, id)
);

CREATE INDEX decision_said_by_member ON decision_said (community_id, member_id);

-- What they said. The id is drawn by lot and there is no time, so that no row is anybody's.
-- tenant
-- export yes
-- clustered
CREATE TABLE decision_level (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  decision_id  BIGINT NOT NULL,
  level        BIGINT NOT NULL,  -- 1 (coercion) to 7 (co-production)
  side         BIGINT NOT NULL,  -- of groups/sides.h
  is_shown     INTEGER NOT NULL CHECK (is_shown IN (0, 1)), -- they show their role in the group
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, decision_id) REFERENCES decision (community_id, id)
);

CREATE INDEX decision_level_by_decision ON decision_level (community_id, decision_id, level);
