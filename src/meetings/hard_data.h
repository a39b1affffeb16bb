/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What asks for help in a group hold about a member: for people/my_data.h. */
#pragma once

#include "people/my_data.h"

extern const PersonalData hard_personal_data;
