package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.dispatch.Destinations.Destination;
import io.privatesmtp.delivery.dispatch.Way.Place;
import io.privatesmtp.delivery.mx.MxAnswer;
import io.privatesmtp.delivery.mx.MxAnswer.OutsidePolicy;
import io.privatesmtp.delivery.mx.MxAnswer.TemporaryFailure;
import io.privatesmtp.delivery.mx.MxCandidate;
import io.privatesmtp.delivery.smtp.Terms;
import io.privatesmtp.delivery.smtp.TlsLevel;
import io.privatesmtp.delivery.tls.HostFindings.Finding;
import io.privatesmtp.delivery.tls.StsPolicies.Answer;
import io.privatesmtp.delivery.tls.StsPolicy;
import io.privatesmtp.delivery.tls.TlsPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is demanded of each host of a domain.
 *
 * <pre>
 * the operator's policy file names the destination   its level
 * TLSA records that are signed and usable            TLS, and a certificate that matches them
 * TLSA records, none of them usable                  TLS, and what follows below
 * TLSA records that cannot be had or validated       no mail to this host
 * an MTA-STS policy that was not asked for yet       no mail to this host
 * an enforced MTA-STS policy names the host          TLS, and a certificate that an authority vouches for
 * it does not                                        no mail to this host
 * nothing of all that                                the level for all
 * </pre>
 *
 * The first that applies decides; DANE goes before MTA-STS (RFC 8461 section 2).
 */
final class Demands {
    private final TlsPolicies tls;

    Demands(TlsPolicies tls) {
        this.tls = tls;
    }

    /** The hosts that mail may go to, in their order, with their terms; or why it may go to none for now. */
    Destination meet(String domain, MxAnswer.Hosts hosts, Map<String, Finding> found, Answer sts, int port) {
        List<Place> places = new ArrayList<>();
        MxAnswer.NoRoute why =
                sts instanceof Answer.NotYet not ? new TemporaryFailure(not.text()) : new OutsidePolicy(domain);
        for (MxCandidate host : hosts.candidates()) {
            Finding finding = found.getOrDefault(host.host(), new Finding.Nothing());
            Terms terms = terms(domain, host.host(), finding, sts);
            if (terms != null) {
                places.addAll(Place.of(host, port, terms));
            } else if (finding instanceof Finding.Broken broken) {
                why = new TemporaryFailure(broken.text());
            }
        }
        return places.isEmpty() ? new Destination.Nowhere(why) : new Destination.Places(places);
    }

    private @Nullable Terms terms(String domain, String host, Finding finding, Answer sts) {
        Optional<TlsLevel> named = tls.named(domain, host);
        if (named.isPresent()) {
            return Terms.of(named.get());
        }
        return switch (finding) {
            case Finding.Pinned pinned -> Terms.of(pinned.check());
            case Finding.Unusable unusable -> terms(atLeastTls(withoutDane(domain, host, sts)));
            case Finding.Broken cannotBeKnown -> null;
            case Finding.Nothing nothing -> terms(withoutDane(domain, host, sts));
        };
    }

    /** Null where the host gets no mail. */
    private @Nullable TlsLevel withoutDane(String domain, String host, Answer sts) {
        return switch (sts) {
            case Answer.NotYet notYet -> null;
            case Answer.Known(StsPolicy policy) when policy.enforced() -> policy.names(host) ? TlsLevel.VERIFY : null;
            case Answer.Known known -> tls.level(domain, host);
        };
    }

    private static @Nullable TlsLevel atLeastTls(@Nullable TlsLevel level) {
        return level == null || level == TlsLevel.VERIFY ? level : TlsLevel.ENCRYPT;
    }

    private static @Nullable Terms terms(@Nullable TlsLevel level) {
        return level == null ? null : Terms.of(level);
    }
}
