package io.privatesmtp.delivery.receipt;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Origin;
import java.util.BitSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Says in the header of an event, a retry record or a dead letter which consumed record it settles, and for which
 * recipients.
 *
 * @param recipients indexes of the recipients concerned, null for all
 */
public record Receipt(Origin consumed, @Nullable BitSet recipients) {
    /** Far beyond what a submission may name; a damaged number must not claim memory. */
    private static final int MAX_INDEX = 100_000;

    public static Receipt all(Origin consumed) {
        return new Receipt(consumed, null);
    }

    public static Receipt of(Origin consumed, Collection<Integer> recipients) {
        BitSet bits = new BitSet();
        recipients.forEach(bits::set);
        return new Receipt(consumed, bits);
    }

    /** {@code topic-partition-offset;0,3,4}, or {@code ;*} for all. */
    public String text() {
        StringBuilder out = new StringBuilder(consumed.toString()).append(';');
        if (recipients == null) {
            return out.append('*').toString();
        }
        recipients.stream().forEach(i -> out.append(i).append(','));
        return out.toString();
    }

    public static Receipt parse(String text) {
        int semicolon = text.lastIndexOf(';');
        if (semicolon < 0) {
            throw bad(text);
        }
        Origin consumed = Origin.parse(text.substring(0, semicolon));
        String list = text.substring(semicolon + 1);
        if (list.equals("*")) {
            return all(consumed);
        }
        BitSet bits = new BitSet();
        if (list.isEmpty()) {
            return new Receipt(consumed, bits);
        }
        try {
            for (String index : list.split(",")) {
                int recipient = Integer.parseInt(index);
                if (recipient > MAX_INDEX) {
                    throw bad(text);
                }
                bits.set(recipient);
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw bad(text);
        }
        return new Receipt(consumed, bits);
    }

    private static ContractViolation bad(String text) {
        return new ContractViolation(ErrorCode.CORRUPT, "psr-receipt", text, "must be topic-partition-offset;indexes");
    }
}
