/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The command line: one row a command. */
#include "commands/command.h"
#include "commands/place.h"

#include <stdio.h>
#include <string.h>

static const Command *const commands[] = {
  &serve_command,  &demo_command,    &format_command, &link_command,
  &backup_command, &restore_command, &verify_command, &keys_command,
  &export_command, &import_command,  &doctor_command, &mail_in_command,
};

static int
show_help(bool is_asked)
{
  g_autoptr(GString) help = g_string_new(
      "Commontable: the table that a community and its public services sit round as equals.\n\n"
      "Usage: commontable COMMAND [OPTION...]\n\nCommands:\n");

  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
    g_string_append_printf(help, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
  g_string_append(help, "\ncommontable COMMAND --help says more of each.\n");
  if (is_asked)
    g_print("%s", help->str);
  else
    g_printerr("%s", help->str);
  return is_asked ? 0 : 2;
}

static int
run_command(const Command *command, int argc, char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new(command->arguments);
  g_autoptr(GError) err = NULL;
  g_autofree char *name = g_strconcat("commontable ", command->name, NULL);

  g_set_prgname(name);
  g_option_context_set_summary(context, command->summary);
  if (command->options)
    g_option_context_add_main_entries(context, command->options, NULL);
  if (command->is_at_place)
    g_option_context_add_main_entries(context, place_options, NULL);
  if (!g_option_context_parse(context, &argc, &argv, &err)) {
    g_printerr("commontable: %s\nTry: %s --help\n", err->message, name);
    return 2;
  }
  return command->run(argc, argv);
}

/* As they are, in UTF-8: GLib would turn letters into question marks where a machine says no
 * language. */
static void
print_out(const char *words)
{
  fputs(words, stdout);
  fflush(stdout); /* as GLib does: whoever reads along reads it now */
}

static void
print_error(const char *words)
{
  fputs(words, stderr);
}

int
main(int argc, char **argv)
{
  g_set_print_handler(print_out);
  g_set_printerr_handler(print_error);

  const char *name = argc > 1 ? argv[1] : "";

  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)
    return show_help(true);
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
    if (strcmp(commands[i]->name, name) == 0)
      return run_command(commands[i], argc - 1, argv + 1);
  if (*name)
    g_printerr("commontable: there is no command %s\n\n", name);
  return show_help(false);
}
