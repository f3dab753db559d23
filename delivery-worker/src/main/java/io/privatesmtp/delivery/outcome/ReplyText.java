package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reply as rules read it: one line, lower case, bounded; without what differs from one message to the next, and without
 * addresses whose words would be taken for the server's.
 *
 * @param code 0 where no reply came
 * @param enhanced where the reply has one, not only at its beginning
 */
record ReplyText(int code, @Nullable EnhancedStatus enhanced, String words) {
    private static final int MAX_LENGTH = 1_000;
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d]|\\.\\d)");
    private static final Pattern MAIL_ADDRESS =
            Pattern.compile("[<\"'(\\[]*[^\\s<>()\\[\\]\"',;:@]{1,100}@[^\\s<>()\\[\\]\"',;:@]{1,100}[>\"')\\]]*");
    private static final Pattern IP_ADDRESS = Pattern.compile(
            "[\\[(<]?(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})(?:/\\d+)?[\\])>]?");
    /** Queue ids, session ids, times: longer than any code that a provider documents. */
    private static final Pattern TOKEN = Pattern.compile("\\b(?:\\d{5,}|(?=[a-z_-]*\\d)[a-z0-9_-]{14,})\\b");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    static ReplyText of(SmtpReply reply) {
        String text = reply.text();
        String line = SPACE.matcher(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text)
                .replaceAll(" ")
                .strip()
                .toLowerCase(Locale.ROOT);
        EnhancedStatus enhanced = reply.enhanced();
        Matcher status = STATUS.matcher(line);
        if (enhanced == null && status.find()) {
            enhanced = EnhancedStatus.parse(status.group(1));
        }
        String words = status.replaceAll("");
        words = MAIL_ADDRESS.matcher(words).replaceAll("addr");
        words = IP_ADDRESS.matcher(words).replaceAll("ip");
        words = TOKEN.matcher(words).replaceAll("0");
        return new ReplyText(reply.code(), enhanced, words.replace('’', '\''));
    }
}
