-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a meeting is about and what came of it: the agenda, its papers, and the minutes. Nothing is
-- overwritten that was asked for: an item ends in a state, it does not go.

-- migration 1: agendas

-- How many days before a meeting its papers and items are to be there, as each group wants it.
-- tenant
-- export yes
CREATE TABLE group_paper_days (
  community_id BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  days         BIGINT NOT NULL,
  changed_by   BIGINT NOT NULL,  -- member
  changed_at_us BIGINT NOT NULL,
  PRIMARY KEY (community_id, group_id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

-- Made with the first thing that is written on a meeting's agenda. The days stay as they were then:
-- a group that takes fewer days later makes nothing that was late look in time.
-- tenant
-- export yes
CREATE TABLE meeting_agenda (
  community_id   BIGINT NOT NULL,
  meeting_id     BIGINT NOT NULL,
  paper_days     BIGINT NOT NULL,
  facilitator_id BIGINT NOT NULL, -- member who took it on for this meeting; 0: nobody
  interests      TEXT NOT NULL,   -- what they say of their own stake in it
  PRIMARY KEY (community_id, meeting_id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_agenda_by_facilitator ON meeting_agenda (community_id, facilitator_id);

-- tenant
-- export yes
CREATE TABLE agenda_item (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  place_in_order BIGINT NOT NULL, -- time to connect has 0, the others from 1
  kind         TEXT NOT NULL CHECK (kind IN ('connect', 'item')),
  title        TEXT NOT NULL,    -- of 'connect': ''
  why          TEXT NOT NULL,    -- of 'connect': why it got other minutes
  minutes      BIGINT NOT NULL,  -- 0: not said
  asked_by     BIGINT NOT NULL,  -- member whose wish it is; 0: erased, or nobody's any more
  entered_by   BIGINT NOT NULL,  -- member who wrote it down
  way          TEXT NOT NULL CHECK (way IN ('page', 'telephone', 'paper', 'mail', 'said')),
  -- Whether it is what they wanted: only their own word counts ('own': they wrote it themself).
  word         TEXT NOT NULL CHECK (word IN ('own', 'waiting', 'yes', 'no')),
  state        TEXT NOT NULL CHECK (state IN ('open', 'talked', 'not-reached', 'back')),
  from_id      BIGINT NOT NULL,  -- the item of an earlier meeting that was not reached; 0: none
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX agenda_item_by_meeting ON agenda_item (community_id, meeting_id, place_in_order, id);
-- Few wait for somebody's word at a time: the start page of everybody asks for them.
CREATE INDEX agenda_item_by_word ON agenda_item (community_id, word, asked_by);
CREATE INDEX agenda_item_by_from ON agenda_item (community_id, from_id);

-- Papers that belong to a meeting. When each was sent, and to whom, its own tables say.
-- tenant
-- export yes
CREATE TABLE meeting_paper (
  community_id BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  chosen_by    BIGINT NOT NULL,  -- member
  chosen_at_us BIGINT NOT NULL,
  PRIMARY KEY (community_id, meeting_id, paper_id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

CREATE INDEX meeting_paper_by_paper ON meeting_paper (community_id, paper_id);

-- migration 2: minutes

-- Minutes of a meeting: begun with the first thing that is written, then open for corrections,
-- then agreed at a later meeting. From then on nothing in them changes; what is said later stands
-- beside.
-- tenant
-- export yes
CREATE TABLE meeting_minutes (
  community_id   BIGINT NOT NULL,
  meeting_id     BIGINT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('draft', 'open', 'agreed')),
  begun_by       BIGINT NOT NULL, -- member
  opened_at_us   BIGINT,
  agreed_at_us   BIGINT,
  agreed_in      BIGINT NOT NULL, -- the meeting at which they were agreed; 0: not yet
  agreed_by      BIGINT NOT NULL, -- member who wrote that down; 0: not yet
  -- Who came and is not in the group, by number.
  others_use     BIGINT NOT NULL, -- people who use services
  others_care    BIGINT NOT NULL, -- family carers
  others_near    BIGINT NOT NULL, -- neighbours
  others_work    BIGINT NOT NULL, -- people at their work
  others_else    BIGINT NOT NULL,
  missing        TEXT NOT NULL,   -- whether a side was missing, and why
  PRIMARY KEY (community_id, meeting_id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

-- Who of the group came.
-- tenant
-- export yes
CREATE TABLE meeting_presence (
  community_id BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  entered_by   BIGINT NOT NULL,  -- member
  PRIMARY KEY (community_id, meeting_id, member_id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_presence_by_member ON meeting_presence (community_id, member_id, meeting_id);

-- What was said and decided about an item. Nothing is overwritten: a text ends when somebody who
-- had read it wrote another one. Two that stand at once were written at the same time.
-- tenant
-- export yes
CREATE TABLE minutes_text (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  item_id      BIGINT NOT NULL,  -- of the agenda
  said         TEXT NOT NULL,
  decided      TEXT NOT NULL,
  replaced_by  BIGINT NOT NULL,  -- the text that was written after reading it; 0: it stands
  written_by   BIGINT NOT NULL,  -- member
  written_at_us BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, item_id) REFERENCES agenda_item (community_id, id)
);

CREATE INDEX minutes_text_by_meeting ON minutes_text (community_id, meeting_id, item_id, id);

-- What somebody who was there wants to be put right.
-- tenant
-- export yes
CREATE TABLE minutes_correction (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  words        TEXT NOT NULL,
  made_by      BIGINT NOT NULL,  -- member; 0: erased
  made_at_us   BIGINT NOT NULL,
  is_after     INTEGER NOT NULL CHECK (is_after IN (0, 1)), -- the minutes were agreed already
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'taken-in', 'beside')),
  why          TEXT NOT NULL,    -- of 'beside': why it was not taken in
  answered_by  BIGINT NOT NULL,  -- member; 0: nobody yet
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX minutes_correction_by_meeting ON minutes_correction (community_id, meeting_id, id);
CREATE INDEX minutes_correction_by_member ON minutes_correction (community_id, made_by);

-- migration 3: minutes as papers

-- The one paper of a meeting's minutes. What came into them later is a new version of that paper
-- (papers.sql).
-- tenant
-- export yes
CREATE TABLE minutes_paper (
  community_id BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  paper_id     BIGINT NOT NULL,
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, meeting_id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id),
  FOREIGN KEY (community_id, paper_id) REFERENCES paper (community_id, id)
);

-- migration 4: somebody from outside who leads a meeting

-- Somebody in the group asks that a person from outside leads a meeting through (R68, R70). That it
-- was asked, who answers by when, and the answer are told to the group; who asked only where they
-- want it.
-- tenant
-- special: words
-- export yes
CREATE TABLE meeting_outside (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  asked_by     BIGINT NOT NULL,  -- member; 0: erased
  is_private   INTEGER NOT NULL CHECK (is_private IN (0, 1)), -- 1: nobody is told who asked
  words        BYTEA NOT NULL,   -- sealed under the asker's key, for who is asked; empty: none
  to_id        BIGINT NOT NULL,  -- member who is asked to answer; 0: erased
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'yes', 'no', 'back')),
  who          TEXT NOT NULL,    -- who leads it, and where they come from
  interests    TEXT NOT NULL,    -- what they say of their own stake in it
  because      TEXT NOT NULL,    -- of 'no': why it is not possible, or not any more
  answered_by  BIGINT NOT NULL,  -- member; 0: nobody yet
  answer_by_us BIGINT NOT NULL,  -- by when an answer was promised
  asked_at_us  BIGINT NOT NULL,
  answered_at_us BIGINT,         -- the newest answer
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX meeting_outside_by_meeting ON meeting_outside (community_id, meeting_id, id);
CREATE INDEX meeting_outside_by_to ON meeting_outside (community_id, to_id, state);
CREATE INDEX meeting_outside_by_asker ON meeting_outside (community_id, asked_by);

-- migration 5: the days for papers with their time

-- How many days before a meeting its papers and items are to be there, as each group chose it from
-- a moment on. Rows are only added: a meeting that is written down later counts by those of then.
-- tenant
-- export yes
CREATE TABLE group_paper_day (
  community_id BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  from_us      BIGINT NOT NULL,  -- 0: chosen before this was kept; it counts for all before, too
  days         BIGINT NOT NULL,
  changed_by   BIGINT NOT NULL,  -- member
  PRIMARY KEY (community_id, group_id, from_us),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

INSERT INTO group_paper_day (community_id, group_id, from_us, days, changed_by)
  SELECT community_id, group_id, 0, days, changed_by FROM group_paper_days;

DROP TABLE group_paper_days;
