/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Plural rules: parsed once into a small tree, walked for each number. Catalogues may come from
 * outside, so nodes and depth are limited. */
#include "lang/plural.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

typedef enum {
  OP_N,
  OP_NUMBER,
  OP_NOT,
  OP_CHOOSE, /* a ? b : c */
  OP_OR,
  OP_AND,
  OP_EQUAL,
  OP_UNEQUAL,
  OP_AT_MOST,
  OP_AT_LEAST,
  OP_LESS,
  OP_MORE,
  OP_PLUS,
  OP_MINUS,
  OP_TIMES,
  OP_DIVIDE,
  OP_REST
} Op;

typedef struct {
  unsigned long number;
  Op op;
  uint8_t a, b, c;
} Node;

struct PluralRule {
  int forms, root, count;
  Node nodes[PLURAL_MAX_NODES];
};

/* Weakest first. Longer signs before their beginnings ("<=" before "<"). */
static const struct {
  const char *sign;
  Op op;
  int strength;
} signs[] = {
  { "||", OP_OR, 0 },      { "&&", OP_AND, 1 },      { "==", OP_EQUAL, 2 }, { "!=", OP_UNEQUAL, 2 },
  { "<=", OP_AT_MOST, 3 }, { ">=", OP_AT_LEAST, 3 }, { "<", OP_LESS, 3 },   { ">", OP_MORE, 3 },
  { "+", OP_PLUS, 4 },     { "-", OP_MINUS, 4 },     { "*", OP_TIMES, 5 },  { "/", OP_DIVIDE, 5 },
  { "%", OP_REST, 5 },
};
enum { STRENGTHS = 6 };

typedef struct {
  const char *at;
  PluralRule *rule;
  int depth;
} Parser;

/* All parsing functions give the number of a node, or -1: does not parse. */
static int parse_choice(Parser *parser);

static void
skip_space(Parser *parser)
{
  while (g_ascii_isspace(*parser->at))
    parser->at++;
}

static bool
take(Parser *parser, const char *sign)
{
  skip_space(parser);
  if (!g_str_has_prefix(parser->at, sign))
    return false;
  parser->at += strlen(sign);
  return true;
}

static int
add_node(Parser *parser, Node node)
{
  if (parser->rule->count >= PLURAL_MAX_NODES)
    return -1;
  parser->rule->nodes[parser->rule->count] = node;
  return parser->rule->count++;
}

static int
parse_number(Parser *parser)
{
  unsigned long number = 0;

  while (g_ascii_isdigit(*parser->at)) {
    unsigned long digit = (unsigned long)(*parser->at - '0');

    if (__builtin_mul_overflow(number, 10UL, &number) ||
        __builtin_add_overflow(number, digit, &number))
      return -1;
    parser->at++;
  }
  return add_node(parser, (Node){ .op = OP_NUMBER, .number = number });
}

static int
parse_smallest(Parser *parser)
{
  skip_space(parser);
  if (g_ascii_isdigit(*parser->at))
    return parse_number(parser);
  if (take(parser, "n"))
    return add_node(parser, (Node){ .op = OP_N });
  if (parser->depth >= PLURAL_MAX_DEPTH)
    return -1;

  int node = -1;
  parser->depth++;
  if (take(parser, "!")) {
    int inner = parse_smallest(parser);

    node = inner < 0 ? -1 : add_node(parser, (Node){ .op = OP_NOT, .a = (uint8_t)inner });
  } else if (take(parser, "(")) {
    node = parse_choice(parser);
    if (!take(parser, ")"))
      node = -1;
  }
  parser->depth--;
  return node;
}

static bool
take_sign(Parser *parser, int strength, Op *ret_op)
{
  skip_space(parser);
  for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
    if (!g_str_has_prefix(parser->at, signs[i].sign))
      continue;
    if (signs[i].strength != strength)
      return false;
    parser->at += strlen(signs[i].sign);
    *ret_op = signs[i].op;
    return true;
  }
  return false;
}

/* Operators of one strength, from left to right; operands are of greater strength. */
static int
parse_chain(Parser *parser, int strength)
{
  if (strength == STRENGTHS)
    return parse_smallest(parser);

  int left = parse_chain(parser, strength + 1);
  Op op = OP_N;
  while (left >= 0 && take_sign(parser, strength, &op)) {
    int right = parse_chain(parser, strength + 1);

    if (right < 0)
      return -1;
    left = add_node(parser, (Node){ .op = op, .a = (uint8_t)left, .b = (uint8_t)right });
  }
  return left;
}

static int
parse_choice(Parser *parser)
{
  int asked = parse_chain(parser, 0), yes, no = -1;

  if (asked < 0 || !take(parser, "?"))
    return asked;
  if (parser->depth >= PLURAL_MAX_DEPTH)
    return -1;
  parser->depth++;
  yes = parse_choice(parser);
  if (yes >= 0 && take(parser, ":"))
    no = parse_choice(parser);
  parser->depth--;
  if (no < 0)
    return -1;
  return add_node(
      parser, (Node){ .op = OP_CHOOSE, .a = (uint8_t)asked, .b = (uint8_t)yes, .c = (uint8_t)no });
}

static bool
parse_rule(Parser *parser)
{
  PluralRule *rule = parser->rule;

  if (!take(parser, "nplurals") || !take(parser, "="))
    return false;
  skip_space(parser);
  while (g_ascii_isdigit(*parser->at) && rule->forms <= PLURAL_MAX_FORMS)
    rule->forms = rule->forms * 10 + (*parser->at++ - '0');
  if (rule->forms < 1 || rule->forms > PLURAL_MAX_FORMS)
    return false;
  if (!take(parser, ";") || !take(parser, "plural") || !take(parser, "="))
    return false;
  rule->root = parse_choice(parser);
  take(parser, ";");
  skip_space(parser);
  return rule->root >= 0 && !*parser->at;
}

PluralRule *
plural_rule_parse(const char *text)
{
  g_autoptr(PluralRule) rule = g_new0(PluralRule, 1);
  Parser parser = { .at = text, .rule = rule };

  return parse_rule(&parser) ? g_steal_pointer(&rule) : NULL;
}

void
plural_rule_free(PluralRule *rule)
{
  g_free(rule);
}

int
plural_rule_forms(const PluralRule *rule)
{
  return rule->forms;
}

static unsigned long
combine(Op op, unsigned long a, unsigned long b, bool *is_sound)
{
  switch (op) {
  case OP_EQUAL:
    return a == b;
  case OP_UNEQUAL:
    return a != b;
  case OP_AT_MOST:
    return a <= b;
  case OP_AT_LEAST:
    return a >= b;
  case OP_LESS:
    return a < b;
  case OP_MORE:
    return a > b;
  case OP_PLUS:
    return a + b;
  case OP_MINUS:
    return a - b;
  case OP_TIMES:
    return a * b;
  default:
    break;
  }
  if (b == 0) {
    *is_sound = false;
    return 0;
  }
  return op == OP_DIVIDE ? a / b : a % b;
}

/* Children stand before their parent in the array, so this ends; its depth is at most the number of
 * nodes. */
static unsigned long
work_out(const PluralRule *rule, int at, unsigned long n, bool *is_sound)
{
  const Node *node = &rule->nodes[at];

  switch (node->op) {
  case OP_N:
    return n;
  case OP_NUMBER:
    return node->number;
  case OP_NOT:
    return !work_out(rule, node->a, n, is_sound);
  case OP_CHOOSE:
    return work_out(rule, work_out(rule, node->a, n, is_sound) ? node->b : node->c, n, is_sound);
  case OP_OR:
    return work_out(rule, node->a, n, is_sound) || work_out(rule, node->b, n, is_sound);
  case OP_AND:
    return work_out(rule, node->a, n, is_sound) && work_out(rule, node->b, n, is_sound);
  default: {
    unsigned long a = work_out(rule, node->a, n, is_sound);

    return combine(node->op, a, work_out(rule, node->b, n, is_sound), is_sound);
  }
  }
}

int
plural_rule_pick(const PluralRule *rule, unsigned long n)
{
  bool is_sound = true;
  unsigned long form = work_out(rule, rule->root, n, &is_sound);

  return is_sound && form < (unsigned long)rule->forms ? (int)form : 0;
}
