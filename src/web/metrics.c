/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counters are relaxed atomics: a page of them need not be one instant. */
#include "web/metrics.h"

static const int64_t latency_limits_us[LATENCY_BUCKETS] = { 100,   250,    500,    1000,
                                                            2500,  5000,   10000,  25000,
                                                            50000, 100000, 500000, 2500000 };

static void
add(atomic_uint_least64_t *counter, int64_t value)
{
  atomic_fetch_add_explicit(counter, (uint64_t)value, memory_order_relaxed);
}

void
metrics_count(Metrics *metrics, int status, int64_t us, int statements)
{
  int bucket = 0;

  while (bucket < LATENCY_BUCKETS && us > latency_limits_us[bucket])
    bucket++;
  add(&metrics->by_class[CLAMP(status / 100, 1, 5)], 1);
  add(&metrics->latency[bucket], 1);
  add(&metrics->latency_us, us);
  add(&metrics->statements, statements);
}

void
metrics_count_static(Metrics *metrics)
{
  add(&metrics->by_class[0], 1);
}

static void
put(GString *page, const char *name, const char *help, const char *type, uint64_t value)
{
  g_string_append_printf(page, "# HELP commontable_%s %s\n# TYPE commontable_%s %s\n", name, help,
                         name, type);
  g_string_append_printf(page, "commontable_%s %" G_GUINT64_FORMAT "\n", name, value);
}

static void
put_replies(GString *page, const Metrics *metrics)
{
  g_string_append(page, "# HELP commontable_replies_total Replies by kind of status\n"
                        "# TYPE commontable_replies_total counter\n");
  for (int i = 0; i < 6; i++)
    g_string_append_printf(page, "commontable_replies_total{class=\"%s\"} %" G_GUINT64_FORMAT "\n",
                           (const char *[]){ "file", "1xx", "2xx", "3xx", "4xx", "5xx" }[i],
                           (uint64_t)metrics->by_class[i]);
}

static void
put_latency(GString *page, const Metrics *metrics)
{
  uint64_t sum = 0;

  g_string_append(page, "# HELP commontable_request_seconds Time to answer\n"
                        "# TYPE commontable_request_seconds histogram\n");
  for (int i = 0; i <= LATENCY_BUCKETS; i++) {
    sum += metrics->latency[i];
    if (i < LATENCY_BUCKETS)
      g_string_append_printf(page, "commontable_request_seconds_bucket{le=\"%g\"} ",
                             (double)latency_limits_us[i] / 1e6);
    else
      g_string_append(page, "commontable_request_seconds_bucket{le=\"+Inf\"} ");
    g_string_append_printf(page, "%" G_GUINT64_FORMAT "\n", sum);
  }
  g_string_append_printf(page,
                         "commontable_request_seconds_sum %g\n"
                         "commontable_request_seconds_count %" G_GUINT64_FORMAT "\n",
                         (double)metrics->latency_us / 1e6, sum);
}

GBytes *
metrics_page(const Metrics *metrics, const Gauge *gauges, size_t count)
{
  GString *page = g_string_sized_new(4096);

  put_replies(page, metrics);
  put_latency(page, metrics);
  put(page, "statements_total", "Database statements run for requests", "counter",
      metrics->statements);
  for (size_t i = 0; i < count; i++)
    put(page, gauges[i].name, gauges[i].help, gauges[i].is_counter ? "counter" : "gauge",
        (uint64_t)gauges[i].value);
  return g_string_free_to_bytes(page);
}
