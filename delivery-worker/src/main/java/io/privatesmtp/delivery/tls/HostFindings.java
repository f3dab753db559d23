package io.privatesmtp.delivery.tls;

import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.smtp.CertificateCheck;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is published about the certificates of a domain's hosts. */
@FunctionalInterface
public interface HostFindings {
    /** For workers that do not look. */
    HostFindings OFF = (domain, hosts, family, port) -> CompletableFuture.completedFuture(Map.of());

    /** About one host. */
    sealed interface Finding {
        /** Must present a certificate that passes the check. */
        record Pinned(CertificateCheck check) implements Finding {}

        /** There are records, and none that mail can use: it must have TLS all the same (RFC 7672 section 2.2). */
        record Unusable() implements Finding {}

        /** Nothing is demanded. */
        record Nothing() implements Finding {}

        /** It cannot be known what is demanded, and so nothing may be sent (RFC 7672 section 2.1.1). */
        record Broken(String text) implements Finding {}
    }

    /**
     * @param hosts that the mail may go to, lower case
     * @param family of the addresses that it goes to
     * @return about each host, nothing where it is missing; never fails, and ends in time
     */
    CompletionStage<Map<String, Finding>> of(String recipientDomain, Set<String> hosts, Family family, int port);
}
