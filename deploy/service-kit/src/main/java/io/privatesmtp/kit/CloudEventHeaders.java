package io.privatesmtp.kit;

import io.privatesmtp.bus.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** CloudEvents 1.0 in the binary mode of its Kafka binding: the attributes stand in headers, the value is bare JSON. */
public final class CloudEventHeaders {
    private static final byte[] SPEC_VERSION = bytes("1.0");
    private static final byte[] JSON = bytes(Headers.JSON);

    private CloudEventHeaders() {}

    /**
     * @param id unique for its source; the same fact written twice has the same id
     * @param source a URI reference, for example {@code /psr/delivery-worker}
     */
    public static RecordHeaders of(String type, String id, String source, Instant time) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.CE_SPECVERSION, SPEC_VERSION);
        headers.add(Headers.CE_ID, bytes(id));
        headers.add(Headers.CE_TYPE, bytes(type));
        headers.add(Headers.CE_SOURCE, bytes(source));
        headers.add(Headers.CE_TIME, bytes(time.toString()));
        headers.add(Headers.CONTENT_TYPE, JSON);
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
