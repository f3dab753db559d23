package io.privatesmtp.kit;

/** Roles of callers. A token carries them in its {@code groups} claim, and the account in {@code account}. */
public final class Roles {
    public static final String OPERATOR = "operator";
    public static final String ACCOUNT = "account";
    /** The name of the security attribute, and of the claim, that holds the caller's account. */
    public static final String ACCOUNT_ATTRIBUTE = "account";

    private Roles() {}
}
