# Email::MIME of the Perl Email Project. Protocol: protocol.py.
use strict;
use warnings;
use Email::MIME;
use MIME::Base64 qw(encode_base64);
$| = 1;
$SIG{__WARN__} = sub { };

sub add {
    my ($words, $thing) = @_;
    return unless defined $thing and length $thing;
    utf8::encode($thing) if utf8::is_utf8($thing);
    push @$words, encode_base64($thing, "");
}

while (my $path = <STDIN>) {
    chomp $path;
    my @words;
    eval {
        local $SIG{ALRM} = sub { die "slow\n" };
        alarm 10;
        open my $in, "<:raw", $path or die;
        local $/;
        my $mail = Email::MIME->new(scalar <$in>);
        my @pairs = eval { $mail->header_str_pairs };
        add(\@words, $_) for @pairs;
        $mail->walk_parts(sub {
            my ($part) = @_;
            add(\@words, eval { $part->filename });
            add(\@words, eval { $part->body });
            add(\@words, eval { $part->body_str });
        });
    };
    alarm 0;
    print join(" ", @words), "\n";
}
