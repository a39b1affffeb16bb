-- SPDX-License-Identifier: AGPL-3.0-or-later
-- How shared the work is: only what people say of the figures. The figures themselves are counted
-- from the records of other subjects, each time anew, so that nobody can switch them off.

-- migration 1: what people who use services say of a figure

-- Written by somebody who is in the group as one who uses services. Who, is stored nowhere: it
-- would show their role. Nothing is taken away; what is written later stands before it.
-- tenant
-- clustered
-- export yes
CREATE TABLE figure_comment (
  community_id BIGINT NOT NULL,
  id           BIGINT NOT NULL,  -- of chance
  group_id     BIGINT NOT NULL,
  figure       TEXT NOT NULL,    -- a code of evidence/figures.c
  words        TEXT NOT NULL,
  day_us       BIGINT NOT NULL,  -- the start of the day
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, group_id) REFERENCES working_group (community_id, id)
);

CREATE INDEX figure_comment_by_group ON figure_comment (community_id, group_id, figure, day_us);
