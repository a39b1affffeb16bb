# SPDX-License-Identifier: AGPL-3.0-or-later
# Part of script/check-sql: finds the statements in C and puts their literals together.
use strict;
use warnings;
use utf8;

our ($statements, @GLOBAL_PLACES);

my $LITERAL = qr/"(?:\\.|[^"\\\n])*"/;

# The pieces of C after `(`: literals, names and brackets, up to the closing one.
sub read_arguments {
  my ($text, $at, $line) = @_;
  my (@arguments, $depth) = ([]);
  $depth = 1;
  pos($text) = $at;
  while ($depth > 0 && pos($text) < length $text) {
    if ($text =~ /\G($LITERAL)/gc)             { push @{ $arguments[-1] }, ['text', $1, $line] }
    elsif ($text =~ m{\G(?:/\*.*?\*/|//[^\n]*)}gcs) { $line += $& =~ tr/\n// }
    elsif ($text =~ /\G\s/gc)                  { $line++ if $& eq "\n" }
    elsif ($text =~ /\G([A-Za-z_]\w*)/gc)      { push @{ $arguments[-1] }, ['name', $1, $line] }
    elsif ($text =~ /\G,/gc && $depth == 1)    { push @arguments, [] }
    elsif ($text =~ /\G(.)/gcs) {
      $depth += $1 eq '(' ? 1 : $1 eq ')' ? -1 : 0;
      push @{ $arguments[-1] }, ['sign', $1, $line] if $depth > 0;
    }
  }
  return @arguments;
}

# #define NAME "text" "text"
sub read_macros {
  my ($text) = @_;
  my %macros;
  while ($text =~ /^#define[ \t]+(\w+)[ \t]+((?:\\\n|[^\n])*)/mg) {
    my ($name, $body) = ($1, $2);
    $macros{$name} = $body if $body =~ /^(?:$LITERAL|\\\n|\s|\w)+$/ && $body =~ /"/;
  }
  return %macros;
}

sub literal_text {
  my ($literal) = @_;
  my $text = substr $literal, 1, -1;
  $text =~ s/\\n/\n/g;
  $text =~ s/\\(.)/$1/g;
  return $text;
}

# (SQL, line of each byte); nothing when it is not made of literals.
sub join_literals {
  my ($macros, @parts) = @_;
  my ($sql, @lines) = ('');
  for my $part (@parts) {
    my ($kind, $text, $line) = @$part;
    my @literals = $kind eq 'text' ? ($text) : $kind eq 'name' && $macros->{$text}
      ? $macros->{$text} =~ /($LITERAL)/g : return;
    for my $literal (map { literal_text($_) } @literals) {
      $sql .= $literal;
      push @lines, ($line) x length $literal;
    }
  }
  return ($sql, \@lines);
}

# Of the file, and of the headers of ours that it includes, however far away.
sub macros_of {
  my ($file, $text) = @_;
  my ($root) = $file =~ m{^(.*?\bsrc)/};
  my (%macros, %seen);
  my @texts = ($text);
  while (defined $root && @texts) {
    my $one = shift @texts;
    push @texts, map { slurp($_) } grep { -f && !$seen{$_}++ }
      map { "$root/$_" } $one =~ /^#include "([^"]+)"/mg;
    %macros = (read_macros($one), %macros);
  }
  return (%macros, read_macros($text));
}

sub read_source {
  my ($file, $text, $folder) = @_;
  my %macros = macros_of($file, $text);
  while ($text =~ /\b(db_(query|change)(_global)?)\s*\(/g) {
    my ($call, $verb, $is_global, $at) = ($1, $2, $3, pos $text);
    my $line = 1 + (substr($text, 0, $at) =~ tr/\n//);
    my $start = substr $text, 0, $at;
    next if $start =~ /#define[^\n]*\z/ || $start =~ m{/\*(?:(?!\*/).)*\z}s;
    my @arguments = read_arguments($text, $at, $line);
    my ($sql, $lines) = @arguments > 1 ? join_literals(\%macros, @{ $arguments[-1] }) : ();
    if (!defined $sql || $sql eq '') {
      finding($file, $line, "$call: its text must be a literal, or macros of this file");
      next;
    }
    $statements++;
    finding($file, $line, "$call belongs in @GLOBAL_PLACES only")
      if $is_global && !grep { $_ eq $folder } @GLOBAL_PLACES;
    check_statement($file, $verb, $is_global, pieces($sql, $line, $lines));
  }
}

1;
