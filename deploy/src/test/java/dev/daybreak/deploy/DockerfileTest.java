package dev.daybreak.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.deploy.Dockerfile.Instruction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The images of {@code deploy/kubernetes}. */
class DockerfileTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final Path FOLDER = ROOT.resolve("deploy/kubernetes");

    private static String text(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    @Test
    void nothingIsWrongInThem() throws IOException {
        assertThat(DockerfileRules.problemsOfBase(Dockerfile.parse(text("Dockerfile"))))
                .isEmpty();
        assertThat(DockerfileRules.problems(Dockerfile.parse(text("project.Dockerfile"))))
                .isEmpty();
    }

    /** Each line: what stands in the file, what would stand there instead, and how that is told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    USER 10001:10001 | USER root | the last user is no number other than root's
                    USER 10001:10001 | USER 0 | the last user is no number other than root's
                    :17.0.16_8-jdk-noble | :latest | the base may change: eclipse-temurin:latest
                    :17.0.16_8-jdk-noble | '' | the base may change: eclipse-temurin
                    RUN apt-get update | RUN curl -s https://example.com/x -o x && apt-get update | what is fetched is not known
                    --no-install-recommends | --yes | installs more than is asked for
                    && rm -rf /var/lib/apt/lists/* | && true | keeps the lists of packages
                    COPY cli/ | ADD cli/ | unknown or refused: ADD
                    WORKDIR /tmp | ENV DATABASE_PASSWORD=x | a secret would stay in the image
                    ENTRYPOINT ["/opt/daybreak/entrypoint.sh"] | ENTRYPOINT /opt/daybreak/entrypoint.sh | is not written as a list
                    """)
    void whatWouldBeWrongIsFound(String right, String wrong, String problem) throws IOException {
        assertThat(text("Dockerfile")).contains(right);

        String changed = text("Dockerfile").replace(right, wrong);

        assertThat(DockerfileRules.problemsOfBase(Dockerfile.parse(changed)))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    private static List<String> copied() throws IOException {
        return Dockerfile.parse(text("Dockerfile")).all("COPY").stream()
                .map(Instruction::arguments)
                .map(arguments -> arguments.get(0))
                .toList();
    }

    @Test
    void theContextHoldsWhatIsCopiedAndNothingElse() throws IOException {
        List<String> context = text("Dockerfile.dockerignore")
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(context).containsExactlyInAnyOrderElementsOf(copied());
        assertThat(text("Dockerfile.dockerignore").lines().filter(line -> !line.startsWith("#")))
                .startsWith("**");
    }

    @Test
    void everythingThatIsCopiedIsThereOncePackaged() throws IOException {
        assumeTrue(Files.isDirectory(ROOT.resolve("cli/target/dist/lib")), "needs the program: mvn package");

        for (String path : copied()) {
            Path source = ROOT.resolve(path);
            assertThat(source).exists();
            if (Files.isDirectory(source)) {
                try (Stream<Path> files = Files.list(source)) {
                    assertThat(files.map(Path::toString).collect(Collectors.toList()))
                            .as(path)
                            .anyMatch(name -> name.endsWith(".jar"));
                }
            }
        }
    }

    @Test
    void whatItStartsFindsWhatWasCopied() throws IOException {
        String entrypoint = text("entrypoint.sh");

        assertThat(FOLDER.resolve("entrypoint.sh")).isExecutable();
        assertThat(FOLDER.resolve("decommission.sh")).isExecutable();
        for (Instruction copy : Dockerfile.parse(text("Dockerfile")).all("COPY")) {
            String target = copy.arguments().get(1);
            if (!target.endsWith(".sh")) {
                assertThat(entrypoint).contains(target.replace("/opt/daybreak", "$home"));
            }
        }
    }
}
