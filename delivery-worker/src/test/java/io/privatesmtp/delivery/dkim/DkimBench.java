package io.privatesmtp.delivery.dkim;

import io.privatesmtp.delivery.message.RawBody;
import io.privatesmtp.delivery.message.Seal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;

/**
 * Run by hand. Without arguments: the CPU seconds of rendering 1,000 messages, unsigned and signed. With {@code FOLDER FILE…}:
 * writes each file into the folder as it goes on the wire, with an RSA and an Ed25519 signature, and the zone for the scripts.
 */
final class DkimBench {
    private DkimBench() {}

    public static void main(String... arguments) throws IOException {
        if (arguments.length == 0) {
            measure();
        } else {
            sign(Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length));
        }
    }

    private static void sign(Path folder, List<String> files) throws IOException {
        Files.writeString(
                folder.resolve("zone"),
                "s1._domainkey.acme.test\t" + TestKeys.record(TestKeys.RSA) + "\ne1._domainkey.acme.test\t"
                        + TestKeys.record(TestKeys.ED25519) + "\n");
        for (String file : files) {
            Path path = Path.of(file);
            for (var target : List.of(Signed.MODERN, Signed.SEVEN_BIT)) {
                try {
                    byte[] wire = Signed.message(
                            Files.readAllBytes(path),
                            target,
                            Signed.mark("s1", TestKeys.RSA),
                            Signed.mark("e1", TestKeys.ED25519));
                    Files.write(folder.resolve((target.eightBitMime() ? "8-" : "7-") + path.getFileName()), wire);
                    boolean jdkim =
                            Jdkim.verifies(wire, Map.of("s1._domainkey.acme.test", TestKeys.record(TestKeys.RSA)));
                    System.out.println(path.getFileName() + "\t" + wire.length + "\tjdkim " + jdkim);
                } catch (RuntimeException e) {
                    System.out.println(path.getFileName() + "\trefused: " + e.getMessage());
                }
            }
        }
    }

    private static void measure() {
        for (int size : new int[] {4_096, 102_400, 25 * 1024 * 1024}) {
            run(size, null);
            run(size, TestKeys.RSA);
            run(size, TestKeys.ED25519);
        }
    }

    private static void run(int size, KeyPair pair) {
        String text =
                "From: a@acme.test\r\nTo: b@rcpt.test\r\nSubject: bench\r\nDate: x\r\nMessage-ID: <1@a.test>\r\n\r\n"
                        + "0123456789 words of text ".repeat(3).concat("\r\n").repeat(size / 77);
        RawBody body = RawBody.read(text.getBytes(StandardCharsets.US_ASCII), Signed.NOW, "seed", "acme.test");
        Seal seal = pair == null ? Seal.NONE : new DkimSigner(List.of(Signed.mark("s1", pair)), Signed.NOW, null);
        int times = size > 1_000_000 ? 40 : 4_000;
        var threads = ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 3; round++) {
            long begin = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < times; i++) {
                body.render(Signed.MODERN, "Received: by x", seal);
            }
            double seconds = (threads.getCurrentThreadCpuTime() - begin) / 1e9;
            System.out.printf(
                    "%d octets, %s: %.3f CPU seconds for 1,000%n",
                    size, pair == null ? "unsigned" : pair.getPublic().getAlgorithm(), seconds / times * 1000);
        }
    }
}
