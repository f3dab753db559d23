package io.privatesmtp.provisioning.panel;

import io.quarkus.qute.TemplateExtension;
import java.net.IDN;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values look on a page. */
@TemplateExtension
final class Shown {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Shown() {}

    static String utc(Instant at) {
        return MINUTE.format(at);
    }

    /** A domain as its owner writes it; beside the A-label, never in its place, for look-alikes exist. */
    static String unicode(String domain) {
        return IDN.toUnicode(domain, IDN.ALLOW_UNASSIGNED);
    }

    /** An enum as it stands in JSON: lower case. */
    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
