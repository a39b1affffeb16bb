/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What needs of meetings hold about a member: for people/my_data.h. */
#pragma once

#include "people/my_data.h"

extern const PersonalData needs_personal_data;
