package io.privatesmtp.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.bus.Submissions;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes the mail of a case: raw messages with an id each, which differ in it and in their recipients only. */
public final class Letters {
    /** Local part of recipients that are refused at the first attempt. */
    public static final String DEFERRED = "later";

    private static final String LINE = "The quick brown fox jumps over the lazy dog, again and again and again.\r\n";

    private final Case mail;
    private final String run;
    private long next;

    /** @param run what tells the ids from those of other runs */
    public Letters(Case mail, String run) {
        this.mail = mail;
        this.run = run;
    }

    public static String sender(int number) {
        return "sender" + number + ".test";
    }

    public static String recipientDomain(int number) {
        return "to" + number + ".test";
    }

    public ProducerRecord<byte[], byte[]> write() {
        long n = next++;
        var from = "news@" + sender((int) (n % Case.SENDERS));
        var mailbox = (mail.deferred(n) ? DEFERRED : "ann") + "-" + run + "-" + n;
        // another stride than the senders': every sender writes to every domain
        var to = mailbox + "@" + recipientDomain((int) (n / Case.SENDERS % mail.domains()));
        var id = run + "-" + n;
        return Submissions.raw(Topics.OUTBOUND, id, null, from, List.of(to), message(from, to, id));
    }

    private byte[] message(String from, String to, String id) {
        var text = new StringBuilder(mail.bytes())
                .append("From: News <" + from + ">\r\nTo: <" + to + ">\r\nSubject: News of the day\r\n")
                .append("Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <" + id + "@" + from + ">\r\n")
                .append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
        while (text.length() + LINE.length() <= mail.bytes() - 2) {
            text.append(LINE);
        }
        while (text.length() < mail.bytes() - 2) {
            // not a dot: a line that begins with one is doubled on its way
            text.append('z');
        }
        return text.append("\r\n").toString().getBytes(US_ASCII);
    }
}
