package io.privatesmtp.bench.load;

import io.privatesmtp.bench.load.Case.Signing;
import java.util.List;

/** One case, and for each thing that makes mail dearer another, so that its price stands alone. */
public final class Matrix {
    private static final int SMALL = 4 << 10;
    private static final int MEDIUM = 20 << 10;
    private static final int LARGE = 100 << 10;
    private static final int SOME_DOMAINS = 10;
    private static final int MANY_DOMAINS = 1_000;
    private static final int DEFERRED_PERCENT = 10;

    private static final int MANY_RULES = 1_000_000;

    private static final Case BASE = Case.plain(SMALL);

    public static final List<Case> CASES = List.of(
            BASE,
            Case.plain(MEDIUM),
            Case.plain(LARGE),
            BASE.to(SOME_DOMAINS),
            BASE.to(MANY_DOMAINS),
            BASE.deferring(DEFERRED_PERCENT),
            BASE.to(MANY_DOMAINS).deferring(DEFERRED_PERCENT),
            BASE.signed(Signing.RSA),
            BASE.signed(Signing.ED25519),
            Case.plain(LARGE).signed(Signing.RSA),
            BASE.among(MANY_RULES));

    private Matrix() {}
}
