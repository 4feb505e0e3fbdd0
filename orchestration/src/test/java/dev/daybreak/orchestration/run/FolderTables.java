package dev.daybreak.orchestration.run;

import dev.daybreak.lake.PublishGuard;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.orchestration.step.Batching;
import dev.daybreak.orchestration.step.Batching.Order;
import dev.daybreak.orchestration.step.Effect;
import dev.daybreak.orchestration.step.Materializer;
import dev.daybreak.orchestration.step.StepContext;
import dev.daybreak.orchestration.step.Work;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.plan.Outside;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.plan.Slice;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A kind of asset whose tables are text files: a line per publish, with the step's key, the attempt and the partitions.
 * Lives in a folder, so that processes share it. Tests tell it what to find outside, how to fail, and what checks say.
 */
public final class FolderTables implements Materializer {
    private final Path folder;
    final Map<AssetKey, Outside> outside = new ConcurrentHashMap<>();
    public final List<String> computed = java.util.Collections.synchronizedList(new ArrayList<>());
    final List<String> recovered = java.util.Collections.synchronizedList(new ArrayList<>());
    public Consumer<StepContext> onCompute = step -> {};
    public Runnable onCancel = () -> {};
    public Runnable onClose = () -> {};
    Consumer<StepContext> beforePublish = step -> {};
    Consumer<StepContext> afterPublish = step -> {};
    public BiFunction<AssetKey, DataInterval, List<CheckOutcome>> checks = (asset, interval) -> List.of();
    public Batching batching = new Batching(1, Order.ANY);

    public FolderTables(Path folder) {
        this.folder = folder;
    }

    /** One publish: what is in the file. */
    public record Line(String step, String attempt, Map<DataInterval, String> versions) {}

    public List<Line> lines(AssetKey asset) {
        Path file = folder.resolve(asset + ".txt");
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream().map(FolderTables::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line parse(String text) {
        String[] parts = text.split("\t", -1);
        Map<DataInterval, String> versions = new TreeMap<>();
        for (int i = 2; i < parts.length; i++) {
            String[] fields = parts[i].split("\\|", -1);
            versions.put(new DataInterval(Instant.parse(fields[0]), Instant.parse(fields[1])), fields[2]);
        }
        return new Line(parts[0], parts[1], versions);
    }

    /** Puts data into a table as something outside of any run would. */
    void put(AssetKey asset, DataInterval interval, String version) {
        append(asset, "test\ttest\t" + text(interval, version));
    }

    private static String text(DataInterval interval, String version) {
        return interval.start() + "|" + interval.end() + "|" + version;
    }

    private synchronized void append(AssetKey asset, String line) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(asset + ".txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean materializes(Asset asset) {
        return true;
    }

    @Override
    public Outside outside(Asset asset) {
        return outside.getOrDefault(asset.key(), Outside.NOTHING);
    }

    @Override
    public List<Slice> slices(Asset asset) {
        Map<DataInterval, String> newest = new HashMap<>();
        lines(asset.key()).forEach(line -> newest.putAll(line.versions()));
        return newest.entrySet().stream()
                .map(entry -> new Slice(entry.getKey(), entry.getValue(), 10))
                .sorted(Comparator.comparing(Slice::interval))
                .toList();
    }

    @Override
    public Batching batching(Asset asset) {
        return batching;
    }

    @Override
    public Work prepare(StepContext step) {
        return new FolderWork(step);
    }

    @Override
    public Optional<Effect> recover(Asset asset, String stepKey, String attempt) {
        recovered.add(attempt);
        return find(asset.key(), stepKey);
    }

    private Optional<Effect> find(AssetKey asset, String stepKey) {
        List<Line> lines = lines(asset);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).step().equals(stepKey)) {
                return Optional.of(new Effect(Optional.of((long) i), Map.of(), "line " + i));
            }
        }
        return Optional.empty();
    }

    private final class FolderWork implements Work {
        private final StepContext step;

        FolderWork(StepContext step) {
            this.step = step;
        }

        @Override
        public void compute() {
            onCompute.accept(step);
            step.monitor().log("Computing with care");
            step.monitor().progress(5, 10);
            step.partitions()
                    .forEach(partition -> computed.add(
                            partition.asset() + " " + partition.interval().start()));
        }

        @Override
        public List<Audit> audit() {
            return step.partitions().stream()
                    .map(PlannedPartition::interval)
                    .map(interval ->
                            new Audit(interval, 10, checks.apply(step.node().key(), interval)))
                    .toList();
        }

        @Override
        public Effect publish(PublishGuard guard, Set<DataInterval> accepted) {
            beforePublish.accept(step);
            Optional<Effect> there = find(step.node().key(), guard.step());
            if (there.isPresent()) {
                return there.get();
            }
            if (!guard.isNewest().getAsBoolean()) {
                throw new DaybreakException(
                        ErrorCode.SUPERSEDED, "Cannot publish: token " + guard.token() + " is old.", "");
            }
            String partitions = step.partitions().stream()
                    .filter(partition -> accepted.contains(partition.interval()))
                    .map(partition ->
                            text(partition.interval(), partition.fingerprint().hash()))
                    .collect(Collectors.joining("\t"));
            append(step.node().key(), guard.step() + "\t" + guard.attempt() + "\t" + partitions);
            afterPublish.accept(step);
            return find(step.node().key(), guard.step()).orElseThrow();
        }

        @Override
        public void cancel() {
            onCancel.run();
        }

        @Override
        public void close() {
            onClose.run();
        }
    }
}
