package io.privatesmtp.delivery.smtp;

import java.util.Locale;

/** How much encryption a destination asks for; the names are Postfix's. */
public enum TlsLevel {
    /** Never. */
    NONE,
    /** Where offered, with any certificate; in the clear otherwise. */
    MAY,
    /** Always, with any certificate. */
    ENCRYPT,
    /** Always, with a certificate that names the host. */
    VERIFY;

    /** As settings and events spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
