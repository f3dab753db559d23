package io.privatesmtp.internet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Receiving hosts as a process of their own, until it is ended.
 *
 * <pre>
 * --listen ADDRESS:PORT  may be given several times; with =BEHAVIOUR this host does what Behaviour says
 * --record FILE          appends a JSON line per message
 * --save FOLDER          stores each message as it came
 * --accept-all           takes everything; else the recipient's local part decides (LocalPartPolicy)
 * --tls NAME             offers STARTTLS with a self-signed certificate for this name
 * --slow SECONDS         how long recipients named slow take (2)
 * </pre>
 *
 * Prints {@code listening ADDRESS:PORT} for each host once it takes connections.
 */
public final class ReceivingProcess {
    static final String USAGE =
            "usage: --listen ADDRESS:PORT … [--record FILE] [--save FOLDER] [--accept-all] [--tls NAME] [--slow SECONDS]";

    private final List<ReceivingHost> hosts = new ArrayList<>();
    private final MailRecord record;

    private ReceivingProcess(MailRecord record) {
        this.record = record;
    }

    public static void main(String[] arguments) throws Exception {
        ReceivingProcess process;
        try {
            process = start(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + USAGE);
            System.exit(2);
            return;
        }
        for (ReceivingHost host : process.hosts) {
            System.out.println("listening " + host.address().getAddress().getHostAddress() + ":" + host.port());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::stop));
        Thread.currentThread().join();
    }

    static ReceivingProcess start(String... arguments) throws IOException {
        List<String> listen = new ArrayList<>();
        Path file = null;
        Path folder = null;
        boolean acceptAll = false;
        SSLContext tls = null;
        Duration slow = Duration.ofSeconds(2);
        for (int i = 0; i < arguments.length; i++) {
            String option = arguments[i];
            if (option.equals("--accept-all")) {
                acceptAll = true;
                continue;
            }
            String value = value(arguments, ++i, option);
            switch (option) {
                case "--listen" -> listen.add(value);
                case "--record" -> file = Path.of(value);
                case "--save" -> folder = Path.of(value);
                case "--tls" -> tls = SelfSigned.context(value);
                case "--slow" -> slow = Duration.ofSeconds(Long.parseLong(value));
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("--listen is missing");
        }
        ReceivingProcess process = new ReceivingProcess(new MailRecord(file, folder));
        ReceivingPolicy policy = acceptAll ? ReceivingPolicy.ACCEPT_ALL : new LocalPartPolicy(slow);
        for (String address : listen) {
            process.listen(address, policy, tls);
        }
        return process;
    }

    List<ReceivingHost> hosts() {
        return hosts;
    }

    void stop() {
        hosts.forEach(ReceivingHost::close);
        try {
            record.close();
        } catch (IOException e) {
            System.err.println("the record was not closed: " + e.getMessage());
        }
    }

    private void listen(String argument, ReceivingPolicy ofAll, @Nullable SSLContext tls) {
        int equals = argument.indexOf('=');
        String address = equals < 0 ? argument : argument.substring(0, equals);
        ReceivingPolicy policy = equals < 0 ? ofAll : Behaviour.named(argument.substring(equals + 1), ofAll);
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException("--listen " + address + ": must be ADDRESS:PORT");
        }
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(address.substring(colon + 1));
        ReceivingHost.Builder builder = ReceivingHost.on(host, port)
                .policy(policy)
                .withoutMessages()
                .listener(message -> record.add(message, host));
        hosts.add((tls == null ? builder : builder.tls(tls)).start());
    }

    private static String value(String[] arguments, int index, String option) {
        if (index >= arguments.length) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return arguments[index];
    }
}
