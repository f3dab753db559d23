package io.privatesmtp.delivery.seen;

/**
 * Id to offset, by open addressing: three longs a place, in one array, so that a look-up touches one cache line. An entry
 * takes 32 to 48 bytes. Not for several threads.
 */
final class IdTable {
    static final long NONE = -1;
    private static final int WIDTH = 3;
    private static final int FIRST_PLACES = 4;
    private static final int MOST_PLACES = (Integer.MAX_VALUE - 8) / WIDTH;
    /** Of a place whose entry was taken back; the offset + 1 stands there otherwise, and 0 where nothing does. */
    private static final long TAKEN_BACK = -1;

    private final IdMemory memory;
    private long[] places;
    private int used;

    IdTable(IdMemory memory) {
        this.memory = memory;
        this.places = allocate(FIRST_PLACES);
    }

    /** The offset, or {@link #NONE}. */
    long get(IdHash id) {
        long found = places[place(id) + 2];
        return found <= 0 ? NONE : found - 1;
    }

    /** Adds the id, or gives it another offset. */
    void put(IdHash id, long offset) {
        int place = place(id);
        if (places[place + 2] == 0) {
            // Three quarters full at most, so that a search ends soon, and ends.
            if (used >= count() / 4 * 3) {
                grow();
                place = place(id);
            }
            used++;
        }
        fill(place, id.high(), id.low(), offset + 1);
    }

    void remove(IdHash id) {
        int place = place(id);
        if (places[place + 2] != 0) {
            places[place + 2] = TAKEN_BACK;
        }
    }

    int size() {
        return used;
    }

    /** It is not used any more. */
    void discard() {
        memory.changed(-8L * places.length);
        places = new long[0];
    }

    private int count() {
        return places.length / WIDTH;
    }

    /** Where the id is, or would be. */
    private int place(IdHash id) {
        int count = count();
        // The hash is uniform already: scaled, not taken modulo, so that any count will do.
        int place = (int) Math.unsignedMultiplyHigh(id.low(), count);
        while (true) {
            int at = place * WIDTH;
            if (places[at + 2] == 0 || places[at] == id.high() && places[at + 1] == id.low()) {
                return at;
            }
            place = place + 1 == count ? 0 : place + 1;
        }
    }

    private void grow() {
        long[] old = places;
        int count = old.length / WIDTH;
        int wanted = (int) Math.min(MOST_PLACES, count + (count >> 1) + 4L);
        if (wanted == count) {
            throw new IllegalStateException("more ids in one hour than an array holds");
        }
        places = allocate(wanted);
        used = 0;
        for (int at = 0; at < old.length; at += WIDTH) {
            if (old[at + 2] > 0) {
                fill(place(new IdHash(old[at], old[at + 1])), old[at], old[at + 1], old[at + 2]);
                used++;
            }
        }
        memory.changed(-8L * old.length);
    }

    private void fill(int place, long high, long low, long value) {
        places[place] = high;
        places[place + 1] = low;
        places[place + 2] = value;
    }

    private long[] allocate(int count) {
        long[] fresh = new long[count * WIDTH];
        memory.changed(8L * fresh.length);
        return fresh;
    }

    @Override
    public String toString() {
        return used + " ids in " + count() + " places";
    }
}
