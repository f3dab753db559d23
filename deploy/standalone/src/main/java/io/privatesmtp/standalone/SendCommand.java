package io.privatesmtp.standalone;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.bus.Broker;
import io.privatesmtp.standalone.bus.Submissions;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "send", description = "Puts a message on the bus and prints its id.")
final class SendCommand implements Runnable {
    @Parameters(paramLabel = "FILE.eml", description = "The message as RFC 5322 has it; - reads standard input.")
    private String file;

    @Option(names = "--from", required = true, description = "Envelope sender; \"\" is the null sender.")
    private String from;

    @Option(names = "--to", required = true, description = "Recipient; may be given several times.")
    private List<String> to;

    @Option(names = "--account", description = "Whose message it is; by default whose rule covers the sender domain.")
    private @Nullable String account;

    @Option(names = "--id", description = "Idempotency key; by default a new one.")
    private @Nullable String id;

    @Override
    public void run() {
        var messageId = id == null ? UUID.randomUUID().toString() : id;
        try (var bus = new Submissions(Broker.mustListen(Home.ofThisProcess().bootstrapServers()))) {
            bus.submit(Submissions.raw(Topics.OUTBOUND, messageId, account, from, to, content()));
        }
        System.out.println(messageId);
    }

    private byte[] content() {
        try {
            return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new Failure("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new Failure("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
