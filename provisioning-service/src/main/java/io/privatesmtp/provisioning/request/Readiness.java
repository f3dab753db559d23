package io.privatesmtp.provisioning.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.provisioning.dkim.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a request is fit to be approved, check by check.
 *
 * @param ready false when a check failed; what nobody has checked does not count
 */
public record Readiness(boolean ready, List<Check> checks) {
    /** What became of a check. */
    public enum Result {
        @JsonProperty("passed")
        PASSED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("not-checked")
        NOT_CHECKED
    }

    /**
     * @param check its name
     * @param subject the domain, address or account that was looked at
     * @param detail a sentence for people
     */
    public record Check(String check, String subject, Result result, String detail) {}

    /** @param keys what was found in DNS, by domain; empty for a request without a key */
    static Readiness of(
            RoutingRequest request, AccountState account, boolean allocated, Map<String, Publication> keys) {
        List<Check> checks = new ArrayList<>();
        boolean open = account == AccountState.OPEN;
        checks.add(new Check(
                "account-open",
                request.account,
                result(open),
                open ? "The account is open." : "The account is not open."));
        checks.add(new Check(
                "ip-allocated",
                request.ip,
                result(allocated),
                allocated ? "The address is the account's." : "The address is not the account's."));
        for (String domain : request.domains) {
            checks.add(new Check("domain-name", domain, Result.PASSED, "A name that can have a rule."));
            checks.add(new Check("domain-verified", domain, Result.NOT_CHECKED, "Nobody has checked whose it is."));
            Publication key = keys.get(domain);
            if (key != null) {
                checks.add(dkim(request.dkimSelector + "._domainkey." + domain, domain, key));
            }
            checks.add(new Check("spf", domain, Result.NOT_CHECKED, "Nobody has checked that SPF names the address."));
        }
        checks.add(new Check(
                "reverse-dns", request.ip, Result.NOT_CHECKED, "Nobody has checked that the address has its name."));
        checks.add(new Check("volume", request.account, Result.NOT_CHECKED, "The expected daily volume is not known."));
        return new Readiness(checks.stream().noneMatch(check -> check.result == Result.FAILED), List.copyOf(checks));
    }

    private static Check dkim(String name, String domain, Publication key) {
        return switch (key) {
            case PUBLISHED -> new Check("dkim", domain, Result.PASSED, name + " has the key.");
            case OTHER_KEY -> new Check("dkim", domain, Result.FAILED, name + " has another key, or several.");
            case ABSENT -> new Check("dkim", domain, Result.FAILED, name + " has no key.");
            case SOME_KEY ->
                new Check("dkim", domain, Result.NOT_CHECKED, name + " has a key; the one it should be is a file.");
            case UNKNOWN -> new Check("dkim", domain, Result.NOT_CHECKED, "No name server told what " + name + " has.");
        };
    }

    private static Result result(boolean passed) {
        return passed ? Result.PASSED : Result.FAILED;
    }
}
