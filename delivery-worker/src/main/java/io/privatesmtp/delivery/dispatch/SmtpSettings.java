package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.smtp.SmtpTimeouts;
import io.privatesmtp.delivery.tls.TlsSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How mail servers are reached. */
@ConfigMapping(prefix = "psr.smtp")
public interface SmtpSettings {
    /** Port of receiving servers; 25 but in tests. */
    @WithDefault("25")
    int port();

    /** Networks (CIDR) that may be dialled although they are not public. None on the open Internet. */
    Optional<List<String>> allowNetworks();

    /** Encryption. */
    TlsSettings tls();

    /** Whether domains' MTA-STS policies (RFC 8461) are asked for and kept. */
    @WithDefault("true")
    boolean mtaSts();

    /** Port of the hosts that serve those policies; 443 but in tests. */
    @WithDefault("443")
    int mtaStsPort();

    /** Whether hosts' certificates are checked against their TLSA records (DANE, RFC 7672). Needs name servers that pass DNSSEC on. */
    @WithDefault("false")
    boolean dane();

    /** The keys of the root that DNSSEC is validated from, DS or DNSKEY records as in a zone file; without it, those of 2017 and 2024. */
    Optional<Path> dnssecAnchors();

    /** Deadlines of the dialogue, after RFC 5321 section 4.5.3.2. */
    Timeouts timeouts();

    /** Each ends in a closed socket. */
    interface Timeouts {
        /** TCP connect. */
        @WithDefault("30s")
        Duration connect();

        /** From the connection to the greeting. */
        @WithDefault("5m")
        Duration greeting();

        /** Reply to a command. */
        @WithDefault("5m")
        Duration command();

        /** Without progress while the message goes out. */
        @WithDefault("3m")
        Duration content();

        /** Reply to the final dot. */
        @WithDefault("10m")
        Duration endOfData();

        /** The whole transaction. */
        @WithDefault("30m")
        Duration transaction();

        default SmtpTimeouts toTimeouts() {
            return new SmtpTimeouts(connect(), greeting(), command(), content(), endOfData(), transaction());
        }
    }
}
