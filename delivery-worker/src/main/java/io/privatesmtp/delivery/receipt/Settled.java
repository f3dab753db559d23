package io.privatesmtp.delivery.receipt;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What receipts say of the records of one partition that were not committed yet when it was taken over. */
final class Settled {
    private static final BitSet ALL = new BitSet();

    private final Map<Long, BitSet> byOffset = new HashMap<>();

    void add(Receipt receipt) {
        long offset = receipt.consumed().offset();
        BitSet recipients = receipt.recipients();
        if (recipients == null) {
            byOffset.put(offset, ALL);
        } else {
            byOffset.merge(offset, recipients, (known, more) -> {
                if (known == ALL) {
                    return ALL;
                }
                BitSet both = (BitSet) known.clone();
                both.or(more);
                return both;
            });
        }
    }

    boolean all(long offset) {
        return byOffset.get(offset) == ALL;
    }

    /** The recipients of the record that are settled, null for none. Forgets them: a record is asked for once. */
    @Nullable
    BitSet take(long offset) {
        return byOffset.remove(offset);
    }

    int size() {
        return byOffset.size();
    }
}
