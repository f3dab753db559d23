package io.privatesmtp.delivery.smtp;

/** Who we are at a server that wants to know (RFC 4954). Never printed with its password. */
public record Login(String user, String password) {
    @Override
    public String toString() {
        return "Login[" + user + ", ********]";
    }
}
