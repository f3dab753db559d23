package io.privatesmtp.standalone.demo;

import io.privatesmtp.standalone.demo.Letter.Form;
import java.util.List;

/** Who sends what to whom. A recipient's name tells its MX host what to answer: see LocalPartPolicy. */
final class Cast {
    static final String SHARED_ADDRESS = "127.0.0.10";

    /** An account, its sender domain, and the address it buys. */
    record Sender(String account, String name, String domain, String address) {}

    static final Sender ACME = new Sender("acme", "Acme Corporation", "acme.test", "127.0.0.11");
    static final Sender BRICKS = new Sender("bricks", "Bricks and Mortar", "bricks.test", "127.0.0.12");

    /** They buy addresses. */
    static final List<Sender> BUYERS = List.of(ACME, BRICKS);

    /** It bought none: its mail leaves from the shared address. */
    private static final String CLUB = "club.test";

    static final String GREYLISTED = "greylist@letters.test";
    static final String REFUSED = "reject@mailbox.test";

    private Cast() {}

    static List<Letter> letters() {
        return List.of(
                of("acme-raw", Form.RAW, ACME, "ann@mailbox.test", "bob@letters.test"),
                of("acme-json", Form.JSON, ACME, "ann@mailbox.test", GREYLISTED),
                of("bricks-raw", Form.RAW, BRICKS, "bob@letters.test"),
                of("bricks-json", Form.JSON, BRICKS, "ann@mailbox.test", REFUSED),
                new Letter("club-raw", Form.RAW, null, CLUB, List.of("ann@mailbox.test"), SHARED_ADDRESS),
                new Letter("club-json", Form.JSON, null, CLUB, List.of("bob@letters.test"), SHARED_ADDRESS));
    }

    private static Letter of(String id, Form form, Sender sender, String... recipients) {
        return new Letter(id, form, sender.account(), sender.domain(), List.of(recipients), sender.address());
    }
}
