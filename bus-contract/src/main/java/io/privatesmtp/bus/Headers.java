package io.privatesmtp.bus;

/** Names of record headers. */
public final class Headers {
    public static final String CONTENT_TYPE = "content-type";
    public static final String RFC822 = "message/rfc822";
    public static final String JSON = "application/json";

    // Raw submissions.
    public static final String MAIL_FROM = "mail-from";
    public static final String RCPT_TO = "rcpt-to";
    public static final String MESSAGE_ID = "message-id";
    public static final String ACCOUNT = "account";
    public static final String EXPIRES_AT = "expires-at";
    public static final String NOT_BEFORE = "not-before";
    public static final String PRIORITY = "priority";
    public static final String ON_FAILURE = "on-failure";

    // CloudEvents 1.0, binary mode of its Kafka binding.
    public static final String CE_SPECVERSION = "ce_specversion";
    public static final String CE_ID = "ce_id";
    public static final String CE_TYPE = "ce_type";
    public static final String CE_SOURCE = "ce_source";
    public static final String CE_TIME = "ce_time";

    // Dead letters; suppressions, of the message whose bounce was the cause.
    public static final String ERROR_CODE = "error-code";
    public static final String ERROR = "error";
    public static final String ORIGIN = "origin";

    // Receipts: the record that this one settles, and the recipients concerned.
    public static final String RECEIPT = "psr-receipt";

    // The state of a retry record.
    public static final String RETRY_STATE = "psr-retry";

    private Headers() {}
}
