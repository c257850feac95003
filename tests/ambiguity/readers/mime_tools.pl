# MIME::Parser of MIME-tools, as amavis and MIMEDefang use it. Protocol: protocol.py.
use strict;
use warnings;
use MIME::Parser;
use MIME::Base64 qw(encode_base64);
use MIME::Words qw(decode_mimewords);
$| = 1;
$SIG{__WARN__} = sub { };

sub things_of {
    my ($entity) = @_;
    my @things;
    for my $tag ($entity->head->tags) {
        push @things, map { scalar decode_mimewords($_ // "") } $entity->head->get_all($tag);
    }
    push @things, $entity->head->recommended_filename // "";
    push @things, $entity->bodyhandle->as_string if $entity->bodyhandle;
    push @things, join("", @{ $entity->preamble || [] }), join("", @{ $entity->epilogue || [] });
    push @things, map { things_of($_) } $entity->parts;
    return @things;
}

while (my $path = <STDIN>) {
    chomp $path;
    my @things = eval {
        local $SIG{ALRM} = sub { die "slow\n" };
        alarm 10;
        my $parser = MIME::Parser->new;
        $parser->output_to_core(1);
        $parser->tmp_to_core(1);
        $parser->extract_uuencode(1);
        my @seen = things_of($parser->parse_open($path));
        alarm 0;
        @seen;
    };
    alarm 0;
    my @words;
    for my $thing (@things) {
        next unless defined $thing and length $thing;
        utf8::encode($thing) if utf8::is_utf8($thing);
        push @words, encode_base64($thing, "");
    }
    print join(" ", @words), "\n";
}
