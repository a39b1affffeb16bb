/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the record of decisions holds about a member: for people/my_data.h. */
#pragma once

#include "people/my_data.h"

extern const PersonalData record_personal_data;
