package io.privatesmtp.internet;

import io.privatesmtp.internet.Visit.Point;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets the recipient say how the host behaves: the local part up to the first {@code +}, {@code -}, {@code .} or digit.
 *
 * <table>
 * <tr><td>{@code reject}</td><td>550 5.1.1 to RCPT</td></tr>
 * <tr><td>{@code greylist}</td><td>450 4.7.1 to the first RCPT from (peer, sender, recipient), accepted later</td></tr>
 * <tr><td>{@code full}</td><td>452 4.2.2 to RCPT, always</td></tr>
 * <tr><td>{@code busy}</td><td>421 4.3.2 to RCPT, and the connection is closed</td></tr>
 * <tr><td>{@code slow}</td><td>the reply to the final dot comes after a delay</td></tr>
 * <tr><td>{@code blocked}</td><td>554 5.7.1 to the final dot</td></tr>
 * <tr><td>{@code drop}</td><td>the message is taken, the connection lost after the final dot, each time</td></tr>
 * <tr><td>{@code droponce}</td><td>the same at the first transaction of (peer, sender, recipient) only</td></tr>
 * <tr><td>any other</td><td>accepted</td></tr>
 * </table>
 */
public final class LocalPartPolicy implements ReceivingPolicy {
    private static final Map<String, Verdict> AT_RCPT = Map.of(
            "reject", Verdict.reply(550, "5.1.1 No such mailbox here"),
            "full", Verdict.reply(452, "4.2.2 The mailbox is full"),
            "busy", Verdict.reply(421, "4.3.2 Closing, try again later"));

    private final Duration slow;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    public LocalPartPolicy() {
        this(Duration.ofSeconds(2));
    }

    /** @param slow how long recipients named {@code slow} let their senders wait */
    public LocalPartPolicy(Duration slow) {
        this.slow = slow;
    }

    /** The same memory of who came before, for whoever is written to. */
    ReceivingPolicy greylistingAll() {
        return visit -> visit.point() == Point.RCPT ? greylisted(visit) : Verdict.ACCEPT;
    }

    @Override
    public Verdict decide(Visit visit) {
        return switch (visit.point()) {
            case RCPT -> atRecipient(visit);
            case END_OF_DATA -> atEnd(visit);
            default -> Verdict.ACCEPT;
        };
    }

    private Verdict atRecipient(Visit visit) {
        String behaviour = behaviour(visit.localPart());
        return behaviour.equals("greylist") ? greylisted(visit) : AT_RCPT.getOrDefault(behaviour, Verdict.ACCEPT);
    }

    private Verdict greylisted(Visit visit) {
        return firstTime(visit, visit.recipient())
                ? Verdict.reply(450, "4.7.1 Greylisted, try again later")
                : Verdict.ACCEPT;
    }

    private Verdict atEnd(Visit visit) {
        for (String recipient : visit.to()) {
            int at = recipient.lastIndexOf('@');
            switch (behaviour(at < 0 ? recipient : recipient.substring(0, at))) {
                case "blocked" -> {
                    return Verdict.reply(554, "5.7.1 Mail from your address is blocked");
                }
                case "slow" -> {
                    return Verdict.after(slow, Verdict.ACCEPT);
                }
                case "drop" -> {
                    return Verdict.DROP;
                }
                case "droponce" -> {
                    if (firstTime(visit, recipient)) {
                        return Verdict.DROP;
                    }
                }
                default -> {}
            }
        }
        return Verdict.ACCEPT;
    }

    private boolean firstTime(Visit visit, String recipient) {
        return seen.add(visit.peer().getHostAddress() + ' ' + visit.from() + ' ' + recipient);
    }

    private static String behaviour(String localPart) {
        int end = 0;
        while (end < localPart.length() && Character.isLetter(localPart.charAt(end))) {
            end++;
        }
        return localPart.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
