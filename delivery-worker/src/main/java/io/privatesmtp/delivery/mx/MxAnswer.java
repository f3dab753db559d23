package io.privatesmtp.delivery.mx;

import io.privatesmtp.bus.smtp.EnhancedStatus;
import java.util.List;

/** Where mail for a domain goes (RFC 5321 section 5.1), or why it goes nowhere. */
public sealed interface MxAnswer {

    /**
     * Mail goes to the first of these that takes it.
     *
     * @param candidates in the order to try, at least one, at most {@value MxOrder#MAX_HOSTS}
     */
    record Hosts(List<MxCandidate> candidates) implements MxAnswer {
        public Hosts {
            candidates = List.copyOf(candidates);
        }
    }

    /** Mail goes nowhere, for good unless the status is of class 4. */
    sealed interface NoRoute extends MxAnswer {
        EnhancedStatus status();

        /** A sentence for people, bounded, on one line. */
        String text();
    }

    /** The domain says that it takes no mail (RFC 7505). */
    record NullMx(String domain) implements NoRoute {
        @Override
        public EnhancedStatus status() {
            return new EnhancedStatus(5, 1, 10);
        }

        @Override
        public String text() {
            return domain + " does not accept mail (null MX)";
        }
    }

    /** There is no such domain (NXDOMAIN), or the text is no domain name. */
    record NoSuchDomain(String domain) implements NoRoute {
        @Override
        public EnhancedStatus status() {
            return new EnhancedStatus(5, 1, 2);
        }

        @Override
        public String text() {
            return "There is no domain " + domain;
        }
    }

    /** The domain or its MX hosts have no address of the family. */
    record NoAddress(String domain, Family family) implements NoRoute {
        @Override
        public EnhancedStatus status() {
            return new EnhancedStatus(5, 4, 4);
        }

        @Override
        public String text() {
            return "No mail server of " + domain + " has an " + family + " address";
        }
    }

    /**
     * There are addresses, and none of them may be dialled ({@link AddressVetting}).
     *
     * @param detail some of the addresses, each with the reason
     */
    record AllRefused(String domain, String detail) implements NoRoute {
        @Override
        public EnhancedStatus status() {
            return new EnhancedStatus(5, 4, 4);
        }

        @Override
        public String text() {
            return "The mail servers of " + domain + " have no address that may be dialled: " + detail;
        }
    }

    /** The domain's MTA-STS policy is enforced and names none of its hosts (RFC 8461 section 5): not for now. */
    record OutsidePolicy(String domain) implements NoRoute {
        @Override
        public EnhancedStatus status() {
            return new EnhancedStatus(4, 7, 5);
        }

        @Override
        public String text() {
            return "The MTA-STS policy of " + domain + " names none of its mail servers";
        }
    }

    /** The name servers failed or did not answer in time. */
    record TemporaryFailure(String text) implements NoRoute {
        @Override
        public EnhancedStatus status() {
            return new EnhancedStatus(4, 4, 3);
        }
    }
}
