package io.privatesmtp.standalone.faults.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.internet.Received;
import io.privatesmtp.standalone.bus.Submissions;
import io.privatesmtp.standalone.faults.evidence.Arrival;
import io.privatesmtp.standalone.faults.evidence.Mail;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Mail with a large attachment, all with the same one. */
public final class LargeLetters {
    private static final String HEADER = """
            From: Scans <scans@club.test>
            To: undisclosed-recipients:;
            Subject: All the plans
            Date: Mon, 23 Nov 2026 12:00:00 +0000
            MIME-Version: 1.0
            Content-Type: application/octet-stream; name=plans.zip
            Content-Transfer-Encoding: base64
            """.replace("\n", "\r\n");

    private final AtomicInteger number = new AtomicInteger();
    private final byte[] body;
    private final long checksum;

    /** @param size of a body, in bytes */
    public LargeLetters(int size) {
        body = new byte[size];
        Arrays.fill(body, (byte) 'A');
        // lines of the length that base64 has, the last of them ended
        for (int end = size; end >= 2; end -= 78) {
            body[end - 2] = '\r';
            body[end - 1] = '\n';
        }
        checksum = Received.bodyChecksum(body);
    }

    /** To a mailbox whose name tells its host what to do. */
    public Letter to(Site site, String behaviour) {
        var recipient = site.mailbox(behaviour + "-large-" + number.getAndIncrement());
        var header = (HEADER + "Message-ID: <" + recipient + ">\r\n\r\n").getBytes(UTF_8);
        var message = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, message, header.length, body.length);
        var record = Submissions.raw(Topics.OUTBOUND, recipient, null, "scans@club.test", List.of(recipient), message);
        return new Letter(record, List.of(Mail.delivered(recipient, Letters.SHARED, Instant.now())));
    }

    /** Whether all of it arrived, as it was. */
    public boolean isWhole(Arrival arrival) {
        return arrival.body() == checksum;
    }
}
