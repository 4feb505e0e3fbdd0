package dev.daybreak.cli.command;

import dev.daybreak.cli.console.Output;
import dev.daybreak.cli.workspace.Workspace;
import dev.daybreak.orchestration.history.AttemptRecord;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Print the logs of a run's attempts; with --follow, as they are written, until the run is over.",
        footer = {"", "Example: daybreak logs --asset features.impressions"})
final class LogsCommand extends ProjectCommand {
    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Its id, or a part of it. Default: the latest run.")
    private String run;

    @Option(names = "--asset", paramLabel = "ASSET", description = "Only attempts at this asset.", order = 1)
    private String asset;

    @Option(names = "--follow", description = "Go on until the run is over.", order = 2)
    private boolean follow;

    @Override
    int run(Workspace workspace, Output output) {
        Optional<String> id = id(workspace);
        if (follow && id.isPresent()) {
            new LogFollower(workspace, id.get(), isChosen(workspace), output).follow();
        }
        print(id, workspace, id.map(found -> attempts(workspace, found)).orElse(List.of()), output);
        return 0;
    }

    /** What was followed is not printed again, but is in the document. */
    private void print(Optional<String> id, Workspace workspace, List<AttemptRecord> attempts, Output output) {
        List<Map<String, Object>> values = new ArrayList<>();
        for (AttemptRecord attempt : attempts) {
            List<String> lines = lines(workspace.logs().resolve(attempt.logFile()));
            if (!follow) {
                output.line(heading(attempt) + "  " + attempt.state());
                lines.forEach(output::line);
                output.line("");
            }
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("run", attempt.run());
            value.put("asset", attempt.asset().toString());
            value.put("attempt", attempt.name());
            value.put("state", attempt.state().toString());
            value.put("lines", lines);
            values.add(value);
        }
        if (attempts.isEmpty()) {
            output.line(
                    id.map(found -> "Run " + found + " made no attempt" + (asset == null ? "" : " at " + asset) + ".")
                            .orElse("No run yet."));
        }
        output.document(Map.of("attempts", values));
    }

    static String heading(AttemptRecord attempt) {
        return "== " + attempt.asset() + "  attempt " + attempt.name();
    }

    private Optional<String> id(Workspace workspace) {
        return run == null
                ? workspace.history().runs(1).stream().findFirst().map(RunRecord::id)
                : Optional.of(workspace.history().run(run).id());
    }

    private List<AttemptRecord> attempts(Workspace workspace, String id) {
        return workspace.history().attempts(id).stream()
                .filter(isChosen(workspace))
                .toList();
    }

    private Predicate<AttemptRecord> isChosen(Workspace workspace) {
        if (asset == null) {
            return attempt -> true;
        }
        AssetKey key = Assets.find(workspace.graph(), asset).key();
        return attempt -> attempt.asset().equals(key);
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) {
            return List.of("(the log is gone: " + file + ")");
        }
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static DaybreakException unreadable(Path file, IOException e) {
        return new DaybreakException(
                ErrorCode.OUT_OF_RESOURCES,
                "Cannot read log '" + file + "': " + e.getMessage(),
                "See whether the file may be read.",
                e);
    }
}
