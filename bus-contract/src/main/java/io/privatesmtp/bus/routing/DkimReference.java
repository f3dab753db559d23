package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.Require;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which key signs (RFC 6376): never the key itself.
 *
 * @param selector the public key stands at {@code <selector>._domainkey.<domain>}; labels of a-z, 0-9 and hyphen
 * @param keyRef the name under which workers find the private key: 1 to 100 letters, digits, dots, hyphens, underscores
 */
public record DkimReference(String selector, String keyRef) {
    private static final Pattern SELECTOR = Pattern.compile(
            "(?=.{1,100}$)[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?)*");
    private static final Pattern KEY_REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public DkimReference(@Nullable String selector, @Nullable String keyRef) {
        this.selector = selector("dkim.selector", selector);
        this.keyRef = Require.present("dkim.keyRef", keyRef);
        Require.that(
                KEY_REF.matcher(this.keyRef).matches(),
                "dkim.keyRef",
                keyRef,
                "must be 1 to 100 letters, digits, dots, hyphens and underscores, and begin with a letter or digit");
    }

    /** A selector as RFC 6376 section 3.1 has it. */
    public static String selector(String field, @Nullable String selector) {
        String text = Require.present(field, selector);
        Require.that(
                SELECTOR.matcher(text).matches(),
                field,
                text,
                "must be 1 to 100 characters, labels of letters, digits and hyphens with dots between");
        return text;
    }
}
