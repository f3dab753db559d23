package io.privatesmtp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    /** Before anything is started. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--size 7z              | --size 7z: must be like 4k or 4096",
                "--size 9999999k        | --size 9999999k: must be 512 bytes to 10 MiB",
                "--size 100             | --size 100: must be 512 bytes to 10 MiB",
                "--domains 0            | --domains 0: must be 1 to 100000",
                "--matrix --cold        | --matrix, --cold and --scale: must be one of them at most",
                "--along rules          | --along [RULES]: must come with --scale",
                "--matrix --size 4k     | --size: must not come with --matrix, which has cases of its own",
                "--scale --rules 100    | --rules: must not come with --scale, which has cases of its own",
                "--json /proc/x.json    | --json /proc/x.json: cannot be written there",
                "--json /nowhere/x.json | --json /nowhere/x.json: cannot be written there"
            })
    void whatMakesNoSenseIsRefusedWithItsRule(String arguments, String sentence) {
        var err = new StringWriter();

        var code = BenchCommand.commandLine().setErr(new PrintWriter(err)).execute(arguments.split(" "));

        assertThat(code).isEqualTo(1);
        assertThat(err).hasToString("psr: " + sentence + System.lineSeparator());
    }
}
