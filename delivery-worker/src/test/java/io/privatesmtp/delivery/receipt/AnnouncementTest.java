package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MessageFacts;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** The events that follow a retry record fit into its header, and are read back from it. */
class AnnouncementTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final byte[] KEY = {1, 2};

    @Property(tries = 100)
    void eventsAreReadBack(@ForAll @IntRange(min = 1, max = 20) int count, @ForAll Random random) {
        List<AnnouncedEvent> events = events(
                count, i -> random.nextBoolean() ? null : "try later " + random.nextInt(3), random.nextBoolean());

        List<AnnouncedEvent> read = Announcement.parse(Announcement.of(events), KEY, 7);

        assertSame(read, events);
    }

    @Example
    void aThousandRecipientsFitIntoOneHeader() {
        List<AnnouncedEvent> events = events(1_000, i -> "4.2.0 <r" + i + "@rcpt.test>: try again later", true);

        byte[] header = Announcement.of(events);

        assertThat(header).hasSizeLessThan(100_000);
        assertSame(Announcement.parse(header, KEY, 7), events);
    }

    @Example
    void aServerThatSaysAThousandTimesSomethingLongCostsNoEvent() {
        Random random = new Random(1);
        List<AnnouncedEvent> events = events(
                1_000,
                i -> random.ints(1_024, 0x4e00, 0x9fff)
                                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        + "\ud83d\ude00".repeat(512),
                true);

        byte[] header = Announcement.of(events);

        assertThat(header).hasSizeLessThan(600_000);
        assertThat(Announcement.parse(header, KEY, 7))
                .extracting(AnnouncedEvent::id)
                .containsExactlyElementsOf(
                        events.stream().map(AnnouncedEvent::id).toList());
    }

    @Property
    void aHeaderThatAnnouncesNothingIsRefusedInWords(@ForAll byte[] garbage) {
        assertThatExceptionOfType(ContractViolation.class)
                .isThrownBy(() -> Announcement.parse(garbage, null, 0))
                .withMessageContaining(Announcement.HEADER);
    }

    /** The order of the fields in JSON may differ. */
    private static void assertSame(List<AnnouncedEvent> read, List<AnnouncedEvent> events) {
        assertThat(read).usingRecursiveComparison().ignoringFields("json").isEqualTo(events);
        assertThat(read)
                .extracting(event -> MailEvent.read(event.type(), event.json()))
                .containsExactlyElementsOf(events.stream()
                        .map(event -> MailEvent.read(event.type(), event.json()))
                        .toList());
    }

    private static List<AnnouncedEvent> events(int count, IntFunction<@Nullable String> reply, boolean tags) {
        List<AnnouncedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = reply.apply(i);
            SmtpReply said = text == null ? null : new SmtpReply(Stage.RCPT_TO, 450, null, text);
            MessageFacts message = new MessageFacts(
                    "m-1",
                    "acme",
                    1,
                    "a@acme.test",
                    "acme.test",
                    "r" + i + "@rcpt.test",
                    "rcpt.test",
                    NOW,
                    new Origin("mail.outbound", 0, 4),
                    tags ? Map.of("campaign", "x".repeat(500)) : null);
            MailEvent event = new MailEvent.Deferred(
                    message,
                    DialogueFacts.unconnected(null, said),
                    NOW,
                    Category.GREYLIST,
                    Category.GREYLIST.action(),
                    null,
                    NOW);
            events.add(new AnnouncedEvent("mail.outbound-0-4/" + i, "mail.deferred", Json.write(event), KEY, 7));
        }
        return events;
    }
}
