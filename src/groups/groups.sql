-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Groups. What a group writes about itself is never overwritten: a new row stands beside the old.

-- migration 1: groups

-- tenant
-- export yes
CREATE TABLE working_group (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  name         TEXT NOT NULL,
  sort_key     TEXT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('ordinary', 'peer-led')),
  within_id    BIGINT NOT NULL,  -- the group that this one is a part of; 0: none
  stage        TEXT NOT NULL,    -- of groups/groups.c
  seen_by      TEXT NOT NULL CHECK (seen_by IN ('all', 'group')),
  joining      TEXT NOT NULL CHECK (joining IN ('open', 'asked')),
  state        TEXT NOT NULL CHECK (state IN ('going', 'closed')),
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  closed_by    BIGINT NOT NULL,  -- member; 0: it is going on
  closed_at_us BIGINT,
  last_word    TEXT NOT NULL,    -- when it closed: what we want to say
  carried_on   TEXT NOT NULL,    -- and what becomes of what was begun
  PRIMARY KEY (community_id, id)
);

CREATE INDEX working_group_by_name ON working_group (community_id, sort_key, id);
CREATE INDEX working_group_by_within ON working_group (community_id, within_id);

-- Who is in a group, was, or may come. The role in which somebody is there is nobody's business
-- until they show it: then it stands readable in shown_role.
-- tenant
-- special: role, words
-- export yes
CREATE TABLE group_member (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('asked', 'invited', 'in', 'left')),
  role         BYTEA NOT NULL,   -- sealed: a code of people/profile.c or own words; '': not said
  shown_role   TEXT NOT NULL,    -- '': not shown
  words        BYTEA NOT NULL,   -- sealed: what they wrote when they asked
  offer_id     BIGINT NOT NULL,  -- the offer that they joined on; 0: none was written
  invited_by   BIGINT NOT NULL,  -- member; 0: nobody
  since_us     BIGINT NOT NULL,  -- in this state
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, group_id, member_id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_member_by_member ON group_member (community_id, member_id, group_id);

-- What a group is for. The newest counts.
-- tenant
-- export yes
CREATE TABLE group_purpose (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  different    TEXT NOT NULL,    -- what we want to be different
  purpose      TEXT NOT NULL,
  saving       TEXT NOT NULL CHECK (saving IN ('unsaid', 'none', 'target')),
  saving_words TEXT NOT NULL,    -- of a target
  why          TEXT NOT NULL,    -- why it was changed; '' for the first
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_purpose_by_group ON group_purpose (community_id, group_id, id);

-- What people get who take part. Whoever joined keeps the row that they were shown.
-- tenant
-- export yes
CREATE TABLE group_offer (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  gives        TEXT NOT NULL,    -- codes of groups/offers.c with commas between
  words        TEXT NOT NULL,
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_offer_by_group ON group_offer (community_id, group_id, id);

-- How a group wants to be with one another. The newest counts.
-- tenant
-- export yes
CREATE TABLE group_rules (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  words        TEXT NOT NULL,
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_rules_by_group ON group_rules (community_id, group_id, id);

-- A duty that somebody holds for a term. Handing over ends the row and makes the next one's.
-- tenant
-- export yes
CREATE TABLE group_duty (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  duty         TEXT NOT NULL,    -- a code of groups/duties.c, or own words
  member_id    BIGINT NOT NULL,  -- who holds it; 0: erased
  next_id      BIGINT NOT NULL,  -- member to whom it is to be handed over; 0: not said
  interests    TEXT NOT NULL,    -- what they say of their own stake in it
  from_us      BIGINT NOT NULL,
  until_us     BIGINT NOT NULL,  -- the end of the last day
  ended_at_us  BIGINT,           -- NULL: they hold it
  made_by      BIGINT NOT NULL,  -- member
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_duty_by_group ON group_duty (community_id, group_id, id);
CREATE INDEX group_duty_by_member ON group_duty (community_id, member_id);

-- What a group may decide by itself.
-- tenant
-- export yes
CREATE TABLE group_mandate (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  words        TEXT NOT NULL,
  given_by     TEXT NOT NULL,    -- who had it before and gave it: words
  budget_pence BIGINT,           -- NULL: it is not about money
  until_us     BIGINT,           -- the end of the last day; NULL: no end was set
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  asked_by     BIGINT NOT NULL,  -- member who wants it on the public register; 0: nobody
  agreed_by    BIGINT NOT NULL,  -- another member of the group, whose yes put it there; 0: not yet
  ended_at_us  BIGINT,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_mandate_by_group ON group_mandate (community_id, group_id, id);

-- Lines of a group's lists: what each side needs of the other, what is stuck, what we stopped
-- doing, our first meeting.
-- tenant
-- export yes
CREATE TABLE group_line (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  list         TEXT NOT NULL CHECK (list IN ('needs', 'stuck', 'stopped', 'first')),
  side         TEXT NOT NULL,    -- of 'needs': which side says it; else ''
  words        TEXT NOT NULL,
  owner        TEXT NOT NULL,    -- who looks after it, in words
  due_us       BIGINT,           -- the end of the day by when; NULL: not said
  done_at_us   BIGINT,           -- NULL: it is open
  done_words   TEXT NOT NULL,    -- how it was solved; of 'stopped': why
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_line_by_list ON group_line (community_id, group_id, list, id);

-- Once a year: how is it going?
-- tenant
-- export yes
CREATE TABLE group_review (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  better       TEXT NOT NULL,
  hard         TEXT NOT NULL,
  celebrate    TEXT NOT NULL,
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_review_by_group ON group_review (community_id, group_id, id);

-- migration 2: who waits

-- Few wait at a time: the start page of everybody asks for them.
CREATE INDEX group_member_by_state ON group_member (community_id, state, since_us);

-- migration 3: sides with their time

-- In which side each was in a group, and since when, for sums over what took place: they stay as
-- they were when somebody takes another role or leaves. Rows are only added; they go when the
-- person is erased. Who has none is as group_member says.
-- tenant
-- special: side
-- export yes
CREATE TABLE group_side (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  is_in        INTEGER NOT NULL CHECK (is_in IN (0, 1)), -- 0: from then on they were not in it
  side         BYTEA NOT NULL,   -- sealed: a letter of groups/side_history.c; '': not said
  from_us      BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_side_by_group ON group_side (community_id, group_id, member_id, from_us);
CREATE INDEX group_side_by_member ON group_side (community_id, member_id);

-- migration 4: joining by telephone and on paper

-- Somebody in the group wrote it down for them.
ALTER TABLE group_member ADD COLUMN way TEXT NOT NULL DEFAULT ''
  CHECK (way IN ('', 'telephone', 'paper', 'talk'));  -- '': they did it themself
ALTER TABLE group_member ADD COLUMN entered_by BIGINT NOT NULL DEFAULT 0;  -- member; 0: themself

-- migration 5: the answer to who asked to join

-- One of each person and group, the newest. They hear it by mail, or from somebody.
-- tenant
-- export yes
CREATE TABLE group_answer (
  community_id   BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  group_id       BIGINT NOT NULL,
  member_id      BIGINT NOT NULL,  -- who asked
  is_yes         INTEGER NOT NULL CHECK (is_yes IN (0, 1)),
  answered_by    BIGINT NOT NULL,  -- member
  answered_at_us BIGINT NOT NULL,
  told_at_us     BIGINT,           -- NULL: a mail is on its way, or somebody is to tell them
  told_by        BIGINT NOT NULL,  -- member; 0: not told, by mail, or they look here themself
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, group_id, member_id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX group_answer_by_member ON group_answer (community_id, member_id);
CREATE INDEX group_answer_by_answered ON group_answer (community_id, answered_by, told_at_us);

-- migration 6: whose word a side is

-- Who wrote a side down for somebody. It counts once its person says so too, or once another one
-- has noted that they came to a meeting.
ALTER TABLE group_side ADD COLUMN heard_by BIGINT NOT NULL DEFAULT 0;  -- member; 0: their own word

UPDATE group_side SET heard_by = COALESCE((SELECT g.entered_by FROM group_member g
  WHERE g.community_id = group_side.community_id AND g.group_id = group_side.group_id
  AND g.member_id = group_side.member_id AND g.way <> '' AND g.since_us = group_side.from_us), 0);

-- migration 7: what somebody says who leaves

-- In place of the three boxes: what somebody wrote for the group as they left it, '' in a review of
-- the group's own. It stands among the reviews without their name.
ALTER TABLE group_review ADD COLUMN left_words TEXT NOT NULL DEFAULT '';
