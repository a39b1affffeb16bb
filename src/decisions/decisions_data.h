/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What ideas and decisions hold about a member: for people/my_data.h. */
#pragma once

#include "people/my_data.h"

extern const PersonalData decisions_personal_data;
