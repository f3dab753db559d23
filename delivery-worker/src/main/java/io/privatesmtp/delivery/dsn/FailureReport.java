package io.privatesmtp.delivery.dsn;

import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.outcome.Bounce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.message.BasicBodyFactory;
import org.apache.james.mime4j.message.BodyPart;
import org.apache.james.mime4j.message.BodyPartBuilder;
import org.apache.james.mime4j.message.DefaultMessageWriter;
import org.apache.james.mime4j.message.MultipartBuilder;
import org.apache.james.mime4j.stream.NameValuePair;

/**
 * A delivery status notification (RFC 3464): for people what failed and why, for programs the same, and the header section
 * of the message (RFC 6522 section 4). 7-bit throughout.
 *
 * @param from who writes it
 * @param id names the report
 */
record FailureReport(Postmaster.Identity from, String id) {
    private static final int MAX_HEADER = 32 * 1024;

    byte[] of(Mail mail, List<Bounce> bounces, Instant now) {
        String host = from.domain();
        try {
            MultipartBuilder parts = MultipartBuilder.create("report")
                    .addContentTypeParameter(new NameValuePair("report-type", "delivery-status"))
                    .addBodyPart(part("text/plain", "utf-8", "quoted-printable", words(mail, bounces, host)))
                    .addBodyPart(part("message/delivery-status", null, "7bit", DeliveryStatus.of(mail, bounces, host)))
                    .addBodyPart(part("text/rfc822-headers", "utf-8", "quoted-printable", header(mail)));
            Message message = Message.Builder.of()
                    .setFrom(new Mailbox(from.name(), from.localPart(), host))
                    .setTo(LenientAddressParser.DEFAULT.parseMailbox("<" + mail.sender() + ">"))
                    .setSubject("Undelivered mail")
                    .setDate(Date.from(now), TimeZone.getTimeZone("UTC"))
                    .setMessageId("<" + id + "@" + host + ">")
                    .addField(LenientFieldParser.parse("Auto-Submitted: auto-replied"))
                    .addField(LenientFieldParser.parse("MIME-Version: 1.0"))
                    .setBody(parts.build())
                    .build();
            return DefaultMessageWriter.asBytes(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MimeException e) {
            throw new IllegalStateException("a field of our own cannot be parsed", e);
        }
    }

    private static BodyPart part(
            String type, @org.jspecify.annotations.Nullable String charset, String encoding, String text)
            throws IOException {
        TextBody body = BasicBodyFactory.INSTANCE.textBody(text, StandardCharsets.UTF_8);
        NameValuePair[] parameters =
                charset == null ? new NameValuePair[0] : new NameValuePair[] {new NameValuePair("charset", charset)};
        BodyPartBuilder builder = BodyPartBuilder.create().setBody(body);
        return builder.setContentType(type, parameters)
                .setContentTransferEncoding(encoding)
                .build();
    }

    /** Whole fields from the top, as many as the bound lets in. */
    private static String header(Mail mail) {
        byte[] header = mail.body().header();
        int end = 0;
        for (int next = fieldEnd(header, 0); next > end && next <= MAX_HEADER; next = fieldEnd(header, end)) {
            end = next;
        }
        return new String(header, 0, end, StandardCharsets.UTF_8);
    }

    /** Behind the line end of the field that begins there, its folded lines included (RFC 5322 section 2.2.3). */
    private static int fieldEnd(byte[] header, int start) {
        int at = start;
        do {
            while (at < header.length && header[at] != '\n') {
                at++;
            }
            at = Math.min(header.length, at + 1);
        } while (at < header.length && (header[at] == ' ' || header[at] == '\t'));
        return at;
    }

    private static String words(Mail mail, List<Bounce> bounces, String host) {
        StringBuilder out = new StringBuilder("This is the mail system at " + host + ".\r\n\r\n"
                + "Your message of " + DeliveryStatus.date(mail.queuedAt()) + " could not be delivered to "
                + (bounces.size() == 1 ? "this recipient" : "these " + bounces.size() + " recipients")
                + ". It will not be tried again; the others, if there are any, are not concerned.\r\n");
        for (Bounce bounce : bounces) {
            out.append("\r\n  <").append(bounce.recipient().address()).append(">\r\n    ");
            out.append(why(bounce.event())).append("\r\n");
        }
        return out.append(
                        "\r\nWhat the servers said stands in full in the second part, the header of your message in the"
                                + " third. If you do not\r\nknow why, show this report to whoever runs your mail.\r\n")
                .toString();
    }

    private static String why(MailEvent.Bounced event) {
        SmtpReply reply = event.dialogue().reply();
        String error = event.error();
        String said = reply == null
                ? ""
                : reply.code() == 0
                        ? oneLine(reply.text())
                        : (event.dialogue().mx() == null
                                        ? "a server"
                                        : event.dialogue().mx().host()) + " said: " + reply.code() + " "
                                + oneLine(reply.text());
        return error == null ? said : said.isEmpty() ? error : error + "; last, " + said;
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() > 500 ? line.substring(0, 500) + " …" : line;
    }
}
