package dev.daybreak.acceptance.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybreak.acceptance.spark.Program.Outcome;
import dev.daybreak.acceptance.spark.Program.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The project that {@code init} writes, for commands outside of the tests' process.
 *
 * @param root its folder
 */
record ShopProject(Program program, Path root) {
    /** Makes one in a folder; a test is skipped where the program is missing. */
    static ShopProject in(Path folder) throws Exception {
        assumeTrue(Program.isThere(), "needs the program: mvn -pl acceptance-spark -am package");
        Program program = new Program(folder);
        Path root = folder.resolve("shop");
        Outcome init = program.run("init", root.toString());
        assertThat(init.status()).as(init.said()).isZero();
        return new ShopProject(program, root);
    }

    Outcome run(String... arguments) throws Exception {
        return program.on(root, arguments);
    }

    /** What a command prints for people. */
    String plainly(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--project", root.toString()));
        return program.plainly(all.toArray(String[]::new));
    }

    /** The same in a process of its own. */
    Running start(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--project", root.toString()));
        return program.start(all.toArray(String[]::new));
    }

    /** Adds to its settings. */
    void settings(String more) throws IOException {
        Files.writeString(root.resolve("daybreak.yaml"), more, StandardOpenOption.APPEND);
    }

    /** Writes a table of {@code shop}. */
    void table(String name, String header, String sql) throws IOException {
        Files.createDirectories(root.resolve("assets/shop"));
        Files.writeString(root.resolve("assets/shop/" + name + ".sql"), "/*---\n" + header + "\n---*/\n" + sql + "\n");
    }
}
