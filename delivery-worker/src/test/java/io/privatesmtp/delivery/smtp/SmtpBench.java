package io.privatesmtp.delivery.smtp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * What a message costs on the sending side: run it by hand, with messages, sessions and octets as arguments. It prints the
 * CPU seconds of the senders' event loops for 1,000 messages; the receiver's are not counted.
 */
final class SmtpBench {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final SmtpSessions sessions = new SmtpSessions(vertx, SmtpTimeouts.DEFAULT);
    private final Set<Long> threads = ConcurrentHashMap.newKeySet();

    private SmtpBench() {}

    public static void main(String... arguments) {
        int messages = Integer.parseInt(arguments[0]);
        int parallel = Integer.parseInt(arguments[1]);
        var letter = Letter.to("bob@rcpt.test").saying(content(Integer.parseInt(arguments[2])));
        var bench = new SmtpBench();
        var receiving = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        NetServer server = Playground.await(
                receiving.createNetServer().connectHandler(SmtpBench::receive).listen(0, "127.0.0.1"));
        for (int round = 0; round < 5; round++) {
            bench.run(letter, messages, parallel, server.actualPort());
        }
        Playground.await(bench.vertx.close());
        Playground.await(receiving.close());
    }

    private static byte[] content(int size) {
        return ("Subject: bench\r\n\r\n" + "0123456789".repeat(7).concat("\r\n").repeat(size / 72))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void run(Letter letter, int messages, int parallel, int port) {
        long cpu = cpu();
        long begin = System.nanoTime();
        List<Future<Void>> ends = new ArrayList<>();
        IntStream.range(0, parallel).forEach(i -> ends.add(sender(letter, messages / parallel, port)));
        Playground.await(Future.all(ends));
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%d messages: %.0f a second, %.3f CPU seconds for 1,000%n",
                messages, messages / seconds, (cpu() - cpu) / 1e9 / messages * 1000);
    }

    private Future<Void> sender(Letter letter, int messages, int port) {
        Promise<Void> end = Promise.promise();
        var loopback = InetAddress.ofLiteral("127.0.0.1");
        var session = sessions.create(
                new SessionSpec(loopback, "out.test", new NextHop("mx.test", loopback, port), TlsLevel.NONE));
        next(session, letter, messages, end);
        return end.future();
    }

    private void next(SmtpSession session, Letter letter, int left, Promise<Void> end) {
        threads.add(Thread.currentThread().threadId());
        if (left == 0) {
            session.quit().onComplete(end);
        } else {
            session.send(letter).onSuccess(report -> {
                if (!(report.verdicts().getFirst() instanceof TransactionReport.Verdict.Accepted)) {
                    throw new AssertionError(report);
                }
                next(session, letter, left - 1, end);
            });
        }
    }

    private long cpu() {
        var beans = ManagementFactory.getThreadMXBean();
        return threads.stream()
                .filter(id -> id != Thread.currentThread().threadId())
                .mapToLong(beans::getThreadCpuTime)
                .sum();
    }

    /** Knows the client's commands by their first letters, and the end of a message by its last three octets. */
    private static void receive(NetSocket socket) {
        boolean[] data = new boolean[1];
        socket.write("220 mx\r\n");
        socket.handler(bytes -> {
            int end = bytes.length();
            if (data[0]) {
                if (bytes.getByte(end - 3) == '.' && bytes.getByte(end - 4) == '\n') {
                    data[0] = false;
                    socket.write("250 2.0.0 queued\r\n");
                }
                return;
            }
            switch (bytes.getByte(0)) {
                case 'E' -> socket.write("250-mx\r\n250-SIZE 1000000\r\n250-8BITMIME\r\n250 PIPELINING\r\n");
                case 'M' -> {
                    data[0] = true;
                    socket.write("250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go\r\n");
                }
                default -> socket.close();
            }
        });
    }
}
