package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.route.AccountTable;
import io.privatesmtp.delivery.route.RuleTable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whose message it is, and whether that account may send it. Pure but for the tables it looks at. */
public final class Admission {
    /** How long an account that nobody knows is waited for: it may just have been opened. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What was decided. */
    public sealed interface Verdict {
        /** It may be sent; {@code account} is null for mail that is nobody's. */
        record Admitted(@Nullable String account) implements Verdict {}

        /** The account may yet become known; ask again soon. */
        record NotYet(String account) implements Verdict {}

        /** The account is suspended: its mail is held. */
        record Suspended(String account) implements Verdict {}

        /** The account is closed: its mail bounces. */
        record Closed(String account) implements Verdict {}

        /** It is refused. */
        record Refused(ErrorCode code, String sentence) implements Verdict {}
    }

    private final RuleTable rules;
    private final AccountTable accounts;
    private final boolean accountRequired;

    /** @param accountRequired {@code psr.submission.account-required} */
    public Admission(RuleTable rules, AccountTable accounts, boolean accountRequired) {
        this.rules = rules;
        this.accounts = accounts;
        this.accountRequired = accountRequired;
    }

    /** Whose message it is: what the record says, else the owner of the sender domain's rule, else nobody's. */
    public @Nullable String accountOf(Mail mail) {
        String claimed = mail.claimedAccount();
        return claimed != null ? claimed : ownerOf(mail.senderDomain());
    }

    public Verdict admit(Mail mail, Instant now) {
        String account = accountOf(mail);
        if (account == null && accountRequired) {
            return new Verdict.Refused(
                    ErrorCode.UNKNOWN_ACCOUNT, "account: is required (psr.submission.account-required)");
        }
        if (account != null) {
            AccountEntry entry = accounts.get(account);
            if (entry == null) {
                return unknown(mail, account, now);
            }
            if (entry.state() == AccountState.CLOSED) {
                return new Verdict.Closed(account);
            }
        }
        Verdict foreign = foreign(mail, account);
        if (foreign != null) {
            return foreign;
        }
        AccountEntry entry = account == null ? null : accounts.get(account);
        return entry != null && account != null && entry.state() == AccountState.SUSPENDED
                ? new Verdict.Suspended(account)
                : new Verdict.Admitted(account);
    }

    private static Verdict unknown(Mail mail, String account, Instant now) {
        return now.isBefore(mail.queuedAt().plus(PATIENCE))
                ? new Verdict.NotYet(account)
                : new Verdict.Refused(ErrorCode.UNKNOWN_ACCOUNT, "account \"" + account + "\": is not known");
    }

    /** Neither the envelope sender nor From may be in a domain that is under another account's rule. */
    private @Nullable Verdict foreign(Mail mail, @Nullable String account) {
        String owner = ownerOf(mail.senderDomain());
        if (owner != null && !owner.equals(account)) {
            return notOwned("the sender domain", mail.senderDomain(), account);
        }
        String fromOwner = ownerOf(mail.fromDomain());
        if (fromOwner != null && !fromOwner.equals(account)) {
            return notOwned("the domain of From", mail.fromDomain(), account);
        }
        return null;
    }

    private static Verdict notOwned(String what, @Nullable String domain, @Nullable String account) {
        return new Verdict.Refused(
                ErrorCode.DOMAIN_NOT_OWNED,
                what + " \"" + domain + "\": is under another account's rule; the message is "
                        + (account == null ? "no account's" : "of \"" + account + "\""));
    }

    private @Nullable String ownerOf(@Nullable String domain) {
        RoutingRule rule = domain == null ? null : rules.covering(domain);
        return rule == null ? null : rule.account();
    }
}
