package io.privatesmtp.bus.submission;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is sent: a whole RFC 5322 message in {@code mime} (base64 in JSON), or {@code from} with {@code text} or
 * {@code html}, from which the worker renders one.
 */
public record Content(
        byte @Nullable [] mime,
        @Nullable String from,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> to,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> cc,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> replyTo,

        @Nullable String subject,
        @Nullable String text,
        @Nullable String html,
        Map<String, String> headers,
        List<Attachment> attachments) {
    public Content(
            byte @Nullable [] mime,
            @Nullable String from,
            @Nullable List<String> to,
            @Nullable List<String> cc,
            @Nullable List<String> replyTo,
            @Nullable String subject,
            @Nullable String text,
            @Nullable String html,
            @Nullable Map<String, String> headers,
            @Nullable List<Attachment> attachments) {
        if (mime == null && (from == null || (text == null && html == null))) {
            throw new ContractViolation(ErrorCode.SCHEMA, "content", null, "needs mime, or from with text or html");
        }
        this.mime = mime;
        this.from = from;
        this.to = to == null ? List.of() : to;
        this.cc = cc == null ? List.of() : cc;
        this.replyTo = replyTo == null ? List.of() : replyTo;
        this.subject = subject;
        this.text = text;
        this.html = html;
        this.headers = headers == null ? Map.of() : headers;
        this.attachments = attachments == null ? List.of() : attachments;
    }
}
