-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What taking part costs people and what they get for it: claims for travel and care, fees that are
-- offered. Costs that are paid back are no income, so the two stand apart.

-- migration 1: claims

-- What a mile costs, and up to what replacement care needs no asking first. The newest one that
-- holds on the day of the meeting counts; what was claimed before keeps its rate.
-- tenant
-- export yes
CREATE TABLE cost_rate (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('car', 'bike', 'care')),
  pence        BIGINT NOT NULL CHECK (pence >= 0), -- a mile, or in all
  from_us      BIGINT NOT NULL,  -- the beginning of the first day
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id)
);

CREATE INDEX cost_rate_by_kind ON cost_rate (community_id, kind, from_us, id);

-- Who says yes to claims, and whom people can ask about benefits. The newest row counts.
-- tenant
-- export yes
CREATE TABLE cost_way (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  agreed_by    TEXT NOT NULL CHECK (agreed_by IN ('treasurer', 'organiser', 'either')),
  advice       TEXT NOT NULL,    -- whom to ask about payment and benefits; '': nobody is named
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id)
);

-- What one person spent for one meeting. What for is sealed: it may tell of care. Once it is agreed
-- the amounts stay for the accounts, also when the person is erased.
-- tenant
-- special: lines, question, answer
-- export yes
CREATE TABLE cost_claim (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,  -- whose it is; 0: erased
  lines        BYTEA NOT NULL,   -- sealed: one line a cost (resources/claims.c)
  pence        BIGINT NOT NULL CHECK (pence >= 0), -- of all lines
  way          TEXT NOT NULL CHECK (way IN ('page', 'telephone', 'paper', 'talk')),
  entered_by   BIGINT NOT NULL,  -- member who wrote it down for them; 0: they did it themselves
  state        TEXT NOT NULL CHECK (state IN ('sent', 'asked', 'agreed', 'paid', 'back')),
  changes      BIGINT NOT NULL,  -- how often something happened to it: whoever saw less is told
  question     BYTEA NOT NULL,   -- sealed: what they are asked, or why not all was agreed
  answer       BYTEA NOT NULL,   -- sealed: what they said to that
  sent_at_us   BIGINT NOT NULL,
  agreed_pence BIGINT NOT NULL,  -- 0 until it is agreed
  agreed_by    BIGINT NOT NULL,  -- member, never the one whose it is; 0: nobody yet
  agreed_at_us BIGINT,
  paid_how     TEXT NOT NULL CHECK (paid_how IN ('', 'cash', 'bank', 'other')),
  paid_by      BIGINT NOT NULL,  -- member who paid it out; 0: nobody yet
  paid_at_us   BIGINT,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX cost_claim_by_meeting ON cost_claim (community_id, meeting_id, id);
CREATE INDEX cost_claim_by_member ON cost_claim (community_id, member_id, id);
CREATE INDEX cost_claim_by_state ON cost_claim (community_id, state, id);

-- migration 2: thanks

-- What is offered to whoever comes to a meeting, as a thank-you. Of a meeting its own newest row
-- counts, else the newest of the group that was written before it began. 0 pence: nothing any more.
-- tenant
-- export yes
CREATE TABLE fee_offer (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,  -- 0: for each meeting of the group
  pence        BIGINT NOT NULL CHECK (pence >= 0),
  words        TEXT NOT NULL,    -- what for, how long
  made_by      BIGINT NOT NULL,  -- member
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX fee_offer_by_group ON fee_offer (community_id, group_id, meeting_id, id);

-- What somebody wants with it: for one meeting, or always. Nobody is asked twice.
-- tenant
-- special: give_to
-- export yes
CREATE TABLE fee_choice (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,  -- 0: always
  member_id    BIGINT NOT NULL,
  choice       TEXT NOT NULL CHECK (choice IN ('take', 'decline', 'give', 'later')),
  give_to      BYTEA NOT NULL,   -- sealed: of 'give', to whom or what
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, group_id, meeting_id, member_id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX fee_choice_by_member ON fee_choice (community_id, member_id);

-- tenant
-- export yes
CREATE TABLE fee_paid (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,  -- for whose coming; 0: erased
  choice       TEXT NOT NULL CHECK (choice IN ('take', 'give')),
  pence        BIGINT NOT NULL CHECK (pence > 0),
  how          TEXT NOT NULL CHECK (how IN ('cash', 'bank', 'other')),
  paid_by      BIGINT NOT NULL,  -- member, never the one who is thanked
  paid_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

CREATE INDEX fee_paid_by_meeting ON fee_paid (community_id, meeting_id, member_id);
CREATE INDEX fee_paid_by_member ON fee_paid (community_id, member_id, paid_at_us);

-- How much somebody wants to get at most, which warns only them.
-- tenant
-- special: words
-- export never
CREATE TABLE own_limit (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  words        BYTEA NOT NULL,   -- sealed: the period and the pence
  PRIMARY KEY (community_id, member_id)
);

-- migration 3: other acts than meetings, receipts, what somebody said of a thank-you by telephone

-- A claim need not be for a meeting any more. SQLite cannot change what may be NULL, so it is made
-- anew.

-- tenant
-- export never
CREATE TABLE cost_claim_before (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  meeting_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  lines        BYTEA NOT NULL,
  pence        BIGINT NOT NULL,
  way          TEXT NOT NULL,
  entered_by   BIGINT NOT NULL,
  state        TEXT NOT NULL,
  changes      BIGINT NOT NULL,
  question     BYTEA NOT NULL,
  answer       BYTEA NOT NULL,
  sent_at_us   BIGINT NOT NULL,
  agreed_pence BIGINT NOT NULL,
  agreed_by    BIGINT NOT NULL,
  agreed_at_us BIGINT,
  paid_how     TEXT NOT NULL,
  paid_by      BIGINT NOT NULL,
  paid_at_us   BIGINT,
  PRIMARY KEY (community_id, id)
);

INSERT INTO cost_claim_before (community_id, id, group_id, meeting_id, member_id, lines, pence, way,
    entered_by, state, changes, question, answer, sent_at_us, agreed_pence, agreed_by, agreed_at_us,
    paid_how, paid_by, paid_at_us)
  SELECT community_id, id, group_id, meeting_id, member_id, lines, pence, way, entered_by, state,
    changes, question, answer, sent_at_us, agreed_pence, agreed_by, agreed_at_us, paid_how, paid_by,
    paid_at_us FROM cost_claim;

DROP TABLE cost_claim;

-- What one person spent for one meeting, or for something else that they did for the group. What
-- it was for is sealed: it may tell of care. Once it is agreed the amounts stay for the accounts,
-- also when the person is erased.
-- tenant
-- special: lines, question, answer, what
-- export yes
CREATE TABLE cost_claim (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  group_id     BIGINT NOT NULL,
  meeting_id   BIGINT,           -- NULL: something else, which `what` and `on_us` say
  member_id    BIGINT NOT NULL,  -- whose it is; 0: erased
  lines        BYTEA NOT NULL,   -- sealed: one line a cost (resources/claims.c)
  pence        BIGINT NOT NULL CHECK (pence >= 0), -- of all lines
  way          TEXT NOT NULL CHECK (way IN ('page', 'telephone', 'paper', 'talk')),
  entered_by   BIGINT NOT NULL,  -- member who wrote it down for them; 0: they did it themselves
  state        TEXT NOT NULL CHECK (state IN ('sent', 'asked', 'agreed', 'paid', 'back')),
  changes      BIGINT NOT NULL,  -- how often something happened to it: whoever saw less is told
  question     BYTEA NOT NULL,   -- sealed: what they are asked, or why not all was agreed
  answer       BYTEA NOT NULL,   -- sealed: what they said to that
  sent_at_us   BIGINT NOT NULL,
  agreed_pence BIGINT NOT NULL,  -- 0 until it is agreed
  agreed_by    BIGINT NOT NULL,  -- member, never the one whose it is; 0: nobody yet
  agreed_at_us BIGINT,
  paid_how     TEXT NOT NULL CHECK (paid_how IN ('', 'cash', 'bank', 'other')),
  paid_by      BIGINT NOT NULL,  -- member who paid it out; 0: nobody yet
  paid_at_us   BIGINT,
  what         BYTEA,            -- sealed: what else they did; NULL: it was a meeting
  on_us        BIGINT,           -- the beginning of the day of that
  -- 0: something happened to it, no mail brings it, and nobody has told its person yet
  told         INTEGER NOT NULL DEFAULT 1 CHECK (told IN (0, 1)),
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, meeting_id) REFERENCES meeting (community_id, id)
);

INSERT INTO cost_claim (community_id, id, group_id, meeting_id, member_id, lines, pence, way,
    entered_by, state, changes, question, answer, sent_at_us, agreed_pence, agreed_by, agreed_at_us,
    paid_how, paid_by, paid_at_us)
  SELECT community_id, id, group_id, meeting_id, member_id, lines, pence, way, entered_by, state,
    changes, question, answer, sent_at_us, agreed_pence, agreed_by, agreed_at_us, paid_how, paid_by,
    paid_at_us FROM cost_claim_before;

DROP TABLE cost_claim_before;

CREATE INDEX cost_claim_by_meeting ON cost_claim (community_id, meeting_id, id);
CREATE INDEX cost_claim_by_member ON cost_claim (community_id, member_id, id);
CREATE INDEX cost_claim_by_state ON cost_claim (community_id, state, id);
CREATE INDEX cost_claim_by_told ON cost_claim (community_id, told, id);

-- A picture of a receipt, if somebody wants to add one. Only its person and whoever says yes and
-- pays see it.
-- tenant
-- export yes
CREATE TABLE cost_receipt (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  claim_id     BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,  -- whose claim it is
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
  problem      TEXT NOT NULL,    -- why it failed: message id; '' otherwise
  made_by      BIGINT NOT NULL,  -- member who brought it; 0: erased
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, claim_id) REFERENCES cost_claim (community_id, id)
);

CREATE INDEX cost_receipt_by_claim ON cost_receipt (community_id, claim_id, id);
CREATE INDEX cost_receipt_by_member ON cost_receipt (community_id, member_id, id);

-- Its bytes, in the order of their ids: as they came until the press has cleaned them, then what it
-- made.
-- tenant
-- special: words
-- export yes
CREATE TABLE cost_receipt_part (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  receipt_id   BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,  -- whose claim it is
  words        BYTEA NOT NULL,   -- sealed: base64
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, receipt_id) REFERENCES cost_receipt (community_id, id)
);

CREATE INDEX cost_receipt_part_by_receipt ON cost_receipt_part (community_id, receipt_id, id);

-- Who wrote down what somebody wants with a thank-you, and how they heard it; 0: they chose it
-- themselves.
ALTER TABLE fee_choice ADD COLUMN entered_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE fee_choice ADD COLUMN way TEXT NOT NULL DEFAULT 'page'
  CHECK (way IN ('page', 'telephone', 'paper', 'talk'));
