package io.privatesmtp.delivery.smtp;

/** How much encryption a destination asks for; the names are Postfix's. */
public enum TlsLevel {
    /** Never. */
    NONE,
    /** Where offered, with any certificate; in the clear otherwise. */
    MAY,
    /** Always, with any certificate. */
    ENCRYPT,
    /** Always, with a certificate that names the host. */
    VERIFY
}
