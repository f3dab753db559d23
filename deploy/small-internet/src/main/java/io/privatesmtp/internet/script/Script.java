package io.privatesmtp.internet.script;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a server says and expects, one step a line; empty lines and lines that begin with {@code #} are skipped.
 *
 * <table>
 * <caption>Steps</caption>
 * <tr><td>{@code S: text}</td><td>says the line, with CRLF</td></tr>
 * <tr><td>{@code S+: text}</td><td>says exactly that; {@code \r}, {@code \n} and {@code \xHH} stand for bytes</td></tr>
 * <tr><td>{@code C: pattern}</td><td>expects a line; {@code *} stands for anything</td></tr>
 * <tr><td>{@code content}</td><td>reads up to the final dot, and keeps it</td></tr>
 * <tr><td>{@code read N}</td><td>reads N bytes and forgets them</td></tr>
 * <tr><td>{@code drip: text}</td><td>says the line with CRLF, each byte in a packet of its own</td></tr>
 * <tr><td>{@code slow: text}</td><td>the same, with 20 ms between bytes</td></tr>
 * <tr><td>{@code noise N}</td><td>says N bytes of noise, the same each time</td></tr>
 * <tr><td>{@code flood N}</td><td>says N bytes without a line end</td></tr>
 * <tr><td>{@code starttls}</td><td>takes the TLS handshake, as mx.test; {@code starttls stranger} with the right name
 * on a certificate of no authority, {@code starttls issued} with one of the tests' authority, {@code expired} and {@code
 * premature} with one that is not valid now, {@code elsewhere} with one for another name, {@code starttls demanding} wants one of the client, {@code starttls TLSv1.2} speaks
 * this version alone</td></tr>
 * <tr><td>{@code half-close}</td><td>ends its own half of the connection, and goes on listening</td></tr>
 * <tr><td>{@code hang}</td><td>says nothing more, and waits for the client to go</td></tr>
 * <tr><td>{@code sleep}</td><td>does nothing more, not even read, until the server is closed</td></tr>
 * <tr><td>{@code reset}</td><td>resets the connection</td></tr>
 * <tr><td>{@code loop}</td><td>from here on again and again</td></tr>
 * </table>
 *
 * At its end the server closes the connection.
 */
record Script(List<Step> steps) {

    private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

    record Step(String verb, String argument) {
        boolean matches(String line) {
            return Pattern.matches(Pattern.quote(argument).replace("*", "\\E.*\\Q"), line);
        }

        byte[] raw() {
            var bytes = new ByteArrayOutputStream();
            String text = argument.replace("\\r", "\r").replace("\\n", "\n");
            int from = 0;
            for (var escape = HEX.matcher(text); escape.find(); from = escape.end()) {
                bytes.writeBytes(text.substring(from, escape.start()).getBytes(StandardCharsets.UTF_8));
                bytes.write(Integer.parseInt(escape.group(1), 16));
            }
            bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
            return bytes.toByteArray();
        }

        byte[] line() {
            return (argument + "\r\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    static Script parse(String text) {
        return new Script(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Script::step)
                .toList());
    }

    private static Step step(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? new Step(line, "") : new Step(line.substring(0, space), line.substring(space + 1));
    }

    /** Where the script goes on after its last step, or -1 where it ends. */
    int restart() {
        return steps.indexOf(new Step("loop", ""));
    }
}
