/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of costs and thanks. What the files of them share. */
#pragma once

#include "meetings/meetings_pages.h"
#include "people/people_pages.h"
#include "resources/claims.h"

extern const Route costs_routes[];        /* of a meeting, of something else; one's own */
extern const Route claim_send_routes[];   /* sending a claim */
extern const Route claim_routes[];        /* one claim, put right; what waits */
extern const Route claim_answer_routes[]; /* one claim: asked about, agreed, paid, told */
extern const Route cost_receipt_routes[]; /* pictures of receipts */
extern const Route rates_routes[];        /* rates, who says yes, whom to ask about benefits */

extern const Route thanks_routes[];     /* thank-yous: wanted, written down for somebody */
extern const Route thanks_pay_routes[]; /* offered, paid */
extern const Route own_money_routes[];  /* one's own total and limit */

const Waiting *thanks_are_waiting(Request *r); /* asked once, for the start page */
/* That one more would go over the viewer's own limit: for a form that asks whether they come. Six
 * statements at most, one where they have set no limit. */
void put_thanks_warning(Page *page, const Meeting *meeting);
/* For this meeting; 0 pence: nothing. */
void put_own_warning(Page *page, int64_t meeting_id, int64_t more_pence);
void put_advice(Page *page); /* on payment and benefits */
void put_thanks_to_pay(Page *page, const CostViewer *viewer);

Waiting claim_question_card(Request *r, const WaitingRow *row);
const Waiting *claims_are_waiting(Request *r); /* for the start page */

CostViewer cost_viewer(Request *r);
/* The claim of ":claim"; NULL: "not found" was answered. */
const Claim *claim_in_path(Request *r);
/* "/costs/…" and what follows; arena. */
const char *claim_path(Request *r, int64_t claim_id, const char *rest);
/* A page about one claim, with "Back" to it; title: message id. */
Page *open_claim_page(Request *r, const Claim *claim, const char *title, const char *picture);
#define FIELD_CHANGES "_changes"
/* A form that says how much had happened to the claim when the page was made, and the claim as that
 * page had shown it. */
void open_claim_form(Page *page, const Claim *claim, const char *rest);
const Claim *claim_as_seen(Request *r, const Claim *claim);
bool claim_is_mine(Request *r, const Claim *claim);
/* That care over the rate needs asking first; nothing else. */
void put_care_limit(Page *page, const Claim *claim);
/* The pictures of its receipts; nothing where there are none. One statement. */
void put_receipts(Page *page, const Claim *claim);
/* Who is to be told of what became of their claim; a button where it is done. */
void put_claim_to_tell(Page *page, const Claim *claim);
void draw_costs_that_wait(Request *r);  /* the page /costs */
extern const Question paid_questions[]; /* how it was paid: "how" */
/* "Waiting for a yes", "Paid": in the viewer's language; and its picture. */
const char *claim_state_in_words(Page *page, const Claim *claim);
const char *claim_picture(const Claim *claim);
/* "3 days"; "1 day". */
const char *days_in_words(Page *page, int64_t days);
/* For whoever pays, in a list: how long somebody waits for their money. 0: nothing. */
void put_days_waiting(Page *page, int64_t days);
/* The first CLAIMS_A_PAGE of a list as cards that lead to each; `has_names`: whose each is. */
void put_claim_cards(Page *page, const Claim *list, bool has_names);

/* What the form of a claim asks: "has", then an amount and words for each kind that is ticked. */
typedef struct {
  Request *r;
  Rates rates; /* kinds without a rate are not offered */
} CostForm;

extern const Question cost_questions[];
#define COST_QUESTIONS                                                                           \
  { .name = "has",                                                                               \
    .kind = ASK_ANY_OF,                                                                          \
    .label = N_("What did it cost you?"),                                                        \
    .hint = N_("Tick all that fit. You need no receipts to ask."),                               \
    .missing = N_("Tick what it cost you"),                                                      \
    .picture = "coin",                                                                           \
    .choices_from = cost_kinds_here,                                                             \
    .is_needed = true },                                                                         \
      COST_AMOUNT("fare", "bus", N_("How much were the fares?"),                                 \
                  N_("For example: £3.50. There and back together.")),                           \
      COST_WORDS("fare", N_("Which way, and how?"), N_("For example: bus 12, Mill Lane.")),      \
      COST_AMOUNT("car", "car", N_("How many miles was it by car?"),                             \
                  N_("There and back together. For example: 12.5")),                             \
      COST_WORDS("car", N_("From where to where, by car?"), N_("You can leave it empty.")),      \
      COST_AMOUNT("bike", "bicycle", N_("How many miles was it by bicycle?"),                    \
                  N_("There and back together. For example: 4")),                                \
      COST_WORDS("bike", N_("From where to where, by bicycle?"), N_("You can leave it empty.")), \
      COST_AMOUNT("care", "carer", N_("How much was the care?"), N_("For example: £20")),        \
      COST_WORDS("care", N_("For how long?"),                                                    \
                 N_("For example: three hours. Say no more than"                                 \
                    " you want to.")),                                                           \
      COST_AMOUNT("other", "purse", N_("How much was the other thing?"), N_("For example: £2")), \
  {                                                                                              \
    .name = "other_words", .kind = ASK_TEXT, .label = N_("What was it for?"),                    \
    .hint = N_("For example: parking, or printing a paper."),                                    \
    .missing = N_("Say what it was for"), .picture = "talk", .max_length = COST_WORDS_MAX,       \
    .shown_if = "has=other", .is_needed = true                                                   \
  }
#define COST_AMOUNT(code, image, words, help)                                                      \
  {                                                                                                \
    .name = code, .kind = ASK_TEXT, .label = words, .hint = help, .missing = N_("Enter a number"), \
    .picture = image, .max_length = 20, .shown_if = "has=" code, .is_needed = true                 \
  }
#define COST_WORDS(code, words, help)                                                          \
  {                                                                                            \
    .name = code "_words", .kind = ASK_TEXT, .label = words, .hint = help, .picture = "write", \
    .max_length = COST_WORDS_MAX, .shown_if = "has=" code                                      \
  }

const Choice *cost_kinds_here(Arena *arena, void *data); /* data: a CostForm */
/* A table with these questions, without those of kinds that are not offered; arena. */
const Question *cost_questions_here(const CostForm *form, const Question *table);
/* Adds refusals for what cannot be read. */
void costs_from_answers(Request *r, Cost ret_costs[static COST_KINDS]);
void fill_costs(Request *r, const Cost costs[static COST_KINDS]);
/* Each cost with its amount and words. */
void put_costs(Page *page, const Cost costs[static COST_KINDS]);
