#!/usr/bin/perl
# Verifies DKIM signatures with Mail::DKIM: verify.pl ZONE FILE... A line for each file: name, then "pass" or "fail" for each
# signature, from the top. ZONE has a line for each key record: name, tab, text.
use strict;
use warnings;
use Mail::DKIM::Verifier;
use Mail::DKIM::DNS;

package Answer { sub type { 'TXT' } sub txtdata { ${ $_[0] } } }

my ($zone, @files) = @ARGV;
open my $records, '<', $zone or die "$zone: $!";
my %text = map { chomp; split /\t/, $_, 2 } <$records>;
{
    no warnings 'redefine';
    *Mail::DKIM::DNS::query = sub {
        my ($name) = @_;
        return exists $text{$name} ? (bless \$text{$name}, 'Answer') : ();
    };
}
for my $file (@files) {
    my $verifier = Mail::DKIM::Verifier->new;
    open my $mail, '<:raw', $file or die "$file: $!";
    while (read $mail, my $piece, 65536) { $verifier->PRINT($piece) }
    $verifier->CLOSE;
    my @results;
    for my $signature ($verifier->signatures) {
        my $passed = $signature->result eq 'pass';
        push @results, $passed ? 'pass' : 'fail';
        print STDERR "$file: ", $signature->result_detail, "\n" unless $passed;
    }
    print join("\t", $file, @results), "\n";
}
