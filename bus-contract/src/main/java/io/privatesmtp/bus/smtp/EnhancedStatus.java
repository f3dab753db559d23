package io.privatesmtp.bus.smtp;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Require;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An enhanced mail system status code (RFC 3463): class 2, 4 or 5, subject and detail of up to three digits each.
 */
public record EnhancedStatus(int statusClass, int subject, int detail) {
    private static final Pattern FORM = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?![\\d.])");

    public EnhancedStatus {
        Require.that(
                statusClass == 2 || statusClass == 4 || statusClass == 5, "enhanced", statusClass, "must be 2, 4 or 5");
        Require.that(subject >= 0 && subject <= 999, "enhanced", subject, "must be 0 to 999");
        Require.that(detail >= 0 && detail <= 999, "enhanced", detail, "must be 0 to 999");
    }

    /** The status code that a reply's text begins with, or null (RFC 2034 section 4). */
    public static @Nullable EnhancedStatus leading(String text) {
        var matcher = FORM.matcher(text);
        return matcher.lookingAt() ? of(matcher) : null;
    }

    @JsonCreator
    public static EnhancedStatus parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new ContractViolation(ErrorCode.SCHEMA, "enhanced", text, "must be class.subject.detail (RFC 3463)");
        }
        return of(matcher);
    }

    private static EnhancedStatus of(java.util.regex.Matcher m) {
        return new EnhancedStatus(
                Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)));
    }

    @Override
    @JsonValue
    public String toString() {
        return statusClass + "." + subject + "." + detail;
    }
}
