# SPDX-License-Identifier: AGPL-3.0-or-later
# Part of script/check-sql: SQL cut into pieces, its brackets and the queries inside it.
use strict;
use warnings;
use utf8;

# Cuts SQL into word, text, name, number, param, sign and comment.
sub pieces {
  my ($sql, $line, $lines) = @_;    # $lines: the line of each byte, or nothing
  my @pieces;
  pos($sql) = 0;
  while (pos($sql) < length $sql) {
    my $at = pos $sql;
    my $kind =
        $sql =~ /\G\s+/gc                   ? ''
      : $sql =~ m{\G(?:--[^\n]*|/\*.*?\*/)}gcs ? 'comment'
      : $sql =~ /\G'(?:[^']|'')*'/gc        ? 'text'
      : $sql =~ /\G"[^"]*"/gc               ? 'name'
      : $sql =~ /\G\?\d*/gc                 ? 'param'
      : $sql =~ /\G\d+(?:\.\d+)?/gc         ? 'number'
      : $sql =~ /\G[A-Za-z_][A-Za-z0-9_]*/gc ? 'word'
      : $sql =~ /\G(?:\|\||<>|<=|>=|!=|==|::|.)/gcs ? 'sign' : '';
    my $text = substr $sql, $at, pos($sql) - $at;
    my $where = $lines ? $lines->[$at] : $line;
    push @pieces, { kind => $kind, text => $text, up => uc $text, line => $where } if $kind;
    $line += $text =~ tr/\n// unless $lines;
  }
  return @pieces;
}

# Gives each piece its bracket group; groups know their parent and whether they are a query.
sub group_pieces {
  my (@pieces) = @_;
  my @groups = ({ parent => undef, is_query => 1, id => 0 });
  my @stack = (0);
  for my $i (0 .. $#pieces) {
    my $p = $pieces[$i];
    pop @stack if $p->{text} eq ')' && @stack > 1;
    $p->{group} = $stack[-1];
    if ($p->{text} eq '(') {
      my $next = $pieces[$i + 1];
      my $is_query = $next && $next->{up} =~ /^(?:SELECT|WITH)$/ ? 1 : 0;
      push @groups, { parent => $stack[-1], is_query => $is_query, id => scalar @groups,
                      before => $i > 0 ? $pieces[$i - 1]{up} : '' };
      push @stack, $#groups;
    }
  }
  return @groups;
}

# Which query a piece belongs to: the nearest query group, and which part of a UNION within it.
sub mark_queries {
  my ($pieces, $groups) = @_;
  my %part;
  for my $p (@$pieces) {
    my $g = $p->{group};
    $g = $groups->[$g]{parent} while !$groups->[$g]{is_query};
    $part{$g} = ($part{$g} // 0) + 1
      if $p->{group} == $g && $p->{up} =~ /^(?:UNION|EXCEPT|INTERSECT)$/;
    $p->{query} = $g . '.' . ($part{$g} // 0);
  }
}


1;
