package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Classifies replies of a file: {@code id<TAB>raw reply}, one in a line, the two characters {@code \n} between the lines of
 * a reply; prints id, category and action, divided by tabs. A second argument names an operator's rules file.
 */
public final class ClassifyCommand {
    private static final Pattern LINE_CODE = Pattern.compile("^\\s*([2-5]\\d\\d)(?:[ -]|$)");
    private static final Pattern ANY_CODE = Pattern.compile("(?<![\\d.])([45]\\d\\d)(?![\\d.])");

    private ClassifyCommand() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 1 || args.length > 2) {
            System.err.println("usage: classify FILE.tsv [RULES.yaml]");
            System.exit(2);
        }
        BounceClassifier classifier =
                args.length == 2 ? BounceClassifier.with(Path.of(args[1])) : BounceClassifier.standard();
        if (!Files.isReadable(Path.of(args[0])) || Files.isDirectory(Path.of(args[0]))) {
            System.err.println("psr: cannot read the file " + args[0] + ".");
            System.exit(1);
        }
        run(Path.of(args[0]), classifier, new PrintStream(System.out, false, StandardCharsets.UTF_8));
    }

    static void run(Path file, BounceClassifier classifier, PrintStream out) throws IOException {
        // A reader of this kind replaces what is no UTF-8: servers say such things.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> print(line, classifier, out));
        }
        out.flush();
    }

    private static void print(String line, BounceClassifier classifier, PrintStream out) {
        String[] columns = line.split("\t", 3);
        if (columns.length < 2) {
            System.err.println("psr: left out, since it has no tab between id and reply: \"" + line + "\"");
            return;
        }
        if (columns[0].equals("id")) {
            return;
        }
        Classification classification = classifier.classify(reply(columns[1]), null);
        out.println(columns[0] + "\t" + classification.category().label() + "\t"
                + classification.action().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** A raw reply, perhaps of several lines; without a code anywhere it is taken for a refusal with 554, which says least. */
    static SmtpReply reply(String raw) {
        List<String> lines = List.of(raw.split("\\\\n|\n"));
        int code = 0;
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            Matcher matcher = LINE_CODE.matcher(line);
            boolean found = matcher.find();
            if (found && code == 0) {
                code = Integer.parseInt(matcher.group(1));
            }
            text.append(text.isEmpty() ? "" : "\n").append(found ? line.substring(matcher.end()) : line);
        }
        if (code == 0) {
            Matcher anywhere = ANY_CODE.matcher(raw);
            code = anywhere.find() ? Integer.parseInt(anywhere.group(1)) : 554;
        }
        EnhancedStatus enhanced = EnhancedStatus.leading(text.toString().strip());
        return new SmtpReply(Stage.RCPT_TO, code, enhanced, text.toString());
    }
}
