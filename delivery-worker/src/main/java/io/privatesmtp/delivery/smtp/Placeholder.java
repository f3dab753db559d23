package io.privatesmtp.delivery.smtp;

import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.Collections;

/**
 * What the mail client believes it sends: a message without a word, from nobody to as many nobodies as there are
 * recipients. It is in charge of the sequence alone; nothing of a submission passes through it.
 */
final class Placeholder {
    private static final String NOBODY = "nobody@invalid";

    private Placeholder() {}

    static MailMessage message(int recipients) {
        return new MailMessage()
                .setFrom(NOBODY)
                .setTo(Collections.nCopies(recipients, NOBODY))
                .setText("")
                .setFixedHeaders(true);
    }

    static MailConfig config(SessionSpec spec) {
        return new MailConfig()
                .setHostname(spec.hop().host())
                .setPort(spec.hop().port())
                .setOwnHostname(spec.ehlo())
                .setStarttls(startTls(spec.tls()))
                .setTrustAll(true)
                .setLogin(LoginOption.DISABLED)
                .setPipelining(true)
                .setAllowRcptErrors(true)
                .setKeepAlive(true)
                .setKeepAliveTimeout(0)
                .setPoolCleanerPeriod(0)
                .setMaxPoolSize(1);
    }

    private static StartTLSOptions startTls(TlsLevel level) {
        return switch (level) {
            case NONE -> StartTLSOptions.DISABLED;
            case MAY -> StartTLSOptions.OPTIONAL;
            case ENCRYPT, VERIFY -> StartTLSOptions.REQUIRED;
        };
    }
}
