-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Planted fault: one global table too many (schema_migration is counted too).

-- migration 1: six
-- global
-- export never
CREATE TABLE g1 (a BIGINT PRIMARY KEY);
-- global
-- export never
CREATE TABLE g2 (a BIGINT PRIMARY KEY);
-- global
-- export never
CREATE TABLE g3 (a BIGINT PRIMARY KEY);
-- global
-- export never
CREATE TABLE g4 (a BIGINT PRIMARY KEY);
-- global
-- export never
CREATE TABLE g5 (a BIGINT PRIMARY KEY);
-- global
-- export never
CREATE TABLE g6 (a BIGINT PRIMARY KEY); -- wrong: 8 global tables
