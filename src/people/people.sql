-- SPDX-License-Identifier: AGPL-3.0-or-later
-- People, the keys that seal what is theirs, and their sign-in links.

-- migration 1: members, keys, sign-in links

-- tenant
-- special: contact, wants
-- export yes
CREATE TABLE member (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  name          TEXT NOT NULL,
  sort_key      TEXT NOT NULL,    -- of the name: the same order on every engine
  reach         TEXT NOT NULL CHECK (reach IN ('email', 'phone', 'post', 'in-person')),
  contact       BYTEA NOT NULL,   -- sealed: address or number
  contact_blind BYTEA,            -- keyed hash of an e-mail address, to find it; NULL otherwise
  wants         BYTEA NOT NULL,   -- sealed: formats, first one first
  is_organiser  INTEGER NOT NULL CHECK (is_organiser IN (0, 1)),
  language      TEXT NOT NULL,    -- chosen for pages, '' for none
  theme         TEXT NOT NULL,    -- chosen for pages, '' for none
  made_at_us    BIGINT NOT NULL,
  joined_at_us  BIGINT,           -- first sign-in
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, contact_blind)
);

CREATE INDEX member_by_name ON member (community_id, sort_key, id);

-- One key a person, sealed under the community's. Deleting the row erases what it sealed.
-- tenant
-- clustered
-- export never
CREATE TABLE person_key (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  sealed       BYTEA NOT NULL,
  PRIMARY KEY (community_id, member_id)
);

-- tenant
-- export never
CREATE TABLE sign_in_link (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  member_id     BIGINT NOT NULL,  -- 0: to set the community up
  token_hash    BYTEA NOT NULL,
  origin        TEXT NOT NULL,    -- where the site was when it was made: 'https://place.example'
  made_at_us    BIGINT NOT NULL,
  expires_at_us BIGINT NOT NULL,
  spent_at_us   BIGINT,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, token_hash)
);

-- migration 2: whose key was erased

-- Deleting a key must hold when an older backup comes back: the list is kept in a file beside the
-- root key too, and restoring repeats it.
-- tenant
-- clustered
-- export yes
CREATE TABLE erasure (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, member_id)
);

-- migration 3: links from the machine

-- 'operator': printed at the machine by the program itself.
ALTER TABLE sign_in_link ADD COLUMN way TEXT NOT NULL DEFAULT 'link'
  CHECK (way IN ('link', 'operator'));

-- migration 4: where a member stands

-- 'here' takes part. 'suspended' may come in but only to their own things, worries and an appeal.
-- 'removed', 'left', 'died': nobody comes in as them, nothing is sent to them any more. 'former':
-- erased; the row stays, without a name, for what others' records say of "a former member".
ALTER TABLE member ADD COLUMN state TEXT NOT NULL DEFAULT 'here'
  CHECK (state IN ('here', 'suspended', 'removed', 'left', 'died', 'former'));

-- migration 5: a community's keys are stored

-- Random, sealed under the root key: `people` seals persons' keys, `blind` hashes what must be
-- found (an e-mail address), `derive` makes tokens that are shown again. Earlier programs worked
-- them out from the root key; the first start of this one stores those (people/community_keys.c).
-- tenant
-- clustered
-- export never
CREATE TABLE community_key (
  community_id BIGINT NOT NULL,
  purpose      TEXT NOT NULL,
  version      BIGINT NOT NULL,  -- from 1; the highest seals, the others still open
  sealed       BYTEA NOT NULL,   -- the root key's version stands in front
  made_at_us   BIGINT NOT NULL,
  sealed_at_us BIGINT NOT NULL,  -- under this version of the root key
  PRIMARY KEY (community_id, purpose, version)
);

-- migration 6: passkeys, key cards, asking for a link, who may help whom in

-- A passkey: the public half of a key that never leaves the person's own device.
-- tenant
-- export never
CREATE TABLE passkey (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  member_id     BIGINT NOT NULL,
  credential_id BYTEA NOT NULL,
  public_key    BYTEA NOT NULL,
  algorithm     INTEGER NOT NULL, -- COSE
  sign_count    BIGINT NOT NULL,  -- 0: does not count
  label         TEXT NOT NULL,    -- the person's own name for it
  is_vouched    INTEGER NOT NULL CHECK (is_vouched IN (0, 1)), -- strong enough to organise with
  made_at_us    BIGINT NOT NULL,
  used_at_us    BIGINT,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, credential_id)
);

CREATE INDEX passkey_by_member ON passkey (community_id, member_id, id);

-- A question that a passkey answers once, within an hour.
-- tenant
-- clustered
-- export never
CREATE TABLE passkey_challenge (
  community_id   BIGINT NOT NULL,
  challenge_hash BYTEA NOT NULL,  -- BLAKE2b-256
  member_id      BIGINT NOT NULL, -- who adds a passkey; 0: somebody comes in
  made_at_us     BIGINT NOT NULL,
  PRIMARY KEY (community_id, challenge_hash)
);

CREATE INDEX passkey_challenge_by_time ON passkey_challenge (community_id, made_at_us);

-- A printed key card. It lasts until it is ended. Hashes only: the code is short, so its hash is
-- keyed.
-- tenant
-- export never
CREATE TABLE key_card (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  token_hash   BYTEA NOT NULL,
  code_blind   BYTEA NOT NULL,
  made_at_us   BIGINT NOT NULL,
  used_at_us   BIGINT,
  ended_at_us  BIGINT,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, token_hash),
  UNIQUE (community_id, code_blind)
);

CREATE INDEX key_card_by_member ON key_card (community_id, member_id, id);

-- Somebody typed an address to get a link. Whether anybody here has it is looked up afterwards, so
-- that the answer and the time it takes are the same. Dropped after a day.
-- tenant
-- export never
CREATE TABLE link_ask (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  contact_blind BYTEA NOT NULL,
  origin        TEXT NOT NULL,
  goes_to       TEXT NOT NULL,   -- path of this site
  link_id       BIGINT NOT NULL, -- 0: none made (yet)
  at_us         BIGINT NOT NULL,
  PRIMARY KEY (community_id, id)
);

CREATE INDEX link_ask_by_time ON link_ask (community_id, at_us);
CREATE INDEX link_ask_by_address ON link_ask (community_id, contact_blind, at_us);

-- Members whom a person trusts to help them come in.
-- tenant
-- clustered
-- export yes
CREATE TABLE door_helper (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  helper_id    BIGINT NOT NULL,
  made_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, member_id, helper_id)
);

CREATE INDEX door_helper_by_helper ON door_helper (community_id, helper_id, member_id);

-- migration 7: what people say of themselves, and what they show

-- One topic of one person: needs, strengths, roles, asking. A sealed JSON text.
-- tenant
-- clustered
-- special: content
-- export yes
CREATE TABLE own_words (
  community_id  BIGINT NOT NULL,
  member_id     BIGINT NOT NULL,
  topic         TEXT NOT NULL CHECK (topic IN ('needs', 'strengths', 'roles', 'asking')),
  content       BYTEA NOT NULL,
  changed_at_us BIGINT NOT NULL,
  PRIMARY KEY (community_id, member_id, topic)
);

-- Roles that stand beside a name in one place. A row is there only where its person switched it on:
-- it is open to all who may look at that place.
-- tenant
-- export yes
CREATE TABLE shown (
  community_id BIGINT NOT NULL,
  place_id     BIGINT NOT NULL, -- 0: the list of members; else a group
  member_id    BIGINT NOT NULL,
  roles        TEXT NOT NULL,   -- one a line: a code or own words; '' for the name alone
  PRIMARY KEY (community_id, place_id, member_id)
);

CREATE INDEX shown_by_member ON shown (community_id, member_id);

-- Somebody was asked for something: counted against how often they like to be asked. Old ones go.
-- tenant
-- clustered
-- export never
CREATE TABLE ask (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, member_id, id)
);

-- "This is wrong": what somebody says of what is recorded about them, and what became of it.
-- tenant
-- special: words, answer
-- export yes
CREATE TABLE correction (
  community_id   BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  member_id      BIGINT NOT NULL,
  words          BYTEA NOT NULL,  -- sealed
  made_at_us     BIGINT NOT NULL,
  answer         BYTEA NOT NULL,  -- sealed; empty until answered
  answered_by    BIGINT NOT NULL, -- member, 0: nobody yet
  answered_at_us BIGINT,
  PRIMARY KEY (community_id, id)
);

CREATE INDEX correction_by_member ON correction (community_id, member_id, id);
CREATE INDEX correction_waiting ON correction (community_id, answered_by, id);

-- migration 8: size and spacing of letters, as a member likes them

ALTER TABLE member ADD COLUMN text_size TEXT NOT NULL DEFAULT '';  -- '' for none chosen

ALTER TABLE member ADD COLUMN spacing TEXT NOT NULL DEFAULT '';    -- likewise

-- migration 9: a supporter I trust

-- One member trusts another with parts of their life here, each up to a level (base/support.h):
-- 0 nothing, 1 see, 2 answer, 3 act. Who was asked has to say yes; either ends it.
-- tenant
-- special: consent
-- export yes
CREATE TABLE supporter (
  community_id   BIGINT NOT NULL,
  id             BIGINT NOT NULL,
  member_id      BIGINT NOT NULL,  -- the person
  supporter_id   BIGINT NOT NULL,
  noted_by_id    BIGINT NOT NULL,  -- organiser who noted it for them, 0: they did it themself
  state          TEXT NOT NULL CHECK (state IN ('asked', 'yes', 'no', 'ended')),
  consent        BYTEA NOT NULL,   -- sealed: how and when the person said so; empty: themself
  origin         TEXT NOT NULL,    -- where the site was then: 'https://place.example'
  papers         INTEGER NOT NULL,
  meetings       INTEGER NOT NULL,
  details        INTEGER NOT NULL,
  worries        INTEGER NOT NULL,
  feedback       INTEGER NOT NULL,
  ballots        INTEGER NOT NULL,
  asked_at_us    BIGINT NOT NULL,
  answered_at_us BIGINT NOT NULL,  -- 0: not yet
  ended_at_us    BIGINT NOT NULL,  -- 0: not yet
  ended_by_id    BIGINT NOT NULL,  -- 0: nobody
  told_at_us     BIGINT NOT NULL,  -- the person, of what was noted for them; 0: not yet
  PRIMARY KEY (community_id, id)
);

CREATE INDEX supporter_by_member ON supporter (community_id, member_id, id);
CREATE INDEX supporter_by_supporter ON supporter (community_id, supporter_id, id);

-- What a supporter looked at or did in somebody's name, for that person to read.
-- tenant
-- clustered
-- export yes
CREATE TABLE supporter_act (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  trust_id     BIGINT NOT NULL,  -- of the row in supporter
  member_id    BIGINT NOT NULL,  -- for whom
  supporter_id BIGINT NOT NULL,  -- by whom
  area         INTEGER NOT NULL,
  words        TEXT NOT NULL,    -- message id of the route row
  thing_id     BIGINT NOT NULL,  -- what it was about, 0: none
  is_done      INTEGER NOT NULL CHECK (is_done IN (0, 1)), -- 0: looked at
  at_us        BIGINT NOT NULL,
  PRIMARY KEY (community_id, id)
);

CREATE INDEX supporter_act_by_trust ON supporter_act (community_id, trust_id, id);
CREATE INDEX supporter_act_by_member ON supporter_act (community_id, member_id, id);

-- migration 10: which thing a supporter's act was about

-- Besides thing_id what the address said in words: 'large-print', 'talk'; '' for nothing. Titles
-- are looked up when somebody reads, so that what is gone is gone here too. Of private areas
-- neither is kept.
ALTER TABLE supporter_act ADD COLUMN detail TEXT NOT NULL DEFAULT '';

-- migration 11: new ways in, and that their person has looked at them

-- When somebody last said that their new ways in were right.
-- tenant
-- clustered
-- export never
CREATE TABLE way_seen (
  community_id BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  seen_at_us   BIGINT NOT NULL,
  PRIMARY KEY (community_id, member_id)
);

-- A mail to somebody about a new way in; dropped after a week.
-- tenant
-- export never
CREATE TABLE way_notice (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  member_id    BIGINT NOT NULL,
  origin       TEXT NOT NULL,   -- where the site was
  due_us       BIGINT NOT NULL, -- not before this: their quiet time
  PRIMARY KEY (community_id, id)
);

-- migration 12: ways in that nobody else can have made

-- Of a link: the person asked for it at the door, by the address that is theirs. Others are made by
-- organisers, or come with a paper.
ALTER TABLE sign_in_link ADD COLUMN is_asked_for INTEGER NOT NULL DEFAULT 0
  CHECK (is_asked_for IN (0, 1));

-- Of a passkey: added by somebody who was in by such a way. An organiser's yes does not make it so:
-- an organiser who made a link for somebody could add a passkey there and say yes to it. Earlier
-- ones that were strong are believed.
ALTER TABLE passkey ADD COLUMN is_own INTEGER NOT NULL DEFAULT 0 CHECK (is_own IN (0, 1));
UPDATE passkey SET is_own = is_vouched;

-- Of an address: when it was last changed by somebody else, or from a way in that others can have;
-- 0: not since its person or two organisers stood by it. Links asked for by it are not own ways.
ALTER TABLE member ADD COLUMN address_doubt_us BIGINT NOT NULL DEFAULT 0;

-- migration 13: the link by which a community was brought here

-- Of the link that the first organiser of a community comes in by when it was brought here from an
-- archive, by the browser: a keyed hash that only that browser can make again. '' for all others.
-- Whoever set this place up came with it, so it is no way to read worries by (decision 0008).
ALTER TABLE sign_in_link ADD COLUMN for_browser TEXT NOT NULL DEFAULT '';

-- migration 14: links are found by their key

-- On SQLite a table of rows with a key beside them costs a form one more tree to change. Links are
-- small, and come with every paper that is sent.
-- tenant
-- export never
CREATE TABLE sign_in_link_before (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  member_id     BIGINT NOT NULL,
  token_hash    BYTEA NOT NULL,
  origin        TEXT NOT NULL,
  made_at_us    BIGINT NOT NULL,
  expires_at_us BIGINT NOT NULL,
  spent_at_us   BIGINT,
  way           TEXT NOT NULL,
  is_asked_for  INTEGER NOT NULL,
  for_browser   TEXT NOT NULL,
  PRIMARY KEY (community_id, id)
);

INSERT INTO sign_in_link_before (community_id, id, member_id, token_hash, origin, made_at_us,
    expires_at_us, spent_at_us, way, is_asked_for, for_browser)
  SELECT community_id, id, member_id, token_hash, origin, made_at_us, expires_at_us, spent_at_us,
    way, is_asked_for, for_browser FROM sign_in_link;

DROP TABLE sign_in_link;

-- tenant
-- clustered
-- export never
CREATE TABLE sign_in_link (
  community_id  BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  member_id     BIGINT NOT NULL,  -- 0: to set the community up
  token_hash    BYTEA NOT NULL,
  origin        TEXT NOT NULL,    -- where the site was when it was made: 'https://place.example'
  made_at_us    BIGINT NOT NULL,
  expires_at_us BIGINT NOT NULL,
  spent_at_us   BIGINT,
  way           TEXT NOT NULL DEFAULT 'link' CHECK (way IN ('link', 'operator')),
  is_asked_for  INTEGER NOT NULL DEFAULT 0 CHECK (is_asked_for IN (0, 1)), -- migration 12
  for_browser   TEXT NOT NULL DEFAULT '',                                  -- migration 13
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, token_hash)
);

INSERT INTO sign_in_link (community_id, id, member_id, token_hash, origin, made_at_us,
    expires_at_us, spent_at_us, way, is_asked_for, for_browser)
  SELECT community_id, id, member_id, token_hash, origin, made_at_us, expires_at_us, spent_at_us,
    way, is_asked_for, for_browser FROM sign_in_link_before;

DROP TABLE sign_in_link_before;

-- migration 15: a supporter may help with ideas

-- What the supporter may do with the person's ideas, as with papers.
ALTER TABLE supporter ADD COLUMN ideas INTEGER NOT NULL DEFAULT 0;

-- migration 16: a supporter may see costs

-- What the supporter may see of the person's costs, as with papers.
ALTER TABLE supporter ADD COLUMN costs INTEGER NOT NULL DEFAULT 0;
