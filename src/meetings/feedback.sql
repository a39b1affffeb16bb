-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What people say after a meeting, each for themself, without their name. No answer stands by
-- itself: each is added to counts, and has no time. What may be told moves on in batches of five
-- people at least, so that nobody is found out by looking twice (doc/decisions/0050).

-- migration 1: after a meeting

-- Answers that may not be told yet, by the side that each person named.
-- tenant
-- clustered
-- export yes
CREATE TABLE meeting_feedback (
  community_id  BIGINT NOT NULL,
  meeting_id    BIGINT NOT NULL,
  side          TEXT NOT NULL CHECK (side IN ('uses', 'carer', 'neighbour', 'work', 'unsaid')),
  people        BIGINT NOT NULL,
  on_paper      BIGINT NOT NULL, -- of these
  needed_yes    BIGINT NOT NULL,
  needed_partly BIGINT NOT NULL,
  needed_no     BIGINT NOT NULL,
  heard_yes     BIGINT NOT NULL,
  heard_partly  BIGINT NOT NULL,
  heard_no      BIGINT NOT NULL,
  worth_yes     BIGINT NOT NULL,
  worth_partly  BIGINT NOT NULL,
  worth_no      BIGINT NOT NULL,
  PRIMARY KEY (community_id, meeting_id, side),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

-- Told for all together, and not by sides yet: those of a group's meetings.
-- tenant
-- clustered
-- export yes
CREATE TABLE group_feedback (
  community_id  BIGINT NOT NULL,
  group_id      BIGINT NOT NULL,
  side          TEXT NOT NULL CHECK (side IN ('uses', 'carer', 'neighbour', 'work', 'unsaid')),
  last_at_us    BIGINT NOT NULL, -- the start of the last meeting among them
  people        BIGINT NOT NULL,
  on_paper      BIGINT NOT NULL,
  needed_yes    BIGINT NOT NULL,
  needed_partly BIGINT NOT NULL,
  needed_no     BIGINT NOT NULL,
  heard_yes     BIGINT NOT NULL,
  heard_partly  BIGINT NOT NULL,
  heard_no      BIGINT NOT NULL,
  worth_yes     BIGINT NOT NULL,
  worth_partly  BIGINT NOT NULL,
  worth_no      BIGINT NOT NULL,
  PRIMARY KEY (community_id, group_id, side),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

-- What is told: batches of five people at least. Ids of chance: their order says nothing.
-- tenant
-- clustered
-- export yes
CREATE TABLE feedback_told (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  group_id      BIGINT NOT NULL,
  meeting_id    BIGINT NOT NULL, -- 0: of several meetings
  side          TEXT NOT NULL CHECK (side IN ('', 'uses', 'carer', 'neighbour', 'work', 'unsaid',
                                              'rest')), -- '': all together; rest: of small sides
  last_at_us    BIGINT NOT NULL, -- the start of the last meeting among them
  people        BIGINT NOT NULL CHECK (people >= 5),
  on_paper      BIGINT NOT NULL,
  needed_yes    BIGINT NOT NULL,
  needed_partly BIGINT NOT NULL,
  needed_no     BIGINT NOT NULL,
  heard_yes     BIGINT NOT NULL,
  heard_partly  BIGINT NOT NULL,
  heard_no      BIGINT NOT NULL,
  worth_yes     BIGINT NOT NULL,
  worth_partly  BIGINT NOT NULL,
  worth_no      BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX feedback_told_by_group ON feedback_told (community_id, group_id, last_at_us);
CREATE INDEX feedback_told_by_meeting ON feedback_told (community_id, meeting_id);

-- Who was asked about a meeting once and is not asked again: whether they answered, or put it away,
-- it does not say; nor when. Gone when the time for answers is over.
-- tenant
-- clustered
-- export yes
CREATE TABLE feedback_chance (
  community_id BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  PRIMARY KEY (community_id, meeting_id, member_id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX feedback_chance_by_member ON feedback_chance (community_id, member_id);
