package io.privatesmtp.provisioning.dkim;

/**
 * A key pair just made, its private half encrypted already.
 *
 * @param publicHalf as its record has it
 */
record FreshKey(String id, String publicHalf, byte[] privateHalf) {
    private static final int MARK = 8;

    /** The one that was asked for, else one that no other key has. */
    String selectorFor(NewDkimKey wanted) {
        String selector = wanted.selector();
        return selector == null ? "s" + id.substring(0, MARK) : selector;
    }
}
