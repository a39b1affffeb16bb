/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counts for the operator, in Prometheus' text form. Counts only: no address, path or person. */
#pragma once

#include <glib.h>
#include <stdatomic.h>
#include <stdint.h>

enum { LATENCY_BUCKETS = 12 };

typedef struct {
  atomic_uint_least64_t by_class[6]; /* replies by hundreds of status; 0: static files */
  atomic_uint_least64_t latency[LATENCY_BUCKETS + 1], latency_us, statements;
} Metrics;

typedef struct {
  const char *name, *help;
  int64_t value;
  gboolean is_counter;
} Gauge;

void metrics_count(Metrics *metrics, int status, int64_t us, int statements);
void metrics_count_static(Metrics *metrics);
/* The page; `gauges` are the values others know. */
GBytes *metrics_page(const Metrics *metrics, const Gauge *gauges, size_t count);
