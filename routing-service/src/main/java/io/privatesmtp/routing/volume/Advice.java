package io.privatesmtp.routing.volume;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Whether an account is better off with an address of its own.
 *
 * @param delivered recipients delivered to in the days looked at
 * @param perDay the average
 * @param advice what to do
 * @param explanation why, for people
 */
record Advice(String account, int days, long delivered, double perDay, Better advice, String explanation) {
    /** What serves the account better. */
    enum Better {
        @JsonProperty("shared")
        SHARED,
        @JsonProperty("either")
        EITHER,
        @JsonProperty("private")
        PRIVATE
    }

    static Advice of(String account, long delivered, AdviceSettings settings) {
        double perDay = Math.round(delivered * 10.0 / settings.days()) / 10.0;
        String sends =
                account + " delivers to " + perDay + " recipients a day on average over " + settings.days() + " days. ";
        if (perDay < settings.sharedBelowPerDay()) {
            return new Advice(
                    account,
                    settings.days(),
                    delivered,
                    perDay,
                    Better.SHARED,
                    sends + "That is too few for an address of its own to earn trust: it is better off on the shared"
                            + " addresses.");
        }
        if (perDay < settings.privateFromPerDay()) {
            return new Advice(
                    account,
                    settings.days(),
                    delivered,
                    perDay,
                    Better.EITHER,
                    sends + "An address of its own would earn trust slowly: either way serves.");
        }
        return new Advice(
                account,
                settings.days(),
                delivered,
                perDay,
                Better.PRIVATE,
                sends + "That is enough for an address of its own to build a reputation that nobody else can spoil.");
    }
}
