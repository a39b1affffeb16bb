/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The ways in of one person, for organisers: links, key card, letting them in here, and saying yes
 * to another organiser's passkey. */
#include "people/door_pages.h"

#include "base/ids.h"
#include "people/passkeys.h"
#include "ui/components.h"
#include "ui/form.h"

static const char *
path_of(Request *r, const Member *member)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/people/%s", id_to_text(member->id, id));
}

static void
put_card(Page *page, const Member *member, const char *path)
{
  Request *r = page_request(page);
  const KeyCard *card = card_of_member(request_txn(r), request_arena(r), member->id);

  ui_heading(page, 3, tr(page, N_("Key card")));
  if (card) {
    ui_paragraph(page, .text = card->used_at_us
                                   ? tr_fill(page, N_("There is a card. It was last used {date}."),
                                             "date", door_time(r, card->used_at_us), NULL)
                                   : tr(page, N_("There is a card. It was not used yet.")));
    form_button(page, .action = arena_format(request_arena(r), "%s/card/end", path),
                .is_warning = true, .button = tr(page, N_("The card is lost: end it")));
  } else {
    ui_paragraph(page,
                 .text = tr(page, N_("A printed card works until it is ended. Whoever holds it"
                                     " can come in, read and answer.")));
  }
  form_button(page, .action = arena_format(request_arena(r), "%s/card", path), .is_secondary = true,
              .button =
                  card ? tr(page, N_("Make a new key card")) : tr(page, N_("Make a key card")));
}

/* Only organisers' passkeys need a yes; the form stands beside the one it is about. */
static void
put_passkeys(Page *page, const Member *member, const char *path)
{
  Request *r = page_request(page);
  const Passkey *list = passkeys_list(request_txn(r), request_arena(r), member->id);
  bool has_heading = false;

  if (!member->is_organiser)
    return;
  for (const Passkey *one = list; one->id; one++) {
    char id[ID_TEXT_SIZE];

    if (one->is_vouched)
      continue;
    if (!has_heading) {
      ui_heading(page, 3, tr(page, N_("A passkey that waits for a yes")));
      ui_paragraph(page,
                   .text = tr(page, N_("This organiser added a passkey. Ask them if it is theirs,"
                                       " best face to face. With your yes they can organise"
                                       " with it.")));
    }
    has_heading = true;
    ui_paragraph(page, .text = tr_fill(page, N_("“{name}”, added {date}"), "name", one->label,
                                       "date", door_time(r, one->made_at_us), NULL));
    form_button(page,
                .action = arena_format(request_arena(r), "%s/passkeys/%s/vouch", path,
                                       id_to_text(one->id, id)),
                .button = tr(page, N_("Yes, it is theirs")), .spoken = one->label);
  }
}

void
put_person_ways(Page *page, const Member *member)
{
  Request *r = page_request(page);
  Arena *arena = request_arena(r);
  const char *path = path_of(r, member);
  char id[ID_TEXT_SIZE];

  if (member->state != MEMBER_HERE && member->state != MEMBER_SUSPENDED)
    return;
  ui_heading(page, 2, tr(page, N_("A way in for this person")));
  ui_heading(page, 3, tr(page, N_("Link")));
  ui_paragraph(page, .text = tr(page, N_("A link signs in once, within 30 days. Give it only to"
                                         " this person.")));
  form_button(page, .action = arena_format(arena, "%s/link", path), .is_secondary = true,
              .button = tr(page, N_("Make a link")));
  if (member->reach == REACH_EMAIL)
    form_button(page, .action = arena_format(arena, "%s/mail-link", path), .is_secondary = true,
                .button = tr(page, N_("Send a link by e-mail")));
  put_card(page, member, path);
  if (member->state == MEMBER_HERE && member->id != request_viewer(r)->member_id) {
    ui_heading(page, 3, tr(page, N_("Here with you?")));
    ui_paragraph_open(page);
    ui_link(page, .text = tr_fill(page, N_("Help {name} come in here"), "name", member->name, NULL),
            .href = arena_format(arena, "/help-in/%s", id_to_text(member->id, id)),
            .is_large = true);
    ui_paragraph_close(page);
  }
  put_passkeys(page, member, path);
}

static void
vouch(Request *r)
{
  const Member *member =
      people_find(request_txn(r), request_arena(r), request_id_in_path(r, "member"), false);
  const Passkey *passkey = member ? passkey_find(request_txn(r), request_arena(r), member->id,
                                                 request_id_in_path(r, "passkey"))
                                  : NULL;

  if (!passkey) {
    reply_not_found(r);
    return;
  }
  passkey_vouch(request_txn(r), request_act(r), passkey);
  reply_redirect_saying(r, path_of(r, member), N_("{name} can organise with this passkey now"),
                        member->name);
}

const Route person_ways_routes[] = {
  { "POST", "/people/:member/passkeys/:passkey/vouch", may_organise, vouch },
  ROUTES_END,
};
