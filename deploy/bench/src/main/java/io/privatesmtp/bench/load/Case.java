package io.privatesmtp.bench.load;

import java.util.ArrayList;
import java.util.List;

/**
 * One kind of mail.
 *
 * @param bytes of a message, headers included
 * @param domains that mail goes to, each with a mail exchanger of its own name
 * @param deferredPercent of the messages that are refused for a while (451) at the first attempt
 * @param rules on the bus, those of the senders among them
 * @param sources private addresses on the bus, those of the senders among them
 * @param partitions of each topic for mail
 */
public record Case(
        int bytes, int domains, int deferredPercent, Signing signing, int rules, int sources, int partitions) {
    /** Domains that mail comes from, each of an account and with an address of its own. */
    public static final int SENDERS = 10;

    private static final int PARTITIONS = 12;
    private static final int KIB = 1024;
    private static final int MIN_BYTES = 512;
    private static final int MAX_BYTES = 10 << 20;

    /** Which signatures the mail gets. */
    public enum Signing {
        OFF,
        RSA,
        ED25519
    }

    public Case {
        if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("--size " + bytes + ": must be 512 bytes to 10 MiB");
        }
        if (domains < 1 || domains > 100_000) {
            throw new IllegalArgumentException("--domains " + domains + ": must be 1 to 100000");
        }
        if (deferredPercent < 0 || deferredPercent > 100) {
            throw new IllegalArgumentException("--deferred " + deferredPercent + ": must be 0 to 100");
        }
        if (rules < SENDERS || rules > 2_000_000) {
            throw new IllegalArgumentException("--rules " + rules + ": must be " + SENDERS + " to 2000000");
        }
        if (sources < SENDERS || sources > 40_000) {
            throw new IllegalArgumentException(sources + " source addresses: must be " + SENDERS + " to 40000");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException(partitions + " partitions: must be 1 or more");
        }
    }

    /** As many addresses as senders, and as many partitions as shipped. */
    public Case(int bytes, int domains, int deferredPercent, Signing signing, int rules) {
        this(bytes, domains, deferredPercent, signing, rules, SENDERS, PARTITIONS);
    }

    /** One domain, everything taken at once, no signatures. */
    public static Case plain(int bytes) {
        return new Case(bytes, 1, 0, Signing.OFF, SENDERS);
    }

    /** The same, of another size. */
    public Case sized(int manyBytes) {
        return new Case(manyBytes, domains, deferredPercent, signing, rules, sources, partitions);
    }

    public Case to(int manyDomains) {
        return new Case(bytes, manyDomains, deferredPercent, signing, rules, sources, partitions);
    }

    public Case deferring(int percent) {
        return new Case(bytes, domains, percent, signing, rules, sources, partitions);
    }

    public Case signed(Signing how) {
        return new Case(bytes, domains, deferredPercent, how, rules, sources, partitions);
    }

    public Case among(int manyRules) {
        return new Case(bytes, domains, deferredPercent, signing, manyRules, sources, partitions);
    }

    public Case amongSources(int manySources) {
        return new Case(bytes, domains, deferredPercent, signing, rules, manySources, partitions);
    }

    public Case over(int manyPartitions) {
        return new Case(bytes, domains, deferredPercent, signing, rules, sources, manyPartitions);
    }

    /** Unsigned, to one domain that takes it at once. */
    public boolean isPlain() {
        return domains == 1 && deferredPercent == 0 && signing == Signing.OFF;
    }

    /** {@code 4k}, {@code 20k}, {@code 100k} or a number of bytes. */
    public static int bytes(String size) {
        if (!size.matches("[0-9]{1,7}[kK]?")) {
            throw new IllegalArgumentException("--size " + size + ": must be like 4k or 4096");
        }
        var number = Long.parseLong(size.replaceAll("[kK]", ""));
        var bytes = size.matches(".*[kK]") ? number * KIB : number;
        if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("--size " + size + ": must be 512 bytes to 10 MiB");
        }
        return (int) bytes;
    }

    /** Whether the n-th message is refused for a while. Spread evenly over senders and domains. */
    public boolean deferred(long n) {
        return n * 7919 % 100 < deferredPercent;
    }

    /** Its size, as people say it. */
    public String length() {
        return bytes % KIB == 0 ? bytes / KIB + " KB" : bytes + " bytes";
    }

    /** As people say it. */
    public String title() {
        List<String> parts = new ArrayList<>();
        parts.add(length());
        parts.add(domains == 1 ? "1 domain" : domains + " domains");
        if (deferredPercent > 0) {
            parts.add(deferredPercent + " % deferred");
        }
        switch (signing) {
            case OFF -> {}
            case RSA -> parts.add("RSA 2048");
            case ED25519 -> parts.add("Ed25519");
        }
        if (rules > SENDERS) {
            parts.add(rules + " rules");
        }
        if (sources > SENDERS) {
            parts.add(sources + " sources");
        }
        if (partitions != PARTITIONS) {
            parts.add(partitions + (partitions == 1 ? " partition" : " partitions"));
        }
        return String.join(", ", parts);
    }
}
