package dev.daybreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cli.command.RootCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command line that the documentation shows is one that the program takes. */
final class DocumentedCommandsTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final Path TEMPLATE =
            ROOT.resolve("project/src/main/resources/dev/daybreak/project/template/README.md");
    private static final Pattern LINE = Pattern.compile("^\\s*(?:\\$ )?(?:\\.{0,2}/)?daybreak (.+)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    static Stream<String> commands() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> examples = Files.list(ROOT.resolve("examples"))) {
            List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), TEMPLATE));
            pages.addAll(docs.filter(page -> page.toString().endsWith(".md")).toList());
            pages.addAll(examples.map(example -> example.resolve("README.md"))
                    .filter(Files::exists)
                    .toList());
            return pages.stream().flatMap(DocumentedCommandsTest::lines).distinct().toList().stream();
        }
    }

    private static Stream<String> lines(Path page) {
        try {
            return Files.readAllLines(page).stream()
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .map(line -> line.group(1))
                    .flatMap(line -> Stream.of(line.replaceFirst("\\s+#.*", "").split("&&")))
                    .map(command -> command.strip().replaceFirst("^(?:\\.{0,2}/)?daybreak ", ""))
                    .filter(command -> !command.startsWith("COMMAND"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thereAreMany() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void parses(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }

        CommandLine.ParseResult parsed = RootCommand.commandLine().parseArgs(words.toArray(String[]::new));

        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(words.get(0));
    }
}
