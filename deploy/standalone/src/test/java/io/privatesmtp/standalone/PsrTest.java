package io.privatesmtp.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PsrTest {
    static Iterable<String> commands() {
        return Psr.commandLine().getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandTellsItsOptionsAndDoesNothing(String command) {
        var told = new StringWriter();
        var psr = Psr.commandLine().setOut(new PrintWriter(told));

        assertThat(psr.execute(command, "--help")).isZero();
        assertThat(told.toString()).startsWith("Usage: psr " + command).contains("--help");
    }
}
