/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every column that holds an hour or a day as somebody chose it by the clock on the wall. What the
 * program noted when it happened is none. A new one belongs in this table: else it reads otherwise
 * when a community's time zone is set right. */
#pragma once

typedef struct {
  const char *table, *column;
} WallTime;

extern const WallTime wall_times[]; /* ended by NULL */
