/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The whole site, with every subject's routes, on a scratch database inside the test program: so
 * that a test can make statements fail and see all that is stored. */
#pragma once

#include "db/test_db.h"
#include "http/tiny_site.h"

typedef struct Beside Beside; /* a way to read all that is stored, beside the program */

typedef struct {
  TestDb *db;
  Web *web;
  Site site; /* what the client wants to know: the port */
  char *folder;
  int64_t community_id;
  Beside *beside; /* hash_of_all's; NULL: none yet */
  int made;       /* things made so far: names and addresses of their own */
} RealSite;

RealSite *real_site_start(void);
void real_site_stop(RealSite *site);
/* The community at this host; one more is made where there is none. */
int64_t real_site_community(RealSite *site, const char *host);

/* What stands in the form that is to be sent: "{paper}" in a path becomes the paper's id. */
typedef struct {
  RealSite *site;
  Browser *browser;
  const char *host;
  int64_t member_id, paper_id, release_id, delivery_id;
  int64_t own_id, trust_id; /* who came in; a trust of theirs */
  int64_t worry_id, proposed_at_us, measure_id, introduction_id;
  int64_t thing_id; /* a backup, a complaint */
  int64_t meeting_id;
  int64_t door_id; /* a passkey, a session, a link asked for */
  char *fields;    /* of a passkey or a card, as they are sent; NULL: none yet */
  char token[44], code[20], letter[65];
  int64_t statements; /* run by the last form */
  char *before;       /* hash of all, when the scene was set */
} Scene;

/* "{paper}" and its like in an address or in fields become what the scene has. g_free. */
char *fill_in(const Scene *scene, const char *text);

/* Stores it, or ends the test. */
void must_keep(Scene *scene, int64_t community_id, TestChange change, void *data);

/* Each makes new things and puts them into the scene. */
typedef void (*MakeScene)(Scene *scene);
void make_nothing(Scene *scene);
void make_member(Scene *scene);      /* reached by e-mail */
void make_link(Scene *scene);        /* for a new member, and nobody is signed in */
void make_set_up_link(Scene *scene); /* in a community where nobody is yet: the thing */
/* There, an archive that was brought: whole; not opened; for which the machine had no room. */
void make_arrival(Scene *scene);
void make_closed_arrival(Scene *scene);
void make_failed_arrival(Scene *scene);
void make_paper(Scene *scene); /* with a member who can get it */
/* A paper whose Easy Read has two rows; fields: the mark of the first, code and letter: those of
 * all rows and of the title. … with a check of own and one by others, the door; … with an answer
 * that it is hard, the door. */
void make_easy(Scene *scene);
void make_easy_check(Scene *scene);
void make_easy_hard(Scene *scene);
void make_spoken_word(Scene *scene);   /* in the list of how words are said: the door */
void make_hard_word(Scene *scene);     /* in the list of hard words: the door */
void make_word_ask(Scene *scene);      /* a word that somebody asked about: the door */
void make_made(Scene *scene);          /* a film that the member said they would make: the door */
void make_late(Scene *scene);          /* a format that came after its paper: the door */
void make_release(Scene *scene);       /* that waits for its formats */
void make_ready_release(Scene *scene); /* that waits for nothing */
void make_letters(Scene *scene);       /* that nobody has asked to print since long */
void make_call(Scene *scene);          /* somebody to ring about a paper */
void make_comment(Scene *scene);       /* of the one who is signed in, on such a paper: the door */
void make_hidden_comment(Scene *scene);
void make_answered_comment(Scene *scene); /* of somebody whom no mail tells: the door */
void make_change(Scene *scene);           /* of such a paper, not sent yet */
void make_room(Scene *scene);             /* nothing of looking after this waits */
void make_backup_row(Scene *scene);       /* of a backup that was made */
void make_mail_settings(Scene *scene);    /* with a password, which has its key then */
void make_complaint(Scene *scene);        /* that nobody has answered */
void make_gone(Scene *scene);             /* somebody who has left */
void make_correction(Scene *scene);       /* somebody who says that something is wrong */

void make_worry(Scene *scene);    /* with its code; organisers read it */
void make_proposal(Scene *scene); /* of who reads worries, by another organiser */
/* Of another member, by other organisers: proposed; in force; with an appeal. */
void make_measure(Scene *scene);
void make_measure_in_force(Scene *scene);
void make_appeal(Scene *scene);
void make_own_pause(Scene *scene); /* of a member by the organiser who is signed in */
void make_suspended(Scene *scene); /* the one who is signed in, and no organiser any more */

int64_t make_organiser(Scene *scene);       /* not signed in */
void make_introduction(Scene *scene);       /* a member asks for another */
void make_introduction_to_me(Scene *scene); /* … for the one who is signed in; passed on */
void make_kept_away(Scene *scene);          /* a member, from whom that one keeps away */

void make_group(Scene *scene);      /* thing: the one who is signed in is in it; somebody asks */
void make_open_group(Scene *scene); /* that they can join, and what it offers: the door */
void make_group_to_join_for(Scene *scene); /* the member is not in it; its offer: the door */
void make_group_answer(Scene *scene);    /* the member asked, the answer was no, nobody told them */
void make_group_duty(Scene *scene);      /* door: theirs, and handed over to nobody yet */
void make_group_next(Scene *scene);      /* door: they are asked to take it over */
void make_group_mandate(Scene *scene);   /* door: somebody wants it public */
void make_group_line(Scene *scene);      /* door: that is stuck */
void make_group_done_line(Scene *scene); /* door: solved */
void make_group_first_line(Scene *scene); /* door: of the first meeting */
void make_closed_group(Scene *scene);

/* Door: an idea; thing: its group, which the one who is signed in is in. */
void make_idea(Scene *scene);          /* of the member, which nobody answers yet */
void make_idea_asked(Scene *scene);    /* … they are asked to answer */
void make_idea_agreed(Scene *scene);   /* … they answer */
void make_idea_noted(Scene *scene);    /* theirs, written down by the member */
void make_idea_answered(Scene *scene); /* theirs, answered by the member */
void make_idea_disputed(Scene *scene); /* … and it did not answer them */
void make_idea_untold(Scene *scene);   /* that they wrote down for somebody, and it is answered */
void make_idea_unplaced(Scene *scene); /* of the member, that no group has */

void make_supporter(Scene *scene);    /* whom the organiser has named */
void make_asked(Scene *scene);        /* the organiser is asked to support somebody */
void make_supported(Scene *scene);    /* … and said yes */
void make_acting(Scene *scene);       /* … and acts for them now */
void make_helped_worry(Scene *scene); /* … and told a worry for them */
void make_noted_trust(Scene *scene);  /* noted by an organiser for a member */

void make_answer(Scene *scene);          /* by mail, that nobody has seen to: the thing */
void make_foreign_comment(Scene *scene); /* the same, words from another address about a paper */
void make_unplaced(Scene *scene);        /* a mail that nobody can place: the thing */
void make_bounced(Scene *scene);         /* mails to a member came back */
void make_own_bounced(Scene *scene);     /* … to the one who is signed in */

void make_stop_token(Scene *scene);       /* in a mail to a member */
void make_ask(Scene *scene);              /* for a link, and nobody is signed in */
void make_passkey_question(Scene *scene); /* to come in; likewise */
void make_new_passkey_question(Scene *scene);
void make_own_passkey(Scene *scene);
void make_their_passkey(Scene *scene);
void make_card(Scene *scene);         /* of a new member */
void make_card_in_hand(Scene *scene); /* and nobody is signed in */
void make_helper(Scene *scene);       /* of the organiser's */
void make_session(Scene *scene);      /* another one of the organiser's */

/* A new organiser comes in by a link, as the scene's browser. */
void come_in(Scene *scene);
/* A hash of every row of every table. g_free. */
char *hash_of_all(RealSite *site);
void close_beside(RealSite *site); /* may be called without one */
