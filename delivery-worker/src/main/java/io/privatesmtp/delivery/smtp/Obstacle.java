package io.privatesmtp.delivery.smtp;

/** What stood in the way of a transaction of which nothing can have been delivered, where the caller can do better. */
public enum Obstacle {
    /** The source address could not be bound, or was not what the socket got: no attempt, the rule decides. */
    SOURCE_UNUSABLE,
    /** No TCP connection: the host's next address may do. */
    UNREACHABLE,
    /** The TLS handshake failed: under {@link TlsLevel#MAY}, a new session with {@link TlsLevel#NONE} may do. */
    TLS_HANDSHAKE,
    /** The server wants TLS, and the session had none, because that did not work before: a new session with it may do. */
    TLS_WANTED,
    /** A session that was used before is over, before its server answered MAIL: a new session may do, at once. */
    STALE_SESSION
}
