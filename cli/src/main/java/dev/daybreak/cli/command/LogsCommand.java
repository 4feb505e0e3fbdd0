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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Print the logs of a run's attempts.",
        footer = {"", "Example: daybreak logs --asset features.impressions"})
final class LogsCommand extends ProjectCommand {
    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Its id, or a part of it. Default: the latest run.")
    private String run;

    @Option(names = "--asset", paramLabel = "ASSET", description = "Only attempts at this asset.", order = 1)
    private String asset;

    @Override
    int run(Workspace workspace, Output output) {
        List<AttemptRecord> attempts = attempts(workspace);
        List<Map<String, Object>> values = new ArrayList<>();
        for (AttemptRecord attempt : attempts) {
            List<String> lines = lines(workspace.logs().resolve(attempt.logFile()));
            output.line("== " + attempt.asset() + "  attempt " + attempt.name() + "  " + attempt.state());
            lines.forEach(output::line);
            output.line("");
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("run", attempt.run());
            value.put("asset", attempt.asset().toString());
            value.put("attempt", attempt.name());
            value.put("state", attempt.state().toString());
            value.put("lines", lines);
            values.add(value);
        }
        if (attempts.isEmpty()) {
            output.line("No attempt was made.");
        }
        output.document(Map.of("attempts", values));
        return 0;
    }

    private List<AttemptRecord> attempts(Workspace workspace) {
        List<RunRecord> latest = run == null
                ? workspace.history().runs(1)
                : List.of(workspace.history().run(run));
        if (latest.isEmpty()) {
            return List.of();
        }
        List<AttemptRecord> attempts =
                workspace.history().attempts(latest.get(0).id());
        if (asset == null) {
            return attempts;
        }
        AssetKey key = Assets.find(workspace.graph(), asset).key();
        return attempts.stream().filter(attempt -> attempt.asset().equals(key)).toList();
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) {
            return List.of("(the log is gone: " + file + ")");
        }
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new DaybreakException(
                    ErrorCode.OUT_OF_RESOURCES,
                    "Cannot read log '" + file + "': " + e.getMessage(),
                    "See whether the file may be read.",
                    e);
        }
    }
}
