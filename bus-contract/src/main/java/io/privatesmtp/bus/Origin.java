package io.privatesmtp.bus;

/**
 * The coordinates of a record on the bus. Of a message: those of its first submission, which stay the same over all its
 * retries and name it for good.
 */
public record Origin(String topic, int partition, long offset) {
    public Origin {
        Require.present("topic", topic);
        Require.that(partition >= 0, "partition", partition, "must not be negative");
        Require.that(offset >= 0, "offset", offset, "must not be negative");
    }

    /** {@code topic-partition-offset}: also the message id where the producer gave none. */
    @Override
    public String toString() {
        return topic + "-" + partition + "-" + offset;
    }

    /** Reads what {@link #toString} wrote. */
    public static Origin parse(String text) {
        int second = text.lastIndexOf('-');
        int first = text.lastIndexOf('-', second - 1);
        if (first <= 0) {
            throw new ContractViolation(ErrorCode.CORRUPT, "origin", text, "must be topic-partition-offset");
        }
        try {
            return new Origin(
                    text.substring(0, first),
                    Integer.parseInt(text.substring(first + 1, second)),
                    Long.parseLong(text.substring(second + 1)));
        } catch (NumberFormatException e) {
            throw new ContractViolation(ErrorCode.CORRUPT, "origin", text, "must be topic-partition-offset");
        }
    }
}
