package io.privatesmtp.standalone.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.smtp.SmtpReply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One thing that happened to a message, as a person reads it. */
public record TraceLine(Instant at, String text) {
    static TraceLine of(MailEvent event) {
        var message = event.message();
        var text = "%-15s %-30s attempt %d  %s%s"
                .formatted(event.type(), message.recipient(), message.attempt(), way(event.dialogue()), outcome(event));
        return new TraceLine(event.at(), text.stripTrailing());
    }

    static TraceLine ofDeadLetter(ConsumerRecord<byte[], byte[]> letter) {
        var text = "%-15s %s: %s"
                .formatted("dead letter", header(letter, Headers.ERROR_CODE), header(letter, Headers.ERROR));
        return new TraceLine(Instant.ofEpochMilli(letter.timestamp()), text);
    }

    @Override
    public String toString() {
        return at.truncatedTo(ChronoUnit.MILLIS) + "  " + text;
    }

    static @Nullable String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        var header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private static String way(DialogueFacts dialogue) {
        var bound = dialogue.boundAddress() == null ? "-" : dialogue.boundAddress();
        var mx = dialogue.mx();
        return bound + " -> " + (mx == null ? "-" : mx.host() + " [" + mx.address() + "]:" + mx.port());
    }

    private static String outcome(MailEvent event) {
        return switch (event) {
            case MailEvent.Delivered delivered -> reply(delivered.dialogue().reply());
            case MailEvent.Deferred deferred ->
                "  " + deferred.category().label() + reply(deferred.dialogue().reply());
            case MailEvent.Held held ->
                "  " + held.holdReason().name().toLowerCase(Locale.ROOT).replace('_', '-');
            case MailEvent.Bounced bounced ->
                "  " + bounced.category().label() + reply(bounced.dialogue().reply())
                        + (bounced.error() == null ? "" : "  " + bounced.error());
        };
    }

    private static String reply(@Nullable SmtpReply reply) {
        if (reply == null) {
            return "";
        }
        // Most servers' words begin with the code already.
        var enhanced = reply.enhanced() == null
                        || reply.text().startsWith(reply.enhanced().toString())
                ? ""
                : reply.enhanced() + " ";
        var code = reply.code() == 0 ? "" : reply.code() + " ";
        return "  " + code + enhanced + reply.text().replace('\n', ' ');
    }
}
