package io.privatesmtp.delivery.suppression;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Require;
import io.privatesmtp.delivery.intake.MailAddress;
import io.privatesmtp.delivery.message.Recipient;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who does not write to whom: the key of {@code mail.suppressions} as {@code account/address}. Of an address the domain is
 * an A-label in lower case, and the local part is in lower case too: RFC 5321 section 2.4 lets hosts tell Ann from ann, but
 * hardly any does, and a list that misses what bounced is worth nothing.
 *
 * @param account null for mail that is nobody's, which has a list of its own
 */
public record SuppressionKey(@Nullable String account, String address) {
    /** Stands for the account where there is none; no account can be called that. */
    public static final String NOBODY = "_";

    /** Of a recipient whose address was checked at intake. */
    public static SuppressionKey of(@Nullable String account, Recipient recipient) {
        String address = recipient.address();
        return new SuppressionKey(account, folded(address.substring(0, address.lastIndexOf('@')), recipient.domain()));
    }

    /** @throws ContractViolation that names the part that is wrong */
    public static SuppressionKey of(String account, String address) {
        String owner = account.equals(NOBODY) ? null : Require.account("account", account);
        MailAddress parsed = MailAddress.parse("address", address);
        return new SuppressionKey(owner, folded(parsed.localPart(), parsed.domain()));
    }

    /** @throws ContractViolation when it is not of the form {@link #text} has */
    static SuppressionKey parse(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            throw new ContractViolation(ErrorCode.SCHEMA, "key", key, "must be account/address");
        }
        return of(key.substring(0, slash), key.substring(slash + 1));
    }

    public String text() {
        return (account == null ? NOBODY : account) + "/" + address;
    }

    private static String folded(String localPart, String domain) {
        return localPart.toLowerCase(Locale.ROOT) + "@" + domain;
    }
}
