/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of receipts: adding one, looking, taking one out. Nobody needs one. */
#include "base/ids.h"
#include "lang/lang.h"
#include "resources/receipts.h"
#include "resources/resources_pages.h"

/* A form with a picture is larger than its picture. */
#define RECEIPT_BODY_MAX (PICTURE_UPLOAD_MAX + 1024 * 1024)

static const char *
receipt_path(Request *r, const Claim *claim, int64_t receipt_id, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", claim_path(r, claim->id, "/receipts"),
                      id_to_text(receipt_id, id), rest);
}

/* The picture, or how far it is. */
static void
put_receipt(Page *page, const Claim *claim, const Receipt *receipt)
{
  Request *r = page_request(page);

  if (receipt->state == RECEIPT_READY)
    ui_photo(page, receipt_path(r, claim, receipt->id, ""), tr(page, N_("A picture of a receipt")));
  else if (receipt->state == RECEIPT_FAILED)
    ui_inset_text(page, .text = tr_told(page, receipt->problem));
  else
    ui_inset_text(page, .text = tr(page, N_("We are making the picture ready. This takes a moment."
                                            " Load this page again to see it.")));
}

void
put_receipts(Page *page, const Claim *claim)
{
  Request *r = page_request(page);
  const Receipt *list = receipts_of(request_txn(r), request_arena(r), claim->id);

  if (list->id)
    ui_heading(page, 2, tr(page, N_("Pictures of receipts")));
  for (; list->id; list++)
    put_receipt(page, claim, list);
}

/* ---- adding ---- */

static const Question receipt_questions[] = {
  { .name = "file",
    .kind = ASK_FILE,
    .picture = "camera",
    .label = N_("A picture of a receipt"),
    .hint = N_("Take it with your phone, or choose one. JPEG, PNG, GIF or WebP, 15 MB at most."
               " Where and when it was taken is not kept.") },
  QUESTIONS_END,
};

/* The claim of ":claim", where the viewer may add pictures or take them out: a supporter who acts
 * for its person where they wrote it themself. NULL: "not found" was answered. */
static const Claim *
claim_to_add(Request *r)
{
  const Viewer *viewer = request_viewer(r);
  const Claim *claim =
      viewer->acting.id
          ? claims_find_to_add(request_txn(r), request_arena(r), request_id_in_path(r, "claim"),
                               viewer->acting.supporter_id, viewer->member_id)
          : claims_find_to_add(request_txn(r), request_arena(r), request_id_in_path(r, "claim"),
                               viewer->member_id, 0);

  if (!claim && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return claim;
}

static void
put_to_take_out(Page *page, const Claim *claim, const Receipt *list)
{
  Request *r = page_request(page);

  for (; list->id; list++) {
    put_receipt(page, claim, list);
    form_button(page, .action = receipt_path(r, claim, list->id, "/out"),
                .button = tr(page, N_("Take this picture out")), .is_secondary = true);
  }
}

/* Whoever wrote it down for somebody sees the pictures, not the claim. */
static void
draw_receipts(Request *r, const Claim *claim)
{
  const bool is_mine = claim_is_mine(r, claim);
  const bool is_open = claim->state == CLAIM_SENT || claim->state == CLAIM_ASKED;
  const Receipt *list = receipts_of(request_txn(r), request_arena(r), claim->id);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Pictures of receipts")),
                                .lead = is_mine ? claim->title : claim->name,
                                .picture = "receipt",
                                .back = is_mine ? claim_path(r, claim->id, "") : "/groups",
                                .section = "/groups" });

  ui_paragraph(page, .text = tr(page, N_("No picture is needed. Only the person, and whoever says"
                                         " yes and pays, can see it.")));
  put_to_take_out(page, claim, list);
  if (is_open) {
    form_open_for_files(page, claim_path(r, claim->id, "/receipts"));
    form_questions(page, receipt_questions, r);
    form_close(page, tr(page, N_("Add the picture")));
  }
  page_close(page);
}

static void
show_receipts(Request *r)
{
  const Claim *claim = claim_to_add(r);

  if (claim)
    draw_receipts(r, claim);
}

static void
add_receipt(Request *r)
{
  const Claim *claim = claim_to_add(r);

  if (!claim)
    return;
  if (questions_check(receipt_questions, request_answers(r), r, request_refusals(r)))
    receipts_add(request_txn(r), request_act(r), claim, answers_file(request_answers(r), "file"),
                 request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_receipts(r, claim);
  else
    reply_redirect_saying(r, claim_path(r, claim->id, "/receipts"), N_("The picture is kept"),
                          NULL);
}

static void
take_out(Request *r)
{
  const Claim *claim = claim_to_add(r);

  if (!claim)
    return;
  receipts_take_out(request_txn(r), request_act(r), claim, request_id_in_path(r, "receipt"),
                    request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_receipts(r, claim);
  else
    reply_redirect_saying(r, claim_path(r, claim->id, "/receipts"), N_("The picture is gone"),
                          NULL);
}

/* For its person, whoever sees to the claim, and whoever wrote it down while it is open. */
static void
send_picture(Request *r)
{
  const int64_t claim_id = request_id_in_path(r, "claim");
  const CostViewer viewer = cost_viewer(r);
  const Claim *claim = claims_find(request_txn(r), request_arena(r), claim_id, &viewer);

  if (request_viewer(r)->acting.id && claim && !claim_is_mine(r, claim))
    claim = NULL;
  else if (!claim && !request_viewer(r)->acting.id)
    claim = claims_find_to_add(request_txn(r), request_arena(r), claim_id, viewer.member_id, 0);

  g_autoptr(GBytes) bytes =
      claim ? receipts_open(request_txn(r), claim_id, request_id_in_path(r, "receipt")) : NULL;

  if (!bytes) {
    if (!txn_trouble(request_txn(r)))
      reply_not_found(r);
    return;
  }
  reply_bytes(r, picture_file_media_type(bytes), NULL, bytes);
}

const Route cost_receipt_routes[] = {
  { "GET", "/costs/:claim/receipts", is_signed_in, show_receipts,
    .supporter = { SUPPORT_ACT, AREA_COSTS, N_("Looked at pictures of receipts") } },
  { "POST", "/costs/:claim/receipts", is_signed_in, add_receipt, .body_max = RECEIPT_BODY_MAX,
    .supporter = { SUPPORT_ACT, AREA_COSTS, N_("Added a picture of a receipt for you") } },
  { "GET", "/costs/:claim/receipts/:receipt", is_signed_in, send_picture,
    .supporter = { SUPPORT_SEE, AREA_COSTS, N_("Looked at a picture of a receipt") } },
  { "POST", "/costs/:claim/receipts/:receipt/out", is_signed_in, take_out,
    .supporter = { SUPPORT_ACT, AREA_COSTS, N_("Took out a picture of a receipt for you") } },
  ROUTES_END,
};
