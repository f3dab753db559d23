package io.privatesmtp.delivery.outcome;

/**
 * A text whose reading is bounded. Whoever runs a mail server writes its replies, and can write one that takes patterns a
 * thousand times as long as an honest one; the thread that reads it has other mail to send.
 */
final class Effort implements CharSequence {
    /** The bound was reached: what the text says stays unknown. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Exhausted() {
            super("too long to read", null, false, false);
        }
    }

    private final String text;
    private final int most;
    private int spent;

    /** @param most characters that may be looked at, each as often as it is looked at */
    Effort(String text, int most) {
        this.text = text;
        this.most = most;
    }

    /** Characters looked at so far. */
    int spent() {
        return spent;
    }

    /** @throws Exhausted when all effort is spent */
    @Override
    public char charAt(int index) {
        if (spent >= most) {
            throw new Exhausted();
        }
        spent++;
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
