package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.evidence.Mail;
import io.privatesmtp.standalone.faults.world.Letter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Remembers the letters of a flow. */
final class Recorder implements Supplier<Letter> {
    private final Supplier<Letter> letters;
    private final List<Mail> mails = new ArrayList<>();

    Recorder(Supplier<Letter> letters) {
        this.letters = letters;
    }

    @Override
    public synchronized Letter get() {
        var letter = letters.get();
        mails.addAll(letter.mails());
        return letter;
    }

    synchronized List<Mail> mails() {
        return List.copyOf(mails);
    }
}
