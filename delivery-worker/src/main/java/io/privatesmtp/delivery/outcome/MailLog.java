package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.smtp.SmtpReply;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The life of a message in the log: deliveries at debug level, what went wrong at info. */
public final class MailLog {
    private static final Logger LOG = Logger.getLogger("psr.mail");

    public void deferred(String messageId, String recipient, int attempt, DialogueFacts dialogue) {
        LOG.infof(
                "deferred id=%s to=<%s> attempt=%d from=%s: %s",
                messageId, recipient, attempt, dialogue.boundAddress(), said(dialogue.reply()));
    }

    public void ended(MailEvent event) {
        boolean bounced = event instanceof MailEvent.Bounced;
        if (bounced ? LOG.isInfoEnabled() : LOG.isDebugEnabled()) {
            LOG.logf(
                    bounced ? Logger.Level.INFO : Logger.Level.DEBUG,
                    "%s id=%s to=<%s> attempt=%d from=%s: %s",
                    event.type(),
                    event.message().messageId(),
                    event.message().recipient(),
                    event.message().attempt(),
                    event.dialogue().boundAddress(),
                    said(event.dialogue().reply()));
        }
    }

    private static String said(@Nullable SmtpReply reply) {
        return reply == null ? "" : reply.code() + " " + reply.text().replace('\n', ' ');
    }
}
