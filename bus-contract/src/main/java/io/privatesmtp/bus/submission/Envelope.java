package io.privatesmtp.bus.submission;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SMTP envelope (RFC 5321 section 2.3.1). Addresses stand as the producer wrote them; each is checked at intake, so
 * that one bad recipient among several bounces alone.
 *
 * @param from the reverse-path, "" for the null sender
 * @param to 1 to 1,000 forward-paths
 */
public record Envelope(String from, List<String> to) {
    public static final int MAX_RECIPIENTS = 1_000;

    public Envelope(@Nullable String from, @Nullable List<String> to) {
        this.from = Require.present("envelope.from", from);
        if (to == null || to.isEmpty()) {
            throw new ContractViolation(ErrorCode.NO_RECIPIENTS, "envelope.to", null, "must name a recipient");
        }
        if (to.size() > MAX_RECIPIENTS) {
            throw new ContractViolation(
                    ErrorCode.TOO_LARGE, "envelope.to", to.size() + " recipients", "must be 1,000 at most");
        }
        for (int i = 0; i < to.size(); i++) {
            Require.present("envelope.to[" + i + "]", to.get(i));
        }
        this.to = List.copyOf(to);
    }
}
