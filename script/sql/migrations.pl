# SPDX-License-Identifier: AGPL-3.0-or-later
# Part of script/check-sql: what a table, an index and a change of a table must be.
use strict;
use warnings;
use utf8;

our (%tables, %TYPES, $migrations);

sub read_migrations {
  my ($file, $text) = @_;
  my (@statement, @marks);
  my $is_inside = 0;
  for my $p (pieces($text, 1)) {
    if ($p->{kind} eq 'comment') {
      $is_inside = 1, $migrations++ if $p->{text} =~ /^-- migration \d+:/;
      push @marks, $p unless @statement;
    } elsif ($p->{text} eq ';') {
      finding($file, $statement[0]{line}, 'stands before the first "-- migration N: ..."')
        if @statement && !$is_inside;
      read_statement($file, \@marks, @statement) if @statement;
      (@statement, @marks) = ();
    } else {
      push @statement, $p;
    }
  }
  finding($file, $statement[0]{line}, 'a statement without its ;') if @statement;
}

sub read_statement {
  my ($file, $marks, @pieces) = @_;
  my $head = join ' ', map { $_->{up} } @pieces[0 .. ($#pieces < 2 ? $#pieces : 2)];
  my @groups = group_pieces(@pieces);
  if ($head =~ /^CREATE TABLE/) {
    read_table($file, $marks, @pieces);
  } elsif ($head =~ /^DROP TABLE (\w+)$/) {
    my $name = $pieces[2]{text};    # to be made anew: SQLite cannot change what is UNIQUE
    delete $tables{$name} or finding($file, $pieces[0]{line}, "no migration makes a table $name");
  } elsif ($head =~ /^ALTER TABLE (\w+)/) {
    read_alter($file, @pieces);
  } elsif ($head =~ /^CREATE (?:UNIQUE )?INDEX/) {
    check_index($file, @pieces);
  }
  check_words($file, \@groups, @pieces);
  check_values($file, \@groups, @pieces);
}

# The pieces between the outermost brackets, cut at their commas.
sub definitions {
  my (@pieces) = @_;
  my @parts = ([]);
  for my $p (grep { $_->{group} > 0 } @pieces) {
    if ($p->{text} eq ',' && $p->{group} == 1) { push @parts, [] }
    else                                       { push @{ $parts[-1] }, $p }
  }
  return grep { @$_ } @parts;
}

sub read_table {
  my ($file, $marks, @pieces) = @_;
  my ($name) = map { $_->{text} } grep { $_->{up} !~ /^(?:CREATE|TABLE|IF|NOT|EXISTS)$/ } @pieces;
  my $line = $pieces[0]{line};
  my $table = { name => $name, columns => {}, nullable => {}, line => $line, file => $file };
  read_marks($file, $line, $table, @$marks);
  finding($file, $line, "table $name is made twice") if $tables{$name};
  $tables{$name} = $table;
  group_pieces(@pieces);
  for my $definition (definitions(@pieces)) {
    if ($definition->[0]{up} =~ /^(?:PRIMARY|UNIQUE|FOREIGN|CHECK|CONSTRAINT)$/) {
      check_constraint($file, $table, @$definition);
    } else {
      read_column($file, $table, @$definition);
    }
  }
  finding($file, $line, "$name has no PRIMARY KEY") unless $table->{key};
  for my $column (@{ $table->{special} }) {
    finding($file, $line, "special column $column is not a BYTEA of $name")
      unless ($table->{columns}{$column} // '') eq 'BYTEA';
  }
}

sub read_marks {
  my ($file, $line, $table, @marks) = @_;
  my @scopes = map { $_->{text} =~ /^-- (tenant|global)\s*$/ ? $1 : () } @marks;
  my @exports = map { $_->{text} =~ /^-- export (.*?)\s*$/ ? $1 : () } @marks;
  my @special = map { $_->{text} =~ /^-- special: (.*?)\s*$/ ? split /\s*,\s*/, $1 : () } @marks;
  finding($file, $line, "$table->{name}: exactly one of -- tenant, -- global") unless @scopes == 1;
  finding($file, $line, "$table->{name}: exactly one of -- export yes, derived, never")
    unless @exports == 1 && $exports[0] =~ /^(?:yes|derived|never)$/;
  $table->{scope} = $scopes[0] // 'tenant';
  $table->{special} = \@special;
}

sub read_column {
  my ($file, $table, @pieces) = @_;
  my ($name, $type) = @pieces[0, 1];
  my $words = join ' ', map { $_->{up} } @pieces;
  my $is_community = $name->{text} eq 'community_id';
  finding($file, $name->{line}, "$name->{text}: types are BIGINT, INTEGER, TEXT, BYTEA")
    unless $type && $TYPES{ $type->{up} };
  $table->{columns}{ $name->{text} } = $type ? $type->{up} : '';
  $table->{nullable}{ $name->{text} } = 1 unless $words =~ /NOT NULL|PRIMARY KEY/;
  if ($words =~ /PRIMARY KEY/) {
    $table->{key} = [$name->{text}];
    finding($file, $name->{line}, "the key of a tenant table starts with community_id")
      if $table->{scope} eq 'tenant' && !$is_community;
  }
  finding($file, $name->{line}, "UNIQUE of a tenant table starts with community_id")
    if $words =~ /\bUNIQUE\b/ && $table->{scope} eq 'tenant';
  finding($file, $name->{line}, "a foreign key of a tenant table starts with community_id")
    if $words =~ /\bREFERENCES\b/
    && !($is_community && $words =~ /REFERENCES \w+ \( COMMUNITY_ID \)/);
}

# Names in the brackets after the piece at $at.
sub names_after {
  my ($at, @pieces) = @_;
  my @names;
  for my $p (@pieces[$at + 1 .. $#pieces]) {
    last if $p->{text} eq ')';
    push @names, $p->{text}
      if $p->{kind} eq 'word' && $p->{up} !~ /^(?:ASC|DESC|NULLS|FIRST|LAST)$/;
  }
  return @names;
}

sub check_constraint {
  my ($file, $table, @pieces) = @_;
  my $words = join ' ', map { $_->{up} } @pieces;
  my @open = grep { $pieces[$_]{text} eq '(' } 0 .. $#pieces;
  my @names = @open ? names_after($open[0], @pieces) : ();
  my $is_tenant = $table->{scope} eq 'tenant';
  my $line = $pieces[0]{line};
  if ($words =~ /PRIMARY KEY/) {
    $table->{key} = \@names;
    delete @{ $table->{nullable} }{@names};
    finding($file, $line, "the key of a tenant table starts with community_id")
      if $is_tenant && $names[0] ne 'community_id';
  } elsif ($words =~ /^(?:CONSTRAINT \w+ )?UNIQUE/) {
    finding($file, $line, "UNIQUE of a tenant table starts with community_id")
      if $is_tenant && $names[0] ne 'community_id';
  } elsif ($words =~ /FOREIGN KEY/) {
    my ($reference) = grep { $pieces[$_]{up} eq 'REFERENCES' } 0 .. $#pieces;
    my @theirs = names_after($reference + 2, @pieces);
    finding($file, $line, "a foreign key starts with community_id on both sides")
      if $names[0] ne 'community_id' || ($theirs[0] // '') ne 'community_id';
  }
}

sub read_alter {
  my ($file, @pieces) = @_;
  my ($name, $line) = ($pieces[2]{text}, $pieces[0]{line});
  my $words = join ' ', map { $_->{up} } @pieces;
  my $table = $tables{$name} or return finding($file, $line, "no migration makes a table $name");
  group_pieces(@pieces);
  finding($file, $line, 'one action an ALTER')
    if grep { $_->{text} eq ',' && !$_->{group} } @pieces;
  return finding($file, $line, 'SQLite cannot ADD CONSTRAINT: make the table anew')
    if $words =~ /ADD (?:CONSTRAINT|UNIQUE|PRIMARY|FOREIGN|CHECK)/;
  return unless $words =~ /^ALTER TABLE \w+ ADD /;
  my @column = @pieces[($pieces[4]{up} eq 'COLUMN' ? 5 : 4) .. $#pieces];
  read_column($file, $table, @column);
  finding($file, $line, 'a new column that is NOT NULL needs a DEFAULT')
    if $words =~ /NOT NULL/ && $words !~ /DEFAULT/;
}

sub check_index {
  my ($file, @pieces) = @_;
  my ($on) = grep { $pieces[$_]{up} eq 'ON' } 0 .. $#pieces;
  my $name = defined $on ? $pieces[$on + 1]{text} : '';
  my $table = $tables{$name}
    or return finding($file, $pieces[0]{line}, "no migration makes a table $name");
  my @names = names_after($on + 2, @pieces);
  finding($file, $pieces[0]{line}, "an index of a tenant table starts with community_id")
    if $table->{scope} eq 'tenant' && ($names[0] // '') ne 'community_id';
}


1;
