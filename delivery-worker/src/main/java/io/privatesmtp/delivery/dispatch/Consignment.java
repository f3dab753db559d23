package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.Route;
import io.privatesmtp.delivery.gate.Counted;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.receipt.Reception;
import io.privatesmtp.delivery.retry.RetryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One consumed record on its way: its message, who is pending, and what has come of it so far. Its parts report from any
 * thread; when the last has reported, it is settled.
 */
final class Consignment {
    /** A recipient whose attempt failed for now. */
    record Deferral(Recipient recipient, DialogueFacts dialogue, Category category, boolean uncertain) {}

    /** Why recipients wait without an attempt. */
    record Holding(
            List<Recipient> recipients,
            HoldReason reason,
            DialogueFacts dialogue,
            @Nullable Duration longest) {}

    private final Incoming submission;
    private final Origin consumed;
    private final Reception reception;
    private final RetryState state;
    private final Mail mail;
    private final List<Recipient> all;
    private List<Recipient> pending;
    private final @Nullable String account;

    private final List<Deferral> deferred = new ArrayList<>();
    private final List<Recipient> parked = new ArrayList<>();
    private final List<Holding> held = new ArrayList<>();
    private final List<CompletableFuture<Void>> acknowledgements = new ArrayList<>();
    private Duration parkedFor = Duration.ZERO;
    private @Nullable String lastSource;
    private final BitSet ended = new BitSet();
    private final BitSet passed = new BitSet();
    private Counted countedNow = Counted.NONE;
    private final List<Recipient> abandoned = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    Consignment(
            Incoming submission,
            Origin consumed,
            Reception reception,
            RetryState state,
            Mail mail,
            List<Recipient> pending,
            @Nullable String account) {
        this.submission = submission;
        this.consumed = consumed;
        this.reception = reception;
        this.state = state.ownedBy(account);
        this.mail = mail;
        this.all = List.copyOf(pending);
        this.pending = pending;
        this.account = account;
        this.lastSource = state.lastSource();
    }

    Incoming submission() {
        return submission;
    }

    Origin consumed() {
        return consumed;
    }

    Reception reception() {
        return reception;
    }

    RetryState state() {
        return state;
    }

    Mail mail() {
        return mail;
    }

    /** Who is to be sent to now. */
    synchronized List<Recipient> pending() {
        return pending;
    }

    /** Those who are still to be sent to; the others have found their end, or wait. */
    synchronized void keep(List<Recipient> recipients) {
        pending = List.copyOf(recipients);
    }

    /** Whose message it is, once that is decided. */
    @Nullable
    String account() {
        return account;
    }

    /** The number of the attempt that is made now. */
    int attempt() {
        return state.attempts() + 1;
    }

    synchronized void defer(Deferral deferral) {
        deferred.add(deferral);
    }

    synchronized void park(List<Recipient> recipients, Duration wait) {
        parked.addAll(recipients);
        parkedFor = wait.compareTo(parkedFor) > 0 ? wait : parkedFor;
    }

    synchronized void hold(Holding holding) {
        held.add(holding);
    }

    /** Not sent, because the partition may be another worker's by now. */
    synchronized void abandon(List<Recipient> recipients) {
        abandoned.addAll(recipients);
    }

    synchronized void leftBy(String sourceIp) {
        lastSource = sourceIp;
    }

    /** Who is pending has passed all gates, to leave on this route. */
    synchronized void passed(Route route) {
        pending.forEach(recipient -> passed.set(recipient.index()));
        countedNow = state.counted().leaving(route);
    }

    /** What the recipient is counted for, in this attempt or before. */
    synchronized Counted counted(int recipient) {
        return passed.get(recipient) ? countedNow : state.counted();
    }

    /** They have found their end, or a retry record stands for them. */
    synchronized void end(List<Integer> recipients) {
        recipients.forEach(ended::set);
    }

    /** Of those who were to be sent to at first. */
    synchronized List<Recipient> withoutEnd() {
        return all.stream().filter(recipient -> !ended.get(recipient.index())).toList();
    }

    synchronized boolean hasEnded(int recipient) {
        return ended.get(recipient);
    }

    /** It is not settled before this is acknowledged. */
    synchronized void await(CompletableFuture<Void> acknowledgement) {
        acknowledgements.add(acknowledgement);
    }

    synchronized List<Recipient> abandoned() {
        return List.copyOf(abandoned);
    }

    synchronized List<Deferral> deferred() {
        return List.copyOf(deferred);
    }

    synchronized List<Recipient> parked() {
        return List.copyOf(parked);
    }

    synchronized Duration parkedFor() {
        return parkedFor;
    }

    synchronized List<Holding> held() {
        return List.copyOf(held);
    }

    synchronized @Nullable String lastSource() {
        return lastSource;
    }

    /** Its record has come to its end: whatever follows from it is acknowledged. */
    void ended() {
        end.complete(null);
    }

    CompletableFuture<Void> end() {
        return end;
    }

    synchronized CompletableFuture<Void> acknowledged() {
        return CompletableFuture.allOf(acknowledgements.toArray(CompletableFuture[]::new));
    }
}
