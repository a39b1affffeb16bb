/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Printed key cards: coming in by the square or by the typed code, printing them, ending them. */
#include "people/door_pages.h"

#include "base/ids.h"
#include "base/journal.h"
#include "people/card_pages.h"
#include "people/cards.h"
#include "people/ways.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

/* Guesses at one card's code, from wherever: the other eight letters stay out of reach. Wrong codes
 * in one community: past this the operator reads of it; a right code is never held up. */
enum { TRIES_A_CARD = 20, WRONG_A_COMMUNITY = 300 };

#define MINE_QUESTION                                                                              \
  {                                                                                                \
    .name = "mine", .picture = "key", .kind = ASK_YES,                                             \
    .label = N_("This phone or computer is mine alone"),                                           \
    .hint = N_("Then you stay signed in here. Else you are signed out when it is closed, after 20" \
               " hours at most."),                                                                 \
  }

static const Question code_questions[] = {
  { .name = "code",
    .kind = ASK_TEXT,
    .picture = "key-card",
    .label = N_("The code on your card"),
    .hint = N_("Twelve letters and numbers, like 7K2M-9QXD-4T8W. Small letters are fine, and so is"
               " leaving out the dashes."),
    .missing = N_("Enter the code that is on your card"),
    .max_length = 60,
    .is_needed = true },
  MINE_QUESTION,
  QUESTIONS_END,
};

static const Question mine_questions[] = { MINE_QUESTION, QUESTIONS_END };

/* ---- coming in ---- */

static void
show_code_form(Request *r)
{
  const Lang *lang = request_lang(r);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(lang, N_("Come in with your card")),
                                .lead = lang_text(lang, N_("Take your time. You can try again as"
                                                           " often as you need.")),
                                .back = "/sign-in" });

  form_open(page, "/card");
  put_goes_to(page);
  form_questions(page, code_questions, NULL);
  form_sent_at_last(page);
  form_close(page, tr(page, N_("Come in")));
  ui_paragraph(page, .text = tr(page, N_("No card, or it does not work? An organiser can give you a"
                                         " new one.")));
  page_close(page);
}

static void
come_in_with(Request *r, const KeyCard *card)
{
  const bool is_own_device = answers_have(request_answers(r), "mine", "yes");

  card_note_use(request_txn(r), request_act(r), card);
  door_come_in(r, &(SessionStart){ .member_id = card->member_id,
                                   .way = WAY_CARD,
                                   .key_id = card->id,
                                   .lasts_us = is_own_device ? 0 : SHARED_LASTS_US });
}

static void
note_wrong_code(Request *r)
{
  if (!request_may_try(r, "wrong card code", "", WRONG_A_COMMUNITY))
    journal("many-wrong-card-codes", JOURNAL_NUMBER("community", request_community(r)));
}

static void
use_code(Request *r)
{
  Refusals *refusals = request_refusals(r);
  char letters[CARD_CODE_LETTERS + 1], prefix[CARD_PREFIX_LETTERS + 1];
  const KeyCard *card = NULL;

  if (questions_check(code_questions, request_answers(r), r, refusals)) {
    if (!card_code_read(answers_text(request_answers(r), "code"), letters)) {
      refuse(refusals, "code",
             N_("This is not the whole code, or a letter is different. Look at the"
                " card again"));
    } else {
      g_strlcpy(prefix, letters, sizeof(prefix));
      if (!request_may_try(r, "card code", prefix, TRIES_A_CARD)) {
        refuse(refusals, "code",
               N_("This code was tried very often just now. Wait a minute, or hold"
                  " your phone's camera over the card"));
      } else if (!(card = card_find_by_code(request_txn(r), request_arena(r), letters))) {
        note_wrong_code(r);
        refuse(refusals, "code",
               N_("We do not know this code. Perhaps it is of an old card. Ask an"
                  " organiser for a new one"));
      }
    }
  }
  if (card)
    come_in_with(r, card);
  else
    show_code_form(r);
}

static const KeyCard *
card_in_path(Request *r)
{
  const KeyCard *card =
      card_find_by_token(request_txn(r), request_arena(r), request_text_in_path(r, "token"));

  if (card)
    return card;

  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(request_lang(r), N_("This card does not work any more")),
                   .lead = lang_text(request_lang(r), N_("An organiser can give you a new one.")),
                   .status = 404 });

  if (!is_known(r))
    put_ways_in_to_choose(page);
  page_close(page);
  return NULL;
}

static void
show_card(Request *r)
{
  const KeyCard *card = card_in_path(r);

  if (!card)
    return;

  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Come in")) });

  form_draw(page,
            .action = arena_format(request_arena(r), "/card/%s", request_text_in_path(r, "token")),
            .questions = mine_questions,
            .button = tr_fill(page, N_("Come in as {name}"), "name", card->member_name, NULL));
  ui_paragraph(page, .text = tr(page, N_("This is not you? Then please give the card back, or to an"
                                         " organiser.")));
  page_close(page);
}

static void
use_card(Request *r)
{
  const KeyCard *card = card_in_path(r);

  if (!card)
    return;
  if (questions_check(mine_questions, request_answers(r), r, request_refusals(r)))
    come_in_with(r, card);
  else
    show_card(r);
}

/* ---- the card to print ---- */

static void
put_sheet(Page *page, const KeyCard *card, const CardWords *words)
{
  Request *r = page_request(page);
  const char *url = arena_format(request_arena(r), "%s/card/%s", request_origin(r), words->token);

  ui_card_open(page, .title = request_community_name(r), .title_level = 2);
  ui_paragraph_open(page);
  ui_strong(page, tr(page, N_("Key card of")));
  ui_words(page, " ");
  ui_person(page, card->member_name);
  ui_paragraph_close(page);
  put_qr(page, url, tr(page, N_("A square for a phone's camera: it opens the way in")));
  ui_paragraph(page, .text = tr(page, N_("Hold your phone's camera over the square. Or open this"
                                         " address and type the code:")));
  ui_paragraph_open(page);
  ui_address(page, arena_format(request_arena(r), "%s/card", request_origin(r)));
  ui_paragraph_close(page);
  ui_code(page, words->code);
  ui_paragraph(page, .text = tr(page, N_("Whoever holds this card can come in as you, read and"
                                         " answer. Keep it like a key. Lost it? Tell an organiser"
                                         " at once.")));
  ui_card_close(page);
}

void
draw_card_sheet(Request *r, const KeyCard *card, const char *back)
{
  CardWords words;
  const bool is_whole = card_words(request_txn(r), card, &words);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("A key card")), .back = back });

  if (is_whole) {
    ui_paragraph(page, .is_quiet = true,
                 .text = tr(page, N_("To print it, use your browser's print: only the card is"
                                     " printed. An old card of this person does not work any"
                                     " more.")));
    put_sheet(page, card, &words);
  } else {
    ui_paragraph(page, .text = tr(page, N_("This card works, but it cannot be printed again. Please"
                                           " make a new one.")));
  }
  page_close(page);
}

static const char *
person_path(Request *r, int64_t member_id)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/people/%s", id_to_text(member_id, id));
}

/* ---- for organisers ---- */

static void
show_made_card(Request *r)
{
  const KeyCard *card = card_find(request_txn(r), request_arena(r), request_id_in_path(r, "card"));

  if (card)
    draw_card_sheet(r, card, person_path(r, card->member_id));
  else
    reply_not_found(r);
}

static int64_t
find_person(Request *r)
{
  const Member *member =
      people_find(request_txn(r), request_arena(r), request_id_in_path(r, "member"), false);

  if (member && (member->state == MEMBER_HERE || member->state == MEMBER_SUSPENDED))
    return member->id;
  reply_not_found(r);
  return 0;
}

static void
make_card(Request *r)
{
  char id[ID_TEXT_SIZE];
  int64_t member_id = find_person(r);

  if (!member_id)
    return;

  const int64_t card_id = card_make(request_txn(r), request_act(r), member_id);

  if (member_id != request_viewer(r)->member_id)
    new_way_tell(request_txn(r), request_act(r), member_id, request_origin(r));
  reply_redirect(r, arena_format(request_arena(r), "/cards/%s", id_to_text(card_id, id)));
}

static void
end_card(Request *r)
{
  int64_t member_id = find_person(r);

  if (!member_id)
    return;
  card_end_all(request_txn(r), request_act(r), member_id);
  reply_redirect_saying(r, person_path(r, member_id), N_("The card does not work any more"), NULL);
}

static void
go_to_person(Request *r)
{
  int64_t member_id = find_person(r);

  if (member_id)
    reply_redirect(r, person_path(r, member_id));
}

/* ---- my own ---- */

static void
show_my_card(Request *r)
{
  const KeyCard *card =
      card_of_member(request_txn(r), request_arena(r), request_viewer(r)->member_id);

  if (card)
    draw_card_sheet(r, card, "/ways-in");
  else
    reply_redirect(r, "/ways-in");
}

static void
make_my_card(Request *r)
{
  card_make(request_txn(r), request_act(r), request_viewer(r)->member_id);
  reply_redirect(r, "/ways-in/card");
}

/* One tap, whatever way somebody came in: ending a way in can only make things safer. */
static void
lose_my_card(Request *r)
{
  const bool is_by_card = request_viewer(r)->way == WAY_CARD;

  card_end_all(request_txn(r), request_act(r), request_viewer(r)->member_id);
  if (is_by_card)
    request_sign_out(r);
  reply_redirect_saying(r, is_by_card ? "/sign-in" : "/ways-in",
                        N_("Your card does not work any more, and nobody is in with it"), NULL);
}

static void
go_to_ways_in(Request *r)
{
  reply_redirect(r, "/ways-in");
}

const Route key_card_routes[] = {
  { "GET", "/card", anyone, show_code_form, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/card", anyone, use_code, .per_minute = 10, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/card/:token", anyone, show_card, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/card/:token", anyone, use_card, .per_minute = 20, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/cards/:card", may_organise, show_made_card },
  { "GET", "/people/:member/card", may_organise, go_to_person },
  { "POST", "/people/:member/card", may_organise, make_card },
  { "POST", "/people/:member/card/end", may_organise, end_card },
  { "GET", "/ways-in/card", may_change_me, show_my_card },
  { "POST", "/ways-in/card", may_change_me, make_my_card },
  { "GET", "/ways-in/card/lost", is_known, go_to_ways_in },
  { "POST", "/ways-in/card/lost", is_known, lose_my_card },
  ROUTES_END,
};
