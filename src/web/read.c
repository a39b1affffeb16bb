/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What runs on the readers' threads: GETs in one snapshot each, the plain pages of refusals that no
 * handler made, and reading the communities again. */
#include "web/site.h"

#include "base/clock.h"
#include "base/journal.h"
#include "log/log.h"

/* Trouble first: nothing that a handler said counts then. */
static int
status_of(const Request *r)
{
  switch (txn_trouble(r->txn)) {
  case TROUBLE_NONE:
    return arena_is_full(r->arena) || r->reply.kind == REPLY_NONE ? 500 : 0;
  case TROUBLE_LOST:
  case TROUBLE_DISK:
    return 503;
  default:
    return 500;
  }
}

static void
begin(Request *r, Arena *arena)
{
  r->arena = arena;
  r->remembered_name = NULL;
  r->txn = db_begin_read(r->web->options.db, request_community(r));
}

static void
end_and_send(Request *r)
{
  r->statements += txn_statements(r->txn);
  db_end_read(g_steal_pointer(&r->txn));
  reply_send(r);
}

typedef struct {
  WriteJob job;
  Act act;
  Token token;
} Touch;

static bool
run_touch(Txn *txn, void *data)
{
  Touch *touch = data;

  session_touch(txn, &touch->act, &touch->token);
  return true;
}

static void
end_touch(WriteOutcome outcome, Trouble trouble, void *data)
{
  /* One that is lost is made up for by the next page. */
  (void)outcome;
  (void)trouble;
  g_free(data);
}

/* Somebody who only reads must not be signed out for it; once a day is enough. */
static void
touch_session(Request *r)
{
  Touch *touch = g_new0(Touch, 1);

  touch->act = (Act){ .community_id = r->community->id,
                      .role = ACT_AS_PROGRAM,
                      .at_us = r->now_us,
                      .request_id = r->id };
  touch->token = r->session_token;
  touch->job = (WriteJob){ r->community->id, run_touch, end_touch, touch, NULL };
  if (!db_write(r->web->options.db, &touch->job))
    g_free(touch);
}

typedef struct {
  WriteJob job;
  Act act;
  const char *kind; /* of the log; NULL: none */
  int64_t member_id, thing_id;
  bool is_acted;
  ActedNote acted; /* for the person whom a supporter acts for */
  void (*note_acting)(Txn *txn, const Act *act, const ActedNote *note);
} Note;

static bool
run_note(Txn *txn, void *data)
{
  const Note *note = data;
  g_autoptr(IdTape) ids = id_tape_new();
  Act act = note->act;

  act.ids = ids;
  if (note->kind)
    log_add(txn, &act,
            &(LogEntry){
                .kind = note->kind, .concerns_id = note->member_id, .thing_id = note->thing_id });
  if (note->is_acted)
    note->note_acting(txn, &act, &note->acted);
  return true;
}

static void
end_note(WriteOutcome outcome, Trouble trouble, void *data)
{
  Note *note = data;

  if (outcome != WRITE_KEPT)
    journal("read-not-recorded", JOURNAL_TEXT("kind", note->kind ? note->kind : "acted"),
            JOURNAL_NUMBER("request", note->act.request_id), JOURNAL_NUMBER("trouble", trouble));
  g_free(note);
}

/* Who has looked at what is sealed of somebody is part of that person's record; so is all that a
 * supporter has looked at. */
static void
note_read(Request *r)
{
  ActedNote acted = { 0 };
  const bool is_acted = request_acted(r, &acted);

  if (!is_acted && !r->route->read_is_logged_as)
    return;

  Note *note = g_new0(Note, 1);

  note->act = request_make_act(r);
  note->is_acted = is_acted;
  note->acted = acted;
  note->acted.is_done = false; /* one step of a form is not yet done */
  note->note_acting = r->web->options.note_acting;
  note->kind = r->route->read_is_logged_as;
  note->member_id = request_id_in_path(r, "member");
  note->thing_id = request_first_id(r);
  note->job = (WriteJob){ r->community->id, run_note, end_note, note, NULL };
  if (!db_write(r->web->options.db, &note->job))
    end_note(WRITE_TROUBLE, TROUBLE_NONE, note);
}

static bool
is_from_elsewhere(Request *r)
{
  return r->is_post &&
         !(request_is_from_here(r) && r->has_form_id && (!r->step || request_has_signed(r)));
}

/* A form that keeps nothing: refused as those are that keep something (write.c). */
static void
run_unkept(Request *r)
{
  const Refusals *refusals = request_refusals(r);

  if (!request_has_signed(r))
    refuse(request_refusals(r), "", FORM_STALE_MESSAGE);
  r->route->handler(r);
  if (refusals_count(refusals) == 0)
    return;
  if (r->reply.kind != REPLY_BODY)
    reply_draw_trouble(r, 409);
  else if (r->reply.status == 200)
    r->reply.status = 422;
}

static void
read_page(Request *r)
{
  request_load_viewer(r);
  bool is_foreign = is_from_elsewhere(r);
  bool may_read = txn_trouble(r->txn) == TROUBLE_NONE && !is_foreign && request_is_let(r) &&
                  r->route->access(r);

  if (may_read && r->is_post && !r->step)
    run_unkept(r);
  else if (may_read)
    r->route->handler(r);
  else if (is_foreign)
    reply_draw_trouble(r, 403);
  else if (txn_trouble(r->txn) == TROUBLE_NONE)
    reply_draw_denied(r);

  int status = status_of(r);

  if (status != 0) {
    journal("trouble", JOURNAL_TEXT("route", r->route->path), JOURNAL_NUMBER("request", r->id),
            JOURNAL_TEXT("detail", txn_trouble_detail(r->txn)));
    reply_draw_trouble(r, status);
  } else if (session_wants_touch(&r->session, r->now_us)) {
    touch_session(r);
  }
  if (status == 0 && r->reply.kind == REPLY_REDIRECT)
    live_carry_out(r); /* of a form that keeps nothing; no other one leads on from here */
  const bool is_shown = r->reply.status < 400 || r->step; /* a step may be refused on a full page */

  if (status == 0 && may_read && is_shown && !r->is_step_drawn)
    note_read(r);
}

/* In a transaction that has begun. */
static void
read_and_send(Request *r, int64_t began_us)
{
  read_page(r);
  pace_note(r->web->pace, r->pace_place, clock_monotonic_us() - began_us);
  end_and_send(r);
}

static void
run_read(Task *task, Arena *arena)
{
  Request *r = (Request *)task;
  const int64_t began_us = clock_monotonic_us();

  begin(r, arena);
  read_and_send(r, began_us);
}

static void
free_arena(gpointer arena)
{
  arena_free(arena);
}

/* The event loop's own, like a reader's. */
static Arena *
arena_of_loop(void)
{
  static GPrivate kept = G_PRIVATE_INIT(free_arena);
  Arena *arena = g_private_get(&kept);

  if (!arena) {
    arena = arena_new(PAGE_ARENA_MAX);
    g_private_set(&kept, arena);
  }
  return arena;
}

/* An address that is known to be quick is answered on the event loop: handing it to a reader and
 * the connection back cost as much as the page itself (six switches between threads and twice as
 * many calls of the kernel, measured). Only with SQLite, which answers from memory: a PostgreSQL
 * server may be far away. Never waits: without a free reader the pool does it. */
static bool
read_here(Request *r)
{
  Web *web = r->web;

  if (db_engine(web->options.db) != DB_SQLITE || !pace_is_quick(web->pace, r->pace_place))
    return false;

  Txn *txn = db_try_begin_read(web->options.db, request_community(r));

  if (!txn)
    return false;

  Arena *arena = arena_of_loop();

  r->arena = arena;
  r->txn = txn;
  atomic_fetch_add_explicit(&web->pages_on_loops, 1, memory_order_relaxed);
  read_and_send(r, r->started_us);
  arena_clear(arena);
  return true;
}

void
read_start(Request *r)
{
  r->pace_place = pace_place(exchange_path(r->x), request_community(r));
  if (read_here(r))
    return;
  r->task.run = run_read;
  if (!pool_push(r->web->pool, &r->task))
    reply_send_trouble(r, 503);
}

static void
run_trouble(Task *task, Arena *arena)
{
  Request *r = (Request *)task;

  request_forget(r);
  begin(r, arena);
  request_load_viewer(r);
  if (txn_trouble(r->txn) != TROUBLE_NONE)
    r->viewer = (Viewer){ 0 };
  reply_draw_trouble(r, r->fault);
  end_and_send(r);
}

void
trouble_start(Request *r, int status)
{
  r->fault = status;
  r->task.run = run_trouble;
  if (!pool_push(r->web->pool, &r->task))
    reply_send_trouble(r, status);
}

static void
run_reload(Task *task, Arena *arena)
{
  Request *r = (Request *)task;

  (void)arena;
  known_reload(r->web->known, r->web->options.db);
  r->after_reload(r);
}

void
reload_start(Request *r, void (*then)(Request *r))
{
  r->task.run = run_reload;
  r->after_reload = then;
  if (!pool_push(r->web->pool, &r->task))
    then(r);
}
