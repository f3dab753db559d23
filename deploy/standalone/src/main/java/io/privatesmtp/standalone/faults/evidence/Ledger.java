package io.privatesmtp.standalone.faults.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What was done in a run: mail that the broker acknowledged, and faults. Written by many threads. */
public final class Ledger {
    private final Map<String, Mail> mails = new ConcurrentHashMap<>();
    private final List<Fault> faults = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger unacknowledged = new AtomicInteger();

    public void submitted(Mail mail) {
        mails.put(mail.recipient(), mail);
    }

    /** A submission that the broker never acknowledged to its producer: nothing was promised for it. */
    public void notAcknowledged() {
        unacknowledged.incrementAndGet();
    }

    public void suffered(Fault fault) {
        faults.add(fault);
    }

    public Collection<Mail> mails() {
        return mails.values();
    }

    public int size() {
        return mails.size();
    }

    public int unacknowledged() {
        return unacknowledged.get();
    }

    public List<Fault> faults() {
        return List.copyOf(faults);
    }
}
