package io.privatesmtp.delivery.lane;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.TlsLevel;
import java.time.Duration;

/** Servers whose STARTTLS did not work: asked in the clear for an hour, where the policy allows that. */
final class PlainHosts {
    private static final int MAX = 10_000;

    private final Cache<NextHop, Boolean> hosts = Caffeine.newBuilder()
            .maximumSize(MAX)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    void add(NextHop hop) {
        hosts.put(hop, true);
    }

    /** It wants to be asked under TLS again. */
    void remove(NextHop hop) {
        hosts.invalidate(hop);
    }

    /** How the server is asked: never less than its terms demand. */
    TlsLevel level(NextHop hop) {
        TlsLevel demanded = hop.terms().tls();
        return demanded == TlsLevel.MAY && hosts.getIfPresent(hop) != null ? TlsLevel.NONE : demanded;
    }
}
