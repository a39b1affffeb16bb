/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libical, opened with the first calendar: it brings ICU with thirty megabytes of tables, which the
 * loader would otherwise bind whenever the program starts. Include this in place of
 * <libical/ical.h>; call ical_open() first. Times are UTC: the library's own time zones,
 * whose first loading threads can spoil for one another (libical#1029), are not used. */
#pragma once

#include "base/library.h"

#include <libical/ical.h>

/* False: it is not on this machine. From any thread, again and again. */
bool ical_open(void);

/* clang-format off */
#define ICAL_FUNCTIONS(X) \
  X(icalcomponent_add_component) X(icalcomponent_add_property) \
  X(icalcomponent_as_ical_string_r) X(icalcomponent_free) \
  X(icalcomponent_get_first_component) X(icalcomponent_get_first_property) \
  X(icalcomponent_get_next_component) X(icalcomponent_get_next_property) X(icalcomponent_isa) \
  X(icalcomponent_new) X(icalerror_set_errors_are_fatal) X(icalmemory_free_buffer) \
  X(icalparameter_get_partstat) X(icalparameter_new_cn) X(icalparameter_new_partstat) \
  X(icalparameter_new_role) X(icalparameter_new_rsvp) X(icalparser_parse_string) \
  X(icalproperty_add_parameter) X(icalproperty_get_first_parameter) \
  X(icalproperty_get_method) X(icalproperty_get_sequence) X(icalproperty_get_uid) \
  X(icalproperty_get_value) X(icalproperty_new_attendee) X(icalproperty_new_description) \
  X(icalproperty_new_dtend) X(icalproperty_new_dtstamp) X(icalproperty_new_dtstart) \
  X(icalproperty_new_location) X(icalproperty_new_method) X(icalproperty_new_name) \
  X(icalproperty_new_organizer) X(icalproperty_new_prodid) X(icalproperty_new_sequence) \
  X(icalproperty_new_status) X(icalproperty_new_summary) X(icalproperty_new_transp) \
  X(icalproperty_new_uid) X(icalproperty_new_url) X(icalproperty_new_version) \
  X(icaltimezone_get_utc_timezone)

extern struct IcalLibrary {
  ICAL_FUNCTIONS(LIBRARY_SLOT)
} ical;

#define icalcomponent_add_component          ical.icalcomponent_add_component_
#define icalcomponent_add_property           ical.icalcomponent_add_property_
#define icalcomponent_as_ical_string_r       ical.icalcomponent_as_ical_string_r_
#define icalcomponent_free                   ical.icalcomponent_free_
#define icalcomponent_get_first_component    ical.icalcomponent_get_first_component_
#define icalcomponent_get_first_property     ical.icalcomponent_get_first_property_
#define icalcomponent_get_next_component     ical.icalcomponent_get_next_component_
#define icalcomponent_get_next_property      ical.icalcomponent_get_next_property_
#define icalcomponent_isa                    ical.icalcomponent_isa_
#define icalcomponent_new                    ical.icalcomponent_new_
#define icalerror_set_errors_are_fatal       ical.icalerror_set_errors_are_fatal_
#define icalmemory_free_buffer               ical.icalmemory_free_buffer_
#define icalparameter_get_partstat           ical.icalparameter_get_partstat_
#define icalparameter_new_cn                 ical.icalparameter_new_cn_
#define icalparameter_new_partstat           ical.icalparameter_new_partstat_
#define icalparameter_new_role               ical.icalparameter_new_role_
#define icalparameter_new_rsvp               ical.icalparameter_new_rsvp_
#define icalparser_parse_string              ical.icalparser_parse_string_
#define icalproperty_add_parameter           ical.icalproperty_add_parameter_
#define icalproperty_get_first_parameter     ical.icalproperty_get_first_parameter_
#define icalproperty_get_method              ical.icalproperty_get_method_
#define icalproperty_get_sequence            ical.icalproperty_get_sequence_
#define icalproperty_get_value               ical.icalproperty_get_value_
#define icalproperty_get_uid                 ical.icalproperty_get_uid_
#define icalproperty_new_attendee            ical.icalproperty_new_attendee_
#define icalproperty_new_description         ical.icalproperty_new_description_
#define icalproperty_new_dtend               ical.icalproperty_new_dtend_
#define icalproperty_new_dtstamp             ical.icalproperty_new_dtstamp_
#define icalproperty_new_dtstart             ical.icalproperty_new_dtstart_
#define icalproperty_new_location            ical.icalproperty_new_location_
#define icalproperty_new_method              ical.icalproperty_new_method_
#define icalproperty_new_name                ical.icalproperty_new_name_
#define icalproperty_new_organizer           ical.icalproperty_new_organizer_
#define icalproperty_new_prodid              ical.icalproperty_new_prodid_
#define icalproperty_new_sequence            ical.icalproperty_new_sequence_
#define icalproperty_new_status              ical.icalproperty_new_status_
#define icalproperty_new_summary             ical.icalproperty_new_summary_
#define icalproperty_new_transp              ical.icalproperty_new_transp_
#define icalproperty_new_uid                 ical.icalproperty_new_uid_
#define icalproperty_new_url                 ical.icalproperty_new_url_
#define icalproperty_new_version             ical.icalproperty_new_version_
#define icaltimezone_get_utc_timezone        ical.icaltimezone_get_utc_timezone_
/* clang-format on */
