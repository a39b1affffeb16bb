# SPDX-License-Identifier: AGPL-3.0-or-later
# Part of script/check-sql: what no statement may say, wherever it stands.
use strict;
use warnings;
use utf8;

our (%tables, %BUILT_IN, %TYPES);

# ---- The tables: change the rules here. ---------------------------------------------------------

# A word anywhere outside texts and comments, and why not.
my %REFUSED = (
  (map { $_ => 'the program does it, not the database' }
     qw(TRIGGER PROCEDURE FUNCTION LISTEN NOTIFY MERGE EXECUTE)),
  (map { $_ => 'ids are made by the program' }
     qw(SEQUENCE NEXTVAL SERIAL BIGSERIAL SMALLSERIAL AUTOINCREMENT IDENTITY ROWID LASTVAL)),
  (map { $_ => 'not the same on every engine' }
     qw(DEFERRABLE DEFERRED LIKE ILIKE GLOB SIMILAR REGEXP MATCH ARRAY ENUM COLLATE GENERATED
        PRAGMA ATTACH VACUUM EXCLUDE REPLACE_INTO LATERAL)),
  (map { $_ => 'times are int64 microseconds, bound by the program' }
     qw(CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP TIMESTAMP TIMESTAMPTZ INTERVAL DATE DATETIME)),
  (map { $_ => 'no floats' } qw(REAL FLOAT FLOAT8 DOUBLE NUMERIC DECIMAL)),
  (map { $_ => 'types are BIGINT, INTEGER, TEXT, BYTEA' }
     qw(BLOB INT SMALLINT VARCHAR CHAR BOOLEAN BOOL UUID JSON JSONB)),
  (map { $_ => 'booleans are INTEGER 0 and 1' } qw(TRUE FALSE)),
);

# What may be called. Not lower and upper: the engines fold only ASCII alike; text_sort_key does it.
my %FUNCTIONS = map { $_ => 1 } qw(COUNT SUM MIN MAX COALESCE NULLIF LENGTH SUBSTR REPLACE TRIM ABS
  ROW_NUMBER RANK DENSE_RANK LAG LEAD FIRST_VALUE LAST_VALUE NTILE CAST);
# Words that may stand before a bracket without being called.
my %BEFORE_BRACKET = map { $_ => 1 } qw(SELECT FROM WHERE AND OR NOT IN EXISTS VALUES AS ON KEY
  UNIQUE CHECK OVER FILTER USING UNION ALL EXCEPT INTERSECT CASE WHEN THEN ELSE CONFLICT SET JOIN
  DISTINCT BETWEEN IS BY HAVING LIMIT OFFSET RETURNING DEFAULT MATERIALIZED DO);

# ---- The rules. ---------------------------------------------------------------------------------

sub check_words {
  my ($file, $groups, @pieces) = @_;
  for my $i (0 .. $#pieces) {
    my ($p, $next, $after) = @pieces[$i, $i + 1, $i + 2];
    my ($up, $line) = ($p->{up}, $p->{line});
    my $next_up = $next ? $next->{up} : '';
    my $after_up = $after ? $after->{up} : '';
    finding($file, $line, "double quotes: texts stand in single ones") if $p->{kind} eq 'name';
    finding($file, $line, "$p->{text}: no floats")
      if $p->{kind} eq 'number' && $p->{text} =~ /\./;
    finding($file, $line, "$up: write <> and =") if $up eq '==';
    finding($file, $line, ":: is PostgreSQL's: write CAST") if $up eq '::';
    finding($file, $line, "? without a number") if $p->{text} eq '?';
    next unless $p->{kind} eq 'word';
    finding($file, $line, "x'...' is not bytes on PostgreSQL: bind them")
      if $up eq 'X' && $next && $next->{kind} eq 'text';
    finding($file, $line, "$up: $REFUSED{$up}")
      if $REFUSED{$up} && !is_column_name(\@pieces, $i);
    finding($file, $line, "INSERT OR: write ON CONFLICT") if "$up $next_up" eq 'INSERT OR';
    finding($file, $line, "REPLACE INTO: write ON CONFLICT") if "$up $next_up" eq 'REPLACE INTO';
    finding($file, $line, "ON DELETE $next_up $after_up: the program does it first")
      if $up eq 'DELETE' && $i && $pieces[$i - 1]{up} eq 'ON' && $next_up eq 'SET';
    finding($file, $line, "FOR UPDATE: the writer locks the community")
      if "$up $next_up" eq 'FOR UPDATE';
    check_call($file, $groups, \@pieces, $i) if $next_up eq '(';
  }
}

# `t.date` or `date BIGINT` would be a column's name; a call or a type is not.
sub is_column_name {
  my ($pieces, $i) = @_;
  return 1 if $i > 0 && $pieces->[$i - 1]{text} eq '.';
  my $next = $pieces->[$i + 1];
  return $next && $TYPES{ $next->{up} };
}

sub check_call {
  my ($file, $groups, $pieces, $i) = @_;
  my ($p, $before) = ($pieces->[$i], $i > 0 ? $pieces->[$i - 1]{up} : '');
  my $up = $p->{up};
  return if $BEFORE_BRACKET{$up} || $tables{ $p->{text} } || $BUILT_IN{ $p->{text} };
  # Names of WITH, tables and indexes stand before brackets too.
  return if $before =~ /^(?:INTO|TABLE|REFERENCES|ON|WITH|RECURSIVE|EXISTS|CONSTRAINT)$/;
  return if $before eq ',' && follows_as($pieces, $i);
  if (!$FUNCTIONS{$up}) {
    finding($file, $p->{line}, "$p->{text}(): not a function that every engine has alike");
  } elsif ($up eq 'SUM' && !is_inside_cast($groups, $pieces, $i)) {
    finding($file, $p->{line}, "sum() only inside CAST(sum(x) AS BIGINT)");
  } elsif ($up =~ /^(?:MIN|MAX)$/ && has_comma($pieces, $i + 1)) {
    finding($file, $p->{line}, "$p->{text}() of two values is SQLite's: write CASE");
  }
}

# WITH a AS (...), b (x) AS (...)
sub follows_as {
  my ($pieces, $i) = @_;
  my $inside = $pieces->[$i + 2] ? $pieces->[$i + 2]{group} : -1;
  for my $j ($i + 2 .. $#$pieces) {
    next if $pieces->[$j]{group} >= $inside;
    return $pieces->[$j]{text} eq ')' && $pieces->[$j + 1] && $pieces->[$j + 1]{up} eq 'AS';
  }
  return 0;
}

sub is_inside_cast {
  my ($groups, $pieces, $i) = @_;
  for (my $g = $pieces->[$i]{group}; defined $g && $g > 0; $g = $groups->[$g]{parent}) {
    next unless $groups->[$g]{before} eq 'CAST';
    my @inside = grep { $_->{group} == $g } @$pieces;
    return 1 if @inside >= 2 && "$inside[-2]{up} $inside[-1]{up}" eq 'AS BIGINT';
  }
  return 0;
}

sub has_comma {
  my ($pieces, $open) = @_;
  my $first = $pieces->[$open + 1] or return 0;
  return grep { $_->{text} eq ',' && $_->{group} == $first->{group} } @$pieces;
}

# INSERT ... VALUES (..., (SELECT ...)): Citus refuses it.
sub check_values {
  my ($file, $groups, @pieces) = @_;
  return unless $pieces[0]{up} eq 'INSERT' || grep { $_->{up} eq 'INSERT' } @pieces;
  for my $i (0 .. $#pieces) {
    next unless $pieces[$i]{up} eq 'SELECT';
    for (my $g = $pieces[$i]{group}; defined $g && $g > 0; $g = $groups->[$g]{parent}) {
      my $parent = $groups->[$g]{parent};
      finding($file, $pieces[$i]{line}, 'INSERT ... VALUES ((SELECT ...)): write INSERT ... SELECT')
        if $parent && $groups->[$parent]{before} =~ /^(?:VALUES|,)$/
        && is_row_of_values($groups, $parent, @pieces);
    }
  }
}

sub is_row_of_values {
  my ($groups, $g, @pieces) = @_;
  return 1 if $groups->[$g]{before} eq 'VALUES';
  my $outer = $groups->[$g]{parent};
  for my $i (grep { $pieces[$_]{up} eq 'VALUES' } 0 .. $#pieces) {
    return 1 if $pieces[$i]{group} == $outer && $pieces[0]{up} ne 'WITH';
  }
  return 0;
}


1;
