/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The starter impact assessment: written from this place's own settings into a draft paper, which
 * organisers then change and download like any other (so its versions and formats are papers'). */
#include "upkeep/upkeep_pages.h"

#include "base/embedded.h"
#include "base/ids.h"
#include "papers/papers.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/privacy.h"

extern const Embedded upkeep_documents[];

static const char *
paper_path(Request *r, int64_t paper_id)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/papers/%s", id_to_text(paper_id, id));
}

static void
show_assessment(Request *r)
{
  Txn *txn = request_txn(r);
  const Privacy privacy = privacy_read(txn, request_arena(r));
  const bool is_there =
      privacy.assessment_id && papers_find(txn, request_arena(r), privacy.assessment_id);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Impact assessment")),
                      .picture = "write",
                      .lead = lang_text(request_lang(r), N_("The law asks you to think before you"
                                                            " keep data about people: what could"
                                                            " go wrong, and what you do about"
                                                            " it.")),
                      .back = "/upkeep",
                      .section = "/upkeep" });

  if (!privacy.changed_at_us)
    ui_inset_text(page, .text = tr(page, N_("First say who answers for the data. Then less is left"
                                            " to fill in.")));
  if (is_there)
    upkeep_link(page, paper_path(r, privacy.assessment_id), tr(page, N_("Open the assessment")));
  ui_paragraph(page, .text = tr(page, N_("We write a start for you: what is kept here, why, and for"
                                         " how long. You change it with the people it is about."
                                         " It is a paper, and only organisers see it until you"
                                         " send it.")));
  form_button(page, .action = "/upkeep/assessment",
              .button = is_there ? tr(page, N_("Write a new one")) : tr(page, N_("Write it")),
              .is_secondary = is_there);
  page_close(page);
}

static void
write_assessment(Request *r)
{
  Refusals *refusals = request_refusals(r);
  g_autofree char *date = lang_date(request_lang(r), request_now_us(r), request_time_zone(r));
  g_autofree char *source = privacy_write_assessment(request_txn(r), request_arena(r),
                                                     (const char *)upkeep_documents[0].bytes,
                                                     request_community_name(r), date);
  int64_t id = 0;

  papers_add(request_txn(r), request_act(r),
             &(Paper){ .title = "", .source = source, .easy_source = "", .language = "en-GB" },
             refusals, &id);
  if (refusals_count(refusals) > 0) {
    show_assessment(r);
    return;
  }
  privacy_set_assessment(request_txn(r), request_act(r), id);
  reply_redirect(r, paper_path(r, id));
}

const Route assessment_routes[] = {
  { "GET", "/upkeep/assessment", may_organise, show_assessment },
  { "POST", "/upkeep/assessment", may_organise, write_assessment, .per_minute = 20 },
  ROUTES_END,
};
