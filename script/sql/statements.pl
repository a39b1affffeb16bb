# SPDX-License-Identifier: AGPL-3.0-or-later
# Part of script/check-sql: which tables a statement touches, and whose rows it can see.
use strict;
use warnings;
use utf8;

our (%tables, %BUILT_IN, @GLOBAL_PLACES, $ROOT, %unknown);

my %NOT_AN_ALIAS = map { $_ => 1 } qw(ON WHERE SET JOIN LEFT INNER CROSS ORDER GROUP HAVING LIMIT
  UNION EXCEPT INTERSECT USING VALUES SELECT DEFAULT RETURNING OFFSET WINDOW DO AS FULL RIGHT
  NATURAL FOR);

sub check_statement {
  my ($file, $verb, $is_global, @pieces) = @_;
  @pieces = grep { $_->{kind} ne 'comment' } @pieces;
  my @groups = group_pieces(@pieces);
  mark_queries(\@pieces, \@groups);
  finding($file, $pieces[0]{line}, 'one statement a call, without ;')
    if grep { $_->{text} eq ';' } @pieces;
  check_words($file, \@groups, @pieces);
  check_values($file, \@groups, @pieces);
  my @uses = find_tables(\@pieces);
  for my $use (@uses) {
    my $scope = $use->{table}{scope};
    finding($file, $use->{line}, "$use->{name} is global: db_${verb}_global, in @GLOBAL_PLACES")
      if !$is_global && $scope eq 'global';
    finding($file, $use->{line}, "$use->{name} is a tenant table: db_$verb")
      if $is_global && $scope eq 'tenant' && !($verb eq 'query' && $use->{name} eq $ROOT);
    check_community($file, $use, \@uses, \@pieces) if !$is_global && $scope eq 'tenant';
  }
  check_order($file, \@uses, \@pieces);
}

# What a piece says; '' behind the last one (asking for it by [] would add one).
sub after {
  my ($pieces, $i, $key) = @_;
  return $i <= $#$pieces ? $pieces->[$i]{$key} : '';
}

# Every table named: {name, alias, query, line, at, is_insert, is_outer}.
sub find_tables {
  my ($pieces) = @_;
  my (@uses, %made_here);
  for my $i (1 .. $#$pieces) {    # WITH name AS (, name (columns) AS (
    my $p = $pieces->[$i];
    $made_here{ $p->{text} } = 1
      if $p->{kind} eq 'word' && $pieces->[$i - 1]{up} =~ /^(?:WITH|RECURSIVE|,)$/
      && (after($pieces, $i + 1, 'up') eq 'AS' && after($pieces, $i + 2, 'text') eq '('
        || after($pieces, $i + 1, 'text') eq '(' && follows_as($pieces, $i));
  }
  my %from_list;
  for my $i (1 .. $#$pieces) {
    my ($p, $before) = @$pieces[$i, $i - 1];
    my $key = "$p->{query}/$p->{group}";
    $from_list{$key} = 1 if $before->{up} eq 'FROM';
    $from_list{$key} = 0 if $p->{up} =~ /^(?:WHERE|ORDER|GROUP|LIMIT|SET|HAVING|UNION|RETURNING)$/;
    next unless $p->{kind} eq 'word' && !$NOT_AN_ALIAS{ $p->{up} };
    next unless $before->{up} =~ /^(?:FROM|JOIN|INTO)$/
      || ($before->{up} eq 'UPDATE' && $i < 3 && ($pieces->[$i - 2] // $before)->{up} ne 'DO')
      || ($before->{text} eq ',' && $from_list{$key});
    next if $made_here{ $p->{text} } || $p->{up} eq 'SELECT';
    push @uses, use_of_table($pieces, $i);
  }
  return grep { $_->{table} } @uses;
}

sub use_of_table {
  my ($pieces, $i) = @_;
  my $p = $pieces->[$i];
  my $next = $pieces->[$i + 1];
  $next = $pieces->[$i + 2] if $next && $next->{up} eq 'AS';
  my $alias = $next && $next->{kind} eq 'word' && !$NOT_AN_ALIAS{ $next->{up} } ? $next->{text}
    : $p->{text};
  my $scope = $BUILT_IN{ $p->{text} };
  my $table = $tables{ $p->{text} } // ($scope && { scope => $scope, nullable => {} });
  $unknown{"$p->{text} $p->{line}"} = $p unless $table;
  my $is_outer = $i > 1 && $pieces->[$i - 1]{up} eq 'JOIN'
    && $pieces->[$i - 2]{up} =~ /^(?:LEFT|OUTER)$/;
  return { name => $p->{text}, alias => $alias, table => $table, query => $p->{query},
           line => $p->{line}, at => $i, is_outer => $is_outer,
           is_insert => $pieces->[$i - 1]{up} eq 'INTO' };
}

sub check_community {
  my ($file, $use, $uses, $pieces) = @_;
  return check_insert($file, $use, $pieces) if $use->{is_insert};
  my $beside = grep { $_->{query} eq $use->{query} && $_->{table}{scope} eq 'tenant'
                      && !$_->{is_insert} } @$uses;
  my $is_condition = 0;
  for my $i (0 .. $#$pieces) {
    my $p = $pieces->[$i];
    next unless $p->{query} eq $use->{query};
    $is_condition = 1 if $p->{up} =~ /^(?:WHERE|ON)$/;
    finding($file, $p->{line}, 'community_id is never changed')
      if !$is_condition && is_set_of_community($pieces, $i);
    next unless $is_condition && $p->{text} eq 'community_id';
    my $is_qualified = $i > 1 && $pieces->[$i - 1]{text} eq '.';
    next if $is_qualified ? $pieces->[$i - 2]{text} ne $use->{alias} : $beside > 1;
    next unless after($pieces, $i + 1, 'text') eq '=' && after($pieces, $i + 2, 'text') eq '?1';
    next if grep { $_->{up} eq 'OR' && $_->{group} == $p->{group} && $_->{query} eq $p->{query} }
      @$pieces;
    return;
  }
  my $name = $beside > 1 ? "$use->{alias}.community_id" : 'community_id';
  finding($file, $use->{line}, "$use->{name}: nothing says $name = ?1");
}

sub is_set_of_community {
  my ($pieces, $i) = @_;
  return $pieces->[$i]{text} eq 'community_id' && after($pieces, $i + 1, 'text') eq '='
    && $i > 0 && $pieces->[$i - 1]{up} =~ /^(?:SET|,)$/;
}

# INSERT INTO t (community_id, ...) VALUES (?1, ...), (?1, ...) or SELECT ?1 or community_id, ...
sub check_insert {
  my ($file, $use, $pieces) = @_;
  my @rest = @$pieces[$use->{at} + 1 .. $#$pieces];
  finding($file, $use->{line}, "$use->{name}: community_id is the first column named")
    unless @rest > 1 && $rest[0]{text} eq '(' && $rest[1]{text} eq 'community_id';
  my ($values) = grep { $rest[$_]{up} eq 'VALUES' } 0 .. $#rest;
  my ($select) = grep { $rest[$_]{up} eq 'SELECT' } 0 .. $#rest;
  if (defined $values) {
    for my $i ($values .. $#rest - 1) {
      last if $rest[$i]{up} =~ /^(?:ON|RETURNING)$/;
      next unless $rest[$i]{text} eq '(' && $rest[$i]{group} == $rest[$values]{group};
      finding($file, $rest[$i]{line}, "$use->{name}: the first value is ?1")
        unless $rest[$i + 1]{text} eq '?1';
    }
  } elsif (defined $select) {
    my $last = $select + 3 < $#rest ? $select + 3 : $#rest;
    my $first = join '', map { $_->{text} } @rest[$select + 1 .. $last];
    finding($file, $rest[$select]{line}, "$use->{name}: SELECT gives ?1 first")
      unless $first =~ /^(?:\?1,|(?:\w+\.)?community_id)/;
    check_select_conflict($file, @rest);
  }
  my ($conflict) = grep { $rest[$_]{up} eq 'CONFLICT' } 0 .. $#rest;
  finding($file, $rest[$conflict]{line}, 'ON CONFLICT starts with community_id')
    if defined $conflict && ($rest[$conflict + 1]{text} // '') eq '('
    && $rest[$conflict + 2]{text} ne 'community_id';
}

# SQLite cannot tell ON CONFLICT from a join's ON without a WHERE before it.
sub check_select_conflict {
  my ($file, @rest) = @_;
  my ($conflict) = grep { $rest[$_]{up} eq 'CONFLICT' } 0 .. $#rest;
  return unless defined $conflict;
  finding($file, $rest[$conflict]{line}, 'SELECT ... ON CONFLICT needs a WHERE before it')
    unless grep { $_->{up} eq 'WHERE' && $_->{group} == $rest[$conflict]{group} }
      @rest[0 .. $conflict];
}

# A plain column that may be NULL sorts differently on each engine.
sub check_order {
  my ($file, $uses, $pieces) = @_;
  for my $i (grep { $pieces->[$_]{up} eq 'ORDER' } 0 .. $#$pieces) {
    my ($start, $group) = ($i + 2, $pieces->[$i]{group});
    my @items = ([]);
    for my $p (@$pieces[$start .. $#$pieces]) {
      last if $p->{group} < $group || ($p->{group} == $group
        && $p->{up} =~ /^(?:LIMIT|OFFSET|\)|ROWS|RANGE|RETURNING|UNION|EXCEPT|INTERSECT)$/);
      if ($p->{text} eq ',' && $p->{group} == $group) { push @items, [] }
      else                                            { push @{ $items[-1] }, $p }
    }
    check_order_item($file, $uses, $pieces->[$i]{query}, @$_) for @items;
  }
}

sub check_order_item {
  my ($file, $uses, $query, @item) = @_;
  my $words = join ' ', map { $_->{text} } @item;
  return if $words =~ /\bNULLS (?:FIRST|LAST)\b/i;
  my ($alias, $column) = $words =~ /^(?:(\w+) \. )?(\w+)(?: (?:ASC|DESC))?$/i or return;
  for my $use (grep { $_->{query} eq $query } @$uses) {
    next if defined $alias && $alias ne $use->{alias};
    next unless $use->{table}{columns} && $use->{table}{columns}{$column};
    finding($file, $item[0]{line}, "$column may be NULL: say NULLS FIRST or NULLS LAST")
      if $use->{is_outer} || $use->{table}{nullable}{$column};
    last;
  }
}


1;
