/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The components of GOV.UK Frontend that our pages use (idea 6), one function each, checked against
 * every visible fixture of the npm package by fixtures_test.c; and our own pieces (content.h).
 *
 *   ui_button(p, .text = tr(p, "Save"), .name = "go");
 *
 * `classes` and `attributes` are for ui/ itself and for tests: a page that needs another look asks
 * for an option here. */
#pragma once

#include "ui/choices.h"
#include "ui/content.h"
#include "ui/controls.h"
#include "ui/lists.h"
#include "ui/live.h"
#include "ui/messages.h"
#include "ui/navigation.h"
#include "ui/pickers.h"
#include "ui/sections.h"
#include "ui/slot.h"
#include "ui/wayfinding.h"
