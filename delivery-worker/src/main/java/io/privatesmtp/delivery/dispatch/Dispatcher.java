package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.dsn.Reporting;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.intake.Parsed;
import io.privatesmtp.delivery.intake.SubmissionParser;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.receipt.Reception;
import io.privatesmtp.delivery.retry.RetryState;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where the central loop begins. A record is read, admitted ({@link Admittance}), given its source address and sent ({@link
 * Departure}); its end ({@link RecordEnd}) is a settled record, or an abandoned one where the partition went to another
 * worker. No record ends in an exception.
 */
public final class Dispatcher {
    private final SubmissionParser parser;
    private final Reporting reporting;
    private final Refusals refusals;
    private final Failures failures;
    private final Admittance admittance;
    private final Budget budget;
    private final Executor aside;

    /** @param aside reads what is large */
    Dispatcher(
            SubmissionParser parser,
            Reporting reporting,
            Refusals refusals,
            Failures failures,
            Admittance admittance,
            Budget budget,
            Executor aside) {
        this.failures = failures;
        this.parser = parser;
        this.reporting = reporting;
        this.refusals = refusals;
        this.admittance = admittance;
        this.budget = budget;
        this.aside = aside;
    }

    /**
     * @param submission the first submission's record, also of a retry
     * @param consumed coordinates of the record that was polled
     * @param state what the retry record says; null for a submission
     */
    public void accept(Incoming submission, Origin consumed, Reception reception, @Nullable RetryState state) {
        if (reception.settledBefore()) {
            reception.settled();
            return;
        }
        byte[] value = submission.value();
        int size = value == null ? 0 : value.length;
        Budget.Part part = budget.take(size);
        RecordEnd end = new RecordEnd(submission, consumed, reception, state, failures, part::giveBack);
        Runnable read = () -> end.guarded(() -> read(submission, consumed, reception, state, part, end));
        if (Budget.isLarge(size)) {
            // The thread that brings it has other mail to bring.
            aside.execute(read);
        } else {
            read.run();
        }
    }

    private void read(
            Incoming submission,
            Origin consumed,
            Reception reception,
            @Nullable RetryState state,
            Budget.Part part,
            RecordEnd end) {
        switch (parser.parse(submission)) {
            case Parsed.Refused refused ->
                end.with(refusals.refused(
                        submission,
                        consumed,
                        refused.only(i -> state == null || state.pending().contains(i))));
            case Parsed.Accepted accepted -> {
                Mail read = reporting.withoutRule(accepted.mail());
                Mail mail = state == null ? read : read.ownedBy(state.account());
                if (mail.priority() == Priority.BULK) {
                    part.isBulk();
                }
                RetryState known = state != null
                        ? state
                        : RetryState.first(submission.origin(), mail.queuedAt().toEpochMilli());
                List<Recipient> pending = mail.recipients().stream()
                        .filter(r -> state == null || known.pending().contains(r.index()))
                        .filter(r -> !reception.settledBefore(r.index()))
                        .toList();
                List<Parsed.BadRecipient> bad = state == null ? accepted.bad() : List.of();
                admittance.admit(
                        new Arrival(submission, consumed, reception, known, state == null, mail, pending, bad, end));
            }
        }
    }
}
